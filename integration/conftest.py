"""Live smoke tests: nothing here is collected unless somebody says `--live`, for it costs money."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--live",
        action="store_true",
        help="deploy to the AWS account of your credentials, about 60 minutes and 3 USD a run",
    )


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Leaves every file alone without `--live`."""
    return None if config.getoption("--live") else True

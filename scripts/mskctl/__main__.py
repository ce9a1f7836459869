"""``python -m mskctl``, and the command ``mskctl``."""

import sys


def main() -> None:
    """Run the command line, or say what to install."""
    try:
        from mskctl.cli import main as run  # noqa: PLC0415 - its packages are an extra
    except ModuleNotFoundError as missing:
        sys.exit(f"mskctl: {missing.name} is not installed; pip install 'cdk-msk[cli]'")
    run()


if __name__ == "__main__":
    main()

"""Numbers of pollers."""

import pytest

from cdk_msk.lambda_consumer import ProvisionedPollers


def test_limits():
    """The numbers Lambda takes are taken."""
    assert ProvisionedPollers(minimum=200, maximum=2000).maximum == 2000


@pytest.mark.parametrize(
    ("minimum", "maximum", "fault"),
    [
        (0, 1, "minimum must be between 1 and 200 pollers, got 0"),
        (201, 300, "minimum must be between 1 and 200 pollers, got 201"),
        (5, 4, r"maximum must be between minimum \(5\) and 2000 pollers, got 4"),
        (1, 2001, r"maximum must be between minimum \(1\) and 2000 pollers, got 2001"),
    ],
)
def test_beyond_limits(minimum: int, maximum: int, fault: str):
    """Other numbers are refused."""
    with pytest.raises(ValueError, match=fault):
        ProvisionedPollers(minimum=minimum, maximum=maximum)


def test_groups_have_names_lambda_takes():
    """128 letters, digits, underscores and hyphens."""
    assert ProvisionedPollers(group="orders_1-a" + "x" * 118).group
    for group in ("", "a b", "x" * 129):
        with pytest.raises(ValueError, match="group must be 1 to 128 letters"):
            ProvisionedPollers(group=group)

"""M out of N."""

import pytest

from cdk_msk.monitoring import Evaluation


@pytest.mark.parametrize(("datapoints", "periods"), [(0, 3), (4, 3)])
def test_rejects_what_never_or_always_fires(datapoints: int, periods: int):
    """M is at least one and at most N."""
    with pytest.raises(ValueError, match=f"from 1 to periods \\({periods}\\), got {datapoints}"):
        Evaluation(datapoints=datapoints, periods=periods)

"""What the instance under a Standard broker sustains."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Bandwidth:
    """Baselines of one broker size.

    Attributes:
        network_mbps: Network in MB/s, each direction.
        ebs_mbps: Traffic to its volume in MB/s.
    """

    network_mbps: float
    ebs_mbps: float


@cache
def _table() -> dict[str, Bandwidth]:
    text = Path(__file__).with_name("bandwidth.toml").read_text(encoding="utf-8")
    return {
        name: Bandwidth(network_mbps=row["network_gbps"] * 125, ebs_mbps=row["ebs_mbps"])
        for name, row in tomllib.loads(text)["sizes"].items()
    }


def bandwidth(broker_size: str) -> Bandwidth | None:
    """The baselines of `broker_size`, or `None` when it sustains nothing, as ``t3`` sizes do."""
    return _table().get(broker_size)

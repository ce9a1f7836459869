"""Express brokers bring their storage with them and take no settings for it."""

from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-broker-types-express")

_FIELDS = ("volume_size_gib", "volume_throughput_mibps", "storage_mode")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse volume size, provisioned throughput and storage mode on Express brokers."""
    if shape.broker_type is not BrokerType.EXPRESS:
        return None
    stated = next((name for name in _FIELDS if isinstance(getattr(shape, name), int | str)), None)
    if stated is None:
        return None
    return Finding(
        rule="express-has-no-storage-settings",
        severity=SEVERITY,
        field=stated,
        value=getattr(shape, stated),
        must="be absent on Express brokers, whose storage grows by itself",
        fix="leave it out",
        source=SOURCE,
    )

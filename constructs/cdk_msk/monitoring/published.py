"""What a cluster publishes, as far as it is known."""

from msk_model import BrokerType, ClusterShape, ClusterType, Unknown
from msk_model.facts.metrics import LEVELS, MetricFacts, published_metrics


def level_of(shape: ClusterShape) -> str:
    """The monitoring level; MSK's default where it is not known."""
    level = shape.monitoring_level
    return level if not isinstance(level, Unknown) and level in LEVELS else LEVELS[0]


def kind_of(shape: ClusterShape) -> tuple[ClusterType, BrokerType]:
    """What decides which metrics there are; Standard brokers where it is not known."""
    kind, broker_type = shape.cluster_type, shape.broker_type
    return (
        ClusterType.PROVISIONED if isinstance(kind, Unknown) else kind,
        BrokerType.STANDARD if isinstance(broker_type, Unknown) else broker_type,
    )


def published(shape: ClusterShape) -> tuple[MetricFacts, ...]:
    """Every metric of such a cluster."""
    return published_metrics(*kind_of(shape), level_of(shape))


def describe(shape: ClusterShape) -> str:
    """For errors: ``Express brokers at monitoring level DEFAULT``."""
    kind, broker_type = kind_of(shape)
    if kind is ClusterType.SERVERLESS:
        return "a serverless cluster"
    return f"{broker_type.value.capitalize()} brokers at monitoring level {level_of(shape)}"

"""What a cluster publishes, as far as it is known."""

from dataclasses import replace
from typing import TypeVar

from msk_model import ClusterShape, ClusterType, Unknown
from msk_model.facts import metric_choice
from msk_model.facts.metric_choice import metrics_of
from msk_model.facts.metrics import MetricFacts

_T = TypeVar("_T")


def published(shape: ClusterShape) -> tuple[MetricFacts, ...]:
    """Every metric worth a graph or an alarm: an empty one tells nobody anything."""
    return metrics_of(_assumed(shape))


def describe(shape: ClusterShape) -> str:
    """For errors: ``Express brokers at monitoring level DEFAULT``."""
    return metric_choice.describe(_assumed(shape))


def _assumed(shape: ClusterShape) -> ClusterShape:
    """`shape`, and where it is not known what most clusters are.

    Standard brokers at MSK's default level, with KRaft and without tiered storage.
    """
    return replace(
        shape,
        cluster_type=_or(shape.cluster_type, ClusterType.PROVISIONED),
        broker_size=_or(shape.broker_size, "kafka.m7g.large"),
        kafka_version=_or(shape.kafka_version, "3.9.x.kraft"),
        monitoring_level=_or(shape.monitoring_level, None),
        storage_mode=_or(shape.storage_mode, None),
    )


def _or(value: _T | Unknown, otherwise: _T) -> _T:
    return otherwise if isinstance(value, Unknown) else value

"""The dashboard of a cluster after a busy day."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import aws_cdk as cdk

from cdk_msk import ConsumerLag
from cdk_msk.monitoring.dashboard_body import DashboardBody
from cdk_msk.monitoring.dashboard_sections import SECTIONS
from cdk_msk.monitoring.widget_rows import Widget
from msk_model import ClusterShape, ClusterType
from msk_model.facts.alarms import recommended_alarms
from picture_gallery.busy_day import CLUSTER, BusyDay
from picture_gallery.cards import page_of, size_of
from picture_gallery.page import Page

_SHAPE = ClusterShape(
    cluster_type=ClusterType.PROVISIONED,
    broker_size="kafka.m7g.xlarge",
    kafka_version="3.9.x.kraft",
    monitoring_level="PER_TOPIC_PER_BROKER",
    storage_mode="LOCAL",
    iam=True,
)
_FIRING = ("KafkaDataLogsDiskUsed", "EstimatedMaxTimeLag", "SumOffsetLag")
_LAG = ConsumerLag(
    group="billing",
    topic="orders",
    maximum_offset_lag=200_000,
    maximum_time_lag=cdk.Duration.minutes(5),
)


def overview() -> Page:
    """What is seen first: alarms, the four questions, and the brokers."""
    return _part(None, "## Topics")


def clients() -> Page:
    """Topics and clients, with the consumer group that falls behind."""
    return _part("## Topics", "## Storage")


def storage() -> Page:
    """Storage, with the broker that fills up, and replication."""
    return _part("## Storage", None)


def sixty_brokers() -> Page:
    """The first brokers' graphs of a cluster ten times as large."""
    return _part("## Brokers", "## Topics", brokers=60, most=7)


def _part(first: str | None, end: str | None, *, brokers: int = 6, most: int | None = None) -> Page:
    """The widgets from one heading to another, the first `most` of them."""
    every = _widgets(brokers)
    top = _top_of(every, first) if first else 0
    bottom = _top_of(every, end) if end else float("inf")
    shown = [{**one, "y": one["y"] - top} for one in every if top <= one["y"] < bottom][:most]
    width, height = size_of(shown)
    html = page_of(shown, BusyDay(brokers=brokers), _FIRING)
    return Page(html=html, width=width, height=height)


@cache
def _widgets(brokers: int) -> Sequence[Widget]:
    drawn = {graph.alarm for section in SECTIONS for graph in section.graphs} | set(_FIRING)
    alarms = [one.id for one in recommended_alarms(_SHAPE) if one.id in drawn]
    body = DashboardBody(
        shape=replace(_SHAPE, broker_count=brokers),
        cluster_name=CLUSTER,
        region="eu-west-1",
        alarm_arns=[f"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:{one}" for one in alarms],
        consumer_lag=[_LAG],
    )
    widgets: Sequence[Widget] = body.content()["widgets"]
    return widgets


def _top_of(widgets: Sequence[Widget], heading: str) -> int:
    return next(
        int(one["y"])
        for one in widgets
        if one["properties"].get("markdown", "").startswith(heading)
    )

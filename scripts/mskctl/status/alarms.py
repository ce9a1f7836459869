"""The alarms that are about a cluster."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msk_model.facts.alarms import log_namespace
from msk_model.status import Alarm
from mskctl.status.session import Session

_REFERRED = re.compile(r"""\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*["']?([^"')]+?)["']?\s*\)""")


def alarms(session: Session, cluster_name: str) -> tuple[Alarm, ...] | None:
    """Alarms on metrics of the cluster and composites of them; `None` when they cannot be read.

    Alarms have no owner: all of the region are listed, and those are taken that watch a metric with
    the cluster's name, that query it, that count in its logs, or that are made of such.
    """

    def read() -> tuple[Alarm, ...]:
        single: list[Mapping[str, Any]] = []
        composite: list[Mapping[str, Any]] = []
        pages = (
            session.clients["cloudwatch"]
            .get_paginator("describe_alarms")
            .paginate(
                AlarmTypes=["MetricAlarm", "CompositeAlarm"], PaginationConfig={"PageSize": 100}
            )
        )
        for page in pages:
            single += page.get("MetricAlarms", [])
            composite += page.get("CompositeAlarms", [])
        about = [one for one in single if is_about(one, cluster_name)]
        return tuple(
            [_alarm(one, composite=True) for one in _made_of(about, composite)]
            + [_alarm(one, composite=False) for one in about]
        )

    return session.attempt("alarms", "cloudwatch:DescribeAlarms", read, None)


def is_about(alarm: Mapping[str, Any], cluster_name: str) -> bool:
    """Whether a metric alarm watches or queries metrics of the cluster, or counts in its logs."""
    if alarm.get("Namespace") == log_namespace(cluster_name):
        return True
    stats = [query.get("MetricStat", {}).get("Metric", {}) for query in alarm.get("Metrics", [])]
    dimensions = [
        dimension
        for metric in (alarm, *stats)
        if metric.get("Namespace") == "AWS/Kafka"
        for dimension in metric.get("Dimensions", [])
    ]
    if {"Name": "Cluster Name", "Value": cluster_name} in dimensions:
        return True
    expressions = [query.get("Expression") or "" for query in alarm.get("Metrics", [])]
    wanted = re.compile(rf"""["']?Cluster Name["']?\s*=\s*["']{re.escape(cluster_name)}["']""")
    return any("AWS/Kafka" in text and wanted.search(text) for text in expressions)


def _made_of(
    about: Iterable[Mapping[str, Any]], composite: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Composites of `about`, and composites of those."""
    known = {key for one in about for key in (one["AlarmName"], one.get("AlarmArn"))}
    found: list[Mapping[str, Any]] = []
    rest = list(composite)
    while True:
        more = [one for one in rest if known & set(_REFERRED.findall(one.get("AlarmRule", "")))]
        if not more:
            return found
        found += more
        rest = [one for one in rest if one not in more]
        known |= {key for one in more for key in (one["AlarmName"], one.get("AlarmArn"))}


def _alarm(one: Mapping[str, Any], *, composite: bool) -> Alarm:
    return Alarm(
        name=one["AlarmName"],
        state=one.get("StateValue", "INSUFFICIENT_DATA"),
        since=one.get("StateTransitionedTimestamp") or one.get("StateUpdatedTimestamp"),
        reason=" ".join(str(one.get("StateReason") or "").split()),
        description=" ".join(str(one.get("AlarmDescription") or "").split()),
        composite=composite,
        notifies=bool(
            one.get("ActionsEnabled", True)
            and one.get("AlarmActions")
            # Said while a greater incident or maintenance keeps a composite alarm quiet.
            and not one.get("ActionsSuppressedBy")
        ),
    )

"""Alarms for an MSK Replicator."""

from collections.abc import Collection, Mapping
from typing import Unpack

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.monitoring.alarm_metrics import metrics_of_one, query_of
from cdk_msk.monitoring.alarm_selection import selected_on
from cdk_msk.monitoring.alarm_set import AlarmOptions, AlarmSet, require_options
from msk_model.facts.alarms import alarms_on


class ReplicatorAlarms(Construct):
    """Tells when a replicator fails, is refused, or falls behind your recovery point.

    The metrics are published in the Region of the target cluster: define the alarms there. What is
    published for each of the two clusters is one alarm that names the alias of the cluster.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-replicator-metrics-ref.html

    Attributes:
        alarms: Every alarm by its id: ``ReplicatorPing``.
        incidents: The composite alarm ``Replication``, which pages.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        replicator_name: str,
        maximum_latency: cdk.Duration | None = None,
        maximum_message_lag: int | None = None,
        thresholds: Mapping[str, float] | None = None,
        exclude: Collection[str] = (),
        **options: Unpack[AlarmOptions],
    ) -> None:
        """Define the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            replicator_name: Name of the replicator.
            maximum_latency: Your recovery point: how late a record may reach the target. Absent:
                lateness is not watched.
            maximum_message_lag: Records that may wait on the source. Absent: they are not counted.
            thresholds: Your values by alarm id. Absent: those of docs/alarms.md.
            exclude: Ids of alarms that are not wanted.
            **options: Who is told, and how: see `AlarmOptions`.

        Raises:
            ValueError: An alarm id is none of a replicator.
        """
        super().__init__(scope, id)
        limits = dict(thresholds or {})
        if maximum_latency is not None:
            limits["ReplicationLatency"] = float(maximum_latency.to_milliseconds())
        if maximum_message_lag is not None:
            limits["ReplicatorMessageLag"] = maximum_message_lag
        possible = [one.id for one in alarms_on("replicator")]
        require_options(self.node.path, possible, options)
        alarm_set = AlarmSet(self, watched=replicator_name, options=options)
        named = {"ReplicatorName": replicator_name}
        for alarm, threshold in selected_on(
            self.node.path, ["replicator"], thresholds=limits, exclude=exclude
        ):
            metrics = (
                metrics_of_one(alarm, named)
                if alarm.scope == "replicator"
                else query_of(alarm, named, by="ClusterAlias", id="clusters")
            )
            alarm_set.add(alarm, alarm.id, threshold, metrics)
        alarm_set.add_incidents()
        self.alarms = alarm_set.alarms
        self.incidents = alarm_set.incidents

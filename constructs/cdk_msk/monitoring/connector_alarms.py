"""Alarms for a connector of MSK Connect."""

from collections.abc import Collection, Mapping
from typing import Unpack

from constructs import Construct

from cdk_msk.monitoring.alarm_metrics import metrics_of_one
from cdk_msk.monitoring.alarm_selection import selected_on
from cdk_msk.monitoring.alarm_set import AlarmOptions, AlarmSet, require_options
from msk_model.facts.alarms import alarms_on


class ConnectorAlarms(Construct):
    """Tells when a connector or a task of it stands still, and when its workers are busy.

    A failed task does not start again by itself, and a connector that has stopped publishes
    nothing: for `ConnectorRunningTasks` silence is a failure.

    https://docs.aws.amazon.com/msk/latest/developerguide/mkc-monitoring-overview.html

    Attributes:
        alarms: Every alarm by its id: ``ConnectorErroredTasks``.
        incidents: The composite alarm ``Connector``, which pages.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        connector_name: str,
        thresholds: Mapping[str, float] | None = None,
        exclude: Collection[str] = (),
        **options: Unpack[AlarmOptions],
    ) -> None:
        """Define the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            connector_name: Name of the connector.
            thresholds: Your values by alarm id. Absent: those of docs/alarms.md.
            exclude: Ids of alarms that are not wanted.
            **options: Who is told, and how: see `AlarmOptions`.

        Raises:
            ValueError: An alarm id is none of a connector.
        """
        super().__init__(scope, id)
        possible = [one.id for one in alarms_on("connector")]
        require_options(self.node.path, possible, options)
        alarm_set = AlarmSet(self, watched=connector_name, options=options)
        for alarm, threshold in selected_on(
            self.node.path, ["connector"], thresholds=thresholds or {}, exclude=exclude
        ):
            metrics = metrics_of_one(alarm, {"ConnectorName": connector_name})
            alarm_set.add(alarm, alarm.id, threshold, metrics)
        alarm_set.add_incidents()
        self.alarms = alarm_set.alarms
        self.incidents = alarm_set.incidents

"""What a deployment file says about monitoring."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from stacks.model import Model

Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


class ConsumerLag(Model):
    """How far a consumer group may fall behind: the objective that somebody is paged about."""

    group: Annotated[str, Field(pattern=r"^[^*]+$")]
    """A whole name: an alarm is about one group."""
    topic: str | None = None
    """Absent: every topic that the group consumes."""
    maximum_offset_lag: Annotated[int, Field(ge=1)] | None = None
    """Records."""
    maximum_time_lag_seconds: Annotated[int, Field(ge=60)] | None = None
    """Age of the oldest record that was not consumed."""
    anomaly_deviations: Annotated[float, Field(gt=0)] | None = None
    """Standard deviations above what CloudWatch has learnt to expect. Absent: it learns nothing."""
    severity: Literal["page", "ticket"] = "page"

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        limits = (self.maximum_offset_lag, self.maximum_time_lag_seconds, self.anomaly_deviations)
        if all(limit is None for limit in limits):
            raise PydanticCustomError(
                "no_limit",
                "must state maximum_offset_lag, maximum_time_lag_seconds or anomaly_deviations",
            )
        if self.topic is None and self.anomaly_deviations is not None:
            raise PydanticCustomError(
                "no_topic", "must state a topic beside anomaly_deviations: one metric is learnt"
            )
        return self


class Monitoring(Model):
    """Alarms, dashboard and what else tells how the cluster is."""

    email: Email | None = None
    """Who is told of alarms. Absent: alarms go to the topic that the stack exports."""
    ticket_email: Email | None = None
    """Who is told of what can wait till the morning. Absent: the same."""
    ops_items: bool = False
    """Whether alarms become work items in OpsCenter, which has to be set up in the account."""
    thresholds: Mapping[str, float] = {}
    """Alarm id to threshold, where AWS's own one does not fit."""
    exclude: tuple[str, ...] = ()
    """Ids of alarms that are not wanted."""
    consumer_lag: tuple[ConsumerLag, ...] = ()
    runbooks: str | None = None
    """Address of your copy of docs/alarms.md, to which alarms and dashboard link. Absent: they
    link to AWS's pages."""
    maintenance_window: bool = False
    """Whether there is a switch that holds pages back during an update."""
    dashboard: bool = True
    dashboard_metrics: tuple[str, ...] = ()
    """Further metrics with a graph of their own, such as VolumeReadOps."""
    logs: bool = True
    """Alarms on logs in CloudWatch, and saved queries over them."""
    prometheus: bool = False
    """Amazon Managed Service for Prometheus, with a collector, rules and alerts. Needs
    cluster.open_monitoring."""

"""How a live cluster is: what was read of it, judged against what its size may carry."""

from msk_model.status.advice import Advice, Level
from msk_model.status.assess import Status, assess
from msk_model.status.gauges import Gauge
from msk_model.status.lag import Lag
from msk_model.status.series import Series
from msk_model.status.snapshot import Alarm, Broker, MetricId, Operation, Snapshot, Unread
from msk_model.status.storage import Forecast, Storage
from msk_model.status.wanted import Wanted, listed_metrics, wanted_metrics

__all__ = [
    "Advice",
    "Alarm",
    "Broker",
    "Forecast",
    "Gauge",
    "Lag",
    "Level",
    "MetricId",
    "Operation",
    "Series",
    "Snapshot",
    "Status",
    "Storage",
    "Unread",
    "Wanted",
    "assess",
    "listed_metrics",
    "wanted_metrics",
]

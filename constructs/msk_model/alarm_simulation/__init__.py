"""What the alarms of a template would do with given metrics, by CloudWatch's rules."""

from msk_model.alarm_simulation.metrics import Metrics
from msk_model.alarm_simulation.simulation import Notification, Simulation, simulate

__all__ = ["Metrics", "Notification", "Simulation", "simulate"]

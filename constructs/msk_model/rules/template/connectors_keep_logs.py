"""Connectors deliver their logs somewhere."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.intrinsics import flag_at
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import security_hub

SEVERITY = Severity.WARNING
SOURCE = security_hub("msk-5")

_DESTINATIONS = ("CloudWatchLogs", "Firehose", "S3")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a connector without logs, against Security Hub's control MSK.5."""
    for logical_id, connector in view.of_type("AWS::KafkaConnect::Connector"):
        enabled = [
            flag_at(connector, "LogDelivery", "WorkerLogDelivery", one, "Enabled")
            for one in _DESTINATIONS
        ]
        if any(one not in {None, False} for one in enabled):
            continue
        yield (
            logical_id,
            Finding(
                rule="connectors-keep-logs",
                severity=SEVERITY,
                field="LogDelivery/WorkerLogDelivery",
                value=None,
                must="enable CloudWatch Logs, S3 or Firehose for Security Hub's control MSK.5",
                fix="enable one; it can be enabled only when the connector is created",
                source=SOURCE,
            ),
        )

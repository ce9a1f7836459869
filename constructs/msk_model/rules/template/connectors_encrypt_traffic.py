"""Connectors talk to their cluster over TLS."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.intrinsics import text_at
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import security_hub

SEVERITY = Severity.WARNING
SOURCE = security_hub("msk-3")

_PATH = ("KafkaClusterEncryptionInTransit", "EncryptionType")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of plaintext, against Security Hub's control MSK.3."""
    for logical_id, connector in view.of_type("AWS::KafkaConnect::Connector"):
        if text_at(connector, *_PATH) != "PLAINTEXT":
            continue
        yield (
            logical_id,
            Finding(
                rule="connectors-encrypt-traffic",
                severity=SEVERITY,
                field="/".join(_PATH),
                value="PLAINTEXT",
                must="be TLS for Security Hub's control MSK.3",
                fix="set it to TLS; it can be set only when the connector is created",
                source=SOURCE,
            ),
        )

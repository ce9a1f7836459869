"""Brokers are reached from inside, not from the internet."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import security_hub

SEVERITY = Severity.WARNING
SOURCE = security_hub("msk-4")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of public access, which Security Hub rates critical."""
    for logical_id, cluster in view.clusters.items():
        if cluster.public_access is not True:
            continue
        yield (
            logical_id,
            Finding(
                rule="clusters-are-not-public",
                severity=SEVERITY,
                field="BrokerNodeGroupInfo/ConnectivityInfo/PublicAccess/Type",
                value="SERVICE_PROVIDED_EIPS",
                must="be DISABLED for Security Hub's control MSK.4",
                fix="let clients in through VPC connectivity, peering or a transit gateway",
                source=SOURCE,
            ),
        )

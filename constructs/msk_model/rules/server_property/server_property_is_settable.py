"""A configuration carries only properties that MSK lets one set on the broker type."""

from msk_model.facts.server_properties import (
    ServerPropertyFacts,
    Settable,
    all_server_properties,
    server_property,
)
from msk_model.finding import Finding, Severity
from msk_model.nearest import nearest
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-configuration-properties")


def _fix(facts: ServerPropertyFacts, *, express: bool) -> str:
    """What to do with a property that cannot be in the configuration."""
    if express and facts.express_value:
        return f"leave it out; MSK sets it to {facts.express_value}"
    if express and facts.express is Settable.DYNAMIC:
        return "leave it out; set it with kafka-configs on the running cluster"
    return "leave it out"


def rule(name: str, value: object, shape: ClusterShape) -> Finding | None:
    """Refuse a property MSK refuses, and name the one probably meant."""
    facts = server_property(name)
    if facts is None:
        likely = nearest(name, [one.name for one in all_server_properties()])
        return Finding(
            rule="server-property-is-settable",
            severity=SEVERITY,
            field="server_properties",
            value=name,
            must="carry only properties MSK lets one set",
            fix=f"use {likely}" if likely else "leave it out",
            source=SOURCE,
        )
    types = [shape.broker_type] if isinstance(shape.broker_type, BrokerType) else list(BrokerType)
    states = {facts.settable(broker_type) for broker_type in types}
    if Settable.YES in states:
        return None
    undocumented = Settable.UNDOCUMENTED in states
    brokers = "Express" if types == [BrokerType.EXPRESS] else "Standard"
    return Finding(
        rule="server-property-is-settable",
        severity=Severity.WARNING if undocumented else Severity.ERROR,
        field="server_properties",
        value=name,
        must=f"carry only properties documented as settable on {brokers} brokers",
        fix=_fix(facts, express=brokers == "Express"),
        source=developer_guide(
            "msk-configuration-express-read-write"
            if brokers == "Express"
            else "msk-configuration-properties"
        ),
    )

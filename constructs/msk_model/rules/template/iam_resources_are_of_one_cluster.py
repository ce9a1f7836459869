"""Policies that allow actions on a cluster name that cluster."""

import re
from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.kafka_statements import kafka_statements
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("kafka-actions")

_ANY_CLUSTER = re.compile(
    r"\*$|arn:[^:]*:kafka:[^:]*:[^:]*:(\*|(cluster|topic|group|transactional-id)/\*)"
)


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a policy that reaches every cluster of the account."""
    for statement in kafka_statements(view):
        wide = next((one for one in statement.resources if _ANY_CLUSTER.match(one)), None)
        if wide is None or statement.conditional:
            continue
        yield (
            statement.resource,
            Finding(
                rule="iam-resources-are-of-one-cluster",
                severity=SEVERITY,
                field=statement.property_path,
                value=wide,
                must="name one cluster, not every cluster of the account",
                fix="name the cluster in the ARN: topic/<cluster name>/*/<topic>",
                source=SOURCE,
            ),
        )

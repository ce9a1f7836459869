"""Custom resources of `cdk_msk` that are judged as MSK's own are."""

from collections.abc import Mapping

from msk_model.facts.replacement import ReplacementFacts, replacement
from msk_model.sources import developer_guide

ACLS = "Custom::MskAcls"
CERTIFICATE = "Custom::MskClientCertificate"
CONNECTIVITY = "Custom::MskConnectivity"
QUOTA = "Custom::MskClientQuota"
TOPIC = "Custom::MskTopic"
ADMINISTERED = frozenset({ACLS, QUOTA, TOPIC})
"""A function that signs in with IAM takes care of them."""

_SILENT = frozenset({"Custom::MskBootstrapBrokers", "Custom::MskScramUsers", CONNECTIVITY})
"""They repeat what other resources say, or are judged together."""
_MECHANICS = frozenset({"BootstrapBrokers", "ServiceTimeout", "ServiceToken"})
"""Properties about how they are taken care of, not about what they are."""


def _facts(name: str, page: str, *create_only: str, records: bool = False) -> ReplacementFacts:
    return ReplacementFacts(
        name=name,
        create_only=("ClusterArn", *create_only),
        holds_records=records,
        delete_first=False,
        source=page,
    )


_FACTS: Mapping[str, ReplacementFacts] = {
    one.name: one
    for one in (
        _facts(ACLS, developer_guide("msk-acls"), "Principal"),
        _facts(CERTIFICATE, developer_guide("msk-authentication"), "CertificateArn", "SecretArn"),
        _facts(QUOTA, "https://kafka.apache.org/documentation/#design_quotas", "Entity"),
        _facts(
            TOPIC, developer_guide("msk-topic-operations-information"), "TopicName", records=True
        ),
    )
}


def facts_of(type_name: str) -> ReplacementFacts | None:
    """How a resource of MSK, or one that `cdk_msk` adds to it, is replaced; else `None`."""
    return _FACTS.get(type_name) or replacement(type_name)


def is_judged(type_name: str) -> bool:
    """Whether a difference in such a resource is told, by itself or with others."""
    return type_name in _SILENT or facts_of(type_name) is not None


def is_mechanics(type_name: str, path: tuple[str, ...]) -> bool:
    """Whether the property says how a custom resource is taken care of, not what it is."""
    return type_name in _FACTS and bool(path) and path[0] in _MECHANICS

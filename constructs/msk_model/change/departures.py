"""What goes with a resource that leaves its template."""

from collections.abc import Mapping

from msk_model.change.access import lost_by
from msk_model.change.change import ChangeKind
from msk_model.change.cluster_policy import let_in_by
from msk_model.change.custom_types import ACLS, CERTIFICATE, QUOTA
from msk_model.facts.replacement import ReplacementFacts
from msk_model.intrinsics import members, referred_to, text_of
from msk_model.resource import properties_of

_IN_USE = "deletion fails while a {} still uses it"
_STOPPED: Mapping[str, str] = {
    "AWS::MSK::Replicator": "replication stops",
    "AWS::MSK::Channel": "delivery stops",
    "AWS::MSK::Configuration": _IN_USE.format("cluster"),
    "AWS::KafkaConnect::Connector": "the connector stops",
    "AWS::KafkaConnect::CustomPlugin": _IN_USE.format("connector"),
    "AWS::KafkaConnect::WorkerConfiguration": _IN_USE.format("connector"),
    CERTIFICATE: "the client gets no renewed certificate; the one it has is valid until it expires",
    QUOTA: "its clients are limited no more, or by a more general quota",
}


def departure(resource: Mapping[str, object], facts: ReplacementFacts) -> tuple[ChangeKind, str]:
    """What becomes of the records, or of those who use it."""
    if facts.holds_records:
        what = "topic" if facts.name.endswith("Topic") else "cluster"
        return ChangeKind.DATA_LOSS, f"the {what} is deleted with all its records"
    properties = properties_of(resource)
    match facts.name:
        case "AWS::MSK::BatchScramSecret":
            users = ", ".join(_names(properties.get("SecretArnList"))) or "all"
            reason = f"the users of {users} are disassociated and can no longer log in"
            return ChangeKind.SHUT_OUT, reason
        case "AWS::MSK::ClusterPolicy":
            who = ", ".join(sorted(let_in_by(properties))) or "other accounts"
            return ChangeKind.SHUT_OUT, f"lets in no more: {who}"
        case "AWS::MSK::VpcConnection":
            return ChangeKind.SHUT_OUT, "clients in that VPC lose their way to the cluster"
        case name if name == ACLS:
            return lost_by(properties)
    return ChangeKind.IN_PLACE, _STOPPED.get(facts.name, "it is deleted")


def _names(secrets: object) -> list[str]:
    return [referred_to(one) or text_of(one) or "some secret" for one in members(secrets)]

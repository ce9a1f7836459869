"""What a change of a topic does to it and its records, wherever it is declared."""

from collections.abc import Mapping

from msk_model.change.change import ChangeKind
from msk_model.topic_policy.parts import readable_setting

_RETENTION = {
    "retention.ms": ("604800000", "older records are deleted soon after"),
    "retention.bytes": ("-1", "the oldest records beyond it are deleted soon after"),
}
"""Kafka's defaults; a cluster's configuration may have others, which nobody sees from here."""
_POLICY = "cleanup.policy"
_TIERED = "remote.storage.enable"
_UNLIMITED = float("inf")
_SET = "set on the running topic"
_LOWERED = {
    "min.insync.replicas": "acknowledged records are on fewer brokers from then on",
    "max.message.bytes": "producers of larger records are refused from then on",
}

Verdict = tuple[ChangeKind, str]

COPIES: Verdict = (
    ChangeKind.FORBIDDEN,
    (
        "CloudFormation would replace the topic, and one of its name exists; reassign its "
        "partitions with Kafka's tools, or make another topic"
    ),
)
"""Another replication factor."""
PARTITIONS_SOURCE = "https://kafka.apache.org/documentation/#basic_ops_modify_topic"


def partition_verdict(old: int, new: int) -> Verdict:
    """The kind of change of the number of partitions, and the reason."""
    if new > old:
        return (
            ChangeKind.IN_PLACE,
            "partitions are added; keys go to other partitions from then on",
        )
    return (
        ChangeKind.FORBIDDEN,
        "Kafka never takes partitions away from a topic; make another topic",
    )


def config_verdict(
    name: str, old: str | None, new: str | None, configs: Mapping[str, object]
) -> Verdict:
    """The kind of change, and the reason.

    Args:
        name: The setting.
        old: Its value. None: the default.
        new: The value to come. None: the default.
        configs: All settings before.
    """
    if name in _RETENTION:
        return _retention(name, old, new)
    if name == _POLICY:
        return _cleanup(old or "delete", new or "delete", tiered=configs.get(_TIERED) == "true")
    if name == _TIERED and (old, new) != ("false", None):
        return _tiering(old, new)
    if name == "unclean.leader.election.enable" and new == "true":
        return ChangeKind.DATA_LOSS, "a broker that is behind may lead: acknowledged records go"
    lowers = name in _LOWERED and _number(new, _UNLIMITED) < _number(old, _UNLIMITED)
    return ChangeKind.IN_PLACE, _LOWERED[name] if lowers else _SET


def _retention(name: str, old: str | None, new: str | None) -> Verdict:
    default, lost = _RETENTION[name]
    before, after = _limit(old or default), _limit(new or default)
    assumed = "" if old and new else f" (by default {readable_setting(name, default)})"
    if after < before:
        return ChangeKind.DATA_LOSS, f"shortens retention{assumed}: {lost}"
    return ChangeKind.IN_PLACE, f"records are kept longer{assumed}; the volumes have to hold them"


def _cleanup(old: str, new: str, *, tiered: bool) -> Verdict:
    before, after = (set(value.replace(" ", "").split(",")) for value in (old, new))
    if tiered and before != after:
        return ChangeKind.FORBIDDEN, "the cleanup policy of a tiered topic cannot be changed"
    gained = after - before
    if "compact" in gained:
        reason = "of every key only the latest record is kept, and records without key are refused"
        return ChangeKind.DATA_LOSS, reason
    if "delete" in gained:
        return ChangeKind.DATA_LOSS, "records beyond the retention are deleted, the latest too"
    return ChangeKind.IN_PLACE, _SET


def _tiering(old: str | None, new: str | None) -> Verdict:
    if old == "true":
        reason = "records in the tier are deleted, and a topic cannot go back to tiered storage"
        return ChangeKind.DATA_LOSS, reason
    if new == "true":
        return ChangeKind.IN_PLACE, "closed segments move to the tier from then on"
    return ChangeKind.IN_PLACE, _SET


def _limit(text: str) -> float:
    number = _number(text, 0)
    return _UNLIMITED if number < 0 else number


def _number(text: str | None, default: float) -> float:
    try:
        return default if text is None else float(text)
    except ValueError:
        return default

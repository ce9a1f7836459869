"""What MSK refuses of one update of a cluster, told by the shapes before and after it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from msk_model.facts.kafka_versions import is_kraft, release_of
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide
from msk_model.unknown import UNKNOWN

MIGRATION_RELEASE = (3, 9)
"""The one release whose ZooKeeper clusters MSK takes to KRaft."""

DUAL_STACK_STAYS = "dual stack cannot be turned off"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why one update would be refused.

    Attributes:
        update: Name of the update.
        path: The property.
        reason: Why, as a phrase.
        source: The page that says so.
        stepwise: Whether several updates, one after the other, get there.
    """

    update: str
    path: str
    reason: str
    source: str
    stepwise: bool = False


def refusals(old: ClusterShape, new: ClusterShape) -> tuple[Refusal, ...]:
    """Everything MSK refuses about turning `old` into `new`; nothing about what is unknown."""
    return tuple(refusal for rule in _RULES for refusal in rule(old, new))


def _broker_type(old: ClusterShape, new: ClusterShape) -> Iterator[Refusal]:
    before, after = old.broker_type, new.broker_type
    known = isinstance(before, BrokerType) and isinstance(after, BrokerType)
    path = "BrokerNodeGroupInfo/InstanceType"
    if known and before is not after:
        yield Refusal(
            update="broker-size",
            path=path,
            reason="a cluster never changes between Standard and Express; "
            "make another one and replicate into it",
            source=developer_guide("broker-instance-types"),
        )
    elif _is_t3(new) and not _is_t3(old) and known:
        yield Refusal(
            update="broker-size",
            path=path,
            reason="MSK does not go back to kafka.t3.small from a larger size",
            source=developer_guide("msk-update-broker-type"),
        )


def _volume(old: ClusterShape, new: ClusterShape) -> Iterator[Refusal]:
    before, after = old.volume_size_gib, new.volume_size_gib
    if not isinstance(before, int) or not isinstance(after, int) or before == after:
        return
    path = "BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize"
    if after < before:
        yield Refusal(
            update="storage",
            path=path,
            reason=f"volumes never shrink, whoever grew them; state at least {before} GiB",
            source=developer_guide("manually-expand-storage"),
        )
    elif after < before + 10:
        yield Refusal(
            update="storage",
            path=path,
            reason=f"volumes grow by at least 10 GiB; state {before} or at least {before + 10} GiB",
            source="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1129",
        )


def _storage_mode(old: ClusterShape, new: ClusterShape) -> Iterator[Refusal]:
    if old.storage_mode == "TIERED" and new.storage_mode == "LOCAL":
        yield Refusal(
            update="storage",
            path="StorageMode",
            reason="tiered storage cannot be turned off for a cluster, only for topics",
            source=developer_guide("msk-tiered-storage"),
        )


def _broker_count(old: ClusterShape, new: ClusterShape) -> Iterator[Refusal]:
    before, after = old.broker_count, new.broker_count
    if not isinstance(before, int) or not isinstance(after, int) or after >= before:
        return
    source = developer_guide("msk-remove-broker")
    path = "NumberOfBrokerNodes"
    if _is_t3(old):
        reason = "brokers of size kafka.t3.small cannot be removed"
        yield Refusal(update="broker-count", path=path, reason=reason, source=source)
    if (release := _release(old)) is not None and release < (2, 8, 1):
        reason = "brokers can be removed from Kafka 2.8.1 on"
        yield Refusal(update="broker-count", path=path, reason=reason, source=source)
    zones = old.zone_count
    if isinstance(zones, int) and 0 < zones < before - after:
        yield Refusal(
            update="broker-count",
            path=path,
            reason=f"MSK removes one broker of each zone at a time, here {zones} in all",
            source=source,
            stepwise=(before - after) % zones == 0,
        )


def _version(old: ClusterShape, new: ClusterShape) -> Iterator[Refusal]:
    before, after = old.kafka_version, new.kafka_version
    if not isinstance(before, str) or not isinstance(after, str) or before == after:
        return
    here, there = release_of(before), release_of(after)
    if here is None or there is None:
        return
    upgrades = developer_guide("version-upgrades")
    if there < here:
        reason = "Kafka is never downgraded; make another cluster and replicate into it"
        yield Refusal(update="version", path="KafkaVersion", reason=reason, source=upgrades)
    elif is_kraft(before) and not is_kraft(after):
        reason = "a KRaft cluster never goes back to ZooKeeper"
        source = developer_guide("zk-to-kraft-migration")
        yield Refusal(update="version", path="KafkaVersion", reason=reason, source=source)
    elif is_kraft(after) and not is_kraft(before):
        yield from _migration(old, here, there)


def _migration(
    old: ClusterShape, here: tuple[int, ...], there: tuple[int, ...]
) -> Iterator[Refusal]:
    def refusal(reason: str, *, stepwise: bool = False) -> Refusal:
        source = developer_guide("zk-to-kraft-migration")
        return Refusal(
            update="version", path="KafkaVersion", reason=reason, source=source, stepwise=stepwise
        )

    if _is_t3(old):
        yield refusal("clusters of kafka.t3.small brokers cannot migrate to KRaft")
    if isinstance(old.zone_count, int) and old.zone_count != 3:
        yield refusal("only clusters in three zones can migrate to KRaft")
    if old.public_access is True and old.open_monitoring is True:
        yield refusal("public access and open monitoring together keep a cluster from migrating")
    if here > MIGRATION_RELEASE or there < MIGRATION_RELEASE:
        yield refusal("ZooKeeper clusters migrate to KRaft on Kafka 3.9 only")
    elif here != MIGRATION_RELEASE or there != MIGRATION_RELEASE:
        yield refusal(
            "the way to KRaft leads from 3.9.x to 3.9.x.kraft, in an update of its own",
            stepwise=True,
        )
    if old.broker_type is not BrokerType.EXPRESS and old.zookeeper_access in {None, True}:
        yield refusal("clients must be kept from ZooKeeper before the migration", stepwise=True)


def _network_type(old: ClusterShape, new: ClusterShape) -> Iterator[Refusal]:
    after = new.network_type
    if old.network_type == "DUAL" and after != "DUAL" and after is not UNKNOWN:
        yield Refusal(
            update="connectivity",
            path="BrokerNodeGroupInfo/ConnectivityInfo/NetworkType",
            reason=DUAL_STACK_STAYS,
            source=developer_guide("mskp-choose-cluster-network-type"),
        )


def _release(shape: ClusterShape) -> tuple[int, ...] | None:
    version = shape.kafka_version
    return release_of(version) if isinstance(version, str) else None


def _is_t3(shape: ClusterShape) -> bool:
    return isinstance(shape.broker_size, str) and shape.broker_size.startswith("kafka.t3.")


_Rule = Callable[[ClusterShape, ClusterShape], Iterator[Refusal]]
_RULES: tuple[_Rule, ...] = (
    _broker_type,
    _volume,
    _storage_mode,
    _broker_count,
    _version,
    _network_type,
)

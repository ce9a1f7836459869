"""One guard for each request type: what it demands, on which resource, and how it is refused.

The demands are the operations Kafka asks its own authorizer for, whoever the client is; what they
mean to a policy or to an ACL is for its `Permissions` to say.
https://kafka.apache.org/documentation/#operations_resources_and_protocols
"""

from collections.abc import Callable, Mapping

from msk_local.kafka.front_door.guards import admin, clusters, groups, records, transactions
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import ApiKey, Request, VersionRange

Guard = Callable[[Request, Permissions], Outcome]

GUARDS: Mapping[int, tuple[VersionRange, Guard]] = {
    ApiKey.PRODUCE: (VersionRange(0, 9), records.produce),
    ApiKey.FETCH: (VersionRange(4, 12), records.fetch),
    ApiKey.LIST_OFFSETS: (VersionRange(1, 7), records.list_offsets),
    ApiKey.OFFSET_FOR_LEADER_EPOCH: (VersionRange(2, 4), records.offset_for_leader_epoch),
    ApiKey.METADATA: (VersionRange(0, 12), clusters.metadata),
    ApiKey.FIND_COORDINATOR: (VersionRange(0, 4), clusters.find_coordinator),
    ApiKey.DESCRIBE_CLUSTER: (VersionRange(0, 1), clusters.describe_cluster),
    ApiKey.JOIN_GROUP: (VersionRange(0, 9), groups.join_group),
    ApiKey.SYNC_GROUP: (VersionRange(0, 5), groups.sync_group),
    ApiKey.HEARTBEAT: (VersionRange(0, 4), groups.heartbeat),
    ApiKey.LEAVE_GROUP: (VersionRange(0, 5), groups.leave_group),
    ApiKey.OFFSET_COMMIT: (VersionRange(2, 9), groups.offset_commit),
    ApiKey.OFFSET_FETCH: (VersionRange(1, 9), groups.offset_fetch),
    ApiKey.OFFSET_DELETE: (VersionRange(0, 0), groups.offset_delete),
    ApiKey.DESCRIBE_GROUPS: (VersionRange(0, 5), groups.describe_groups),
    ApiKey.LIST_GROUPS: (VersionRange(0, 5), groups.list_groups),
    ApiKey.DELETE_GROUPS: (VersionRange(0, 2), groups.delete_groups),
    ApiKey.CREATE_TOPICS: (VersionRange(2, 7), admin.create_topics),
    ApiKey.DELETE_TOPICS: (VersionRange(1, 5), admin.delete_topics),
    ApiKey.DELETE_RECORDS: (VersionRange(0, 2), admin.delete_records),
    ApiKey.CREATE_PARTITIONS: (VersionRange(0, 3), admin.create_partitions),
    ApiKey.DESCRIBE_CONFIGS: (VersionRange(1, 4), admin.describe_configs),
    ApiKey.ALTER_CONFIGS: (VersionRange(0, 2), admin.alter_configs),
    ApiKey.INCREMENTAL_ALTER_CONFIGS: (VersionRange(0, 1), admin.alter_configs),
    ApiKey.INIT_PRODUCER_ID: (VersionRange(0, 4), transactions.init_producer_id),
    ApiKey.ADD_PARTITIONS_TO_TXN: (VersionRange(0, 3), transactions.add_partitions),
    ApiKey.ADD_OFFSETS_TO_TXN: (VersionRange(0, 3), transactions.add_offsets),
    ApiKey.END_TXN: (VersionRange(0, 3), transactions.end),
    ApiKey.TXN_OFFSET_COMMIT: (VersionRange(0, 3), transactions.offset_commit),
}
"""Every request type that passes the door, and the versions whose messages the guard can read.

A request that is not here is refused, whoever sends it. The highest versions are those that still
name topics by name: a topic id says nothing a policy could be matched with.
"""

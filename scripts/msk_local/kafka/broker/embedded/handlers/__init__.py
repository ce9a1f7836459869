"""What the embedded broker does with each request, and which versions of it it understands."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msk_local.kafka.broker.embedded.handlers import (
    admin,
    configs,
    finding,
    groups,
    records,
    transactions,
)
from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.protocol import ApiKey, Request, VersionRange

Handler = Callable[[Node, Request], Awaitable[Mapping[str, Any]]]
"""Gives the values of the response, for `compose_response`."""

HANDLERS: Mapping[int, tuple[VersionRange, Handler]] = {
    ApiKey.PRODUCE: (VersionRange(3, 9), records.produce),
    ApiKey.FETCH: (VersionRange(4, 12), records.fetch),
    ApiKey.LIST_OFFSETS: (VersionRange(1, 7), records.list_offsets),
    ApiKey.OFFSET_FOR_LEADER_EPOCH: (VersionRange(2, 4), records.offset_for_leader_epoch),
    ApiKey.INIT_PRODUCER_ID: (VersionRange(0, 4), transactions.init_producer_id),
    ApiKey.ADD_PARTITIONS_TO_TXN: (VersionRange(0, 3), transactions.add_partitions),
    ApiKey.ADD_OFFSETS_TO_TXN: (VersionRange(0, 3), transactions.add_offsets),
    ApiKey.END_TXN: (VersionRange(0, 3), transactions.end),
    ApiKey.TXN_OFFSET_COMMIT: (VersionRange(0, 3), transactions.offset_commit),
    ApiKey.DELETE_RECORDS: (VersionRange(0, 2), records.delete_records),
    ApiKey.METADATA: (VersionRange(0, 12), finding.metadata),
    ApiKey.FIND_COORDINATOR: (VersionRange(0, 4), finding.find_coordinator),
    ApiKey.DESCRIBE_CLUSTER: (VersionRange(0, 1), finding.describe_cluster),
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
    ApiKey.CREATE_PARTITIONS: (VersionRange(0, 3), admin.create_partitions),
    ApiKey.DESCRIBE_CONFIGS: (VersionRange(1, 4), configs.describe_configs),
    ApiKey.ALTER_CONFIGS: (VersionRange(0, 2), configs.alter_configs),
    ApiKey.INCREMENTAL_ALTER_CONFIGS: (VersionRange(0, 1), configs.incremental_alter_configs),
}

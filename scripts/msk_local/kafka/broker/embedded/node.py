"""All brokers of the embedded cluster: their topics, groups and producers."""

import base64
import itertools
import uuid
from collections.abc import Mapping

from msk_local.kafka.broker.embedded.groups import Groups
from msk_local.kafka.broker.embedded.topics import Topics
from msk_local.kafka.broker.embedded.transactions import Transactions

CONTROLLER_ID = 1


class Node:
    """The state behind every request.

    Args:
        host: Where the brokers listen.
        broker_count: How many brokers to play.
        server_properties: Their configuration.
    """

    def __init__(
        self, *, host: str, broker_count: int, server_properties: Mapping[str, str]
    ) -> None:
        self.host = host
        self.port = 0
        """The one port of all brokers; known once it is open."""
        self.cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        self.topics = Topics(broker_count, server_properties)
        self.groups = Groups()
        self.producer_ids = itertools.count(1)
        self.transactions = Transactions(self.topics, self.groups, lambda: next(self.producer_ids))

    @property
    def broker_ids(self) -> range:
        """The ids of the brokers, from 1."""
        return range(1, self.topics.broker_count + 1)

    def coordinator_of(self, key: str) -> int:
        """The broker that coordinates a group, or the producers of a transactional id."""
        return sum(key.encode()) % self.topics.broker_count + 1

"""What a client is about to do on a cluster."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ConnectWorker:
    """The workers of one Kafka Connect cluster.

    https://kafka.apache.org/documentation/#connect_running

    Attributes:
        group_id: ``group.id`` of the workers. It must differ from every consumer group.
        config_topic: ``config.storage.topic``. Absent: ``<group_id>-configs``.
        offset_topic: ``offset.storage.topic``. Absent: ``<group_id>-offsets``.
        status_topic: ``status.storage.topic``. Absent: ``<group_id>-status``.
        exactly_once: Whether sources write in transactions (``exactly.once.source.support``).
    """

    group_id: str
    config_topic: str | None = None
    offset_topic: str | None = None
    status_topic: str | None = None
    exactly_once: bool = False

    @property
    def internal_topics(self) -> tuple[str, str, str]:
        """The three topics the workers keep their state in."""
        return (
            self.config_topic or f"{self.group_id}-configs",
            self.offset_topic or f"{self.group_id}-offsets",
            self.status_topic or f"{self.group_id}-status",
        )

    @property
    def transactional_ids(self) -> tuple[str, ...]:
        """Of the leader and of the source tasks; none unless `exactly_once`.

        https://kafka.apache.org/documentation/#connect_security
        """
        if not self.exactly_once:
            return ()
        return (f"connect-cluster-{self.group_id}", f"{self.group_id}-*")


@dataclass(frozen=True, kw_only=True)
class ClientShape:
    """One client: what it writes, what it reads, and what else it is.

    Names of topics, groups and transactional ids are whole names, or prefixes ending in ``*``; a
    ``*`` alone is every name. Names that hold ``${`` are filled in later and not judged.

    Attributes:
        name: The client's name.
        produces: Topics it writes to.
        consumes: Topics it reads from.
        groups: Its consumer groups. Absent with `connect_worker`: ``connect-*``, the groups of sink
            connectors. Absent with `streams_application_id`: the group of that name.
        transactional_ids: With which it writes in transactions.
        idempotent: Whether its producers are idempotent, as Kafka's are unless told otherwise.
        streams_application_id: ``application.id`` of a Kafka Streams application. It may define,
            write, read and delete the topics that begin with it and a dash, is in the group of that
            name, and has transactional ids that begin with it and a dash.
        connect_worker: The Kafka Connect cluster it is a worker of; `produces` and `consumes` are
            the topics of the connectors.
        administers: Topics it defines, changes and deletes, without reading or writing them.
        admin: Whether it may do everything.
        read_only: Whether it may see everything there is to know, but no record except of
            `consumes`.
    """

    name: str
    produces: tuple[str, ...] = ()
    consumes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    transactional_ids: tuple[str, ...] = ()
    idempotent: bool = True
    streams_application_id: str | None = None
    connect_worker: ConnectWorker | None = None
    administers: tuple[str, ...] = ()
    admin: bool = False
    read_only: bool = False

    @property
    def consumer_groups(self) -> tuple[str, ...]:
        """The groups it reads in: `groups`, or those that come with what it is."""
        if self.groups or not self.consumes:
            return self.groups
        if self.streams_application_id is not None:
            return (self.streams_application_id,)
        return ("connect-*",) if self.connect_worker else ()

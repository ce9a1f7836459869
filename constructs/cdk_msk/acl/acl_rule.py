"""What a principal may do, in the words of what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cdk_msk.acl.bundle import Bundle
from cdk_msk.acl.entries import Entries
from msk_model.acl import ANY, AclBinding
from msk_model.client import ClientShape, ConnectWorker
from msk_model.finding import Finding

_UNNAMED = "rule"


@dataclass(frozen=True)
class AclRule:
    """Something a principal may do, or may not.

    Bundles are what Kafka asks of a client of that kind, and no more; they are made from the same
    table as the IAM grants of a cluster. Names are whole names or prefixes ending in ``*``; ``*``
    alone is every name. `host` is the IP address that clients come from, and absent any.

    https://kafka.apache.org/documentation/#operations_resources_and_protocols

    Attributes:
        content: What the rule was made of, by one of the factories below.
    """

    content: Bundle | Entries

    def bindings(self, principal: str) -> Sequence[AclBinding]:
        """The entries of the rule for `principal`.

        Raises:
            ValueError: Kafka would refuse an entry, or never match it.
        """
        return self.content.bindings(principal)

    def findings(self) -> Iterator[Finding]:
        """What cannot work about the rule; the fields are arguments of its factory."""
        return self.content.findings()

    @property
    def names_by_use(self) -> Mapping[str, Sequence[str]]:
        """The names a bundle is given, by what they are and what for; empty for other rules."""
        return self.content.names_by_use

    @staticmethod
    def of(client: ClientShape, *, host: str = ANY) -> "AclRule":
        """Everything that `client` does."""
        return AclRule(Bundle(client=client, host=host))

    @staticmethod
    def producer(
        *,
        topics: Sequence[str],
        idempotent: bool = True,
        transactional_ids: Sequence[str] = (),
        host: str = ANY,
    ) -> "AclRule":
        """Write records; with `transactional_ids` also in transactions.

        Args:
            topics: Where to.
            idempotent: Whether producers may be idempotent, as Kafka's are unless told otherwise.
            transactional_ids: With which ids. Absent: no transactions.
            host: From which address.
        """
        client = ClientShape(
            name=_UNNAMED,
            produces=_sequence("topics", topics),
            idempotent=idempotent,
            transactional_ids=_sequence("transactional_ids", transactional_ids),
        )
        return AclRule(Bundle(client=client, host=host, arguments={"produces": "topics"}))

    @staticmethod
    def consumer(*, topics: Sequence[str], groups: Sequence[str], host: str = ANY) -> "AclRule":
        """Read records in consumer groups, at least one."""
        client = ClientShape(
            name=_UNNAMED,
            consumes=_sequence("topics", topics),
            groups=_sequence("groups", groups),
        )
        return AclRule(Bundle(client=client, host=host, arguments={"consumes": "topics"}))

    @staticmethod
    def streams(
        *,
        application_id: str,
        input_topics: Sequence[str] = (),
        output_topics: Sequence[str] = (),
        host: str = ANY,
    ) -> "AclRule":
        """Be a Kafka Streams application: its group, its topics and transactions, which are new.

        Args:
            application_id: ``application.id``; its own topics begin with it and a dash.
            input_topics: What it reads besides them.
            output_topics: What it writes besides them.
            host: From which address.
        """
        client = ClientShape(
            name=_UNNAMED,
            streams_application_id=application_id,
            consumes=_sequence("input_topics", input_topics),
            produces=_sequence("output_topics", output_topics),
        )
        arguments = {
            "streams_application_id": "application_id",
            "consumes": "input_topics",
            "produces": "output_topics",
        }
        return AclRule(Bundle(client=client, host=host, arguments=arguments))

    @staticmethod
    def connect_worker(
        worker: ConnectWorker,
        *,
        source_topics: Sequence[str] = (),
        sink_topics: Sequence[str] = (),
        groups: Sequence[str] = (),
        host: str = ANY,
    ) -> "AclRule":
        """Be a worker of a Kafka Connect cluster, with what its connectors do.

        Args:
            worker: The Connect cluster: its group and internal topics.
            source_topics: What source connectors write.
            sink_topics: What sink connectors read.
            groups: The groups of sink connectors. Absent: ``connect-*``, as Connect calls them.
            host: From which address.
        """
        client = ClientShape(
            name=_UNNAMED,
            connect_worker=worker,
            produces=_sequence("source_topics", source_topics),
            consumes=_sequence("sink_topics", sink_topics),
            groups=_sequence("groups", groups),
        )
        arguments = {"produces": "source_topics", "consumes": "sink_topics"}
        return AclRule(Bundle(client=client, host=host, arguments=arguments))

    @staticmethod
    def topic_administration(*, topics: Sequence[str], host: str = ANY) -> "AclRule":
        """Define, change and delete topics, without reading or writing them."""
        client = ClientShape(name=_UNNAMED, administers=_sequence("topics", topics))
        return AclRule(Bundle(client=client, host=host, arguments={"administers": "topics"}))

    @staticmethod
    def read_only(*, host: str = ANY) -> "AclRule":
        """See everything there is to know, but no record."""
        return AclRule(Bundle(client=ClientShape(name=_UNNAMED, read_only=True), host=host))

    @staticmethod
    def admin(*, host: str = ANY) -> "AclRule":
        """Do everything a client can, on every topic, group and transactional id."""
        return AclRule(Bundle(client=ClientShape(name=_UNNAMED, admin=True), host=host))

    @staticmethod
    def allow(
        *,
        operations: Sequence[str],
        topics: Sequence[str] = (),
        groups: Sequence[str] = (),
        transactional_ids: Sequence[str] = (),
        cluster: bool = False,
        host: str = ANY,
    ) -> "AclRule":
        """Do just these operations, by the names that Kafka has for them.

        Args:
            operations: ``READ``, ``DESCRIBE_CONFIGS`` …: each on all that follows.
            topics: On which topics.
            groups: On which consumer groups.
            transactional_ids: On which transactional ids.
            cluster: Whether on the cluster itself.
            host: From which address.
        """
        return AclRule(
            Entries(
                permission="ALLOW",
                operations=_sequence("operations", operations),
                topics=_sequence("topics", topics),
                groups=_sequence("groups", groups),
                transactional_ids=_sequence("transactional_ids", transactional_ids),
                cluster=cluster,
                host=host,
            )
        )

    @staticmethod
    def deny(
        *,
        operations: Sequence[str] = ("ALL",),
        topics: Sequence[str] = (),
        groups: Sequence[str] = (),
        transactional_ids: Sequence[str] = (),
        cluster: bool = False,
        host: str = ANY,
    ) -> "AclRule":
        """Never do these operations, whatever else is allowed; the arguments are those of `allow`.

        A denial outweighs every permission, from this stack or from elsewhere. Absent operations:
        all of them.
        """
        return AclRule(
            Entries(
                permission="DENY",
                operations=_sequence("operations", operations),
                topics=_sequence("topics", topics),
                groups=_sequence("groups", groups),
                transactional_ids=_sequence("transactional_ids", transactional_ids),
                cluster=cluster,
                host=host,
            )
        )


def _sequence(argument: str, names: Sequence[str]) -> tuple[str, ...]:
    """`names`, unless they are one string, which is a sequence of letters to Python."""
    if isinstance(names, str):
        msg = f"{argument} must be a sequence of names, got {names!r}; write {argument}=[…]"
        raise ValueError(msg)
    return tuple(names)

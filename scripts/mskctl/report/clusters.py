"""The clusters of an assembly with what belongs to each, wherever it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msk_model import UNKNOWN, ClusterShape, TopicShape
from msk_model.intrinsics import members, references
from msk_model.resource import from_resource
from msk_model.template import from_template
from mskctl.report.access import UNKNOWN_NAME, Grant, Principal, ScramUser, Verdict, cluster_of
from mskctl.report.acls import AclRow, topics_by_verb
from mskctl.report.assembly import CLUSTER_TYPES, TOPIC_TYPES, Assembly, Placed

_MAPPINGS = "AWS::Lambda::EventSourceMapping"
_STREAMS = "AWS::KinesisFirehose::DeliveryStream"


@dataclass(frozen=True, kw_only=True)
class Sink:
    """What reads topics and takes their records elsewhere.

    Attributes:
        name: The function or stream.
        cluster: Name of the cluster; `UNKNOWN_NAME` when it is hidden.
        topics: Names of the topics.
        destinations: Names of the buckets it writes to.
    """

    name: str
    cluster: str
    topics: tuple[str, ...]
    destinations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """A cluster with its topics.

    Attributes:
        name: What it is called.
        place: Where it stands.
        shape: What the template says about it.
        topics: Those of any template that are on it.
    """

    name: str
    place: Placed
    shape: ClusterShape
    topics: tuple[TopicShape, ...]


def deployed_clusters(assembly: Assembly) -> tuple[Deployed, ...]:
    """Every cluster of the templates."""
    topics: dict[tuple[str, str], list[TopicShape]] = {}
    for one in assembly.of_type(*TOPIC_TYPES):
        shape = from_resource({"Type": TOPIC_TYPES[0], "Properties": one.properties})
        cluster = assembly.find(one.file, one.properties.get("ClusterArn"))
        if cluster is not None and isinstance(shape, TopicShape):
            topics.setdefault((cluster.file, cluster.resource), []).append(shape)
    shapes = {file: from_template(one).clusters for file, one in assembly.templates.items()}
    return tuple(
        Deployed(
            name=assembly.cluster_name(one),
            place=one,
            shape=shapes[one.file].get(one.resource, ClusterShape()),
            topics=tuple(topics.get((one.file, one.resource), ())),
        )
        for one in assembly.of_type(*CLUSTER_TYPES)
    )


def sinks(assembly: Assembly) -> tuple[Sink, ...]:
    """Every event source mapping and Firehose stream that reads from MSK."""
    found = []
    for one in assembly.of_type(_MAPPINGS):
        arn = assembly.text(one.file, one.properties.get("EventSourceArn"))
        if "AmazonManagedKafkaEventSourceConfig" not in one.properties and ":kafka:" not in arn:
            continue
        function = assembly.find(one.file, one.properties.get("FunctionName"))
        found.append(
            Sink(
                name=function.named("FunctionName", "Description") if function else one.resource,
                cluster=cluster_of(arn),
                topics=_names(assembly, one.file, one.properties.get("Topics")),
                destinations=_buckets(assembly, function),
            )
        )
    for one in assembly.of_type(_STREAMS):
        source = one.properties.get("MSKSourceConfiguration")
        if isinstance(source, Mapping):
            found.append(
                Sink(
                    name=one.named("DeliveryStreamName"),
                    cluster=cluster_of(assembly.text(one.file, source.get("MSKClusterARN"))),
                    topics=_names(assembly, one.file, source.get("TopicName")),
                    destinations=_buckets(assembly, one),
                )
            )
    return tuple(found)


def belongs(cluster: str, name: str, known: frozenset[str]) -> bool:
    """Whether what names `cluster` is about the cluster `name`; hidden names may mean any."""
    return cluster == name or "*" in cluster or (cluster == UNKNOWN_NAME and len(known) == 1)


def clients(
    grants: tuple[Grant, ...], users: tuple[ScramUser, ...], acls: tuple[AclRow, ...]
) -> tuple[tuple[str, str], ...]:
    """Who connects, roles first, and which topics each writes and reads."""
    does: dict[Principal, dict[str, list[str]]] = {}
    for one in grants:
        verbs = does.setdefault(one.principal, {})
        for action, verb in (("WriteData", "writes"), ("ReadData", "reads")):
            if one.actions.get(action) in {Verdict.ALLOWED, Verdict.ALLOWED_IF}:
                verbs.setdefault(verb, []).append(one.name)
    roles = [
        (principal.description or principal.name, _done(verbs)) for principal, verbs in does.items()
    ]
    listed = topics_by_verb(acls)
    names = {f"User:{user.name}": f"{user.name} (SCRAM)" for user in users}
    others = [(names.get(who, who.removeprefix("User:")), _done(listed[who])) for who in listed]
    silent = [(name, "as Kafka's ACLs say") for who, name in names.items() if who not in listed]
    return (*roles, *others, *silent)


def _done(verbs: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{verb} {', '.join(topics)}" for verb, topics in verbs.items())


def partition_replicas(cluster: Deployed, copies: int | None = None) -> tuple[int, int]:
    """Partitions times copies of the topics, and of how many topics that is not known."""
    total = hidden = 0
    for topic in cluster.topics:
        factor = copies or topic.replication_factor
        if topic.partition_count is UNKNOWN or factor is UNKNOWN:
            hidden += 1
        else:
            total += topic.partition_count * factor
    return total, hidden


def _names(assembly: Assembly, file: str, value: object) -> tuple[str, ...]:
    texts = [assembly.text(file, member) for member in members(value)]
    return tuple(text if "\N{REPLACEMENT CHARACTER}" not in text else "unknown" for text in texts)


def _buckets(assembly: Assembly, function: Placed | None) -> tuple[str, ...]:
    if function is None:
        return ()
    named = references(function.properties)
    return tuple(
        one.named("BucketName")
        for one in assembly.of_type("AWS::S3::Bucket")
        if one.file == function.file and one.resource in named
    )

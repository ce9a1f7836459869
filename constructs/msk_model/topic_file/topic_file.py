"""A file of topics: one team, one file."""

from msk_model.shape import TopicShape
from msk_model.topic_file.fault import FileFault
from msk_model.topic_file.fields import Fields, shown
from msk_model.topic_policy.declared_topic import DeclaredTopic
from msk_model.unknown import UNKNOWN

FILE_FIELDS = ("owner", "topics")
TOPIC_FIELDS = (
    "name",
    "plan",
    "partition_count",
    "replication_factor",
    "configs",
    "owner",
    "dead_letter",
    "protected",
    "adopt",
)


def read_topic_file(content: object, file: str) -> tuple[list[DeclaredTopic], list[FileFault]]:
    """The topics of a file, and all that is wrong with its form.

    The file is a mapping of ``owner``, who answers for the topics that name no other, and
    ``topics``, a list of mappings: ``name`` and, where no plan states it, ``partition_count``;
    ``replication_factor``, ``configs``, ``plan``, ``owner``, ``dead_letter``, ``protected`` and
    ``adopt`` may follow. Durations and sizes carry a unit, or are numbers in Kafka's unit.

    Args:
        content: What a YAML parser made of the file.
        file: How to call the file in faults.
    """
    faults: list[FileFault] = []
    whole = Fields(content, file=file, path="", known=FILE_FIELDS, faults=faults)
    owner = whole.text("owner")
    listed = whole.value("topics")
    if not isinstance(listed, list):
        if isinstance(content, dict):
            found = "nothing" if listed is None else shown(listed)
            whole.fault("topics", f"must be a list of topics, got {found}")
        listed = []
    topics = [
        topic
        for number, one in enumerate(listed)
        if (topic := _topic(one, file, f"topics[{number}]", owner, faults))
    ]
    return topics, faults


def _topic(
    content: object, file: str, path: str, owner: str | None, faults: list[FileFault]
) -> DeclaredTopic | None:
    fields = Fields(content, file=file, path=path, known=TOPIC_FIELDS, faults=faults)
    if not isinstance(content, dict):
        return None
    partitions, copies = fields.whole("partition_count"), fields.whole("replication_factor")
    return DeclaredTopic(
        shape=TopicShape(
            topic_name=fields.required_text("name") or UNKNOWN,
            partition_count=UNKNOWN if partitions is None else partitions,
            replication_factor=UNKNOWN if copies is None else copies,
            configs=fields.settings("configs"),
        ),
        owner=fields.text("owner") or owner,
        plan=fields.text("plan"),
        dead_letter=fields.flag("dead_letter"),
        protected=fields.flag("protected") or False,
        adopt=fields.flag("adopt") or False,
        file=file,
        path=path,
    )

"""The topics of a deployment: those its file states, and those of its folder of topic files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msk_model import ClusterShape, Severity
from msk_model.topic_file import FileFault, checked, read_policy_file, read_topic_file
from msk_model.topic_policy import DeclaredTopic, TopicPolicy
from stacks.deployment import Deployment
from topic_files import TopicFilesError, read_folder


@dataclass(frozen=True, kw_only=True)
class DeclaredTopics:
    """Topics under their policy.

    Attributes:
        topics: With what the policy adds: settings of plans, topics for dead letters.
        policy: What the organization asks of them. None: nothing.
        faults: Path and message of what is wrong with any of them.
    """

    topics: Sequence[DeclaredTopic]
    policy: TopicPolicy | None
    faults: Sequence[tuple[str, str]]


def declared_topics(
    deployment: Deployment, *, folder: Path, cluster: ClusterShape
) -> DeclaredTopics:
    """Read and check all topics of a deployment.

    Args:
        deployment: What the file states.
        folder: What paths in it are relative to.
        cluster: Where the topics will live.
    """
    policy, of_policy = _policy(deployment)
    stated = [topic.model_dump(exclude_none=True) for topic in deployment.topics]
    topics, of_form = read_topic_file({"topics": stated}, "")
    of_folder: Sequence[FileFault] = ()
    if deployment.topic_files is not None:
        try:
            found = read_folder(folder / deployment.topic_files, policy=policy, enforced=False)
            topics.extend(found.topics)
            policy = found.policy
        except TopicFilesError as error:
            of_folder = error.faults
    applied, of_rules = checked(topics, policy, cluster)
    # What could not be read is not stated either: that one fault is enough.
    noted = {(fault.file, fault.path) for fault in (*of_form, *of_folder)}
    broken = [fault for fault in of_rules if (fault.file, fault.path) not in noted]
    faults = [
        *((f"topic_policy.{fault.path}".rstrip("."), fault.message) for fault in of_policy),
        *(_place(fault) for fault in (*of_form, *of_folder, *broken) if _refuses(fault)),
    ]
    return DeclaredTopics(topics=applied, policy=policy, faults=faults)


def _policy(deployment: Deployment) -> tuple[TopicPolicy | None, Sequence[FileFault]]:
    if deployment.topic_policy is None:
        return None, ()
    return read_policy_file(dict(deployment.topic_policy), "")


def _refuses(fault: FileFault) -> bool:
    return fault.severity is Severity.ERROR


def _place(fault: FileFault) -> tuple[str, str]:
    """The field of the deployment file, or the file of the folder and the field there."""
    return ": ".join(part for part in (fault.file, fault.path) if part), fault.message

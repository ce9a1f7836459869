"""A folder of topic files, with its policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from msk_model import ClusterShape, Severity
from msk_model.topic_file import (
    FileFault,
    checked,
    read_policy_file,
    read_topic_file,
    topic_file_of,
)
from msk_model.topic_policy import DeclaredTopic, TopicPolicy
from topic_files.topic_files_error import TopicFilesError
from topic_files.yaml_text import read_yaml, yaml_of

POLICY_FILE = "policy.yaml"
"""The file of a folder that holds no topics but the policy for them."""
_NOBODY = "unowned"


@dataclass(frozen=True, kw_only=True)
class TopicFolder:
    """The topics of a folder.

    Attributes:
        topics: With what the policy adds, in the order of the names of the files.
        policy: The policy they follow.
        warnings: What they break without being refused.
    """

    topics: tuple[DeclaredTopic, ...]
    policy: TopicPolicy
    warnings: tuple[FileFault, ...]


def read_folder(
    folder: Path | str,
    *,
    policy: TopicPolicy | None = None,
    cluster: ClusterShape | None = None,
    enforced: bool = True,
) -> TopicFolder:
    """The topics that the files of a folder and of the folders below it declare.

    Args:
        folder: The folder.
        policy: What is asked of the topics. Absent: what the folder's ``policy.yaml`` asks, if
            there is one.
        cluster: Where the topics will live. Absent: they are checked for any cluster.
        enforced: Whether topics must keep the rules; otherwise what they break is a warning, as it
            should be of what is deployed already.

    Raises:
        TopicFilesError: A file cannot be read, or a topic breaks a rule; every fault of all files.
    """
    root = Path(folder)
    if not root.is_dir():
        message = "must be a folder of topic files; create it, or name another"
        raise TopicFilesError([FileFault(file=str(root), path="", message=message)])
    faults: list[FileFault] = []
    if policy is None:
        policy, of_policy = _policy(root / POLICY_FILE, required=False)
        faults.extend(of_policy)
    topics: list[DeclaredTopic] = []
    for path in _files(root):
        content, unread = read_yaml(path, str(path))
        read, of_form = ([], []) if unread else read_topic_file(content, str(path))
        topics.extend(read)
        faults.extend((*unread, *of_form))
    noted = {(fault.file, fault.path) for fault in faults}
    applied, of_rules = checked(topics, policy, cluster)
    # What could not be read is not stated either: that one fault is enough.
    broken = [one for one in of_rules if (one.file, one.path) not in noted]
    refused = [
        one for one in (*faults, *(broken if enforced else ())) if one.severity is Severity.ERROR
    ]
    if refused:
        raise TopicFilesError(refused)
    return TopicFolder(topics=applied, policy=policy, warnings=(*faults, *broken))


def read_policy(file: Path | str) -> TopicPolicy:
    """The policy that a file states.

    Raises:
        TopicFilesError: Anything in it is wrong.
    """
    policy, faults = _policy(Path(file), required=True)
    if faults:
        raise TopicFilesError(faults)
    return policy


def write_folder(folder: Path | str, topics: Iterable[DeclaredTopic]) -> tuple[Path, ...]:
    """Write the topics into files of a folder, one for each owner.

    Returns:
        The files.

    Raises:
        TopicFilesError: A file is there already, or the folder cannot be written.
    """
    root = Path(folder)
    ordered = sorted(topics, key=lambda topic: (_file_name(topic.owner), topic.name))
    texts = {
        root / f"{name}.yaml": _text(list(written))
        for name, written in groupby(ordered, key=lambda topic: _file_name(topic.owner))
    }
    there = [path for path in texts if path.exists()]
    if there:
        message = "must not exist yet, so that nothing is overwritten; name an empty folder"
        raise TopicFilesError([FileFault(file=str(p), path="", message=message) for p in there])
    try:
        root.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"must be writable; {error.strerror}"
        raise TopicFilesError([FileFault(file=str(root), path="", message=message)]) from error
    return tuple(texts)


def _files(root: Path) -> list[Path]:
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in {".yaml", ".yml"} and path.is_file() and path != root / POLICY_FILE
    )


def _policy(path: Path, *, required: bool) -> tuple[TopicPolicy, tuple[FileFault, ...]]:
    if not required and not path.exists():
        return TopicPolicy(), ()
    content, unread = read_yaml(path, str(path))
    if unread:
        return TopicPolicy(), unread
    policy, faults = read_policy_file(content, str(path))
    return policy, tuple(faults)


def _text(topics: Sequence[DeclaredTopic]) -> str:
    owners = {topic.owner for topic in topics}
    return yaml_of(topic_file_of(topics, owner=owners.pop() if len(owners) == 1 else None))


def _file_name(owner: str | None) -> str:
    plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in owner or "").strip(".")
    return f"{plain}-topics" if f"{plain}.yaml" == POLICY_FILE else plain or _NOBODY

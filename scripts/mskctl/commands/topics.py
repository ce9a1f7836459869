"""``mskctl topics``: topics in files, compared with each other and with clusters."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msk_model.change import ChangeKind
from mskctl.errors import MskctlError

if TYPE_CHECKING:
    from msk_model import ClusterShape
    from msk_model.topic_change import TopicChange
    from msk_model.topic_file import FileFault
    from topic_files import TopicFolder

app = typer.Typer(
    name="topics",
    help="Topics declared in folders of YAML files: check, plan, diff, import, schema.",
    rich_markup_mode=None,
)

_MARKS = {ChangeKind.FORBIDDEN: "!!", ChangeKind.DATA_LOSS: "!"}


class UnusableTopics(MskctlError):  # noqa: N818  (it is topics, not an error, that are unusable)
    """Topic files that cannot be used."""

    exit_code = 2


def _clusters(incomplete: str) -> list[str]:
    from mskctl.topics_live import cluster_names  # noqa: PLC0415 - only the shell asks for it

    return cluster_names(incomplete)


Folder = Annotated[Path, typer.Argument(help="Folder of topic files.", show_default=False)]
Cluster = Annotated[
    str,
    typer.Argument(help="Name or ARN of a cluster.", autocompletion=_clusters, show_default=False),
]
Policy = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Policy to follow. Absent: policy.yaml of the folder."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
FailOn = Annotated[
    ChangeKind | None, typer.Option(help="End with 1 when a change is of this kind or worse.")
]


@app.callback(invoke_without_command=True)
def topics(context: typer.Context) -> None:
    """Topics declared in folders of YAML files."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
def check(folder: Folder, *, policy: Policy = None, as_json: AsJson = False) -> None:
    """Check topic files against Kafka's rules and the policy; no broker is needed.

    Ends with 0 when they can be deployed, 1 on errors, 2 when there is no such folder.

    Example: mskctl topics check topics
    """
    from topic_files import TopicFilesError, read_folder, read_policy  # noqa: PLC0415

    if not folder.is_dir():
        raise UnusableTopics(f"{folder}: folder must exist")
    count = 0
    try:
        found = read_folder(folder, policy=None if policy is None else read_policy(policy))
        faults, count = found.warnings, len(found.topics)
    except TopicFilesError as error:
        faults = error.faults
    errors = sum(fault.severity.value == "error" for fault in faults)
    if as_json:
        shown = [
            {
                "file": fault.file,
                "path": fault.path,
                "severity": fault.severity.value,
                "rule": fault.rule,
                "message": fault.message,
            }
            for fault in faults
        ]
        answer = {"topics": count, "errors": errors, "faults": shown}
        typer.echo(json.dumps(answer, indent=2))
    else:
        _print_faults(faults)
        typer.echo(
            _counted(errors, "error") if errors else f"{_counted(count, 'topic')}, no errors"
        )
    raise typer.Exit(1 if errors else 0)


@app.command()
def plan(
    old: Annotated[Path, typer.Argument(help="Folder as it is deployed.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="Folder as it is to be.", show_default=False)],
    *,
    policy: Policy = None,
    fail_on: FailOn = None,
    as_json: AsJson = False,
) -> None:
    """Tell what deploying the topic files of NEW over those of OLD does to topics and records.

    Ends with 0, with 1 when something is forbidden or --fail-on is met, with 2 when a folder
    cannot be used.

    Example: mskctl topics plan topics.old topics --fail-on data-loss
    """
    from msk_model.topic_change import compare_topics  # noqa: PLC0415

    # What is deployed may break rules of today: it is what is to come that has to keep them.
    was = _read(old, policy, enforced=False)
    changes = compare_topics(was.topics, _read(new, policy).topics)
    _show(changes, as_json=as_json)
    threshold = fail_on or ChangeKind.FORBIDDEN
    failed = any(one.kind is ChangeKind.FORBIDDEN or one.kind.reaches(threshold) for one in changes)
    raise typer.Exit(1 if failed else 0)


@app.command()
def diff(
    folder: Folder, cluster: Cluster, *, policy: Policy = None, as_json: AsJson = False
) -> None:
    """Tell how the topics of a live CLUSTER differ from those that FOLDER declares, read-only.

    Ends with 0 when they are as declared, 1 when they differ, 2 when either cannot be read.
    Topics and settings that no file states are listed and are no difference.

    Example: mskctl topics diff topics orders
    """
    from msk_model.topic_change import compare_topics  # noqa: PLC0415
    from mskctl.topics_live import live_cluster  # noqa: PLC0415

    live = live_cluster(cluster)
    declared = _read(folder, policy, live.shape).topics
    changes = compare_topics(live.topics, declared, live=True)
    _show(changes, as_json=as_json)
    names = {topic.name for topic in declared}
    # What no file states has no new value, and a topic that is in no file no name here.
    differs = any(one.topic in names if not one.field else one.new is not None for one in changes)
    raise typer.Exit(1 if differs else 0)


@app.command(name="import")
def import_(
    cluster: Cluster,
    folder: Folder,
    *,
    owner: Annotated[
        str | None, typer.Option(help="Who answers for the topics. Absent: nobody is named.")
    ] = None,
    adopt: Annotated[
        bool, typer.Option(help="Write that the topics are to be adopted, for they exist already.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Write topic files into FOLDER from the topics of a live CLUSTER, which stays as it is.

    Topics of Kafka and of MSK itself are left out. Nothing is overwritten.
    Ends with 0, or with 2 when the cluster cannot be read or the folder not written.

    Example: mskctl topics import orders topics --owner team-orders
    """
    from mskctl.topics_live import live_cluster  # noqa: PLC0415
    from topic_files import TopicFilesError, write_folder  # noqa: PLC0415

    found = [
        dataclasses.replace(topic, owner=owner, adopt=adopt)
        for topic in live_cluster(cluster).topics
    ]
    try:
        files = write_folder(folder, found)
    except TopicFilesError as error:
        raise UnusableTopics(str(error)) from error
    if as_json:
        answer = {"files": [str(file) for file in files], "topics": [one.name for one in found]}
        typer.echo(json.dumps(answer, indent=2))
    else:
        for file in files:
            typer.echo(file)
        typer.echo(_counted(len(found), "topic"))


@app.command()
def schema(
    *,
    policy: Annotated[bool, typer.Option("--policy", help="That of policy.yaml.")] = False,
) -> None:
    """Print the JSON Schema of topic files, with which editors check while one writes.

    A file names its schema in its first line: # yaml-language-server: $schema=topics.schema.json

    Ends with 0.

    Example: mskctl topics schema > topics.schema.json
    """
    from msk_model.topic_file import policy_file_schema, topic_file_schema  # noqa: PLC0415

    typer.echo(json.dumps(policy_file_schema() if policy else topic_file_schema(), indent=2))


def _read(
    folder: Path,
    policy: Path | None,
    cluster: "ClusterShape | None" = None,
    *,
    enforced: bool = True,
) -> "TopicFolder":
    from topic_files import TopicFilesError, read_folder, read_policy  # noqa: PLC0415

    try:
        rules = None if policy is None else read_policy(policy)
        return read_folder(folder, policy=rules, cluster=cluster, enforced=enforced)
    except TopicFilesError as error:
        raise UnusableTopics(str(error)) from error


def _show(changes: Sequence["TopicChange"], *, as_json: bool) -> None:
    counts = {
        kind.value: number
        for kind in ChangeKind
        if (number := sum(one.kind is kind for one in changes))
    }
    if as_json:
        answer = {"counts": counts, "changes": [one.as_json() for one in changes]}
        typer.echo(json.dumps(answer, indent=2))
        return
    if changes:
        from mskctl.tables import print_table  # noqa: PLC0415 - it takes rich

        print_table(
            "Topics",
            ("", "Kind", "Topic", "What", "Is", "Will be", "Why"),
            [
                (
                    _MARKS.get(one.kind, ""),
                    one.kind.value,
                    one.topic,
                    one.field or "topic",
                    "" if one.old is None else str(one.old),
                    "" if one.new is None else str(one.new),
                    one.reason,
                )
                for one in changes
            ],
            numbers=frozenset(),
        )
    typer.echo(", ".join(f"{count} {kind}" for kind, count in counts.items()) or "no changes")


def _print_faults(faults: Iterable["FileFault"]) -> None:
    for fault in faults:
        typer.echo(f"{fault.severity.value}: {fault}")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"

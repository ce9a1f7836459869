"""``mskctl sink``: S3 sinks audited, and batches delivered that were not."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mskctl.errors import MskctlError

if TYPE_CHECKING:
    from mskctl.sink.events import Range
    from mskctl.sink.findings import Audit
    from mskctl.sink.notes import FailureNotes, Note
    from mskctl.sink.offsets import Offsets
    from mskctl.sink.replay import Replay
    from mskctl.sink.sinks import Sink

app = typer.Typer(
    name="sink",
    help="S3 sinks: audit what they delivered, replay what they did not.",
    rich_markup_mode=None,
)
_SHOWN = 20
_RANGE = re.compile(r"(\d+):(\d+)-(\d+)")


class UnusableRange(MskctlError):  # noqa: N818  (it is a range, not an error, that is unusable)
    """Offsets that are no range."""

    exit_code = 2


Function = Annotated[
    str, typer.Argument(help="Name or ARN of the sink's function.", show_default=False)
]
Prefix = Annotated[
    str | None, typer.Option(help="Where a replay wrote. Absent: where the sink writes.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


@app.callback(invoke_without_command=True)
def sink(context: typer.Context) -> None:
    """S3 sinks: audit what they delivered, replay what they did not."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
def audit(
    function: Function,
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every record, not only what objects say.")
    ] = False,
    offsets: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='Offsets of the topic: {"0": [first, end]}.'),
    ] = None,
    topic: Annotated[
        bool, typer.Option(help="Ask Kafka for the offsets of the topic, with IAM.")
    ] = True,
    prefix: Prefix = None,
    strict: Annotated[bool, typer.Option("--strict", help="Gaps end with 1, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Hold a sink's objects against its ledger and against the offsets of its topic, read-only.

    Tells of gaps, duplicates, overlaps, objects too many and too few. Ends with 0 when each record
    is where it belongs, 1 when one is not, 2 when something cannot be read.

    Example: mskctl sink audit orders-sink --deep
    """
    from mskctl.sink.audit import audit_sink  # noqa: PLC0415
    from mskctl.sink.offsets import offsets_in  # noqa: PLC0415

    with _aws() as aws:
        found = _sink(aws, function, prefix)
        reach = offsets_in(offsets) if offsets else _offsets(aws, found) if topic else None
        with _progress() as say:
            result = audit_sink(
                found,
                s3=aws("s3"),
                dynamodb=aws("dynamodb"),
                offsets=reach,
                deep=deep,
                on_progress=say,
            )
    if as_json:
        typer.echo(json.dumps(result.as_json(), indent=2))
    else:
        _print(result)
    raise typer.Exit(1 if result.errors or (strict and result.gaps) else 0)


@app.command()
def replay(
    function: Function,
    *,
    offsets: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PARTITION:FIRST-LAST",
            help="Records to deliver; may be repeated. Absent: those the failure queue notes.",
        ),
    ] = None,
    prefix: Annotated[
        str | None,
        typer.Option(help="Deliver here anew, from this machine. Absent: where the sink does."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; otherwise it is only told.")] = False,
    as_json: AsJson = False,
) -> None:
    """Deliver records from the topic that a sink did not, or deliver them anew at --prefix.

    Records that are delivered already are recognized, so that nothing comes twice. A note is
    deleted from the failure queue when all of its records were handed to the sink.
    Ends with 0, with 1 when the topic no longer has some of the records, with 2 when something
    cannot be read or delivered.

    Examples: `mskctl sink replay orders-sink --yes`,
    `mskctl sink replay orders-sink --offsets 3:0-99999 --prefix replay-2026-11 --yes`.
    """
    from mskctl.sink.notes import FailureNotes, Note  # noqa: PLC0415
    from mskctl.sink.replay import Replay, through_function, to_prefix  # noqa: PLC0415

    given = [Note("", (_range(text),), "") for text in offsets or []]
    with _aws() as aws:
        found = _sink(aws, function, None)
        target = found.at(prefix) if prefix else found
        work = Replay(found)
        if yes and prefix:
            work.deliver = to_prefix(target, aws("s3"), aws("dynamodb"))
        elif yes:
            work.deliver = through_function(aws("lambda"), found)
        queue = None if given or not found.failure_queue else FailureNotes.of(aws("sqs"), found)
        with _notes(queue) as noted:
            batches = given or [note for note in noted if note.ranges]
            if batches:
                _replay(aws, work, batches, noted, queue if yes and not prefix else None)
    ranges = [str(one) for note in batches for one in note.ranges]
    answer = {
        "target": f"s3://{target.bucket}/{target.objects}",
        "ranges": ranges,
        "records": work.records,
        "expired": [str(one) for one in work.expired],
        "done": yes,
    }
    if as_json:
        typer.echo(json.dumps(answer, indent=2))
    else:
        _print_replay(answer)
    raise typer.Exit(1 if work.expired else 0)


def _replay(
    aws: Callable[[str], Any],
    work: "Replay",
    batches: "list[Note]",
    noted: "list[Note]",
    queue: "FailureNotes | None",
) -> None:
    from mskctl.sink.consumers import iam_consumer  # noqa: PLC0415

    with iam_consumer(aws("kafka"), work.sink.cluster_arn) as consumer, _progress() as say:
        for note in batches:
            complete = work.run(note.ranges, consumer=consumer, on_progress=say)
            if queue and complete:
                queue.delete(note)
                noted.remove(note)


def _print_replay(answer: dict[str, Any]) -> None:
    for one in answer["ranges"]:
        typer.echo(f"partition {one}")
    for one in answer["expired"]:
        typer.echo(f"partition {one}: no longer in the topic")
    if not answer["ranges"]:
        typer.echo("nothing to replay: the failure queue has no notes")
    elif answer["done"]:
        typer.echo(f"{answer['records']:,} records handed over to {answer['target']}")
    else:
        many = f"up to {answer['records']:,} records"
        typer.echo(f"{many} for {answer['target']}; nothing was done, --yes does it")


@contextmanager
def _notes(queue: "FailureNotes | None") -> "Iterator[list[Note]]":
    """The notes of a queue; those that are left at the end are visible to others again."""
    notes = queue.read() if queue else []
    try:
        yield notes
    finally:
        for note in notes:
            if queue:
                queue.put_back(note)


def _range(text: str) -> "Range":
    from mskctl.sink.events import Range  # noqa: PLC0415

    match = _RANGE.fullmatch(text)
    if not match or int(match[2]) > int(match[3]):
        raise UnusableRange(
            f"{text}: offsets must be <partition>:<first>-<last>, such as 3:100-250"
        )
    return Range(int(match[1]), int(match[2]), int(match[3]))


@contextmanager
def _aws() -> Iterator[Callable[[str], Any]]:
    """Clients of AWS services; what AWS refuses is one line."""
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    from mskctl.sink.sinks import UnreadableSink  # noqa: PLC0415

    settings = Config(
        retries={"mode": "adaptive", "max_attempts": 10},
        max_pool_connections=32,
        read_timeout=905,  # a function may run for a quarter of an hour
    )

    def client(service: str) -> Any:
        try:
            return boto3.client(service, config=settings)  # type: ignore[call-overload, unused-ignore]
        except ValueError as error:  # of an endpoint that is no URL
            raise UnreadableSink(f"sink must be readable; {error}") from error

    try:
        yield client
    except (BotoCoreError, ClientError) as error:
        raise UnreadableSink(f"sink must be readable; {error}") from error


def _sink(aws: Callable[[str], Any], function: str, prefix: str | None) -> "Sink":
    from mskctl.sink.sinks import read_sink  # noqa: PLC0415

    found = read_sink(aws("lambda"), function)
    return found.at(prefix) if prefix else found


def _offsets(aws: Callable[[str], Any], sink: "Sink") -> "Offsets":
    from mskctl.sink.consumers import iam_consumer  # noqa: PLC0415
    from mskctl.sink.offsets import offsets_of  # noqa: PLC0415

    with iam_consumer(aws("kafka"), sink.cluster_arn) as consumer:
        return offsets_of(consumer, sink.topic)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Tells on a terminal how far it is, and nobody else."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield lambda _line: None
        return
    with console.status("") as status:
        yield status.update


def _print(result: "Audit") -> None:
    from mskctl.tables import print_table  # noqa: PLC0415 - it takes rich

    if result.findings:
        print_table(
            "Findings",
            ("Severity", "Kind", "Partition", "Offsets", "What", "Object"),
            [
                (
                    one.severity.value,
                    one.kind,
                    "" if one.partition is None else str(one.partition),
                    ""
                    if one.first is None
                    else f"{one.first}-{'' if one.last is None else one.last}",
                    one.message,
                    one.key or "",
                )
                for one in result.findings[:_SHOWN]
            ],
            numbers=frozenset({"Partition"}),
        )
        if len(result.findings) > _SHOWN:
            typer.echo(f"and {sum(result.counts.values()) - _SHOWN:,} more; --json has them")
    typer.echo(
        f"{result.records:,} records in {result.objects:,} objects of {result.partitions}"
        f" partitions: {result.errors:,} errors, {result.gaps:,} gaps"
        f" of {result.offsets_missing:,} offsets"
    )
    if result.not_delivered_yet is not None:
        typer.echo(f"{result.not_delivered_yet:,} offsets of the topic are not delivered yet")

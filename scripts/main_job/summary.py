"""The summary at the end of the demo."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from main_job.access_table import Attempt
from main_job.job import Report
from main_job.progress import Step


def print_summary(console: Console, report: Report, steps: Sequence[Step]) -> None:
    """Prints what was deployed, transferred, delivered and changed, and how long it took."""
    tables = (
        _deployed(report),
        _transferred(report),
        _allowed(report.access),
        _delivered(report),
        _timed(steps),
    )
    for table in tables:
        console.print()
        console.print(table)
    console.print()
    console.print(f"Synthesized templates: {report.templates}", soft_wrap=True, highlight=False)


def _facts(title: str) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        show_header=False,
        box=None,
        pad_edge=False,
    )
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    return table


def _deployed(report: Report) -> Table:
    table = _facts("Deployed, used, changed and destroyed")
    table.add_row("cluster", report.platform["ClusterName"])
    table.add_row("ARN", report.platform["ClusterArn"])
    table.add_row("broker", report.software)
    table.add_row("IAM", report.platform["BootstrapBrokersSaslIam"])
    table.add_row("SCRAM", report.platform["BootstrapBrokersSaslScram"])
    before, after = report.partitions
    table.add_row("changed on the second deploy", f"partitions {before} → {after}")
    for change in report.changes:
        table.add_row(
            "", f"{change.status} {change.resource_type} {change.logical_id} ({change.stack})"
        )
    return table


def _transferred(report: Report) -> Table:
    table = Table(title="Produced and consumed", title_justify="left", title_style="bold")
    for heading in ("", "over", "records", "seconds", "records/s"):
        table.add_column(heading, justify="left" if heading in {"", "over"} else "right")
    for what, side in (
        ("produced", report.exchange.produced),
        ("consumed", report.exchange.consumed),
    ):
        for over, done in side.items():
            rate = f"{done.count / done.seconds:,.0f}" if done.seconds else "-"
            table.add_row(what, over, f"{done.count:,}", f"{done.seconds:.1f}", rate)
    return table


def _allowed(attempts: Sequence[Attempt]) -> Table:
    """A row for each client, a column for each topic: what it did, and what it was refused."""
    table = Table(title="Clients and topics", title_justify="left", title_style="bold")
    for heading in ("client", "over", *dict.fromkeys(one.topic for one in attempts)):
        table.add_column(heading)
    rows: dict[tuple[str, str], dict[str, list[str]]] = {}
    for one in attempts:
        word = f"{one.operation} refused" if one.refused_with else f"[green]{one.operation}[/green]"
        row = rows.setdefault((one.client, one.authentication.upper()), {})
        row.setdefault(one.topic, []).append(word)
    for who, row in rows.items():
        table.add_row(*who, *(", ".join(words) for words in row.values()))
    return table


def _delivered(report: Report) -> Table:
    archive = report.archive
    table = _facts(f"Delivered to s3://{archive.bucket}: object keys and sizes")
    for key, size in archive.objects:
        table.add_row(f"{size:,} bytes", key)
    total = sum(size for _, size in archive.objects)
    records = f"{len(archive.events):,} records, each exactly once"
    table.add_row(f"{total:,} bytes", f"in all: {len(archive.objects)} objects, {records}")
    return table


def _timed(steps: Sequence[Step]) -> Table:
    table = Table(
        title="Time",
        title_justify="left",
        title_style="bold",
        show_header=False,
        box=None,
        pad_edge=False,
    )
    table.add_column()
    table.add_column(justify="right")
    for step in steps:
        table.add_row(step.title, f"{step.seconds:.1f} s")
    table.add_row("in all", f"{sum(step.seconds for step in steps):.1f} s")
    return table

"""`scripts/sink_at_scale`: many records through a deployed sink, handlers killed, all audited."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from main_job.cdk import ROOT, CdkError
from main_job.progress import Progress
from main_job.work import WorkError
from sink_scale.run import ScaleError, run


def main() -> int:
    """Runs; returns 0 when every record is in S3 exactly once."""
    parser = argparse.ArgumentParser(prog="scripts/sink_at_scale", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000, help="default %(default)s")
    parser.add_argument("--partitions", type=int, default=12, help="default %(default)s")
    parser.add_argument(
        "--kills", type=int, default=2, help="handlers to kill, default %(default)s"
    )
    parser.add_argument(
        "--broker",
        choices=["auto", "apache", "embedded"],
        default="auto",
        help="apache needs Java and Maven; auto takes it when both are there (%(default)s)",
    )
    parser.add_argument(
        "--directory",
        type=Path,
        default=ROOT / ".demo" / "sink-at-scale",
        help="for logs and templates",
    )
    arguments = parser.parse_args()
    if min(arguments.records, arguments.partitions) < 1 or arguments.kills < 0:
        parser.error("--records and --partitions must be at least 1, --kills at least 0")
    console = Console(width=None if sys.stdout.isatty() else 140)
    try:
        result = run(
            directory=arguments.directory.resolve(),
            records=arguments.records,
            partitions=arguments.partitions,
            kills=arguments.kills,
            broker=arguments.broker,
            progress=Progress(console),
        )
    except (ScaleError, CdkError, WorkError) as error:
        console.print(f"[red]The sink failed:[/] {error}", highlight=False, soft_wrap=True)
        return 1
    audit = result.audit
    console.print(
        f"{audit['records']:,} records in {audit['objects']:,} objects"
        f" ({audit['object_bytes'] / 1e6:,.1f} MB) of {audit['partitions']} partitions,"
        f" {len(result.killed)} handlers killed: none lost, none twice."
        f" Delivered in {result.delivery_seconds:,.1f} s.",
        highlight=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

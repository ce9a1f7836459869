"""`scripts/demo`: runs the main job against the local cloud and says what came of it."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from rich.console import Console

from main_job.assertions import MainJobError
from main_job.cdk import ROOT, CdkError
from main_job.job import run
from main_job.platform import MissingOutputError
from main_job.progress import Progress
from main_job.summary import print_summary
from main_job.work import WorkError


def main() -> int:
    """Runs the job; returns 0 when everything that it printed is true."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument(
        "--records",
        type=int,
        default=10_000,
        help="records per authentication (default %(default)s)",
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
        default=ROOT / ".demo",
        help="for templates and logs (default .demo)",
    )
    arguments = parser.parse_args()
    if arguments.records < 1:
        parser.error("--records must be at least 1")
    signal.signal(signal.SIGTERM, _interrupt)
    # A log file is no terminal of 80 columns: object keys stay on one line there.
    console = Console(width=None if sys.stdout.isatty() else 140)
    progress = Progress(console)
    try:
        report = run(
            directory=arguments.directory.resolve(),
            records=arguments.records,
            broker=arguments.broker,
            progress=progress,
        )
    except (MainJobError, WorkError, CdkError, MissingOutputError) as error:
        console.print(f"[red]The main job failed:[/] {error}", highlight=False, soft_wrap=True)
        console.print(f"What the CDK CLI printed: {arguments.directory}/cdk.log", highlight=False)
        return 1
    except KeyboardInterrupt:
        console.print("[red]Interrupted;[/] everything that was started is stopped.")
        return 130
    print_summary(console, report, progress.steps)
    return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


sys.exit(main())

"""The `msk-local` command: the local cloud in the foreground."""

import argparse
import json
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from msk_local.cloud import LocalCloud


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the local cloud until Ctrl-C or SIGTERM; the exit status is that of a normal end.

    Args:
        arguments: The words after the command. Absent: those of the command line.
    """
    options = _parser().parse_args(arguments)
    try:
        cloud = LocalCloud(
            options.directory, account=options.account, region=options.region, broker=options.broker
        )
    except ValueError as error:
        print(f"msk-local: {error}", file=sys.stderr)
        return 2
    try:
        with cloud:
            _announce(cloud, as_json=options.json)
            while True:  # a signal just before signal.pause() would go unheard until the next one
                time.sleep(1)
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="msk-local",
        description="Run a local cloud on loopback: CloudFormation, Amazon MSK with real Kafka"
        " clients, Lambda, and moto for the rest. Ctrl-C ends it and all it holds.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, no exports")
    parser.add_argument("--directory", type=Path, help="where files are kept (default: temporary)")
    parser.add_argument("--account", default="123456789012", help="account id")
    parser.add_argument("--region", default="us-east-1", help="Region")
    parser.add_argument(
        "--broker",
        choices=("apache", "embedded", "auto"),
        help="default: $MSK_LOCAL_BROKER, or auto",
    )
    return parser


def _announce(cloud: LocalCloud, *, as_json: bool) -> None:
    variables = cloud.variables()
    if as_json:
        text = json.dumps({"url": cloud.url, "environment": variables})
    else:
        unset = "unset AWS_PROFILE AWS_SESSION_TOKEN AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
        exports = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
        text = "\n".join([unset, *exports])
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""How the time of a synthesis, and of reading topic files, grows with the number of topics.

Each number is a process of its own, as `cdk synth` would start it, and reads a folder of files with
that many topics. The time of a process without topics is measured too: most of it is the start of
Node and the CDK. Processor time, of Python and Node together, says more than the clock does where
other programs run.

    python benchmarks/topics.py [--rounds 3] [--topics 0 50 100 200 400]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OWNERS = 10
APP = """
import sys, time
begun = time.perf_counter()
import aws_cdk as cdk
from cdk_msk import ProvisionedCluster, StreamingVpc, Topics
from topic_files import read_folder
app = cdk.App(outdir=sys.argv[2])
stack = cdk.Stack(app, "Topics")
network = StreamingVpc(stack, "Network")
cluster = ProvisionedCluster(stack, "Cluster", vpc=network.vpc)
at = time.perf_counter()
read_folder(sys.argv[1], cluster=cluster.shape)
read = time.perf_counter() - at
Topics.from_folder(stack, "Topics", cluster=cluster, folder=sys.argv[1])
app.synth()
print(time.perf_counter() - begun, read)
"""


def write_topics(folder: Path, count: int) -> None:
    """Files of a few owners, with `count` topics together."""
    for owner in range(OWNERS):
        topics = [
            f"  - {{name: team-{owner}.topic-{number}, partition_count: 3,"
            " configs: {retention.ms: 7 days, min.insync.replicas: 2}}\n"
            for number in range(owner, count, OWNERS)
        ]
        text = f"owner: team-{owner}\ntopics:{'' if topics else ' []'}\n{''.join(topics)}"
        (folder / f"team-{owner}.yaml").write_text(text)


def measure(count: int) -> tuple[float, float, float]:
    """Seconds of a synthesis with `count` topics, of processors, and of reading the files."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "topics"
        folder.mkdir()
        write_topics(folder, count)
        before = os.times()
        done = subprocess.run(
            [sys.executable, "-c", APP, str(folder), str(Path(scratch) / "cdk.out")],
            check=True,
            capture_output=True,
            text=True,
        )
    after = os.times()
    processors = sum(
        getattr(after, kind) - getattr(before, kind)
        for kind in ("children_user", "children_system")
    )
    synthesis, reading = map(float, done.stdout.split())
    return synthesis, processors, reading


def main() -> None:
    """Print one line for each number of topics."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--topics", type=int, nargs="+", default=[0, 50, 100, 200, 400])
    arguments = parser.parse_args()
    began = time.perf_counter()
    print("topics  synthesis s  processors s  reading files s  processor ms a topic")
    empty = 0.0
    for count in arguments.topics:
        rounds = [measure(count) for _ in range(arguments.rounds)]
        synthesis, processors, reading = map(statistics.median, zip(*rounds, strict=True))
        empty = empty or processors
        each = f"{1000 * (processors - empty) / count:.1f}" if count else ""
        print(f"{count:6}  {synthesis:11.2f}  {processors:12.2f}  {reading:15.3f}  {each:>20}")
    print(f"{time.perf_counter() - began:.0f} s in all")


if __name__ == "__main__":
    main()

"""How long `mskctl check` takes on a template of 500 resources, as a ratio to `cfn-lint`.

Both commands run as an operator runs them, whole processes on the same file, in turns, so that what
else the machine does at the time weighs on both. The ratio is that of the medians.

    python benchmarks/check_speed.py [--rounds 5]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RESOURCES = 500
BIN = Path(sys.executable).parent


def template() -> dict[str, Any]:
    """Five clusters, and topics, alarms and policies around them: 500 resources in all."""
    resources: dict[str, Any] = {}
    for number in range(5):
        resources[f"Cluster{number}"] = _cluster(number)
    while len(resources) < RESOURCES:
        number = len(resources)
        cluster = f"Cluster{number % 5}"
        resources[f"Resource{number}"] = (_topic, _alarm, _policy)[number % 3](number, cluster)
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def _cluster(number: int) -> dict[str, Any]:
    return {
        "Type": "AWS::MSK::Cluster",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "ClusterName": f"cluster-{number}",
            "KafkaVersion": "3.9.x.kraft",
            "NumberOfBrokerNodes": 3,
            "BrokerNodeGroupInfo": {
                "InstanceType": "kafka.m7g.large",
                "ClientSubnets": [f"subnet-{number}000000{zone}" for zone in "abc"],
            },
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
        },
    }


def _topic(number: int, cluster: str) -> dict[str, Any]:
    return {
        "Type": "AWS::MSK::Topic",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "ClusterArn": {"Fn::GetAtt": [cluster, "Arn"]},
            "TopicName": f"topic-{number}",
            "PartitionCount": 6,
            "ReplicationFactor": 3,
        },
    }


def _alarm(number: int, cluster: str) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "Namespace": "AWS/Kafka",
            "MetricName": "KafkaDataLogsDiskUsed",
            "Dimensions": [
                {"Name": "Cluster Name", "Value": cluster.lower()},
                {"Name": "Broker ID", "Value": str(number % 3 + 1)},
            ],
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "EvaluationPeriods": 3,
            "Period": 300,
            "Statistic": "Maximum",
            "Threshold": 80,
        },
    }


def _policy(number: int, cluster: str) -> dict[str, Any]:
    return {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {
            "Description": f"Client {number}",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"],
                        "Resource": {"Fn::GetAtt": [cluster, "Arn"]},
                    }
                ],
            },
        },
    }


def seconds(*command: str) -> float:
    """How long a command takes; findings are no failure, anything else is."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if "Traceback" in done.stderr or not done.stdout.strip():
        sys.exit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return taken


def main() -> None:
    """Measure, and print both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs")
    rounds = parser.parse_args().rounds
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.json"
        file.write_text(json.dumps(template(), indent=1))
        for _ in range(rounds):
            ours.append(seconds(str(BIN / "mskctl"), "check", str(file)))
            theirs.append(seconds(str(BIN / "cfn-lint"), "--format", "json", "--", str(file)))
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"mskctl check: {statistics.median(ours):.2f} s, median of {rounds}")
    print(f"cfn-lint:     {statistics.median(theirs):.2f} s, median of {rounds}")
    print(f"ratio:        {ratio:.3f} (below 1: mskctl is faster)")


if __name__ == "__main__":
    main()

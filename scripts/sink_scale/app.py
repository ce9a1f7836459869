"""The app that is deployed: a cluster, a topic and its sink."""

import os
import sys

import aws_cdk as cdk

from cdk_msk import ProvisionedCluster, ProvisionedPollers, S3Sink, StreamingVpc, Topic

_ACCOUNT, _REGION = "123456789012", "us-east-1"
_ZONES = [f"{_REGION}{letter}" for letter in "abc"]
_POLLERS = 2


def main() -> None:
    """Synthesize into the folder, for the topic's partitions, that the arguments name."""
    folder, partitions = sys.argv[1], int(sys.argv[2])
    # Known, so that the CLI looks nothing up and writes no cdk.context.json.
    zones = {f"availability-zones:account={_ACCOUNT}:region={_REGION}": _ZONES}
    app = cdk.App(outdir=folder, context=zones)
    stack = cdk.Stack(app, "Scale", env=cdk.Environment(account=_ACCOUNT, region=_REGION))
    cluster = ProvisionedCluster(stack, "Cluster", vpc=StreamingVpc(stack, "Network").vpc)
    topic = Topic(stack, "Orders", cluster=cluster, topic_name="orders", partition_count=partitions)
    sink = S3Sink(
        stack,
        "Sink",
        cluster=cluster,
        topic=topic,
        max_batching_window=cdk.Duration.seconds(1),
        provisioned_pollers=ProvisionedPollers(minimum=_POLLERS, maximum=_POLLERS),
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    cdk.CfnOutput(stack, "Function", value=sink.function.function_name)
    cdk.CfnOutput(stack, "ClusterArn", value=cluster.cluster_arn)
    app.synth()


if __name__ == "__main__":
    os.environ.setdefault("CDK_VALIDATION", "false")
    main()

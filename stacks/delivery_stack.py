"""Where records go: archives in S3 and functions."""

from collections.abc import Mapping
from pathlib import Path

import aws_cdk as cdk
from constructs import Construct

from cdk_msk import Cluster, FailureQueue, LambdaConsumer, PythonFunction, S3Sink, Topic
from stacks.deployment import Consumer, Deployment, S3SinkModel
from stacks.output_names import output_name
from stacks.removal_policy import removal_policy_of


class DeliveryStack(cdk.Stack):
    """The S3 sinks and the consumers of a deployment.

    Args:
        folder: What the code of consumers is relative to.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deployment: Deployment,
        cluster: Cluster,
        topics: Mapping[str, Topic],
        folder: Path,
    ) -> None:
        super().__init__(scope, id)
        for sink in deployment.s3_sinks:
            self._sink(sink, cluster, topics[sink.topic], removal_policy_of(deployment))
        for consumer in deployment.consumers:
            self._consumer(
                consumer, cluster, topics[consumer.topic], folder, removal_policy_of(deployment)
            )

    def _sink(
        self, sink: S3SinkModel, cluster: Cluster, topic: Topic, retained: cdk.RemovalPolicy
    ) -> None:
        archive = S3Sink(
            self,
            f"Sink-{sink.name}",
            cluster=cluster,
            topic=topic,
            prefix=sink.name,
            batch_size=sink.batch_size,
            max_batching_window=cdk.Duration.seconds(sink.max_batching_window_seconds),
            removal_policy=retained,
        )
        cdk.CfnOutput(self, output_name(sink.name, "BucketName"), value=archive.bucket.bucket_name)
        cdk.CfnOutput(self, output_name(sink.name, "Prefix"), value=archive.prefix)

    def _consumer(
        self,
        consumer: Consumer,
        cluster: Cluster,
        topic: Topic,
        folder: Path,
        retained: cdk.RemovalPolicy,
    ) -> None:
        function = PythonFunction(
            self,
            f"Function-{consumer.name}",
            code=folder / consumer.code,
            handler=consumer.handler,
            description=f"Consumes the topic {consumer.topic}",
            timeout=cdk.Duration.minutes(1),
        ).function
        failures = FailureQueue(self, f"Failures-{consumer.name}", removal_policy=retained).queue
        LambdaConsumer(
            self,
            f"Consumer-{consumer.name}",
            cluster=cluster,
            topic=topic,
            function=function,
            consumer_group=consumer.name,
            batch_size=consumer.batch_size,
            max_batching_window=cdk.Duration.seconds(consumer.max_batching_window_seconds),
            on_failure=failures,
        )
        cdk.CfnOutput(self, output_name(consumer.name, "FailureQueueUrl"), value=failures.queue_url)

"""Where records go: archives in S3 and functions."""

from collections.abc import Mapping
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk_msk import (
    Cluster,
    ConsumerAlarms,
    FailureQueue,
    KafkaFailures,
    LambdaConsumer,
    PythonFunction,
    S3Sink,
    SinkTable,
    Topic,
    code_with_kafka_records,
)
from stacks import delivery_model as model
from stacks.delivery_arguments import consumer_arguments, sink_arguments
from stacks.deployment import Deployment
from stacks.output_names import output_name
from stacks.removal_policy import removal_policy_of


class DeliveryStack(cdk.Stack):
    """The S3 sinks and the consumers of a deployment.

    Args:
        alarm_topic: Told when a sink or a consumer is in trouble.
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
        alarm_topic: sns.ITopic,
        folder: Path,
    ) -> None:
        super().__init__(scope, id)
        self._cluster, self._topics, self._folder = cluster, topics, folder
        self._alarm_topic, self._retained = alarm_topic, removal_policy_of(deployment)
        for sink in deployment.s3_sinks:
            self._sink(sink)
        for consumer in deployment.consumers:
            self._consumer(consumer)

    def _sink(self, stated: model.S3Sink) -> None:
        sink = S3Sink(
            self,
            f"Sink-{stated.name}",
            cluster=self._cluster,
            topic=self._topics[stated.topic],
            prefix=stated.name,
            removal_policy=self._retained,
            **sink_arguments(stated),
        )
        cdk.CfnOutput(self, output_name(stated.name, "BucketName"), value=sink.bucket.bucket_name)
        cdk.CfnOutput(self, output_name(stated.name, "Prefix"), value=sink.prefix)
        if stated.table:
            table = SinkTable(
                sink,
                "Table",
                sink=sink,
                database_name=stated.table.database,
                table_name=stated.table.name,
                value_type=stated.table.value_type,
                value_columns=stated.table.value_columns,
            )
            qualified = f"{table.database_name}.{table.table_name}"
            cdk.CfnOutput(self, output_name(stated.name, "Table"), value=qualified)
        self._watch(sink, sink.consumer)

    def _consumer(self, stated: model.Consumer) -> None:
        function = PythonFunction(
            self,
            f"Function-{stated.name}",
            code=code_with_kafka_records(self._folder / stated.code),
            handler=stated.handler,
            # Lambda takes 256 characters, and a topic may have a name of 249.
            description=f"Consumes the topic {stated.topic}"[:256],
            timeout=cdk.Duration.minutes(1),
        ).function
        consumer = LambdaConsumer(
            self,
            f"Consumer-{stated.name}",
            cluster=self._cluster,
            topic=self._topics[stated.topic],
            function=function,
            consumer_group=stated.name,
            on_failure=self._failures(stated),
            **consumer_arguments(stated),
        )
        self._watch(consumer, consumer)

    def _watch(self, scope: Construct, consumer: LambdaConsumer) -> None:
        ConsumerAlarms(scope, "Alarms", consumer=consumer, alarm_topic=self._alarm_topic)

    def _failures(self, stated: model.Consumer) -> sqs.IQueue | KafkaFailures:
        if stated.failure_topic is not None:
            return KafkaFailures(self._topics[stated.failure_topic])
        queue = FailureQueue(self, f"Failures-{stated.name}", removal_policy=self._retained).queue
        cdk.CfnOutput(self, output_name(stated.name, "FailureQueueUrl"), value=queue.queue_url)
        return queue

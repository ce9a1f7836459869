"""Functions that consume a topic."""

from cdk_msk.lambda_consumer.failure_destination import KafkaFailures
from cdk_msk.lambda_consumer.failure_queue import FailureQueue
from cdk_msk.lambda_consumer.handler_code import code_with_kafka_records
from cdk_msk.lambda_consumer.lambda_consumer import LambdaConsumer
from cdk_msk.lambda_consumer.provisioned_pollers import PollerLogLevel, ProvisionedPollers
from cdk_msk.lambda_consumer.schema_registry import EventRecordFormat, SchemaRegistry

__all__ = [
    "EventRecordFormat",
    "FailureQueue",
    "KafkaFailures",
    "LambdaConsumer",
    "PollerLogLevel",
    "ProvisionedPollers",
    "SchemaRegistry",
    "code_with_kafka_records",
]

"""Functions that consume a topic."""

from cdk_msk.lambda_consumer.failure_queue import FailureQueue
from cdk_msk.lambda_consumer.lambda_consumer import LambdaConsumer
from cdk_msk.lambda_consumer.provisioned_pollers import ProvisionedPollers

__all__ = ["FailureQueue", "LambdaConsumer", "ProvisionedPollers"]

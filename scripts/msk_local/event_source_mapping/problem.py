"""What LastProcessingResult says when records cannot be read.

https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-troubleshoot.html
"""

from typing import Final, Self

from confluent_kafka import KafkaError

_AUTHORIZATION: Final = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
}
_AUTHENTICATION: Final = {KafkaError._AUTHENTICATION, KafkaError.SASL_AUTHENTICATION_FAILED}
_MISSING: Final = {KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC}


class ProblemError(Exception):
    """Why a mapping cannot read; its text is what Lambda shows."""

    @classmethod
    def connection(cls) -> Self:
        """The brokers do not answer, or have no listener for the authentication."""
        return cls(
            "PROBLEM: Connection error. Please check your event source connection configuration."
            " If your event source lives in a VPC, try setting up a new Lambda function or EC2"
            " instance with the same VPC, Subnet, and Security Group settings. Connect the new"
            " device to the Kafka cluster and consume messages to ensure that the issue is not"
            " related to VPC or Endpoint configuration."
        )

    @classmethod
    def credentials(cls) -> Self:
        """The secret is missing, or does not hold what it must."""
        return cls("PROBLEM: Provided credentials are invalid. Check the secret of the mapping.")

    @classmethod
    def not_allowed(cls, action: str) -> Self:
        """The function's role lacks a permission of the control plane."""
        return cls(f"PROBLEM: The function's execution role is not authorized to perform {action}.")

    @classmethod
    def function(cls) -> Self:
        """The function fails, and the batch is tried again."""
        return cls("PROBLEM: Function call failed")

    @classmethod
    def of(cls, error: KafkaError) -> Self | None:
        """What a Kafka error means for a mapping; `None` when the client mends it by itself."""
        code = error.code()
        if code in _AUTHENTICATION:
            return cls("PROBLEM: SASL authentication failed.")
        if code in _AUTHORIZATION:
            return cls("PROBLEM: Cluster failed to authorize Lambda.")
        if code in _MISSING:
            return cls("PROBLEM: The topic does not exist on the Kafka cluster.")
        return cls.connection() if code == KafkaError._ALL_BROKERS_DOWN else None

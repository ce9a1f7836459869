"""What happens to batches Lambda gives up: a description goes to the on-failure destination.

https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from botocore.exceptions import ClientError

from msk_local.event_source_mapping.connection import Connector
from msk_local.event_source_mapping.dead_letters import DeadLetters
from msk_local.event_source_mapping.event import Record, build_event
from msk_local.event_source_mapping.mapping import Mapping
from msk_local.event_source_mapping.problem import ProblemError
from msk_local.event_source_mapping.role import ExecutionRole
from msk_local.kafka import Identities
from msk_local.server import Endpoint

_ACTIONS: Final = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "s3": "s3:PutObject"}
_KAFKA: Final = "kafka://"
EXHAUSTED: Final = "RetryAttemptsExhausted"
TOO_LARGE: Final = "MaximumPayloadSizeExceeded"
TOO_OLD: Final = "RecordAgeExceeded"


@dataclass(frozen=True)
class GivenUp:
    """A batch nobody will try again.

    Attributes:
        condition: Why.
        invocations: How often the function was called with it.
        function_error: What the last call ended with. Absent: there was none.
    """

    records: Sequence[Record]
    condition: str
    invocations: int
    function_error: str | None


class FailureDestination:
    """Sends descriptions of given-up batches; a mapping without a destination drops them.

    Args:
        endpoint: The local cloud.
        identities: Says what the function's role may do.
        mapping: Whose failures.
        connector: Finds the brokers, for a Kafka topic.
    """

    def __init__(
        self, endpoint: Endpoint, identities: Identities, mapping: Mapping, connector: Connector
    ) -> None:
        self._connector = connector
        self._endpoint = endpoint
        self._identities = identities
        self._mapping = mapping

    def send(self, given_up: GivenUp, *, bootstrap_servers: str) -> None:
        """Describe a batch to the destination.

        Raises:
            ProblemError: The destination does not take it.
        """
        arn = self._mapping.destination_arn
        if arn is None:
            return
        if arn.startswith(_KAFKA):
            self._write(arn.removeprefix(_KAFKA), given_up, bootstrap_servers)
            return
        event = build_event(
            given_up.records,
            cluster_arn=self._mapping.cluster_arn,
            bootstrap_servers=bootstrap_servers,
        )
        payload = json.dumps(event)
        description = self._describe(given_up, bootstrap_servers, len(payload))
        try:
            self._deliver(arn, description, payload)
        except ClientError as error:
            raise ProblemError(f"PROBLEM: The on-failure destination refuses: {error}") from error

    def _write(self, topic: str, given_up: GivenUp, bootstrap_servers: str) -> None:
        """One letter for each record, with the record's own key."""
        letters = DeadLetters(self._connector.connect(self._mapping).configuration, topic)
        for record in given_up.records:
            alone = replace(given_up, records=[record])
            event = build_event(
                alone.records,
                cluster_arn=self._mapping.cluster_arn,
                bootstrap_servers=bootstrap_servers,
            )
            description = self._describe(alone, bootstrap_servers, len(json.dumps(event)))
            letters.add(record.raw_key, json.dumps({**description, "payload": event}).encode())
        letters.send()

    def _deliver(self, arn: str, description: dict[str, Any], payload: str) -> None:
        service, name, key = arn.split(":")[2], arn.rpartition(":")[2], self._object_key()
        role = ExecutionRole(self._endpoint, self._identities, self._mapping.function_arn)
        role.require(_ACTIONS[service], f"{arn}/{key}" if service == "s3" else arn)
        if service == "sqs":
            queues = self._endpoint.client("sqs")
            url = queues.get_queue_url(QueueName=name)["QueueUrl"]
            queues.send_message(QueueUrl=url, MessageBody=json.dumps(description))
        elif service == "sns":
            topics = self._endpoint.client("sns")
            topics.publish(TopicArn=arn, Message=json.dumps(description))
        else:
            body = json.dumps({**description, "payload": payload})
            self._endpoint.client("s3").put_object(Bucket=name, Key=key, Body=body.encode())

    def _object_key(self) -> str:
        function = self._mapping.function_arn.split(":")[6]
        now = datetime.now(UTC)
        moment = f"{now:%Y/%m/%d/%Y-%m-%dT%H.%M.%S}"
        return f"aws/lambda/{self._mapping.uuid}/{function}/{moment}-{uuid.uuid4()}"

    def _describe(
        self, given_up: GivenUp, bootstrap_servers: str, payload_size: int
    ) -> dict[str, Any]:
        response = {"statusCode": 200, "executedVersion": "$LATEST"}
        if given_up.function_error is not None:
            response["functionError"] = given_up.function_error
        return {
            "requestContext": {
                "requestId": str(uuid.uuid4()),
                "functionArn": self._mapping.function_arn,
                "condition": given_up.condition,
                "approximateInvokeCount": given_up.invocations,
            },
            "responseContext": response if given_up.invocations else None,
            "version": "1.0",
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "KafkaBatchInfo": {
                "batchSize": len(given_up.records),
                "eventSourceArn": self._mapping.cluster_arn,
                "bootstrapServers": bootstrap_servers,
                "payloadSize": payload_size,
                "recordsInfo": _ranges(given_up.records),
            },
        }


def _ranges(records: Sequence[Record]) -> dict[str, dict[str, int]]:
    ranges: dict[str, dict[str, int]] = {}
    for record in records:
        first = {"firstRecordOffset": record.offset, "firstRecordTimestamp": record.timestamp}
        last = {"lastRecordOffset": record.offset, "lastRecordTimestamp": record.timestamp}
        ranges[record.source] = {**first, **ranges.get(record.source, {}), **last}
    return ranges

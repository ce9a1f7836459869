"""Where the work of clients is done: here, or in a function inside the VPC of the cluster."""

import json
from dataclasses import asdict
from typing import Any, Protocol

import boto3
from botocore.config import Config

from main_job import work
from main_job.events import orders
from main_job.work import Access, Transferred, WorkError


class Worker(Protocol):
    """Does the work of a client."""

    def produce(self, access: Access, topic: str, *, seed: str, count: int) -> Transferred:
        """Produces the orders of `seed`; see `main_job.work.produce`."""
        ...

    def consume(self, access: Access, topic: str, group: str, *, count: int) -> Transferred:
        """Consumes until `count` records came; see `main_job.work.consume`."""
        ...

    def write_refusal(self, access: Access, topic: str) -> str | None:
        """Kafka's error for a write, if any; see `main_job.work.write_refusal`."""
        ...

    def read_refusal(self, access: Access, topic: str, group: str) -> str | None:
        """Kafka's error for a read, if any; see `main_job.work.read_refusal`."""
        ...

    def partition_count(self, access: Access, topic: str) -> int:
        """Partitions of the topic; see `main_job.work.partition_count`."""
        ...


class LocalWorker:
    """Works in this process."""

    def __init__(self, session: boto3.Session) -> None:
        self._session = session

    def produce(self, access: Access, topic: str, *, seed: str, count: int) -> Transferred:
        """Produces here."""
        return work.produce(self._session, access, topic, orders(seed, count))

    def consume(self, access: Access, topic: str, group: str, *, count: int) -> Transferred:
        """Consumes here."""
        return work.consume(self._session, access, topic, group, count=count)

    def write_refusal(self, access: Access, topic: str) -> str | None:
        """Tries to write from here."""
        return work.write_refusal(self._session, access, topic)

    def read_refusal(self, access: Access, topic: str, group: str) -> str | None:
        """Tries to read from here."""
        return work.read_refusal(self._session, access, topic, group)

    def partition_count(self, access: Access, topic: str) -> int:
        """Asks from here."""
        return work.partition_count(self._session, access, topic)


class FunctionWorker:
    """Works in a Lambda function that stands where brokers can be reached."""

    def __init__(self, session: boto3.Session, function_name: str) -> None:
        # One call may take minutes and must not be made twice by an impatient client.
        patient = Config(read_timeout=900, retries={"total_max_attempts": 1})
        self._lambda = session.client("lambda", config=patient)
        self._function = function_name

    def produce(self, access: Access, topic: str, *, seed: str, count: int) -> Transferred:
        """Produces in the function."""
        return Transferred(**self._call("produce", access, topic=topic, seed=seed, count=count))

    def consume(self, access: Access, topic: str, group: str, *, count: int) -> Transferred:
        """Consumes in the function."""
        return Transferred(**self._call("consume", access, topic=topic, group=group, count=count))

    def write_refusal(self, access: Access, topic: str) -> str | None:
        """Tries to write from the function."""
        error: str | None = self._call("write_refusal", access, topic=topic)
        return error

    def read_refusal(self, access: Access, topic: str, group: str) -> str | None:
        """Tries to read from the function."""
        error: str | None = self._call("read_refusal", access, topic=topic, group=group)
        return error

    def partition_count(self, access: Access, topic: str) -> int:
        """Asks from the function."""
        return int(self._call("partition_count", access, topic=topic))

    def _call(self, task: str, access: Access, **arguments: Any) -> Any:
        request = {"task": task, "access": asdict(access), **arguments}
        answer = self._lambda.invoke(FunctionName=self._function, Payload=json.dumps(request))
        payload = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise WorkError(f"{task} in {self._function}: {payload.get('errorMessage', payload)}")
        return payload

"""What clients of a deployed platform do: produce, consume, be refused.

Every function takes and returns plain data, so that it can run beside the local cloud or in a
function inside the VPC of a real cluster.
"""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

import boto3
from aws_msk_iam_sasl_signer import MSKAuthTokenProvider
from botocore.credentials import CredentialProvider, Credentials
from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer

from main_job.events import Event, digest


@dataclass(frozen=True, kw_only=True)
class Access:
    """How one client reaches a cluster: with the role or with the secret it was given."""

    bootstrap_servers: str
    region: str
    role_arn: str | None = None
    secret_arn: str | None = None
    """A user's name and password, or a certificate and its key."""
    ca_certificate: str | None = None
    """PEM file of the authority that signed the brokers' certificates. Absent: the public ones."""


@dataclass(frozen=True, kw_only=True)
class Transferred:
    """What went through a client."""

    count: int
    digest: str
    """See `main_job.events.digest`."""
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-like data."""
        return asdict(self)


class WorkError(Exception):
    """Kafka did not do what a client with these rights may ask of it."""


def produce(
    session: boto3.Session, access: Access, topic: str, events: Iterable[Event]
) -> Transferred:
    """Produces `events` with acknowledgement by all in-sync replicas.

    Raises:
        WorkError: A record was not acknowledged.
    """
    failures: list[str] = []
    sent: list[Event] = []
    started = time.monotonic()

    def on_delivery(error: KafkaError | None, _message: Message) -> None:
        if error is not None:
            failures.append(error.name())

    problems: list[KafkaError] = []
    producer = Producer(
        {
            **_client_configuration(session, access, problems),
            "acks": "all",
            "enable.idempotence": True,
            "linger.ms": 25,
            "delivery.timeout.ms": 120_000,
        }
    )
    for event in events:
        while True:
            try:
                producer.produce(topic, key=event.key, value=event.value, on_delivery=on_delivery)
                break
            except BufferError:  # the queue is full: let deliveries make room
                producer.poll(0.1)
        sent.append(event)
        producer.poll(0)
    unsent = producer.flush(120)
    if failures or unsent:
        reasons = sorted({*failures, *(p.name() for p in problems)}) or ["no answer"]
        raise WorkError(
            f"{len(failures) + unsent} of {len(sent)} records to {topic} were not acknowledged: "
            f"{', '.join(reasons)}"
        )
    return Transferred(count=len(sent), digest=digest(sent), seconds=time.monotonic() - started)


def consume(
    session: boto3.Session,
    access: Access,
    topic: str,
    group: str,
    *,
    count: int,
    timeout: float = 300,
) -> Transferred:
    """Consumes in `group` until `count` records came, and a moment longer to see whether more do.

    Raises:
        WorkError: Fewer than `count` records came in `timeout` seconds, or Kafka refused.
    """
    problems: list[KafkaError] = []
    received: list[Event] = []
    started = time.monotonic()
    configuration = {
        **_client_configuration(session, access, problems),
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "session.timeout.ms": 45_000,
    }
    with closing(Consumer(configuration)) as consumer:
        consumer.subscribe([topic])
        finished = None
        while time.monotonic() - started < timeout:
            for message in consumer.consume(num_messages=1_000, timeout=0.5):
                if (error := message.error()) is not None:
                    raise WorkError(f"consuming {topic} in {group}: {error.name()}")
                received.append(Event(message.key() or b"", message.value() or b""))
            if len(received) >= count:
                if finished is None:
                    finished = time.monotonic()
                    consumer.commit(asynchronous=False)
                elif time.monotonic() - finished > 1:
                    break
    if len(received) < count:
        reasons = ", ".join(sorted({p.name() for p in problems})) or "they did not come"
        raise WorkError(
            f"consumed {len(received)} of {count} records of {topic} in {group}: {reasons}"
        )
    seconds = (finished or time.monotonic()) - started
    return Transferred(count=len(received), digest=digest(received), seconds=seconds)


def write_refusal(session: boto3.Session, access: Access, topic: str) -> str | None:
    """The name of Kafka's error when this client tries to write to `topic`; absent when it may.

    Raises:
        WorkError: Kafka gave no answer.
    """
    problems: list[KafkaError] = []
    errors: list[KafkaError] = []

    def on_delivery(error: KafkaError | None, _message: Message) -> None:
        if error is not None:
            errors.append(error)

    producer = Producer(
        {
            **_client_configuration(session, access, problems),
            "acks": "all",
            "message.timeout.ms": 60_000,
        }
    )
    producer.produce(topic, key=b"refuse-me", value=b"{}", on_delivery=on_delivery)
    deadline = time.monotonic() + 90
    while not errors and len(producer) and time.monotonic() < deadline:
        producer.poll(0.2)
        authentication = [p for p in problems if p.code() == KafkaError._AUTHENTICATION]
        if authentication:
            producer.purge()
            return authentication[0].name()
    if len(producer):
        producer.purge()
        raise WorkError(f"writing to {topic}: no answer within 90 seconds")
    return errors[0].name() if errors else None


def read_refusal(session: boto3.Session, access: Access, topic: str, group: str) -> str | None:
    """The name of Kafka's error when this client tries to read `topic`; absent when it may.

    Raises:
        WorkError: Kafka gave no answer.
    """
    problems: list[KafkaError] = []
    configuration = {
        **_client_configuration(session, access, problems),
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
    }
    with closing(Consumer(configuration)) as consumer:
        consumer.subscribe([topic])
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            message = consumer.poll(0.2)
            error = message.error() if message is not None else None
            if error is not None and error.code() != KafkaError._PARTITION_EOF:
                return str(error.name())
            if message is not None:
                return None
            authentication = [p for p in problems if p.code() == KafkaError._AUTHENTICATION]
            if authentication:
                return str(authentication[0].name())
    raise WorkError(f"reading {topic} in {group}: no answer within 90 seconds")


def partition_count(session: boto3.Session, access: Access, topic: str) -> int:
    """How many partitions `topic` has, as this client sees it.

    Raises:
        WorkError: The topic is not there, or not for this client.
    """
    with closing(
        Consumer({**_client_configuration(session, access, []), "group.id": "unused"})
    ) as consumer:
        try:
            metadata = consumer.list_topics(topic, timeout=60).topics[topic]
        except KafkaException as e:
            raise WorkError(f"describing {topic}: {e.args[0].name()}") from e
    if metadata.error is not None:
        raise WorkError(f"describing {topic}: {metadata.error.name()}")
    return len(metadata.partitions)


def _client_configuration(
    session: boto3.Session, access: Access, problems: list[KafkaError]
) -> dict[str, Any]:
    configuration: dict[str, Any] = {
        "bootstrap.servers": access.bootstrap_servers,
        "security.protocol": "SASL_SSL",
        "error_cb": problems.append,
        "log_level": 0,  # problems are reported by the caller, once, and not also on stderr
    }
    if access.ca_certificate:
        configuration["ssl.ca.location"] = access.ca_certificate
    if access.secret_arn:
        secret = session.client("secretsmanager").get_secret_value(SecretId=access.secret_arn)
        user = json.loads(secret["SecretString"])
        if "certificate" in user:
            return configuration | {
                "security.protocol": "SSL",
                "ssl.certificate.pem": user["certificate"],
                "ssl.key.pem": user["privateKey"],
            }
        return configuration | {
            "sasl.mechanisms": "SCRAM-SHA-512",
            "sasl.username": user["username"],
            "sasl.password": user["password"],
        }
    return configuration | {
        "sasl.mechanisms": "OAUTHBEARER",
        "oauth_cb": _token_of(_credentials(session, access), access.region),
    }


def _credentials(session: boto3.Session, access: Access) -> Credentials:
    if access.role_arn is None:
        return session.get_credentials()
    given = session.client("sts").assume_role(RoleArn=access.role_arn, RoleSessionName="main-job")[
        "Credentials"
    ]
    return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


class _Given(CredentialProvider):  # type: ignore[misc]  # botocore has no types
    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials

    def load(self) -> Credentials:
        return self._credentials


def _token_of(credentials: Credentials, region: str) -> Callable[[str], tuple[str, float]]:
    def token(_configuration: str) -> tuple[str, float]:
        signed, expires_ms = MSKAuthTokenProvider.generate_auth_token_from_credentials_provider(
            region, _Given(credentials)
        )
        return signed, expires_ms / 1000

    return token

"""The settings of a client in Kafka's own names, which every format starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msk_model.client_config.client_document import ClientDocument

USERNAME, PASSWORD = "KAFKA_USERNAME", "KAFKA_PASSWORD"
"""The environment variables that configurations read a SCRAM user's name and password from."""
CERTIFICATE, KEY = "client.pem", "client.key"
"""The files that configurations read a certificate, with its chain, and its key from."""

_PROTOCOLS = {"iam": "SASL_SSL", "scram": "SASL_SSL", "tls": "SSL"}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one client, by what they are for.

    Attributes:
        connection: Of everything that connects.
        producer: Of producers; empty when it produces nothing.
        consumer: Of consumers; empty when it consumes nothing.
    """

    connection: Mapping[str, str]
    producer: Mapping[str, str]
    consumer: Mapping[str, str]


def settings_of(document: ClientDocument) -> Settings:
    """The settings that are the same in every language; signing in is not among them."""
    return Settings(
        connection={
            "bootstrap.servers": document.bootstrap_servers,
            "client.id": document.name,
            "security.protocol": _PROTOCOLS[document.authentication],
            # Brokers take few new connections a second over IAM:
            # https://docs.aws.amazon.com/msk/latest/developerguide/limits.html
            **({"reconnect.backoff.ms": "1000"} if document.authentication == "iam" else {}),
        },
        producer=_producer(document),
        consumer=_consumer(document),
    )


def _producer(document: ClientDocument) -> dict[str, str]:
    """No record is lost while one in-sync replica is left, and none is written twice.

    https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices-kafka-client.html
    """
    if not document.produces:
        return {}
    transactional_id = the_one(document.transactional_ids)
    return {
        "acks": "all",
        "enable.idempotence": "true" if document.idempotent else "false",
        **({"transactional.id": transactional_id} if transactional_id else {}),
    }


def _consumer(document: ClientDocument) -> dict[str, str]:
    """A new group starts at the beginning; in transactions, offsets go with the output."""
    if not document.consumes:
        return {}
    group = the_one(document.groups)
    in_transactions = {"isolation.level": "read_committed", "enable.auto.commit": "false"}
    return {
        **({"group.id": group} if group else {}),
        "auto.offset.reset": "earliest",
        **(in_transactions if document.transactional_ids else {}),
    }


def the_one(names: Sequence[str]) -> str | None:
    """The one whole name among `names`; `None` when there are several, or a prefix."""
    if len(names) == 1 and not names[0].endswith("*"):
        return names[0]
    return None


def notes(document: ClientDocument) -> tuple[str, ...]:
    """What a reader has to know, one line each: who this is, and where the secret is."""
    lines = [f"Kafka client {document.name} of {document.cluster_arn}"]
    match document.authentication:
        case "iam":
            lines.append(f"Signs in with IAM as {document.role_arn or 'whoever runs it'}")
        case "scram":
            lines += [
                f"Signs in with the name and password in secret {document.secret_arn}",
                f"Its JSON keys: username for {USERNAME}, password for {PASSWORD}",
            ]
        case "tls":
            lines.append(f"Signs in with a certificate, in {CERTIFICATE}, and its key, in {KEY}")
            if document.secret_arn:
                lines.append(
                    f"Both are in secret {document.secret_arn}, "
                    "as JSON keys certificate and privateKey"
                )
    groups = () if document.connect_group_id else document.groups
    for what, names in (("group.id", groups), ("transactional.id", ids_of(document))):
        if names and the_one(names) is None:
            lines.append(f"Choose {what} among: {', '.join(names)}")
    return tuple(lines)


def ids_of(document: ClientDocument) -> Sequence[str]:
    """The transactional ids of a client that produces."""
    return document.transactional_ids if document.produces else ()

"""The formats a client's configuration can be written in."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from msk_model.client_config.client_document import ClientDocument
from msk_model.client_config.java import java
from msk_model.client_config.librdkafka import kcat, librdkafka
from msk_model.client_config.plain import as_json, env
from msk_model.client_config.python import aiokafka, kafka_python
from msk_model.nearest import nearest


class Format(NamedTuple):
    """One format."""

    render: Callable[[ClientDocument, str | None], str]
    """Writes a document, and the file of authorities to trust."""
    meant_for: str
    """Who reads it, in a few words."""
    file_name: str
    """What the file is usually called."""


FORMATS: Mapping[str, Format] = {
    "java": Format(java, "Java clients, Streams and Kafka's tools", "client.properties"),
    "librdkafka": Format(librdkafka, "confluent-kafka and others of librdkafka", "librdkafka.conf"),
    "kafka-python": Format(kafka_python, "kafka-python", "kafka_settings.py"),
    "aiokafka": Format(aiokafka, "aiokafka", "kafka_settings.py"),
    "kcat": Format(kcat, "kcat, with SCRAM or a certificate", "kcat.conf"),
    "env": Format(env, "containers and shells", "kafka.env"),
    "json": Format(as_json, "programs", "client.json"),
}
"""Every format by name."""


def render(format: str, document: ClientDocument, *, ca_file: str | None = None) -> str:
    """The configuration of a client, ending in a line break.

    Args:
        format: A name of `FORMATS`.
        document: The client.
        ca_file: PEM file with the authorities to trust. Absent: those of the system, which know
            Amazon's; only the local cloud needs one of its own.

    Raises:
        ValueError: There is no such format, or it cannot express the client's authentication.
    """
    found = FORMATS.get(format)
    if found is None:
        meant = nearest(format, FORMATS)
        hint = f"; did you mean {meant}?" if meant else ""
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {format!r}{hint}")
    return found.render(document, ca_file)

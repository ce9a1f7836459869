"""Properties of Java clients, and of what is made of them: Kafka's own tools, Streams, Connect."""

from collections.abc import Mapping

from msk_model.client_config.client_document import ClientDocument
from msk_model.client_config.settings import (
    CERTIFICATE,
    KEY,
    PASSWORD,
    USERNAME,
    Settings,
    notes,
    settings_of,
)

_KEYSTORE = "client-keystore.pem"
_STORAGE = ("config.storage.topic", "offset.storage.topic", "status.storage.topic")


def java(document: ClientDocument, ca_file: str | None) -> str:
    """A ``.properties`` file. IAM needs ``aws-msk-iam-auth`` on the class path."""
    settings = settings_of(document)
    lines = [f"# {note}" for note in notes(document)]
    if document.authentication == "tls":
        lines.append(f"# Java reads both from one file: cat {KEY} {CERTIFICATE} > {_KEYSTORE}")
    connection = {**settings.connection, **_sign_in(document)}
    if ca_file:
        connection |= {"ssl.truststore.type": "PEM", "ssl.truststore.location": ca_file}
    lines += _lines(connection)
    if document.connect_group_id:
        lines += _worker(document, connection)
    elif document.streams_application_id:
        lines += ["", "# Kafka Streams", *_lines(_streams(document.streams_application_id))]
    else:
        lines += _roles(settings)
    return "\n".join(lines) + "\n"


def _roles(settings: Settings) -> list[str]:
    lines = []
    if settings.producer:
        lines += ["", "# Producers", *_lines(settings.producer)]
    if settings.consumer:
        lines += ["", "# Consumers", *_lines(settings.consumer)]
    return lines


def _worker(document: ClientDocument, connection: Mapping[str, str]) -> list[str]:
    """Workers sign in four times over: for themselves, for sources, for sinks and to make topics.

    https://kafka.apache.org/documentation/#connect_running
    """
    topics = dict(zip(_STORAGE, document.connect_topics, strict=False))
    exactly_once = {"exactly.once.source.support": "enabled"}
    lines = ["", "# Worker of Kafka Connect: add plugin.path, key.converter and value.converter"]
    lines += _lines({"group.id": document.connect_group_id or "", **topics})
    lines += _lines(exactly_once if document.connect_exactly_once else {})
    sign_in = {
        name: value
        for name, value in connection.items()
        if name.startswith(("security.", "sasl.", "ssl.", "reconnect."))
    }
    for who in ("producer", "consumer", "admin"):
        lines += _lines({f"{who}.{name}": value for name, value in sign_in.items()})
    return lines


def _streams(application_id: str) -> dict[str, str]:
    return {"application.id": application_id, "processing.guarantee": "exactly_once_v2"}


def _sign_in(document: ClientDocument) -> dict[str, str]:
    match document.authentication:
        case "iam":
            # https://github.com/aws/aws-msk-iam-auth
            return {
                "sasl.mechanism": "AWS_MSK_IAM",
                "sasl.jaas.config": "software.amazon.msk.auth.iam.IAMLoginModule required;",
                "sasl.client.callback.handler.class": (
                    "software.amazon.msk.auth.iam.IAMClientCallbackHandler"
                ),
            }
        case "scram":
            # The provider fills the variables in; part of Kafka's clients since 3.5.
            return {
                "config.providers": "env",
                "config.providers.env.class": (
                    "org.apache.kafka.common.config.provider.EnvVarConfigProvider"
                ),
                "sasl.mechanism": "SCRAM-SHA-512",
                "sasl.jaas.config": (
                    "org.apache.kafka.common.security.scram.ScramLoginModule required "
                    f'username="${{env:{USERNAME}}}" password="${{env:{PASSWORD}}}";'
                ),
            }
        case _:
            return {"ssl.keystore.type": "PEM", "ssl.keystore.location": _KEYSTORE}


def _lines(settings: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in settings.items()]

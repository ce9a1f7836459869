"""Configurations of librdkafka, and of what is made of it: confluent-kafka and kcat."""

from collections.abc import Mapping

from msk_model.client_config.client_document import ClientDocument
from msk_model.client_config.settings import (
    CERTIFICATE,
    KEY,
    PASSWORD,
    USERNAME,
    notes,
    settings_of,
)


def librdkafka(document: ClientDocument, ca_file: str | None) -> str:
    """A file of ``name=value``; names and passwords are filled in by ``envsubst``."""
    lines = [f"# {note}" for note in notes(document)]
    if document.authentication == "iam":
        lines += [
            "# librdkafka asks the program for a token. With confluent-kafka, set oauth_cb to what",
            "# aws_msk_iam_sasl_signer.MSKAuthTokenProvider gives for the Region of the cluster,",
            f"# {document.region}; its expiry is in milliseconds, and oauth_cb wants seconds",
        ]
    return _rendered(document, ca_file, lines)


def kcat(document: ClientDocument, ca_file: str | None) -> str:
    """The same for ``kcat -F``.

    Raises:
        ValueError: The client signs in with IAM, for which kcat has no way to get a token.
    """
    if document.authentication == "iam":
        raise ValueError(
            "kcat: authentication must be scram or tls, got iam, for which kcat cannot get a "
            "token; use the tools of Kafka with the format java"
        )
    lines = [f"# {note}" for note in notes(document)]
    lines.append("# kcat -F <(envsubst < kcat.conf) -L")
    return _rendered(document, ca_file, lines)


def _rendered(document: ClientDocument, ca_file: str | None, lines: list[str]) -> str:
    settings = settings_of(document)
    connection = {**settings.connection, **_sign_in(document)}
    if ca_file:
        connection["ssl.ca.location"] = ca_file
    lines += _lines(connection)
    if settings.producer:
        lines += ["", "# Producers", *_lines(settings.producer)]
    if settings.consumer:
        lines += ["", "# Consumers", *_lines(settings.consumer)]
    return "\n".join(lines) + "\n"


def _sign_in(document: ClientDocument) -> dict[str, str]:
    match document.authentication:
        case "iam":
            return {"sasl.mechanisms": "OAUTHBEARER"}
        case "scram":
            return {
                "sasl.mechanisms": "SCRAM-SHA-512",
                "sasl.username": f"${{{USERNAME}}}",
                "sasl.password": f"${{{PASSWORD}}}",
            }
        case _:
            return {"ssl.certificate.location": CERTIFICATE, "ssl.key.location": KEY}


def _lines(settings: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in settings.items()]

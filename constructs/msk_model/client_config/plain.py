"""Configurations that belong to no client: environment variables and JSON."""

import json

from msk_model.client_config.client_document import ClientDocument
from msk_model.client_config.settings import PASSWORD, USERNAME, notes, settings_of

_MECHANISMS = {"iam": "AWS_MSK_IAM", "scram": "SCRAM-SHA-512"}


def env(document: ClientDocument, ca_file: str | None) -> str:
    """Lines of ``NAME=value``, as containers and ``docker --env-file`` take them."""
    settings = settings_of(document)
    told = {**settings.connection, **settings.producer, **settings.consumer}
    variables = {f"KAFKA_{name.replace('.', '_').upper()}": value for name, value in told.items()}
    mechanism = _MECHANISMS.get(document.authentication)
    if mechanism:
        variables["KAFKA_SASL_MECHANISM"] = mechanism
    if document.authentication == "iam":
        variables["AWS_REGION"] = document.region
    if document.secret_arn:
        variables["KAFKA_SECRET_ARN"] = document.secret_arn
    if ca_file:
        variables["KAFKA_SSL_CA_LOCATION"] = ca_file
    if document.streams_application_id:
        variables["KAFKA_APPLICATION_ID"] = document.streams_application_id
    lines = [f"# {note}" for note in notes(document)]
    if document.authentication == "scram":
        lines.append(f"# {USERNAME} and {PASSWORD} come from the secret, never from a file")
    return "\n".join([*lines, *(f"{name}={value}" for name, value in variables.items())]) + "\n"


def as_json(document: ClientDocument, ca_file: str | None) -> str:
    """Everything there is to know, with Kafka's own names of settings."""
    settings = settings_of(document)
    told = {
        **json.loads(document.as_json()),
        "ca_file": ca_file,
        "connection": settings.connection,
        "producer": settings.producer,
        "consumer": settings.consumer,
    }
    present = {name: value for name, value in told.items() if value not in (None, {})}
    return json.dumps(present, indent=2) + "\n"

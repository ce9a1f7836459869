"""Modules for Python's own clients: three dictionaries of arguments."""

import json
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


def kafka_python(document: ClientDocument, ca_file: str | None) -> str:
    """A module for kafka-python 2.1 or later; IAM needs botocore beside it."""
    imports, connection = [], {}
    match document.authentication:
        case "iam":
            imports = ["import os"]
            connection = {"sasl_mechanism": _text("AWS_MSK_IAM")}
        case "scram":
            imports = ["import os"]
            connection = _scram()
        case "tls":
            connection = {"ssl_certfile": _text(CERTIFICATE), "ssl_keyfile": _text(KEY)}
    if ca_file:
        connection["ssl_cafile"] = _text(ca_file)
    prelude = (
        # Its signature names the Region that botocore finds.
        [f'os.environ.setdefault("AWS_DEFAULT_REGION", {_text(document.region)})']
        if document.authentication == "iam"
        else []
    )
    return _module(document, imports, prelude, connection, _VALUES)


def aiokafka(document: ClientDocument, ca_file: str | None) -> str:
    """A module for aiokafka; IAM needs ``aws-msk-iam-sasl-signer-python`` beside it."""
    imports = ["import ssl"]
    prelude = [f"context = ssl.create_default_context(cafile={_text(ca_file)})"]
    connection = {"ssl_context": "context"}
    match document.authentication:
        case "iam":
            imports = [
                "import asyncio",
                *imports,
                "",
                "from aiokafka.abc import AbstractTokenProvider",
                "from aws_msk_iam_sasl_signer import MSKAuthTokenProvider",
            ]
            prelude += ["", "", *_TOKENS.format(region=_text(document.region)).splitlines(), ""]
            connection |= {
                "sasl_mechanism": _text("OAUTHBEARER"),
                "sasl_oauth_token_provider": "Tokens()",
            }
        case "scram":
            imports = ["import os", *imports]
            connection |= _scram()
        case "tls":
            prelude.append(f"context.load_cert_chain({_text(CERTIFICATE)}, {_text(KEY)})")
    return _module(document, imports, prelude, connection, {**_VALUES, "reconnect.backoff.ms": ""})


_TOKENS = '''\
class Tokens(AbstractTokenProvider):
    """A new signature whenever the client connects."""

    async def token(self):
        loop = asyncio.get_running_loop()
        signer = MSKAuthTokenProvider.generate_auth_token
        token, _ = await loop.run_in_executor(None, signer, {region})
        return token
'''

_VALUES: Mapping[str, str] = {
    "enable.idempotence": "boolean",
    "enable.auto.commit": "boolean",
    "reconnect.backoff.ms": "number",
}
"""Settings that are no text, and, empty, those the client does not have."""


def _scram() -> dict[str, str]:
    return {
        "sasl_mechanism": _text("SCRAM-SHA-512"),
        "sasl_plain_username": f'os.environ["{USERNAME}"]',
        "sasl_plain_password": f'os.environ["{PASSWORD}"]',
    }


def _module(
    document: ClientDocument,
    imports: list[str],
    prelude: list[str],
    sign_in: Mapping[str, str],
    values: Mapping[str, str],
) -> str:
    settings = settings_of(document)
    parts = [f"# {note}" for note in notes(document)]
    parts += ["", *imports] if imports else []
    parts += ["", *prelude] if prelude else []
    parts += ["", *_dictionary("connection", settings.connection, values, extra=sign_in)]
    if settings.producer:
        parts += _dictionary("producer", settings.producer, values, base="connection")
    if settings.consumer:
        parts += _dictionary("consumer", settings.consumer, values, base="connection")
    return "\n".join(parts) + "\n"


def _dictionary(
    name: str,
    settings: Mapping[str, str],
    values: Mapping[str, str],
    *,
    base: str | None = None,
    extra: Mapping[str, str] | None = None,
) -> list[str]:
    written = {
        key.replace(".", "_"): _value(value, values.get(key, "text"))
        for key, value in settings.items()
        if values.get(key) != ""
    }
    return [
        f"{name} = {{",
        *([f"    **{base},"] if base else []),
        *(f'    "{key}": {value},' for key, value in {**written, **(extra or {})}.items()),
        "}",
    ]


def _value(value: str, kind: str) -> str:
    match kind:
        case "boolean":
            return value.capitalize()
        case "number":
            return value
        case _:
            return _text(value)


def _text(value: str | None) -> str:
    """A value as Python writes it, in double quotes."""
    return "None" if value is None else json.dumps(value, ensure_ascii=False)

"""Dynamic references: values CloudFormation looks up at the last moment and never shows."""

import json
import re
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.server import Endpoint

_REFERENCE = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}")
_ARN_PARTS = 7


def look_up(value: Any, endpoint: Endpoint) -> Any:
    """`value` with every ``{{resolve:…}}`` replaced by what it refers to."""
    if isinstance(value, Mapping):
        return {key: look_up(item, endpoint) for key, item in value.items()}
    if isinstance(value, list):
        return [look_up(item, endpoint) for item in value]
    if isinstance(value, str) and "{{resolve:" in value:
        return _REFERENCE.sub(lambda match: _value(match[1], match[2], endpoint), value)
    return value


def _value(service: str, what: str, endpoint: Endpoint) -> str:
    if service == "secretsmanager":
        return _secret(what, endpoint)
    stored = endpoint.client("ssm").get_parameter(Name=what, WithDecryption=True)
    return str(stored["Parameter"]["Value"])


def _secret(what: str, endpoint: Endpoint) -> str:
    parts = what.split(":")
    length = _ARN_PARTS if what.startswith("arn:") else 1
    name, rest = ":".join(parts[:length]), [*parts[length:], "", "", "", ""]
    _, key, stage, version = rest[:4]
    wanted = {"VersionStage": stage} if stage else {"VersionId": version} if version else {}
    text = endpoint.client("secretsmanager").get_secret_value(SecretId=name, **wanted)[
        "SecretString"
    ]
    if not key:
        return str(text)
    found = json.loads(text)
    if key not in found:
        raise ResourceError(f"Could not find a value associated with JSONKey {key} in SecretString")
    return str(found[key])

"""A function as it was deployed, read from moto's backend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from moto.awslambda.exceptions import (
    UnknownAliasException,
    UnknownFunctionException,
)
from moto.backends import get_backend

from msk_local.protocols.errors import ServiceError
from msk_local.server import Endpoint


@dataclass(frozen=True)
class DeployedFunction:
    """Everything that decides how a function runs; equal functions can share a process."""

    name: str
    arn: str
    version: str
    runtime: str
    handler: str
    role: str
    timeout_seconds: int
    memory_mib: int
    environment: Mapping[str, str]
    code_digest: str
    code: bytes = field(repr=False, compare=False)


def deployed_function(function: str, endpoint: Endpoint) -> DeployedFunction:
    """The function with a name or ARN, with or without a qualifier.

    Raises:
        ServiceError: ``ResourceNotFoundException`` when there is none, ``InvalidRuntimeException``
            when it is not Python in a zip file.
    """
    name, qualifier = _split(function)
    backend = get_backend("lambda")[endpoint.account][endpoint.region]
    try:
        found: Any = backend.get_function(name, qualifier)
    except (UnknownFunctionException, UnknownAliasException):
        raise ServiceError(
            "ResourceNotFoundException",
            f"Function not found: {endpoint.arn('lambda', f'function:{name}')}",
            status=HTTPStatus.NOT_FOUND,
        ) from None
    runtime = str(found.run_time or found.package_type)
    if not runtime.startswith("python"):
        raise ServiceError(
            "InvalidRuntimeException",
            f"{name} needs {runtime}: the local cloud runs functions written in Python only",
        )
    return DeployedFunction(
        name=found.function_name,
        arn=found.function_arn,
        version=str(found.version),
        runtime=runtime,
        handler=found.handler,
        role=found.role,
        timeout_seconds=int(found.timeout),
        memory_mib=int(found.memory_size),
        environment=dict(found.environment_vars),
        code_digest=str(found.code_digest),
        code=found.code_bytes,
    )


def _split(function: str) -> tuple[str, str | None]:
    """The bare name and the qualifier of whatever Lambda accepts as a function's name."""
    rest = function.rpartition(":function:")[2]
    name, _, qualifier = rest.partition(":")
    return name, qualifier or None

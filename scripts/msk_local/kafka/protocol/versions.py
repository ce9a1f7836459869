"""The answer to ApiVersions, the request every connection starts with."""

from collections.abc import Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.protocol.api import ApiKey, VersionRange
from msk_local.kafka.protocol.messages import compose_response

Versions = Mapping[int, VersionRange]
"""The request types a server knows, by their numbers."""

API_VERSIONS = VersionRange(0, 4)
"""The versions of ApiVersions itself that can be answered."""


def api_versions_response(version: int, versions: Versions) -> Any:
    """The response to ApiVersions; to a version of it that is unknown, as KIP-511 demands.

    Args:
        version: Of the request.
        versions: What the server knows besides ApiVersions.
    """
    known = version in API_VERSIONS
    told = {**versions, ApiKey.API_VERSIONS: API_VERSIONS}
    values = {
        "error_code": ErrorCode.none if known else ErrorCode.unsupported_version,
        "api_keys": [
            {"api_key": int(api), "min_version": low, "max_version": high}
            for api, (low, high) in sorted(told.items())
        ],
    }
    return compose_response(ApiKey.API_VERSIONS, version if known else 0, values)

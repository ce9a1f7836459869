"""The environment in which the CDK CLI, boto3 and the AWS CLI see the local cloud and nothing else.

Found by running them: one variable too many, and the CDK CLI asks a real AWS endpoint.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ADMINISTRATOR_ACCESS_KEY_ID: Final = "testing"
ADMINISTRATOR_SECRET_ACCESS_KEY: Final = "testing"  # noqa: S105 - opens nothing but the local cloud

_FOREIGN_PREFIXES: Final = ("AWS_", "CDK_", "MOTO_")
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_LOOPBACK: Final = "127.0.0.1,localhost,::1"


def local_environment(
    *, url: str, region: str, ca_certificate: Path, base: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A complete environment for a child process.

    Args:
        url: Address of the local cloud.
        region: Its Region.
        ca_certificate: PEM file clients of its Kafka listeners must trust.
        base: What to keep `PATH`, `HOME` and the rest from. Absent: this process's environment.
    """
    inherited = os.environ if base is None else base
    kept = {name: value for name, value in inherited.items() if not _is_foreign(name)}
    return {**kept, **local_variables(url=url, region=region, ca_certificate=ca_certificate)}


def local_variables(*, url: str, region: str, ca_certificate: Path) -> dict[str, str]:
    """Only the variables that are set; those of another cloud must be unset besides."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": ADMINISTRATOR_ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": ADMINISTRATOR_SECRET_ACCESS_KEY,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "NO_PROXY": _LOOPBACK,
        "no_proxy": _LOOPBACK,
        "MSK_LOCAL_CA_CERTIFICATE": str(ca_certificate),
    }


def _is_foreign(name: str) -> bool:
    return name.startswith(_FOREIGN_PREFIXES) or name.lower() in _PROXIES

"""How a poller reaches the brokers: through the front door, as the role of the function.

Lambda's order of choice: client certificate, SCRAM secret, IAM, then TLS and plaintext without
authentication. https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html
"""

import base64
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from msk_local.event_source_mapping.mapping import Mapping as EventSourceMapping
from msk_local.event_source_mapping.problem import ProblemError
from msk_local.event_source_mapping.role import ExecutionRole
from msk_local.kafka import Identities
from msk_local.server import Endpoint

_TOKEN_SECONDS: Final = 900
_CERTIFICATE: Final = "CLIENT_CERTIFICATE_TLS_AUTH"
_SCRAM: Final = "SASL_SCRAM_512_AUTH"
_PBES2: Final = bytes.fromhex("06092a864886f70d01050d")


@dataclass(frozen=True)
class Connection:
    """Where and as whom to connect.

    Attributes:
        bootstrap_servers: Addresses of the listeners of the chosen authentication.
        configuration: What a Kafka client must be configured with, addresses included.
    """

    bootstrap_servers: str
    configuration: dict[str, Any]


class Connector:
    """Finds out how to connect for one mapping.

    Args:
        endpoint: The local cloud.
        identities: Says what the function's role may do.
        ca_certificate: PEM file that signs the brokers' certificates.
    """

    def __init__(self, endpoint: Endpoint, identities: Identities, ca_certificate: Path) -> None:
        self._endpoint = endpoint
        self._identities = identities
        self._ca_certificate = ca_certificate

    def connect(self, mapping: EventSourceMapping) -> Connection:
        """The connection of a mapping, with credentials that are fresh now.

        Raises:
            ProblemError: The role lacks a permission, or the cluster has no such listener.
        """
        role = ExecutionRole(self._endpoint, self._identities, mapping.function_arn)
        role.require("kafka:DescribeClusterV2", mapping.cluster_arn)
        role.require("kafka:GetBootstrapBrokers", mapping.cluster_arn)
        brokers = self._brokers(mapping.cluster_arn)
        tls = {"security.protocol": "SSL", "ssl.ca.location": str(self._ca_certificate)}
        sasl = {**tls, "security.protocol": "SASL_SSL"}
        if _CERTIFICATE in mapping.access:
            secret = role.secret(mapping.access[_CERTIFICATE])
            return _connection(brokers, "Tls", {**tls, **_certificate(secret)})
        if _SCRAM in mapping.access:
            secret = role.secret(mapping.access[_SCRAM])
            return _connection(brokers, "SaslScram", {**sasl, **_scram(secret)})
        if "BootstrapBrokerStringSaslIam" in brokers:
            iam = {"sasl.mechanisms": "OAUTHBEARER", "oauth_cb": self._tokens(role)}
            return _connection(brokers, "SaslIam", {**sasl, **iam})
        if "BootstrapBrokerStringTls" in brokers:
            return _connection(brokers, "Tls", tls)
        return _connection(brokers, "", {"security.protocol": "PLAINTEXT"})

    def _brokers(self, cluster_arn: str) -> Mapping[str, str]:
        try:
            answer = self._endpoint.client("kafka").get_bootstrap_brokers(ClusterArn=cluster_arn)
        except ClientError as error:
            raise ProblemError.connection() from error
        return {k: v for k, v in answer.items() if k.startswith("BootstrapBrokerString")}

    def _tokens(self, role: ExecutionRole) -> Callable[[str], tuple[str, float]]:
        return lambda _: _token(role.credentials(), self._endpoint.region)


def _connection(
    brokers: Mapping[str, str], suffix: str, configuration: dict[str, Any]
) -> Connection:
    addresses = brokers.get(f"BootstrapBrokerString{suffix}")
    if addresses is None:
        raise ProblemError.connection()
    return Connection(addresses, {**configuration, "bootstrap.servers": addresses})


def _certificate(secret: Mapping[str, str]) -> dict[str, str]:
    if not {"certificate", "privateKey"} <= set(secret) or _is_pbes2(secret["privateKey"]):
        raise ProblemError.credentials()
    options = {
        "ssl.certificate.pem": secret["certificate"],
        "ssl.key.pem": secret["privateKey"],
    }
    if "privateKeyPassword" in secret:
        options["ssl.key.password"] = secret["privateKeyPassword"]
    return options


def _is_pbes2(private_key: str) -> bool:
    """Whether a key in PEM is encrypted as Lambda does not read it; OpenSSL and ACM do it so."""
    header, _, rest = private_key.partition("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    if header == private_key:
        return False
    return _PBES2 in base64.b64decode(rest.partition("-----END")[0])


def _scram(secret: Mapping[str, str]) -> dict[str, str]:
    if not {"username", "password"} <= set(secret):
        raise ProblemError.credentials()
    return {
        "sasl.mechanisms": "SCRAM-SHA-512",
        "sasl.username": secret["username"],
        "sasl.password": secret["password"],
    }


def _token(credentials: Credentials, region: str) -> tuple[str, float]:
    """A signed token as AWS's own signers make them, and when it ends in seconds since 1970."""
    action = "kafka-cluster%3AConnect"
    request = AWSRequest("GET", f"https://kafka.{region}.amazonaws.com/?Action={action}")
    SigV4QueryAuth(credentials, "kafka-cluster", region, expires=_TOKEN_SECONDS).add_auth(request)
    url = f"{request.url}&User-Agent=msk-local-event-source-mapping"
    token = base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return token, time.time() + _TOKEN_SECONDS

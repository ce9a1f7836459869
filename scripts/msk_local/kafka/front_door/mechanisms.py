"""The SASL mechanisms of the listeners: each turns a client's messages into a `Client`."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.access.authorizer import Caller
from msk_local.kafka.access.failure import AuthenticationError
from msk_local.kafka.access.quotas import QuotaStore
from msk_local.kafka.access.resources import ClusterResources
from msk_local.kafka.access.scram import ScramConversation
from msk_local.kafka.access.sigv4 import SignedConnect
from msk_local.kafka.authentication import Authentication
from msk_local.kafka.front_door.client import Client
from msk_local.kafka.front_door.permissions import AclPermissions, PolicyPermissions, Statements
from msk_local.kafka.identities import Identities

_OAUTHBEARER = re.compile(r"[ny],(?:a=[^,]*)?,\x01(?P<pairs>.*)\x01", re.DOTALL)
_BEARER = re.compile(r"bearer (?P<token>[A-Za-z0-9_\-=]+)", re.IGNORECASE)
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Gate:
    """What every mechanism needs to know about the cluster it lets clients into.

    Attributes:
        cluster_arn: The cluster.
        identities: Its account.
        acls: What clients may do that do not come by IAM.
        quotas: How much clients may do, however they come.
        now: The present, with a time zone.
    """

    cluster_arn: str
    identities: Identities
    acls: AclStore
    quotas: QuotaStore
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)

    @property
    def resources(self) -> ClusterResources:
        """The cluster's ARNs."""
        return ClusterResources.of(self.cluster_arn)

    def client_without_iam(self, principal: str, host: str) -> Client:
        """A client whose permissions are Kafka's ACLs."""
        return Client(principal, AclPermissions(self.acls, Caller(principal, host)))


class Mechanism(Protocol):
    """One conversation with one client; may block, so it runs in a thread."""

    def step(self, message: bytes) -> tuple[bytes, Client | None]:
        """The server's next message, and the client once it is authenticated.

        Raises:
            AuthenticationError: The client is refused.
        """


class ScramSha512:
    """SCRAM-SHA-512 with the users associated with the cluster."""

    def __init__(self, gate: Gate, host: str) -> None:
        self._gate = gate
        self._host = host
        arn = gate.cluster_arn
        self._conversation = ScramConversation(lambda n: gate.identities.scram_password(arn, n))
        self._begun = False

    def step(self, message: bytes) -> tuple[bytes, Client | None]:
        """Salt first, then the proof."""
        if not self._begun:
            self._begun = True
            return self._conversation.begin(message), None
        answer = self._conversation.finish(message)
        principal = f"User:{self._conversation.username}"
        return answer, self._gate.client_without_iam(principal, self._host)


class OauthBearer:
    """OAUTHBEARER with a token of the AWS signer libraries."""

    def __init__(self, gate: Gate, _host: str) -> None:
        self._gate = gate

    def step(self, message: bytes) -> tuple[bytes, Client | None]:
        """The one message carries the token."""
        found = _OAUTHBEARER.fullmatch(message.decode("utf-8", errors="replace"))
        pairs = found["pairs"].split("\x01") if found else []
        fields = dict(pair.partition("=")[::2] for pair in pairs if pair)
        bearer = _BEARER.fullmatch(fields.get("auth", ""))
        if bearer is None:
            raise AuthenticationError("the OAUTHBEARER message carries no bearer token")
        region = self._gate.resources.region
        signed = SignedConnect.from_oauthbearer(bearer["token"], region=region)
        return b"", admit(signed, self._gate)


class AwsMskIam:
    """AWS_MSK_IAM, the mechanism of ``aws-msk-iam-auth``."""

    def __init__(self, gate: Gate, _host: str) -> None:
        self._gate = gate

    def step(self, message: bytes) -> tuple[bytes, Client | None]:
        """The one message is the signed request; the answer names a request id."""
        signed = SignedConnect.from_json(message)
        if signed.host not in _LOOPBACK_HOSTS:
            raise AuthenticationError("the request is signed for another host than the broker's")
        client = admit(signed, self._gate)
        answer = {"version": "2020_10_22", "request-id": str(uuid.uuid4())}
        return json.dumps(answer).encode(), client


def admit(signed: SignedConnect, gate: Gate) -> Client:
    """The client behind a signed request, if its policies let it connect.

    Raises:
        AuthenticationError: The signature does not hold, or ``kafka-cluster:Connect`` is missing.
    """
    resources = gate.resources
    access_key_id, identity, expires = signed.verify(
        region=resources.region, identity_of=gate.identities.iam_identity, now=gate.now()
    )

    def statements_now() -> Statements:
        owner = gate.identities.iam_identity(access_key_id)
        return owner.statements if owner else ()

    permissions = PolicyPermissions(statements_now, resources)
    permissions.read()
    if not permissions.may_connect():
        raise AuthenticationError(
            f"{identity.principal_arn} is not allowed kafka-cluster:Connect on {resources.cluster}"
        )
    return Client(f"User:{identity.principal_arn}", permissions, expires)


MECHANISMS: Mapping[Authentication, Mapping[str, Callable[[Gate, str], Mechanism]]] = {
    Authentication.IAM: {"OAUTHBEARER": OauthBearer, "AWS_MSK_IAM": AwsMskIam},
    Authentication.SCRAM: {"SCRAM-SHA-512": ScramSha512},
}
"""The mechanisms each listener offers, made for a client's address.

A listener that is not here has no SASL.
"""

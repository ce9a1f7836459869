"""MSK's IAM handshake: a presigned ``kafka-cluster:Connect`` request, verified as MSK does.

Two forms travel: a URL in base64 (OAUTHBEARER, from the AWS signer libraries) and one JSON object
(AWS_MSK_IAM, from ``aws-msk-iam-auth``). Both are the same Signature Version 4 query:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, quote, urlsplit

from msk_local.kafka.access.failure import AuthenticationError
from msk_local.kafka.identities import IamIdentity

_ACTION = "kafka-cluster:Connect"
_ALGORITHM = "AWS4-HMAC-SHA256"
_SERVICE = "kafka-cluster"
_TERMINATOR = "aws4_request"
_DATE_FORMAT = "%Y%m%dT%H%M%SZ"
_LONGEST_LIFE = dt.timedelta(seconds=900)
_CLOCK_SKEW = dt.timedelta(minutes=5)
_JSON_VERSION = "2020_10_22"
_JSON_NAMES = {
    "action": "Action",
    "x-amz-algorithm": "X-Amz-Algorithm",
    "x-amz-credential": "X-Amz-Credential",
    "x-amz-date": "X-Amz-Date",
    "x-amz-expires": "X-Amz-Expires",
    "x-amz-security-token": "X-Amz-Security-Token",
    "x-amz-signature": "X-Amz-Signature",
    "x-amz-signedheaders": "X-Amz-SignedHeaders",
}


@dataclass(frozen=True)
class SignedConnect:
    """A signed request to connect, not verified yet.

    Attributes:
        host: The host that was signed.
        parameters: The query by name, the signature included.
    """

    host: str
    parameters: Mapping[str, str]

    @classmethod
    def from_oauthbearer(cls, token: str, *, region: str) -> Self:
        """The request in the token an AWS signer library made.

        Raises:
            AuthenticationError: It is no such token, or made for another region.
        """
        try:
            padded = token + "=" * (-len(token) % 4)
            url = urlsplit(base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii"))
            pairs = parse_qsl(url.query, keep_blank_values=True, strict_parsing=True)
        except (ValueError, binascii.Error) as error:
            raise AuthenticationError("the token is not a presigned URL in base64") from error
        if (url.scheme, url.path) != ("https", "/"):
            raise AuthenticationError("the token is not a presigned URL of Amazon MSK")
        if url.netloc != f"kafka.{region}.amazonaws.com":
            raise AuthenticationError(f"the token is signed for another region than {region}")
        return cls(url.netloc, _unique([pair for pair in pairs if pair[0] != "User-Agent"]))

    @classmethod
    def from_json(cls, payload: bytes) -> Self:
        """The request in the one message of the AWS_MSK_IAM mechanism.

        Raises:
            AuthenticationError: It is no such message.
        """
        try:
            fields = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise AuthenticationError("the AWS_MSK_IAM message is not JSON") from error
        if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
            raise AuthenticationError("the AWS_MSK_IAM message is not one object of strings")
        if fields.get("version") != _JSON_VERSION:
            raise AuthenticationError(f"the AWS_MSK_IAM message is not version {_JSON_VERSION}")
        pairs = [(_JSON_NAMES[name], text) for name, text in fields.items() if name in _JSON_NAMES]
        return cls(fields.get("host", ""), _unique(pairs))

    def verify(
        self,
        *,
        region: str,
        identity_of: Callable[[str], IamIdentity | None],
        now: dt.datetime,
    ) -> tuple[str, IamIdentity, dt.datetime]:
        """Access key id and owner of the signature, and when it expires.

        Args:
            region: The cluster's.
            identity_of: Finds the owner of an access key id.
            now: The present, with a time zone.

        Raises:
            AuthenticationError: Any part of the signature does not hold.
        """
        self._expect("Action", _ACTION)
        self._expect("X-Amz-Algorithm", _ALGORITHM)
        self._expect("X-Amz-SignedHeaders", "host")
        expiry = self._expiry(now)
        access_key_id, *scope = self._parameter("X-Amz-Credential").split("/")
        day = self._parameter("X-Amz-Date")[:8]
        if scope != [day, region, _SERVICE, _TERMINATOR]:
            raise AuthenticationError(
                f"the credential scope must be {day}/{region}/{_SERVICE}/{_TERMINATOR}"
            )
        identity = identity_of(access_key_id)
        expected_token = identity.session_token if identity else None
        genuine = (
            identity is not None
            and _same(self._signature(identity.secret_access_key, scope), self._given_signature())
            and _same(self.parameters.get("X-Amz-Security-Token", ""), expected_token or "")
        )
        if identity is None or not genuine:
            raise AuthenticationError("the signature or the access key is not valid")
        return access_key_id, identity, expiry

    def _parameter(self, name: str) -> str:
        try:
            return self.parameters[name]
        except KeyError:
            raise AuthenticationError(f"the signed request has no {name}") from None

    def _given_signature(self) -> str:
        return self._parameter("X-Amz-Signature")

    def _expect(self, name: str, value: str) -> None:
        if self._parameter(name) != value:
            raise AuthenticationError(f"{name} of the signed request must be {value}")

    def _expiry(self, now: dt.datetime) -> dt.datetime:
        try:
            signed = dt.datetime.strptime(self._parameter("X-Amz-Date"), _DATE_FORMAT)
            life = dt.timedelta(seconds=int(self._parameter("X-Amz-Expires")))
        except (ValueError, OverflowError) as error:
            raise AuthenticationError("X-Amz-Date or X-Amz-Expires cannot be read") from error
        signed = signed.replace(tzinfo=dt.UTC)
        if not dt.timedelta(0) < life <= _LONGEST_LIFE:
            raise AuthenticationError("X-Amz-Expires must be 1 to 900 seconds")
        if signed > now + _CLOCK_SKEW:
            raise AuthenticationError("the signature is from the future")
        if signed + life < now:
            raise AuthenticationError("the signature has expired")
        return signed + life

    def _signature(self, secret_access_key: str, scope: list[str]) -> str:
        query = "&".join(
            f"{_encode(name)}={_encode(value)}"
            for name, value in sorted(self.parameters.items())
            if name != "X-Amz-Signature"
        )
        no_body = hashlib.sha256(b"").hexdigest()
        canonical = f"GET\n/\n{query}\nhost:{self.host}\n\nhost\n{no_body}"
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        date = self._parameter("X-Amz-Date")
        to_sign = f"{_ALGORITHM}\n{date}\n{'/'.join(scope)}\n{digest}"
        key = f"AWS4{secret_access_key}".encode()
        for part in scope:
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, to_sign.encode(), "sha256").hex()


def _unique(pairs: list[tuple[str, str]]) -> Mapping[str, str]:
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise AuthenticationError("the signed request names a parameter twice")
    return parameters


def _encode(text: str) -> str:
    return quote(text, safe="-_.~")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())

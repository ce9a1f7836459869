"""Copies a certificate that ACM has issued, with its private key, into a secret.

CloudFormation calls it at deployment; EventBridge after a renewal and once a day. All three lead to
the same state, so that no call can come twice, too late or in the wrong order. The secret changes
in one step: it holds the former certificate and key, or the new ones.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

from .cloudformation import Context, Created, NotYet, Properties, serve, wait_for
from .private_key import decrypted

_COMING = frozenset({"PENDING_VALIDATION"})
_ISSUED = "ISSUED"


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation, or do what a rule of EventBridge says.

    Deleting leaves the secret as it is: it goes with its own resource, or stays with its value.
    """
    if "ResponseURL" in event:
        serve(event, context, apply=copy)
    else:
        wait_for(lambda: copy(event), context)


def copy(properties: Properties) -> Created:
    """Make the secret hold the certificate as it is now.

    Raises:
        NotYet: The certificate is not issued yet.
        RuntimeError: It never will be.
        ValueError: Its key is encrypted in a way that is not known here.
    """
    certificate_arn, secret_arn = properties["CertificateArn"], properties["SecretArn"]
    acm, store = boto3.client("acm"), boto3.client("secretsmanager")
    _require_issued(acm, certificate_arn)
    if not _holds(store, secret_arn, _certificate(acm, certificate_arn)):
        value = json.dumps(_exported(acm, certificate_arn))
        store.put_secret_value(SecretId=secret_arn, SecretString=value)
    return Created(secret_arn, {"CertificateArn": certificate_arn})


def _require_issued(acm: Any, certificate_arn: str) -> None:
    described = acm.describe_certificate(CertificateArn=certificate_arn)["Certificate"]
    status = described["Status"]
    if status in _COMING:
        raise NotYet(f"{certificate_arn} is not issued yet, it is {status}")
    if status != _ISSUED:
        reason = described.get("FailureReason") or described.get("RevocationReason") or "no reason"
        raise RuntimeError(f"{certificate_arn} is {status} ({reason})")


def _certificate(acm: Any, certificate_arn: str) -> str:
    try:
        found: str = acm.get_certificate(CertificateArn=certificate_arn)["Certificate"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "RequestInProgressException":
            raise NotYet(f"{certificate_arn} is not issued yet") from None
        raise
    return found.strip()


def _holds(store: Any, secret_arn: str, certificate: str) -> bool:
    """Whether the secret has this certificate, and a key beside it."""
    try:
        text = store.get_secret_value(SecretId=secret_arn)["SecretString"]
        held = json.loads(text)
    except ClientError as error:
        # Of an empty secret and of one that is gone alike; writing tells the two apart.
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return False
    except (KeyError, ValueError):
        return False
    return (
        isinstance(held, dict)
        and str(held.get("certificate")).startswith(certificate)
        and "privateKey" in held
    )


def _exported(acm: Any, certificate_arn: str) -> dict[str, str]:
    """Certificate, chain and key; the passphrase ACM wants lives no longer than this call."""
    passphrase = secrets.token_urlsafe(32).encode()
    exported = acm.export_certificate(CertificateArn=certificate_arn, Passphrase=passphrase)
    chain = (exported["Certificate"], exported.get("CertificateChain") or "")
    return {
        "certificate": "\n".join(part.strip() for part in chain if part) + "\n",
        "privateKey": decrypted(exported["PrivateKey"], passphrase),
    }

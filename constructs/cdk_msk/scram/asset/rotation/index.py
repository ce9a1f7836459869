"""The four steps in which Secrets Manager rotates a secret.

Kafka knows one password for each user, and a cluster takes minutes to learn a new one. Therefore a
client has two Kafka users that take turns: a rotation gives a new password to the one that is not
in use, waits until every broker knows it, and only then shows it to clients. What they have read
before works until the next rotation.

Each step may be repeated, and none relies on the one before: the secret that clients read changes
in one place, right after the brokers have accepted what they will read.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

import os
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import boto3

from .credentials import Credentials
from .errors import RotationError
from .secret import ClientSecret, give_to_cluster
from .sign_in import SECONDS, refusal

_PAUSE_SECONDS = 15.0


class Context(Protocol):
    """What of Lambda's context is used."""

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda stops the function."""


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Do one step of a rotation.

    Args:
        event: Secrets Manager's: which step, of which secret, to which version.
        context: Lambda's.

    Raises:
        RotationError: The step is not done; Secrets Manager tries again.
        ClientError: AWS refused a call; Secrets Manager tries again.
    """
    step = _STEPS.get(event["Step"])
    if step is None:
        msg = f"unknown step {event['Step']!r}"
        raise RotationError(msg)
    secrets = boto3.client("secretsmanager")
    secret = ClientSecret.being_rotated(secrets, event["SecretId"], event["ClientRequestToken"])
    if not secret.is_rotated:
        step(secret, secrets, context)


def _create(secret: ClientSecret, secrets: Any, context: Context) -> None:  # noqa: ARG001 - as all steps
    """Decide on the user who is not in use, and a new password."""
    if secret.pending is None:
        secret.put_pending(secret.current.successor())


def _set(secret: ClientSecret, secrets: Any, context: Context) -> None:  # noqa: ARG001 - as all steps
    """Tell the cluster."""
    pending = _decided(secret)
    if pending.username == secret.current.username:
        msg = (
            f"{pending.username} is in use, so its password must not change: the current version "
            "was changed during the rotation. Take AWSPENDING from this version and rotate anew"
        )
        raise RotationError(msg)
    give_to_cluster(secrets, os.environ["SECRET_PREFIX"] + pending.username, pending)


def _test(secret: ClientSecret, secrets: Any, context: Context) -> None:  # noqa: ARG001 - as all steps
    """Wait until every broker knows."""
    _wait_until_accepted(_decided(secret), context)


def _finish(secret: ClientSecret, secrets: Any, context: Context) -> None:  # noqa: ARG001 - as all steps
    """Tell clients. Not without another look: a step may be called by anybody, at any time."""
    _wait_until_accepted(_decided(secret), context)
    secret.make_current()


_STEPS: Mapping[str, Callable[[ClientSecret, Any, Context], None]] = {
    "createSecret": _create,
    "setSecret": _set,
    "testSecret": _test,
    "finishSecret": _finish,
}


def _decided(secret: ClientSecret) -> Credentials:
    pending = secret.pending
    if pending is None:
        msg = "the version to rotate to has no value; createSecret gives it one"
        raise RotationError(msg)
    return pending


def _wait_until_accepted(credentials: Credentials, context: Context) -> None:
    """Sign in to each broker until it works. A changed secret takes MSK up to ten minutes.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-password-users.html
    """
    waiting = os.environ["BOOTSTRAP_BROKERS"].split(",")
    attempt_seconds = SECONDS * len(waiting)
    while True:
        refusals = {broker: refusal(broker, credentials) for broker in waiting}
        waiting = [broker for broker, reason in refusals.items() if reason]
        if not waiting:
            return
        remaining = context.get_remaining_time_in_millis() / 1000
        if remaining < _PAUSE_SECONDS + 2 * attempt_seconds:
            reasons = "; ".join(reason for reason in refusals.values() if reason)
            msg = f"{credentials.username} cannot sign in yet: {reasons}"
            raise RotationError(msg)
        time.sleep(_PAUSE_SECONDS)

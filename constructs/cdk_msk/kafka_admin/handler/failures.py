"""What the errors of Kafka's client mean for a request of CloudFormation."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handler.cloudformation import NotYet
from kafka import errors


class Refused(Exception):  # noqa: N818 - CloudFormation shows the name: who refused, not what erred
    """What the cluster refuses for good."""


class NotPermitted(NotYet):
    """The cluster does not let the function in, or not yet: IAM takes a while to spread."""


@contextmanager
def translated() -> Iterator[None]:
    """Say in one line what an error of Kafka's client means for the request."""
    try:
        yield
    except errors.KafkaError as error:
        name = type(error).__name__
        words = " ".join(map(str, error.args)).removeprefix(f"{name}: ").split()
        reason = " ".join([f"{name}:", *words])
        if isinstance(error, errors.AuthorizationError | errors.SaslAuthenticationFailedError):
            raise NotPermitted(reason) from error
        # A topic that was deleted a moment ago, or created by a request that seemed to fail.
        if error.retriable or isinstance(error, errors.TopicAlreadyExistsError):
            raise NotYet(reason) from error
        raise Refused(reason) from error
    except RuntimeError as error:  # how the client says that the controller has just moved
        raise NotYet(str(error)) from error


def require(code: int, message: str | None = None) -> None:
    """Raise the KafkaError that `code` stands for, unless it stands for none."""
    if code != errors.NoError.errno:
        kind: Any = errors.for_code(code)
        raise kind(message or kind.description)

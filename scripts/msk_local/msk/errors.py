"""What the MSK API answers instead of a result."""

from typing import Final

from msk_local.protocols import ServiceError

_STATUS: Final = {
    "BadRequestException": 400,
    "KafkaRequestException": 400,
    "ForbiddenException": 403,
    "NotFoundException": 404,
    "UnknownTopicOrPartitionException": 404,
    "ConflictException": 409,
    "TopicExistsException": 409,
    "ClusterConnectivityException": 409,
    "KafkaTimeoutException": 409,
    "ControllerMovedException": 409,
    "NotControllerException": 409,
    "ReassignmentInProgressException": 409,
    "GroupSubscribedToTopicException": 409,
    "InternalServerErrorException": 500,
    "ServiceUnavailableException": 503,
}


class MskError(ServiceError):
    """One of the exceptions the service model of MSK declares.

    Args:
        code: Name of the exception, ``BadRequestException`` for example.
        message: What went wrong, in MSK's own words where they are known.
        parameter: The parameter at fault, in the casing of the wire. Absent: none is named.
    """

    def __init__(self, code: str, message: str, *, parameter: str | None = None) -> None:
        members = {} if parameter is None else {"invalidParameter": parameter}
        super().__init__(code, message, status=_STATUS[code], members=members)


def bad_request(message: str, *, parameter: str | None = None) -> MskError:
    """A request MSK understands and refuses."""
    return MskError("BadRequestException", message, parameter=parameter)


def not_found(parameter: str | None = None) -> MskError:
    """A well-formed ARN that names nothing."""
    return MskError(
        "NotFoundException", "The requested resource doesn't exist.", parameter=parameter
    )


def stale_version() -> MskError:
    """A change that was made for an older state of the cluster."""
    return bad_request(
        "The version of the cluster isn't current. Check the current version and try again.",
        parameter="currentVersion",
    )


def not_active() -> MskError:
    """A change of a cluster that is being changed, made or deleted."""
    return bad_request(
        "This operation is only valid for resources that are in one of the following states"
        " :[ACTIVE]",
        parameter="clusterArn",
    )


def conflict(message: str, *, parameter: str | None = None) -> MskError:
    """A request that contradicts what exists."""
    return MskError("ConflictException", message, parameter=parameter)


def stopped() -> MskError:
    """A request that comes, or is still being answered, while everything ends."""
    return MskError("ServiceUnavailableException", "The local cloud is being stopped.")

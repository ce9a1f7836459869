"""How CloudFormation refuses a request and how a resource fails."""

from botocore.exceptions import ClientError

from msk_local.protocols.errors import ServiceError


class ResourceError(Exception):
    """A resource could not be created, updated or deleted.

    Its text becomes the `ResourceStatusReason` of the resource's event.
    """


def validation_error(message: str) -> ServiceError:
    """The error for almost everything CloudFormation refuses."""
    return ServiceError("ValidationError", message)


def failure_reason(error: Exception) -> str:
    """Why a resource failed, worded as CloudFormation's resource handlers do."""
    if isinstance(error, ClientError):
        details = error.response["Error"]
        return (
            f'Resource handler returned message: "{details.get("Message", "")} '
            f'(Operation: {error.operation_name})" (HandlerErrorCode: {details.get("Code", "")})'
        )
    if isinstance(error, ResourceError | ServiceError):
        return str(error)
    return f'Resource handler returned message: "{type(error).__name__}: {error}"'


def means_gone(error: Exception) -> bool:
    """Whether a deletion failed only because there was nothing left to delete."""
    if not isinstance(error, ClientError):
        return False
    code = str(error.response["Error"].get("Code", ""))
    return any(word in code for word in ("NotFound", "NoSuch", "NonExistent", "DoesNotExist"))

"""Reading what a request says a stack is to be."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from msk_local.cloudformation.errors import validation_error
from msk_local.cloudformation.graph import dependencies, in_order
from msk_local.cloudformation.parameters import parameter_values
from msk_local.cloudformation.plan import check_types
from msk_local.cloudformation.stack import Revision
from msk_local.cloudformation.template import Template, parse_template
from msk_local.protocols.errors import ServiceError
from msk_local.server import Endpoint

_NAMED = ("RoleName", "ManagedPolicyName", "UserName", "GroupName", "InstanceProfileName")


def read_revision(
    request: Mapping[str, Any], previous: Revision | None, endpoint: Endpoint
) -> Revision:
    """The template, parameters and tags of a request to create or change a stack.

    Raises:
        ServiceError: The template or the parameters are refused.
    """
    template = read_template(request, previous, endpoint)
    in_order(dependencies(template))
    check_types(template, endpoint.region)
    _check_capabilities(template, request.get("Capabilities", []))
    parameters = parameter_values(
        template,
        request.get("Parameters", []),
        previous.parameters if previous else {},
        endpoint,
    )
    tags = {tag["Key"]: tag["Value"] for tag in request.get("Tags", [])}
    return Revision(template, parameters, tags)


def read_template(
    request: Mapping[str, Any], previous: Revision | None, endpoint: Endpoint
) -> Template:
    """The template of a request: its text, its address in S3, or the stack's previous one.

    Raises:
        ServiceError: There is none, or it cannot be read.
    """
    if request.get("TemplateBody"):
        return parse_template(request["TemplateBody"])
    if request.get("TemplateURL"):
        return parse_template(_download(request["TemplateURL"], endpoint))
    if request.get("UsePreviousTemplate") and previous is not None:
        return previous.template
    raise validation_error("Either Template URL or Template Body must be specified.")


def _download(url: str, endpoint: Endpoint) -> str:
    parts = urlsplit(url)
    bucket, _, key = parts.path.lstrip("/").partition("/")
    if ".s3." in (parts.hostname or "") or ".s3-" in (parts.hostname or ""):
        bucket, key = str(parts.hostname).split(".s3", 1)[0], parts.path.lstrip("/")
    s3 = endpoint.client("s3")
    try:
        found: bytes = s3.get_object(Bucket=bucket, Key=unquote(key))["Body"].read()
    except s3.exceptions.ClientError as error:
        raise validation_error(f"S3 error: {error.response['Error']['Message']}") from None
    return found.decode()


def _check_capabilities(template: Template, granted: list[str]) -> None:
    iam = [one for one in template.resources.values() if one.type.startswith("AWS::IAM::")]
    named = any(key in one.properties for one in iam for key in _NAMED)
    required = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
    if iam and not {required, "CAPABILITY_NAMED_IAM"} & set(granted):
        raise ServiceError(
            "InsufficientCapabilitiesException", f"Requires capabilities : [{required}]"
        )

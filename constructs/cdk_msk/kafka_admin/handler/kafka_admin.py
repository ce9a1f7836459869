"""Gives each request of CloudFormation to what handles its type of resource."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from handler.cloudformation import Context, Properties, serve

from . import client_quota, principal_acls, topic

_HANDLERS: Mapping[str, Callable[[Mapping[str, Any], Context], None]] = {
    "Custom::MskAcls": principal_acls.handle,
    "Custom::MskClientQuota": client_quota.handle,
    "Custom::MskTopic": topic.handle,
}


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation; one for another type of resource is refused."""
    kind = event.get("ResourceType", "")

    def refuse(_: Properties) -> NoReturn:
        msg = f"there is no handler for {kind}; there are ones for {', '.join(_HANDLERS)}"
        raise LookupError(msg)

    handler = _HANDLERS.get(kind)
    if handler:
        handler(event, context)
    else:
        serve(event, context, apply=refuse)

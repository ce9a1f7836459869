"""What it takes to provision one type of resource."""

import secrets
import string
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from msk_local.cloudformation.errors import ResourceError
from msk_local.server import Endpoint

_ALPHABET = string.ascii_uppercase + string.digits


class UnsupportedUpdateError(ResourceError):
    """A change that was refused before anything was changed."""


@dataclass(frozen=True)
class Outcome:
    """A resource that exists.

    Attributes:
        physical_id: What `Ref` returns.
        attributes: What `Fn::GetAtt` returns, by dotted name.
    """

    physical_id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """The surroundings a resource is provisioned in.

    Attributes:
        endpoint: The cloud it is provisioned in.
        stack_id: ARN of its stack.
        stack_name: Name of its stack.
        logical_id: Its name in the template.
        resource_type: Its type in the template.
        tags: The stack's own tags, which every taggable resource inherits.
        record: Tells the stack the physical id as soon as it is known, so that a creation that
            fails later is still cleaned up.
        callbacks: Where custom resources answer.
    """

    endpoint: Endpoint
    stack_id: str
    stack_name: str
    logical_id: str
    resource_type: str
    tags: Mapping[str, str]
    record: Callable[[str], None]
    callbacks: Any = None

    def client(self, service: str) -> Any:
        """The boto3 client of a service."""
        return self.endpoint.client(service)

    def name(self, *, limit: int = 128, lower: bool = False) -> str:
        """A name for a resource whose template gives none: stack, logical id, twelve at random."""
        suffix = "".join(secrets.choice(_ALPHABET) for _ in range(12))
        room = limit - len(suffix) - 2
        logical_id = self.logical_id[: room // 2]
        stack = self.stack_name[: room - len(logical_id)]
        name = f"{stack}-{logical_id}-{suffix}"
        return name.lower() if lower else name

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource in this account and region."""
        return self.endpoint.arn(service, resource)

    def tagged(self, properties: Mapping[str, Any], key: str = "Tags") -> list[dict[str, str]]:
        """The tags of a resource, the stack's included, as a list of Key and Value."""
        return [{"Key": k, "Value": v} for k, v in self.tag_map(properties, key).items()]

    def tag_map(self, properties: Mapping[str, Any], key: str = "Tags") -> dict[str, str]:
        """The tags of a resource, the stack's included, as a mapping."""
        own = properties.get(key) or {}
        if isinstance(own, list):
            own = {tag["Key"]: tag["Value"] for tag in own}
        return {**self.tags, **own}


class Provisioner(ABC):
    """Creates, updates and deletes resources of one type through the service's own API."""

    types: ClassVar[tuple[str, ...]]
    """The CloudFormation types it provisions."""
    attributes_may_change: ClassVar[bool] = False
    """Whether an update in place can change what `Fn::GetAtt` returns."""

    @abstractmethod
    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the resource and waits until it can be used."""

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes the resource in place from `old` to `new`. Absent: the type cannot do that."""
        changed = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
        raise UnsupportedUpdateError(
            f"the local cloud cannot change {', '.join(changed)} of {context.resource_type} "
            "in place"
        )

    @abstractmethod
    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Removes the resource; "not found" counts as success."""

    def replaces(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Whether going from `old` to `new` takes a new resource, beyond what the schema says."""
        return False


class PutProvisioner(Provisioner):
    """A type whose API overwrites: creating and updating are the same call."""

    @abstractmethod
    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the resource what `properties` say."""

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts it."""
        return self.put(properties, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts it again."""
        return self.put(new, context)

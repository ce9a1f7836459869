"""Sets, changes and removes the quotas of one kind of client for CloudFormation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Self
from urllib.parse import quote

from handler.cloudformation import Context, Created, LeftBehind, Properties, serve

from .connection import is_gone
from .failures import Refused
from .patience import patiently
from .quotas import Entity, quotas_of

# CloudFormation takes 1024 characters, some of which are the cluster's ARN.
_LONGEST = 512


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """The quotas of an entity as they should be.

    Attributes:
        cluster_arn: Of the cluster they belong to.
        bootstrap_brokers: Where that cluster is.
        entity: Whose they are: a user, a client id, or both; None is Kafka's default.
        limits: The quotas that are declared; no other is anybody's business here.
    """

    cluster_arn: str
    bootstrap_brokers: str
    entity: Entity
    limits: Mapping[str, float]

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> Self:
        """Read `properties`, in which CloudFormation has made every number a text.

        An entity is ``[{"Type": "user", "Name": "orders"}]``, the default one has no name.
        """
        return cls(
            cluster_arn=properties["ClusterArn"],
            bootstrap_brokers=properties["BootstrapBrokers"],
            entity={part["Type"]: part.get("Name") for part in properties["Entity"]},
            limits={key: float(value) for key, value in properties["Limits"].items()},
        )

    @property
    def physical_id(self) -> str:
        """Another entity or cluster is another resource: the former is deleted afterwards."""
        parts = "".join(
            f"/{kind}/{'<default>' if name is None else quote(name, safe='')}"
            for kind, name in self.entity.items()
        )
        if len(parts) > _LONGEST:
            parts = f"/{sha256(parts.encode()).hexdigest()}"
        return f"{self.cluster_arn}/quota{parts}"


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation."""
    change = _Change(event)
    serve(
        event,
        context,
        apply=patiently(change.apply, context, take_back=change.take_back),
        remove=patiently(remove, context),
    )


def remove(properties: Properties) -> None:
    """Remove the declared quotas, or do nothing when they went with their cluster.

    Raises:
        Refused: The cluster does not remove them.
        NotYet: The cluster is busy, out of reach, or does not let the function in.
    """
    gone = Declaration.of(properties)
    if is_gone(gone.bootstrap_brokers):
        print(f"{gone.cluster_arn} is gone, and its quotas with it")
        return
    with quotas_of(gone.bootstrap_brokers) as quotas:
        quotas.alter(gone.entity, dict.fromkeys(gone.limits))


class _Change:
    """One request to make the quotas of an entity what is declared."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        self._event = event
        self._before: Mapping[str, float] | None = None

    @cached_property
    def _wanted(self) -> Declaration:
        return Declaration.of(self._event["ResourceProperties"])

    @cached_property
    def _former(self) -> frozenset[str]:
        """The quotas declared before, unless they were another entity's or cluster's."""
        if "OldResourceProperties" not in self._event:
            return frozenset()
        former = Declaration.of(self._event["OldResourceProperties"])
        same = former.physical_id == self._wanted.physical_id
        return frozenset(former.limits if same else ())

    def apply(self, _: Properties) -> Created:
        """Set what is declared and remove what no longer is, at once.

        Raises:
            Refused: The cluster does not take the quotas.
            NotYet: The cluster is busy, out of reach, or does not let the function in.
        """
        wanted = self._wanted
        withdrawn = dict.fromkeys(self._former - wanted.limits.keys())
        with quotas_of(wanted.bootstrap_brokers) as quotas:
            if self._before is None:
                self._before = quotas.of(wanted.entity)
            quotas.alter(wanted.entity, {**wanted.limits, **withdrawn})
        return Created(wanted.physical_id, {})

    def take_back(self, reason: str) -> None:
        """Set the quotas that there were before the first attempt: it may have been answered late.

        Raises:
            LeftBehind: It did not work; with a new resource, CloudFormation shall delete it.
        """
        if self._before is None:  # nothing has been done
            return
        touched = self._wanted.limits.keys() | self._former
        try:
            with quotas_of(self._wanted.bootstrap_brokers) as quotas:
                quotas.alter(
                    self._wanted.entity, {key: self._before.get(key) for key in sorted(touched)}
                )
        except Exception as error:
            left = f"{reason}; and this could not be taken back: {error}"
            if self._event["RequestType"] == "Create":
                raise LeftBehind(left, self._wanted.physical_id) from error
            raise Refused(left) from error

"""Adds, changes and removes the ACLs of one principal for CloudFormation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from handler.cloudformation import Context, Created, LeftBehind, Properties, serve

from .acls import acls_of
from .binding import Binding
from .connection import is_gone
from .failures import Refused
from .patience import patiently


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """The ACLs of a principal as they should be.

    Attributes:
        cluster_arn: Of the cluster they belong to.
        bootstrap_brokers: Where that cluster is.
        principal: Whose they are.
        bindings: The entries that are declared; no other is anybody's business here.
    """

    cluster_arn: str
    bootstrap_brokers: str
    principal: str
    bindings: frozenset[Binding]

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> Self:
        """Read the properties of a custom resource."""
        principal = properties["Principal"]
        return cls(
            cluster_arn=properties["ClusterArn"],
            bootstrap_brokers=properties["BootstrapBrokers"],
            principal=principal,
            bindings=frozenset(
                binding
                for rule in properties.get("Rules", ())
                for binding in Binding.read(principal, rule)
            ),
        )

    @property
    def physical_id(self) -> str:
        """Another principal or cluster is another resource: the former is deleted afterwards."""
        return f"{self.cluster_arn}/acls/{self.principal}"


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
    """Remove the declared entries, or do nothing when they went with their cluster.

    What fails half-way is not taken back: access that was closed stays closed.

    Raises:
        Refused: The cluster does not remove them.
        NotYet: The cluster is busy, out of reach, or does not let the function in.
    """
    gone = Declaration.of(properties)
    if is_gone(gone.bootstrap_brokers):
        print(f"{gone.cluster_arn} is gone, and its ACLs with it")
        return
    with acls_of(gone.bootstrap_brokers) as acls:
        acls.remove(gone.bindings)


class _Change:
    """One request to make the ACLs of a principal what is declared."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        self._event = event
        self._before: frozenset[Binding] | None = None

    @cached_property
    def _wanted(self) -> Declaration:
        return Declaration.of(self._event["ResourceProperties"])

    @cached_property
    def _former(self) -> frozenset[Binding]:
        """The entries declared before, unless they were of another principal or cluster."""
        if "OldResourceProperties" not in self._event:
            return frozenset()
        former = Declaration.of(self._event["OldResourceProperties"])
        same = former.physical_id == self._wanted.physical_id
        return former.bindings if same else frozenset()

    def apply(self, _: Properties) -> Created:
        """Add what is declared, then remove what no longer is: access is never less than either.

        Raises:
            Refused: The cluster does not take an entry; the others may be there.
            NotYet: The cluster is busy, out of reach, or does not let the function in.
        """
        wanted, former = self._wanted.bindings, self._former
        with acls_of(self._wanted.bootstrap_brokers) as acls:
            if self._before is None:
                self._before = acls.present(wanted | former)
            acls.add(wanted)
            acls.remove(former - wanted)
        return Created(self._wanted.physical_id, {})

    def take_back(self, reason: str) -> None:
        """Give the cluster the entries back that it had before the first attempt, and no others.

        Raises:
            LeftBehind: It did not work; with a new resource, CloudFormation shall delete it.
        """
        if self._before is None:  # nothing has been done
            return
        try:
            with acls_of(self._wanted.bootstrap_brokers) as acls:
                acls.add(self._before)
                acls.remove((self._wanted.bindings | self._former) - self._before)
        except Exception as error:
            left = f"{reason}; and this could not be taken back: {error}"
            if self._event["RequestType"] == "Create":
                raise LeftBehind(left, self._wanted.physical_id) from error
            raise Refused(left) from error

"""A rule that says what a principal is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msk_model.acl import AclBinding
from msk_model.client import ClientShape, acl_bindings, check_client
from msk_model.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What a client of some kind is allowed.

    Attributes:
        client: What it does.
        host: From which address.
        arguments: What fields of the client are called as arguments of the rule, where that
            differs.
    """

    client: ClientShape
    host: str
    arguments: Mapping[str, str] = field(default_factory=dict, compare=False)

    def bindings(self, principal: str) -> Sequence[AclBinding]:
        """The entries for `principal`, no more than Kafka asks for."""
        return acl_bindings(self.client, principal, host=self.host)

    def findings(self) -> Iterator[Finding]:
        """What cannot work about the client."""
        for finding in check_client(self.client):
            if finding.rule == "client-does-something" and self.arguments:
                # Rules that have other arguments cannot be left without anything to do.
                yield replace(
                    finding, field="topics", must="name at least one topic", fix="add a name"
                )
                continue
            yield replace(finding, field=self.arguments.get(finding.field, finding.field))

    @property
    def names_by_use(self) -> Mapping[str, Sequence[str]]:
        """The names it is given, by what they are and what for."""
        client = self.client
        return {
            "produces": client.produces,
            "consumes": client.consumes,
            "groups": client.groups,
            "transactional_ids": client.transactional_ids,
            "administers": client.administers,
        }

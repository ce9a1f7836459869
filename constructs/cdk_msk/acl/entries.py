"""A rule that names operations, one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from msk_model.acl import CLUSTER_NAME, AclBinding, resource_pattern
from msk_model.client import check_names
from msk_model.finding import Finding, Severity
from msk_model.sources import developer_guide

_SOURCE = developer_guide("msk-acls")


@dataclass(frozen=True, kw_only=True)
class Entries:
    """Operations, one by one."""

    permission: str
    operations: tuple[str, ...]
    topics: tuple[str, ...]
    groups: tuple[str, ...]
    transactional_ids: tuple[str, ...]
    cluster: bool
    host: str

    _TYPES: ClassVar[Mapping[str, str]] = {
        "topics": "TOPIC",
        "groups": "GROUP",
        "transactional_ids": "TRANSACTIONAL_ID",
    }

    @property
    def names_by_use(self) -> Mapping[str, Sequence[str]]:
        """None: whoever names operations has the last word."""
        return {}

    def bindings(self, principal: str) -> Sequence[AclBinding]:
        """The entries for `principal`.

        Raises:
            ValueError: A type of resource does not take an operation, or Kafka would not match it.
        """
        resources = [
            (kind, resource_pattern(name))
            for field, kind in self._TYPES.items()
            for name in getattr(self, field)
        ]
        if self.cluster:
            resources.append(("CLUSTER", resource_pattern(CLUSTER_NAME)))
        return [
            AclBinding(
                principal=principal,
                resource_type=kind,
                resource_name=pattern.name,
                pattern_type=pattern.pattern_type,
                operation=operation,
                permission=self.permission,
                host=self.host,
            )
            for kind, pattern in resources
            for operation in self.operations
        ]

    def findings(self) -> Iterator[Finding]:
        """What cannot work about the operations."""
        for field in self._TYPES:
            yield from check_names(field, getattr(self, field))
        if not self.operations:
            yield _finding(
                "acl-rules-name-operations",
                "operations",
                (),
                "name at least one operation",
                "add operations=…",
            )
        if not (self.topics or self.groups or self.transactional_ids or self.cluster):
            yield _finding(
                "acl-rules-name-resources",
                "topics",
                (),
                "name what the operations are on",
                "add topics, groups or cluster=True",
            )
        brokers = {"CLUSTER_ACTION", "ALL"}.intersection(self.operations)
        if self.cluster and brokers:
            yield _finding(
                "cluster-action-is-for-brokers",
                "operations",
                sorted(brokers)[0],
                "leave CLUSTER_ACTION on the cluster to the brokers, who replicate with it: an "
                "entry about it can shut them out",
                "name the operations one by one, without it, or use AclRule.admin()",
            )


def _finding(rule: str, field: str, value: object, must: str, fix: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        field=field,
        value=value,
        must=must,
        fix=fix,
        source=_SOURCE,
    )

"""All ACLs of one principal on one cluster."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.acl.acl_rule import AclRule
from cdk_msk.checks import require
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.kafka_admin.kafka_admin import SERVICE_TIMEOUT_SECONDS, KafkaAdmin
from msk_model import FieldNames
from msk_model.acl import AclBinding
from msk_model.client import check_names
from msk_model.finding import Finding

# Lambda takes a request of 256 KB, in which an update has the rules twice.
_MOST_BYTES = 100_000


class PrincipalAcls(Construct):
    """The one custom resource that owns the entries of a principal.

    Two of them could each remove what the other declares.

    Attributes:
        resource: The custom resource.
    """

    def __init__(self, scope: Construct, *, cluster: Cluster, principal: str) -> None:
        """Define the resource, with no entries yet.

        Args:
            scope: Parent of this construct.
            cluster: Where the entries are.
            principal: Whose they are; the id of this construct is made of it.

        Raises:
            ValueError: The cluster is imported without its network.
        """
        super().__init__(scope, _id_of(principal))
        self._principal = principal
        self._bindings: set[AclBinding] = set()
        self._names: dict[str, list[str]] = {}
        admin = KafkaAdmin.of(cluster)
        self.resource = cdk.CfnResource(
            self,
            "Resource",
            type="Custom::MskAcls",
            properties={
                "ServiceToken": admin.function.function_arn,
                "ServiceTimeout": SERVICE_TIMEOUT_SECONDS,
                "ClusterArn": cluster.cluster_arn,
                "BootstrapBrokers": cluster.bootstrap_brokers_sasl_iam,
                "Principal": principal,
            },
        )
        admin.allow(self.resource, "AclAdministration", actions=["AlterCluster"])
        self.resource.apply_removal_policy(cdk.RemovalPolicy.DESTROY)

    def add(
        self, acl: Construct, rules: Sequence[AclRule], removal_policy: cdk.RemovalPolicy
    ) -> tuple[AclBinding, ...]:
        """Declare what `rules` of `acl` say, besides what is declared already.

        Returns:
            The entries of `rules`.

        Raises:
            ValueError: A rule cannot work, or there are too many.
        """
        self._require_workable(acl, rules)
        try:
            added = {binding for rule in rules for binding in rule.bindings(self._principal)}
        except ValueError as error:
            msg = f"{acl.node.path}: {error}"
            raise ValueError(msg) from error
        self._bindings |= added
        lines = rule_lines(self._bindings)
        size = sum(len(line.encode()) + len('"",') for line in lines)
        if size > _MOST_BYTES:
            raise ValueError(
                f"{acl.node.path}: rules of {self._principal!r} must fit into {_MOST_BYTES} bytes "
                f"together, got {size} in {len(lines)} lines; name topics by prefix, or share the "
                "work between principals"
            )
        self.resource.add_property_override("Rules", lines)
        if removal_policy is not cdk.RemovalPolicy.DESTROY:
            self.resource.apply_removal_policy(removal_policy)
        return tuple(sorted(added))

    def _require_workable(self, acl: Construct, rules: Sequence[AclRule]) -> None:
        findings: list[Finding] = []
        for position, rule in enumerate(rules):
            own = [replace(one, field=f"rules[{position}].{one.field}") for one in rule.findings()]
            findings += own
            if not own:
                findings += [
                    replace(one, field=f"rules[{position}]") for one in self._widening(rule)
                ]
        names = {one.field: FieldNames(argument=one.field, property="Rules") for one in findings}
        require(acl, findings, names)

    def _widening(self, rule: AclRule) -> Iterable[Finding]:
        """A wildcard beside a name that another rule of the principal grants for the same use."""
        for use, names in rule.names_by_use.items():
            together = self._names.setdefault(use, [])
            together += [name for name in names if name not in together]
            yield from check_names(use, together)


def rule_lines(bindings: Iterable[AclBinding]) -> list[str]:
    """Entries of one principal in the handler's words, sorted: a line for the same resources."""
    operations: dict[tuple[str, str, str, str, str], list[str]] = {}
    for one in sorted(bindings):
        resource = one.permission, one.host, one.resource_type, one.pattern_type, one.resource_name
        operations.setdefault(resource, []).append(one.operation)
    return [
        f"{permission} {','.join(sorted(operations[resource]))} {' '.join(rest)}"
        for resource in sorted(operations)
        for permission, *rest in [resource]
    ]


def _id_of(principal: str) -> str:
    """A name for a person, and a hash that tells principals apart that read alike."""
    readable = re.sub(r"[^A-Za-z0-9]", "", principal)[:40]
    return f"{readable}{sha256(principal.encode()).hexdigest()[:8]}"

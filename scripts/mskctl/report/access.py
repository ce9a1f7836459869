"""Who may do what on which cluster, topic, group and transactional id, as IAM policies say."""

import enum
import fnmatch
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msk_model.facts.iam_actions import all_actions
from msk_model.intrinsics import HOLE, members
from mskctl.report.assembly import Assembly, Placed, texts

UNKNOWN_NAME = "unknown"

_KINDS: list[str] = list(dict.fromkeys(action.resource for action in all_actions()))
_PREFIX = "kafka-cluster:"
_RESOURCE = re.compile(r"(?:^|:|\ufffd)(cluster|topic|group|transactional-id)/(.+)", re.DOTALL)
_POLICIES = {
    "AWS::IAM::Policy": ("Roles", "Users", "Groups"),
    "AWS::IAM::ManagedPolicy": ("Roles", "Users", "Groups"),
    "AWS::IAM::RolePolicy": ("RoleName",),
    "AWS::IAM::UserPolicy": ("UserName",),
    "AWS::IAM::GroupPolicy": ("GroupName",),
}
_PRINCIPALS = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")


class Verdict(enum.Enum):
    """What policies say about an action; of two, the later in this order holds."""

    UNKNOWN = "unknown"
    ALLOWED_IF = "allowed if"
    ALLOWED = "allowed"
    DENIED_IF = "denied if"
    DENIED = "denied"

    def stronger(self, other: "Verdict | None") -> "Verdict":
        """The one of both that holds."""
        order = list(Verdict)
        return self if other is None or order.index(self) > order.index(other) else other


@dataclass(frozen=True, kw_only=True, order=True)
class Principal:
    """Who a policy is for.

    Attributes:
        name: Its name, or its logical id.
        description: What its author says about it; empty when nothing is said.
    """

    name: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What one principal may do on one resource.

    Attributes:
        principal: Who.
        cluster: Name of the cluster, or a pattern; `UNKNOWN_NAME` when it is hidden.
        kind: ``cluster``, ``topic``, ``group`` or ``transactional-id``.
        name: Name of the resource, or a pattern; `UNKNOWN_NAME` when an intrinsic hides it.
        actions: What is said about each action, by its name without prefix.
    """

    principal: Principal
    cluster: str
    kind: str
    name: str
    actions: dict[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, order=True)
class ScramUser:
    """A user with a password; Kafka's ACLs say what it may do."""

    name: str
    cluster: str


def access_matrix(assembly: Assembly) -> tuple[Grant, ...]:
    """Every grant of the policies in the templates, in the order of kinds, clusters and names."""
    grants: dict[tuple[int, str, str, Principal], Grant] = {}
    for principal, file, document in _documents(assembly):
        for statement in members(document.get("Statement")):
            if isinstance(statement, Mapping):
                for one in _said(assembly, principal, file, statement):
                    key = (_KINDS.index(one.kind), one.cluster, one.name, one.principal)
                    known = grants.setdefault(key, one)
                    for name, verdict in one.actions.items():
                        known.actions[name] = verdict.stronger(known.actions.get(name))
    return tuple(grants[key] for key in sorted(grants))


def scram_users(assembly: Assembly) -> tuple[ScramUser, ...]:
    """The users whose passwords are associated with a cluster."""
    users = set()
    for batch in assembly.of_type("AWS::MSK::BatchScramSecret"):
        cluster = cluster_of(assembly.text(batch.file, batch.properties.get("ClusterArn")))
        for member in members(batch.properties.get("SecretArnList")):
            users.add(ScramUser(name=_username(assembly.find(batch.file, member)), cluster=cluster))
    return tuple(sorted(users))


def cluster_of(arn: str) -> str:
    """Name of the cluster in an ARN, `UNKNOWN_NAME` when it is hidden."""
    found = _RESOURCE.search(arn)
    return _shown(found[2].split("/")[0]) if found else UNKNOWN_NAME


def _resources(arn: str) -> Iterator[tuple[str, str, str]]:
    """Kind, cluster and name of everything that the resource of a statement names."""
    if found := _RESOURCE.search(arn):
        kind, rest = found.groups()
        cluster, *others = rest.split("/")
        name = cluster if kind == "cluster" else "/".join(others[1:]) or (others or [cluster])[0]
        yield kind, _shown(cluster), _shown(name)
    elif arn.endswith("*") and (arn == "*" or ":kafka:" in arn):
        yield from ((kind, "*", "*") for kind in _KINDS)
    elif arn == HOLE:
        yield from ((kind, UNKNOWN_NAME, UNKNOWN_NAME) for kind in _KINDS)


def _said(
    assembly: Assembly, principal: Principal, file: str, statement: Mapping[str, object]
) -> Iterator[Grant]:
    """What one statement of a policy says."""
    verdict = {"Allow": Verdict.ALLOWED, "Deny": Verdict.DENIED}.get(str(statement.get("Effect")))
    if verdict is not None and statement.get("Condition"):
        verdict = Verdict.ALLOWED_IF if verdict is Verdict.ALLOWED else Verdict.DENIED_IF
    stated, listed = _actions(assembly, file, statement)
    if "Resource" in statement:
        resources = [
            one for arn in texts(assembly, file, statement["Resource"]) for one in _resources(arn)
        ]
    else:
        resources = list(_resources(HOLE))
    for kind, cluster, name in resources:
        said = {
            action.name: (verdict or Verdict.UNKNOWN) if action.name in stated else Verdict.UNKNOWN
            for action in all_actions()
            if action.resource == kind
            and (action.name in stated or (not listed and cluster != UNKNOWN_NAME))
        }
        if said:
            yield Grant(principal=principal, cluster=cluster, kind=kind, name=name, actions=said)


def _actions(
    assembly: Assembly, file: str, statement: Mapping[str, object]
) -> tuple[frozenset[str], bool]:
    """The actions a statement is about, and whether those are all: no intrinsic hides any."""
    negated = "Action" not in statement
    patterns = list(texts(assembly, file, statement.get("NotAction" if negated else "Action")))
    matched = frozenset(
        action.name
        for action in all_actions()
        for pattern in patterns
        if fnmatch.fnmatchcase(f"{_PREFIX}{action.name}".lower(), pattern.lower())
    )
    listed = not any(HOLE in pattern for pattern in patterns)
    if not negated:
        return matched, listed
    everything = frozenset(action.name for action in all_actions())
    return (everything - matched if patterns and listed else frozenset()), listed


def _documents(assembly: Assembly) -> Iterator[tuple[Principal, str, Mapping[str, object]]]:
    """Every policy document and whom it is for."""
    for one in assembly.resources:
        for attached in _POLICIES.get(one.type, ()):
            for member in members(one.properties.get(attached)):
                yield from _document(_principal(assembly, one.file, member), one)
        if one.type == "AWS::MSK::ClusterPolicy":
            yield from _cluster_policy(assembly, one)
    for owner in assembly.of_type(*_PRINCIPALS, "AWS::Serverless::Function"):
        yield from _inline(owner)
        for member in members(owner.properties.get("ManagedPolicyArns")):
            policy = assembly.find(owner.file, member)
            if policy is not None:
                yield from _document(_described(owner), policy)


def _inline(owner: Placed) -> Iterator[tuple[Principal, str, Mapping[str, object]]]:
    """The policies that stand in their principal; SAM writes the documents alone."""
    for policy in members(owner.properties.get("Policies")):
        document = policy.get("PolicyDocument", policy) if isinstance(policy, Mapping) else None
        if isinstance(document, Mapping):
            yield _described(owner), owner.file, document


def _document(
    principal: Principal, policy: Placed
) -> Iterator[tuple[Principal, str, Mapping[str, object]]]:
    document = policy.properties.get("PolicyDocument")
    if isinstance(document, Mapping):
        yield principal, policy.file, document


def _cluster_policy(
    assembly: Assembly, policy: Placed
) -> Iterator[tuple[Principal, str, Mapping[str, object]]]:
    """A policy of the cluster names its principals in each statement."""
    document = policy.properties.get("Policy")
    for statement in members(document.get("Statement") if isinstance(document, Mapping) else None):
        named = statement.get("Principal") if isinstance(statement, Mapping) else None
        groups = named.values() if isinstance(named, Mapping) and "AWS" in named else [named]
        for group in groups:
            for name in texts(assembly, policy.file, group):
                principal = Principal(name=_shown(name), description="named by the cluster policy")
                yield principal, policy.file, {"Statement": [statement]}


def _principal(assembly: Assembly, file: str, value: object) -> Principal:
    target = assembly.find(file, value)
    return _described(target) if target else Principal(name=_shown(assembly.text(file, value)))


def _described(owner: Placed) -> Principal:
    description = owner.properties.get("Description")
    return Principal(
        name=owner.named("RoleName", "UserName", "GroupName", "FunctionName"),
        description=description if isinstance(description, str) else "",
    )


def _username(secret: Placed | None) -> str:
    """The user a secret is for, as the template of its value says; else the secret's name."""
    if secret is None:
        return UNKNOWN_NAME
    generated = secret.properties.get("GenerateSecretString")
    text = generated.get("SecretStringTemplate") if isinstance(generated, Mapping) else None
    try:
        content = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        content = None
    name = content.get("username") if isinstance(content, Mapping) else None
    return name if isinstance(name, str) else secret.named("Name")


def _shown(name: str) -> str:
    return UNKNOWN_NAME if HOLE in name or not name else name

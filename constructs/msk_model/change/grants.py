"""What IAM policies of a template allow on clusters, and whoever loses some of it."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Final

from msk_model.change.change import Change, ChangeKind
from msk_model.change.comparison import Comparison, type_of
from msk_model.intrinsics import HOLE, members, referred_to
from msk_model.resource import properties_of
from msk_model.rules.template.kafka_statements import PREFIX, KafkaStatement, kafka_statements
from msk_model.rules.template.view import TemplateView
from msk_model.sources import developer_guide
from msk_model.template import Resources

_SHOWN: Final = 3
_SOURCE = developer_guide("iam-access-control")
_HOLDERS = {
    "Roles": "AWS::IAM::Role",
    "RoleName": "AWS::IAM::Role",
    "Users": "AWS::IAM::User",
    "UserName": "AWS::IAM::User",
    "Groups": "AWS::IAM::Group",
    "GroupName": "AWS::IAM::Group",
}

Grant = tuple[str, str]
"""An action and a resource, as written, with `HOLE` for what intrinsics put there."""


def grant_changes(both: Comparison) -> Iterator[Change]:
    """One change for each role, user or group that gains or loses a permission."""
    before, after = _grants(both.old_resources), _grants(both.new_resources)
    # What takes care of custom resources comes and goes with them, and is no client.
    mechanics = _handlers(both.old_resources) | _handlers(both.new_resources)
    for who in sorted({*before, *after} - mechanics):
        old, new = before.get(who, frozenset()), after.get(who, frozenset())
        lost, gained = _beyond(old, new), _beyond(new, old)
        if not lost and not gained:
            continue
        said = [f"loses {_listed(lost)}"] if lost else []
        said += [f"gains {_listed(gained)}"] if gained else []
        holder = both.new_resources.get(who) or both.old_resources[who]
        yield Change(
            resource=who,
            resource_type=type_of(holder),
            path="",
            old=[" ".join(one) for one in sorted(old)],
            new=[" ".join(one) for one in sorted(new)],
            kind=ChangeKind.SHUT_OUT if lost else ChangeKind.IN_PLACE,
            reason="; ".join(said),
            source=_SOURCE,
        )


def _grants(resources: Resources) -> dict[str, frozenset[Grant]]:
    """What everybody may do; statements with a condition count as if it held."""
    found: dict[str, frozenset[Grant]] = {}
    view = TemplateView(resources=resources, clusters={}, topics={})
    for statement in kafka_statements(view):
        for who in _holders(statement, resources):
            found[who] = found.get(who, frozenset()) | {
                (action, resource)
                for action in statement.actions
                for resource in statement.resources
            }
    return found


def _handlers(resources: Resources) -> frozenset[str]:
    """The roles of functions behind custom resources."""
    functions = (referred_to(properties_of(one).get("ServiceToken")) for one in resources.values())
    roles = (
        referred_to(properties_of(resources.get(name or "", {})).get("Role")) for name in functions
    )
    return frozenset(role for role in roles if role)


def _holders(statement: KafkaStatement, resources: Resources) -> Iterator[str]:
    """The roles, users and groups of the template that have the policy; else the policy."""
    properties: Mapping[str, object] = properties_of(resources[statement.resource])
    named = [
        who
        for place, kind in _HOLDERS.items()
        for one in members(properties.get(place))
        if (who := referred_to(one)) and type_of(resources.get(who, {})) == kind
    ]
    yield from named or [statement.resource]


def _beyond(some: frozenset[Grant], others: frozenset[Grant]) -> list[Grant]:
    """What none of `others`, a wildcard perhaps, allows as well."""
    exact = {(action.lower(), resource) for action, resource in others}
    wide = [one for one in exact if set("*?") & {*one[0], *one[1]}]
    return [
        (action, resource)
        for action, resource in sorted(some)
        if (action.lower(), resource) not in exact
        and not any(
            fnmatchcase(action.lower(), wider) and fnmatchcase(resource, _pattern(where))
            for wider, where in wide
        )
    ]


def _pattern(resource: str) -> str:
    """IAM knows ``*`` and ``?``, and no sets of characters."""
    return resource.replace("[", "[[]")


def _listed(grants: list[Grant]) -> str:
    """``ReadData of topic/orders``, the first few."""
    said = list(dict.fromkeys(_said(*grant) for grant in grants))
    rest = len(said) - _SHOWN
    return ", ".join(said[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _said(action: str, resource: str) -> str:
    kind, _, place = resource.rpartition(":")[2].partition("/")
    name = place.rpartition("/")[2] if kind != "cluster" else ""
    what = f"{kind} {name}" if name and HOLE not in name else kind.replace(HOLE, "")
    return f"{action[len(PREFIX) :]} of {what or 'a cluster'}".strip()

"""The sections of the page, each out of what it is about."""

import json
from fnmatch import fnmatchcase

from msk_model import Severity
from msk_model.change import ABSENT, ChangeKind
from msk_model.cost.template import ALWAYS_LEFT_OUT, BILLED_ELSEWHERE
from msk_model.facts.iam_actions import all_actions
from mskctl.report.access import Grant, Principal, Verdict
from mskctl.report.capacity import Room, rooms
from mskctl.report.clusters import Deployed, belongs, clients
from mskctl.report.content import Content
from mskctl.report.diagram import Node, diagram
from mskctl.report.markup import Markup, element, link, table
from mskctl.tables import usd

_LONGEST = 120
_CELLS = {
    Verdict.ALLOWED: Markup('<span class="good">yes</span>'),
    Verdict.ALLOWED_IF: Markup('<span class="warn">yes, if</span>'),
    Verdict.DENIED: Markup('<span class="bad">denied</span>'),
    Verdict.DENIED_IF: Markup('<span class="warn">denied, if</span>'),
    Verdict.UNKNOWN: Markup('<span class="warn">unknown</span>'),
    None: Markup('<span class="soft">-</span>'),
}


def deployed(content: Content) -> Markup:
    """What is deployed: one drawing for each cluster."""
    if not content.clusters:
        return element("p", "No cluster is in the templates.", css="soft")
    known = frozenset(cluster.name for cluster in content.clusters)
    drawn = [_drawn(content, cluster, known) for cluster in content.clusters]
    return Markup("".join(drawn))


def _drawn(content: Content, cluster: Deployed, known: frozenset[str]) -> Markup:
    grants = tuple(one for one in content.grants if belongs(one.cluster, cluster.name, known))
    users = tuple(one for one in content.users if belongs(one.cluster, cluster.name, known))
    left = [
        Node(title=name, detail=does, css="client")
        for name, does in clients(grants, users, content.acls)
    ]
    right = [
        Node(
            title=sink.name,
            detail=" to ".join(
                filter(None, (", ".join(sink.topics), ", ".join(sink.destinations)))
            ),
            css="sink",
        )
        for sink in content.sinks
        if belongs(sink.cluster, cluster.name, known)
    ]
    return element(
        "figure",
        diagram(content.assembly, cluster, left, right),
        element("figcaption", f"{cluster.name}, {cluster.place.file}", css="soft"),
    )


def capacity(content: Content) -> Markup:
    """What brokers carry and what is left."""
    parts = []
    for cluster in content.clusters:
        usage = content.loads.clusters.get(cluster.place.resource, content.loads.usage)
        found = rooms(cluster, usage)
        parts.append(element("h3", cluster.name))
        if found:
            columns = ("limit", "capacity", "load", "headroom", "of")
            numbers = frozenset(columns[1:4])
            parts.append(table(columns, [_room(one) for one in found], numbers=numbers))
        else:
            parts.append(element("p", "Broker size or number of brokers is unknown.", css="soft"))
        topics = [
            (_known(one.topic_name), _known(one.partition_count), _known(one.replication_factor))
            for one in cluster.topics
        ]
        if topics:
            counts = ("partitions", "replicas of each")
            parts.append(table(("topic", *counts), topics, numbers=frozenset(counts)))
    return Markup("".join(parts)) or element("p", "No cluster is in the templates.", css="soft")


def _room(room: Room) -> tuple[object, ...]:
    unit = room.limit.unit
    free = room.headroom_percent
    headroom: object = "unknown"
    if free is not None:
        css = "bad" if free < 0 else "warn" if free < 20 else "good"
        headroom = element("span", f"{free:.0f} %", css=css)
    load = "unknown" if room.load is None else f"{room.load:,g} {unit}"
    note = element("span", room.note, css="soft block") if room.note else ""
    equation = Markup(element("span", room.limit.equation) + " " + link(room.limit.source) + note)
    return room.limit.id, f"{room.capacity:,g} {unit}", load, headroom, equation


def cost(content: Content) -> Markup:
    """What a month costs, line by line."""
    report = content.cost
    rows = [
        (cost.resource, one.dimension, usd(one.monthly_usd), one.note)
        for _, cost in report.resources
        for one in cost.estimate.lines
    ]
    left_out = [*ALWAYS_LEFT_OUT]
    left_out += [f"{count} {BILLED_ELSEWHERE[kind]}" for kind, count in report.left_out.items()]
    whole = "" if report.estimate.is_complete else ", and what is unknown"
    total = f"{usd(report.estimate.monthly_usd)} USD a month{whole}"
    prices = f"Prices of {report.prices.region}, {report.prices.as_of}."
    return Markup(
        element("p", element("strong", total), f". {prices}")
        + table(
            ("resource", "dimension", "USD/month", "note"), rows, numbers=frozenset({"USD/month"})
        )
        + element("p", f"Left out: {'; '.join(left_out)}.", css="soft")
    )


def findings(content: Content) -> Markup:
    """What the rules find, with what to do about it."""
    if not content.checked.findings:
        return element("p", "No rule is broken.", css="good")
    rows = []
    for one in content.checked.findings:
        error = one.finding.severity is Severity.ERROR
        severity = element("span", one.finding.severity.value, css="bad" if error else "warn")
        place = one.place.construct_path or one.place.resource
        must = f"{one.place.property_path} must {one.finding.must}, got {_short(one.finding.value)}"
        rows.append((severity, place, must, one.finding.fix, link(one.finding.source)))
    return table(("severity", "resource", "finding", "fix", "source"), rows)


def alarms(content: Content) -> Markup:
    """What is watched, and when it fires."""
    if not content.alarms:
        return element("p", "No alarm on a metric of MSK.", css="soft")
    rows = [(one.id, ", ".join(one.metrics), one.threshold, one.tells) for one in content.alarms]
    numbers = frozenset({"threshold"})
    return table(("alarm", "metrics", "threshold", "told by"), rows, numbers=numbers)


def access(content: Content) -> Markup:
    """Who may do what: a table for each kind of resource."""
    parts = []
    for kind in dict.fromkeys(action.resource for action in all_actions()):
        grants = [one for one in content.grants if one.kind == kind]
        if grants:
            parts.append(_matrix(content, kind, grants))
    if content.users:
        parts.append(element("h3", "SCRAM users"))
        users = [(user.name, user.cluster) for user in content.users]
        parts.append(table(("user", "cluster"), users))
    if content.acls:
        parts.append(element("h3", "ACLs"))
        rows = [
            (
                one.principal,
                one.cluster,
                one.resource,
                f"{one.permission} {', '.join(one.operations)}",
                one.host or "anywhere",
            )
            for one in content.acls
        ]
        parts.append(table(("principal", "cluster", "resource", "entry", "from"), rows))
    elif content.users:
        note = "What they may do is in Kafka's ACLs, of which these templates hold none: unknown."
        parts.append(element("p", note, css="soft"))
    if not parts:
        return element("p", "No policy grants kafka-cluster actions.", css="soft")
    note = (
        "What IAM policies of these templates say; a denial holds wherever its pattern matches. "
        "Policies named by ARN, permission boundaries and policies of the organization are not "
        "in the templates."
    )
    return Markup("".join((element("p", note, css="soft"), *parts)))


def _matrix(content: Content, kind: str, grants: list[Grant]) -> Markup:
    """A row for each principal and resource, a column for each action that any policy names."""
    actions = [one.name for one in all_actions() if one.resource == kind]
    named = [name for name in actions if any(name in one.actions for one in grants)]
    rows = [
        (
            _principal(one.principal),
            _resource(content, one),
            *(_CELLS[one.actions.get(action)] for action in named),
        )
        for one in grants
    ]
    nobody = ", ".join(name for name in actions if name not in named)
    return Markup(
        element("h3", kind)
        + table(("principal", kind, *named), rows)
        + (element("p", f"No policy here names {nobody}.", css="soft") if nobody else "")
    )


def _principal(principal: Principal) -> Markup:
    described = principal.description
    note = element("span", described, css="soft block") if described else ""
    return Markup(element("strong", principal.name) + note)


def _resource(content: Content, grant: Grant) -> Markup:
    """The name, its cluster where that is another word, and the topics that a pattern matches."""
    notes = [] if grant.cluster == grant.name else [f"on {grant.cluster}"]
    if grant.kind == "topic" and "*" in grant.name:
        names = {
            one.topic_name
            for cluster in content.clusters
            if fnmatchcase(cluster.name, grant.cluster)
            for one in cluster.topics
            if isinstance(one.topic_name, str) and fnmatchcase(one.topic_name, grant.name)
        }
        notes.append(f"matches {', '.join(sorted(names)) or 'no topic of the templates'}")
    return Markup(element("span", grant.name) + element("span", "; ".join(notes), css="soft block"))


def plan(content: Content) -> Markup:
    """What deploying does to what is there."""
    planned = content.plan
    if planned is None:
        note = "No previous template was given; --previous compares with one."
        return element("p", note, css="soft")
    rows = []
    for one in planned.changes:
        change = one.change
        worst = change.kind.rank >= ChangeKind.SHUT_OUT.rank
        kind = element("span", change.kind.value, css="bad" if worst else "")
        place = f"{change.resource}/{change.path}" if change.path else change.resource
        values = (_short(change.old), _short(change.new)) if change.path else ("", "")
        rows.append((kind, place, *values, change.reason, link(change.source)))
    columns = ("kind", "resource", "old", "new", "why", "source")
    listed = table(columns, rows) if rows else element("p", "Nothing of MSK changes.", css="good")
    others = f"{len(planned.others)} resources of other services differ and are not judged."
    return Markup(listed + (element("p", others, css="soft") if planned.others else ""))


def _known(value: object) -> str:
    return str(value) if isinstance(value, int | str) else "unknown"


def _short(value: object) -> str:
    if value is ABSENT:
        return "absent"
    text = json.dumps(value, default=str)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

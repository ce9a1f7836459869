"""Saved queries find what they look for in lines as Kafka writes them."""

import re

import pytest

from cdk_msk.logs.query_facts import LOG_QUERIES

_REGEX = re.compile(r"/((?:[^/\\]|\\.)+)/")
_QUERIES = {one.id: one.text for one in LOG_QUERIES}


def _run(query: str, line: str) -> dict[str, str] | None:
    """What `filter` lets through and `parse` finds in a line; None: it is filtered out."""
    fields: dict[str, str] = {}
    for command in (part.strip() for part in query.split("\n| ")):
        word = command.split()[0]
        if word not in {"filter", "parse"}:
            continue
        found = re.search(_REGEX.search(command)[1].replace("(?<", "(?P<"), line)
        if word == "filter" and (found is None) != (" not like " in command):
            return None
        if word == "parse" and found is not None:
            fields |= found.groupdict()
    return fields


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "DeniedOperations",
            {
                "denied by ACLs of ZooKeeper": {
                    "principal": "User:billing",
                    "operation": "Describe",
                    "host": "10.0.1.7",
                    "resource": "Topic:LITERAL:orders",
                },
                "denied by ACLs of KRaft": {
                    "principal": "User:CN=orders,OU=Shop floor",
                    "operation": "WRITE",
                    "host": "10.0.1.8",
                    "resource": "Topic:LITERAL:orders",
                },
                "denied by an old version": {
                    "principal": "User:shop",
                    "operation": "Describe",
                    "host": "10.0.1.9",
                    "resource": "Topic:LITERAL:test",
                },
            },
        ),
        (
            "ErrorsByLogger",
            {
                "error": {"level": "ERROR", "logger": "kafka.server.ReplicaManager"},
                "fatal": {"level": "FATAL", "logger": "kafka.Kafka$", "text": "Exiting Kafka."},
                "port scan": {"logger": "kafka.network.Processor"},
                "not Kafka": {"logger": "kafka.network.Processor"},
                "new topic": {"logger": "kafka.server.ReplicaFetcherThread"},
            },
        ),
        (
            "AuthenticationFailures",
            {
                "no handshake": {
                    "host": "/10.0.1.7",
                    "listener": "10.0.0.4:9094",
                    "reason": "SSL handshake failed",
                },
                "wrong password": {
                    "host": "/10.0.1.7",
                    "listener": "10.0.0.4:9096",
                    "reason": "Authentication failed: Invalid username or password",
                },
                "session ended": {"host": "/10.0.1.7"},
            },
        ),
        (
            "ReplicasOutOfSync",
            {
                "shrunk": {
                    "partition": "orders-3",
                    "leader": "1",
                    "before": "1,2,3",
                    "after": "1,2",
                }
            },
        ),
        ("LeaderElections", {"elected": {"partition": "orders-3", "previous": "Some(2)"}}),
        ("ControllerChanges", {"controller of ZooKeeper": {}, "controller of KRaft": {}}),
        (
            "GroupRebalances",
            {
                "rebalance": {
                    "group": "audit",
                    "generation": "12",
                    "reason": "removing member c-1 on heartbeat expiration",
                },
                "rebalance of KRaft": {
                    "group": "audit",
                    "reason": "explicit `LeaveGroup` request for (c-1) members.",
                },
            },
        ),
    ],
)
def test_what_each_query_finds(lines, query, found):
    """Of all lines those that the query is about, with what it tells of each."""
    results = {name: _run(_QUERIES[query], line) for name, line in lines.items()}
    kept = {name: fields for name, fields in results.items() if fields is not None}
    assert set(kept) == set(found)
    for name, fields in found.items():
        assert kept[name].items() >= fields.items()


@pytest.mark.parametrize("query", _QUERIES)
def test_a_query_counts_what_it_has_parsed(query):
    """Every field of `stats` and `sort` was parsed or counted before, and every result is bounded."""
    text = _QUERIES[query]
    known = {"count", "count_distinct", "max", "latest", "bin", "as", "by", "timestamp", "5m"}
    for command in text.split("\n| "):
        if command.startswith("parse"):
            known |= set(re.findall(r"\?<(\w+)>", command))
        elif command.startswith("stats"):
            known |= set(re.findall(r" as (\w+)", command))
            assert set(re.findall(r"\w+", command.removeprefix("stats"))) <= known
        elif command.startswith("sort"):
            assert re.findall(r"\w+", command)[1] in known
    assert re.search(r"\n\| limit \d+$", text)

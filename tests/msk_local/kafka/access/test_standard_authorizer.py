"""Apache Kafka's own authorizer, asked the same questions: its classes, without a broker."""

import random
import subprocess
from pathlib import Path

import pytest

from msk_local.kafka.access.acl import (
    Acl,
    AclFilter,
    Operation,
    Pattern,
    PatternType,
    Permission,
    ResourceType,
)
from msk_local.kafka.access.authorizer import Caller, authorize, authorize_some

CASES = 1500
NAMES = ["a", "ab", "abc", "b", "*", "h", "hardcode"]
PRINCIPALS = ["User:alice", "User:bob", "User:*", "Group:alice"]
HOSTS = ["*", "127.0.0.1", "10.0.0.2"]
TYPES = [ResourceType.TOPIC, ResourceType.GROUP]
OPERATIONS = [one for one in Operation if one >= Operation.ALL]
QUESTIONS = [one for one in OPERATIONS if one is not Operation.ALL]


def some_acl(choose):
    """Any entry that Kafka takes."""
    how = choose([PatternType.LITERAL, PatternType.PREFIXED])
    return Acl(
        Pattern(choose(TYPES), choose(NAMES), how),
        choose(PRINCIPALS),
        choose(HOSTS),
        choose([*OPERATIONS, Operation.READ, Operation.WRITE, Operation.ALL]),
        choose([Permission.ALLOW, Permission.ALLOW, Permission.DENY]),
    )


def some_filter(choose):
    """Any filter."""
    return AclFilter(
        choose([ResourceType.ANY, *TYPES]),
        choose([None] * 7 + NAMES),
        choose(list(PatternType)),
        choose([None] * 8 + PRINCIPALS),
        choose([None] * 8 + HOSTS),
        choose([Operation.ANY] * 4 + [Operation.READ]),
        choose([Permission.ANY, *Permission]),
    )


def line(*words):
    """Words for the program: names of enumerations, and a sign for what is absent."""
    return "\t".join("\\N" if w is None else getattr(w, "name", str(w)) for w in words)


def questions():
    """Lines for the program, and the answer that this package gives to each question."""
    choose = random.Random(20261123).choice
    lines, answers = [], []
    for _ in range(CASES):
        acls = list({some_acl(choose): None for _ in range(choose(range(6)))})
        caller = Caller(choose(PRINCIPALS[:2]), "127.0.0.1")
        operation, kind, name = choose(QUESTIONS), choose(TYPES), choose([*NAMES, "abcd"])
        is_open, wanted = choose([True, False]), some_filter(choose)
        asked = (str(is_open).lower(), *caller, operation, kind)
        rule = {"open_without_acl": is_open}
        lines += ["case", *(line("acl", *a.pattern, *a[1:]) for a in acls)]
        lines += [line("may", *asked, name), line("some", *asked), line("match", *wanted)]
        answers += [
            str(authorize(acls, caller, operation, kind, name, **rule)).lower(),
            str(authorize_some(acls, caller, operation, kind, **rule)).lower(),
            "".join(str(int(wanted.matches(acl))) for acl in acls),
        ]
    return lines, answers


@pytest.mark.apache_kafka
def test_apache_kafka_gives_the_same_answers(apache_jars):
    """Of thousands of questions over random entries, none is answered differently."""
    lines, answers = questions()
    program = Path(__file__).with_name("AskStandardAuthorizer.java")
    asked = subprocess.run(
        ["java", "-cp", f"{apache_jars}/*", str(program)],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    if "jdk.compiler" in asked.stderr:
        pytest.skip("this Java cannot compile")
    assert asked.returncode == 0, asked.stderr
    theirs = asked.stdout.splitlines()
    assert len(theirs) == len(answers) == 3 * CASES
    assert [n for n, (a, b) in enumerate(zip(theirs, answers, strict=True)) if a != b] == []

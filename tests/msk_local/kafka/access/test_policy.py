"""Policy statements decide as IAM does, and what cannot be evaluated never allows."""

import fnmatch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.access.policy import Decision, decide

ACTION = "kafka-cluster:WriteData"
TOPIC = "arn:aws:kafka:us-east-1:123456789012:topic/demo/uuid/orders"


def allow(action=ACTION, resource=TOPIC, **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action=ACTION, resource=TOPIC, **more):
    return {**allow(action, resource, **more), "Effect": "Deny"}


@pytest.mark.parametrize(
    ("statements", "decision"),
    [
        ([], Decision.NOT_ALLOWED),
        ([allow()], Decision.ALLOWED),
        ([allow(["kafka-cluster:ReadData", ACTION], [TOPIC])], Decision.ALLOWED),
        ([allow("KAFKA-cluster:writedata")], Decision.ALLOWED),
        ([allow(resource=TOPIC.upper())], Decision.NOT_ALLOWED),
        ([allow("*", "*")], Decision.ALLOWED),
        ([allow("kafka-cluster:*Data", f"{TOPIC[:-3]}*")], Decision.ALLOWED),
        ([allow("kafka-cluster:WriteDat?")], Decision.ALLOWED),
        ([allow("kafka-cluster:WriteDat")], Decision.NOT_ALLOWED),
        ([allow("kafka-cluster:Write")], Decision.NOT_ALLOWED),
        ([allow(resource=TOPIC + "s")], Decision.NOT_ALLOWED),
        ([allow(resource=TOPIC.replace(":", "."))], Decision.NOT_ALLOWED),
        ([allow(), deny()], Decision.DENIED),
        ([deny(), allow()], Decision.DENIED),
        ([allow(), deny("kafka-cluster:ReadData")], Decision.ALLOWED),
        ([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}], Decision.ALLOWED),
        ([{"Effect": "Allow", "NotAction": "kafka-*", "Resource": "*"}], Decision.NOT_ALLOWED),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "*/private"}], Decision.ALLOWED),
        ([allow(), {"Effect": "Deny", "Action": "*", "NotResource": "*/orders"}], Decision.ALLOWED),
        ([allow(), {"Effect": "Deny", "Action": "*", "NotResource": "*/x"}], Decision.DENIED),
        ([allow(Condition={"Bool": {"aws:SecureTransport": "true"}})], Decision.NOT_ALLOWED),
        ([allow(), deny(Condition={"Bool": {"x": "true"}})], Decision.DENIED),
        ([allow(resource="arn:aws:kafka:*:*:topic/*/${aws:username}")], Decision.NOT_ALLOWED),
        ([allow(), deny(resource="${aws:username}")], Decision.DENIED),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "${x}"}], Decision.NOT_ALLOWED),
        ([allow(), {"Effect": "Deny", "Action": "*", "NotResource": "${x}"}], Decision.DENIED),
        ([{"Effect": "Allow", "Action": "*"}], Decision.NOT_ALLOWED),
        ([{"Effect": "Allow", "Resource": "*"}], Decision.NOT_ALLOWED),
        ([allow(resource=[{"Fn::Sub": "x"}])], Decision.NOT_ALLOWED),
    ],
)
def test_decides_as_iam_does(statements, decision):
    """Each combination of statements has IAM's outcome."""
    assert decide(statements, ACTION, TOPIC) is decision


names = st.text(alphabet="abAB:/.*?-[]!", max_size=12)


@given(pattern=names, name=names.filter(lambda n: not set("*?") & set(n)))
@settings(deadline=None, max_examples=300)
def test_wildcards_match_as_shells_do(pattern, name):
    """A star is any run of characters, a question mark one, and all others are themselves."""
    literal = pattern.replace("[", "[[]")
    expected = fnmatch.fnmatchcase(name, literal)
    allowed = decide([allow(resource=pattern)], ACTION, name) is Decision.ALLOWED
    assert allowed == expected


statements = st.builds(
    lambda effect, action, resource: {"Effect": effect, "Action": action, "Resource": resource},
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from([ACTION, "kafka-cluster:*", "kafka-cluster:ReadData"]),
    st.sampled_from([TOPIC, "*", "arn:aws:s3:::b"]),
)


@given(st.lists(statements, max_size=6), st.randoms())
@settings(deadline=None, max_examples=200)
def test_the_order_of_statements_does_not_matter(several, random):
    """A policy says the same however its statements are arranged."""
    shuffled = several.copy()
    random.shuffle(shuffled)
    assert decide(several, ACTION, TOPIC) is decide(shuffled, ACTION, TOPIC)


@given(st.lists(statements, max_size=6))
@settings(deadline=None, max_examples=200)
def test_a_denial_of_everything_leaves_nothing(several):
    """No other statement helps against a denial that matches."""
    assert decide([*several, deny("*", "*")], ACTION, TOPIC) is Decision.DENIED

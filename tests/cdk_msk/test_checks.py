"""From arguments to rules and back."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match
from constructs import Construct
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_msk.checks import known, require
from msk_model import UNKNOWN, ClusterShape, Finding, Severity, names


@pytest.fixture
def construct():
    return Construct(cdk.Stack(cdk.App(), "Stack"), "Cluster")


def finding(severity, field="kafka_version"):
    return Finding(
        rule="some-rule",
        severity=severity,
        field=field,
        value="1.0",
        must="be supported",
        fix="use 3.9.x",
        source="https://example.com",
    )


@given(
    value=st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(0, 1e12),
        st.text(),
        st.just("Token["),
        st.tuples(st.text()),
    )
)
@settings(deadline=None, max_examples=100)
def test_plain_values_are_known(value):
    """A value without a token is itself."""
    assert known(value) is value


def test_tokens_are_unknown():
    """Text around a token, numbers and lists of tokens are unknown until deployed."""
    text, number, items = cdk.Aws.REGION, cdk.Token.as_number({"Ref": "N"}), cdk.Fn.get_azs()
    values = (text, f"zone-{text}-1", number, items, tuple(items))
    assert [known(one) for one in values] == [UNKNOWN] * 5


def test_errors_are_raised_together(construct):
    """Each error is a line with the construct's path and the caller's word for the field."""
    errors = [finding(Severity.ERROR), finding(Severity.ERROR, "broker_count")]
    with pytest.raises(ValueError, match="must be supported") as refused:
        require(construct, errors, names(ClusterShape))
    assert str(refused.value).splitlines() == [
        "Stack/Cluster: kafka_version must be supported, got '1.0'; use 3.9.x",
        "Stack/Cluster: brokers_per_az must be supported, got '1.0'; use 3.9.x",
    ]


def test_warnings_can_be_acknowledged(construct):
    """A warning does not stop anybody, and carries the id to acknowledge it by."""
    require(construct, [finding(Severity.WARNING)], names(ClusterShape))
    stack = cdk.Stack.of(construct)
    (warning,) = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert warning.entry.data == (
        "Stack/Cluster: kafka_version must be supported, got '1.0'; use 3.9.x "
        "[ack: cdk-msk:some-rule]"
    )


def test_nothing_found_is_nothing_said(construct):
    """A construct without findings is left alone."""
    require(construct, [], names(ClusterShape))

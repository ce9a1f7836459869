"""Values of a template, and what hides behind intrinsic functions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model import UNKNOWN
from msk_model.intrinsics import (
    HOLE,
    branches,
    flag_at,
    look_up,
    members,
    references,
    referred_to,
    text_at,
    text_of,
    whole_number_at,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b", "Ref", "Fn::If", "Fn::Sub"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        ({"a": {"b": 1}}, 1),
        ({"a": {}}, None),
        ({}, None),
        ({"a": {"Fn::If": ["C", {"b": 1}, {"b": 2}]}}, UNKNOWN),
        ({"Fn::Transform": {}, "c": 1}, UNKNOWN),
        ({"a": {"b": {"Ref": "P"}}}, UNKNOWN),
        ({"a": {"b": {"Ref": "AWS::NoValue"}}}, None),
        ({"a": {"Ref": "AWS::NoValue"}}, None),
        ({"a": "text"}, UNKNOWN),
    ],
)
def test_look_up(tree, value):
    """Absent is None, behind an intrinsic is UNKNOWN, and AWS::NoValue is absent."""
    assert look_up(tree, "a", "b") == value


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (whole_number_at, "3", 3),
        (whole_number_at, 3.0, 3),
        (whole_number_at, "3 GiB", UNKNOWN),
        (whole_number_at, "²", UNKNOWN),
        (whole_number_at, True, UNKNOWN),
        (flag_at, "True", True),
        (flag_at, False, False),
        (flag_at, "maybe", UNKNOWN),
        (text_at, 2.8, "2.8"),
        (text_at, ["x"], UNKNOWN),
    ],
)
def test_reads_as_cloudformation_does(read, value, expected):
    """Numbers and booleans written as text are what they say; anything else is unknown."""
    assert read({"a": value}, "a") == expected


@given(tree=JSON)
@settings(deadline=None, max_examples=200)
def test_any_tree_can_be_read(tree):
    """No template, however odd, breaks the reading."""
    for read in (look_up, text_at, whole_number_at, flag_at):
        read(tree, "a", "b")
    referred_to(tree)


@pytest.mark.parametrize(
    ("value", "logical_id"),
    [
        ({"Ref": "Cluster"}, "Cluster"),
        ({"Fn::GetAtt": ["Cluster", "Arn"]}, "Cluster"),
        ({"Fn::GetAtt": "Cluster.Arn"}, "Cluster"),
        ({"Fn::Sub": "${Cluster}"}, None),
        ("arn:aws:kafka", None),
    ],
)
def test_referred_to(value, logical_id):
    """A reference is followed in each of its spellings."""
    assert referred_to(value) == logical_id


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1, [1]),
        (None, []),
        ({"Ref": "AWS::NoValue"}, []),
        ({"Fn::If": ["A", 1, {"Fn::If": ["B", {"Ref": "AWS::NoValue"}, 2]}]}, [1, 2]),
        ({"Fn::If": ["A", 1]}, [{"Fn::If": ["A", 1]}]),
        ({"Ref": "X"}, [{"Ref": "X"}]),
    ],
)
def test_branches_are_what_a_value_may_be(value, found):
    """Both sides of every condition, and nothing where there is nothing."""
    assert list(branches(value)) == found


def test_members_look_into_lists_and_conditions():
    """A list, one of two lists, or one value in place of a list."""
    conditional = {"Fn::If": ["A", [1, {"Fn::If": ["B", 2, 3]}], 4]}
    assert list(members(conditional)) == [1, 2, 3, 4]


def test_references_are_found_at_any_depth():
    """Refs, attributes and substitutions, wherever they stand."""
    value = {
        "Fn::Join": ["", [{"Ref": "A"}, {"Fn::GetAtt": ["B", "Arn"]}, {"Fn::Sub": "${C.Arn}${!D}"}]]
    }
    assert references(value) == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        ({"Fn::Sub": "a-${B}"}, f"a-{HOLE}"),
        ({"Fn::Sub": ["${B}", {}]}, HOLE),
        ({"Fn::Join": ["/", ["a", {"Ref": "B"}]]}, f"a/{HOLE}"),
        ({"Fn::Join": ["/", {"Ref": "B"}]}, HOLE),
        ({"Ref": "B"}, HOLE),
        (1, None),
        ([], None),
    ],
)
def test_texts_have_holes_for_what_is_unknown(value, text):
    """The part of a text that stands in the template is kept."""
    assert text_of(value) == text


@settings(deadline=None, max_examples=200)
@given(value=JSON)
def test_looking_for_branches_never_fails(value):
    """Whatever the value is."""
    list(branches(value))
    list(members(value))
    references(value)
    text_of(value)

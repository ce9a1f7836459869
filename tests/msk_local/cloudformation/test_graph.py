import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.cloudformation.graph import dependencies, in_order, references
from msk_local.cloudformation.template import parse_template
from msk_local.protocols import ServiceError


@st.composite
def _acyclic(draw):
    """Nodes in random order, each needing only some that come before it in another order."""
    names = [f"N{index}" for index in range(draw(st.integers(1, 8)))]
    needs = {
        name: set(draw(st.lists(st.sampled_from(names[:index]), max_size=3))) if index else set()
        for index, name in enumerate(names)
    }
    return {name: needs[name] for name in draw(st.permutations(names))}


@settings(max_examples=100, deadline=None)
@given(_acyclic())
def test_everything_comes_after_what_it_needs(needed):
    """The order holds every node once, after all its needs."""
    order = in_order(needed)
    assert sorted(order) == sorted(needed)
    assert all(order.index(need) < order.index(name) for name in needed for need in needed[name])


@settings(max_examples=50, deadline=None)
@given(_acyclic())
def test_the_order_is_always_the_same(needed):
    """Two calls agree: deployments can be repeated."""
    assert in_order(needed) == in_order(dict(needed))


@settings(max_examples=50, deadline=None)
@given(_acyclic(), st.data())
def test_circles_are_refused(needed, data):
    """As soon as something needs what needs it, there is no order."""
    name = data.draw(st.sampled_from(sorted(needed)))
    needed["Back"] = {name}
    needed[name] = {*needed[name], "Back"}
    with pytest.raises(ServiceError, match=r"Circular dependency between resources: .*Back"):
        in_order(needed)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"Ref": "A"}, {"A"}),
        ({"Fn::GetAtt": ["A", "Arn"]}, {"A"}),
        ({"Fn::GetAtt": "A.Arn"}, {"A"}),
        ({"Fn::Sub": "${A}/${B.Arn}/${!C}"}, {"A", "B"}),
        ({"Fn::Sub": ["${A}/${B}", {"A": {"Ref": "C"}}]}, {"B", "C"}),
        ({"Fn::If": ["Condition", {"Ref": "A"}, [{"Ref": "B"}]]}, {"A", "B"}),
        ("A", set()),
    ],
)
def test_references_are_found(value, names):
    """Ref, Fn::GetAtt and Fn::Sub refer; conditions, variables and escapes do not."""
    assert references(value) == names


def test_references_to_nothing_are_refused():
    """A name that is neither a resource nor a parameter is an unresolved dependency."""
    body = {"Resources": {"A": {"Type": "T", "Properties": {"X": {"Ref": "Missing"}}}}}
    with pytest.raises(ServiceError, match=r"Unresolved resource dependencies \[Missing\]"):
        dependencies(parse_template(json.dumps(body)))


def test_parameters_and_pseudo_parameters_are_no_resources():
    """Only resources count as dependencies."""
    body = {
        "Parameters": {"P": {"Type": "String"}},
        "Resources": {
            "A": {"Type": "T", "Properties": {"X": [{"Ref": "P"}, {"Ref": "AWS::Region"}]}},
            "B": {"Type": "T", "DependsOn": "A"},
        },
    }
    assert dependencies(parse_template(json.dumps(body))) == {"A": set(), "B": {"A"}}

import base64
import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.cloudformation.intrinsics import KNOWN_AFTER_APPLY, NO_VALUE, holds, resolve
from msk_local.protocols import ServiceError


class Scope:
    """Names that mean themselves."""

    def ref(self, name):
        values = {"AWS::NoValue": NO_VALUE, "List": ["a", "b"], "Later": KNOWN_AFTER_APPLY}
        return values.get(name, f"ref-{name}")

    def attribute(self, logical_id, name):
        return f"{logical_id}.{name}"

    def condition(self, name):
        return name == "Yes"

    def mapping(self, name):
        return {"first": {"second": ["x", "y"]}} if name == "Map" else {}

    def imported(self, export):
        return f"import-{export}"

    def availability_zones(self, region):
        return [f"{region}a", f"{region}b"]


SCOPE = Scope()
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcX", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=10,
)
WORD = st.text("abc-/.", min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(PLAIN)
def test_what_holds_no_function_stays_as_it_is(value):
    """Plain JSON resolves to itself."""
    assert resolve(value, SCOPE) == value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abc", max_size=4), min_size=1, max_size=6))
def test_split_undoes_join(parts):
    """Joining and splitting with a delimiter that occurs nowhere gives the parts back."""
    joined = {"Fn::Join": ["|", parts]}
    assert resolve({"Fn::Split": ["|", joined]}, SCOPE) == parts


@settings(max_examples=60, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=5), st.data())
def test_select_picks_by_position(items, data):
    """Every index within the list gives its item, as a number or as text."""
    index = data.draw(st.integers(0, len(items) - 1))
    assert resolve({"Fn::Select": [index, items]}, SCOPE) == items[index]
    assert resolve({"Fn::Select": [str(index), items]}, SCOPE) == items[index]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_base64_can_be_read_back(text):
    """What is encoded decodes to itself."""
    encoded = resolve({"Fn::Base64": text}, SCOPE)
    assert base64.b64decode(encoded).decode() == text


@settings(max_examples=60, deadline=None)
@given(st.integers(16, 24), st.integers(1, 6), st.integers(2, 6))
def test_cidr_blocks_lie_inside_and_apart(prefix, count, bits):
    """Fn::Cidr cuts distinct blocks of the wanted size out of the given one."""
    block = ipaddress.ip_network(f"10.0.0.0/{prefix}")
    cut = resolve({"Fn::Cidr": [str(block), count, bits]}, SCOPE)
    networks = [ipaddress.ip_network(one) for one in cut]
    assert len(set(networks)) == count
    assert all(one.subnet_of(block) and one.prefixlen == 32 - bits for one in networks)
    assert not any(a.overlaps(b) for a in networks for b in networks if a is not b)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["A", "B"]), WORD), WORD)
def test_sub_prefers_its_own_variables(variables, text):
    """A name in braces is a variable of the call first, then anything Ref knows."""
    expected = f"{text}{variables.get('A', 'ref-A')}"
    assert resolve({"Fn::Sub": [f"{text}${{A}}", variables]}, SCOPE) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "A"}, "ref-A"),
        ({"Fn::GetAtt": ["A", "Arn"]}, "A.Arn"),
        ({"Fn::GetAtt": "A.Endpoint.Port"}, "A.Endpoint.Port"),
        ({"Fn::Sub": "${A}-${B.Arn}-${!Literal}"}, "ref-A-B.Arn-${Literal}"),
        ({"Fn::Sub": ["${X}", {"X": {"Ref": "A"}}]}, "ref-A"),
        ({"Fn::If": ["Yes", 1, 2]}, 1),
        ({"Fn::If": ["No", 1, {"Ref": "A"}]}, "ref-A"),
        ([1, {"Ref": "AWS::NoValue"}, 2], [1, 2]),
        ({"a": {"Ref": "AWS::NoValue"}, "b": 1}, {"b": 1}),
        ({"a": {"Fn::If": ["No", 1, {"Ref": "AWS::NoValue"}]}}, {}),
        ({"Fn::FindInMap": ["Map", "first", "second"]}, ["x", "y"]),
        ({"Fn::FindInMap": ["Map", "no", "such", {"DefaultValue": 7}]}, 7),
        ({"Fn::Select": [1, {"Fn::GetAZs": "us-east-1"}]}, "us-east-1b"),
        ({"Fn::ImportValue": {"Fn::Sub": "x-${A}"}}, "import-x-ref-A"),
        ({"Fn::Join": [",", {"Ref": "List"}]}, "a,b"),
        ({"Fn::Join": ["", ["a", True, 1]]}, "atrue1"),
        ({"Fn::Length": {"Ref": "List"}}, 2),
        ({"Fn::ToJsonString": {"a": [{"Ref": "A"}]}}, '{"a":["ref-A"]}'),
        ({"Fn::Select": [0, {"Fn::Split": ["/", {"Ref": "Later"}]}]}, KNOWN_AFTER_APPLY),
        ({"Fn::Base64": {"Ref": "Later"}}, KNOWN_AFTER_APPLY),
    ],
)  # fmt: skip
def test_functions(value, expected):
    """Each function means what CloudFormation's reference says."""
    assert resolve(value, SCOPE) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"Condition": "Yes"}, True),
        ({"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]}, False),
        ({"Fn::Or": [{"Condition": "Yes"}, {"Condition": "No"}]}, True),
        ({"Fn::Not": [{"Condition": "Yes"}]}, False),
        ({"Fn::Equals": [{"Ref": "A"}, "ref-A"]}, True),
        ({"Fn::Equals": [True, "true"]}, True),
        ({"Fn::Equals": [1, "2"]}, False),
    ],
)
def test_conditions(condition, expected):
    """Condition functions combine; values compare as text."""
    assert holds(condition, SCOPE) is expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"Fn::Nonsense": 1}, "unsupported function Fn::Nonsense"),
        ({"Fn::Select": [5, ["a"]]}, "Fn::Select"),
        ({"Fn::Join": [","]}, "takes a list of 2"),
        ({"Fn::GetAtt": ["A"]}, "Fn::GetAtt"),
        ({"Fn::FindInMap": ["Map", "no", "such"]}, "Unable to get mapping for Map::no::such"),
        ({"Fn::Cidr": ["10.0.0.0/28", 100, 4]}, "Fn::Cidr"),
    ],
)
def test_wrong_uses_are_refused(value, reason):
    """A wrongly used function is a ValidationError that names it."""
    with pytest.raises(ServiceError, match=reason):
        resolve(value, SCOPE)

"""Filter criteria."""

import json

import pytest

from msk_local.event_source_mapping.filters import Filters

_PATTERN = json.dumps({"value": {"kind": ["sale"], "amount": [{"numeric": [">", 10]}]}})


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (b'{"kind": "sale", "amount": 11}', True),
        (b'{"kind": "sale", "amount": 10}', False),
        (b'{"kind": "refund", "amount": 11}', False),
        (b"no JSON", False),
        (b"\xff", False),
    ],
)
def test_a_pattern_looks_into_the_value(make_record, value, wanted):
    """JSON is matched by its content; anything else does not match a pattern of JSON."""
    assert Filters([_PATTERN]).wants(make_record(0, value=value)) is wanted


def test_one_pattern_of_several_is_enough(make_record):
    """Patterns are alternatives."""
    filters = Filters([_PATTERN, json.dumps({"key": ["vip"]})])
    assert filters.wants(make_record(0, key=b"vip", value=b"x"))


def test_without_patterns_everything_is_wanted(make_record):
    """Also what is no JSON."""
    assert Filters([]).wants(make_record(0, value=b"\xff"))

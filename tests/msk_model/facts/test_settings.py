"""Which values a setting takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.facts.settings import SettingType, ValueFacts

SETTINGS = st.builds(
    ValueFacts,
    type=st.sampled_from(SettingType),
    minimum=st.none() | st.integers(-10, 10),
    maximum=st.none() | st.integers(11, 99),
    allowed=st.sampled_from([(), ("a", "b")]),
    unit=st.none() | st.just("ms"),
    also=st.sampled_from([(), (-1,)]),
    pattern=st.none() | st.just(r"\*|\d+"),
)


@given(setting=SETTINGS, value=st.text(max_size=30))
@settings(deadline=None, max_examples=300)
def test_any_text_is_judged(setting, value):
    """Every text is either accepted or not, and what is wanted can be said."""
    assert setting.accepts(value) in {True, False}
    assert setting.phrase


@given(number=st.integers(-(2**64), 2**64))
@settings(deadline=None, max_examples=200)
def test_numbers_have_the_width_of_their_type(number):
    """Kafka's int has 32 bits and its long 64, and values beyond are refused."""
    assert ValueFacts(type=SettingType.INT).accepts(str(number)) is (-(2**31) <= number < 2**31)
    assert ValueFacts(type=SettingType.LONG).accepts(str(number)) is (-(2**63) <= number < 2**63)


@pytest.mark.parametrize(
    ("setting", "phrase"),
    [
        (ValueFacts(type=SettingType.BOOLEAN), "true or false"),
        (ValueFacts(type=SettingType.STRING, allowed=("a", "b")), "one of a, b"),
        (
            ValueFacts(type=SettingType.LIST, allowed=("a", "b")),
            "a comma-separated list of a, b",
        ),
        (ValueFacts(type=SettingType.INT, unit="hours"), "a whole number of hours"),
        (ValueFacts(type=SettingType.INT, minimum=14), "a whole number from 14 to 2147483647"),
        (
            ValueFacts(type=SettingType.LONG, minimum=0, unit="ms"),
            "a whole number, at least 0 ms",
        ),
        (ValueFacts(type=SettingType.DOUBLE, minimum=0, maximum=1), "a number from 0 to 1"),
        (
            ValueFacts(type=SettingType.INT, minimum=1, maximum=9, also=(-1,)),
            "a whole number from 1 to 9, or -1",
        ),
        (ValueFacts(type=SettingType.LIST, pattern=r"\d+:\d+"), r"a list like \d+:\d+"),
    ],
)
def test_phrase(setting, phrase):
    """What is wanted reads well after "to be"."""
    assert setting.phrase == phrase


def test_numbers_besides_the_range_are_taken():
    """Kafka means something of its own by them."""
    setting = ValueFacts(type=SettingType.INT, minimum=1, maximum=9, also=(-1,))
    assert [number for number in range(-2, 12) if setting.accepts(str(number))] == [
        -1,
        *range(1, 10),
    ]


def test_a_list_may_have_a_pattern():
    """Spaces in it do not matter."""
    setting = ValueFacts(type=SettingType.LIST, pattern=r"\*|(\d+:\d+(,\d+:\d+)*)?")
    assert all(setting.accepts(value) for value in ("*", "", "0:1", "0:1, 1:2"))
    assert not any(setting.accepts(value) for value in ("0", "0:1,", "x:1"))

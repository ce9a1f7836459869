"""Durations and sizes as people write them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_model.facts.topic_properties import TopicHost, all_topic_properties, topic_property
from msk_model.quantities import in_unit, readable, setting_text, setting_value


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("7 days", "ms", 604_800_000),
        ("1 day", "ms", 86_400_000),
        ("90min", "ms", 5_400_000),
        ("1.5 hours", "ms", 5_400_000),
        ("90 minutes", "minutes", 90),
        ("2 days", "hours", 48),
        ("30 s", "seconds", 30),
        ("10 GiB", "bytes", 10 * 2**30),
        ("1 MB", "bytes", 1_000_000),
        ("512 bytes", "bytes", 512),
    ],
)
def test_quantities_are_read_in_the_unit_of_the_setting(text, unit, number):
    """A number with a unit becomes a whole number of Kafka's unit."""
    assert in_unit(text, unit) == number


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("7 days", "bytes"),
        ("10 GiB", "ms"),
        ("days", "ms"),
        ("-1 day", "ms"),
        ("1.5 ms", "ms"),
        ("90 s", "hours"),
        ("7 fortnights", "ms"),
        ("604800000", "ms"),
        ("7 days", "parsecs"),
    ],
)
def test_what_is_no_quantity_of_that_kind_is_not_guessed(text, unit):
    """A wrong kind of unit, a fraction that Kafka cannot hold and a bare number are refused."""
    assert in_unit(text, unit) is None


@given(st.integers(min_value=-2, max_value=2**62), st.sampled_from(["ms", "bytes"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
def test_what_is_written_readably_reads_back(number, unit):
    """Writing a number with a unit loses nothing."""
    written = readable(number, unit)
    assert written == number if isinstance(written, int) else in_unit(written, unit) == number


@pytest.mark.parametrize("name", [one.name for one in all_topic_properties()])
def test_values_of_settings_read_back(name):
    """What a setting holds, stated as people would, is the same setting again."""
    facts = topic_property(name).values[TopicHost.STANDARD]
    texts = ["true", "604800000", "1073741824", "-1", "0.5", "zstd", "compact,delete", "nonsense"]
    for text in texts:
        assert setting_text(setting_value(text, facts), facts) == text


def test_settings_nobody_knows_are_left_as_they_are():
    """Without facts there is no unit to convert to."""
    assert setting_text("7 days", None) == "7 days"
    assert setting_value("604800000", None) == "604800000"
    assert setting_text(value=True, facts=None) == "true"

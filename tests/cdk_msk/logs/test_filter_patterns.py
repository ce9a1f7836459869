"""Filter patterns, read as CloudWatch Logs reads them."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cdk_msk.logs import BROKER_NOISE
from cdk_msk.logs.alarm_facts import LOG_ALARMS
from cdk_msk.logs.filter_patterns import filter_pattern

_TERM = re.compile(r'(-?)"([^"]*)"(?: |$)')
_PHRASES = st.text(
    st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"], exclude_characters='"'),
    min_size=1,
    max_size=12,
)


def matches(pattern: str, line: str) -> bool:
    """CloudWatch's rules for quoted terms: each has to be in the line, excluded ones must not."""
    terms = _TERM.findall(pattern)
    assert _TERM.sub("", pattern) == ""
    return all((text in line) != bool(sign) for sign, text in terms)


@pytest.mark.parametrize(
    ("alarm_id", "counted"),
    [
        (
            "AuthorizationFailures",
            {"denied by ACLs of ZooKeeper", "denied by ACLs of KRaft", "denied by an old version"},
        ),
        ("AuthenticationFailures", {"no handshake", "wrong password", "session ended"}),
        ("BrokerErrors", {"error", "fatal"}),
    ],
)
def test_what_each_alarm_counts(lines, alarm_id, counted):
    """Of all lines those that the alarm is about, each once."""
    (facts,) = [one for one in LOG_ALARMS if one.id == alarm_id]
    patterns = [
        filter_pattern(phrase, without=BROKER_NOISE if facts.skips_noise else ())
        for phrase in facts.phrases
    ]
    times = {name: sum(matches(one, line) for one in patterns) for name, line in lines.items()}
    assert {name: n for name, n in times.items() if n} == dict.fromkeys(counted, 1)


def test_noise_is_noise_only_where_it_is_known(lines):
    """Without the list, what clients cause counts as errors of brokers."""
    pattern = filter_pattern("] ERROR")
    found = {name for name, line in lines.items() if matches(pattern, line)}
    assert found == {"error", "port scan", "not Kafka", "new topic"}


@given(_PHRASES, _PHRASES, st.text(max_size=30))
def test_a_pattern_finds_its_phrase_and_nothing_it_excludes(phrase, excluded, line):
    """Whatever signs a phrase is made of, it stands for itself."""
    assume(phrase.strip() and excluded.strip())
    pattern = filter_pattern(phrase, without=[excluded])
    assert matches(pattern, line + phrase) == (excluded not in line + phrase)
    assert not matches(pattern, phrase + excluded)


@pytest.mark.parametrize("phrase", ["", "  ", 'say "no"', "two\nlines"])
def test_what_cannot_be_written(phrase):
    """A quote would end the phrase, and nothing at all would match everything."""
    with pytest.raises(ValueError, match="a phrase must have characters other than blanks"):
        filter_pattern(phrase)


def test_a_pattern_has_its_limit():
    """CloudWatch Logs takes 1,024 characters."""
    with pytest.raises(ValueError, match="at most 1024 characters, got 1207"):
        filter_pattern("x", without=["y" * 1200])

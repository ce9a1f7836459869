"""The YAML that the model writes is what PyYAML reads."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.prometheus.yaml_text import yaml_text

# What Prometheus' files are made of: any printable text and line ends, but no control characters.
TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), st.sampled_from(" \n\t:'\"#{}")
    )
)
DOCUMENTS = st.recursive(
    st.one_of(TEXT, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)


@given(document=DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_back(document):
    """Every document reads back as itself."""
    assert yaml.safe_load(yaml_text(document)) == document


@pytest.mark.parametrize("text", ["yes", "No", "null", "60", "1e3", "- a", "a: b", "*x", "", " a "])
def test_text_stays_text(text):
    """What YAML would take for something else is quoted."""
    assert yaml.safe_load(yaml_text({"key": text})) == {"key": text}


def test_lists_of_mappings_are_indented_under_their_key():
    """The layout is the one people write."""
    document = {"groups": [{"name": "a", "rules": [1, 2]}, {"name": "b", "rules": []}]}
    assert yaml_text(document) == (
        "groups:\n  - name: a\n    rules:\n      - 1\n      - 2\n  - name: b\n    rules: []\n"
    )


def test_documents_within_a_document_stay_readable():
    """Text of several lines is a block."""
    inner = yaml_text({"route": {"receiver": "topic"}})
    assert yaml_text({"config": inner}) == "config: |\n  route:\n    receiver: topic\n"
    assert yaml.safe_load(yaml_text({"config": inner})) == {"config": inner}

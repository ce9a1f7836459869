"""JSON Schemas of topic files and policies, beside the readers they have to agree with."""

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_model.facts.topic_properties import TopicHost, all_topic_properties
from msk_model.topic_file import (
    policy_file_schema,
    read_policy_file,
    read_topic_file,
    topic_file_schema,
)
from msk_model.topic_file.policy_file import POLICY_FIELDS
from msk_model.topic_file.topic_file import FILE_FIELDS, TOPIC_FIELDS

TOPICS = jsonschema.Draft7Validator(topic_file_schema())
POLICY = jsonschema.Draft7Validator(policy_file_schema())
UNITS = {one.name: one.values[TopicHost.STANDARD].unit for one in all_topic_properties()}


def test_the_schemas_are_schemas():
    """Editors can read them."""
    jsonschema.Draft7Validator.check_schema(TOPICS.schema)
    jsonschema.Draft7Validator.check_schema(POLICY.schema)


def test_they_have_the_fields_of_the_readers():
    """All of them and no other."""
    topic = TOPICS.schema["properties"]["topics"]["items"]
    assert set(TOPICS.schema["properties"]) == set(FILE_FIELDS)
    assert set(topic["properties"]) == set(TOPIC_FIELDS)
    assert set(POLICY.schema["properties"]) == set(POLICY_FIELDS)
    assert set(TOPICS.schema["definitions"]["configs"]["properties"]) == set(UNITS)


VALUES = (
    st.integers(min_value=-3, max_value=2**40)
    | st.booleans()
    | st.floats(min_value=0, max_value=2)
    | st.sampled_from(["7 days", "1 GiB", "1.5h", "90min", "64KiB", "1 day", "9 dayz", "many", ""])
    | st.sampled_from(["delete", "compact,delete", "zstd", "CreateTime", "604800000", "-1", "*"])
    | st.lists(st.sampled_from(["delete", "compact", "drop"]), min_size=1, max_size=2)
)


@given(name=st.sampled_from(sorted(UNITS)), value=VALUES)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
def test_no_setting_is_marked_that_is_read(name, value):
    """An editor never complains of a value that the reader takes."""
    content = {"topics": [{"name": "orders", "configs": {name: value}}]}
    _, faults = read_topic_file(content, "orders.yaml")
    if not faults:
        assert not list(TOPICS.iter_errors(content))


@pytest.mark.parametrize(
    "wrong",
    [
        {"partition_count": 0},
        {"partition_count": "3"},
        {"partitions": 3},
        {"name": "my orders"},
        {"protected": "no"},
        {"configs": {"retention.ms": "7 dayz"}},
        {"configs": {"retention.ms": "1 GiB"}},
        {"configs": {"retention.ms": -2}},
        {"configs": {"segment.byte": 1}},
        {"configs": {"cleanup.policy": "drop"}},
        {"configs": {"compression.type": "zip"}},
        {"configs": {"compression.type": ["zstd"]}},
        {"configs": {"preallocate": 1}},
    ],
    ids=repr,
)
def test_what_is_marked_is_not_read(wrong):
    """Mistakes of form show while one writes, and the reader refuses them too."""
    content = {"topics": [{"name": "orders", **wrong}]}
    _, faults = read_topic_file(content, "orders.yaml")
    assert list(TOPICS.iter_errors(content))
    assert faults or wrong == {"name": "my orders"}  # that is for the rules of Kafka to say


POLICIES = {
    "nothing": ({}, True),
    "a plan of nothing": ({"plans": {"bronze": None}}, True),
    "limits": ({"config_ranges": {"retention.ms": {"minimum": "1 hour", "maximum": 10**7}}}, True),
    "words": ({"config_ranges": {"cleanup.policy": {"allowed": ["delete"]}}}, True),
    "limits of words": ({"config_ranges": {"cleanup.policy": {"minimum": "delete"}}}, False),
    "a setting": ({"allowed_configs": ["retention"]}, False),
    "a field": ({"namings": {}}, False),
    "half a rule": ({"naming": {"pattern": "a"}}, False),
    "a severity": ({"severity": "fatal"}, False),
    "owners": ({"owners": "team-orders"}, False),
}


@pytest.mark.parametrize("case", POLICIES)
def test_policies_are_marked_as_they_are_read(case):
    """The editor and the reader agree."""
    content, good = POLICIES[case]
    assert (not list(POLICY.iter_errors(content))) is good
    assert (read_policy_file(content, "policy.yaml")[1] == []) is good

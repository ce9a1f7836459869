"""The create-only lists against the provider schemas they were taken from."""

import pytest

from msk_local.cloudformation.schemas import schema
from msk_model.facts.replacement import all_replacements, replacement


@pytest.mark.parametrize("facts", all_replacements(), ids=lambda facts: facts.name)
def test_lists_are_those_of_the_registry(facts):
    """Every path the registry calls create-only forces replacement here, and no other is listed."""
    stated = schema(facts.name, "us-east-1").create_only
    assert all(facts.is_create_only(tuple(path)) for path in stated)
    assert {tuple(one.split("/")) for one in facts.create_only} <= {tuple(path) for path in stated}


def test_all_types_are_there():
    """Nine types of AWS::MSK and three of AWS::KafkaConnect; others are nobody's here."""
    assert len(all_replacements()) == 12
    assert replacement("AWS::EC2::VPC") is None


def test_list_elements_match_stars():
    """A star in a path is any place in the list."""
    facts = replacement("AWS::MSK::Replicator")
    assert facts.is_create_only(("ReplicationInfoList", "0", "TargetCompressionType"))
    assert facts.hides_create_only(("ReplicationInfoList",))
    assert not facts.is_create_only(
        ("ReplicationInfoList", "0", "TopicReplication", "TopicsToReplicate")
    )

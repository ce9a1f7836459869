"""One function for three types of resources."""

import pytest


@pytest.mark.parametrize(
    ("resource_type", "module"),
    [
        ("Custom::MskAcls", "principal_acls"),
        ("Custom::MskClientQuota", "client_quota"),
        ("Custom::MskTopic", "topic"),
    ],
)
def test_each_type_has_its_handler(handler, cloudformation, monkeypatch, resource_type, module):
    """A request goes to what knows about its type of resource."""
    assert handler.kafka_admin._HANDLERS[resource_type] is getattr(handler, module).handle


def test_other_types_are_refused(cloudformation):
    """Whoever points another resource at the function hears of it at once, and not in an hour."""
    cloudformation.resource_type = "Custom::MskTopics"

    reason = cloudformation.create({})["Reason"]

    assert reason.startswith("LookupError: there is no handler for Custom::MskTopics; there are")


def test_other_types_can_be_deleted(cloudformation):
    """What was never created is no obstacle to a rollback."""
    cloudformation.resource_type = "Custom::MskTopics"

    answer = cloudformation.send("Delete", {}, physical_id="cdk-msk:never-created")

    assert answer["Status"] == "SUCCESS"

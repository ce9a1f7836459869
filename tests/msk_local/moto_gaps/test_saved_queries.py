"""Saved queries of CloudWatch Logs Insights."""

import pytest
from botocore.exceptions import ClientError


@pytest.fixture(scope="module")
def logs(simulated):
    return simulated.client("logs")


def test_a_query_is_kept_changed_and_forgotten(logs):
    """It is found by the start of its name, and keeps its id when it is saved again."""
    saved = logs.put_query_definition(
        name="Kafka/demo/errors", queryString="limit 1", logGroupNames=["demo"]
    )["queryDefinitionId"]
    logs.put_query_definition(name="Other", queryString="limit 9")
    again = logs.put_query_definition(
        name="Kafka/demo/errors", queryString="limit 2", queryDefinitionId=saved
    )
    assert again["queryDefinitionId"] == saved
    (found,) = logs.describe_query_definitions(queryDefinitionNamePrefix="Kafka/")[
        "queryDefinitions"
    ]
    assert (found["queryString"], found.get("logGroupNames")) == ("limit 2", None)
    assert logs.delete_query_definition(queryDefinitionId=saved)["success"]
    assert [one["name"] for one in logs.describe_query_definitions()["queryDefinitions"]] == [
        "Other"
    ]


def test_a_stranger_is_not_found(logs):
    """What does not exist can be neither changed nor deleted."""
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.delete_query_definition(queryDefinitionId="0a1b")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.put_query_definition(name="a", queryString="b", queryDefinitionId="0a1b")


def test_log_groups_are_still_motos(logs):
    """Everything else goes its usual way."""
    logs.create_log_group(logGroupName="demo")
    assert [one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]] == ["demo"]

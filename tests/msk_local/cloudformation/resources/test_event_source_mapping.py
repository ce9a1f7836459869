"""Event source mappings, as their templates change."""

from types import SimpleNamespace

import pytest

from msk_local.cloudformation.provisioner import Outcome
from msk_local.cloudformation.resources.event_source_mapping import EventSourceMapping

BASE = {"FunctionName": "totals", "BatchSize": 5}
CURRENT = Outcome("uuid")


class _Lambda:
    """Remembers what it is asked to change."""

    def __init__(self):
        self.asked: dict = {}

    def update_event_source_mapping(self, **request):
        self.asked = request

    def create_event_source_mapping(self, **request):
        self.asked = request
        return {"UUID": "uuid"}

    def get_event_source_mapping(self, **_request):
        return {"State": "Enabled", "EventSourceMappingArn": "arn"}


@pytest.fixture
def service() -> _Lambda:
    return _Lambda()


@pytest.fixture
def context(service):
    return SimpleNamespace(client=lambda _name: service, record=lambda _id: None)


def test_what_leaves_the_template_is_unset(service, context):
    """A limit, a destination or a metric that is no longer wanted does not stay for ever."""
    old = {
        **BASE,
        "Enabled": False,
        "MaximumRetryAttempts": 3,
        "DestinationConfig": {"OnFailure": {"Destination": "kafka://failed"}},
        "MetricsConfig": {"Metrics": ["EventCount"]},
    }
    EventSourceMapping().update(CURRENT, old, BASE, context)
    assert service.asked == {
        "UUID": "uuid",
        **BASE,
        "Enabled": True,
        "MaximumRetryAttempts": -1,
        "DestinationConfig": {},
        "MetricsConfig": {},
    }


def test_what_was_never_there_is_not_mentioned(service, context):
    """An update asks for what the template has."""
    EventSourceMapping().update(CURRENT, {**BASE, "BatchSize": 1}, BASE, context)
    assert service.asked == {"UUID": "uuid", **BASE}


def test_the_key_of_filters_has_another_name_in_templates(service, context):
    """CloudFormation and Lambda spell it differently."""
    EventSourceMapping().create({**BASE, "KmsKeyArn": "arn:key"}, context)
    assert service.asked == {**BASE, "KMSKeyArn": "arn:key"}
    EventSourceMapping().update(CURRENT, BASE, {**BASE, "KmsKeyArn": "arn:key"}, context)
    assert service.asked["KMSKeyArn"] == "arn:key"

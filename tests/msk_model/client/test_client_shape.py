"""Descriptions of clients."""

import pytest

from msk_model.client import ClientShape, ConnectWorker


@pytest.mark.parametrize(
    ("fields", "groups"),
    [
        ({"consumes": ("a",), "groups": ("g",)}, ("g",)),
        ({"consumes": ("a",), "streams_application_id": "app"}, ("app",)),
        ({"consumes": ("a",), "connect_worker": ConnectWorker(group_id="w")}, ("connect-*",)),
        ({"produces": ("a",), "connect_worker": ConnectWorker(group_id="w")}, ()),
        ({"consumes": ("a",)}, ()),
    ],
)
def test_groups_come_with_what_a_client_is(fields, groups):
    """Streams applications and sink connectors have groups that nobody has to name."""
    assert ClientShape(name="client", **fields).consumer_groups == groups


def test_internal_topics_of_workers():
    """They are named after the group unless told otherwise."""
    worker = ConnectWorker(group_id="w", status_topic="s")
    assert worker.internal_topics == ("w-configs", "w-offsets", "s")

"""Clients that cannot work."""

import pytest

from msk_model.client import ClientShape, ConnectWorker, check_client

SOUND = [
    {"produces": ("a",)},
    {"consumes": ("a-*",), "groups": ("*",)},
    {"produces": ("a",), "transactional_ids": ("tx-*",)},
    {"streams_application_id": "app", "consumes": ("in",), "groups": ("app",)},
    {"connect_worker": ConnectWorker(group_id="w"), "consumes": ("in",)},
    {"admin": True},
    {"read_only": True, "consumes": ("a",), "groups": ("g",)},
    {"administers": ("a",)},
    {"produces": ("${Topic}", "*"), "name": "a.b-c_1"},
]
UNSOUND = {
    "client-does-something": {},
    "client-name-is-plain": {"name": "order service", "admin": True},
    "consumers-have-a-group": {"consumes": ("a",)},
    "groups-are-for-consumers": {"produces": ("a",), "groups": ("g",)},
    "transactions-are-idempotent": {
        "produces": ("a",),
        "transactional_ids": ("t",),
        "idempotent": False,
    },
    "transactions-are-for-producers": {
        "consumes": ("a",),
        "groups": ("g",),
        "transactional_ids": ("t",),
    },
    "read-only-clients-change-nothing": {"read_only": True, "produces": ("a",)},
    "streams-application-id-names-topics": {"streams_application_id": "my app"},
    "wildcards-widen-no-name": {"produces": ("orders", "*")},
    "granted-topics-can-exist": {"produces": ("my topic",)},
    "names-are-whole-or-prefixes": {"produces": ("a*b",)},
}


@pytest.mark.parametrize("fields", SOUND)
def test_sound_clients(fields):
    """What can work is not refused."""
    assert list(check_client(ClientShape(**{"name": "client", **fields}))) == []


@pytest.mark.parametrize(("rule", "fields"), UNSOUND.items(), ids=UNSOUND)
def test_unsound_clients(rule, fields):
    """Each mistake is one finding that says what to do."""
    (found,) = check_client(ClientShape(**{"name": "client", **fields}))
    assert found.rule == rule
    assert found.field in ClientShape.__dataclass_fields__
    assert found.source.startswith("https://")
    assert found.fix


def test_message():
    """A finding reads as one sentence about the argument."""
    (found,) = check_client(ClientShape(name="client", consumes=("a",)))
    assert found.message(where="Stack/Client", name=found.field) == (
        "Stack/Client: groups must name at least one group for a client that consumes, got (); "
        "without one MSK refuses to let it read: add groups=[…]"
    )

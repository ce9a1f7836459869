"""No address of the broker itself reaches a client."""

import pytest

from msk_local.kafka.front_door.addresses import readdress
from msk_local.kafka.protocol import ApiKey, compose_response

PORTS = {1: 7001, 2: 7002}
INSIDE = {"host": "inside", "port": 9}


def test_brokers_move_to_the_door_and_those_without_one_disappear():
    """Each broker gets the door's port for it; one that has none yet is not told."""
    brokers = [{"node_id": n, **INSIDE} for n in (1, 2, 3)]
    response = compose_response(ApiKey.METADATA, 12, {"brokers": brokers})
    moved = readdress(response, PORTS).brokers
    assert [(b.node_id, b.host, b.port) for b in moved] == [
        (1, "127.0.0.1", 7001),
        (2, "127.0.0.1", 7002),
    ]


@pytest.mark.parametrize("version", [0, 3, 4])
def test_coordinators_move_too(version):
    """One coordinator in old versions, several in new ones."""
    one = {"error_code": 0, "error_message": None, "node_id": 2, **INSIDE}
    values = one if version < 4 else {"coordinators": [{"key": "g", **one}]}
    moved = readdress(compose_response(ApiKey.FIND_COORDINATOR, version, values), PORTS)
    told = moved if version < 4 else moved.coordinators[0]
    assert (told.host, told.port) == ("127.0.0.1", 7002)


def test_a_coordinator_that_was_not_found_stays_so():
    """An error has no address to replace."""
    values = {"error_code": 15, "error_message": None, "node_id": -1, "host": "", "port": -1}
    response = compose_response(ApiKey.FIND_COORDINATOR, 3, values)
    assert readdress(response, PORTS) == response

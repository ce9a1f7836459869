"""The broker's own addresses in a response, replaced by those of the front door."""

from collections.abc import Iterable, Mapping
from typing import Any

from msk_local.kafka.protocol import ApiKey, amended

HOST = "127.0.0.1"

READDRESSED = frozenset({ApiKey.METADATA, ApiKey.FIND_COORDINATOR, ApiKey.DESCRIBE_CLUSTER})
"""The requests whose responses tell where brokers are."""


def readdress(response: Any, ports: Mapping[int, int]) -> Any:
    """A response of one of the `READDRESSED` requests with the front door's addresses.

    Args:
        response: As the broker gave it.
        ports: Port of the front door for each broker id. A broker without one is left out.
    """
    if hasattr(response, "brokers"):
        return amended(response, brokers=_reachable(response.brokers, ports))
    if hasattr(response, "coordinators"):
        moved = [_moved(c, ports) for c in response.coordinators]
        return amended(response, coordinators=moved)
    return _moved(response, ports)


def _reachable(brokers: Iterable[Any], ports: Mapping[int, int]) -> list[Any]:
    numbered = ((broker, _node_id(broker)) for broker in brokers)
    return [
        amended(broker, host=HOST, port=ports[node_id])
        for broker, node_id in numbered
        if node_id in ports
    ]


def _moved(coordinator: Any, ports: Mapping[int, int]) -> Any:
    if coordinator.node_id not in ports:
        return coordinator
    return amended(coordinator, host=HOST, port=ports[coordinator.node_id])


def _node_id(broker: Any) -> int:
    return int(broker.node_id if hasattr(broker, "node_id") else broker.broker_id)

"""Dimensions of metrics as arguments of Python, and as CloudWatch spells them."""

from collections.abc import Mapping

SPELLED = {
    "broker_id": "Broker ID",
    "client_authentication": "Client Authentication",
    "group": "Consumer Group",
    "topic": "Topic",
    "partition": "Partition",
    "cluster_alias": "ClusterAlias",
}
"""CloudWatch's name of each dimension by the argument that gives it."""


def own_dimensions(arguments: Mapping[str, int | str | None]) -> dict[str, str]:
    """What was given, by CloudWatch's names: ``{"Broker ID": "1"}`` of ``broker_id=1``."""
    return {SPELLED[name]: str(value) for name, value in arguments.items() if value is not None}

"""The server properties of a cluster: MSK's default configuration under the custom one."""

from collections.abc import Mapping

_ZONES_OF_MSK = 3
TIERED_STORAGE = "remote.log.storage.system.enable"
"""The property that tells a broker to have a second tier; MSK sets it, customers cannot."""


def effective_properties(
    broker_count: int, server_properties: Mapping[str, str]
) -> Mapping[str, str]:
    """What the brokers are configured with.

    Args:
        broker_count: Brokers of the cluster.
        server_properties: The custom configuration.

    Source: https://docs.aws.amazon.com/msk/latest/developerguide/msk-default-configuration.html
    """
    copies = min(_ZONES_OF_MSK, broker_count)
    defaults = {
        "auto.create.topics.enable": "false",
        "default.replication.factor": str(copies),
        "min.insync.replicas": "2" if copies == _ZONES_OF_MSK else "1",
        "num.partitions": "1",
        "socket.request.max.bytes": "104857600",
        "unclean.leader.election.enable": "true",
    }
    return {**defaults, **server_properties}

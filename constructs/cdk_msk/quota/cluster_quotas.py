"""Whom the quotas of one cluster are for."""

from constructs import Construct

from cdk_msk.cluster.cluster import Cluster

Entity = tuple[tuple[str, str | None], ...]
"""``(("user", "orders"), ("client-id", None))``: None is Kafka's default, for all not named."""

_NAME = "Quotas"


class ClusterQuotas(Construct):
    """Sees to it that no two constructs set the quotas of the same clients.

    There is one instance per cluster, made by the first `ClientQuota`.
    """

    @staticmethod
    def of(cluster: Cluster) -> "ClusterQuotas":
        """The quotas of `cluster`."""
        found = cluster.node.try_find_child(_NAME)
        return found if isinstance(found, ClusterQuotas) else ClusterQuotas(cluster, _NAME)

    def __init__(self, scope: Cluster, id: str) -> None:
        super().__init__(scope, id)
        self._owners: dict[Entity, str] = {}

    def admit(self, quota: Construct, entity: Entity) -> None:
        """Make `quota` the owner of the quotas of `entity`.

        Raises:
            ValueError: They have one.
        """
        if owner := self._owners.get(entity):
            named = ", ".join(f"{k} {'DEFAULT' if n is None else repr(n)}" for k, n in entity)
            raise ValueError(
                f"{quota.node.path}: user and client_id must be used once per cluster, got "
                f"{named} again; set its quotas in {owner!r}"
            )
        self._owners[entity] = quota.node.path

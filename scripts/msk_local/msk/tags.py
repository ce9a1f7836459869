"""Tags of clusters and of connections to them."""

from collections.abc import Mapping
from typing import Any

from msk_local.msk.state import Cluster, Store, VpcConnection


class Tags:
    """The tag operations of the API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_tags(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListTagsForResource."""
        return {"Tags": dict(self._tagged(parameters).tags)}

    def tag(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """TagResource."""
        self._tagged(parameters).tags.update(parameters["Tags"])
        return {}

    def untag(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UntagResource: names that are no tags are passed over."""
        tags = self._tagged(parameters).tags
        for key in parameters["TagKeys"]:
            tags.pop(key, None)
        return {}

    def _tagged(self, parameters: Mapping[str, Any]) -> Cluster | VpcConnection:
        arn = parameters["ResourceArn"]
        return self._store.vpc_connections.get(arn) or self._store.cluster({"ClusterArn": arn})

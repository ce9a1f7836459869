"""Tags of clusters."""

from collections.abc import Mapping
from typing import Any

from msk_local.msk.state import Cluster, Store


class Tags:
    """The tag operations of the API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_tags(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListTagsForResource."""
        return {"Tags": dict(self._cluster(parameters).tags)}

    def tag(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """TagResource."""
        self._cluster(parameters).tags.update(parameters["Tags"])
        return {}

    def untag(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UntagResource: names that are no tags are passed over."""
        tags = self._cluster(parameters).tags
        for key in parameters["TagKeys"]:
            tags.pop(key, None)
        return {}

    def _cluster(self, parameters: Mapping[str, Any]) -> Cluster:
        return self._store.cluster({"ClusterArn": parameters["ResourceArn"]})

"""Resource policies of clusters, which let other accounts in."""

import json
from collections.abc import Mapping
from typing import Any, Final

from msk_local.msk.errors import bad_request, not_found
from msk_local.msk.state import Store, new_version

_MAXIMUM_BYTES: Final = 20 * 1024


class Policies:
    """The cluster policy operations of the API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """PutClusterPolicy: replacing a policy takes its current version."""
        cluster = self._store.cluster(parameters)
        policy = parameters["Policy"]
        _check(policy)
        with self._store.lock:
            given = parameters.get("CurrentVersion")
            if cluster.policy_version is not None and given != cluster.policy_version:
                raise bad_request(
                    "The version of the cluster policy isn't current."
                    " Check the current version and try again.",
                    parameter="currentVersion",
                )
            cluster.policy, cluster.policy_version = policy, new_version()
        return {"CurrentVersion": cluster.policy_version}

    def get(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """GetClusterPolicy."""
        cluster = self._store.cluster(parameters)
        if cluster.policy is None:
            raise not_found("clusterArn")
        return {"Policy": cluster.policy, "CurrentVersion": cluster.policy_version}

    def delete(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteClusterPolicy."""
        cluster = self._store.cluster(parameters)
        with self._store.lock:
            if cluster.policy is None:
                raise not_found("clusterArn")
            cluster.policy, cluster.policy_version = None, None
        return {}


def _check(policy: str) -> None:
    if len(policy.encode()) > _MAXIMUM_BYTES:
        raise bad_request("The policy can have up to 20 KB.", parameter="policy")
    try:
        document = json.loads(policy)
    except ValueError as error:
        raise bad_request("The policy isn't valid JSON.", parameter="policy") from error
    if not (isinstance(document, dict) and document.get("Statement")):
        raise bad_request("The policy has no statement.", parameter="policy")

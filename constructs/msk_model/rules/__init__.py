"""Every rule about a cluster: one file, one sentence, one source."""

from collections.abc import Callable

from msk_model.finding import Finding
from msk_model.rules import express_needs_three_zones
from msk_model.shape import ClusterShape

ClusterRule = Callable[[ClusterShape], Finding | None]

CLUSTER_RULES: tuple[ClusterRule, ...] = (express_needs_three_zones.rule,)
"""Hold for every cluster, new or running."""

CREATION_RULES: tuple[ClusterRule, ...] = ()
"""What MSK refuses only while a cluster is being created."""

"""A template as the rules about whole templates see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msk_model.finding import Finding
from msk_model.intrinsics import references
from msk_model.resource import properties_of
from msk_model.shape import ClusterShape
from msk_model.template import TopicOnCluster
from msk_model.unknown import UNKNOWN, Unknown

Placed = tuple[str, Finding]
"""Logical id of a resource and a finding about it, whose field is the path of a property."""

Resource = tuple[str, Mapping[str, object]]
"""Logical id and properties of a resource."""


@dataclass(frozen=True, kw_only=True)
class TemplateView:
    """A template and what it says about MSK.

    Attributes:
        resources: Every resource, by logical id.
        clusters: The shapes of the clusters, by logical id.
        topics: The topics, by logical id.
        region: Where it will be deployed.
        elsewhere: Clusters of the templates deployed beside it, which name what it may refer to.
    """

    resources: Mapping[str, Mapping[str, object]]
    clusters: Mapping[str, ClusterShape]
    topics: Mapping[str, TopicOnCluster]
    region: str | Unknown = UNKNOWN
    elsewhere: tuple[ClusterShape, ...] = ()

    def of_type(self, *types: str) -> Iterator[Resource]:
        """The resources of these types."""
        for logical_id, resource in self.resources.items():
            if resource.get("Type") in types:
                yield logical_id, properties_of(resource)

    def cluster_named_in(self, value: object) -> str | None:
        """The logical id of the cluster whose name or ARN `value` is; `None` when not told."""
        if isinstance(value, str):
            named = [one for one, shape in self.clusters.items() if shape.cluster_name == value]
        else:
            named = [one for one in self.clusters if one in references(value)]
        return named[0] if len(named) == 1 else None

    def cluster_called(self, value: object) -> ClusterShape:
        """The cluster whose name `value` is, here or beside; all unknown when not told."""
        if (logical_id := self.cluster_named_in(value)) is not None:
            return self.clusters[logical_id]
        called = [one for one in self.elsewhere if one.cluster_name == value]
        return called[0] if isinstance(value, str) and len(called) == 1 else ClusterShape()

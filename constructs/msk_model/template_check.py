"""All rules over one template."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from msk_model.check import check_cluster, check_creation, check_native_topic
from msk_model.finding import Finding, Severity
from msk_model.resource import from_resource
from msk_model.rules.template import TEMPLATE_RULES
from msk_model.rules.template.view import TemplateView
from msk_model.shape import ClusterShape, TopicShape, names
from msk_model.template import from_template, resources_of
from msk_model.unknown import UNKNOWN, Unknown


@dataclass(frozen=True, kw_only=True)
class ResourceFinding:
    """A finding and the resource of the template it is about.

    Attributes:
        resource: Logical id.
        construct_path: Path of the resource in the CDK app; `None` in templates of other makes.
        property_path: Path of the property as CloudFormation names it.
        finding: The finding itself.
    """

    resource: str
    construct_path: str | None
    property_path: str
    finding: Finding

    def message(self, *, where: str) -> str:
        """The finding as one line."""
        place = f"{where}: {self.construct_path or self.resource}"
        return self.finding.message(where=place, name=self.property_path)


@dataclass(frozen=True, kw_only=True)
class TemplateReport:
    """What the rules say about a template.

    Attributes:
        clusters: How many clusters it holds.
        topics: How many topics it holds.
        findings: Errors first.
    """

    clusters: int
    topics: int
    findings: tuple[ResourceFinding, ...]


def check_template(
    template: Mapping[str, object],
    *,
    on: date | None = None,
    new: bool = False,
    region: str | Unknown = UNKNOWN,
    elsewhere: Iterable[ClusterShape] = (),
) -> TemplateReport:
    """What is wrong with the clusters, the topics and their neighbours in a template.

    Args:
        template: CloudFormation, intrinsics and all; never raises, whatever it holds.
        on: The day to judge end of support on. Absent: it is not judged.
        new: Judge clusters as about to be created, of which MSK refuses more.
        region: Where it will be deployed. Absent: what some regions lack is not judged.
        elsewhere: Clusters of the templates deployed beside this one, which its alarms may name.
    """
    shapes = from_template(template)
    resources = resources_of(template)
    view = TemplateView(
        resources=resources,
        clusters=shapes.clusters,
        topics=shapes.topics,
        region=region,
        elsewhere=tuple(elsewhere),
    )
    found = [
        ResourceFinding(
            resource=logical_id,
            construct_path=_construct_path(resources.get(logical_id, {})),
            property_path=property_path,
            finding=finding,
        )
        for logical_id, property_path, finding in _findings(view, on=on, new=new)
    ]
    found.sort(key=lambda one: one.finding.severity is not Severity.ERROR)
    return TemplateReport(
        clusters=len(shapes.clusters), topics=len(shapes.topics), findings=tuple(found)
    )


def _findings(
    view: TemplateView, *, on: date | None, new: bool
) -> Iterator[tuple[str, str, Finding]]:
    for logical_id, cluster in view.clusters.items():
        yield from _named(logical_id, ClusterShape, check_cluster(cluster, on=on))
        # What another resource opens later is not there yet when MSK creates the cluster.
        created = from_resource(view.resources[logical_id])
        if new and isinstance(created, ClusterShape):
            yield from _named(logical_id, ClusterShape, check_creation(created))
    for logical_id, placed in view.topics.items():
        yield from _named(logical_id, TopicShape, check_native_topic(placed.topic, placed.cluster))
    for rule in TEMPLATE_RULES:
        for logical_id, finding in rule(view):
            yield logical_id, finding.field, finding


def _named(
    logical_id: str,
    shape: type[ClusterShape] | type[TopicShape],
    findings: Iterable[Finding],
) -> Iterator[tuple[str, str, Finding]]:
    property_of = names(shape)
    for finding in findings:
        yield logical_id, property_of[finding.field].property, finding


def _construct_path(resource: Mapping[str, object]) -> str | None:
    metadata = resource.get("Metadata")
    path = metadata.get("aws:cdk:path") if isinstance(metadata, Mapping) else None
    return path.removesuffix("/Resource") if isinstance(path, str) else None

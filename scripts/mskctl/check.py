"""The rules of `msk_model` over the templates at a path."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msk_model import (
    ClusterShape,
    Finding,
    Severity,
    TopicShape,
    check_cluster,
    check_native_topic,
    check_new_cluster,
    names,
)
from msk_model.template import from_template
from mskctl.templates import read_template, template_files


@dataclass(frozen=True, kw_only=True)
class PlacedFinding:
    """A finding and where it was found.

    Attributes:
        file: The template.
        resource: Logical id of the cluster or topic.
        construct_path: Its path in the CDK app; `None` for templates of other makes.
        property_path: Path of the CloudFormation property.
        finding: The finding itself.
    """

    file: Path
    resource: str
    construct_path: str | None
    property_path: str
    finding: Finding

    @property
    def message(self) -> str:
        """The finding as one line, with the property named as CloudFormation names it."""
        where = f"{self.file.name}: {self.construct_path or self.resource}"
        return self.finding.message(where=where, name=self.property_path)

    def as_json(self) -> dict[str, object]:
        """The finding for machines."""
        return {
            "file": str(self.file),
            "resource": self.resource,
            "construct_path": self.construct_path,
            "property": self.property_path,
            "rule": self.finding.rule,
            "severity": self.finding.severity.value,
            "value": self.finding.value,
            "must": self.finding.must,
            "fix": self.finding.fix,
            "source": self.finding.source,
            "message": self.message,
        }


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a check found.

    Attributes:
        files: How many templates were read.
        clusters: How many clusters were in them.
        topics: How many topics were in them.
        findings: Errors first, each in the order of the templates.
    """

    files: int
    clusters: int
    topics: int
    findings: tuple[PlacedFinding, ...]

    @property
    def errors(self) -> int:
        """How many findings would stop a deployment."""
        return sum(one.finding.severity is Severity.ERROR for one in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings deploy and are regretted."""
        return len(self.findings) - self.errors


def check_paths(paths: Iterable[Path], *, on: date, new: bool) -> Report:
    """Check every template at `paths`.

    Args:
        paths: Files and folders.
        on: The day to judge end of support on.
        new: Judge clusters as about to be created, which MSK refuses more of.

    Raises:
        UnreadableTemplate: A path holds no template.
    """
    files = [file for path in paths for file in template_files(path)]
    found: list[PlacedFinding] = []
    clusters = topics = 0
    for file in files:
        template = read_template(file)
        shapes = from_template(template)
        clusters += len(shapes.clusters)
        topics += len(shapes.topics)
        check = check_new_cluster if new else check_cluster
        for logical_id, cluster in shapes.clusters.items():
            findings = check(cluster, on=on)
            found.extend(_placed(file, template, logical_id, ClusterShape, findings))
        for logical_id, placed in shapes.topics.items():
            findings = check_native_topic(placed.topic, placed.cluster)
            found.extend(_placed(file, template, logical_id, TopicShape, findings))
    found.sort(key=lambda one: one.finding.severity is not Severity.ERROR)
    return Report(files=len(files), clusters=clusters, topics=topics, findings=tuple(found))


def _placed(
    file: Path,
    template: Mapping[str, object],
    logical_id: str,
    shape: type[ClusterShape] | type[TopicShape],
    findings: Iterable[Finding],
) -> Iterator[PlacedFinding]:
    field_names = names(shape)
    for finding in findings:
        yield PlacedFinding(
            file=file,
            resource=logical_id,
            construct_path=_construct_path(template, logical_id),
            property_path=field_names[finding.field].property,
            finding=finding,
        )


def _construct_path(template: Mapping[str, object], logical_id: str) -> str | None:
    value: object = template
    for step in ("Resources", logical_id, "Metadata", "aws:cdk:path"):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value.removesuffix("/Resource") if isinstance(value, str) else None

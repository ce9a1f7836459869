"""The rules of `msk_model` over the templates at a path."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msk_model import UNKNOWN, Finding, Severity
from msk_model.template import from_template
from msk_model.template_check import ResourceFinding, check_template
from mskctl.templates import read_template, template_files


@dataclass(frozen=True, kw_only=True)
class PlacedFinding:
    """A finding and where it was found.

    Attributes:
        file: The template.
        place: The finding and its resource.
    """

    file: Path
    place: ResourceFinding

    @property
    def finding(self) -> Finding:
        """What the rule says."""
        return self.place.finding

    @property
    def message(self) -> str:
        """The finding as one line, with the property named as CloudFormation names it."""
        return self.place.message(where=self.file.name)

    def as_json(self) -> dict[str, object]:
        """The finding for machines."""
        return {
            "file": str(self.file),
            "resource": self.place.resource,
            "construct_path": self.place.construct_path,
            "property": self.place.property_path,
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


def check_paths(paths: Iterable[Path], *, on: date, new: bool, region: str | None = None) -> Report:
    """Check every template at `paths`.

    Args:
        paths: Files and folders.
        on: The day to judge end of support on.
        new: Judge clusters as about to be created, which MSK refuses more of.
        region: Where they will be deployed. Absent: what some regions lack is not judged.

    Raises:
        UnreadableTemplate: A path holds no template.
    """
    templates = {file: read_template(file) for path in paths for file in template_files(path)}
    shapes = {file: from_template(template).clusters for file, template in templates.items()}
    found: list[PlacedFinding] = []
    clusters = topics = 0
    for file, template in templates.items():
        checked = check_template(
            template,
            on=on,
            new=new,
            region=region or UNKNOWN,
            elsewhere=[
                cluster for other in shapes if other != file for cluster in shapes[other].values()
            ],
        )
        clusters += checked.clusters
        topics += checked.topics
        found.extend(PlacedFinding(file=file, place=one) for one in checked.findings)
    found.sort(key=lambda one: one.finding.severity is not Severity.ERROR)
    return Report(files=len(templates), clusters=clusters, topics=topics, findings=tuple(found))

"""A validation plugin: what ``mskctl check`` says, said by ``cdk synth``."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
from constructs import IConstruct

from msk_model import UNKNOWN, ClusterShape, Severity, Unknown
from msk_model.catalogue import all_rules
from msk_model.template import from_template
from msk_model.template_check import ResourceFinding, check_template


@jsii.implements(cdk.IPolicyValidationPlugin)
class MskChecks:
    """Checks every synthesized template for what MSK refuses and for what is regretted later.

    Errors fail the synthesis; warnings stand in the same report and fail nothing. A finding is
    accepted where it arises, or on any construct around it, by the id of its rule::

        cdk.Validations.of(app).add_plugins(MskChecks(app))
        cdk.Validations.of(cluster).acknowledge(
            cdk.Acknowledgment(id="cdk-msk::volumes-can-grow", reason="Retention bounds the size.")
        )

    Args:
        scope: The app, stage or stack whose templates are judged.
        new: Whether to judge clusters as about to be created, of which MSK refuses more.
    """

    def __init__(self, scope: IConstruct, *, new: bool = False) -> None:
        self._scope = scope
        self._new = new

    @property
    def name(self) -> str:
        """What the report calls it, and what ids begin with in an acknowledgement."""
        return "cdk-msk"

    @property
    def version(self) -> None:
        """None: its rules change with the library."""
        return

    @property
    def rule_ids(self) -> list[str]:
        """Every rule it judges by."""
        return [rule.id for rule in all_rules()]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """What the rules say about the templates, one violation for each rule and case.

        Args:
            context: Names the templates.
        """
        inside = f"{self._scope.node.path}/" if self._scope.node.path else ""
        templates = [
            (path, template, stack.region or UNKNOWN)
            for stack in context.stack_templates
            if f"{stack.stack_construct_path}/".startswith(inside)
            for path, template in _with_nested(Path(stack.template_path))
        ]
        clusters = {path: from_template(one).clusters.values() for path, one, _ in templates}
        found = [
            (path, finding)
            for path, template, region in templates
            for finding in self._findings(
                template,
                region,
                [one for other in clusters if other != path for one in clusters[other]],
            )
        ]
        return cdk.PolicyValidationPluginReport(
            success=all(one.finding.severity is not Severity.ERROR for _, one in found),
            violations=list(_violations(found)),
        )

    def _findings(
        self,
        template: Mapping[str, Any],
        region: str | Unknown,
        elsewhere: Iterable[ClusterShape],
    ) -> tuple[ResourceFinding, ...]:
        today = datetime.now().date()
        return check_template(
            template, on=today, new=self._new, region=region, elsewhere=elsewhere
        ).findings


def _violations(found: list[tuple[Path, ResourceFinding]]) -> Iterator[cdk.PolicyViolation]:
    """Findings that differ only in their resource are one violation."""

    def case(one: tuple[Path, ResourceFinding]) -> tuple[str, str, str, str]:
        finding = one[1].finding
        said = finding.message(where=one[1].property_path, name="it")
        return (finding.severity.value, finding.rule, said, finding.fix)

    for (severity, rule, _, fix), group in groupby(sorted(found, key=case), key=case):
        members = list(group)
        place = members[0][1]
        yield cdk.PolicyViolation(
            rule_name=rule,
            description=(
                f"{place.property_path} must {place.finding.must}, got {place.finding.value!r}"
            ),
            fix=f"{fix}; {place.finding.source}",
            severity=severity,
            violating_resources=[
                cdk.PolicyViolatingResource(
                    resource_logical_id=one.resource,
                    template_path=str(path),
                    locations=[f"Properties/{one.property_path}"],
                )
                for path, one in members
            ],
        )


def _with_nested(path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The template at `path` and those of nested stacks, which are assets of its stack."""
    yield path, _json(path)
    assets = path.with_name(path.name.replace(".template.json", ".assets.json"))
    for asset in _json(assets)["files"].values() if assets.is_file() else ():
        source = asset["source"].get("path") or ""
        if source.endswith(".nested.template.json"):
            yield path.with_name(source), _json(path.with_name(source))


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content

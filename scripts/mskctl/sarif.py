"""A report as SARIF 2.1.0, which code scanning reads."""

import re
from pathlib import Path
from typing import Any

from msk_model.catalogue import RuleFacts, all_rules
from mskctl.check import PlacedFinding, Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_sarif(report: Report, *, root: Path) -> dict[str, Any]:
    """`report` as one SARIF run with the catalogue of all rules.

    Args:
        report: What a check found.
        root: The folder that paths of templates are told relative to, where they are inside it.
    """
    rules = all_rules()
    index = {rule.id: position for position, rule in enumerate(rules)}
    lines = {one.file: _lines(one.file) for one in report.findings}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "mskctl", "rules": [_rule(one) for one in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(one, index=index[one.finding.rule], lines=lines[one.file], root=root)
                    for one in report.findings
                ],
            }
        ],
    }


def _rule(rule: RuleFacts) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": rule.explanation},
        "help": {
            "text": f"{rule.sentence} {rule.explanation} Source: {rule.source}",
            "markdown": f"{rule.sentence}\n\n{rule.explanation}\n\n[Source]({rule.source})",
        },
        "helpUri": rule.source,
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["msk", rule.about]},
    }


def _result(one: PlacedFinding, *, index: int, lines: list[str], root: Path) -> dict[str, Any]:
    place = one.place
    return {
        "ruleId": one.finding.rule,
        "ruleIndex": index,
        "level": one.finding.severity.value,
        "message": {"text": f"{one.message} ({one.finding.source})"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(one.file, root)},
                    "region": {"startLine": _line_of(place.resource, lines)},
                },
                "logicalLocations": [
                    {
                        "name": place.resource,
                        "fullyQualifiedName": f"{place.resource}/{place.property_path}",
                        "kind": "resource",
                    }
                ],
            }
        ],
        "partialFingerprints": {
            "finding/v1": f"{one.finding.rule}:{place.resource}:{place.property_path}"
        },
    }


def _uri(file: Path, root: Path) -> str:
    absolute = file.resolve()
    if absolute.is_relative_to(root.resolve()):
        return absolute.relative_to(root.resolve()).as_posix()
    return absolute.as_uri()


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _line_of(logical_id: str, lines: list[str]) -> int:
    """The line on which a resource begins; 1 where the file is not laid out by lines."""
    key = re.compile(rf"\s*[\"']?{re.escape(logical_id)}[\"']?\s*:")
    return next((number for number, line in enumerate(lines, 1) if key.match(line)), 1)

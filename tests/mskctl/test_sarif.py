"""Findings for code scanning."""

import json
from datetime import date

import pytest

from msk_model.catalogue import all_rules
from mskctl.check import check_paths
from mskctl.sarif import as_sarif

TEMPLATE = """\
Resources:
  Orders:
    Type: AWS::MSK::Cluster
    Properties:
      NumberOfBrokerNodes: 0
"""


@pytest.fixture
def sarif(tmp_path):
    path = tmp_path / "infra" / "cluster.yaml"
    path.parent.mkdir()
    path.write_text(TEMPLATE)
    return as_sarif(check_paths([path], on=date(2026, 11, 1), new=False), root=tmp_path)


def test_log_has_what_the_schema_requires(sarif):
    """Version, runs, a tool with a driver that has a name, results with messages."""
    json.dumps(sarif)
    assert sarif["version"] == "2.1.0"
    assert sarif["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = sarif["runs"]
    assert run["tool"]["driver"]["name"] == "mskctl"
    assert run["results"]
    assert all(one["message"]["text"] for one in run["results"])
    assert {one["level"] for one in run["results"]} <= {"error", "warning", "note", "none"}


def test_catalogue_explains_every_rule(sarif):
    """Each rule has its sentence, help in text and Markdown, and the page that decides it."""
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == [one.id for one in all_rules()]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["helpUri"] in rule["help"]["text"]
        assert rule["helpUri"] in rule["help"]["markdown"]


def test_results_point_into_the_file(sarif):
    """A result names its rule by id and index, the file from the root, and the resource's line."""
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    result = next(
        one for one in sarif["runs"][0]["results"] if one["ruleId"] == "brokers-are-spread-evenly"
    )
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "infra/cluster.yaml"
    assert place["region"]["startLine"] == 2


def test_files_outside_the_root_are_named_in_full(tmp_path):
    """A template elsewhere is told by its whole address."""
    path = tmp_path / "cluster.yaml"
    path.write_text(TEMPLATE)
    report = check_paths([path], on=date(2026, 11, 1), new=False)
    sarif = as_sarif(report, root=tmp_path / "other")
    uri = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri["uri"] == path.resolve().as_uri()

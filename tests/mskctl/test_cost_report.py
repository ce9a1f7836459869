"""Estimates over several templates."""

import json

import pytest

from msk_model.cost import Usage
from msk_model.facts.prices import list_prices
from mskctl.cost_report import NoSuchCluster, as_json, estimate_paths, print_report
from mskctl.loads import Loads

CLUSTER = {"Resources": {"C": {"Type": "AWS::MSK::ServerlessCluster"}}}


@pytest.fixture
def folder(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(CLUSTER))
    return tmp_path


def test_templates_of_a_folder_are_added_up(folder):
    """Two clusters cost twice as much as one."""
    report = estimate_paths([folder], Loads(Usage()), list_prices())
    assert (report.files, report.estimate.monthly_usd) == (2, 1095)
    assert as_json(report)["monthly_usd"] == 1095


def test_a_template_that_two_paths_lead_to_is_counted_once(folder):
    """A folder and a file in it, say."""
    paths = [folder, folder / "b.json", folder / ".." / folder.name / "a.json"]
    report = estimate_paths(paths, Loads(Usage()), list_prices())
    assert (report.files, report.estimate.monthly_usd) == (2, 1095)


def test_stages_with_clusters_of_one_name_have_their_own_brokers(tmp_path):
    """Alarms of a stage are counted with the brokers they look at, not with another stage's."""

    def cluster(brokers):
        properties = {"ClusterName": "orders", "NumberOfBrokerNodes": brokers}
        return {"Resources": {"C": {"Type": "AWS::MSK::Cluster", "Properties": properties}}}

    def alarms(brokers):
        def of(broker):
            named = {"Cluster Name": "orders", "Broker ID": str(broker)}
            dimensions = [{"Name": name, "Value": value} for name, value in named.items()]
            return {"Id": f"m{broker}", "MetricStat": {"Metric": {"Dimensions": dimensions}}}

        by_broker = 'SELECT MAX(A) WHERE "Cluster Name" = \'orders\' GROUP BY "Broker ID"'
        every = [{"Metrics": [of(broker) for broker in range(1, brokers + 1)]}]
        every.append({"Metrics": [{"Id": "q", "Expression": by_broker, "Period": 300}]})
        return {
            "Resources": {
                f"A{number}": {"Type": "AWS::CloudWatch::Alarm", "Properties": one}
                for number, one in enumerate(every)
            }
        }

    for stage, brokers in (("dev", 3), ("prod", 6)):
        (tmp_path / f"{stage}-cluster.json").write_text(json.dumps(cluster(brokers)))
        (tmp_path / f"{stage}-monitoring.json").write_text(json.dumps(alarms(brokers)))
    report = estimate_paths([tmp_path], Loads(Usage()), list_prices())
    counted = {
        file.stem: line.quantity
        for file, cost in report.resources
        for line in cost.estimate.lines
        if line.dimension == "alarms"
    }
    assert counted == {"dev-monitoring": 6, "prod-monitoring": 12}


def test_load_of_a_missing_cluster_is_refused(folder):
    """The clusters that are there are named."""
    with pytest.raises(NoSuchCluster, match="D: load must be of a resource that is there: C"):
        estimate_paths([folder], Loads(Usage(), {"D": Usage()}), list_prices())


def test_resource_names_are_never_markup(tmp_path, capsys):
    """Brackets in a template are printed as they stand."""
    template = {"Resources": {"[red]C[/x]": {"Type": "AWS::MSK::Replicator"}}}
    (tmp_path / "t.json").write_text(json.dumps(template))
    print_report(estimate_paths([tmp_path], Loads(Usage()), list_prices()))
    assert "[red]C[/x]" in capsys.readouterr().out

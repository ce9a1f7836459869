"""`mskctl cost` as an operator meets it."""

import json

import pytest

from mskctl.cli import main

TEMPLATE = """
Resources:
  Orders:
    Type: AWS::MSK::Cluster
    Properties:
      ClusterName: orders
      KafkaVersion: 3.9.x
      NumberOfBrokerNodes: 3
      BrokerNodeGroupInfo:
        InstanceType: kafka.m7g.large
        ClientSubnets: [!Ref A, !Ref B, !Ref C]
        StorageInfo: {EBSStorageInfo: {VolumeSize: !Ref Size}}
  Clicks:
    Type: AWS::MSK::ServerlessCluster
    Condition: HasClicks
    Properties: {ClusterName: clicks}
  Archive: {Type: AWS::S3::Bucket}
"""


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.yaml").write_text(TEMPLATE)

    def _run(*arguments):
        monkeypatch.setattr("sys.argv", ["mskctl", "cost", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()

    return _run


def test_unknown_is_listed_and_not_summed(run):
    """A volume sized by a parameter is unknown, the brokers beside it are not."""
    code, out, err = run("template.yaml")
    assert (code, err) == (0, "")
    assert "brokers: 446.76" in out
    assert "storage: unknown" in out
    assert "total: 994.26 USD/month, and 5 unknown" in out
    assert "template.yaml: Clicks (conditional)" in out
    assert "left out: 1 S3 buckets (AWS::S3::Bucket)" in out


def test_json_has_the_documented_shape(run):
    """Machines get every dimension with its price and where that is from."""
    code, out, _ = run(
        "template.yaml", "--ingress-mbps", 1, "--egress-mbps", 1, "--retention-hours", 1,
        "--partitions", 10, "--json",
    )  # fmt: skip
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {
        "currency", "prices", "files", "load", "monthly_usd", "complete", "by_dimension",
        "resources", "left_out",
    }  # fmt: skip
    assert answer["complete"] is False
    orders, clicks = answer["resources"]
    assert (orders["complete"], clicks["complete"], clicks["conditional"]) == (False, True, True)
    dimension = clicks["dimensions"][0]
    assert set(dimension) == {
        "dimension", "quantity", "unit", "usd_per_unit", "monthly_usd", "note", "provenance",
    }  # fmt: skip
    assert dimension["provenance"]
    assert answer["monthly_usd"] == pytest.approx(
        sum(one["monthly_usd"] for one in answer["resources"]), abs=0.01
    )


def test_load_file_differs_by_cluster(run, tmp_path):
    """Options win over the file, a cluster's own load over both."""
    (tmp_path / "load.yaml").write_text(
        "ingress_mbps: 1\negress_mbps: 4\nclusters:\n  Clicks: {ingress_mbps: 3}\n"
    )
    _, out, _ = run("template.yaml", "--load", "load.yaml", "--egress-mbps", 2, "--json")
    load = json.loads(out)["load"]
    assert (load["ingress_mbps"], load["egress_mbps"]) == (1, 2)
    assert (
        load["clusters"]["Clicks"]["ingress_mbps"],
        load["clusters"]["Clicks"]["egress_mbps"],
    ) == (3, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ingres_mbps: 1", "did you mean ingress_mbps?"),
        ("clusters: {Click: {ingress_mbps: 1}}", "Click: load must be of a resource"),
        ("clusters: {Clicks: 1}", "Clicks: value must be a mapping"),
        ("clusters: [1]", "clusters: value must be a mapping"),
        ("ingress_mbps: much", "ingress_mbps: value must be a number, got 'much'"),
        ("ingress_mbps: -1", "ingress_mbps: value must be a number of at least 0"),
        ("[", "file must be valid YAML"),
        ("- 1", "file must be a mapping"),
        ("", "file must be a mapping"),
    ],
)
def test_unusable_load_is_one_line(run, tmp_path, text, message):
    """It ends with 2 and names file, name and the nearest that is valid."""
    (tmp_path / "load.yaml").write_text(text)
    code, out, err = run("template.yaml", "--load", "load.yaml")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.yaml",),
        ("template.yaml", "--load", "no.yaml"),
        ("template.yaml", "--prices", "no"),
    ],
)
def test_missing_file_is_one_line(run, arguments):
    """It ends with 2, without a traceback."""
    code, _, err = run(*arguments)
    assert (code, err.count("\n")) == (2, 1)


def test_budget_is_a_gate(run):
    """Above it the command ends with 1, below with 0."""
    assert run("template.yaml", "--budget", 1000)[0] == 0
    code, _, err = run("template.yaml", "--budget", 900)
    assert (code, err) == (1, "mskctl: 994.26 USD is above the budget of 900.00\n")


def test_template_without_msk_costs_nothing(run, tmp_path):
    """It is no error."""
    (tmp_path / "other.yaml").write_text("Resources: {A: {Type: AWS::SNS::Topic}}")
    code, out, _ = run("other.yaml")
    assert code == 0
    assert "total: 0.00 USD/month" in out

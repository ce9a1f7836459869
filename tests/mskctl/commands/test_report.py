"""`mskctl report` as an operator meets it."""

import json

import pytest

from mskctl.cli import main

MSK = {"Clicks": {"Type": "AWS::MSK::ServerlessCluster", "Properties": {"ClusterName": "clicks"}}}


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def _run(content, *arguments):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "t.json").write_text(text)
        monkeypatch.setattr("sys.argv", ["mskctl", "report", "t.json", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()

    return _run


def test_page_is_written(run, tmp_path):
    """A serverless cluster has quotas in place of brokers."""
    code, out, err = run({"Resources": MSK}, "--out", "r.html", "--title", "Clicks of today")
    text = (tmp_path / "r.html").read_text()
    assert (code, err) == (0, "")
    assert out.startswith("r.html: errors: ")
    assert "<h1>Clicks of today</h1>" in text
    assert "200 MB/s" in text


def test_topic_of_a_serverless_cluster_is_counted(run, tmp_path):
    """A topic that a custom resource creates counts against the quota of partitions."""
    cluster = {"Fn::GetAtt": ["Clicks", "Arn"]}
    properties = {"ClusterArn": cluster, "TopicName": "clicks", "PartitionCount": 12}
    topic = {"Type": "Custom::MskTopic", "Properties": properties | {"ReplicationFactor": 3}}
    run({"Resources": {**MSK, "Topic": topic}}, "--out", "r.html")
    assert "12 partitions" in (tmp_path / "r.html").read_text()


def test_template_without_msk_says_so(run, tmp_path):
    """There is a page, and it says that there is nothing to review."""
    code, _, _ = run({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}, "--out", "r.html")
    assert code == 0
    assert "hold no resource of Amazon MSK" in (tmp_path / "r.html").read_text()


@pytest.mark.parametrize("text", ['{"Resources": ', '{"a": 1}', "[1]"])
def test_broken_template_is_one_line(run, text, tmp_path):
    """What is no template ends with 2 and writes nothing."""
    code, out, err = run(text, "--out", "r.html")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "r.html").exists()


def test_unwritable_page_is_one_line(run):
    """A folder that does not exist is named."""
    code, out, err = run({"Resources": MSK}, "--out", "nowhere/r.html")
    assert (code, out) == (2, "")
    assert err == "mskctl: nowhere/r.html: file must be writable; No such file or directory\n"


@pytest.mark.parametrize(
    "properties",
    [None, [], "x", {"Ref": "X"}, {"Fn::If": ["A"]}, {"Roles": 1, "PolicyDocument": {"Ref": "X"}}],
)
@pytest.mark.parametrize(
    "kind",
    ["AWS::MSK::Cluster", "AWS::MSK::Topic", "AWS::MSK::BatchScramSecret", "AWS::IAM::Policy",
     "AWS::MSK::ServerlessCluster", "AWS::MSK::ClusterPolicy", "AWS::CloudWatch::Alarm",
     "AWS::Lambda::EventSourceMapping", "AWS::KinesisFirehose::DeliveryStream"],
)  # fmt: skip
def test_malformed_resources_are_no_error(run, kind, properties):
    """A report is written whatever the properties are."""
    one = {"Type": kind, "Properties": properties}
    code, _, err = run({"Resources": {"One": one, **MSK}, "Outputs": []}, "--out", "r.html")
    assert (code, err) == (0, "")


def test_rules_of_new_clusters_and_of_regions_count_when_asked_for(run, tmp_path):
    """A cluster that MSK would not create, or not there, is said to be refused."""
    public = {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}
    group = {"InstanceType": "kafka.m7g.large", "ClientSubnets": ["a", "b", "c"]}
    properties = {
        "ClusterName": "orders",
        "KafkaVersion": "3.9.x.kraft",
        "NumberOfBrokerNodes": 3,
        "BrokerNodeGroupInfo": group | {"ConnectivityInfo": public},
    }
    cluster = {"Orders": {"Type": "AWS::MSK::Cluster", "Properties": properties}}
    _, plain, _ = run({"Resources": cluster}, "--out", "r.html")
    _, strict, _ = run({"Resources": cluster}, "--out", "r.html", "--new")
    assert errors(strict) == errors(plain) + 1
    _, anywhere, _ = run({"Resources": MSK}, "--out", "r.html")
    _, there, _ = run({"Resources": MSK}, "--out", "r.html", "--region", "us-west-1")
    assert errors(there) == errors(anywhere) + 1


def errors(printed):
    return int(printed.split("errors: ")[1].split(",")[0])


def test_prices_of_ones_own_are_used(run, tmp_path):
    """The page counts with the prices of a file, as `mskctl cost` does."""
    (tmp_path / "prices.toml").write_text("[prices]\nserverless-cluster = 100.0\n")
    run({"Resources": MSK}, "--out", "r.html", "--prices", "prices.toml")
    assert "73,000" in (tmp_path / "r.html").read_text()

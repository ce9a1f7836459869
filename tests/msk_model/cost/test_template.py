"""What a template costs."""

import pytest

from msk_model.cost import Usage, template_cost
from msk_model.facts.prices import list_prices

PRICES = list_prices()


def cost(usage=None, usages=None, **resources):
    return template_cost({"Resources": resources}, PRICES, usage or Usage(), usages)


def connector(**capacity):
    return {"Type": "AWS::KafkaConnect::Connector", "Properties": {"Capacity": capacity}}


@pytest.mark.parametrize(
    ("capacity", "monthly"),
    [
        ({"ProvisionedCapacity": {"McuCount": 2, "WorkerCount": 3}}, 6 * 730 * 0.11),
        ({"ProvisionedCapacity": {"WorkerCount": 3}}, 3 * 730 * 0.11),
        (
            {"AutoScaling": {"McuCount": 1, "MinWorkerCount": 2, "MaxWorkerCount": 8}},
            2 * 730 * 0.11,
        ),
        ({"ProvisionedCapacity": {"McuCount": 1, "WorkerCount": {"Ref": "Count"}}}, None),
        ({"Fn::If": ["A", {}, {}]}, None),
    ],
)
def test_connector_is_billed_by_its_units(capacity, monthly):
    """An autoscaled one by the fewest workers it has; one that a parameter sizes is unknown."""
    (one,) = cost(C=connector(**capacity)).resources[0].estimate.lines
    assert one.monthly_usd == (None if monthly is None else pytest.approx(monthly))


def test_replicator_is_billed_by_hours_and_data():
    """All that is written is taken to be replicated."""
    made = cost(Usage(ingress_mbps=1), R={"Type": "AWS::MSK::Replicator"})
    assert made.estimate.monthly_usd == pytest.approx(730 * 0.3 + 2628 * 0.08)


def test_clusters_have_loads_of_their_own():
    """A load by logical id takes the place of the common one."""
    serverless = {"Type": "AWS::MSK::ServerlessCluster", "Properties": {}}
    made = cost(Usage(ingress_mbps=1), {"B": Usage(ingress_mbps=2)}, A=serverless, B=serverless)
    ingress = [one.estimate.by_dimension["ingress"] for one in made.resources]
    assert ingress == pytest.approx([262.8, 525.6])


def test_other_resources_are_left_out_and_counted():
    """What AWS bills for elsewhere is named, what costs nothing is not."""
    made = cost(
        A={"Type": "AWS::S3::Bucket"},
        B={"Type": "AWS::S3::Bucket"},
        C={"Type": "AWS::EC2::SecurityGroup"},
        D={"Type": "AWS::MSK::Replicator", "Condition": "Prod"},
    )
    assert made.left_out == {"AWS::S3::Bucket": 2}
    assert [one.conditional for one in made.resources] == [True]


@pytest.mark.parametrize(
    "type",
    [
        "AWS::ACMPCA::CertificateAuthority",
        "AWS::APS::Scraper",
        "AWS::APS::Workspace",
        "AWS::EC2::EIP",
        "AWS::Logs::MetricFilter",
    ],
)
def test_what_has_no_price_here_is_named(type):
    """A private authority may cost as much as brokers: nobody is to be surprised."""
    assert cost(One={"Type": type}).left_out == {type: 1}


@pytest.mark.parametrize(
    "template",
    [
        {},
        {"Resources": None},
        {"Resources": {"A": None, "B": {"Type": 3}}},
        {"Resources": {"A": {"Type": "AWS::MSK::Cluster"}}},
        {"Resources": {"A": {"Type": "AWS::MSK::Cluster", "Properties": {"Fn::If": [1]}}}},
        {"Resources": {"A": {"Type": "AWS::KafkaConnect::Connector", "Properties": []}}},
    ],
)
def test_odd_template_is_no_error(template):
    """What cannot be read is unknown."""
    assert template_cost(template, PRICES, Usage()).estimate.monthly_usd == 0


def test_monitoring_is_one_line_of_its_own():
    """Brokers are counted by the cluster's name, in this template or in another."""
    query = (
        'SELECT AVG(X) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") '
        'WHERE "Cluster Name" = \'{}\' GROUP BY "Broker ID" ORDER BY AVG() DESC'
    )
    resources = {
        "Cluster": {
            "Type": "AWS::MSK::Cluster",
            "Properties": {"ClusterName": "here", "NumberOfBrokerNodes": 3},
        },
        **{
            f"On{name}": {
                "Type": "AWS::CloudWatch::Alarm",
                "Condition": "Watched",
                "Properties": {"Metrics": [{"Id": "q", "Expression": query.format(name)}]},
            }
            for name in ("here", "there")
        },
    }
    made = template_cost({"Resources": resources}, PRICES, Usage(), broker_counts={"there": 6})
    monitoring = made.resources[-1]

    assert (monitoring.resource, monitoring.conditional) == ("(monitoring)", True)
    assert monitoring.estimate.monthly_usd == pytest.approx(0.90)

"""boto3's own clients, whose requests a fake AWS answers before they leave the process."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import boto3
import pytest

REGION = "eu-central-1"
ARN = f"arn:aws:kafka:{REGION}:111122223333:cluster/orders/1f0b-2"
AT = datetime(2026, 11, 2, 12, 2, 30, tzinfo=UTC)
SERVICES = ("kafka", "cloudwatch", "application-autoscaling")

PROVISIONED = {
    "BrokerNodeGroupInfo": {
        "InstanceType": "kafka.m7g.large",
        "ClientSubnets": ["subnet-a", "subnet-b", "subnet-c"],
        "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 500}},
        "ZoneIds": ["euc1-az2", "euc1-az1", "euc1-az3"],
    },
    "NumberOfBrokerNodes": 3,
    "CurrentBrokerSoftwareInfo": {"KafkaVersion": "3.9.x", "ConfigurationArn": "arn:c"},
    "EnhancedMonitoring": "PER_BROKER",
    "StorageMode": "LOCAL",
    "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
    "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True}},
    "LoggingInfo": {"BrokerLogs": {"CloudWatchLogs": {"Enabled": True}}},
}


def cluster(**stated):
    """DescribeClusterV2's answer."""
    info = {
        "ClusterArn": ARN,
        "ClusterName": "orders",
        "State": "ACTIVE",
        "CreationTime": AT - timedelta(days=9),
        "Provisioned": PROVISIONED,
    }
    return {"ClusterInfo": {**info, **stated}}


def nodes():
    """ListNodes' answer."""
    return {
        "NodeInfoList": [
            {
                "NodeType": "BROKER",
                "BrokerNodeInfo": {
                    "BrokerId": float(number),
                    "ClientSubnet": f"subnet-{number}",
                    "CurrentBrokerSoftwareInfo": {"KafkaVersion": "3.9.x"},
                },
            }
            for number in (3, 1, 2)
        ]
        + [{"ControllerNodeInfo": {"Endpoints": ["c-1"]}}]
    }


def lag_metrics(parameters):
    """ListMetrics' answer: one group, and a metric of a partition that is not asked for."""
    named = {"Cluster Name": "orders", "Consumer Group": "billing", "Topic": "orders"}
    return {
        "Metrics": [
            {"Dimensions": [{"Name": n, "Value": v} for n, v in dimensions.items()]}
            for dimensions in (named, {**named, "Partition": "0"})
        ]
    }


def steady(parameters):
    """GetMetricData's answer: 50 for every metric, in every period."""
    return {
        "MetricDataResults": [
            {
                "Id": query["Id"],
                "Timestamps": [
                    AT - timedelta(seconds=query["MetricStat"]["Period"] * n) for n in (2, 1, 0)
                ],
                "Values": [50.0, 50.0, 50.0],
            }
            for query in parameters["MetricDataQueries"]
        ]
    }


class FakeAws:
    """What AWS answers to each operation: an answer, a function of the request, or an error's code."""

    def __init__(self):
        self.calls = []
        self.answers = {
            "ListClustersV2": {"ClusterInfoList": [{"ClusterName": "orders", "ClusterArn": ARN}]},
            "DescribeClusterV2": cluster(),
            "ListNodes": nodes(),
            "ListClusterOperationsV2": {"ClusterOperationInfoList": []},
            "DescribeAlarms": {"MetricAlarms": [], "CompositeAlarms": []},
            "ListMetrics": lag_metrics,
            "GetMetricData": steady,
            "DescribeScalableTargets": {"ScalableTargets": []},
            "DescribeScalingPolicies": {"ScalingPolicies": []},
        }

    def answer(self, operation, parameters):
        self.calls.append((operation, parameters))
        answer = self.answers[operation]
        if callable(answer):
            answer = answer(parameters)
        if isinstance(answer, str):
            error = {"Code": answer, "Message": f"not {operation}"}
            return SimpleNamespace(status_code=400), {"Error": error}
        return SimpleNamespace(status_code=200), answer

    def asked(self, operation):
        return [parameters for name, parameters in self.calls if name == operation]


@pytest.fixture(scope="session")
def clients():
    """One client of each service: making them is slow. They ask whoever `current` is."""
    current = SimpleNamespace(aws=None)
    session = boto3.Session("a", "b", region_name=REGION)
    made = {name: session.client(name) for name in SERVICES}

    def remember(params, context, **_):
        context["parameters"] = dict(params)

    def answer(model, context, **_):
        return current.aws.answer(model.name, context["parameters"])

    for client in made.values():
        client.meta.events.register("before-parameter-build", remember)
        client.meta.events.register("before-call", answer)
    return current, made


@pytest.fixture
def aws(clients, monkeypatch):
    """A fake AWS in the place of the real one."""
    current, made = clients
    current.aws = FakeAws()
    opened = []

    def open_(self, name, config=None):
        opened.append((self.profile_name, self.region_name, name, config))
        return made[name]

    monkeypatch.setattr(boto3.Session, "client", open_)
    monkeypatch.setattr(
        boto3.Session, "__init__", lambda self, **settings: self.__dict__.update(settings=settings)
    )
    monkeypatch.setattr(
        boto3.Session, "profile_name", property(lambda self: self.settings["profile_name"])
    )
    monkeypatch.setattr(
        boto3.Session, "region_name", property(lambda self: self.settings["region_name"])
    )
    current.aws.opened = opened
    yield current.aws
    current.aws = None


@pytest.fixture
def kit():
    """What tests build answers from."""
    return SimpleNamespace(
        ARN=ARN, AT=AT, REGION=REGION, PROVISIONED=PROVISIONED, cluster=cluster, steady=steady
    )

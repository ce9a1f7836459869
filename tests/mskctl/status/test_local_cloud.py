"""Status of a cluster of the local cloud, by the calls that AWS gets."""

import time
from datetime import UTC, datetime

from msk_local.cloud import LocalCloud
from msk_model.status import assess
from mskctl.status.read import read_snapshot
from mskctl.status.session import Session

SECONDS = 120


def test_a_local_cluster_has_a_status():
    """What brokers publish is shown, what they do not is no data, and nothing is refused."""
    with LocalCloud(broker="embedded") as cloud:
        services = ("kafka", "cloudwatch", "application-autoscaling")
        clients = {name: cloud.session().client(name) for name in services}
        subnets = cloud.session().client("ec2").describe_subnets()["Subnets"][:3]
        nodes = {
            "InstanceType": "kafka.m7g.large",
            "ClientSubnets": [one["SubnetId"] for one in subnets],
            "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 100}},
        }
        arn = clients["kafka"].create_cluster_v2(
            ClusterName="orders",
            Provisioned={
                "BrokerNodeGroupInfo": nodes,
                "KafkaVersion": "3.9.x",
                "NumberOfBrokerNodes": 3,
                "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
            },
        )["ClusterArn"]
        session = Session(arn=arn, clients=clients)
        end = time.monotonic() + SECONDS
        while True:
            cloud.publish_metrics()
            found = assess(read_snapshot(session, datetime.now(UTC)))
            gauges = {one.id: one.value for one in found.gauges}
            if gauges["ingress"] is not None or time.monotonic() > end:
                break
            time.sleep(1)
    assert found.snapshot.unread == ()
    assert [one.id for one in found.snapshot.brokers] == ["1", "2", "3"]
    assert len(found.snapshot.zones) == 3
    assert gauges["ingress"] is not None
    assert gauges["cpu"] is None, "the processors are this machine's, and no broker's"

"""The service as a whole."""

from unittest import mock

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError


def test_an_operation_that_is_not_there_says_so(account):
    """It fails; it does not pretend."""
    with pytest.raises(ClientError, match="no ListReplicators yet"):
        account.kafka.list_replicators()


def test_an_invalid_request_names_the_parameter(account):
    """The model of the service is checked on this side of the wire, too."""
    session = account.session
    client = session.client("kafka", config=Config(parameter_validation=False))
    with pytest.raises(ClientError, match="ClientSubnets") as refusal:
        client.create_cluster_v2(
            ClusterName="orders",
            Provisioned={
                "BrokerNodeGroupInfo": {"InstanceType": "kafka.m7g.large"},
                "KafkaVersion": "3.9.x",
                "NumberOfBrokerNodes": 3,
            },
        )
    assert refusal.value.response["Error"]["Code"] == "BadRequestException"


def test_stopping_the_service_stops_every_cluster(account, service):
    """No data plane runs on."""
    account.create()
    account.create_serverless()
    service.stop()
    assert [data_plane.running for data_plane in account.data_planes] == [False, False]


def test_a_stopped_service_says_so_and_logs_nothing(account, service, caplog, monkeypatch):
    """Whoever asks while everything ends gets an answer, and the user no traceback."""
    client = account.session.client("kafka", config=Config(retries={"total_max_attempts": 1}))
    arn = account.create()
    stop_within = mock.Mock(side_effect=lambda _: service.stop() or 1 / 0)
    monkeypatch.setitem(service._handlers, "DescribeClusterV2", stop_within)
    for _ in ("while it is being answered", "afterwards"):
        with pytest.raises(client.exceptions.ServiceUnavailableException, match="being stopped"):
            client.describe_cluster_v2(ClusterArn=arn)
    assert stop_within.call_count == 1
    assert "failed" not in caplog.text

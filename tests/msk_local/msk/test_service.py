"""The service as a whole."""

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

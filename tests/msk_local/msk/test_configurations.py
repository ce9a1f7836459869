"""Configurations and their revisions through the API."""

import pytest
from botocore.exceptions import ClientError

_PROPERTIES = b"# ours\nauto.create.topics.enable=false\nnum.partitions = 3\n"


@pytest.fixture
def configuration(account):
    return account.kafka.create_configuration(
        Name="orders", ServerProperties=_PROPERTIES, Description="first"
    )


def test_a_configuration_starts_with_revision_one(account, configuration):
    """The answer and DescribeConfiguration agree."""
    described = account.kafka.describe_configuration(Arn=configuration["Arn"])
    assert ":configuration/orders/" in configuration["Arn"]
    assert described["LatestRevision"]["Revision"] == 1
    assert described["LatestRevision"]["Description"] == "first"
    assert described["State"] == "ACTIVE"


def test_an_update_is_one_more_revision_and_the_old_one_stays(account, configuration):
    """Contents never change; a new revision holds the new ones."""
    arn = configuration["Arn"]
    account.kafka.update_configuration(Arn=arn, ServerProperties=b"num.partitions=6")
    revisions = account.kafka.list_configuration_revisions(Arn=arn)["Revisions"]
    contents = [
        account.kafka.describe_configuration_revision(Arn=arn, Revision=r["Revision"])
        for r in revisions
    ]
    assert [c["ServerProperties"] for c in contents] == [_PROPERTIES, b"num.partitions=6"]


def test_a_property_msk_does_not_let_you_set_is_refused_with_the_nearest_one(account):
    """The message names the wrong property and the one that was probably meant."""
    with pytest.raises(ClientError, match=r"num\.partition\b.*did you mean num\.partitions"):
        account.kafka.create_configuration(Name="x", ServerProperties=b"num.partition=3")


def test_a_configuration_in_use_cannot_be_deleted(account, configuration):
    """It is in use from the creation of a cluster to its deletion."""
    arn = configuration["Arn"]
    cluster = account.create(ConfigurationInfo={"Arn": arn, "Revision": 1})
    with pytest.raises(ClientError, match="in use by one or more clusters"):
        account.kafka.delete_configuration(Arn=arn)
    account.kafka.delete_cluster(ClusterArn=cluster)
    with pytest.raises(ClientError):
        account.wait(cluster, state="GONE")
    assert account.kafka.delete_configuration(Arn=arn)["State"] == "DELETING"
    assert account.kafka.list_configurations()["Configurations"] == []


def test_the_brokers_get_the_properties_of_the_revision(account, configuration):
    """A cluster runs the chosen revision, not the latest."""
    account.kafka.update_configuration(
        Arn=configuration["Arn"], ServerProperties=b"num.partitions=6"
    )
    account.create(ConfigurationInfo={"Arn": configuration["Arn"], "Revision": 1})
    properties = account.data_planes[0].server_properties
    assert properties == {"auto.create.topics.enable": "false", "num.partitions": "3"}


def test_a_revision_that_does_not_exist_is_not_found(account, configuration):
    """Neither described nor given to a cluster."""
    with pytest.raises(account.kafka.exceptions.NotFoundException):
        account.kafka.describe_configuration_revision(Arn=configuration["Arn"], Revision=7)


def test_names_are_unique(account, configuration):
    """A second configuration of a name is a conflict."""
    with pytest.raises(account.kafka.exceptions.ConflictException):
        account.kafka.create_configuration(Name="orders", ServerProperties=b"")

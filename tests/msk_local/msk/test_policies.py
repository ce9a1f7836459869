"""Cluster policies through the API."""

import json

import pytest
from botocore.exceptions import ClientError

_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kafka:*", "Resource": "*"}],
    }
)


def test_a_policy_is_replaced_with_its_current_version(account):
    """The token of the policy guards it as the cluster's guards the cluster."""
    arn = account.create()
    first = account.kafka.put_cluster_policy(ClusterArn=arn, Policy=_POLICY)["CurrentVersion"]
    with pytest.raises(ClientError, match="policy isn't current"):
        account.kafka.put_cluster_policy(ClusterArn=arn, Policy=_POLICY)
    second = account.kafka.put_cluster_policy(ClusterArn=arn, Policy=_POLICY, CurrentVersion=first)
    found = account.kafka.get_cluster_policy(ClusterArn=arn)
    assert found["Policy"] == _POLICY
    assert found["CurrentVersion"] == second["CurrentVersion"] != first


def test_a_deleted_policy_is_not_found(account):
    """Neither is one that never was."""
    arn = account.create()
    account.kafka.put_cluster_policy(ClusterArn=arn, Policy=_POLICY)
    account.kafka.delete_cluster_policy(ClusterArn=arn)
    with pytest.raises(account.kafka.exceptions.NotFoundException):
        account.kafka.get_cluster_policy(ClusterArn=arn)
    with pytest.raises(account.kafka.exceptions.NotFoundException):
        account.kafka.delete_cluster_policy(ClusterArn=arn)


@pytest.mark.parametrize("policy", ["no JSON", "{}", " " * 21_000])
def test_what_is_no_policy_is_refused(account, policy):
    """It must be JSON with a statement, of at most 20 KB."""
    with pytest.raises(account.kafka.exceptions.BadRequestException):
        account.kafka.put_cluster_policy(ClusterArn=account.create(), Policy=policy)

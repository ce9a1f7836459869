"""Finding the cluster."""

import pytest

from mskctl.status.session import UnreadableCluster, open_session


def test_a_name_is_looked_up(aws, kit):
    """MSK filters by the beginning of names."""
    assert open_session("orders", region=kit.REGION, profile=None).arn == kit.ARN
    assert aws.asked("ListClustersV2") == [{"ClusterNameFilter": "orders"}]


def test_an_arn_is_not(aws, kit):
    """And says its region itself."""
    session = open_session(kit.ARN, region=None, profile="ops")
    assert session.arn == kit.ARN
    assert not aws.calls
    assert {(profile, region) for profile, region, *_ in aws.opened} == {("ops", kit.REGION)}


def test_throttling_is_waited_for(aws, kit):
    """And nothing for ever."""
    open_session(kit.ARN, region=None, profile=None)
    for *_, config in aws.opened:
        assert config.retries["max_attempts"] >= 5
        assert config.connect_timeout <= 10
        assert config.read_timeout <= 60


def test_names_come_in_pages(aws, kit):
    """The cluster may be on the last."""

    def pages(parameters):
        if "NextToken" not in parameters:
            return {"ClusterInfoList": [], "NextToken": "more"}
        return {"ClusterInfoList": [{"ClusterName": "orders", "ClusterArn": kit.ARN}]}

    aws.answers["ListClustersV2"] = pages
    assert open_session("orders", region=None, profile=None).arn == kit.ARN


@pytest.mark.parametrize(
    ("name", "hint"),
    [("order", "did you mean 'orders'?"), ("zzz", "the region has no such cluster")],
)
def test_a_name_that_is_none_is_one_line(aws, name, hint):
    """With the nearest there is."""
    with pytest.raises(UnreadableCluster) as caught:
        open_session(name, region=None, profile=None)
    assert str(caught.value) == (
        f"CLUSTER must be the name or ARN of a cluster, got {name!r}; {hint}"
    )
    assert caught.value.exit_code == 2


def test_another_arn_and_another_region_are_refused(aws, kit):
    """Before AWS is asked."""
    with pytest.raises(UnreadableCluster, match="CLUSTER must be a name or the ARN of a cluster"):
        open_session("arn:aws:s3:::orders", region=None, profile=None)
    with pytest.raises(UnreadableCluster, match="--region must be that of the ARN, eu-central-1"):
        open_session(kit.ARN, region="us-east-1", profile=None)
    assert not aws.calls


def test_what_aws_refuses_is_one_line(aws):
    """In its own words."""
    aws.answers["ListClustersV2"] = "AccessDeniedException"
    with pytest.raises(
        UnreadableCluster, match="orders: cluster must be readable; access denied: not"
    ):
        open_session("orders", region=None, profile=None)

"""Ways into a cluster that open and close after its creation."""

import pytest

from msk_model.change import ChangeKind, NoWay, compare, others, way

CLUSTER = {"Type": "AWS::MSK::Cluster", "Properties": {"ClusterName": "orders"}}


def chain(links=2, cluster=True, **settings):
    """A cluster and the resources that all ask for the same."""
    arn = {"Fn::GetAtt": ["Cluster", "Arn"]}
    hours = {
        f"Hour{number}": {
            "Type": "Custom::MskConnectivity",
            "Properties": {"ClusterArn": arn, "Link": number, "Links": links, **settings},
        }
        for number in range(1, links + 1)
    }
    return {"Resources": {**({"Cluster": CLUSTER} if cluster else {}), **hours}}


VPCS = {"Iam": True, "Scram": False, "Tls": False}


@pytest.mark.parametrize(
    ("old", "new", "path", "kind", "reason"),
    [
        ({}, {"PublicAccess": True}, "PublicAccess", "one-at-a-time", "opens to the internet; MSK"),
        ({"PublicAccess": True}, {"PublicAccess": False}, "PublicAccess", "shut-out", "closes to"),
        ({"PublicAccess": True}, {}, "PublicAccess", "shut-out", "clients from the internet"),
        (
            {"VpcConnectivity": VPCS},
            {"VpcConnectivity": VPCS | {"Scram": True}},
            "VpcConnectivity/Scram",
            "one-at-a-time",
            "opens to other VPCs with SCRAM; MSK takes from half an hour to hours",
        ),
        (
            {"VpcConnectivity": VPCS},
            {"VpcConnectivity": VPCS | {"Iam": False}},
            "VpcConnectivity/Iam",
            "shut-out",
            "closes to clients from other VPCs with IAM",
        ),
        ({}, {"NetworkType": "DUAL"}, "NetworkType", "one-at-a-time", "for good"),
        ({"NetworkType": "DUAL"}, {"NetworkType": "IPV4"}, "NetworkType", "forbidden", "dual stack"),
        ({"NetworkType": "DUAL"}, {}, "NetworkType", "forbidden", "cannot be turned off"),
        ({}, {"PublicAccess": {"Ref": "Open"}}, "PublicAccess", "cannot-be-told", "deployment"),
        ({}, {"NetworkType": {"Ref": "Type"}}, "NetworkType", "cannot-be-told", "deployment"),
    ],
)  # fmt: skip
def test_each_way_is_one_change(old, new, path, kind, reason):
    """However many resources ask for it, it is said once."""
    (change,) = compare(chain(**old), chain(**new))
    assert (change.resource, change.path, change.kind.value) == ("Hour1", path, kind)
    assert reason in change.reason
    assert change.update == "connectivity"
    assert others(chain(**old), chain(**new)) == ()


def test_chain_that_goes_closes_what_it_opened():
    """What closes late is told, with the way that is safer."""
    (change,) = compare(chain(PublicAccess=True), {"Resources": {"Cluster": CLUSTER}})
    assert change.kind is ChangeKind.SHUT_OUT
    assert "say False instead" in change.reason


def test_cluster_that_goes_takes_its_ways_along():
    """Nothing more is said about a cluster that is gone."""
    (change,) = compare(chain(PublicAccess=True), {"Resources": {}})
    assert change.resource == "Cluster"


@pytest.mark.parametrize(
    "settings", [{"PublicAccess": True}, {"VpcConnectivity": VPCS}, {"NetworkType": "DUAL"}]
)
def test_new_cluster_may_be_opened_in_its_first_deployment(settings):
    """MSK refuses that at creation, and these resources ask for it afterwards."""
    changes = compare({"Resources": {}}, chain(**settings))
    created = next(change for change in changes if change.resource == "Cluster")
    assert "while the cluster is being created" not in created.reason
    stated = {
        "BrokerNodeGroupInfo": {
            "ConnectivityInfo": {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}
        }
    }
    at_once = {**CLUSTER, "Properties": {**CLUSTER["Properties"], **stated}}
    (refused,) = compare({"Resources": {}}, {"Resources": {"Cluster": at_once}})
    assert refused.kind is ChangeKind.FORBIDDEN


def test_settings_that_stay_closed_are_no_change():
    """Saying that what is closed is closed changes nothing."""
    assert compare(chain(), chain(PublicAccess=False, NetworkType="IPV4")) == ()


def test_no_steps_lead_back_from_dual_stack():
    """The refusal is the reason."""
    found = way(chain(NetworkType="DUAL"), chain(NetworkType="IPV4"))
    assert isinstance(found, NoWay)
    assert "Hour1/NetworkType: dual stack cannot be turned off" in found.reasons

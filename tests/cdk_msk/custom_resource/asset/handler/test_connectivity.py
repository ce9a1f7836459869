"""Opening and closing the ways into a cluster, with an MSK that takes its time and may fail."""

import pytest
from botocore.exceptions import ReadTimeoutError

from tests.cdk_msk.custom_resource.asset.handler.slow_msk import (
    ARN,
    METHODS,
    Call,
    Clock,
    FakeMsk,
    error,
    request_of,
    sender,
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def msk(clock):
    return FakeMsk(clock)


@pytest.fixture
def deploy(within, msk, answers):
    """Sends a request and calls the function, as often as it asks for, until it has answered."""
    return sender(within(msk), msk, answers)


PUBLIC = {"PublicAccess": "true"}
PRIVATE = {"PublicAccess": "false"}
VPCS = {"VpcConnectivity": {"Iam": "true", "Scram": "false", "Tls": "true"}}
NO_VPCS = {"VpcConnectivity": {"Iam": "false", "Scram": "false", "Tls": "false"}}
DUAL = {"NetworkType": "DUAL"}
IPV4 = {"NetworkType": "IPV4"}


def test_opens_one_way_after_the_other(deploy, msk):
    """MSK takes one setting in a call and is given the next when it is active again."""
    msk.takes = 1200
    answer = deploy("Create", PUBLIC | VPCS)
    assert answer["Status"] == "SUCCESS"
    assert answer["PhysicalResourceId"] == f"{ARN}/connectivity"
    assert msk.opened == (True, {"Iam", "Tls"}, False)
    assert msk.updates == ["VpcConnectivity", "PublicAccess"]
    assert 2400 <= answer["Seconds"] < 2500


def test_the_way_without_return_is_the_last(deploy, msk):
    """When something else fails, the cluster is not dual stack yet."""
    msk.takes = 600
    assert deploy("Create", PUBLIC | DUAL)["Status"] == "SUCCESS"
    assert msk.updates == ["PublicAccess", "NetworkType"]


def test_closing_comes_before_opening(deploy, msk):
    """A cluster is never open in more ways than before or after."""
    msk.takes = 300
    deploy("Create", PUBLIC)
    deploy("Update", PRIVATE | VPCS, before=PUBLIC)
    assert msk.updates == ["PublicAccess", "PublicAccess", "VpcConnectivity"]
    assert msk.opened == (False, {"Iam", "Tls"}, False)


def test_nothing_to_do(deploy, msk):
    """A request replayed, or for what is already so, changes nothing and is answered at once."""
    msk.takes = 300
    deploy("Create", PUBLIC | VPCS)
    done = list(msk.updates)
    for kind, before in (("Create", None), ("Update", PUBLIC | VPCS)):
        answer = deploy(kind, PUBLIC | VPCS, before=before)
        assert (answer["Status"], answer["Seconds"]) == ("SUCCESS", 0)
    assert msk.updates == done


@pytest.mark.parametrize(
    ("stated", "before"),
    [(PRIVATE | NO_VPCS, PUBLIC | VPCS), (IPV4, PUBLIC | VPCS), (VPCS, PUBLIC | VPCS)],
    ids=["said to be closed", "no longer said", "one of two no longer said"],
)
def test_reverts_what_is_no_longer_said(deploy, msk, stated, before):
    """What was opened and is not wanted any more is closed; the rest stays."""
    msk.takes = 300
    deploy("Create", before)
    assert deploy("Update", stated, before=before)["Status"] == "SUCCESS"
    assert msk.opened == (False, {"Iam", "Tls"} if stated is VPCS else set(), False)


def test_settings_nobody_speaks_of_stay(deploy, msk):
    """What was opened by hand and never said is left alone."""
    msk.takes = 300
    deploy("Create", PUBLIC)
    deploy("Create", VPCS)
    assert msk.opened == (True, {"Iam", "Tls"}, False)


def test_waits_for_a_change_of_somebody_else(deploy, msk):
    """A cluster that is being changed is waited for."""
    msk.change_elsewhere(1200)
    assert deploy("Create", PUBLIC)["Status"] == "SUCCESS"
    assert msk.updates == ["PublicAccess"]


@pytest.mark.parametrize("seconds", [0, 600], ids=["done already", "under way"])
def test_somebody_else_is_quicker(deploy, msk, seconds):
    """A change between the look and the call makes MSK refuse; it is tried again on the new state."""

    def change():
        msk.before_update = lambda: None
        msk.change_elsewhere(seconds)
        msk._settle()

    msk.before_update = change
    assert deploy("Create", PUBLIC)["Status"] == "SUCCESS"
    assert msk.updates == ["PublicAccess"]


def test_a_refusal_is_told_in_the_words_of_msk(deploy, msk):
    """What MSK refuses fails at once, and the half that was done is taken back by the deletion."""
    msk.takes = 300
    msk.refused = {"PublicAccess": "Subnets must be public."}
    answer = deploy("Create", PUBLIC | VPCS, links=6)
    assert answer["Status"] == "FAILED"
    assert "Subnets must be public." in answer["Reason"]
    assert msk.opened == (False, {"Iam", "Tls"}, False)
    msk.stack_status = "ROLLBACK_IN_PROGRESS"
    assert answer["PhysicalResourceId"] == f"{ARN}/connectivity"
    assert deploy("Delete", PUBLIC | VPCS)["Status"] == "SUCCESS"
    assert msk.opened == (False, set(), False)


def test_a_failure_is_told_in_the_words_of_msk(deploy, msk):
    """An operation that ends badly fails the deployment; a retry succeeds when the cause is gone."""
    msk.failing = {"PublicAccess": "No addresses are left."}
    answer = deploy("Create", PUBLIC, links=6)
    assert answer["Status"] == "FAILED"
    assert "No addresses are left. (NO_ADDRESSES)" in answer["Reason"]
    assert msk.opened == (False, set(), False)
    msk.failing = {}
    assert deploy("Create", PUBLIC)["Status"] == "SUCCESS"
    assert msk.opened == (True, set(), False)


def test_a_failed_update_rolls_back(deploy, msk):
    """The request that takes a failed update back leaves what was there before."""
    msk.takes = 300
    deploy("Create", VPCS)
    msk.failing = {"PublicAccess": "No addresses are left."}
    assert deploy("Update", PUBLIC | NO_VPCS, before=VPCS)["Status"] == "FAILED"
    msk.stack_status = "UPDATE_ROLLBACK_IN_PROGRESS"
    assert deploy("Update", VPCS, before=PUBLIC | NO_VPCS)["Status"] == "SUCCESS"
    assert msk.opened == (False, {"Iam", "Tls"}, False)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "code",
    [
        "TooManyRequestsException",
        "ThrottlingException",
        "ServiceUnavailableException",
        "InternalServerErrorException",
        "AccessDeniedException",
    ],
)
def test_what_passes_is_tried_again(deploy, msk, method, code):
    """Throttling, trouble of MSK and permissions that take a while fail nothing."""
    msk.faults = {method: [error(code), error(code)]}
    assert deploy("Create", PUBLIC)["Status"] == "SUCCESS"
    assert msk.updates == ["PublicAccess"]


@pytest.mark.parametrize("method", METHODS)
def test_an_answer_that_got_lost_is_asked_for_again(deploy, msk, method):
    """A connection that breaks says nothing about what MSK has done."""
    msk.faults = {method: [ReadTimeoutError(endpoint_url="https://kafka")]}
    assert deploy("Create", PUBLIC)["Status"] == "SUCCESS"
    assert msk.updates == ["PublicAccess"]


@pytest.mark.parametrize("method", METHODS)
def test_what_does_not_pass_is_told(deploy, msk, method):
    """Any other error of any call fails with its reason, and a retry succeeds."""
    msk.takes = 300
    msk.faults = {method: [error("ForbiddenRegionException", "no such region")]}
    answer = deploy("Create", PUBLIC)
    assert answer["Status"] == "FAILED"
    assert "no such region" in answer["Reason"]
    assert deploy("Create", PUBLIC)["Status"] == "SUCCESS"
    assert msk.opened == (True, set(), False)


def test_a_function_that_cannot_call_itself_says_so(deploy, msk):
    """Nobody waits an hour for an answer that will not come."""
    msk.faults = {"invoke": [error("AccessDeniedException", "not allowed to invoke")]}
    answer = deploy("Create", PUBLIC)
    assert answer["Status"] == "FAILED"
    assert "not allowed to invoke" in answer["Reason"]


def test_an_hour_is_not_enough(deploy, msk):
    """Each resource of the chain waits its hour and hands the operation over; the last sees the end."""
    msk.takes = 3.5 * 3600
    operation, answers = None, []
    for link in range(1, 7):
        answers.append(deploy("Create", PUBLIC, link=link, links=6, operation=operation))
        operation = answers[-1]["Data"]["Operation"]
    assert [one["Status"] for one in answers] == ["SUCCESS"] * 6
    assert max(one["Seconds"] for one in answers) < 3600
    assert [round(one["Seconds"] / 3600) for one in answers] == [1, 1, 1, 1, 0, 0]
    assert msk.updates == ["PublicAccess"]
    assert msk.opened == (True, set(), False)


def test_a_failure_after_hours_is_not_lost(deploy, msk):
    """The link that is waiting when MSK gives up fails with the reason."""
    msk.takes, msk.failing = 1.5 * 3600, {"PublicAccess": "No addresses are left."}
    first = deploy("Create", PUBLIC, link=1, links=6)
    operation = first["Data"]["Operation"]
    second = deploy("Create", PUBLIC, link=2, links=6, operation=operation)
    assert (first["Status"], second["Status"]) == ("SUCCESS", "FAILED")
    assert "No addresses are left." in second["Reason"]


def test_the_last_link_does_not_wait_for_ever(deploy, msk):
    """A change that outlasts the chain fails the deployment, and says what MSK is at."""
    msk.takes = 10 * 3600
    answer = deploy("Create", PUBLIC, link=6, links=6)
    assert answer["Status"] == "FAILED"
    assert "is UPDATING" in answer["Reason"]
    assert answer["Seconds"] < 3600


@pytest.mark.parametrize("state", ["FAILED", "DELETING"])
def test_a_cluster_that_is_lost(deploy, msk, state):
    """Nothing is waited for that will not come."""
    msk.state = state
    answer = deploy("Create", PUBLIC)
    assert answer["Status"] == "FAILED"
    assert f"is {state}: no reason given" in answer["Reason"]


@pytest.mark.parametrize("stated", [IPV4, PUBLIC], ids=["taken back", "no longer said"])
def test_dual_stack_is_for_ever(deploy, msk, stated):
    """Taking dual stack back is an error that says so."""
    msk.takes = 300
    deploy("Create", DUAL)
    answer = deploy("Update", stated, before=DUAL)
    assert answer["Status"] == "FAILED"
    assert "can never be IPv4 again" in answer["Reason"]
    assert msk.opened == (False, set(), True)


def test_a_rollback_leaves_dual_stack(deploy, msk):
    """A stack whose update failed for another reason can still be rolled back."""
    msk.takes = 300
    deploy("Create", DUAL)
    msk.stack_status = "UPDATE_ROLLBACK_IN_PROGRESS"
    assert deploy("Update", IPV4, before=DUAL)["Status"] == "SUCCESS"


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
def test_the_stack_may_be_busy(deploy, msk, code):
    """The state of the stack is asked for until it is known."""
    msk.takes = 300
    deploy("Create", PUBLIC)
    msk.faults = {"describe_stacks": [error(code)]}
    assert deploy("Delete", PUBLIC)["Status"] == "SUCCESS"
    assert msk.opened == (False, set(), False)


def test_removal_closes(deploy, msk):
    """The first link closes what it opened, and the others do nothing."""
    msk.takes = 300
    deploy("Create", PUBLIC | VPCS)
    msk.stack_status = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
    assert deploy("Delete", PUBLIC | VPCS, link=2, links=6)["Seconds"] == 0
    assert msk.opened[0]
    assert deploy("Delete", PUBLIC | VPCS, link=1, links=6)["Status"] == "SUCCESS"
    assert msk.opened == (False, set(), False)


def test_a_stack_that_goes_closes_nothing(deploy, msk):
    """The cluster goes too, or stays behind as it is."""
    msk.takes = 300
    deploy("Create", PUBLIC)
    msk.stack_status = "DELETE_IN_PROGRESS"
    answer = deploy("Delete", PUBLIC)
    assert (answer["Status"], answer["Seconds"]) == ("SUCCESS", 0)
    assert msk.opened == (True, set(), False)


def test_a_cluster_that_is_gone_has_no_ways_in(deploy, msk):
    """A cluster deleted by hand keeps no stack from going on."""
    msk.exists = False
    assert deploy("Delete", PUBLIC)["Status"] == "SUCCESS"
    answer = deploy("Create", PUBLIC)
    assert answer["Status"] == "FAILED"
    assert "NotFound" in answer["Reason"]


def test_a_missing_property_is_told(load, clock, answers):
    """A request that says nothing is answered too."""
    load("connectivity").handle(request_of("Create", {}), Call(clock, clock.time() + 900))
    (answer,) = answers
    assert answer["Status"] == "FAILED"
    assert "ClusterArn" in answer["Reason"]

"""Associating the users of a cluster, against an MSK in memory."""

from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

CLUSTER = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
OTHER = "arn:aws:kafka:eu-west-1:123456789012:cluster/other/0a1b2c3d-2"


def secret(number):
    return f"arn:aws:secretsmanager:eu-west-1:123456789012:secret:AmazonMSK_demo_{number}-0a1b2c"


class Msk:
    """Associations of clusters; some secrets are refused, and some calls fail."""

    def __init__(self):
        self.associated = {CLUSTER: [], OTHER: []}
        self.refused = {}
        self.failures = []
        self.calls = []
        self.learns_slowly = 0

    def get_paginator(self, operation):
        assert operation == "list_scram_secrets"
        return SimpleNamespace(paginate=self._pages)

    def batch_associate_scram_secret(self, *, ClusterArn, SecretArnList):  # noqa: N803
        self._called("associate", SecretArnList)
        taken = [arn for arn in SecretArnList if arn not in self.refused]
        if self.learns_slowly:
            self.learns_slowly -= 1
        else:
            self.associated[ClusterArn] += taken
        return self._answer(SecretArnList)

    def batch_disassociate_scram_secret(self, *, ClusterArn, SecretArnList):  # noqa: N803
        self._called("disassociate", SecretArnList)
        for arn in SecretArnList:
            if arn not in self.refused:
                self.associated[ClusterArn].remove(arn)
        return self._answer(SecretArnList)

    def _pages(self, *, ClusterArn):  # noqa: N803
        self._called("list", [])
        found = self.associated[ClusterArn]
        return [{"SecretArnList": found[n : n + 100]} for n in range(0, len(found), 100)] or [{}]

    def _called(self, call, arns):
        assert len(arns) <= 10
        self.calls.append((call, len(arns)))
        if self.failures and self.failures[0][0] == call:
            raise self.failures.pop(0)[1]

    def _answer(self, arns):
        return {
            "UnprocessedScramSecrets": [
                {"SecretArn": arn, "ErrorCode": "InvalidSecretArn", "ErrorMessage": reason}
                for arn in arns
                if (reason := self.refused.get(arn))
            ]
        }


@pytest.fixture
def msk(load, monkeypatch):
    """MSK, whose answers the handler gets; its clock stands still unless it sleeps."""
    msk = Msk()
    monkeypatch.setattr(load("scram_users"), "boto3", SimpleNamespace(client=lambda *_, **__: msk))
    return msk


@pytest.fixture
def handle(load, context, monkeypatch, msk):
    """The handler, whose time passes only while it sleeps."""
    module = load("scram_users")
    clock = SimpleNamespace(monotonic=lambda: 300 - context.remaining_seconds)
    monkeypatch.setattr(module, "time", clock)
    return lambda event: module.handle(event, context)


@pytest.fixture
def ask(request_of):
    """A request for users of the cluster."""

    def make(kind, numbers, former=None, cluster=CLUSTER):
        arns = [secret(number) for number in numbers]
        event = request_of(kind, {"ClusterArn": cluster, "SecretArns": arns})
        if former is not None:
            event["PhysicalResourceId"] = f"{CLUSTER}/scram-users"
            former = [secret(number) for number in former]
            event["OldResourceProperties"] = {"ClusterArn": CLUSTER, "SecretArns": former}
        return event

    return make


def error(code):
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Operation")


def test_nothing_is_done_where_nothing_is_missing(handle, ask, msk, loopback):
    """As a rule CloudFormation's own resource has associated every user."""
    msk.associated[CLUSTER] = [secret(2), secret(1)]
    handle(ask("Create", [1, 2]))
    assert loopback.answer["Status"] == "SUCCESS"
    assert loopback.answer["PhysicalResourceId"] == f"{CLUSTER}/scram-users"
    assert msk.calls == [("list", 0)]


def test_missing_users_are_associated_ten_at_a_time(handle, ask, msk, loopback):
    """Whatever their number: MSK takes ten in a call, and lists a hundred on a page."""
    msk.associated[CLUSTER] = [secret(0)]
    handle(ask("Create", range(231)))
    assert loopback.answer["Status"] == "SUCCESS"
    assert set(msk.associated[CLUSTER]) == {secret(number) for number in range(231)}
    assert [count for call, count in msk.calls if call == "associate"] == [10] * 23


def test_one_refused_secret_fails_the_deployment_with_its_reason(
    handle, ask, msk, loopback, context
):
    """MSK answers such a call with success; the other users are let in all the same."""
    msk.refused = {secret(3): "Amazon MSK wasn't able to access the provided secret."}
    handle(ask("Create", range(25)))
    assert loopback.answer["Status"] == "FAILED"
    assert (
        f"AssociationError: {secret(3)}: InvalidSecretArn: Amazon MSK wasn't able to access the "
        "provided secret." in loopback.answer["Reason"]
    )
    assert len(msk.associated[CLUSTER]) == 24
    assert 300 - context.remaining_seconds == pytest.approx(65)


def test_a_secret_out_of_reach_for_a_moment_is_awaited(handle, ask, msk, loopback, monkeypatch):
    """Its policy or key was made a moment ago."""
    msk.refused = {secret(3): "Amazon MSK wasn't able to access the provided secret."}
    refused = [msk.refused] * 3
    answer = msk._answer
    monkeypatch.setattr(
        msk, "_answer", lambda arns: setattr(msk, "refused", _next(refused)) or answer(arns)
    )
    handle(ask("Create", range(5)))
    assert loopback.answer["Status"] == "SUCCESS"
    assert len(msk.associated[CLUSTER]) == 5


def _next(states):
    return states.pop() if states else {}


def test_a_list_that_lags_is_awaited(handle, ask, msk, loopback):
    """Success is what ListScramSecrets shows."""
    msk.learns_slowly = 2
    handle(ask("Create", [1]))
    assert loopback.answer["Status"] == "SUCCESS"
    assert msk.associated[CLUSTER] == [secret(1)]


def test_what_was_declared_before_is_taken_off(handle, ask, msk, loopback):
    """After what is new was put on; users of somebody else stay."""
    msk.associated[CLUSTER] = [secret(number) for number in (1, 2, "foreign")]
    handle(ask("Update", [2, 3], former=[1, 2]))
    assert loopback.answer["Status"] == "SUCCESS"
    assert msk.associated[CLUSTER] == [secret(2), secret("foreign"), secret(3)]
    assert [call for call, _ in msk.calls] == ["list", "associate", "disassociate", "list"]


def test_users_of_another_cluster_are_none_of_its_own(handle, ask, msk, loopback):
    """A resource that moves to another cluster takes nothing off that cluster's list."""
    msk.associated[OTHER] = [secret(1)]
    handle(ask("Update", [2], former=[1], cluster=OTHER))
    assert msk.associated[OTHER] == [secret(1), secret(2)]
    assert loopback.answer["PhysicalResourceId"] == f"{OTHER}/scram-users"


def test_a_repeated_request_changes_nothing_more(handle, ask, msk, loopback):
    """CloudFormation may ask again after the answer was lost."""
    msk.associated[CLUSTER] = [secret(1), secret(2)]
    for _ in range(2):
        handle(ask("Update", [2, 3], former=[1, 2]))
    assert [answer["Status"] for answer in loopback.answers] == ["SUCCESS", "SUCCESS"]
    assert msk.associated[CLUSTER] == [secret(2), secret(3)]
    assert msk.calls[4:] == [("list", 0)]


@pytest.mark.parametrize("call", ["list", "associate", "disassociate"])
def test_throttling_is_waited_out(handle, ask, msk, loopback, call):
    """At any of the calls."""
    msk.associated[CLUSTER] = [secret(1)]
    msk.failures = [(call, error("TooManyRequestsException"))] * 3
    handle(ask("Update", [2], former=[1]))
    assert loopback.answer["Status"] == "SUCCESS"
    assert msk.associated[CLUSTER] == [secret(2)]


@pytest.mark.parametrize("call", ["list", "associate", "disassociate"])
def test_a_failure_at_any_call_is_reported_and_mended_by_the_next_request(
    handle, ask, msk, loopback, call
):
    """What was done by then is not done twice."""
    msk.associated[CLUSTER] = [secret(1)]
    msk.failures = [(call, error("BadRequestException"))]
    handle(ask("Update", range(2, 14), former=[1]))
    handle(ask("Update", range(2, 14), former=[1]))
    failed, succeeded = loopback.answers
    assert (failed["Status"], succeeded["Status"]) == ("FAILED", "SUCCESS")
    assert "BadRequestException" in failed["Reason"]
    assert sorted(msk.associated[CLUSTER]) == sorted(secret(number) for number in range(2, 14))


def test_deleting_it_lets_everybody_stay(handle, ask, msk, loopback):
    """The list belongs to CloudFormation's own resource."""
    msk.associated[CLUSTER] = [secret(1)]
    handle(ask("Delete", [1], former=[1]))
    assert loopback.answer["Status"] == "SUCCESS"
    assert msk.associated[CLUSTER] == [secret(1)]
    assert msk.calls == []

"""What IAM has to allow for a client."""

import pytest

from msk_model.client import ClientShape, ConnectWorker, iam_access


def access_of(serverless=False, **fields):
    """Resource and actions of each statement, in words."""
    return {
        f"{one.resource} {' '.join(one.names)}".strip(): " ".join(
            action.removeprefix("kafka-cluster:") for action in one.actions
        )
        for one in iam_access(ClientShape(name="client", **fields), serverless=serverless)
    }


INTERNAL = "CreateTopic DescribeTopic DescribeTopicDynamicConfiguration ReadData WriteData"
CASES = {
    "nothing but connecting": ({}, {"cluster": "Connect"}),
    "plain producer": (
        {"produces": ("a", "b-*"), "idempotent": False},
        {"cluster": "Connect", "topic a b-*": "DescribeTopic WriteData"},
    ),
    "producer": (
        {"produces": ("a",)},
        {"cluster": "Connect WriteDataIdempotently", "topic a": "DescribeTopic WriteData"},
    ),
    "transactional producer": (
        {"produces": ("a",), "transactional_ids": ("tx",)},
        {
            "cluster": "Connect WriteDataIdempotently",
            "topic a": "DescribeTopic WriteData",
            "transactional-id tx": "DescribeTransactionalId AlterTransactionalId",
        },
    ),
    "consumer": (
        {"consumes": ("a",), "groups": ("g", "h")},
        {
            "cluster": "Connect",
            "topic a": "DescribeTopic ReadData",
            "group g h": "DescribeGroup AlterGroup",
        },
    ),
    "both": (
        {"produces": ("a", "c"), "consumes": ("a",), "groups": ("g",), "idempotent": False},
        {
            "cluster": "Connect",
            "topic a": "DescribeTopic ReadData WriteData",
            "topic c": "DescribeTopic WriteData",
            "group g": "DescribeGroup AlterGroup",
        },
    ),
    "streams": (
        {"streams_application_id": "app", "consumes": ("in",), "produces": ("out",)},
        {
            "cluster": "Connect WriteDataIdempotently",
            "topic out": "DescribeTopic WriteData",
            "topic in": "DescribeTopic ReadData",
            "topic app-*": "CreateTopic DescribeTopic DeleteTopic ReadData WriteData",
            "group app": "DescribeGroup AlterGroup",
            "transactional-id app-*": "DescribeTransactionalId AlterTransactionalId",
        },
    ),
    "worker of sinks": (
        {"connect_worker": ConnectWorker(group_id="w"), "consumes": ("in",)},
        {
            "cluster": "Connect DescribeCluster",
            "topic in": "DescribeTopic ReadData",
            "topic w-configs w-offsets w-status": INTERNAL,
            "group connect-* w": "DescribeGroup AlterGroup",
        },
    ),
    "worker of sources, exactly once": (
        {
            "connect_worker": ConnectWorker(group_id="w", exactly_once=True),
            "produces": ("out",),
        },
        {
            "cluster": "Connect DescribeCluster WriteDataIdempotently",
            "topic out": "DescribeTopic WriteData",
            "topic w-configs w-offsets w-status": INTERNAL,
            "group w": "DescribeGroup AlterGroup",
            "transactional-id connect-cluster-w w-*": (
                "DescribeTransactionalId AlterTransactionalId"
            ),
        },
    ),
    "administrator of topics on serverless": (
        {"administers": ("a",), "serverless": True},
        {
            "cluster": "Connect",
            "topic a": "CreateTopic DescribeTopic AlterTopic DeleteTopic "
            "DescribeTopicDynamicConfiguration AlterTopicDynamicConfiguration",
        },
    ),
    "read only on serverless": (
        {"read_only": True, "serverless": True},
        {
            "cluster": "Connect DescribeCluster",
            "topic *": "DescribeTopic DescribeTopicDynamicConfiguration",
            "group *": "DescribeGroup",
            "transactional-id *": "DescribeTransactionalId",
        },
    ),
}


@pytest.mark.parametrize(("fields", "expected"), CASES.values(), ids=CASES)
def test_statements_of_each_kind_of_client(fields, expected):
    """Exactly the actions MSK demands, each on the resources it is about."""
    assert access_of(**fields) == expected


def test_admin_is_everything_there_is():
    """Administrators get every action by name, fewer of them on a serverless cluster."""
    every = " ".join(access_of(admin=True).values()).split()
    assert len(every) == 19
    assert set(" ".join(access_of(admin=True, serverless=True).values()).split()) < set(every)

"""What CloudFormation asks, what the cluster then has, and what CloudFormation is told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CLUSTER_ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-s1"
TIMED_OUT, NOT_AUTHORIZED, INVALID_CONFIG, NOT_CONTROLLER, SASL_REFUSED = 7, 29, 40, 41, 58
QUOTA = 89


def test_creates_what_is_declared(cloudformation, cluster, declare):
    """Partitions and settings are the declared ones, the copies those the cluster chooses."""
    answer = cloudformation.create(declare())

    assert answer == {
        "Status": "SUCCESS",
        "PhysicalResourceId": f"{CLUSTER_ARN}/orders",
        "Data": {"TopicArn": "arn:aws:kafka:us-east-1:123456789012:topic/demo/0a1b2c3d-s1/orders"},
    }
    topic = cluster.topics["orders"]
    assert (topic.partition_count, topic.replication_factor) == (3, 3)
    assert topic.overrides == {"retention.ms": "86400000"}


def test_creates_the_copies_that_are_declared(cloudformation, cluster, declare):
    """A replication factor goes to the cluster as it is."""
    cloudformation.create(declare(ReplicationFactor="2"))

    assert cluster.topics["orders"].replication_factor == 2


def test_a_request_may_be_repeated(cloudformation, cluster, declare):
    """Lambda sends a request again when its answer got lost: the topic is there and is its own."""
    for _ in range(2):
        answer = cloudformation.create(declare(Adopt="false"), request_id="the-same")
        assert answer["Status"] == "SUCCESS"

    assert cluster.changes == [("create", "orders")]


def test_a_creation_that_seemed_to_fail_succeeds(cloudformation, cluster, declare):
    """A cluster that answers too late has created the topic nevertheless."""
    cluster.fail("create_topics", TIMED_OUT)

    assert cloudformation.create(declare(Adopt="false"))["Status"] == "SUCCESS"
    assert cluster.changes == [("create", "orders")]


def test_adopts_a_topic_as_it_is(cloudformation, cluster, declare):
    """A retained topic comes back to a stack that declares it as it is, and nothing changes."""
    cloudformation.create(declare())
    cluster.topics["orders"].overrides["max.message.bytes"] = "1000"
    cluster.changes.clear()

    assert cloudformation.create(declare())["Status"] == "SUCCESS"
    assert cluster.changes == []


def test_adopts_nothing_that_it_would_delete(cloudformation, cluster, declare):
    """Without RETAIN, somebody else's topic would go with the stack."""
    cloudformation.create(declare())

    answer = cloudformation.create(declare(Adopt="false"))

    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith(
        "Refused: topic orders exists already, and this resource would delete it with the stack"
    )
    assert answer["PhysicalResourceId"] == "cdk-msk:never-created"


def test_refuses_a_topic_that_is_not_as_declared(cloudformation, cluster, declare):
    """Every difference is named, and none is done away with."""
    cloudformation.create(declare())
    cluster.changes.clear()

    answer = cloudformation.create(
        declare(PartitionCount="5", ReplicationFactor="2", Configs={"retention.ms": "1"})
    )

    assert answer["Status"] == "FAILED"
    assert (
        "orders exists already and is not as declared: it has 3 partitions, declared are 5, it has "
        "3 copies, declared are 2, its retention.ms is 86400000, declared is 1;"
    ) in answer["Reason"]
    assert cluster.changes == []


def test_sends_only_the_settings_that_change(cloudformation, cluster, declare):
    """One setting is set, one goes back to its default, and one that is not named stays."""
    old = declare(Configs={"retention.ms": "1", "retention.bytes": "2", "max.message.bytes": "3"})
    new = declare(Configs={"retention.ms": "1", "retention.bytes": "9"})
    cloudformation.create(old)
    cluster.topics["orders"].overrides["compression.type"] = "zstd"

    assert cloudformation.update(old, new)["Status"] == "SUCCESS"

    operations = {"retention.bytes": ("SET", "9"), "max.message.bytes": ("DELETE", None)}
    assert cluster.changes[1:] == [("alter", "orders", operations)]
    assert cluster.topics["orders"].overrides == {
        "retention.ms": "1",
        "retention.bytes": "9",
        "compression.type": "zstd",
    }


def test_without_settings_all_declared_ones_go_back(cloudformation, cluster, declare):
    """CloudFormation leaves empty settings out altogether."""
    old, new = declare(), declare()
    del new["Configs"]
    cloudformation.create(old)

    cloudformation.update(old, new)

    assert cluster.topics["orders"].overrides == {}


def test_changes_nothing_that_is_as_declared(cloudformation, cluster, declare):
    """A topic is left alone, also by a list that is only written in another way."""
    old = declare(Configs={"cleanup.policy": "compact,delete"})
    cloudformation.create(old)
    cluster.changes.clear()

    new = declare(Configs={"cleanup.policy": "compact, delete"})
    assert cloudformation.update(old, new)["Status"] == "SUCCESS"
    assert cluster.changes == []


def test_mends_what_somebody_changed(cloudformation, cluster, declare):
    """A declared setting is set again if the topic has it with another value."""
    old, new = declare(), declare(PartitionCount="4")
    cloudformation.create(old)
    cluster.topics["orders"].overrides["retention.ms"] = "1"

    cloudformation.update(old, new)

    assert cluster.topics["orders"].overrides == {"retention.ms": "86400000"}


def test_partitions_are_added_last(cloudformation, cluster, declare):
    """They cannot be taken back: they wait until the settings are accepted."""
    old = declare()
    cloudformation.create(old)
    new = declare(PartitionCount="6", Configs={"segment.bytes": "1"})

    refused = cloudformation.update(old, new)
    assert refused["Reason"].startswith(
        "Refused: InvalidConfigurationError: "
        "Amazon MSK Serverless can't alter topic configuration segment.bytes."
    )
    assert cluster.topics["orders"].partition_count == 3

    cloudformation.update(old, declare(PartitionCount="6"))
    assert cluster.topics["orders"].partition_count == 6


def test_refuses_to_take_partitions_away(cloudformation, cluster, declare):
    """Nothing is changed, and the way out of a rollback is named."""
    old = declare()
    cloudformation.create(old)
    cluster.changes.clear()

    answer = cloudformation.update(old, declare(PartitionCount="2", Configs={}))

    assert answer["Status"] == "FAILED"
    assert "has 3 partitions and Kafka takes none away, so 2 cannot be had" in answer["Reason"]
    assert "--resources-to-skip" in answer["Reason"]
    assert answer["PhysicalResourceId"] == f"{CLUSTER_ARN}/orders"
    assert cluster.changes == []


def test_refuses_other_copies(cloudformation, cluster, declare):
    """The copies of a topic on a serverless cluster are there to stay."""
    old = declare()
    cloudformation.create(old)

    answer = cloudformation.update(old, declare(ReplicationFactor="2", Configs={}))

    assert "has 3 copies of each partition, which cannot become 2" in answer["Reason"]
    assert cluster.topics["orders"].overrides == {"retention.ms": "86400000"}


def test_another_name_is_another_topic(cloudformation, cluster, declare):
    """The new topic is created first; CloudFormation deletes the one with the former id after."""
    old, new = declare(), declare(TopicName="sales")
    cloudformation.create(old)

    assert cloudformation.update(old, new)["PhysicalResourceId"] == f"{CLUSTER_ARN}/sales"
    assert sorted(cluster.topics) == ["orders", "sales"]

    cloudformation.delete(old)
    assert sorted(cluster.topics) == ["sales"]


def test_a_rename_can_be_rolled_back(cloudformation, cluster, declare):
    """The settings of the other topic are not taken from the one that comes back."""
    first = declare(Configs={})
    second = declare(TopicName="sales", Configs={"retention.ms": "1"})
    cloudformation.create(first)
    cluster.topics["orders"].overrides["retention.ms"] = "2"
    cloudformation.update(first, second)

    assert cloudformation.update(second, first)["PhysicalResourceId"] == f"{CLUSTER_ARN}/orders"
    assert cluster.topics["orders"].overrides == {"retention.ms": "2"}


def test_a_topic_that_vanished_is_created_anew(cloudformation, cluster, declare):
    """What somebody deleted behind CloudFormation's back comes with the next change."""
    old, new = declare(), declare(PartitionCount="6")
    cloudformation.create(old)
    cluster.topics.clear()

    assert cloudformation.update(old, new)["Status"] == "SUCCESS"
    assert cluster.topics["orders"].partition_count == 6


def test_deletes_the_topic(cloudformation, cluster, declare):
    """It answers when the cluster no longer shows the topic."""
    cloudformation.create(declare())
    cluster.lingering = 2

    assert cloudformation.delete(declare())["Status"] == "SUCCESS"
    assert cluster.topics == {}
    assert cluster.lingering == 0


def test_deleting_what_is_gone_succeeds(cloudformation, cluster, declare):
    """Nobody has to create a topic again for a stack to go."""
    assert cloudformation.delete(declare())["Status"] == "SUCCESS"


def test_deletes_nothing_that_it_did_not_create(cloudformation, cluster, declare):
    """CloudFormation deletes what failed to be created: the topic in the way stays."""
    cloudformation.create(declare())
    never = cloudformation.create(declare(Adopt="false"))["PhysicalResourceId"]
    cluster.changes.clear()

    answer = cloudformation.send("Delete", declare(Adopt="false"), physical_id=never)

    assert answer["Status"] == "SUCCESS"
    assert cluster.changes == []


@pytest.mark.parametrize("request_name", ["create_topics", "connect", "describe_topics"])
def test_waits_for_what_passes(cloudformation, cluster, clock, declare, request_name: str):
    """A quota that is used up is tried again, in this request."""
    cluster.fail(request_name, QUOTA, QUOTA, QUOTA)

    assert cloudformation.create(declare())["Status"] == "SUCCESS"
    assert clock.now == 15


@pytest.mark.parametrize("request_name", ["create_partitions", "alter_configs"])
def test_waits_for_what_passes_in_updates(cloudformation, cluster, declare, request_name: str):
    """So is a change, and what is done already is not done twice."""
    old, new = declare(), declare(PartitionCount="6", Configs={"retention.ms": "1"})
    cloudformation.create(old)
    cluster.fail(request_name, QUOTA)

    assert cloudformation.update(old, new)["Status"] == "SUCCESS"
    assert cluster.topics["orders"].partition_count == 6
    assert cluster.topics["orders"].overrides == {"retention.ms": "1"}


def test_waits_for_the_controller(cloudformation, cluster, declare):
    """A cluster may move the broker that creates topics while it is asked to."""
    cluster.fail("create_topics", NOT_CONTROLLER)

    assert cloudformation.create(declare())["Status"] == "SUCCESS"


def test_answers_in_time_that_the_quota_is_used_up(cloudformation, cluster, clock, declare):
    """Before Lambda stops the function, CloudFormation is told what it waited for."""
    cluster.fail_forever("create_topics", QUOTA, "250 partitions in 5 minutes")

    answer = cloudformation.create(declare())

    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith(
        "Refused: ThrottlingQuotaExceededError: 250 partitions in 5 minutes"
    )
    assert 600 < clock.now < 800


def test_waits_for_iam(cloudformation, cluster, declare):
    """A role that was made a moment ago is not known everywhere yet."""
    cluster.fail("connect", SASL_REFUSED, SASL_REFUSED)
    cluster.fail("describe_configs", NOT_AUTHORIZED)
    cluster.topics.clear()

    assert cloudformation.create(declare())["Status"] == "SUCCESS"
    assert cloudformation.update(declare(), declare(PartitionCount="4"))["Status"] == "SUCCESS"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (("connect", SASL_REFUSED), "SaslAuthenticationFailedError: because"),
        (("create_topics", NOT_AUTHORIZED), "TopicAuthorizationFailedError: because"),
        (("describe_topics", NOT_AUTHORIZED), "TopicAuthorizationFailedError: "),
    ],
)
def test_does_not_wait_for_iam_for_ever(cloudformation, cluster, declare, fault: tuple, reason):
    """After three minutes a refusal is meant."""
    cluster.fail_forever(*fault)

    answer = cloudformation.create(declare())

    assert answer["Reason"].startswith(f"Refused: {reason}")
    assert 180 < cloudformation.clock.now < 200


def test_settings_that_cannot_be_read_are_not_taken_for_none(cloudformation, cluster, declare):
    """Kafka's client keeps quiet about the refusal and gives no settings at all."""
    cloudformation.create(declare())
    cluster.fail_forever("describe_configs", NOT_AUTHORIZED)

    answer = cloudformation.update(declare(), declare(PartitionCount="4"))

    assert "the settings of topic orders cannot be read" in answer["Reason"]
    assert cluster.changes == [("create", "orders")]


def test_an_answer_that_is_not_understood_is_no_success(cloudformation, cluster, declare):
    """Whatever a client says instead of OK fails the update."""
    cloudformation.create(declare())
    cluster.alter_configs = lambda resources, **_: {"topic": {"orders": "well, perhaps"}}

    answer = cloudformation.update(declare(), declare(Configs={"retention.ms": "1"}))

    assert answer["Reason"].startswith("Refused: well, perhaps")


def test_reasons_are_one_line(cloudformation, cluster, declare):
    """What the cluster says in several lines CloudFormation shows in one."""
    cluster.fail_forever("create_topics", INVALID_CONFIG, "no\n   such  setting")

    reason = cloudformation.create(declare())["Reason"]

    assert reason == ("Refused: InvalidConfigurationError: no such setting (log stream stream)")


SETTINGS = st.dictionaries(
    st.sampled_from(["compression.type", "max.message.bytes", "retention.bytes", "retention.ms"]),
    st.integers(1, 3).map(str),
)


@given(
    declarations=st.lists(st.tuples(st.integers(1, 9), SETTINGS), min_size=1, max_size=6),
    foreign=SETTINGS,
)
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_accepted_is_there(cloudformation, cluster, declare, declarations, foreign):
    """After each change the topic is as declared; what nobody ever declared is as others set it."""
    cluster.topics.clear()
    named = {key for _, configs in declarations for key in configs}
    foreign = {key: value for key, value in foreign.items() if key not in named}
    current = None
    for partitions, configs in declarations:
        new = declare(PartitionCount=str(partitions), Configs=configs)
        if current is None:
            answer = cloudformation.create(new)
            cluster.topics["orders"].overrides.update(foreign)
        else:
            answer = cloudformation.update(current, new)
        shrinks = current is not None and partitions < int(current["PartitionCount"])
        assert answer["Status"] == ("FAILED" if shrinks else "SUCCESS")
        current = current if shrinks else new

        topic = cluster.topics["orders"]
        assert topic.partition_count == int(current["PartitionCount"])
        assert topic.overrides == current["Configs"] | foreign

"""Broker settings as CloudFormation sees them."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk import BrokerSize, Configuration, KafkaVersion
from msk_model import UNKNOWN


def template(stack):
    resources = Template.from_stack(stack).to_json()["Resources"]
    return {id_: one for id_, one in resources.items() if one["Type"] == "AWS::MSK::Configuration"}


def define(stack=None, **differences):
    stack = stack or cdk.Stack(cdk.App(), "Stack")
    arguments = {"server_properties": {"log.retention.ms": 604_800_000}, **differences}
    return Configuration(stack, "Configuration", **arguments), stack


def test_settings_are_written_as_kafka_writes_them():
    """Settings come in alphabetical order, so that their order in the code changes nothing."""
    _, stack = define(
        server_properties={
            "num.partitions": 6,
            "auto.create.topics.enable": False,
            "log.cleaner.min.cleanable.ratio": 0.5,
            "compression.type": "zstd",
        }
    )
    (one,) = template(stack).values()
    assert one["Properties"]["ServerProperties"] == (
        "auto.create.topics.enable=false\n"
        "compression.type=zstd\n"
        "log.cleaner.min.cleanable.ratio=0.5\n"
        "num.partitions=6\n"
    )


def test_durations_and_sizes_are_written_in_the_unit_of_the_setting():
    """As objects or as text; what has no unit is in that of Kafka already."""
    _, stack = define(
        server_properties={
            "log.retention.hours": cdk.Duration.days(7),
            "log.retention.ms": "2 days",
            "log.retention.bytes": cdk.Size.gibibytes(1),
            "log.segment.bytes": "64 MiB",
        }
    )
    (one,) = template(stack).values()
    assert one["Properties"]["ServerProperties"] == (
        "log.retention.bytes=1073741824\n"
        "log.retention.hours=168\n"
        "log.retention.ms=172800000\n"
        "log.segment.bytes=67108864\n"
    )


@pytest.mark.parametrize(
    ("value", "shown"), [(cdk.Duration.days(1), "86400000 ms"), ("7 dayz", "7 dayz")]
)
def test_refuses_a_value_in_the_wrong_unit(value, shown):
    """A duration among bytes would be a number that is far off and looks right."""
    with pytest.raises(ValueError, match=f"log.retention.bytes to a whole number .*got '{shown}'"):
        define(server_properties={"log.retention.bytes": value})


def test_other_settings_are_another_configuration():
    """Under another name, so that the former one can be in use until the cluster has taken it."""
    _, one = define()
    _, other = define(server_properties={"num.partitions": 12})
    (first,), (second,) = template(one).values(), template(other).values()
    assert template(one).keys() == template(other).keys()
    assert first["Properties"]["Name"] != second["Properties"]["Name"]
    assert "KafkaVersionsList" not in first["Properties"]


@pytest.mark.parametrize(
    "same",
    [
        {"kafka_version": KafkaVersion.V4_0_X_KRAFT},
        {"description": "of another day"},
        {"server_properties": {"log.retention.ms": "604800000"}},
    ],
)
def test_the_name_follows_nothing_but_the_settings(same):
    """An upgrade is one update of the cluster, and a new configuration would be another."""
    names = [
        one["Properties"]["Name"]
        for differences in ({}, same)
        for one in template(define(**differences)[1]).values()
    ]
    assert names[0] == names[1]


def test_the_former_one_is_deleted_once_it_is_replaced():
    """If it stayed, nobody could go back to its settings; MSK keeps what is still in use."""
    (one,) = template(define()[1]).values()
    assert (one["DeletionPolicy"], one["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Delete")


def test_tokens_count_by_what_they_resolve_to():
    """The name is the same in each synth, however many tokens there were before."""

    def name_with(tokens):
        stack = cdk.Stack(cdk.App(), "Stack")
        for _ in range(tokens):
            cdk.Fn.ref("Other")
        partitions = cdk.Fn.ref("Partitions")
        (one,) = template(
            define(stack, server_properties={"num.partitions": partitions})[1]
        ).values()
        return one["Properties"]["Name"]

    assert name_with(0) == name_with(7)


def test_a_name_that_is_given_is_the_name():
    """Other settings are then a revision of the same configuration."""
    names = {
        one["Properties"]["Name"]
        for partitions in (1, 2)
        for one in template(
            define(configuration_name="mine", server_properties={"num.partitions": partitions})[1]
        ).values()
    }
    assert names == {"mine"}


def test_differences_to_msk_are_visible():
    """Each setting with MSK's own, and what is dangerous about it."""
    configuration, stack = define(
        server_properties={
            "auto.create.topics.enable": True,
            "num.partitions": 1,
            "log.retention.ms": 604_800_000,
        }
    )
    assert [
        (one.name, one.value, one.default, one.is_default, len(one.findings))
        for one in configuration.differences
    ] == [
        ("auto.create.topics.enable", "true", "false", False, 1),
        ("log.retention.ms", "604800000", None, False, 0),
        ("num.partitions", "1", "1", True, 0),
    ]
    warnings = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert any("every misspelled name becomes a topic" in one.entry.data for one in warnings)


def test_two_stacks_of_an_account_do_not_share_a_name():
    """Names of configurations are unique in an account and region."""
    (name,) = {one["Properties"]["Name"] for one in template(define()[1]).values()}
    _, other = define(cdk.Stack(cdk.App(), "Other"))
    assert name not in {one["Properties"]["Name"] for one in template(other).values()}
    assert name.startswith("Stack-Configuration")


def test_is_kept_for_a_retained_cluster():
    """A configuration in use cannot be deleted."""
    (one,) = template(define(configuration_name="mine", description="d")[1]).values()
    assert one["DeletionPolicy"] == "RetainExceptOnCreate"
    assert one["Properties"]["Name"] == "mine"
    assert one["Properties"]["Description"] == "d"


REFUSED = {
    "a setting that is none": ({"log.retension.ms": 1}, "must"),
    "a setting of the service": ({"log.dirs": "/tmp"}, "must"),
    "a value out of range": ({"replica.lag.time.max.ms": 5}, "must"),
    "text for a number": ({"num.partitions": "many"}, "must"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_what_msk_refuses(case):
    """A setting MSK would refuse fails at synth, under the name of the argument."""
    properties, message = REFUSED[case]
    with pytest.raises(ValueError, match=f"Stack/Configuration: server_properties {message}"):
        define(server_properties=properties)


@pytest.mark.parametrize("name", ["", "-mine", "my_configuration", "größe"])
def test_refuses_names_that_msk_refuses(name):
    """Letters, digits and dashes, says the resource type; another character fails the deployment."""
    with pytest.raises(ValueError, match="Stack/Configuration: configuration_name must"):
        define(configuration_name=name)


def test_is_checked_against_brokers_and_version():
    """What Standard brokers take, Express brokers need not; what ZooKeeper has, KRaft has not."""
    with pytest.raises(ValueError, match="server_properties must"):
        define(server_properties={"num.io.threads": 16}, broker_size=BrokerSize.EXPRESS_M7G_LARGE)
    with pytest.raises(ValueError, match="server_properties must"):
        define(
            server_properties={"zookeeper.session.timeout.ms": 18_000},
            kafka_version=KafkaVersion.V3_9_X_KRAFT,
        )


def test_imported():
    """A configuration of another app is used at the revision that is named."""
    stack = cdk.Stack(cdk.App(), "Stack")
    configuration = Configuration.from_configuration_attributes(
        stack, "Configuration", configuration_arn="arn:aws:kafka:x:y:configuration/z", revision=3
    )
    assert configuration.latest_revision == 3
    assert configuration.server_properties is UNKNOWN

"""What would lose objects, or the proof that a record is in one."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.s3_sink.object_rules import object_faults, prefix_faults
from cdk_msk.topic import Topic

days = cdk.Duration.days


@pytest.fixture(scope="module")
def stack() -> cdk.Stack:
    """A stack to define things in."""
    return cdk.Stack(cdk.App(), "Stack")


@pytest.fixture(scope="module")
def topic(stack: cdk.Stack) -> Topic:
    """A topic that keeps its records for 90 days."""
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2",
    )
    return Topic(
        stack,
        "Topic",
        cluster=cluster,
        topic_name="orders",
        partition_count=1,
        configs={"retention.ms": days(90)},
    )


def test_nothing_is_wrong_with_nothing(topic: Topic):
    """A sink that says nothing of its objects keeps them."""
    assert not list(object_faults(topic, None, None, None, None))


def test_objects_outlive_records(topic: Topic):
    """An object may go when the topic has no record of it any more, not before."""
    assert not list(object_faults(topic, None, None, days(30), days(91)))
    (fault,) = object_faults(topic, None, None, None, days(90))
    assert fault.startswith("expiration must be longer than the topic keeps records, got 90 days")


def test_a_topic_of_others_says_nothing_of_its_retention():
    """What is not known is not refused."""
    assert not list(object_faults("orders", None, None, None, days(1)))


@pytest.mark.parametrize(
    ("moved", "gone", "message"),
    [
        (days(29), None, "infrequent_access_after must be at least 30 days, got 29 days"),
        (days(60), days(60), "expiration must come after infrequent_access_after"),
        (None, cdk.Duration.hours(36), "expiration must be whole days, got 1.5 days"),
    ],
)
def test_what_s3_refuses(moved: cdk.Duration | None, gone: cdk.Duration | None, message: str):
    """Lifecycle rules count whole days, and Standard-IA takes nothing younger than 30 of them."""
    (fault,) = object_faults("orders", None, None, moved, gone)
    assert fault.startswith(message)


def test_a_bucket_of_others_has_rules_of_its_own(stack: cdk.Stack):
    """A sink adds no lifecycle rule to a bucket that others use as well."""
    bucket = s3.Bucket(stack, "Bucket")
    (fault,) = object_faults("orders", bucket, None, None, days(400))
    assert fault.startswith("expiration must be left out, got 400 days with a bucket that is given")


def test_smallest_object():
    """Objects of single records would be a request to S3 each."""
    (fault,) = object_faults("orders", None, cdk.Size.bytes(100), None, None)
    assert fault.startswith("object_size must be at least 1024 bytes, got 100")


def test_largest_object():
    """A size that no batch reaches would change nothing."""
    (fault,) = object_faults("orders", None, cdk.Size.mebibytes(64), None, None)
    assert fault.startswith("object_size must be at most 6291456 bytes, got 67108864; Lambda")


@pytest.mark.parametrize(
    "prefix", [None, "", "/", "raw/2026", "a=b/(c)!", "a.b/.c/...", "é".encode().hex()]
)
def test_prefixes(prefix: str | None):
    """Folders are named in characters that need no quoting anywhere."""
    assert not list(prefix_faults(prefix))


@pytest.mark.parametrize("prefix", ["x*", "a?b", "${aws:username}", "é", "a b", "a\n", "a" * 501])
def test_prefixes_that_mean_more(prefix: str):
    """What IAM takes for a pattern would allow more than the folder."""
    (fault,) = prefix_faults(prefix)
    assert fault.startswith("prefix must be up to 500 letters, digits and !_.'()=/-, got ")


@pytest.mark.parametrize("prefix", ["..", "./a", "a/../b", "a/."])
def test_prefixes_that_are_paths(prefix: str):
    """S3 refuses keys that climb, and tools drop folders of one period."""
    (fault,) = prefix_faults(prefix)
    assert fault.startswith(f"prefix must not have . or .. for a folder, got {prefix!r}; ")

"""The pollers' way to the brokers."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.encryption import ClientBrokerEncryption
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.lambda_consumer import LambdaConsumer, ProvisionedPollers
from cdk_msk.scram import ScramUser


def _rules(template: dict, of_type, direction: str) -> set[tuple[int, str]]:
    return {
        (rule["FromPort"], rule.get("CidrIp") or "itself")
        for rule in (
            r["Properties"] for r in of_type(template, f"AWS::EC2::SecurityGroup{direction}")
        )
    }


@pytest.mark.parametrize(
    ("authentication", "port"),
    [("iam", 9098), ("scram", 9096), ("tls", 9094), ("unauthenticated", 9094)],
)
def test_rules(cluster_with, certificate_for, function_in, of_type, authentication: str, port: int):
    """The group admits itself on the port of the pollers' authentication, and reaches AWS."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack, **{authentication: True})
    user = certificate = None
    if authentication == "scram":
        user = ScramUser(stack, "User", cluster=cluster, username="u")
    if authentication == "tls":
        certificate = certificate_for(cluster)
    LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster,
        topic="orders",
        function=function_in(stack),
        consumer_group="g",
        scram_user=user,
        client_certificate=certificate,
    )
    template = Template.from_stack(stack).to_json()

    assert _rules(template, of_type, "Ingress") == {(port, "itself")}
    assert _rules(template, of_type, "Egress") == {(port, "itself"), (443, "0.0.0.0/0")}


def test_provisioned_pollers(cluster_with, function_in, of_type):
    """Provisioned pollers reach AWS by a way of their own; two consumers share their rules."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack)
    for name in ("One", "Two"):
        LambdaConsumer(
            stack,
            name,
            cluster=cluster,
            topic="orders",
            function=function_in(stack, f"{name}Function"),
            consumer_group=name,
            provisioned_pollers=ProvisionedPollers(),
        )

    assert _rules(Template.from_stack(stack).to_json(), of_type, "Egress") == {(9098, "itself")}


def test_unknown_groups(function_in):
    """A cluster whose groups are not known is accepted with a warning that says what to do."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a-2",
        client_authentication=ClientAuthentication(unauthenticated=True),
        client_broker_encryption=ClientBrokerEncryption.PLAINTEXT,
    )
    LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster,
        topic="orders",
        function=function_in(stack),
        consumer_group="g",
    )

    Annotations.from_stack(stack).has_warning(
        "/Stack/Consumer/Mapping-orders", Match.string_like_regexp("reach port 9092 of themselves")
    )

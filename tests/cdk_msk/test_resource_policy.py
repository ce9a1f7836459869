"""Policies share the fate of what they protect."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Template

from cdk_msk.resource_policy import keep_policy

KINDS = {
    "AWS::S3::BucketPolicy": s3.Bucket,
    "AWS::SQS::QueuePolicy": sqs.Queue,
    "AWS::SNS::TopicPolicy": sns.Topic,
    "AWS::SecretsManager::ResourcePolicy": secretsmanager.Secret,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_policy_stays_with_its_resource(kind: str):
    """Of every kind of resource that the toolkit retains together with a policy."""
    stack = cdk.Stack(cdk.App(), "Stack")
    resource = KINDS[kind](stack, "Resource")
    resource.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("kafka.amazonaws.com")],
            actions=["*"],
            resources=["*"],
        )
    )
    keep_policy(resource, cdk.RemovalPolicy.RETAIN)
    (policy,) = Template.from_stack(stack).find_resources(kind).values()

    assert (policy["DeletionPolicy"], policy["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_a_resource_without_a_policy_is_left_alone():
    """There is nothing to keep."""
    stack = cdk.Stack(cdk.App(), "Stack")
    keep_policy(sqs.Queue(stack, "Queue"), cdk.RemovalPolicy.RETAIN)

    assert len(Template.from_stack(stack).to_json()["Resources"]) == 1

"""As whom pollers connect."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Template

from cdk_msk.lambda_consumer import LambdaConsumer, ProvisionedPollers, SchemaRegistry
from cdk_msk.scram import ScramUser


def consume(cluster, function, **sign_in):
    return LambdaConsumer(
        cdk.Stack.of(cluster),
        "Consumer",
        cluster=cluster,
        topic="orders",
        function=function,
        consumer_group="totals",
        **sign_in,
    )


def test_a_certificate_is_the_mappings_secret(cluster_with, certificate_for, function_in, of_type):
    """The role may read and decrypt it, may nothing by IAM, and the mapping waits for the copy."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack, iam=True, tls=True)
    consume(cluster, function_in(stack), client_certificate=certificate_for(cluster))
    template = Template.from_stack(stack).to_json()
    (mapping,) = of_type(template, "AWS::Lambda::EventSourceMapping")
    (access,) = mapping["Properties"]["SourceAccessConfigurations"]
    assert access["Type"] == "CLIENT_CERTIFICATE_TLS_AUTH"
    assert access["URI"]["Ref"].startswith("CertificateSecret")
    copies = {
        name
        for name, resource in template["Resources"].items()
        if resource["Type"] == "Custom::MskClientCertificate"
    }
    assert copies <= set(mapping["DependsOn"])
    policies = [
        policy["Properties"]["PolicyDocument"]["Statement"]
        for policy in of_type(template, "AWS::IAM::Policy")
        if policy["Properties"]["Roles"][0]["Ref"].startswith("FunctionServiceRole")
    ]
    actions = str(policies)
    assert "secretsmanager:GetSecretValue" in actions
    assert "kms:Decrypt" in actions
    assert "kafka-cluster:" not in actions
    assert "kafka:ListScramSecrets" not in actions


def test_a_certificate_for_a_cluster_without_is_refused(cluster_with, certificate_for, function_in):
    """A certificate opens no cluster that asks for none."""
    stack = cdk.Stack(cdk.App(), "Stack")
    certificate = certificate_for(cluster_with(stack, "Other", tls=True))
    with pytest.raises(ValueError, match=r"client_certificate must be left out, got 'reader\."):
        consume(cluster_with(stack), function_in(stack), client_certificate=certificate)


def test_a_function_of_an_earlier_stack(cluster_with, function_in):
    """What it may read is said beside the consumer: its own stack waits for no later one."""
    app = cdk.App()
    earlier, later = cdk.Stack(app, "Earlier"), cdk.Stack(app, "Later")
    cluster = cluster_with(later, iam=True, scram=True)
    user = ScramUser(later, "User", cluster=cluster, username="u")
    password = secretsmanager.Secret(later, "Password", encryption_key=kms.Key(later, "Key"))
    consume(
        cluster,
        function_in(earlier),
        scram_user=user,
        provisioned_pollers=ProvisionedPollers(),
        schema_registry=SchemaRegistry.confluent("https://registry", basic_auth=password),
    )
    app.synth()

    assert [one.stack_name for one in later.dependencies] == ["Earlier"]


def test_a_user_of_another_cluster_is_refused(cluster_with, function_in):
    """Each cluster knows its own users only, and pollers would be refused for ever."""
    stack = cdk.Stack(cdk.App(), "Stack")
    other = cluster_with(stack, "Other", scram=True)
    user = ScramUser(stack, "User", cluster=other, username="u")
    with pytest.raises(ValueError, match="'Stack/Cluster', got 'u' of 'Stack/Other'"):
        consume(cluster_with(stack, scram=True), function_in(stack), scram_user=user)


def test_one_way_is_enough(cluster_with, certificate_for, function_in):
    """Lambda would take the certificate and never use the password."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack, scram=True, tls=True)
    with pytest.raises(ValueError, match="beside scram_user 'u'; pollers sign in as one"):
        consume(
            cluster,
            function_in(stack),
            scram_user=ScramUser(stack, "User", cluster=cluster, username="u"),
            client_certificate=certificate_for(cluster),
        )


def test_some_way_is_needed(cluster_with, function_in):
    """Pollers have no certificate of their own."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="scram_user must be given, or client_certificate"):
        consume(cluster_with(stack, tls=True), function_in(stack))

"""Clients as CloudFormation sees them."""

import dataclasses
import json

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk import aws_acmpca as acmpca
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from cdk_msk import (
    BrokerSize,
    ClientAuthentication,
    Configuration,
    KafkaClient,
    MskChecks,
    ProvisionedCluster,
    ScramRotation,
    ServerlessCluster,
    StreamingVpc,
)
from msk_model.client import ConnectWorker
from msk_model.client_config import ClientDocument

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b-2"
AUTHORITY = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/clients"
ENV = cdk.Environment(account="123456789012", region="eu-west-1")


def of_type(template, resource_type):
    return [
        one["Properties"] for one in template["Resources"].values() if one["Type"] == resource_type
    ]


def authority(scope):
    return acmpca.CertificateAuthority.from_certificate_authority_arn(scope, "Authority", AUTHORITY)


@pytest.fixture(scope="module")
def app():
    """An app whose every synth is checked by the compliance packs."""
    app = cdk.App()
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app), MskChecks(app))
    return app


@pytest.fixture(scope="module")
def template(app):
    """One cluster with clients of every kind."""
    stack = cdk.Stack(app, "Stack", env=ENV)
    vpc = StreamingVpc(stack, "Network").vpc
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=vpc,
        cluster_name="demo",
        broker_size=BrokerSize.M7G_LARGE,
        client_authentication=ClientAuthentication(
            iam=True, scram=True, tls=True, certificate_authorities=[authority(stack)]
        ),
        configuration=Configuration(
            stack, "Closed", server_properties={"allow.everyone.if.no.acl.found": False}
        ),
    )
    by_iam = KafkaClient(
        stack, "Orders", cluster=cluster, client_name="orders", produces=["orders", "raw-*"]
    )
    by_iam.allow_from(ec2.SecurityGroup(stack, "Group", vpc=vpc, allow_all_outbound=False))
    role = iam.Role(stack, "Task", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
    by_password = KafkaClient(
        stack,
        "Billing",
        cluster=cluster,
        client_name="billing",
        authentication="scram",
        consumes=["orders"],
        groups=["billing"],
        rotation=ScramRotation(),
        role=role,
    )
    assert by_password.principals == ("User:billing", "User:billing-alternate")
    by_password.grant_read_configuration(role)
    by_certificate = KafkaClient(
        stack,
        "Audit",
        cluster=cluster,
        client_name="Audit_1",
        authentication="tls",
        read_only=True,
    )
    assert by_certificate.principals == ("User:CN=audit-1.kafka.internal",)
    cdk.CfnOutput(stack, "Settings", value=by_iam.configuration("java"))
    app.synth()  # raises when a compliance pack finds something
    return Template.from_stack(stack).to_json()


def test_iam_becomes_a_role_with_statements(template):
    """The role may do what the client does, on this cluster, and nothing else."""
    (policy,) = [
        one
        for one in of_type(template, "AWS::IAM::Policy")
        if "kafka-cluster:WriteData" in str(one) and "Orders" in one["PolicyName"]
    ]
    statements = policy["PolicyDocument"]["Statement"]
    assert [one["Action"] for one in statements] == [
        ["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"],
        ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
    ]
    assert len(statements[1]["Resource"]) == 2


def test_scram_becomes_a_user_with_acls(template):
    """Both names of a user whose password is rotated have the same entries."""
    rules = {one["Principal"]: one["Rules"] for one in of_type(template, "Custom::MskAcls")}
    own = [rules[name] for name in rules if name.startswith("User:billing")]
    assert len(own) == 2
    assert own[0] == own[1]
    assert own[0] == ["ALLOW READ * GROUP LITERAL billing", "ALLOW READ * TOPIC LITERAL orders"]


def test_the_role_of_the_application_reads_the_secret_and_the_parameter(template):
    """It needs both to connect, and is granted no other secret or parameter."""
    (policy,) = [
        one for one in of_type(template, "AWS::IAM::Policy") if "Task" in one["PolicyName"]
    ]
    actions = [one["Action"] for one in policy["PolicyDocument"]["Statement"]]
    assert actions == [
        ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        "kms:Decrypt",
        "ssm:GetParameter",
    ]
    assert "*" not in json.dumps([one["Resource"] for one in policy["PolicyDocument"]["Statement"]])


def test_tls_becomes_a_certificate_with_acls(template):
    """The certificate has a domain name, signed by the one authority the cluster trusts."""
    (certificate,) = of_type(template, "AWS::CertificateManager::Certificate")
    assert certificate["DomainName"] == "audit-1.kafka.internal"
    assert certificate["CertificateAuthorityArn"] == AUTHORITY
    rules = {one["Principal"]: one["Rules"] for one in of_type(template, "Custom::MskAcls")}
    assert (
        "ALLOW DESCRIBE,DESCRIBE_CONFIGS * TOPIC LITERAL *"
        in (rules["User:CN=audit-1.kafka.internal"])
    )


def documents(template):
    """The published documents, with tokens in angle brackets."""
    found = {}
    for one in of_type(template, "AWS::SSM::Parameter"):
        value = one["Value"]
        if isinstance(value, dict):
            value = "".join(
                part if isinstance(part, str) else "<later>" for part in value["Fn::Join"][1]
            )
        name = one["Name"]
        document = ClientDocument.from_json(value)
        assert name == f"/cdk-msk/demo/clients/{document.name}"
        assert len(value) < 4096
        found[document.name] = document
    return found


def test_documents_are_published(template):
    """Each client's document says how it signs in and what for, and where its secret is."""
    found = documents(template)
    assert set(found) == {"orders", "billing", "Audit_1"}
    assert found["orders"].produces == ("orders", "raw-*")
    assert (found["orders"].role_arn, found["orders"].secret_arn) == ("<later>", None)
    assert found["billing"].groups == ("billing",)
    assert found["billing"].secret_arn == "<later>"
    assert found["Audit_1"].authentication == "tls"
    assert found["orders"].region == "eu-west-1"


def test_configuration_is_finished_when_it_is_deployed(template):
    """Only addresses and ARNs are filled in by CloudFormation."""
    parts = template["Outputs"]["Settings"]["Value"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else "<later>" for part in parts)
    assert "bootstrap.servers=<later>\n" in text
    assert "sasl.mechanism=AWS_MSK_IAM\n" in text


def test_network_access_is_one_port(template):
    """Who signs in with IAM reaches the listener of IAM, and no other."""
    ways_in = [
        one["FromPort"]
        for one in of_type(template, "AWS::EC2::SecurityGroupIngress")
        if one["SourceSecurityGroupId"]["Fn::GetAtt"][0].startswith("Group")
    ]
    assert ways_in == [9098]


def imported(stack, **authentication):
    return ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        client_authentication=ClientAuthentication(**(authentication or {"iam": True})),
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "produces must name topics when nothing else is declared"),
        ({"produces": "orders"}, r"produces must be a sequence of names, got 'orders'"),
        ({"consumes": ["a"]}, "groups must name at least one group for a client that consumes"),
        (
            {"produces": ["a"], "transactional_ids": ["t"], "idempotent": False},
            "idempotent must be True for a client with transactional_ids, got False",
        ),
        ({"produces": ["orders", "*"]}, r"produces must not widen a name beside it: '\*' covers"),
        ({"produces": ["a"], "client_name": "my app"}, "client_name must be 1 to 64 letters"),
        (
            {"produces": ["a"], "authentication": "scram"},
            "authentication must be one that 'Stack/Cluster' accepts, which has iam, got 'scram'",
        ),
        ({"produces": ["a"], "authentication": "oauth"}, "must be one of iam, scram, tls"),
        (
            {"produces": ["a"], "rotation": ScramRotation()},
            "rotation must be absent with authentication 'iam', got one; it belongs to scram",
        ),
        (
            {"produces": [f"topic-{number:0240}" for number in range(20)]},
            "must fit a parameter of 4096 bytes together",
        ),
        (
            {"produces": ["a"], "endpoint": "public"},
            "endpoint must be one that 'Stack/Cluster' has for iam, got 'public'; switch on",
        ),
        ({"produces": ["a"], "endpoint": "private"}, "endpoint must be one of vpc, public, vpc_c"),
    ],
)
def test_refuses_what_cannot_work(arguments, said):
    """The construct, the argument, its value, the rule and the way out are named."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=f"^Stack/Client.*{said}"):
        KafkaClient(
            stack, "Client", cluster=imported(stack), **{"client_name": "client", **arguments}
        )


def test_a_failing_rotation_is_told():
    """Passwords stay as they are, so nobody would notice; one function rotates all of them."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=StreamingVpc(stack, "Network").vpc,
        broker_size=BrokerSize.M7G_LARGE,
        client_authentication=ClientAuthentication(iam=True, scram=True),
    )
    for name in ("billing", "shipping"):
        KafkaClient(
            stack,
            name,
            cluster=cluster,
            client_name=name,
            authentication="scram",
            consumes=["orders"],
            groups=[name],
            rotation=ScramRotation(),
            alarm_topic=sns.Topic.from_topic_arn(
                stack, f"Pages-{name}", "arn:aws:sns:us-east-1:123456789012:pages"
            ),
        )
    told = [
        alarm["AlarmActions"]
        for alarm in of_type(Template.from_stack(stack).to_json(), "AWS::CloudWatch::Alarm")
        if "passwords of SCRAM users has failed" in alarm["AlarmDescription"]
    ]
    assert told == [["arn:aws:sns:us-east-1:123456789012:pages"]]


def test_refuses_passwords_on_serverless():
    """Serverless clusters know no users."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ServerlessCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    with pytest.raises(ValueError, match="authentication must be iam on a serverless cluster"):
        KafkaClient(
            stack,
            "Client",
            cluster=cluster,
            client_name="client",
            produces=["a"],
            authentication="scram",
        )


def test_refuses_a_second_client_of_the_name():
    """Their parameters would be one."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = imported(stack)
    KafkaClient(stack, "One", cluster=cluster, client_name="client", produces=["a"])
    with pytest.raises(ValueError, match="'client', which is 'Stack/One' already"):
        KafkaClient(stack, "Two", cluster=cluster, client_name="client", produces=["a"])


def test_refuses_a_certificate_without_an_authority():
    """An imported cluster does not say whom it trusts."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="certificate_authority must be named"):
        KafkaClient(
            stack,
            "Client",
            cluster=imported(stack, iam=True, tls=True),
            client_name="client",
            authentication="tls",
            produces=["a"],
        )


def test_a_client_with_iam_has_no_secret():
    """There is nothing to read: the application runs as the role."""
    stack = cdk.Stack(cdk.App(), "Stack")
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
    client = KafkaClient(
        stack, "Client", cluster=imported(stack), client_name="c", admin=True, role=role
    )
    assert client.role is role
    assert (client.secret, client.principals) == (None, ())
    assert client.ready
    with pytest.raises(ValueError, match="Stack/Client: authentication must be scram or tls"):
        client.grant_read_secret(role)
    with pytest.raises(ValueError, match="Stack/Client: kcat: authentication must be"):
        client.configuration("kcat")


def test_from_outside_the_network_other_groups_decide():
    """The security groups of the cluster do not let clients of other networks in."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        client_authentication=ClientAuthentication(iam=True),
        public_access=True,
    )
    client = KafkaClient(
        stack, "Client", cluster=cluster, client_name="c", produces=["a"], endpoint="public"
    )
    with pytest.raises(ValueError, match="endpoint must be vpc or ipv6"):
        client.allow_from(ec2.Connections())


def test_streams_and_connect():
    """Groups need not be named where they are known, and the document knows them."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = imported(stack)
    streams = KafkaClient(
        stack,
        "Streams",
        cluster=cluster,
        client_name="enrich",
        streams_application_id="enrich",
        consumes=["a"],
    )
    worker = KafkaClient(
        stack,
        "Worker",
        cluster=cluster,
        client_name="worker",
        connect_worker=ConnectWorker(group_id="w"),
        consumes=["a"],
    )
    assert streams.document.groups == ("enrich",)
    assert worker.document.groups == ("connect-*",)
    assert worker.document.connect_topics == ("w-configs", "w-offsets", "w-status")


def test_a_cluster_that_renames_its_clients():
    """Where rules make other names of certificates, nobody but the reader knows which."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = imported(stack, iam=True, tls=True)
    rules = {"ssl.principal.mapping.rules": "RULE:^CN=(.*)$/$1/"}
    cluster.shape = dataclasses.replace(cluster.shape, server_properties=rules)
    with pytest.raises(ValueError, match="principal must be named where the cluster's"):
        KafkaClient(
            stack,
            "Client",
            cluster=cluster,
            client_name="client",
            authentication="tls",
            certificate_authority=authority(stack),
            produces=["a"],
        )


def test_refuses_two_clients_with_one_name_in_their_certificates():
    """Kafka could not tell them apart, and each would be allowed what the other is."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=StreamingVpc(stack, "Network").vpc,
        cluster_name="demo",
        client_authentication=ClientAuthentication(
            iam=True, tls=True, certificate_authorities=[authority(stack)]
        ),
    )
    KafkaClient(
        stack, "One", cluster=cluster, client_name="orders", authentication="tls", produces=["a"]
    )
    said = "^Stack/Two: common_name must be another one .* 'User:CN=orders.kafka.internal', who is"
    with pytest.raises(ValueError, match=said):
        KafkaClient(
            stack,
            "Two",
            cluster=cluster,
            client_name="Orders",
            authentication="tls",
            produces=["b"],
        )


def test_refuses_a_list_that_is_only_known_later():
    """Each name becomes a statement of its own; single names may be parameters."""
    stack = cdk.Stack(cdk.App(), "Stack")
    names = cdk.CfnParameter(stack, "Names", type="CommaDelimitedList").value_as_list
    with pytest.raises(ValueError, match="produces must be a list that is known before deploying"):
        KafkaClient(stack, "Client", cluster=imported(stack), client_name="c", produces=names)


def test_secrets_of_a_failed_first_deployment_do_not_stay(template):
    """Their names are given: what stayed would stand in the way of the next attempt."""
    secrets = [
        one
        for one in template["Resources"].values()
        if one["Type"] == "AWS::SecretsManager::Secret"
    ]
    assert {one["DeletionPolicy"] for one in secrets} == {"RetainExceptOnCreate"}
    assert {one["UpdateReplacePolicy"] for one in secrets} == {"Retain"}


def test_names_may_be_in_any_sequence():
    """A tuple is as good as a list, also when it holds a parameter."""
    stack = cdk.Stack(cdk.App(), "Stack")
    topic = cdk.CfnParameter(stack, "Topic").value_as_string
    client = KafkaClient(
        stack, "Client", cluster=imported(stack), client_name="c", produces=(topic,)
    )
    assert client.document.produces == (topic,)


def test_the_document_says_from_where_the_client_connects():
    """So that who makes a configuration of it later need not say it again."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        client_authentication=ClientAuthentication(iam=True),
        public_access=True,
    )
    client = KafkaClient(
        stack, "Client", cluster=cluster, client_name="c", produces=["a"], endpoint="public"
    )
    assert client.document.endpoint == "public"

"""Certificates of Kafka clients as CloudFormation sees them."""

import json

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from cdk_msk.client_certificate import ClientCertificate
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.compliance.msk_checks import MskChecks
from cdk_msk.monitoring import AlarmTopic
from msk_model import UNKNOWN, ClusterType

NAME = "orders.kafka.internal"


def of_type(template, resource_type):
    return {n: r for n, r in template["Resources"].items() if r["Type"] == resource_type}


def statements_of(template, role):
    """The statements of the policies of a role, by the beginning of its logical id."""
    return [
        statement
        for policy in of_type(template, "AWS::IAM::Policy").values()
        if policy["Properties"]["Roles"][0]["Ref"].startswith(role)
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


@pytest.fixture(scope="module")
def template(define_cluster, authority):
    """Two clients of a cluster, one of them read by a role and with an alarm topic."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster, signer = define_cluster(stack, tls=True), authority(stack)
    reader = iam.Role(stack, "Reader", assumed_by=iam.AccountRootPrincipal())
    shared = {"cluster": cluster, "certificate_authority": signer}
    topic = AlarmTopic(stack, "AlarmTopic").topic
    orders = ClientCertificate(stack, "Orders", **shared, common_name=NAME, alarm_topic=topic)
    orders.grant_read(reader)
    ClientCertificate(
        stack,
        "Audit",
        **shared,
        common_name="audit.kafka.internal",
        key_algorithm=acm.KeyAlgorithm.EC_PRIME256_V1,
        expiry_warning_days=14,
    )
    return Template.from_stack(stack).to_json()


def test_the_authority_signs_a_certificate_of_acm(template, authority):
    """ACM makes the key and renews; the authority signs."""
    certificate = template["Resources"]["OrdersCertificateD35EEEEA"]
    assert certificate["Type"] == "AWS::CertificateManager::Certificate"
    assert certificate["Properties"]["DomainName"] == NAME
    assert certificate["Properties"]["CertificateAuthorityArn"].endswith("/clients")
    (audit,) = (
        one["Properties"]
        for name, one in of_type(template, "AWS::CertificateManager::Certificate").items()
        if name.startswith("Audit")
    )
    assert audit["KeyAlgorithm"] == "EC_prime256v1"


def test_the_secret_is_empty_until_it_is_filled(template):
    """CloudFormation generates no value that a client could take for a certificate."""
    secret = template["Resources"]["OrdersSecret93AA201F"]
    assert set(secret["Properties"]) == {"Description", "KmsKeyId"}
    assert secret["DeletionPolicy"].startswith("Retain")


def test_certificates_share_one_customer_managed_key(template):
    """One key with rotation for all clients of the cluster in this stack."""
    keys = of_type(template, "AWS::KMS::Key")
    used = {
        secret["Properties"]["KmsKeyId"]["Fn::GetAtt"][0]
        for secret in of_type(template, "AWS::SecretsManager::Secret").values()
    }
    (name,) = used
    assert keys[name]["Properties"]["EnableKeyRotation"] is True
    assert keys[name]["DeletionPolicy"].startswith("Retain")


def test_the_copy_is_told_where_from_and_where_to(template):
    """The handler reads both from its properties; a new certificate calls it again."""
    (copy,) = (
        one["Properties"]
        for name, one in of_type(template, "Custom::MskClientCertificate").items()
        if name.startswith("Orders")
    )
    assert copy["CertificateArn"] == {"Ref": "OrdersCertificateD35EEEEA"}
    assert copy["SecretArn"] == {"Ref": "OrdersSecret93AA201F"}


def test_renewals_of_this_certificate_alone_call_the_function(template):
    """The rule names the certificate, and looks daily for an event that was lost."""
    (rule,) = (
        one["Properties"]
        for name, one in of_type(template, "AWS::Events::Rule").items()
        if name.startswith("Orders")
    )
    assert rule["EventPattern"] == {
        "source": ["aws.acm"],
        "detail-type": ["ACM Certificate Available"],
        "resources": [{"Ref": "OrdersCertificateD35EEEEA"}],
    }
    assert rule["ScheduleExpression"] == "rate(1 day)"
    (target,) = rule["Targets"]
    told = "".join(
        part if isinstance(part, str) else part["Ref"] for part in target["Input"]["Fn::Join"][1]
    )
    assert json.loads(told) == {
        "CertificateArn": "OrdersCertificateD35EEEEA",
        "SecretArn": "OrdersSecret93AA201F",
    }


def test_all_certificates_share_one_function(template):
    """Two clients, one function with the rights to their certificates and secrets alone."""
    functions = [
        one["Properties"]
        for one in of_type(template, "AWS::Lambda::Function").values()
        if one["Properties"]["Handler"] == "handler.client_certificate.handle"
    ]
    assert len(functions) == 1
    allowed = statements_of(template, "CdkMskClientCertificateHandler")
    assert {str(one["Action"]) for one in allowed if "logs" not in str(one)} == {
        "['acm:DescribeCertificate', 'acm:ExportCertificate', 'acm:GetCertificate']",
        "['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue']",
        "['kms:Decrypt', 'kms:GenerateDataKey']",
    }
    assert "'*'" not in str([one["Resource"] for one in allowed])


def test_who_may_read_may_decrypt(template):
    """A reader gets the secret and, through Secrets Manager alone, its key."""
    read, decrypt = statements_of(template, "Reader")
    assert read["Action"] == ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    assert read["Resource"] == {"Ref": "OrdersSecret93AA201F"}
    assert decrypt["Action"] == "kms:Decrypt"
    assert "kms:ViaService" in decrypt["Condition"]["StringEquals"]


@pytest.mark.parametrize(("client", "days", "told"), [("Orders", 30, True), ("Audit", 14, False)])
def test_alarms_come_before_the_end(template, client, days, told):
    """One for a certificate that ACM does not renew, one for a copy that fails."""
    alarms = {
        one["Properties"]["MetricName"]: one["Properties"]
        for name, one in of_type(template, "AWS::CloudWatch::Alarm").items()
        if name.startswith(client)
    }
    expiry, errors = alarms["DaysToExpiry"], alarms["Errors"]
    assert expiry["Namespace"] == "AWS/CertificateManager"
    assert expiry["Dimensions"][0]["Name"] == "CertificateArn"
    assert expiry["Threshold"] == days
    assert expiry["ComparisonOperator"] == "LessThanThreshold"
    assert errors["Namespace"] == "AWS/Lambda"
    for alarm in (expiry, errors):
        assert ("AlarmActions" in alarm, "OKActions" in alarm) == (told, told)


def test_the_alarm_topic_lets_cloudwatch_publish(template):
    """The policy of the topic admits nobody that it does not name."""
    (policy,) = of_type(template, "AWS::SNS::TopicPolicy").values()
    sids = [s.get("Sid") for s in policy["Properties"]["PolicyDocument"]["Statement"]]
    assert "AllowAlarmsToPublish" in sids


def define(define_cluster, authority, stack=None, *, shape=None, **arguments):
    stack = stack or cdk.Stack(cdk.App(), "Stack")
    given = {"common_name": NAME, **arguments}
    if "certificate_authority" not in given:
        given["certificate_authority"] = authority(stack)
    cluster = given.pop("cluster", None) or define_cluster(stack, **(shape or {"tls": True}))
    return ClientCertificate(stack, "Orders", cluster=cluster, **given)


def test_the_principal_is_what_kafka_sees(define_cluster, authority):
    """ACM's certificates have a common name and nothing else."""
    certificate = define(define_cluster, authority)
    assert certificate.principal == "User:CN=orders.kafka.internal"
    assert certificate.common_name == NAME


@pytest.mark.parametrize(
    "name",
    [
        "orders",
        "Orders.kafka.internal",
        "*.kafka.internal",
        "orders..internal",
        "-orders.internal",
        "orders_1.internal",
        "CN=orders.internal",
        "a" * 60 + ".internal",
        "",
    ],
)
def test_a_name_acm_would_refuse_is_refused(define_cluster, authority, name):
    """The message shows a name that would do."""
    with pytest.raises(ValueError, match="common_name must be a domain name") as refusal:
        define(define_cluster, authority, common_name=name)
    assert str(refusal.value).startswith("Stack/Orders: ")
    assert "orders.kafka.internal" in str(refusal.value)


def test_a_name_that_is_not_known_yet_is_taken(define_cluster, authority):
    """What comes from a parameter is ACM's to refuse."""
    stack = cdk.Stack(cdk.App(), "Stack")
    name = cdk.CfnParameter(stack, "Name").value_as_string
    certificate = define(define_cluster, authority, stack, common_name=name)
    assert stack.resolve(certificate.principal) == {"Fn::Join": ["", ["User:CN=", {"Ref": "Name"}]]}


def test_a_key_by_alias(define_cluster, authority):
    """The key of an alias is allowed to who copies; one that nobody here knows is refused."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Key(stack, "Key")
    define(define_cluster, authority, stack, encryption_key=key.add_alias("clients"))
    policies = of_type(Template.from_stack(stack).to_json(), "AWS::IAM::Policy")
    assert str(stack.resolve(key.key_arn)) in str(policies)
    other = cdk.Stack(cdk.App(), "Other")
    alias = kms.Alias.from_alias_name(other, "Key", "alias/clients")
    with pytest.raises(ValueError, match="encryption_key must be a key, got 'alias/clients'; IAM"):
        define(define_cluster, authority, other, encryption_key=alias)


def test_a_cluster_without_certificates_is_refused(define_cluster, authority):
    """The message says what to switch on."""
    with pytest.raises(ValueError, match=r"must accept client certificates.*tls=True"):
        define(define_cluster, authority, shape={"tls": False})


def test_a_serverless_cluster_is_refused(define_cluster, authority):
    """Its clients sign in with IAM."""
    shape = {"cluster_type": ClusterType.SERVERLESS}
    with pytest.raises(ValueError, match=r"must be provisioned.*IAM"):
        define(define_cluster, authority, shape=shape)


def test_a_cluster_that_does_not_say_is_taken(define_cluster, authority):
    """An imported cluster may accept certificates."""
    assert define(define_cluster, authority, shape={"tls": UNKNOWN})


def test_a_stranger_among_authorities_is_a_warning(define_cluster, authority):
    """The cluster trusts another one, which may have signed this one or not."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack, tls=True)
    cluster.client_authentication = ClientAuthentication(
        tls=True, certificate_authorities=[authority(stack, "trusted")]
    )
    certificate = define(define_cluster, authority, stack, cluster=cluster)
    warnings = [entry.data for entry in certificate.node.metadata if "warning" in entry.type]
    assert any("should be one the cluster trusts" in text for text in warnings)


def test_an_authority_of_the_cluster_is_none(define_cluster, authority):
    """The usual case is silent."""
    stack = cdk.Stack(cdk.App(), "Stack")
    signer = authority(stack)
    cluster = define_cluster(stack, tls=True)
    cluster.client_authentication = ClientAuthentication(tls=True, certificate_authorities=[signer])
    certificate = define(
        define_cluster, authority, stack, cluster=cluster, certificate_authority=signer
    )
    assert not certificate.node.metadata


def test_everything_can_go_with_the_stack(define_cluster, authority):
    """DESTROY takes secret and key along, unless another client's secret stays."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster, signer = define_cluster(stack, tls=True), authority(stack)
    shared = {"cluster": cluster, "certificate_authority": signer}
    gone = cdk.RemovalPolicy.DESTROY
    ClientCertificate(stack, "One", **shared, common_name="one.internal", removal_policy=gone)
    own = kms.Key(stack, "Own")
    ClientCertificate(stack, "Two", **shared, common_name="two.internal", encryption_key=own)
    before = Template.from_stack(stack).to_json()
    (key,) = (n for n in of_type(before, "AWS::KMS::Key") if n.startswith("ClientCertificateKey"))
    assert before["Resources"][key]["DeletionPolicy"] == "Delete"


def test_a_key_stays_with_the_last_secret_that_does(define_cluster, authority):
    """One client that is to outlive the stack keeps the shared key alive."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster, signer = define_cluster(stack, tls=True), authority(stack)
    shared = {"cluster": cluster, "certificate_authority": signer}
    gone = cdk.RemovalPolicy.DESTROY
    ClientCertificate(stack, "One", **shared, common_name="one.internal", removal_policy=gone)
    ClientCertificate(stack, "Two", **shared, common_name="two.internal")
    template = Template.from_stack(stack).to_json()
    (key,) = of_type(template, "AWS::KMS::Key").values()
    assert key["DeletionPolicy"].startswith("Retain")


def test_compliance_finds_nothing(define_cluster, authority, tmp_path):
    """Neither cdk-nag nor the checks for MSK: acknowledgements are made where their cause is."""
    app = cdk.App(outdir=str(tmp_path))
    define(define_cluster, authority, cdk.Stack(app, "Stack"))
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app), MskChecks(app))
    app.synth()  # raises when there is a finding

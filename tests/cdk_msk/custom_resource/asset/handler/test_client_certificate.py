"""Copying certificates of ACM into secrets, under moto."""

import itertools
import json

import boto3
import pytest
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from moto import mock_aws
from moto.acm.models import acm_backends
from moto.core import DEFAULT_ACCOUNT_ID

AUTHORITY = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b"
CALLS = [
    "DescribeCertificate",
    "GetCertificate",
    "GetSecretValue",
    "ExportCertificate",
    "PutSecretValue",
]


class Clients:
    """Clients of AWS, made once as that takes long: those of the tests, and those of the handler.

    The handler's note each call, and fail where a test says so.
    """

    def __init__(self):
        session = boto3.Session(
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            region_name="eu-west-1",
        )
        services = ("acm", "secretsmanager")
        self.own = {service: session.client(service) for service in services}
        self.watched = {service: session.client(service) for service in services}
        self.calls = []
        self.faults = {}
        for service, client in self.watched.items():
            client.meta.events.register(f"before-call.{service}", self._before)

    def _before(self, model, **_):
        self.calls.append(model.name)
        if faults := self.faults.get(model.name):
            error = {"Error": {"Code": faults.pop(0), "Message": "not now"}}
            raise ClientError(error, model.name)


class Cloud:
    """ACM and Secrets Manager with a certificate and an empty secret, and faults in their calls."""

    def __init__(self, clients):
        self._clients = clients
        self.acm, self.store = clients.own["acm"], clients.own["secretsmanager"]
        clients.faults, clients.calls = {}, []
        self.certificate_arn = self.issue()
        self.secret_arn = self.store.create_secret(Name="orders")["ARN"]

    @property
    def calls(self):
        """What the handler has asked AWS since the list was last cleared."""
        return self._clients.calls

    def fail(self, call, *codes):
        """Have the next of these calls fail, with one code after the other."""
        self._clients.faults = {call: list(codes)}

    def issue(self):
        """The ARN of a new certificate of the private authority."""
        return self.acm.request_certificate(
            DomainName="orders.kafka.internal", CertificateAuthorityArn=AUTHORITY
        )["CertificateArn"]

    def renew(self):
        """Put another certificate and key behind the same ARN, as ACM does."""
        certificates = acm_backends[DEFAULT_ACCOUNT_ID]["eu-west-1"]._certificates
        certificates[self.certificate_arn] = certificates.pop(self.issue())

    @property
    def bundle(self):
        """The certificate as moto has it, to be changed by a test."""
        return acm_backends[DEFAULT_ACCOUNT_ID]["eu-west-1"]._certificates[self.certificate_arn]

    @property
    def issued(self):
        """The certificate as ACM shows it now."""
        return self.acm.get_certificate(CertificateArn=self.certificate_arn)["Certificate"]

    @property
    def versions(self):
        """How many values the secret has had."""
        listed = self.store.list_secret_version_ids(SecretId=self.secret_arn)
        return len(listed["Versions"])

    @property
    def held(self):
        """What clients read; None when there is nothing yet."""
        try:
            value = self.store.get_secret_value(SecretId=self.secret_arn)
        except self.store.exceptions.ResourceNotFoundException:
            return None
        return json.loads(value["SecretString"])

    @property
    def properties(self):
        """What CloudFormation and EventBridge tell the function."""
        return {"CertificateArn": self.certificate_arn, "SecretArn": self.secret_arn}


@pytest.fixture(scope="module")
def keys():
    """A few keys, as making one for each certificate would take most of the time."""
    return itertools.cycle(
        [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3)]
    )


@pytest.fixture(scope="module")
def clients():
    return Clients()


@pytest.fixture
def cloud(monkeypatch, keys, clients):
    monkeypatch.setattr(rsa, "generate_private_key", lambda **_: next(keys))
    monkeypatch.setattr("boto3.client", clients.watched.__getitem__)
    with mock_aws():
        yield Cloud(clients)


@pytest.fixture
def handle(load, context, cloud):
    return lambda event: load("client_certificate").handle(event, context)


@pytest.fixture
def deploy(handle, request_of, cloud, loopback):
    """Sends a request of CloudFormation and gives the answer."""

    def send(kind, physical_id=None, **properties):
        handle(request_of(kind, {**cloud.properties, **properties}, physical_id))
        return loopback.answers.pop()

    return send


def test_the_secret_holds_certificate_and_key(deploy, cloud):
    """Both belong together, the key is plain PKCS 8, and the chain follows the certificate."""
    answer = deploy("Create")
    assert answer["Status"] == "SUCCESS"
    assert answer["PhysicalResourceId"] == cloud.secret_arn
    held = cloud.held
    assert set(held) == {"certificate", "privateKey"}
    first, *chain = x509.load_pem_x509_certificates(held["certificate"].encode())
    assert first == x509.load_pem_x509_certificate(cloud.issued.encode())
    assert chain
    key = load_pem_private_key(held["privateKey"].encode(), password=None)
    assert key.public_key() == first.public_key()
    assert held["privateKey"].startswith("-----BEGIN PRIVATE KEY-----\n")


def test_nothing_secret_is_said(deploy, cloud, capsys):
    """Neither the answer nor the log has any of the key."""
    answer = json.dumps(deploy("Create"))
    said = answer + capsys.readouterr().out
    assert not any(line in said for line in cloud.held["privateKey"].splitlines() if line)


def test_a_replayed_request_changes_nothing(deploy, cloud):
    """The second of two equal requests finds what the first did, and exports nothing."""
    first = deploy("Create")
    before = cloud.held
    cloud.calls.clear()
    assert deploy("Create") == first
    assert cloud.held == before
    assert cloud.versions == 1
    assert "ExportCertificate" not in cloud.calls


def test_another_certificate_takes_its_place(deploy, cloud):
    """An update to another common name is another certificate in the same secret."""
    answer = deploy("Create")
    cloud.certificate_arn = cloud.issue()
    updated = deploy("Update", answer["PhysicalResourceId"])
    assert updated["PhysicalResourceId"] == answer["PhysicalResourceId"]
    assert cloud.held["certificate"].startswith(cloud.issued.strip())


def test_a_rollback_brings_the_former_certificate_back(deploy, cloud):
    """CloudFormation asks for the former certificate, which ACM still has."""
    answer = deploy("Create")
    former = cloud.certificate_arn
    cloud.certificate_arn = cloud.issue()
    deploy("Update", answer["PhysicalResourceId"])
    cloud.certificate_arn = former
    deploy("Update", answer["PhysicalResourceId"])
    assert cloud.held["certificate"].startswith(cloud.issued.strip())


def test_deleting_asks_nobody_and_leaves_the_secret(deploy, cloud):
    """A retained secret goes on serving its client."""
    answer = deploy("Create")
    before = cloud.held
    cloud.calls.clear()
    assert deploy("Delete", answer["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert cloud.calls == []
    assert cloud.held == before


def test_a_renewed_certificate_is_copied(handle, deploy, cloud):
    """After a renewal the rule has the new certificate and the new key written."""
    deploy("Create")
    before = cloud.held
    cloud.renew()
    handle(cloud.properties)
    assert cloud.held["certificate"].startswith(cloud.issued.strip())
    assert cloud.held["privateKey"] != before["privateKey"]


def test_the_daily_look_writes_nothing_new(handle, deploy, cloud):
    """A certificate that was not renewed costs no version of the secret."""
    deploy("Create")
    handle(cloud.properties)
    assert cloud.versions == 1


@pytest.mark.parametrize("value", ["no JSON", "[]", "{}", '{"certificate": "another"}'])
def test_a_value_of_somebody_else_is_replaced(handle, cloud, value):
    """Whatever was put into the secret, it ends up with the certificate."""
    cloud.store.put_secret_value(SecretId=cloud.secret_arn, SecretString=value)
    handle(cloud.properties)
    assert cloud.held["certificate"].startswith(cloud.issued.strip())


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_leaves_the_secret_as_it_was(deploy, cloud, call):
    """The reason is told, clients keep what they have, and trying again succeeds."""
    answer = deploy("Create")
    before = cloud.held
    cloud.renew()
    cloud.fail(call, "InvalidRequestException")
    failed = deploy("Update", answer["PhysicalResourceId"])
    assert failed["Status"] == "FAILED"
    assert "InvalidRequestException" in failed["Reason"]
    assert cloud.held == before
    assert deploy("Update", answer["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert cloud.held["certificate"].startswith(cloud.issued.strip())


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_is_throttled_is_made_again(deploy, cloud, context, call):
    """Busy services and permissions that IAM does not know yet pass."""
    cloud.fail(call, "ThrottlingException", "AccessDeniedException")
    assert deploy("Create")["Status"] == "SUCCESS"
    assert cloud.held["certificate"].startswith(cloud.issued.strip())
    assert context.remaining_seconds == 290


def test_a_renewal_that_fails_is_an_error_of_the_function(handle, deploy, cloud):
    """Lambda tries again and counts it, so that the alarm fires; the secret stays as it was."""
    deploy("Create")
    before = cloud.held
    cloud.renew()
    cloud.fail("ExportCertificate", "InvalidRequestException")
    with pytest.raises(ClientError, match="InvalidRequestException"):
        handle(cloud.properties)
    assert cloud.held == before


def test_waits_until_the_certificate_is_issued(deploy, cloud, context, monkeypatch):
    """ACM takes some seconds between a request and the certificate."""
    cloud.bundle.status = "PENDING_VALIDATION"

    def issue_meanwhile(seconds):
        context.sleep(seconds)
        cloud.bundle.status = "ISSUED"

    monkeypatch.setattr("time.sleep", issue_meanwhile)
    assert deploy("Create")["Status"] == "SUCCESS"
    assert context.remaining_seconds == 295


def test_waits_until_the_certificate_can_be_read(deploy, cloud, context):
    """ACM says so in another way while it still works on the request."""
    cloud.fail("GetCertificate", "RequestInProgressException")
    assert deploy("Create")["Status"] == "SUCCESS"
    assert context.remaining_seconds == 295


def test_a_certificate_that_is_never_issued_is_reported(deploy, cloud):
    """Time runs out, and the answer says what was waited for."""
    cloud.bundle.status = "PENDING_VALIDATION"
    answer = deploy("Create")
    assert answer["Status"] == "FAILED"
    assert "is not issued yet, it is PENDING_VALIDATION" in answer["Reason"]
    assert cloud.held is None


def test_a_certificate_that_failed_is_reported_at_once(deploy, cloud, context):
    """Waiting would not bring it."""
    cloud.bundle.status = "FAILED"
    answer = deploy("Create")
    assert f"{cloud.certificate_arn} is FAILED" in answer["Reason"]
    assert context.remaining_seconds == 300


def test_a_certificate_that_is_gone_is_reported(deploy, cloud):
    """The secret keeps what it has."""
    deploy("Create")
    before = cloud.held
    cloud.acm.delete_certificate(CertificateArn=cloud.certificate_arn)
    assert "ResourceNotFoundException" in deploy("Update", "x")["Reason"]
    assert cloud.held == before


def test_a_secret_that_is_gone_is_reported(handle, deploy, cloud):
    """Somebody deleted a retained secret; nothing is made in its place."""
    deploy("Create")
    cloud.store.delete_secret(SecretId=cloud.secret_arn, ForceDeleteWithoutRecovery=True)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        handle(cloud.properties)
    assert cloud.store.list_secrets()["SecretList"] == []

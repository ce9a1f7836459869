"""GetBootstrapBrokers."""

import pytest


def _strings(account, arn):
    answer = account.kafka.get_bootstrap_brokers(ClusterArn=arn)
    return {k: v for k, v in answer.items() if k.startswith("Bootstrap")}


def test_each_authentication_in_use_has_one_string(account):
    """IAM and SCRAM are there, plaintext is not; the addresses are those of the data plane."""
    arn = account.create(
        ClientAuthentication={"Sasl": {"Iam": {"Enabled": True}, "Scram": {"Enabled": True}}}
    )
    assert _strings(account, arn) == {
        "BootstrapBrokerStringSaslIam": "127.0.0.1:9000,127.0.0.1:9010,127.0.0.1:9020",
        "BootstrapBrokerStringSaslScram": "127.0.0.1:9001,127.0.0.1:9011,127.0.0.1:9021",
    }


def test_a_serverless_cluster_has_iam_alone(account):
    """Nothing else is offered."""
    assert list(_strings(account, account.create_serverless())) == ["BootstrapBrokerStringSaslIam"]


def test_plaintext_beside_tls(account):
    """TLS_PLAINTEXT without authentication has two strings."""
    provisioned = account.provisioned(
        ClientAuthentication={"Unauthenticated": {"Enabled": True}},
        EncryptionInfo={"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}},
    )
    answer = account.kafka.create_cluster_v2(ClusterName="open", Provisioned=provisioned)
    account.wait(answer["ClusterArn"])
    assert set(_strings(account, answer["ClusterArn"])) == {
        "BootstrapBrokerString",
        "BootstrapBrokerStringTls",
    }


def test_a_failed_cluster_has_no_brokers(account):
    """The answer is a refusal, not an empty list."""
    account.refusals.append("no")
    answer = account.kafka.create_cluster_v2(
        ClusterName="orders", Provisioned=account.provisioned()
    )
    account.wait(answer["ClusterArn"], state="FAILED")
    with pytest.raises(account.kafka.exceptions.BadRequestException):
        _strings(account, answer["ClusterArn"])

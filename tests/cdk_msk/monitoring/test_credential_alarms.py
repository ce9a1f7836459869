"""Alarms for certificates and passwords."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns

from cdk_msk.monitoring import CredentialAlarms

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d"


def test_each_certificate_and_function_has_its_alarm():
    """They are tickets until somebody says otherwise."""
    stack = cdk.Stack()
    alarms = CredentialAlarms(
        stack,
        "Alarms",
        certificates={"billing": acm.Certificate.from_certificate_arn(stack, "C", CERTIFICATE)},
        rotation_functions={"orders": lambda_.Function.from_function_name(stack, "F", "rotate")},
        thresholds={"CertificateExpiry": 45},
        alarm_topic=sns.Topic(stack, "Topic"),
    )
    expiry = alarms.alarms["CertificateExpiry-billing"]
    (dimension,) = expiry.metrics[0].metric_stat.metric.dimensions

    assert list(alarms.alarms) == [
        "CertificateExpiry-billing",
        "RotationFailure-orders",
        "RotationStalled-orders",
    ]
    assert (dimension.name, dimension.value) == ("CertificateArn", CERTIFICATE)
    assert expiry.threshold == 45
    assert len(expiry.alarm_actions) == 1
    assert alarms.incidents == {}


def test_an_expiring_certificate_can_be_a_page():
    """It then goes out through its incident."""
    stack = cdk.Stack()
    certificate = acm.Certificate.from_certificate_arn(stack, "C", CERTIFICATE)
    alarms = CredentialAlarms(
        stack,
        "Alarms",
        certificates={"billing": certificate},
        severities={"CertificateExpiry": "page"},
    )
    assert list(alarms.incidents) == ["Credentials"]


def test_rejects_nothing_to_watch():
    """A construct without an alarm would look like one."""
    with pytest.raises(ValueError, match="certificates or rotation_functions must be given"):
        CredentialAlarms(cdk.Stack(), "Alarms")

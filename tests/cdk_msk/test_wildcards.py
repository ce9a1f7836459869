"""Wildcards as cdk-nag names them."""

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks

from cdk_msk.wildcards import acknowledge_wildcards, object_arns


@pytest.mark.parametrize("acknowledged", [True, False])
@pytest.mark.parametrize("where", ["same stack", "other stack", "other app", "parameter", "list"])
def test_acknowledgment(where: str, acknowledged: bool, tmp_path: Path, capfd):
    """However an ARN is written in the template, its acknowledgment finds it."""
    app = cdk.App(outdir=str(tmp_path))
    stack, other = cdk.Stack(app, "Stack"), cdk.Stack(app, "Other")
    buckets = {
        "same stack": lambda: s3.Bucket(stack, "Bucket"),
        "other stack": lambda: s3.Bucket(other, "Bucket"),
        "other app": lambda: s3.Bucket.from_bucket_name(stack, "Bucket", "lake"),
        "parameter": lambda: s3.Bucket.from_bucket_name(
            stack, "Bucket", cdk.CfnParameter(stack, "Name").value_as_string
        ),
        "list": lambda: s3.Bucket.from_bucket_name(
            stack, "Bucket", cdk.Fn.select(0, cdk.Fn.split(",", cdk.Fn.ref("AWS::StackName")))
        ),
    }
    objects = object_arns(stack, buckets[where](), "a/*")
    statement = iam.PolicyStatement(actions=["s3:PutObject"], resources=[objects])
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    policy = iam.Policy(stack, "Policy", roles=[role], statements=[statement])
    if acknowledged:
        acknowledge_wildcards(policy, [objects], "because")
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    try:
        app.synth()
    except RuntimeError:
        capfd.readouterr()  # the buckets of this test break rules of their own
    report = tmp_path / "validation-report.json"

    assert acknowledged == ("IAM5" not in (report.read_text() if report.exists() else ""))

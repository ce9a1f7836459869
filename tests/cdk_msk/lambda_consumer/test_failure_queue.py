"""A queue for what a consumer gave up."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from cdk_msk.lambda_consumer import FailureQueue


@pytest.fixture(scope="module")
def queues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Three queues that cdk-nag found nothing wrong with, and their policies, by logical id."""
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("cdk.out")))
    stack = cdk.Stack(app, "Stack")
    FailureQueue(stack, "Plain")
    FailureQueue(stack, "Encrypted", encryption_key=kms.Key(stack, "Key", enable_key_rotation=True))
    FailureQueue(stack, "Gone", removal_policy=cdk.RemovalPolicy.DESTROY)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()
    return Template.from_stack(stack).to_json()["Resources"]


def the(queues: dict[str, dict], name: str, kind: str = "Queue") -> dict:
    (found,) = [
        one for id_, one in queues.items()
        if id_.startswith(name) and one["Type"] == f"AWS::SQS::{kind}"
    ]  # fmt: skip
    return found


def test_notes_are_kept_as_long_as_sqs_keeps_them(queues):
    """Two weeks, encrypted by SQS at no cost or by a key that is given."""
    plain, encrypted = the(queues, "Plain")["Properties"], the(queues, "Encrypted")["Properties"]
    assert plain == {"MessageRetentionPeriod": 1_209_600, "SqsManagedSseEnabled": True}
    assert list(encrypted["KmsMasterKeyId"]) == ["Fn::GetAtt"]


def test_plain_connections_are_refused(queues):
    """The policy of the queue denies what does not come by TLS."""
    (statement,) = the(queues, "Plain", "QueuePolicy")["Properties"]["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_queue_and_policy_stay_or_go_together(queues):
    """Retained by default, but for the deployment that first makes them; gone when asked for."""
    policies = {
        name: {the(queues, name, kind)["DeletionPolicy"] for kind in ("Queue", "QueuePolicy")}
        for name in ("Plain", "Gone")
    }
    assert policies == {"Plain": {"RetainExceptOnCreate"}, "Gone": {"Delete"}}

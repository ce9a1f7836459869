"""What a cluster costs at synth: one call to the CDK is about a third of a millisecond."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from jsii._kernel.providers.process import _NodeProcess

from cdk_msk import ProvisionedCluster, ServerlessCluster


@pytest.fixture
def calls(monkeypatch) -> Callable[[Callable[[], object]], int]:
    """Counts the calls a function makes into the CDK."""

    def count(action: Callable[[], object]) -> int:
        made = []
        send = _NodeProcess.send
        with monkeypatch.context() as patch:
            patch.setattr(
                _NodeProcess, "send", lambda *args, **kw: made.append(1) or send(*args, **kw)
            )
            action()
        return len(made)

    return count


def test_clusters_are_cheap(calls):
    """A cluster with its key, group and logs stays within its budget, however many there are."""
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["a", "b", "c"],
        private_subnet_ids=["s1", "s2", "s3"],
    )
    provisioned = [
        calls(lambda id_=f"P{n}": ProvisionedCluster(stack, id_, vpc=vpc)) for n in range(3)
    ]
    serverless = calls(lambda: ServerlessCluster(stack, "Serverless", vpc=vpc))
    assert provisioned[1] == provisioned[2]
    assert max(provisioned) <= 45
    assert serverless <= 30

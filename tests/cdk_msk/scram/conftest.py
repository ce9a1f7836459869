"""A cluster with a rotated user and a plain one, in three stacks under the eyes of cdk-nag."""

import json
from dataclasses import dataclass
from pathlib import Path

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk import aws_iam as iam

from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.network import StreamingVpc
from cdk_msk.scram import ScramRotation, ScramUser


@dataclass(frozen=True)
class Access:
    """The template of the stack with the users, and the users."""

    resources: dict[str, dict]
    orders: ScramUser
    audit: ScramUser

    def of_type(self, resource_type: str) -> dict[str, dict]:
        return {name: r for name, r in self.resources.items() if r["Type"] == resource_type}

    def one(self, resource_type: str, beginning: str = "") -> tuple[str, dict]:
        """The only resource of a type whose logical id begins so, and its id."""
        found = self.of_type(resource_type).items()
        (one,) = [(name, r) for name, r in found if name.startswith(beginning)]
        return one

    def allowed(self, beginning: str) -> list[dict]:
        """What the role whose logical id begins so may do."""
        role, _ = self.one("AWS::IAM::Role", beginning)
        (policy,) = [
            one["Properties"]["PolicyDocument"]["Statement"]
            for one in self.of_type("AWS::IAM::Policy").values()
            if one["Properties"]["Roles"] == [{"Ref": role}]
        ]
        return policy


@pytest.fixture(scope="package")
def access(tmp_path_factory: pytest.TempPathFactory) -> Access:
    """A synth in which cdk-nag found nothing wrong."""
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("cdk.out")))
    network, clusters, users = (cdk.Stack(app, name) for name in ("Network", "Clusters", "Users"))
    streaming = StreamingVpc(network, "Network")
    cluster = ProvisionedCluster(
        clusters,
        "Cluster",
        vpc=streaming.vpc,
        vpc_subnets=streaming.broker_subnets,
        cluster_name="demo",
        client_authentication=ClientAuthentication(iam=True, scram=True),
    )
    rotation = ScramRotation(every=cdk.Duration.days(7))
    orders = ScramUser(users, "Orders", cluster=cluster, username="orders", rotation=rotation)
    audit = ScramUser(users, "Audit", cluster=cluster, username="audit")
    reader = iam.Role(users, "Reader", assumed_by=iam.AccountRootPrincipal())
    orders.grant_read(reader)
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    folder = Path(app.synth().directory)
    template = json.loads((folder / "Users.template.json").read_text())
    return Access(template["Resources"], orders, audit)

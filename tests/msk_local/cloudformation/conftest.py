"""A local cloud with CloudFormation and Lambda, shared by the tests of one module."""

import io
import itertools
import json
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError

from msk_local.cloudformation import CloudFormationService
from msk_local.functions import FunctionRunner, LambdaService
from msk_local.moto_gaps import SecretRotation
from msk_local.server import Endpoint, LocalServer

_NUMBERS = itertools.count(1)


class NoMappings:
    """No event source mapping is Amazon MSK's."""

    def owns(self, uuid):
        return False

    def list(self, **_):
        return []

    def get(self, uuid):
        raise AssertionError(uuid)

    update = delete = create = get


@dataclass
class Stacks:
    """Deploys templates and looks at what became of them."""

    endpoint: Endpoint

    @property
    def client(self):
        return self.endpoint.client("cloudformation")

    def name(self):
        return f"stack-{next(_NUMBERS)}"

    def create(self, resources, name=None, **options):
        """Creates a stack and waits for it; returns its name."""
        name = name or self.name()
        self.client.create_stack(StackName=name, **_request(resources, options))
        self.wait(name)
        return name

    def update(self, name, resources, **options):
        """Updates a stack and waits for it; returns its status."""
        self.client.update_stack(StackName=name, **_request(resources, options))
        return self.wait(name)

    def delete(self, name):
        """Deletes a stack and waits for it; returns its status."""
        stack_id = self.describe(name)["StackId"]
        self.client.delete_stack(StackName=name)
        return self.wait(stack_id)

    def wait(self, name):
        """The status of a stack once nothing happens to it any more."""
        while (status := self.describe(name)["StackStatus"]).endswith("_IN_PROGRESS"):
            time.sleep(0.02)
        return status

    def describe(self, name):
        return self.client.describe_stacks(StackName=name)["Stacks"][0]

    def status(self, name):
        return self.describe(name)["StackStatus"]

    def outputs(self, name):
        return {one["OutputKey"]: one["OutputValue"] for one in self.describe(name)["Outputs"]}

    def physical_ids(self, name):
        """Physical id by logical id of the resources that exist."""
        found = self.client.describe_stack_resources(StackName=name)["StackResources"]
        return {one["LogicalResourceId"]: one.get("PhysicalResourceId") for one in found}

    def events(self, name):
        """Logical id and status of everything that happened, oldest first."""
        events = self.client.describe_stack_events(StackName=name)["StackEvents"]
        return [(one["LogicalResourceId"], one["ResourceStatus"]) for one in reversed(events)]

    def reasons(self, name):
        """Every reason given in the events, as one text."""
        events = self.client.describe_stack_events(StackName=name)["StackEvents"]
        return "\n".join(one.get("ResourceStatusReason") or "" for one in events)

    def exists(self, queue):
        """Whether a queue of this name exists."""
        try:
            self.endpoint.client("sqs").get_queue_url(QueueName=queue)
        except ClientError:
            return False
        return True

    def function(self, name, source):
        """Deploys a Python function beside all stacks; returns its ARN."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("index.py", source)
        return self.endpoint.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=self._role(),
            Handler="index.handler",
            Code={"ZipFile": archive.getvalue()},
            Timeout=120,
        )["FunctionArn"]

    def _role(self):
        iam = self.endpoint.client("iam")
        trust = {"Version": "2012-10-17", "Statement": []}
        with suppress(iam.exceptions.EntityAlreadyExistsException):
            iam.create_role(RoleName="functions", AssumeRolePolicyDocument=json.dumps(trust))
        return f"arn:aws:iam::{self.endpoint.account}:role/functions"


def _request(resources, options):
    sections = {key: options.pop(key) for key in list(options) if key in _SECTIONS}
    return {
        "TemplateBody": json.dumps({"Resources": resources, **sections}),
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        **options,
    }


_SECTIONS = {"Outputs", "Conditions", "Mappings"}


@pytest.fixture(scope="module")
def stacks(tmp_path_factory):
    """A running cloud without stacks."""
    services = {}
    server = LocalServer(services)
    endpoint = Endpoint(server.url)
    runner = FunctionRunner(endpoint, tmp_path_factory.mktemp("functions"))
    services["cloudformation"] = CloudFormationService(endpoint)
    services["lambda"] = LambdaService(runner, NoMappings())
    services["secretsmanager"] = SecretRotation(
        account=endpoint.account, region=endpoint.region, runner=runner
    )
    server.start()
    yield Stacks(endpoint)
    server.stop()
    runner.stop()


@pytest.fixture(scope="session")
def queue():
    """Makes the declaration of a queue, with any attributes of a resource."""

    def declare(name, *, seconds=30, **attributes):
        properties = {"QueueName": name, "VisibilityTimeout": seconds}
        return {"Type": "AWS::SQS::Queue", "Properties": properties, **attributes}

    return declare

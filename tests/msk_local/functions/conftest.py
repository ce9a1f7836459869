"""A local cloud that runs functions."""

import io
import json
import uuid
import zipfile
from dataclasses import dataclass

import pytest

from msk_local.functions import FunctionRunner, LambdaService
from msk_local.server import Endpoint, LocalServer


class FakeMappings:
    """Event source mappings that only remember."""

    def __init__(self):
        self.kept = {}

    def owns(self, uuid):
        return uuid in self.kept

    def create(self, request):
        mapping = {"UUID": str(uuid.uuid4()), "State": "Enabled", **request}
        self.kept[mapping["UUID"]] = mapping
        return mapping

    def get(self, uuid):
        return self.kept[uuid]

    def update(self, uuid, request):
        self.kept[uuid] |= request
        return self.kept[uuid]

    def delete(self, uuid):
        return {**self.kept.pop(uuid), "State": "Deleting"}

    def list(self, *, function_name=None, event_source_arn=None):
        return [one for one in self.kept.values() if function_name in {None, one["FunctionName"]}]


@dataclass
class Lambda:
    """Deploys and runs functions."""

    endpoint: Endpoint
    runner: FunctionRunner
    mappings: FakeMappings

    @property
    def client(self):
        return self.endpoint.client("lambda")

    def deploy(self, name, files, **options):
        """Deploys a function; `files` is its source or a mapping of file names to sources."""
        self.client.create_function(
            FunctionName=name,
            **{
                "Runtime": "python3.13",
                "Role": f"arn:aws:iam::{self.endpoint.account}:role/functions",
                "Handler": "index.handler",
                "Timeout": 120,
                "Code": {"ZipFile": self.zipped(files)},
                **options,
            },
        )
        return name

    def zipped(self, files):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            for path, source in ({"index.py": files} if isinstance(files, str) else files).items():
                file.writestr(path, source)
        return archive.getvalue()


@pytest.fixture(scope="module")
def functions(tmp_path_factory):
    """A running cloud with a role for functions."""
    services = {}
    server = LocalServer(services)
    endpoint = Endpoint(server.url)
    runner = FunctionRunner(
        endpoint, tmp_path_factory.mktemp("functions"), environment={"EVERYWHERE": "yes"}
    )
    mappings = FakeMappings()
    services["lambda"] = LambdaService(runner, mappings)
    server.start()
    trust = {"Version": "2012-10-17", "Statement": []}
    endpoint.client("iam").create_role(
        RoleName="functions", AssumeRolePolicyDocument=json.dumps(trust)
    )
    yield Lambda(endpoint, runner, mappings)
    server.stop()
    runner.stop()

"""The platform as its stacks describe it: read from their outputs, never guessed."""

from dataclasses import dataclass, replace

import boto3

from main_job.work import Access


class MissingOutputError(Exception):
    """A stack does not export what its users need."""


@dataclass(frozen=True)
class Platform:
    """A deployed platform."""

    name: str
    region: str
    outputs: dict[str, str]
    """All outputs of the stacks whose names begin with the platform's."""
    ca_certificate: str | None = None

    @classmethod
    def read(
        cls, session: boto3.Session, name: str, *, ca_certificate: str | None = None
    ) -> "Platform":
        """Reads the outputs of every stack of the deployment `name`."""
        outputs: dict[str, str] = {}
        for page in session.client("cloudformation").get_paginator("describe_stacks").paginate():
            for stack in page["Stacks"]:
                if stack["StackName"].startswith(f"{name}-"):
                    outputs |= {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}
        return cls(name, session.region_name, outputs, ca_certificate)

    def __getitem__(self, output: str) -> str:
        try:
            return self.outputs[output]
        except KeyError:
            raise MissingOutputError(
                f"no stack of {self.name!r} has the output {output!r}; "
                f"there are {', '.join(sorted(self.outputs))}"
            ) from None

    def iam(self, client: str) -> Access:
        """How the IAM client `client` of the deployment file connects."""
        return replace(self._access("SaslIam"), role_arn=self[f"{_pascal(client)}RoleArn"])

    def scram(self, client: str) -> Access:
        """How the SCRAM client `client` of the deployment file connects."""
        return replace(self._access("SaslScram"), secret_arn=self[f"{_pascal(client)}SecretArn"])

    def tls(self, client: str) -> Access:
        """How the client with a certificate `client` of the deployment file connects."""
        return replace(self._access("Tls"), secret_arn=self[f"{_pascal(client)}SecretArn"])

    def bucket(self, sink: str) -> tuple[str, str]:
        """Bucket and key prefix of the S3 sink `sink`."""
        return self[f"{_pascal(sink)}BucketName"], self[f"{_pascal(sink)}Prefix"]

    def _access(self, family: str) -> Access:
        return Access(
            bootstrap_servers=self[f"BootstrapBrokers{family}"],
            region=self.region,
            ca_certificate=self.ca_certificate,
        )


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))

"""As whom Lambda's pollers connect."""

from collections.abc import Iterator
from dataclasses import dataclass

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from cdk_msk.client_certificate.client_certificate import ClientCertificate
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.scram.scram_user import ScramUser
from msk_model.facts.ports import Listener

_Access = lambda_.CfnEventSourceMapping.SourceAccessConfigurationProperty


@dataclass(frozen=True)
class SignIn:
    """A user, a certificate, or neither: then the function's role, where the cluster takes IAM.

    https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html
    """

    scram_user: ScramUser | None
    client_certificate: ClientCertificate | None

    def faults(self, cluster: Cluster) -> Iterator[str]:
        """What does not go with `cluster`, as ``<argument> must <rule>, got <value>``."""
        accepted = cluster.client_authentication
        if self.scram_user is not None and self.client_certificate is not None:
            yield (
                f"client_certificate must be left out, got {self.client_certificate.common_name!r} "
                f"beside scram_user {self.scram_user.username!r}; pollers sign in as one"
            )
        if self.scram_user is not None and not accepted.scram:
            yield (
                f"scram_user must be left out, got {self.scram_user.username!r} on a cluster that "
                "does not accept SCRAM; switch it on with client_authentication"
            )
        elif self.scram_user is not None and self.scram_user.cluster is not cluster:
            yield (
                f"scram_user must be one of the cluster {cluster.node.path!r}, got "
                f"{self.scram_user.username!r} of {self.scram_user.cluster.node.path!r}"
            )
        if self.client_certificate is not None and not accepted.tls:
            yield (
                f"client_certificate must be left out, got {self.client_certificate.common_name!r} "
                "on a cluster that does not accept certificates; switch them on with "
                "client_authentication"
            )
        if self.by_role and not (accepted.iam or accepted.unauthenticated):
            yield (
                "scram_user must be given, or client_certificate, got neither on a cluster that "
                "does not accept IAM; Lambda's pollers have no other way to sign in"
            )

    def access(self) -> list[_Access] | None:
        """The secret, as an event source mapping names it; None without one."""
        if self.client_certificate is not None:
            secret = self.client_certificate.secret.secret_arn
            return [_Access(type="CLIENT_CERTIFICATE_TLS_AUTH", uri=secret)]
        if self.scram_user is not None:
            secret = self.scram_user.secret.secret_arn
            return [_Access(type="SASL_SCRAM_512_AUTH", uri=secret)]
        return None

    def listener(self, cluster: Cluster) -> Listener:
        """Which one Lambda chooses: that of the secret, else IAM, TLS, plaintext."""
        if self.client_certificate is not None:
            return "tls"
        if self.scram_user is not None:
            return "scram"
        if cluster.client_authentication.iam:
            return "iam"
        return "plaintext" if cluster.shape.client_broker_encryption == "PLAINTEXT" else "tls"

    def give_secret(self, policy: iam.Policy, mapping: lambda_.CfnEventSourceMapping) -> None:
        """Let who has `policy` read the secret; `mapping` waits until the secret is filled."""
        for one in (self.scram_user, self.client_certificate):
            if one is not None:
                one.grant_read(policy)
                mapping.node.add_dependency(one)

    @property
    def by_role(self) -> bool:
        """Whether the pollers sign in as the function's role, if the cluster takes IAM."""
        return self.scram_user is None and self.client_certificate is None

"""A certificate for one Kafka client."""

import re
from collections.abc import Sequence
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_acmpca as acmpca
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.checks import known
from cdk_msk.client_certificate.certificate_copy import CertificateCopy
from cdk_msk.client_certificate.certificate_key import certificate_key
from cdk_msk.client_certificate.expiry_alarms import ExpiryAlarms
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.key_itself import key_itself
from cdk_msk.secret_access import grant_reading
from msk_model import ClusterType, Unknown

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}", re.ASCII)
_LONGEST_NAME = 64


class ClientCertificate(Construct):
    """A certificate by which a client signs in to a cluster (mTLS), with its private key.

    ACM makes the key and has a private certificate authority sign the certificate; it renews it by
    itself, given a `RenewalPermission`, and publishes the days that are left. A function exports
    both into a secret, at deployment and after each renewal, in the form that event source mappings
    of Lambda want and that Java, librdkafka and Python take as it is::

        {"certificate": "<the client's, then the authority's, up to the root>",
         "privateKey": "<PKCS #8>"}

    The key lies in the secret without a password of its own, encrypted by the customer managed key
    of the secret alone: ACM encrypts what it exports by PBES2, which Lambda does not read, and a
    password beside the key would protect it from nobody. Clients read the secret anew before their
    certificate expires, 13 months after it was issued; ACM renews it 60 days before.

    Certificates of AWS Private CA itself (``acm-pca:IssueCertificate``) could carry any name and
    any lifetime. ACM's are used because somebody has to keep making keys, renewing and watching:
    here a managed service does, and not code of ours. The price is that the name is a domain name,
    which nobody has to own, and that authorities for short-lived certificates cannot be used.

    One function of a stack copies all its certificates. Its policy names each certificate and each
    secret, and has room for about forty clients; define more of them in another stack.

    MSK asks no revocation lists. To shut a client out, take its ACLs away.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-authentication.html
    https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html
    https://docs.aws.amazon.com/acm/latest/userguide/export-private.html

    Attributes:
        common_name: The name in the certificate.
        principal: Who the client is in ACLs of Kafka, ``User:CN=orders.kafka.example.com``. It is
            another one where the cluster's configuration sets ``ssl.principal.mapping.rules``.
        certificate: The certificate in ACM.
        certificate_arn: Its ARN.
        secret: The certificate and the private key.
        encryption_key: The key of the secret.
        copy: What fills the secret; what signs in while the stack deploys has to wait for it.
        alarms: Tell when the certificate is about to expire.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        certificate_authority: acmpca.ICertificateAuthority,
        common_name: str,
        key_algorithm: acm.KeyAlgorithm | None = None,
        encryption_key: kms.IKey | None = None,
        expiry_warning_days: int = 30,
        alarm_topic: sns.ITopic | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the certificate.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Its authentication includes TLS.
            certificate_authority: Signs the certificate; the cluster trusts it, or one above it.
            common_name: A domain name of at most 64 lower-case characters; nobody has to own it,
                and no two clients should share it, as ACLs are about this name.
            key_algorithm: Of the key; RSA for an RSA authority, elliptic curves for one of those.
                Absent: RSA with 2048 bits.
            encryption_key: A customer managed key for the secret. Absent: one of this stack for
                each cluster, with rotation, shared by the certificates of its clients.
            expiry_warning_days: Days left when the alarm fires; ACM renews when 60 are left.
            alarm_topic: Told of the alarms. Absent: they change state and tell nobody.
            removal_policy: RETAIN keeps the secret and its key when the stack goes, so that no
                client of a retained cluster is locked out; nothing renews the copy from then on.

        Raises:
            ValueError: The cluster takes no certificates, ACM would refuse the name, or the key is
                known by an alias only.
        """
        super().__init__(scope, id)
        self._require_certificates(cluster)
        self._require_name(common_name)
        self._warn_of_stranger(cluster, certificate_authority)
        self._require_key(encryption_key)
        self.common_name = common_name
        self.principal = f"User:CN={common_name}"
        self.encryption_key = encryption_key or certificate_key(self, cluster, removal_policy)
        self.certificate = acm.PrivateCertificate(
            self,
            "Certificate",
            domain_name=common_name,
            certificate_authority=certificate_authority,
            key_algorithm=key_algorithm,
        )
        self.certificate_arn = self.certificate.certificate_arn
        self.secret = self._define_secret(removal_policy)
        self.copy = CertificateCopy(
            self,
            "Copy",
            certificate=self.certificate,
            secret=self.secret,
            encryption_key=self.encryption_key,
        )
        self.alarms = ExpiryAlarms(
            self,
            "Alarms",
            common_name=common_name,
            certificate=self.certificate,
            function=self.copy.function,
            warning_days=expiry_warning_days,
            alarm_topic=alarm_topic,
        )

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let `grantee`, of this account, read the certificate and the private key."""
        return grant_reading(grantee, self.secret, self.encryption_key)

    def _require_certificates(self, cluster: Cluster) -> None:
        if cluster.cluster_type is ClusterType.SERVERLESS:
            raise ValueError(
                f"{self.node.path}: cluster must be provisioned, got serverless cluster "
                f"{cluster.node.path!r}; its clients sign in with IAM"
            )
        if cluster.shape.tls is False:
            raise ValueError(
                f"{self.node.path}: cluster must accept client certificates, got "
                f"{cluster.node.path!r} without; give it client_authentication="
                "ClientAuthentication(tls=True, certificate_authorities=[…], …)"
            )

    def _require_name(self, common_name: str) -> None:
        if isinstance(known(common_name), Unknown):
            return
        if len(common_name) > _LONGEST_NAME or not _DOMAIN.fullmatch(common_name):
            raise ValueError(
                f"{self.node.path}: common_name must be a domain name of at most {_LONGEST_NAME} "
                f"lower-case letters, digits, dashes and dots, got {common_name!r}; ACM issues no "
                "others, so add a domain, which nobody has to own, as in orders.kafka.internal"
            )

    def _require_key(self, key: kms.IKey | None) -> None:
        arn = "" if key is None else key_itself(key).key_arn
        if ":alias/" in arn:
            raise ValueError(
                f"{self.node.path}: encryption_key must be a key, got {arn.split(':')[-1]!r}; IAM "
                "allows nothing by the name of an alias, so import the key by its ARN"
            )

    def _warn_of_stranger(self, cluster: Cluster, authority: acmpca.ICertificateAuthority) -> None:
        trusted: Sequence[str] = [
            one.certificate_authority_arn
            for one in cluster.client_authentication.certificate_authorities
        ]
        if trusted and authority.certificate_authority_arn not in trusted:
            cdk.Annotations.of(self).add_warning_v2(
                "cdk-msk:client-certificate-of-another-authority",
                f"{self.node.path}: certificate_authority should be one the cluster trusts, got "
                f"one that is not in the client_authentication of {cluster.node.path!r}; the "
                "client is refused unless one of those signed this authority's own certificate",
            )

    def _define_secret(self, removal_policy: cdk.RemovalPolicy) -> secretsmanager.Secret:
        secret = secretsmanager.Secret(
            self,
            "Secret",
            description=f"Certificate and private key of the Kafka client {self.common_name}",
            encryption_key=self.encryption_key,
            removal_policy=removal_policy,
        )
        # Empty until it is filled: a generated value would look like one to whoever reads it first.
        resource = cast("secretsmanager.CfnSecret", secret.node.default_child)
        resource.add_property_deletion_override("GenerateSecretString")
        cdk.Validations.of(secret).acknowledge(
            cdk.Acknowledgment(
                id="AwsSolutions-SMG4",
                reason="ACM renews the certificate with a new key; a rule of EventBridge has the "
                "renewed one copied into this secret, which is what rotation would do.",
            )
        )
        return secret

"""A client of a cluster, described once."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_acmpca as acmpca
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_ssm as ssm
from constructs import Construct, IDependable

from cdk_msk.client.client_arguments import (
    chosen_authentication,
    require_arguments,
    require_endpoint,
    require_free_name,
    require_own_principal,
    shape_of,
)
from cdk_msk.client.client_identity import SignInArguments, identity_of
from cdk_msk.client.client_parameter import ClientParameter
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.endpoints import Family
from cdk_msk.cluster_place import region_of, require_reachable_stack
from cdk_msk.scram.scram_rotation import ScramRotation
from msk_model.client import ClientShape, ConnectWorker
from msk_model.client_config import Authentication, ClientDocument, render
from msk_model.facts.ports import ports


class KafkaClient(Construct):
    """Access for one application: who it is, what it may do, and how it connects.

    By the authentication of the cluster this becomes a role with IAM statements, a SCRAM user with
    ACLs, or a certificate with ACLs: the same access each time, made from one table. What the
    application has to know is published, without a secret, as a parameter of Systems Manager,
    ``/cdk-msk/<cluster name>/clients/<client name>``; ``mskctl client-config`` turns it into a
    finished configuration of most clients, and `configuration` does so at once.

    With SCRAM and certificates the cluster has to accept IAM too: what writes the ACLs signs in
    with it.

    Attributes:
        client_name: The name.
        authentication: How it signs in: ``iam``, ``scram`` or ``tls``.
        role: With IAM: whom the application has to run as.
        secret: With SCRAM: ``{"username": …, "password": …}``. With TLS: ``{"certificate": …,
            "privateKey": …}``. None with IAM.
        principals: Who it is in Kafka's ACLs; empty with IAM. A user whose password is rotated has
            two names.
        document: What is published.
        parameter: The parameter of Systems Manager.
        ready: What an application that starts with the stack has to wait for, by
            ``application.node.add_dependency(*client.ready)``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        client_name: str,
        authentication: Authentication | None = None,
        produces: Sequence[str] = (),
        consumes: Sequence[str] = (),
        groups: Sequence[str] = (),
        transactional_ids: Sequence[str] = (),
        idempotent: bool = True,
        streams_application_id: str | None = None,
        connect_worker: ConnectWorker | None = None,
        administers: Sequence[str] = (),
        admin: bool = False,
        read_only: bool = False,
        role: iam.IRole | None = None,
        assumed_by: iam.IPrincipal | None = None,
        rotation: ScramRotation | None = None,
        certificate_authority: acmpca.ICertificateAuthority | None = None,
        common_name: str | None = None,
        principal: str | None = None,
        encryption_key: kms.IKey | None = None,
        alarm_topic: sns.ITopic | None = None,
        endpoint: Family = "vpc",
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the client.

        Names of topics, groups and transactional ids are whole names, or prefixes ending in ``*``.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Whose client it is, the app's own or imported.
            client_name: Letters, digits, ``.``, ``_`` and ``-``; with SCRAM the user's name.
            authentication: ``iam``, ``scram`` or ``tls``. Absent: IAM if the cluster accepts it,
                else SCRAM, else TLS.
            produces: Topics it writes.
            consumes: Topics it reads.
            groups: Its consumer groups. Absent: none, so it consumes nothing, unless it is a
                Streams application or a Connect worker, whose groups are known.
            transactional_ids: With which it writes in transactions. Absent: none.
            idempotent: Whether its producers are idempotent, as Kafka's are unless told otherwise.
            streams_application_id: ``application.id`` of a Kafka Streams application, whose own
                topics, group and transactions begin so.
            connect_worker: The Kafka Connect cluster it is a worker of.
            administers: Topics it defines, changes and deletes.
            admin: Whether it may do everything.
            read_only: Whether it may see everything but records.
            role: Whom it runs as; with SCRAM and TLS, who may read the secret. Absent with IAM: a
                role of its own.
            assumed_by: Who may act as the role of its own. Absent: whoever of this account is
                allowed to.
            rotation: With SCRAM: how often name and password change. Absent: never.
            certificate_authority: With TLS: who signs. Absent: the one the cluster trusts.
            common_name: With TLS: the name in the certificate. Absent:
                ``<client name>.kafka.internal``.
            principal: With TLS: who the client is in Kafka's ACLs where the cluster's configuration
                sets ``ssl.principal.mapping.rules``. Absent: ``User:CN=<common name>``.
            encryption_key: Of the secret. Absent: one for each cluster.
            alarm_topic: Told before a certificate expires, and when a rotation of the password
                fails.
            endpoint: From where it connects: ``vpc``, ``public``, ``vpc_connectivity``, ``ipv6``.
            removal_policy: What becomes of secret and key when the client goes.

        Raises:
            ValueError: It could not work; one line for each reason.
        """
        super().__init__(scope, id)
        shape = shape_of(
            self,
            name=client_name,
            produces=produces,
            consumes=consumes,
            groups=groups,
            transactional_ids=transactional_ids,
            idempotent=idempotent,
            streams_application_id=streams_application_id,
            connect_worker=connect_worker,
            administers=administers,
            admin=admin,
            read_only=read_only,
        )
        require_reachable_stack(self, cluster)
        self.authentication = chosen_authentication(self, cluster, authentication)
        require_free_name(self, cluster, client_name)
        self.client_name = client_name
        self._cluster = cluster
        self._endpoint = require_endpoint(self, cluster, self.authentication, endpoint)
        arguments = SignInArguments(
            role=role,
            assumed_by=assumed_by,
            rotation=rotation,
            certificate_authority=certificate_authority,
            common_name=common_name,
            principal=principal,
            encryption_key=encryption_key,
            alarm_topic=alarm_topic,
            removal_policy=removal_policy,
        )
        require_arguments(self, self.authentication, arguments)
        self._identity = identity_of(self, cluster, shape, self.authentication, arguments)
        if self.authentication == "tls" and principal is None:
            require_own_principal(self, cluster, *self.principals)
        self.document = self._document(shape)
        self._parameter = ClientParameter(
            self, "Parameter", cluster=cluster, document=self.document
        )

    @property
    def role(self) -> iam.IRole | None:
        """With IAM: whom the application has to run as."""
        return self._identity.role

    @property
    def secret(self) -> secretsmanager.ISecret | None:
        """What the application signs in with; None with IAM."""
        return self._identity.secret

    @property
    def principals(self) -> tuple[str, ...]:
        """Who it is in Kafka's ACLs; empty with IAM."""
        return self._identity.principals

    @property
    def parameter(self) -> ssm.StringParameter:
        """The parameter with the client's document."""
        return self._parameter.parameter

    @property
    def ready(self) -> Sequence[IDependable]:
        """What an application that starts with the stack has to wait for."""
        return self._identity.ready

    def configuration(self, format: str, *, ca_file: str | None = None) -> str:
        """A finished configuration, a token until deployed; it names the secret and never holds it.

        Args:
            format: ``java``, ``librdkafka``, ``kafka-python``, ``aiokafka``, ``kcat``, ``env`` or
                ``json``.
            ca_file: PEM file with the authorities to trust. Absent: those of the system.

        Raises:
            ValueError: There is no such format, or it cannot express the authentication.
        """
        try:
            return render(format, self.document, ca_file=ca_file)
        except ValueError as error:
            raise ValueError(f"{self.node.path}: {error}") from error

    def grant_read_configuration(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let `grantee` read the parameter."""
        return self._parameter.grant_read(grantee)

    def grant_read_secret(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let `grantee`, the application's own role, read what the client signs in with.

        Raises:
            ValueError: The client signs in with IAM and has no secret.
        """
        if self._identity.grant_read is None:
            raise ValueError(
                f"{self.node.path}: authentication must be scram or tls to have a secret, got "
                "'iam'; run the application as the client's role"
            )
        return self._identity.grant_read(grantee)

    def allow_from(self, other: ec2.IConnectable) -> None:
        """Let `other` reach the brokers on the one port this client connects to.

        Raises:
            ValueError: The client comes from outside the VPC, where other groups decide.
        """
        if self._endpoint.family not in {"vpc", "ipv6"}:
            raise ValueError(
                f"{self.node.path}: endpoint must be vpc or ipv6 to let others in by their "
                f"security groups, got {self._endpoint.family!r}; open the way where the client is"
            )
        listener = ports(self._endpoint.listener)
        port = listener.vpc if self._endpoint.family == "vpc" else listener.ipv6
        other.connections.allow_to(self._cluster, ec2.Port.tcp(port), "Kafka clients")

    def _document(self, shape: ClientShape) -> ClientDocument:
        cluster, identity, worker = self._cluster, self._identity, shape.connect_worker
        return ClientDocument(
            name=shape.name,
            cluster_arn=cluster.cluster_arn,
            authentication=self.authentication,
            bootstrap_servers=getattr(cluster, self._endpoint.attribute),
            endpoint=self._endpoint.family,
            region=region_of(cluster),
            role_arn=identity.role.role_arn if identity.role else None,
            secret_arn=identity.secret.secret_arn if identity.secret else None,
            produces=shape.produces,
            consumes=shape.consumes,
            groups=shape.consumer_groups,
            transactional_ids=shape.transactional_ids,
            idempotent=shape.idempotent,
            streams_application_id=shape.streams_application_id,
            connect_group_id=worker.group_id if worker else None,
            connect_topics=worker.internal_topics if worker else (),
            connect_exactly_once=worker.exactly_once if worker else False,
        )

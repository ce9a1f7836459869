"""Schema registries that Lambda checks records against before a function sees them."""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager

from cdk_msk.checks import known
from cdk_msk.secret_access import grant_reading
from cdk_msk.wildcards import acknowledge_wildcards, arn_in
from msk_model import Unknown

_Mapping = lambda_.CfnEventSourceMapping
_GLUE = re.compile(r"arn:[a-z0-9-]+:glue:[a-z0-9-]+:\d{12}:registry/[A-Za-z0-9$#._-]{1,255}")
_CONFLUENT = re.compile(r"https?://[A-Za-z0-9/*:_+=.@-]+")


class EventRecordFormat(enum.Enum):
    """In which form a function gets keys and values that were checked."""

    JSON = "JSON"
    """As JSON, whatever the producer wrote."""
    SOURCE = "SOURCE"
    """As the producer wrote them, without the schema's id in front."""


@dataclass(frozen=True, kw_only=True)
class SchemaRegistry:
    """A registry whose schemas keys and values have to follow; others never reach the function.

    A record whose schema is unknown or which does not follow it goes to the failure destination;
    without one it is dropped. Made by `glue` or `confluent`.

    https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html

    Attributes:
        uri: ARN of a Glue registry, URL of a Confluent one.
        record_format: What the function gets.
        checks_keys: Whether keys are checked.
        checks_values: Whether values are.
        access: The secrets a Confluent registry asks for, by what they are.
    """

    uri: str
    record_format: EventRecordFormat
    checks_keys: bool
    checks_values: bool
    access: tuple[tuple[str, secretsmanager.ISecret], ...] = ()

    @staticmethod
    def glue(
        registry_arn: str,
        *,
        record_format: EventRecordFormat = EventRecordFormat.JSON,
        checks_keys: bool = False,
        checks_values: bool = True,
    ) -> "SchemaRegistry":
        """A registry of AWS Glue, which the function's role is allowed to read.

        Args:
            registry_arn: Such as ``CfnRegistry.attr_arn``.
            record_format: What the function gets.
            checks_keys: Whether keys have schemas.
            checks_values: Whether values have.
        """
        return SchemaRegistry(
            uri=registry_arn,
            record_format=record_format,
            checks_keys=checks_keys,
            checks_values=checks_values,
        )

    @staticmethod
    def confluent(
        url: str,
        *,
        basic_auth: secretsmanager.ISecret | None = None,
        client_certificate: secretsmanager.ISecret | None = None,
        server_root_ca: secretsmanager.ISecret | None = None,
        record_format: EventRecordFormat = EventRecordFormat.JSON,
        checks_keys: bool = False,
        checks_values: bool = True,
    ) -> "SchemaRegistry":
        """A registry of Confluent, in their cloud or your own.

        Args:
            url: Where Lambda reaches it.
            basic_auth: A secret with ``username`` and ``password``. Absent: none is sent.
            client_certificate: A secret with ``certificate``, ``privateKey`` and, if that is
                encrypted, ``privateKeyPassword``. Absent: none is shown.
            server_root_ca: A secret with the ``certificate`` that signs the registry's own.
                Absent: a public authority does.
            record_format: What the function gets.
            checks_keys: Whether keys have schemas.
            checks_values: Whether values have.
        """
        secrets = {
            "BASIC_AUTH": basic_auth,
            "CLIENT_CERTIFICATE_TLS_AUTH": client_certificate,
            "SERVER_ROOT_CA_CERTIFICATE": server_root_ca,
        }
        return SchemaRegistry(
            uri=url,
            record_format=record_format,
            checks_keys=checks_keys,
            checks_values=checks_values,
            access=tuple((kind, secret) for kind, secret in secrets.items() if secret is not None),
        )

    @property
    def is_glue(self) -> bool:
        """Whether it is one of Glue; an address only known when deployed counts as one."""
        uri = known(self.uri)
        return isinstance(uri, Unknown) or uri.startswith("arn:")

    def faults(self) -> Iterator[str]:
        """What Lambda would refuse, as ``<argument> must <rule>, got <value>``."""
        uri = known(self.uri)
        if not isinstance(uri, Unknown) and not (_GLUE.fullmatch(uri) or _CONFLUENT.fullmatch(uri)):
            yield (
                "schema_registry must have the ARN of a Glue registry or an http(s) URL, got "
                f"{uri!r}"
            )
        if not (self.checks_keys or self.checks_values):
            yield (
                "schema_registry must check keys or values, got neither; give checks_keys=True or "
                "checks_values=True"
            )
        kinds = [kind for kind, _ in self.access]
        if {"BASIC_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH"} <= set(kinds):
            yield (
                "schema_registry must have one way to sign in, got basic_auth and "
                "client_certificate; leave one out"
            )

    def property(self) -> _Mapping.SchemaRegistryConfigProperty:
        """The registry as a property of an event source mapping."""
        checked = {"KEY": self.checks_keys, "VALUE": self.checks_values}
        return _Mapping.SchemaRegistryConfigProperty(
            schema_registry_uri=self.uri,
            event_record_format=self.record_format.value,
            schema_validation_configs=[
                _Mapping.SchemaValidationConfigProperty(attribute=attribute)
                for attribute, is_checked in checked.items()
                if is_checked
            ],
            access_configs=[
                _Mapping.SchemaRegistryAccessConfigProperty(type=kind, uri=secret.secret_arn)
                for kind, secret in self.access
            ]
            or None,
        )

    def let_read(self, policy: iam.Policy) -> None:
        """Let who has `policy` read schemas and secrets."""
        for _, secret in self.access:
            _let_read(policy, secret)
        if not self.is_glue:
            return
        uri = arn_in(cdk.Stack.of(policy), self.uri)
        arn = cdk.Arn.split(uri, cdk.ArnFormat.SLASH_RESOURCE_NAME)
        schemas = cdk.Arn.format(
            cdk.ArnComponents(
                partition=arn.partition,
                service="glue",
                region=arn.region,
                account=arn.account,
                resource="schema",
                resource_name=f"{arn.resource_name}/*",
            )
        )
        policy.add_statements(
            iam.PolicyStatement(actions=["glue:GetRegistry"], resources=[uri]),
            iam.PolicyStatement(actions=["glue:GetSchemaVersion"], resources=[uri, schemas]),
        )
        acknowledge_wildcards(
            policy, [schemas], "Which schemas of the registry occur is up to the producers."
        )


def _let_read(policy: iam.Policy, secret: secretsmanager.ISecret) -> None:
    """By `policy` alone: `secret.grant_read` changes the policy of a key as well."""
    if secret.encryption_key is None:
        secret.grant_read(policy)
    else:
        grant_reading(policy, secret, secret.encryption_key)

"""Broker settings of provisioned clusters."""

import re
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_msk as msk
from constructs import Construct

from cdk_msk.checks import known, require
from cdk_msk.cluster.broker_size import BrokerSize
from cdk_msk.cluster.kafka_version import KafkaVersion
from cdk_msk.stable_name import stable_name
from msk_model import (
    UNKNOWN,
    ClusterShape,
    ClusterType,
    FieldNames,
    Unknown,
    check_cluster,
    names,
)

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*", re.ASCII)
_NAMES = FieldNames(argument="server_properties", property="ServerProperties")


class Configuration(Construct):
    """A custom MSK configuration.

    Changed properties make a new revision of the same configuration, and every cluster that uses
    it takes the revision in the same deployment, by a rolling restart. MSK keeps 50 revisions.

    The Kafka versions a configuration is for (``KafkaVersionsList``) are left out of the template:
    they could only change together with the name.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration.html

    Attributes:
        configuration_arn: The ARN, a token until deployed.
        latest_revision: The number of the latest revision, a token until deployed.
        server_properties: The settings as Kafka writes them; `UNKNOWN` if imported.
    """

    configuration_arn: str
    latest_revision: float
    server_properties: Mapping[str, str | Unknown] | Unknown

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        server_properties: Mapping[str, str | int | float | bool],
        kafka_version: KafkaVersion | None = None,
        broker_size: BrokerSize | None = None,
        configuration_name: str | None = None,
        description: str | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the configuration.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            server_properties: Settings by Kafka's names: ``{"log.retention.ms": 604_800_000}``.
            kafka_version: Check the settings against this version. Absent: the cluster does it.
            broker_size: Check the settings against these brokers. Absent: the cluster does it.
            configuration_name: Letters, digits and dashes. Absent: a name made of the stack's and
                the construct's. Another name makes another configuration.
            description: Of the latest revision. Absent: none.
            removal_policy: RETAIN keeps it for a retained cluster, which cannot lose it anyway.

        Raises:
            ValueError: MSK would refuse the name or the settings; one line for each reason.
        """
        super().__init__(scope, id)
        self._require_name(configuration_name)
        texts = {name: _text(server_properties[name]) for name in sorted(server_properties)}
        self.server_properties = {name: known(text) for name, text in texts.items()}
        shape = ClusterShape(
            cluster_type=ClusterType.PROVISIONED,
            kafka_version=known(kafka_version.name) if kafka_version else UNKNOWN,
            broker_size=known(broker_size.name) if broker_size else UNKNOWN,
            server_properties=self.server_properties,
        )
        require(self, check_cluster(shape), {**names(ClusterShape), "server_properties": _NAMES})
        resource = msk.CfnConfiguration(
            self,
            "Resource",
            name=configuration_name or stable_name(self, max_length=255),
            description=description,
            server_properties="".join(f"{name}={text}\n" for name, text in texts.items()),
        )
        resource.apply_removal_policy(removal_policy)
        self.configuration_arn = resource.attr_arn
        self.latest_revision = cdk.Token.as_number(resource.attr_latest_revision_revision)

    def _require_name(self, name: str | None) -> None:
        if name is None or known(name) is UNKNOWN or _NAME.fullmatch(name):
            return
        msg = (
            f"{self.node.path}: configuration_name must be letters, digits and dashes, no dash "
            f"first, got {name!r}"
        )
        raise ValueError(msg)

    @staticmethod
    def from_configuration_attributes(
        scope: Construct, id: str, *, configuration_arn: str, revision: int
    ) -> "Configuration":
        """A configuration that this app does not own, at a revision."""
        return _ImportedConfiguration(
            scope, id, configuration_arn=configuration_arn, revision=revision
        )


class _ImportedConfiguration(Configuration):
    def __init__(self, scope: Construct, id: str, *, configuration_arn: str, revision: int) -> None:
        Construct.__init__(self, scope, id)
        self.configuration_arn = configuration_arn
        self.latest_revision = revision
        self.server_properties = UNKNOWN


def _text(value: str | float | bool) -> str:
    """`value` as Kafka writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return cdk.Token.as_string(value) if known(value) is UNKNOWN else str(value)

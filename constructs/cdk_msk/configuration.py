"""Broker settings of provisioned clusters."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

import aws_cdk as cdk
from aws_cdk import aws_msk as msk
from constructs import Construct

from cdk_msk.checks import known, require
from cdk_msk.cluster.broker_size import BrokerSize
from cdk_msk.cluster.kafka_version import KafkaVersion
from cdk_msk.stable_name import stable_name
from cdk_msk.topics.topic_configs import ConfigValue
from msk_model import (
    UNKNOWN,
    ClusterShape,
    ClusterType,
    FieldNames,
    Unknown,
    check_cluster,
    names,
)
from msk_model.configuration_differences import PropertyDifference, configuration_differences
from msk_model.facts.server_properties import server_property
from msk_model.quantities import setting_text

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*", re.ASCII)
_NAME_LENGTH = 255
_HASH_LENGTH = 8
_NAMES = FieldNames(argument="server_properties", property="ServerProperties")


class Configuration(Construct):
    """A custom MSK configuration.

    Its name ends in a hash of the settings, so other settings are another configuration. In one
    deployment CloudFormation then creates that, lets the cluster take it by a rolling restart, and
    deletes the former one when nothing needs it for a rollback any more. MSK refuses to delete what
    another cluster still uses, and CloudFormation leaves it at that: no deployment fails of it.
    Nothing ever has to share a name with what is in use, and no number of changes runs into the 50
    revisions that MSK keeps of one configuration.

    With a `configuration_name` the name is that, and other settings are a new revision of it.

    The Kafka versions a configuration is for (``KafkaVersionsList``) are left out of the template:
    they could only change together with the name. Neither are they part of the hash: an upgrade
    would change the configuration too, and MSK takes one update of a cluster at a time.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration.html

    Attributes:
        configuration_arn: The ARN, a token until deployed.
        latest_revision: The number of the latest revision, a token until deployed.
        server_properties: The settings as Kafka writes them; `UNKNOWN` if imported.
        differences: Each setting beside MSK's default; empty if imported.
    """

    configuration_arn: str
    latest_revision: float
    server_properties: Mapping[str, str | Unknown] | Unknown
    differences: tuple[PropertyDifference, ...]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        server_properties: Mapping[str, ConfigValue],
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
            server_properties: Settings by Kafka's names: ``{"num.partitions": 6}``. Durations and
                sizes, and text such as ``"7 days"``, are written in the unit of the setting; a
                plain number is in that unit already.
            kafka_version: Check the settings against this version. Absent: the cluster does it.
            broker_size: Check the settings against these brokers. Absent: the cluster does it.
            configuration_name: Letters, digits and dashes. Absent: a name made of the stack's, the
                construct's and the settings. Another name makes another configuration.
            description: Of the latest revision; another one is a new revision. Absent: none.
            removal_policy: RETAIN keeps it for a retained cluster, which cannot lose it anyway.

        Raises:
            ValueError: MSK would refuse the name or the settings; one line for each reason.
        """
        super().__init__(scope, id)
        self._require_name(configuration_name)
        texts = {name: _text(name, server_properties[name]) for name in sorted(server_properties)}
        self.server_properties = {name: known(text) for name, text in texts.items()}
        shape = ClusterShape(
            cluster_type=ClusterType.PROVISIONED,
            kafka_version=known(kafka_version.name) if kafka_version else UNKNOWN,
            broker_size=known(broker_size.name) if broker_size else UNKNOWN,
            server_properties=self.server_properties,
        )
        require(self, check_cluster(shape), {**names(ClusterShape), "server_properties": _NAMES})
        self.differences = configuration_differences(shape)
        resource = msk.CfnConfiguration(
            self,
            "Resource",
            name=configuration_name or self._name_of(texts),
            description=description,
            server_properties="".join(f"{name}={text}\n" for name, text in texts.items()),
        )
        resource.apply_removal_policy(removal_policy)
        if configuration_name is None:
            # A former one that stayed would be in the way of going back to its settings.
            resource.cfn_options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        self.configuration_arn = resource.attr_arn
        self.latest_revision = cdk.Token.as_number(resource.attr_latest_revision_revision)

    def _name_of(self, texts: Mapping[str, str]) -> str:
        """The stack's and the construct's name, and a hash of the settings.

        Tokens count by what they resolve to: their own names differ from one synth to the next.
        """
        settings = json.dumps(cdk.Stack.of(self).resolve(dict(texts)), sort_keys=True)
        digest = sha256(settings.encode()).hexdigest()[:_HASH_LENGTH]
        name = stable_name(self, max_length=_NAME_LENGTH - _HASH_LENGTH - 1)
        return f"{name}-{digest}"

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
        self.differences = ()


def _text(name: str, value: ConfigValue) -> str:
    """`value` as Kafka writes it; what has a unit that the setting has not keeps it."""
    facts = server_property(name)
    match value:
        case cdk.Duration():
            stated: str | float = f"{round(value.to_milliseconds())} ms"
        case cdk.Size():
            stated = f"{round(value.to_bytes())} B"
        case _ if known(value) is UNKNOWN:
            return cdk.Token.as_string(value)
        case _:
            stated = value
    return setting_text(stated, None if facts is None else facts.value)

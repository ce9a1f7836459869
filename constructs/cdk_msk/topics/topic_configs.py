"""Topic settings between Python, Kafka and CloudFormation."""

import base64
import json
from collections.abc import Mapping

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.checks import known
from msk_model import UNKNOWN
from msk_model.facts.topic_properties import topic_property
from msk_model.topic_policy.parts import settings_text

ConfigValue = str | int | float | bool | cdk.Duration | cdk.Size
"""A value of a topic setting.

A duration or a size, and text such as ``"7 days"`` or ``"10 GiB"``, is written in the unit of the
setting; a plain number is in that unit already.
"""


def kafka_text(construct: Construct, name: str, value: ConfigValue) -> str:
    """The value of the setting `name` as Kafka writes it.

    Raises:
        ValueError: It is in a unit that the setting does not have; names `construct`.
    """
    match value:
        case cdk.Duration():
            _require_unit(construct, name, "ms", value)
            return str(round(value.to_milliseconds()))
        case cdk.Size():
            _require_unit(construct, name, "bytes", value)
            return str(round(value.to_bytes()))
        case float() if cdk.Token.is_unresolved(value):
            return cdk.Token.as_string(value)
        case _:
            return settings_text({name: value})[name]


def encoded(construct: Construct, settings: Mapping[str, str]) -> str:
    """Settings as ``AWS::MSK::Topic`` takes them: a JSON object of strings in Base64.

    AWS documents "encoded as a Base64 string" and not of what. HashiCorp's provider sends and
    reads this, tested against AWS:
    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/kafka/topic.go
    """
    if any(known(text) is UNKNOWN for text in settings.values()):
        return cdk.Fn.base64(cdk.Stack.of(construct).to_json_string(settings))
    text = json.dumps(settings, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def _require_unit(
    construct: Construct, name: str, unit: str, value: cdk.Duration | cdk.Size
) -> None:
    """A duration in ``retention.bytes`` would be a number a thousandfold off, silently."""
    facts = topic_property(name)
    if facts is None or any(one.unit == unit for one in facts.values.values()):
        return
    (own,) = {values.unit for values in facts.values.values()}
    raise ValueError(
        f"{construct.node.path}: configs[{name!r}] must be {own or 'a plain value'}, "
        f"got {value.to_string()}"
    )

"""YAML with CloudFormation's short forms: ``!Ref``, ``!GetAtt``, ``!Sub`` and the rest."""

from typing import Any

import yaml


class TemplateLoader(yaml.SafeLoader):
    """Reads ``!Name value`` as ``{"Fn::Name": value}``."""


def _intrinsic(loader: TemplateLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if name == "Fn::GetAtt" and isinstance(value, str):
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {name: value}


def _date(loader: TemplateLoader, node: yaml.ScalarNode) -> str:
    """``AWSTemplateFormatVersion: 2010-09-09`` is the text it looks like."""
    return str(loader.construct_scalar(node))


TemplateLoader.add_multi_constructor("!", _intrinsic)
TemplateLoader.add_constructor("tag:yaml.org,2002:timestamp", _date)

"""Several templates as one whole: resources, and what intrinsic functions between them mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msk_model.intrinsics import HOLE, branches, is_intrinsic, members, text_of
from msk_model.resource import properties_of
from msk_model.template import resources_of

CLUSTER_TYPES = ("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster")
TOPIC_TYPES = ("AWS::MSK::Topic", "Custom::MskTopic")
"""CloudFormation has no topics on serverless clusters, so `cdk_msk` brings a resource for them."""

_DEEPEST = 40
_PLACEHOLDER = re.compile(r"\$\{([^!}][^}]*)\}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Placed:
    """A resource and where it stands.

    Attributes:
        file: Name of its template.
        resource: Its logical id.
        type: Its CloudFormation type; empty when it states none.
        properties: Its properties, intrinsics and all.
    """

    file: str
    resource: str
    type: str
    properties: Mapping[str, Any]

    def named(self, *properties: str) -> str:
        """The first of `properties` that is plain text, or the logical id."""
        for name in properties:
            value = self.properties.get(name)
            if isinstance(value, str) and value:
                return value
        return self.resource


@dataclass(frozen=True)
class Assembly:
    """Templates that are deployed together.

    Attributes:
        templates: Their content by the name of their file.
    """

    templates: Mapping[str, Mapping[str, Any]]

    @cached_property
    def resources(self) -> tuple[Placed, ...]:
        """Every resource of every template, in their order."""
        return tuple(self._places.values())

    def of_type(self, *types: str) -> tuple[Placed, ...]:
        """The resources of any of `types`."""
        return tuple(one for one in self.resources if one.type in types)

    def find(self, file: str, value: object, depth: int = 0) -> Placed | None:
        """The resource that `value` in `file` refers to, also through an export."""
        if depth > _DEEPEST or not isinstance(value, Mapping) or not is_intrinsic(value):
            return None
        function, argument = next(iter(value.items()))
        if function == "Fn::ImportValue":
            exported = self._exports.get(self.text(file, argument, depth + 1))
            return self.find(*exported, depth + 1) if exported else None
        if function == "Fn::If":
            found = [self.find(file, one, depth + 1) for one in branches(value)]
            return next((one for one in found if one is not None), None)
        if function not in {"Ref", "Fn::GetAtt"}:
            return None
        target = argument[0] if isinstance(argument, list) and argument else argument
        return self._places.get((file, target.split(".")[0])) if isinstance(target, str) else None

    def text(self, file: str, value: object, depth: int = 0) -> str:
        """`value` in `file` as text, `HOLE` standing for what only a deployment knows.

        The ARN of a cluster or a topic of the templates is one, with holes for account and id.
        """
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str | int | float):
            return str(value)
        if depth > _DEEPEST or not isinstance(value, Mapping) or not is_intrinsic(value):
            return HOLE
        return self._called(file, value, depth + 1)

    def _called(self, file: str, value: Mapping[str, object], depth: int) -> str:
        """What a call of an intrinsic function gives."""
        function, argument = next(iter(value.items()))
        text = HOLE
        match function, argument:
            case "Fn::Join", [str() as separator, parts]:
                text = separator.join(self._list(file, parts, depth))
            case "Fn::Select", [index, parts]:
                text = _selected(index, self._list(file, parts, depth))
            case "Fn::Sub", _:
                text = self._substituted(file, argument, depth)
            case "Fn::ImportValue", _:
                exported = self._exports.get(self.text(file, argument, depth))
                text = self.text(*exported, depth) if exported else HOLE
            case "Fn::If", _:
                found = {self.text(file, one, depth) for one in branches(value)}
                text = found.pop() if len(found) == 1 else HOLE
            case (("Ref" | "Fn::GetAtt"), _):
                text = self._arn(self.find(file, value, depth), function, argument, depth)
        return text

    def cluster_name(self, cluster: Placed) -> str:
        """What a cluster is called here: its name, or its logical id when that is hidden."""
        return cluster.named("ClusterName")

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Placed]:
        return {
            (file, name): Placed(
                file=file,
                resource=name,
                type=kind if isinstance(kind := resource.get("Type"), str) else "",
                properties=properties_of(resource),
            )
            for file, template in self.templates.items()
            for name, resource in resources_of(template).items()
        }

    @cached_property
    def _exports(self) -> Mapping[str, tuple[str, object]]:
        exports: dict[str, tuple[str, object]] = {}
        for file, template in self.templates.items():
            outputs = template.get("Outputs")
            for output in outputs.values() if isinstance(outputs, Mapping) else ():
                export = output.get("Export") if isinstance(output, Mapping) else None
                name = text_of(export.get("Name")) if isinstance(export, Mapping) else None
                if name is not None and HOLE not in name:
                    exports[name] = (file, output.get("Value"))
        return exports

    def _arn(self, target: Placed | None, function: str, argument: object, depth: int) -> str:
        attribute = argument[-1] if isinstance(argument, list) and argument else argument
        asked = str(attribute).rpartition(".")[2] if function == "Fn::GetAtt" else "Arn"
        if target is None or asked not in {"Arn", "TopicArn"}:
            return HOLE
        if target.type in CLUSTER_TYPES:
            name = self.cluster_name(target)
            return f"arn:{HOLE}:kafka:{HOLE}:{HOLE}:cluster/{name}/{HOLE}"
        if target.type == "AWS::MSK::Topic":
            cluster = self.text(target.file, target.properties.get("ClusterArn"), depth)
            name = self.text(target.file, target.properties.get("TopicName"), depth)
            return f"{cluster.replace(':cluster/', ':topic/')}/{name}"
        return HOLE

    def _list(self, file: str, value: object, depth: int) -> list[str]:
        if isinstance(value, Mapping):
            split = value.get("Fn::Split")
            if isinstance(split, list) and len(split) == 2 and isinstance(split[0], str):
                text = self.text(file, split[1], depth)
                return text.split(split[0]) if split[0] else [text]
            return [HOLE]
        return [self.text(file, one, depth) for one in value] if isinstance(value, list) else [HOLE]

    def _substituted(self, file: str, argument: object, depth: int) -> str:
        own: object = {}
        if isinstance(argument, list) and len(argument) == 2:
            argument, own = argument
        if not isinstance(argument, str):
            return HOLE

        def replaced(match: re.Match[str]) -> str:
            name = match[1].strip()
            if isinstance(own, Mapping) and name in own:
                return self.text(file, own[name], depth)
            function = "Fn::GetAtt" if "." in name else "Ref"
            return self.text(file, {function: name}, depth)

        return _PLACEHOLDER.sub(replaced, argument).replace("${!", "${")


def texts(assembly: Assembly, file: str, value: object) -> Iterator[str]:
    """Every member of the list `value`, or the one text in its place, resolved."""
    for member in members(value):
        yield assembly.text(file, member)


def _selected(index: object, parts: list[str]) -> str:
    try:
        return parts[int(str(index))]
    except (ValueError, IndexError):
        return HOLE

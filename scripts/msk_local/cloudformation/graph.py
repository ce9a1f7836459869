"""Which resource needs which, and the order that follows from it."""

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from msk_local.cloudformation.errors import validation_error
from msk_local.cloudformation.template import Template

_PLACEHOLDER = re.compile(r"\$\{([^!}][^}]*)\}")


def references(value: Any) -> set[str]:
    """The names `value` refers to through Ref, Fn::GetAtt and Fn::Sub."""
    if isinstance(value, Mapping):
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Ref":
                return {str(argument)}
            if name == "Fn::GetAtt":
                first = argument.split(".", 1)[0] if isinstance(argument, str) else argument[0]
                return {str(first)} | references(argument)
            if name == "Fn::Sub":
                return _substituted(argument)
        return set().union(*(references(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(references(item) for item in value))
    return set()


def _substituted(argument: Any) -> set[str]:
    text, variables = (argument, {}) if isinstance(argument, str) else argument
    names = {match.strip().partition(".")[0] for match in _PLACEHOLDER.findall(text)}
    return (names - set(variables)) | references(variables)


def dependencies(template: Template) -> dict[str, set[str]]:
    """For each resource of a template, the resources it needs.

    Raises:
        ServiceError: ``ValidationError`` when something refers to what does not exist.
    """
    known = set(template.resources)
    others = set(template.section("Parameters"))
    needed: dict[str, set[str]] = {}
    missing: set[str] = set()
    for name, resource in template.resources.items():
        found = references(resource.properties) | set(resource.depends_on)
        missing |= {one for one in found - known - others if not one.startswith("AWS::")}
        needed[name] = (found & known) - {name}
    if missing:
        raise validation_error(
            "Template format error: Unresolved resource dependencies "
            f"[{', '.join(sorted(missing))}] in the Resources block of the template"
        )
    for name, output in template.section("Outputs").items():
        for one in references(output) - known - others:
            if not one.startswith("AWS::"):
                raise validation_error(
                    f"Template format error: Unresolved resource dependencies [{one}] "
                    f"in the Outputs block of the template ({name})"
                )
    return needed


def in_order(needed: Mapping[str, set[str]]) -> list[str]:
    """The keys of `needed`, each after everything it needs, otherwise as they stand.

    Raises:
        ServiceError: ``ValidationError`` when resources need each other in a circle.
    """
    position = {name: index for index, name in enumerate(needed)}
    sorter = TopologicalSorter({name: needs & set(needed) for name, needs in needed.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        circle = sorted(set(error.args[1]))
        raise validation_error(
            f"Circular dependency between resources: [{', '.join(circle)}]"
        ) from None
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=position.__getitem__)
        order.extend(ready)
        sorter.done(*ready)
    return order

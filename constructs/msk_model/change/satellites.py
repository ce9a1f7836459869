"""What a change of resources around a cluster takes along."""

from collections.abc import Collection, Mapping

from msk_model.change.comparison import Comparison, clusters_of_both, type_of
from msk_model.change.references import needed_by, words_of

_OF_CLUSTERS = "AWS::MSK::Configuration"
"""It changes in an update of its cluster."""


def brought(both: Comparison, names: Collection[str]) -> dict[str, Mapping[str, object] | None]:
    """The new definitions of `names`, and of all that has to come or go with them.

    What comes brings what it needs; what leaves takes along what refers to it, unless the new
    template has that without; who only waits for it does so no more. Clusters and their
    configurations stay as they are.

    Returns:
        Definitions by logical id; `None` for what leaves.
    """
    fixed = {
        *clusters_of_both(both),
        *(one for one, is_ in both.new_resources.items() if type_of(is_) == _OF_CLUSTERS),
    }
    parts = {name: resource for name, resource in both.new_resources.items() if name not in fixed}
    coming, leaving = {*names} & set(parts), {*names} - set(both.new_resources)
    while True:
        coming |= needed_by(coming, parts)
        bereft = {
            name
            for name, resource in both.old_resources.items()
            if name not in coming | leaving | fixed and _uses(resource, leaving)
        }
        if not bereft:
            break
        coming |= bereft & set(parts)
        leaving |= bereft - set(parts)
    return {name: both.new_resources[name] for name in sorted(coming)} | dict.fromkeys(
        sorted(leaving)
    )


def _uses(resource: Mapping[str, object], names: Collection[str]) -> bool:
    """Whether the resource cannot be without one of `names`; it can where it only waits for it."""
    without_waiting = {name: part for name, part in resource.items() if name != "DependsOn"}
    return not set(names).isdisjoint(words_of(without_waiting))

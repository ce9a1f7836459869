"""Parameters, mappings and conditions that change what resources are without changing them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msk_model.change.comparison import Comparison
from msk_model.change.difference import same
from msk_model.change.references import needed_by

SECTIONS = ("Parameters", "Mappings", "Conditions")


class Shift(NamedTuple):
    """One entry of a section that both templates have and that differs."""

    section: str
    name: str
    old: object
    new: object


def shifts(both: Comparison, resources: Iterable[str]) -> Iterator[Shift]:
    """The entries that differ and that some of `resources` need, directly or through others."""
    used = _used(both.old, resources) | _used(both.new, resources)
    for section in SECTIONS:
        before, after = _entries(both.old, section), _entries(both.new, section)
        for name, old in before.items():
            if name in used and name in after and not same(old, after[name]):
                yield Shift(section, str(name), old, after[name])


def _used(template: Mapping[str, object], resources: Iterable[str]) -> frozenset[str]:
    parts: dict[str, object] = {}
    for section in (*SECTIONS, "Resources"):
        parts.update(_entries(template, section))
    return needed_by(resources, parts)


def _entries(template: Mapping[str, object], section: str) -> Mapping[str, object]:
    entries = template.get(section)
    return entries if isinstance(entries, Mapping) else {}

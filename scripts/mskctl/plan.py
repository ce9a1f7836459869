"""What a deployment would do: templates compared with templates, or with a live cluster."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from msk_model.change import ABSENT, Change, ChangeKind, NoWay, compare, others, way
from mskctl.errors import MskctlError
from mskctl.templates import read_template, template_files

Template = Mapping[str, Any]


class UnwritableSteps(MskctlError):  # noqa: N818  (it is the steps that are unwritable)
    """A place where the steps cannot be written."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two templates to compare.

    Attributes:
        name: What to call them: the file, or the cluster.
        old: What is deployed.
        new: What is wanted.
    """

    name: str
    old: Template
    new: Template


@dataclass(frozen=True, kw_only=True)
class PlannedChange:
    """A change and the template it is in.

    Attributes:
        template: Name of the pair of templates.
        change: The change.
    """

    template: str
    change: Change

    def as_json(self) -> dict[str, object]:
        """The change for machines; what is absent is null."""
        change = self.change
        return {
            "template": self.template,
            "resource": change.resource,
            "type": change.resource_type,
            "property": change.path,
            "old": None if change.old is ABSENT else change.old,
            "new": None if change.new is ABSENT else change.new,
            "kind": change.kind.value,
            "reason": change.reason,
            "source": change.source,
            "update": change.update,
            "stepwise": change.stepwise,
        }


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that would change.

    Attributes:
        changes: What concerns MSK, the worst first, what cannot be told last.
        others: Names of resources that differ and are none of MSK's.
    """

    changes: tuple[PlannedChange, ...]
    others: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind."""
        kinds = [one.change.kind for one in self.changes]
        return {kind.value: kinds.count(kind) for kind in ChangeKind}

    def together(self) -> dict[tuple[str, str], list[str]]:
        """Clusters that need several updates, which MSK refuses at once, by template and id."""
        updates: dict[tuple[str, str], list[str]] = {}
        for one in self.changes:
            found = updates.setdefault((one.template, one.change.resource), [])
            costs = one.change.kind is not ChangeKind.FREE
            if costs and one.change.update not in {None, *found}:
                found.append(str(one.change.update))
        return {place: names for place, names in updates.items() if len(names) > 1}

    def reaches(self, threshold: ChangeKind) -> bool:
        """Whether any change is as bad as `threshold`."""
        return any(one.change.kind.reaches(threshold) for one in self.changes)


def template_pairs(old: Path, new: Path) -> tuple[Pair, ...]:
    """The templates at two paths, those of folders paired by their names.

    Raises:
        UnreadableTemplate: A path holds no template.
    """
    before, after = template_files(old), template_files(new)
    if len(before) == len(after) == 1:
        name = after[0].name
        return (Pair(name=name, old=read_template(before[0]), new=read_template(after[0])),)
    was, will = ({file.name: read_template(file) for file in side} for side in (before, after))
    empty: Template = {"Resources": {}}
    return tuple(
        Pair(name=name, old=was.get(name, empty), new=will.get(name, empty))
        for name in sorted({*was, *will})
    )


def plan_pairs(pairs: tuple[Pair, ...], *, on: date) -> Plan:
    """What turning every old template into its new one does."""
    changes = [
        PlannedChange(template=pair.name, change=change)
        for pair in pairs
        for change in compare(pair.old, pair.new, on=on)
    ]
    told = ChangeKind.CANNOT_BE_TOLD
    changes.sort(key=lambda one: (one.change.kind is told, -one.change.kind.rank))
    unjudged = tuple(name for pair in pairs for name in others(pair.old, pair.new))
    return Plan(changes=tuple(changes), others=unjudged)


@dataclass(frozen=True, kw_only=True)
class WrittenSteps:
    """The way of one pair of templates.

    Attributes:
        template: Name of the pair.
        titles: What each step does.
        files: The templates to deploy, one after the other.
        obstacles: Why updates alone do not get there; then there are no files.
    """

    template: str
    titles: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    obstacles: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The way for machines."""
        steps = [
            {"title": title, "file": str(file)}
            for title, file in zip(self.titles, self.files, strict=True)
        ]
        return {"template": self.template, "steps": steps, "obstacles": list(self.obstacles)}


def write_steps(pairs: tuple[Pair, ...], directory: Path) -> tuple[WrittenSteps, ...]:
    """Write the templates that lead from every old template to its new one.

    They are numbered in the order to deploy them in, in a folder of its own for each of several
    pairs.

    Raises:
        UnwritableSteps: The directory holds files already, or cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise UnwritableSteps(f"{directory}: directory must be empty; name another one")
        return tuple(_write(pairs, directory))
    except OSError as error:
        raise UnwritableSteps(f"{directory}: directory must be writable; {error}") from error


def _write(pairs: tuple[Pair, ...], directory: Path) -> Iterator[WrittenSteps]:
    for pair in pairs:
        found = way(pair.old, pair.new)
        if isinstance(found, NoWay):
            yield WrittenSteps(template=pair.name, obstacles=found.reasons)
            continue
        folder = directory if len(pairs) == 1 else directory / pair.name.partition(".")[0]
        files = []
        for number, step in enumerate(found.steps, start=1):
            folder.mkdir(exist_ok=True)
            slug = "-".join("".join(c if c.isalnum() else " " for c in step.title).lower().split())
            file = folder / f"{number:02}-{slug}.template.json"
            file.write_text(json.dumps(step.template, indent=2) + "\n", encoding="utf-8")
            files.append(file)
        titles = tuple(step.title for step in found.steps)
        yield WrittenSteps(template=pair.name, titles=titles, files=tuple(files))

"""Where two values of a template differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from msk_model.change.change import ABSENT
from msk_model.intrinsics import is_intrinsic, referred_to

_NO_VALUE = {"Ref": "AWS::NoValue"}
_MAKE_ONE_VALUE = {"Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::Join", "Fn::Select", "Fn::Sub"}
"""Intrinsic functions that make one item where they stand in a list."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One place where two trees differ.

    Attributes:
        path: Names of properties; the place in a list where both lists are equally long.
        old: What was there, `ABSENT` when nothing was.
        new: What is there, `ABSENT` when nothing is.
    """

    path: tuple[str, ...]
    old: object
    new: object

    @property
    def is_certain(self) -> bool:
        """Whether the two values differ once resolved, whatever intrinsics resolve to."""
        if is_plain(self.old) and is_plain(self.new):
            return True
        both = _items(self.old), _items(self.new)
        return 0 not in both and both[0] != both[1]


def differences(old: object, new: object, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Every place where `old` and `new` differ, as deep as both sides have the same form.

    Values that CloudFormation reads alike, such as ``"3"`` and 3, do not differ.
    """
    old, new = (ABSENT if side == _NO_VALUE else side for side in (old, new))
    if same(old, new):
        return
    before, after = _branches(old, new), _branches(new, old)
    if before is not None and after is not None:
        for name in [*before, *(name for name in after if name not in before)]:
            yield from differences(
                before.get(name, ABSENT), after.get(name, ABSENT), (*path, str(name))
            )
        return
    if _are_trees(old) and _are_trees(new) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, (*path, str(index)))
        return
    yield Difference(path=path, old=old, new=new)


def same(old: object, new: object) -> bool:
    """Whether CloudFormation reads both values alike, told by their text."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(same(old[name], new[name]) for name in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same, old, new))
    return old is new or (_is_scalar(old) and _is_scalar(new) and _text(old) == _text(new))


def is_plain(value: object) -> bool:
    """Whether nothing in `value` is left to the deployment to resolve."""
    if isinstance(value, Mapping):
        return not is_intrinsic(value) and all(is_plain(item) for item in value.values())
    return all(is_plain(item) for item in value) if isinstance(value, list) else True


def refer_elsewhere(
    difference: Difference, old_ids: frozenset[str], new_ids: frozenset[str]
) -> bool:
    """Whether both values refer to resources of their templates, but to different ones."""
    before, after = _references(difference.old), _references(difference.new)
    return before != after and bool(before and after) and before <= old_ids and after <= new_ids


def _references(value: object) -> frozenset[str]:
    """The logical ids referred to; nothing as soon as something is no plain reference."""
    found = [referred_to(item) for item in (value if isinstance(value, list) else [value])]
    return frozenset(one for one in found if one is not None) if all(found) else frozenset()


def _items(value: object) -> int:
    """How many items a list has, whatever they resolve to; 0 where that cannot be told."""
    if not isinstance(value, list):
        return 0
    return len(value) if all(map(_is_one_item, value)) else 0


def _is_one_item(value: object) -> bool:
    if not isinstance(value, Mapping) or not is_intrinsic(value):
        return True
    return value != _NO_VALUE and value.keys() <= _MAKE_ONE_VALUE


def _branches(value: object, other: object) -> Mapping[object, object] | None:
    """What is in the tree `value`; nothing where it is absent and `other` is a tree."""
    if isinstance(value, Mapping) and not is_intrinsic(value):
        return value
    return {} if value is ABSENT and _is_tree(other) and other else None


def _is_tree(value: object) -> bool:
    return isinstance(value, Mapping) and not is_intrinsic(value)


def _are_trees(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and all(map(_is_tree, value))


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower()
    return str(value)

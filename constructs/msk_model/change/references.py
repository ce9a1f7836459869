"""What a part of a template needs of the rest of it."""

import re
from collections.abc import Iterable, Iterator, Mapping

_PLACEHOLDER = re.compile(r"\$\{([^!}.]+)")


def words_of(value: object) -> Iterator[str]:
    """Every text in `value` that may be the name of something, placeholders of Fn::Sub included."""
    if isinstance(value, str):
        yield value
        yield value.partition(".")[0]
        yield from _PLACEHOLDER.findall(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from words_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from words_of(item)


def needed_by(names: Iterable[str], parts: Mapping[str, object]) -> frozenset[str]:
    """The names of all `parts` that those in `names` need, directly or through others.

    Rather too much than too little: any text that is a name counts.
    """
    found: set[str] = set()
    waiting = [name for name in names if name in parts]
    while waiting:
        for word in words_of(parts[waiting.pop()]):
            if word in parts and word not in found:
                found.add(word)
                waiting.append(word)
    return frozenset(found)

"""Writing YAML that people read: of mappings, lists, text, whole numbers and truth values.

The model needs nothing but the standard library, and Prometheus' files need no more of YAML.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Yaml: TypeAlias = "str | int | bool | Mapping[str, Yaml] | Sequence[Yaml] | None"

_PLAIN = re.compile(r"[A-Za-z_/][\w./-]*(?: [\w./-]+)*|\d+[smhd]", re.ASCII)
_BLOCK = re.compile(r"[!-~](?:[ -~]*[!-~])?\n(?: *[!-~](?:[ -~]*[!-~])?\n)+")
"""Lines of ASCII that end in a line end and in no space, the first without indentation."""
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def yaml_text(document: Yaml) -> str:
    """`document` as a YAML document in block style, keys in the order given."""
    return "\n".join(_lines(document)) + "\n"


def _lines(value: Yaml) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _entry(f"{_scalar(key)}:", item)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        for item in value:
            first, *rest = _lines(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _scalar(value)


def _entry(start: str, value: Yaml) -> Iterator[str]:
    if isinstance(value, str) and _BLOCK.fullmatch(value):
        yield f"{start} |"
        yield from (f"  {line}" for line in value.splitlines())
        return
    is_nested = isinstance(value, Mapping | Sequence) and not isinstance(value, str) and value
    if not is_nested:
        yield f"{start} {_scalar(value)}"
        return
    yield start
    yield from (f"  {line}" for line in _lines(value))


def _scalar(value: Yaml) -> str:
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    if value.isascii() and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)

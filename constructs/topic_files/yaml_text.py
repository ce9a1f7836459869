"""YAML without its traps."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml

from msk_model.topic_file import FileFault

NOT_YAML = (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError)
"""What reading YAML raises; of impossible days and tags that do not fit, Python's own errors."""


def why_not_yaml(error: Exception) -> str:
    """What one of `NOT_YAML` says, in one line."""
    if isinstance(error, RecursionError):
        return "nested too deep"  # in Python's words it depends on where the stack ended
    return str(error).replace("\n", " ")


def read_yaml(path: Path, shown: str) -> tuple[object, tuple[FileFault, ...]]:
    """The content of a file, and why it has none.

    Args:
        path: The file.
        shown: How to call it in faults.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.load(text, Loader=UniqueKeys), ()  # noqa: S506  (derived from SafeLoader)
    except OSError as error:
        fault = FileFault(file=shown, path="", message=f"must be readable; {error.strerror}")
    except UnicodeDecodeError as error:
        fault = FileFault(
            file=shown, path="", message=f"must be UTF-8 text; {error.reason} at byte {error.start}"
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        fault = FileFault(file=shown, path=place, message=f"must be YAML; {error.problem}")
    except NOT_YAML as error:
        fault = FileFault(file=shown, path="", message=f"must be YAML; {why_not_yaml(error)}")
    return None, (fault,)


def yaml_of(content: Mapping[str, object]) -> str:
    """The content of a file as text, in the order of its fields."""
    text: str = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=100)
    return text


class UniqueKeys(yaml.SafeLoader):
    """YAML in which a key that stands twice is a fault: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The content of `node`; keys that are no scalars are left to PyYAML."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} stands here twice", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)

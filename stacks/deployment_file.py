"""Reading a deployment file: every fault at once, with its place, value, rule and nearest name."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from msk_model import nearest
from stacks.deployment import Deployment
from stacks.deployment_rules import faults_of
from topic_files.yaml_text import NOT_YAML, UniqueKeys, why_not_yaml

DEPLOYMENTS = Path(__file__).parent.parent / "deployments"


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a deployment file."""

    path: str
    """Of the field, such as ``topics[0].partition_count``; empty for the file as a whole."""
    message: str


class DeploymentError(Exception):
    """A deployment file that cannot be deployed; `str` gives one line for each fault."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(
            "\n".join(
                f"{file}: {f.path}: {f.message}" if f.path else f"{file}: {f.message}"
                for f in faults
            )
        )


def load(name_or_path: str) -> tuple[Deployment, Path]:
    """The deployment of a shipped name, such as ``standard``, or of a path to a YAML file.

    Returns:
        The deployment and the file it was read from.

    Raises:
        DeploymentError: The file is missing, is not YAML, or states something that cannot be.
    """
    path = _find(name_or_path)
    shown = _shown(path)
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=UniqueKeys)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError as e:
        raise DeploymentError(
            shown, [Fault("", f"must be UTF-8 text, {e.reason} at byte {e.start}")]
        ) from None
    except OSError as e:
        raise DeploymentError(shown, [Fault("", f"must be readable, {e.strerror}")]) from None
    except NOT_YAML as e:
        raise DeploymentError(shown, [Fault(*_syntax(e))]) from None
    if not isinstance(data, dict):
        found = "nothing" if data is None else type(data).__name__
        raise DeploymentError(shown, [Fault("", f"must be a mapping of fields, got {found}")])
    try:
        deployment = Deployment.model_validate(data)
    except ValidationError as e:
        raise DeploymentError(shown, list(_explained(e, data))) from None
    faults = [Fault(place, said) for place, said in faults_of(deployment, folder=path.parent)]
    if faults:
        raise DeploymentError(shown, faults)
    return deployment, path


def _find(name_or_path: str) -> Path:
    given = Path(name_or_path)
    if given.suffix in {".yaml", ".yml"}:
        if given.is_file():
            return given
        raise DeploymentError(name_or_path, [Fault("", "no such file")])
    shipped = sorted(p.stem for p in DEPLOYMENTS.glob("*.yaml"))
    if name_or_path in shipped:
        return DEPLOYMENTS / f"{name_or_path}.yaml"
    close = nearest(name_or_path, shipped)
    advice = f"did you mean {close!r}?" if close else "or give the path of a .yaml file"
    raise DeploymentError(
        "deployment",
        [Fault("", f"must be one of {', '.join(shipped)}, got {name_or_path!r}; {advice}")],
    )


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _syntax(error: Exception) -> tuple[str, str]:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        return f"line {mark.line + 1}, column {mark.column + 1}", f"not YAML: {error.problem}"
    return "", f"not YAML: {why_not_yaml(error)}"


def _explained(error: ValidationError, data: dict[Hashable, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for detail in error.errors(include_url=False):
        path, fields = _place(detail, data)
        if path in seen:  # one fault, reported once for each type a value may have
            continue
        seen.add(path)
        yield Fault(path, _message(detail, fields))


def _place(detail: ErrorDetails, data: Any) -> tuple[str, list[str]]:
    """The path as it stands in the file: pydantic also names the variants of a union it tried."""
    path, fields, here = "", [], data
    last = len(detail["loc"]) - 1
    for position, part in enumerate(detail["loc"]):
        if isinstance(part, int) and isinstance(here, list):
            path, here = f"{path}[{part}]", here[part]
        elif isinstance(here, dict) and part in here:
            path, here = f"{path}.{part}" if path else str(part), here[part]
            fields.append(str(part))
        elif position == last and detail["type"] == "missing":
            path = f"{path}.{part}" if path else str(part)
    if detail["type"].startswith("union_tag"):
        path = f"{path}.type"
    return path, fields


def _message(detail: ErrorDetails, fields: list[str]) -> str:
    kind, value = detail["type"], detail["input"]
    if kind in {"missing", "union_tag_not_found"}:
        return "must be stated, it has no default"
    if kind == "extra_forbidden":
        siblings = _siblings(fields[:-1], kinds=set(map(str, detail["loc"])) - set(fields))
        return _with_nearest(
            f"is no field; the fields here are {', '.join(siblings)}", fields[-1], siblings
        )
    allowed = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    if kind.startswith("union_tag"):
        tags = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected_tags", "")))
        got = value.get("type") if isinstance(value, dict) else value
        return _with_nearest(f"must be one of {', '.join(tags)}, got {got!r}", str(got), tags)
    rule = detail["msg"][0].lower() + detail["msg"][1:]
    rule = re.sub(
        r"^(input|string|value) should (be )?", "be " if "should be" in rule else "", rule
    )
    rule = rule.split(", unable to")[0].removeprefix("must ")
    return _with_nearest(f"must {rule}, got {value!r}", str(value), allowed)


def _with_nearest(message: str, got: str, allowed: list[str]) -> str:
    close = nearest(got, allowed) if allowed else None
    return f"{message}; did you mean {close!r}?" if close else message


def _siblings(parents: list[str], *, kinds: set[str]) -> list[str]:
    """The fields that the part of the file at `parents` may have, read from the model's schema.

    Where parts differ by their field ``type``, only those of `kinds` count.
    """
    schema = Deployment.model_json_schema()
    parts = [schema]
    for name in parents:
        parts = [
            variant
            for part in parts
            for variant in _variants(part.get("properties", {}).get(name, {}), schema)
        ]
    fitting = [part for part in parts if kinds & _types(part)] or parts
    return sorted({field for part in fitting for field in part.get("properties", {})})


def _types(part: dict[str, Any]) -> set[str]:
    stated = part.get("properties", {}).get("type", {})
    return {*stated.get("enum", []), stated.get("const", "")}


def _variants(part: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in part:
        yield from _variants(schema["$defs"][part["$ref"].rsplit("/", 1)[-1]], schema)
    for option in [*part.get("anyOf", []), *part.get("oneOf", [])]:
        yield from _variants(option, schema)
    if "items" in part:
        yield from _variants(part["items"], schema)
    if "properties" in part:
        yield part

"""Finding and reading CloudFormation templates, JSON and YAML with its short forms."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from mskctl.errors import UnreadableTemplate

_SUFFIXES = {".json", ".yaml", ".yml", ".template"}
_SECTIONS = {
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Rules",
    "Transform",
}


def template_files(path: Path) -> tuple[Path, ...]:
    """The templates at `path`: itself, or those in the folder.

    In a cloud assembly (``cdk.out``) they are those of the stacks in its manifest, nested ones
    included: templates of stacks that were synthesized into the folder before are not meant.

    Raises:
        UnreadableTemplate: Nothing is there.
    """
    if not path.exists():
        raise UnreadableTemplate(f"{path}: path must exist; run `cdk synth` first, or name a file")
    if path.is_file():
        return (path,)
    found = sorted(_synthesized(path)) or sorted(
        file for file in path.rglob("*") if file.suffix in _SUFFIXES and _looks_like_template(file)
    )
    if not found:
        raise UnreadableTemplate(f"{path}: folder must hold templates, got none")
    return tuple(found)


def read_template(path: Path) -> Mapping[str, Any]:
    """The template in the file `path`.

    Raises:
        UnreadableTemplate: It is no text, neither JSON nor YAML, or no template.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableTemplate(f"{path}: file must be readable text; {error}") from error
    content = _parse_json(path, text) if text.lstrip().startswith("{") else _parse_yaml(path, text)
    if not _is_template(content):
        raise UnreadableTemplate(f"{path}: file must be a CloudFormation template with Resources")
    return cast("dict[str, Any]", content)


def _is_template(content: object) -> bool:
    """Whether it has resources, or nothing but what stands beside them, as CDK's empty stacks."""
    if not isinstance(content, dict):
        return False
    return isinstance(content.get("Resources"), dict) or (
        "Resources" not in content and bool(content) and content.keys() <= _SECTIONS
    )


def _synthesized(assembly: Path) -> Iterator[Path]:
    """The templates that the manifest of a cloud assembly names; nothing for other folders."""
    manifest = assembly / "manifest.json"
    if not manifest.is_file():
        return
    try:
        artifacts = json.loads(manifest.read_text(encoding="utf-8"))["artifacts"]
        stated = [(name, one["type"], one.get("properties")) for name, one in artifacts.items()]
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return  # of something else: web applications have a manifest.json, too
    for name, kind, properties in stated:
        match kind, properties:
            case "aws:cloudformation:stack", {"templateFile": str(file)}:
                yield assembly / file
                yield from assembly.glob(f"{name}*.nested.template.json")
            case "cdk:cloud-assembly", {"directoryName": str(folder)}:
                yield from _synthesized(assembly / folder)


def _looks_like_template(path: Path) -> bool:
    try:
        return "Resources" in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _parse_json(path: Path, text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableTemplate(f"{path}: file must be valid JSON; {error}") from error


def _parse_yaml(path: Path, text: str) -> object:
    # Imported late: most templates are the JSON that CDK writes.
    import yaml  # noqa: PLC0415

    from mskctl.short_forms import TemplateLoader  # noqa: PLC0415
    from topic_files.yaml_text import NOT_YAML, why_not_yaml  # noqa: PLC0415

    try:
        return yaml.load(text, Loader=TemplateLoader)  # noqa: S506  (derived from SafeLoader)
    except (*NOT_YAML, TypeError) as error:
        raise UnreadableTemplate(
            f"{path}: file must be valid YAML; {why_not_yaml(error)}"
        ) from error

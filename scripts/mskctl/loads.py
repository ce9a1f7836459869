"""The load on clusters, as options and a YAML file state it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from msk_model import nearest
from msk_model.cost import Usage
from mskctl.errors import MskctlError

_FIELDS = tuple(one.name for one in fields(Usage))


class UnusableLoad(MskctlError):  # noqa: N818  (the load, not the error, is unusable)
    """A load that cannot be: an unknown name, a number below zero."""

    exit_code = 2


@dataclass(frozen=True)
class Loads:
    """The load on every cluster.

    Attributes:
        usage: The load on each cluster that has none of its own.
        clusters: The load on single clusters, by logical id.
    """

    usage: Usage
    clusters: Mapping[str, Usage] = field(default_factory=dict)


def read_loads(file: Path | None, options: Mapping[str, float | None]) -> Loads:
    """What `file` states, with what `options` state in its place.

    The file is a mapping of ``ingress_mbps``, ``egress_mbps``, ``retention_hours``,
    ``partitions``, and ``clusters``: the same by logical id, where it differs.

    Raises:
        UnusableLoad: It cannot be read, has other names, or a value that is no number.
    """
    content = {} if file is None else _read(file)
    own = content.pop("clusters", None) or {}
    if not isinstance(own, dict):
        raise UnusableLoad(f"{file}: clusters: value must be a mapping by logical id")
    stated = {name: value for name, value in options.items() if value is not None}
    common = _usage(f"{file}" if file else "load", Usage(), content | stated)
    clusters = {
        str(logical_id): _usage(f"{file}: {logical_id}", common, values)
        for logical_id, values in own.items()
    }
    return Loads(common, clusters)


def as_json(loads: Loads) -> dict[str, Any]:
    """The loads for machines."""
    own = {logical_id: asdict(usage) for logical_id, usage in loads.clusters.items()}
    return asdict(loads.usage) | {"clusters": own}


def _read(file: Path) -> dict[str, Any]:
    # Imported late: most loads are stated as options.
    import yaml  # noqa: PLC0415

    from topic_files.yaml_text import NOT_YAML, why_not_yaml  # noqa: PLC0415

    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableLoad(f"{file}: file must be readable; {error.strerror}") from error
    except NOT_YAML as error:
        raise UnusableLoad(f"{file}: file must be valid YAML; {why_not_yaml(error)}") from error
    if not isinstance(content, dict):
        raise UnusableLoad(f"{file}: file must be a mapping such as `ingress_mbps: 20`")
    return content


def _usage(where: str, base: Usage, values: object) -> Usage:
    if not isinstance(values, dict):
        raise UnusableLoad(f"{where}: value must be a mapping such as `ingress_mbps: 20`")
    for name, value in values.items():
        if name not in _FIELDS:
            meant = nearest(str(name), (*_FIELDS, "clusters"))
            hint = f"; did you mean {meant}?" if meant else f"; it may be {', '.join(_FIELDS)}"
            raise UnusableLoad(f"{where}: {name} is no part of a load{hint}")
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise UnusableLoad(f"{where}: {name}: value must be a number, got {value!r}")
    try:
        return replace(base, **values)
    except ValueError as error:
        raise UnusableLoad(f"{where}: {error}") from error

"""Typed responses written once for every version: what a version lacks is left out of it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields, replace
from functools import cache
from typing import Any

from kio.index import load_response_schema
from kio.schema.errors import ErrorCode
from kio.schema.index import api_key_map, schema_name_map
from kio.static.constants import EntityType

from msk_local.kafka.protocol.schemas import is_array, structure_of

_Convert = Callable[[Any], Any]


def compose_response(api_key: int, version: int, values: Mapping[str, Any]) -> Any:
    """The response of this type and version with the given values.

    Args:
        api_key: Number of the request type.
        version: Version of the request it answers.
        values: Field names of `kio` with plain values: nested mappings for structures, lists of
            them for arrays, milliseconds for durations and times. A field that this version
            does not have yet is dropped; an array that is not given is empty.

    Raises:
        TypeError: A field is named that no version has, or one is missing that has no default.
    """
    return compose(load_response_schema(api_key, version), values)


def compose(schema: Any, values: Mapping[str, Any]) -> Any:
    """A message, or a structure within one, from plain values as in `compose_response`."""
    arguments: dict[str, Any] = {}
    plan = _plan(schema)
    for name, value in values.items():
        convert = plan.get(name)
        if convert is not None:
            arguments[name] = convert(value)
        elif name not in _names_in_any_version(schema.__api_key__, schema.__name__):
            raise TypeError(f"{schema.__name__} has no field {name!r} in any version")
    return schema(**{**_defaults(schema), **arguments})


def amended(message: Any, **values: Any) -> Any:
    """A message with some fields replaced, their values plain as in `compose_response`."""
    schema: Any = type(message)
    plan = _plan(schema)
    return replace(message, **{name: plan[name](value) for name, value in values.items()})


@cache
def _plan(schema: Any) -> Mapping[str, _Convert]:
    return {field.name: _converter(field) for field in fields(schema)}


@cache
def _defaults(schema: Any) -> Mapping[str, Any]:
    arrays = (f.name for f in fields(schema) if is_array(f))
    empty: dict[str, Any] = dict.fromkeys(arrays, ())
    throttle = {"throttle_time": dt.timedelta(0)} if "throttle_time" in _plan(schema) else {}
    return {**empty, **throttle}


def _converter(field: Field[Any]) -> _Convert:
    structure = structure_of(field)
    if is_array(field):
        convert = _structure(structure) if structure else _unchanged
        return lambda values: None if values is None else tuple(map(convert, values))
    if structure:
        return _structure(structure)
    return _PRIMITIVES.get(field.metadata["kafka_type"], _unchanged)


def _structure(schema: Any) -> _Convert:
    def convert(value: Any) -> Any:
        return compose(schema, value) if isinstance(value, Mapping) else value

    return convert


def _unchanged(value: Any) -> Any:
    return value


def _duration(value: int | dt.timedelta) -> dt.timedelta:
    return value if isinstance(value, dt.timedelta) else dt.timedelta(milliseconds=value)


def _time(value: int | None) -> dt.datetime | None:
    return None if value is None or value < 0 else dt.datetime.fromtimestamp(value / 1000, dt.UTC)


_PRIMITIVES: Mapping[str, _Convert] = {
    "error_code": ErrorCode,
    "timedelta_i32": _duration,
    "timedelta_i64": _duration,
    "datetime_i64": _time,
}


@cache
def _names_in_any_version(api_key: int, structure: str) -> frozenset[str]:
    versions: Iterable[int] = (
        version
        for version, entities in schema_name_map[api_key_map[api_key]].items()
        if EntityType.response in entities
    )
    return frozenset(
        field.name
        for version in versions
        for schema in _structures(load_response_schema(api_key, version))
        if schema.__name__ == structure
        for field in fields(schema)
    )


def _structures(schema: type[Any]) -> Iterable[type[Any]]:
    yield schema
    for field in fields(schema):
        if structure := structure_of(field):
            yield from _structures(structure)

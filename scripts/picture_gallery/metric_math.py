"""What CloudWatch makes of the metrics of a widget, as far as our dashboards use it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Protocol

Values = tuple[float, ...]
PERIOD = 300
"""Seconds between two values."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One time series.

    Attributes:
        label: What the legend calls it.
        values: One for each period.
        dimensions: Of the metric; none for what was calculated.
        right: Whether it belongs to the right axis.
        colour: What it is drawn in; empty for the next of the palette.
    """

    label: str
    values: Values
    dimensions: Mapping[str, str] = field(default_factory=dict)
    right: bool = False
    colour: str = ""


class Metrics(Protocol):
    """Something that has metrics."""

    def find(self, name: str, dimensions: Sequence[str]) -> list[Line]:
        """Every time series of a metric with exactly these dimensions."""


_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_AGGREGATES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "AVG": lambda values: sum(values) / len(values),
    "MAX": max,
    "MIN": min,
    "SUM": sum,
}


def lines_of(entries: Sequence[Sequence[Any]], metrics: Metrics) -> list[Line]:
    """The visible lines of a widget, in their order."""
    return _Widget(entries, metrics).lines()


class _Widget:
    def __init__(self, entries: Sequence[Sequence[Any]], metrics: Metrics) -> None:
        self._entries, self._metrics = entries, metrics
        options = ((entry, entry[-1]) for entry in entries if isinstance(entry[-1], dict))
        self._by_id = {one["id"]: entry for entry, one in options if "id" in one}

    def lines(self) -> list[Line]:
        visible = (entry for entry in self._entries if entry[-1].get("visible") is not False)
        return [line for entry in visible for line in self._labelled(entry)]

    def _labelled(self, entry: Sequence[Any]) -> list[Line]:
        options = entry[-1]
        return [
            replace(
                line,
                label=_label(options["label"], line) if "label" in options else line.label,
                right=options.get("yAxis") == "right",
                colour=options.get("color", ""),
            )
            for line in self._found(entry)
        ]

    def _found(self, entry: Sequence[Any]) -> list[Line]:
        expression = entry[-1].get("expression")
        if expression is None:
            wanted = dict(zip(entry[2:-1:2], entry[3:-1:2], strict=True))
            found = self._metrics.find(entry[1], tuple(wanted))
            return [line for line in found if line.dimensions == wanted]
        if expression.startswith("SELECT "):
            return self._query(expression)
        result = self._value(ast.parse(expression, mode="eval").body)
        assert isinstance(result, list), expression  # noqa: S101
        return result

    def _query(self, query: str) -> list[Line]:
        pattern = (
            r'SELECT (\w+)\((\w+)\) FROM SCHEMA\("[^"]*", (.*)\) WHERE .* '
            r"GROUP BY (.*) ORDER BY .* LIMIT (\d+)"
        )
        match = re.fullmatch(pattern, query)
        assert match, query  # noqa: S101
        function, name, schema, by, limit = match.groups()
        keys = re.findall(r'"([^"]*)"', by)

        def key(line: Line) -> tuple[str, ...]:
            return tuple(line.dimensions[one] for one in keys)

        found = sorted(self._metrics.find(name, re.findall(r'"([^"]*)"', schema)), key=key)
        groups = [
            Line(label=" ".join(group), values=_aggregate(function, list(lines)))
            for group, lines in groupby(found, key=key)
        ]
        return sorted(groups, key=lambda line: -max(line.values))[: int(limit)]

    def _value(self, node: ast.expr) -> "float | list[Line]":
        if isinstance(node, ast.Constant):
            return float(node.value)  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            return self._labelled(self._by_id[node.id])
        if isinstance(node, ast.List):
            return [line for one in node.elts for line in self._series(one)]
        if isinstance(node, ast.BinOp):
            return _combine(
                _OPERATORS[type(node.op)], self._value(node.left), self._value(node.right)
            )
        assert isinstance(node, ast.Call) and isinstance(node.func, ast.Name)  # noqa: S101, PT018
        return self._call(node.func.id, node.args)

    def _series(self, node: ast.expr) -> list[Line]:
        value = self._value(node)
        assert isinstance(value, list), ast.unparse(node)  # noqa: S101
        return value

    def _call(self, function: str, arguments: Sequence[ast.expr]) -> "float | list[Line]":
        if function == "PERIOD":
            return float(PERIOD)
        if function == "SEARCH":
            (schema, name), *_ = re.findall(
                r'\{[^,]*,([^}]*)\} MetricName="(\w+)"', ast.literal_eval(arguments[0])
            )
            return self._metrics.find(name, re.findall(r'"([^"]*)"', schema))
        lines = self._series(arguments[0])
        if function == "SLICE":
            first, end = (ast.literal_eval(one) for one in arguments[1:])
            return lines[first:end]
        if function == "SORT":
            by, order = (ast.unparse(one) for one in arguments[1:])
            return sorted(
                lines, key=lambda line: _AGGREGATES[by](line.values), reverse=order == "DESC"
            )
        return [Line(label=function, values=_aggregate(function, lines))]


def _aggregate(function: str, lines: Sequence[Line]) -> Values:
    return tuple(
        _AGGREGATES[function](at) for at in zip(*(line.values for line in lines), strict=True)
    )


def _combine(
    calculate: Callable[[float, float], float],
    left: "float | list[Line]",
    right: "float | list[Line]",
) -> "float | list[Line]":
    if isinstance(left, list) and isinstance(right, list):
        ((one,), (other,)) = left, right
        pairs = zip(one.values, other.values, strict=True)
        return [replace(one, values=tuple(calculate(a, b) for a, b in pairs))]
    if isinstance(left, list):
        assert isinstance(right, float), "lines were handled"  # noqa: S101
        return [
            replace(line, values=tuple(calculate(value, right) for value in line.values))
            for line in left
        ]
    if isinstance(right, list):
        return [
            replace(line, values=tuple(calculate(left, value) for value in line.values))
            for line in right
        ]
    return calculate(left, right)


def _label(template: str, line: Line) -> str:
    """Dynamic labels: ``${PROP('Dim.Broker ID')}``."""
    return re.sub(
        r"\$\{PROP\('Dim\.([^']*)'\)\}", lambda match: line.dimensions[match[1]], template
    )

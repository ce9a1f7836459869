"""Metric math, as far as alarms of this toolkit use it."""

import ast
from collections.abc import Mapping

Value = float | None


def evaluate(expression: str, values: Mapping[str, Value]) -> Value:
    """The value of `expression` at one data point; None: a metric it needs has no data.

    Args:
        expression: Numbers, ids, ``+ - * /``, and ``MAX([…])`` and ``MIN([…])``, which pass over
            what is missing.
        values: By id.

    Raises:
        ValueError: It is something else.
    """
    return _value(ast.parse(expression, mode="eval").body, values)


def _value(node: ast.expr, values: Mapping[str, Value]) -> Value:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.BinOp(left=left, op=operator, right=right):
            return _calculated(operator, _value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id="MAX" | "MIN" as name), args=[ast.List(elts=elements)]):
            known = [each for one in elements if (each := _value(one, values)) is not None]
            return (max if name == "MAX" else min)(known, default=None)
    raise ValueError(f"expression must be arithmetic, MAX or MIN, got {ast.unparse(node)}")


def _calculated(operator: ast.operator, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right if right else None
    raise ValueError(f"expression must add, subtract, multiply or divide, got {operator}")

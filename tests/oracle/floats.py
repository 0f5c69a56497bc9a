"""Quick values in floating point, only to find where something switches; never a truth."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from tests.oracle.formulas import Node

F = Callable[..., float]
FLOATS: dict[str, F] = {
    **{
        name: getattr(math, name)
        for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh")
    },
    **{name: getattr(math, name) for name in ("acosh", "atanh", "exp", "log10", "log2", "sqrt", "erf", "erfc", "log")},
    "ln": math.log,
    "cot": lambda u: 1 / math.tan(u),
    "sec": lambda u: 1 / math.cos(u),
    "csc": lambda u: 1 / math.sin(u),
    "acot": lambda u: math.atan(1 / u),
    "asec": lambda u: math.acos(1 / u),
    "acsc": lambda u: math.asin(1 / u),
    "coth": lambda u: 1 / math.tanh(u),
    "sech": lambda u: 1 / math.cosh(u),
    "csch": lambda u: 1 / math.sinh(u),
    "acoth": lambda u: math.atanh(1 / u),
    "asech": lambda u: math.acosh(1 / u),
    "acsch": lambda u: math.asinh(1 / u),
    "cbrt": lambda u: u ** (1 / 3) if u >= 0 else math.nan,
    "root": lambda u, n: u ** (1 / n) if u >= 0 else math.nan,
    "abs": abs,
    "sign": lambda u: math.copysign(1, u) if u else 0.0,
    "max": max,
    "min": min,
    "relu": lambda u: max(0.0, u),
    "sigmoid": lambda u: 1 / (1 + math.exp(-u)),
    "softplus": lambda u: math.log1p(math.exp(u)),
    "logsumexp": lambda *parts: math.log(sum(math.exp(part) for part in parts)),
}
SIGNS: dict[str, F] = {"<": float.__lt__, "<=": float.__le__, ">": float.__gt__, ">=": float.__ge__}


def quick(node: Node, point: Mapping[str, float]) -> float:
    """The value, or nan."""
    try:
        found = _value(node, point)
    except (ArithmeticError, ValueError):
        return math.nan
    return found if isinstance(found, float | int) and math.isfinite(found) else math.nan


def _value(node: Node, point: Mapping[str, float]) -> float:
    op = node.op
    if op == "num":
        top, _, bottom = node.data.partition("/")
        return float(top) / float(bottom or 1)
    if op == "var":
        return point[node.data]
    if op == "const":
        return math.pi if node.data == "pi" else math.e
    if op == "piecewise":
        for branch, condition in zip(node.args[::2], node.args[1::2], strict=True):
            if _holds(condition, point):
                return _value(branch, point)
        return math.nan
    args = [_value(part, point) for part in node.args]
    if op == "call":
        return FLOATS[node.data](*args)
    if op == "neg":
        return -args[0]
    a, b = args
    if op == "^":
        return a**b if a >= 0 or b == int(b) else math.nan
    return a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a / b


def _holds(condition: Node, point: Mapping[str, float]) -> bool:
    if condition.op == "true":
        return True
    if condition.op in ("and", "or", "not"):
        parts = [_holds(part, point) for part in condition.args]
        return all(parts) if condition.op == "and" else any(parts) if condition.op == "or" else not parts[0]
    sides = [_value(part, point) for part in condition.args]
    if condition.op == "between":
        return sides[0] < sides[1] < sides[2]
    return bool(SIGNS[condition.op](float(sides[0]), float(sides[1])))

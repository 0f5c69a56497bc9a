"""What the package hands out (SymPy expressions) as a tree of the oracle, by walking ``func`` and ``args`` only."""

from __future__ import annotations

from typing import Any

from tests.oracle.formulas import TRUE, Node, call, const, div, num, piecewise, var
from tests.oracle.functions import NAMES

SAME = {"Abs": "abs", "Max": "max", "Min": "min"}
SIGNS = {"StrictLessThan": "<", "LessThan": "<=", "StrictGreaterThan": ">", "GreaterThan": ">="}


class NotConvertedError(ValueError):
    """An expression that the oracle has no tree for."""


def convert(expression: Any) -> Node:
    name = type(expression).__name__
    if getattr(expression, "is_Rational", False):
        return num(f"{expression.p}/{expression.q}" if expression.q != 1 else str(expression.p))
    if getattr(expression, "is_Symbol", False):
        return var(str(expression.name))
    if name in ("Exp1", "Pi"):
        return const("e" if name == "Exp1" else "pi")
    if name in ("ComplexInfinity", "NaN", "Infinity", "NegativeInfinity", "ImaginaryUnit"):
        return div(num(1), Node("-", (num(1), num(1))))
    if name == "Piecewise":
        parts: list[Node] = []
        for pair in expression.args:
            parts += [convert(pair.args[0]), condition(pair.args[1])]
        return piecewise(*parts)
    if name == "Derivative":
        found = convert(expression.args[0])
        for pair in expression.args[1:]:
            for _ in range(int(pair.args[1])):
                found = Node("diff", (found,), str(pair.args[0]))
        return found
    args = [convert(part) for part in expression.args]
    if name in ("Add", "Mul"):
        found = args[0]
        for part in args[1:]:
            found = Node("+" if name == "Add" else "*", (found, part))
        return found
    if name == "Pow":
        return Node("^", tuple(args))
    name = SAME.get(name, name)
    if name in NAMES:
        return call(name, *args)
    raise NotConvertedError(f"{name}: {expression}"[:100])


def condition(expression: Any) -> Node:
    name = type(expression).__name__
    if name == "BooleanTrue":
        return TRUE
    if name in SIGNS:
        return Node(SIGNS[name], tuple(convert(part) for part in expression.args))
    if name in ("And", "Or"):
        found = condition(expression.args[0])
        for part in expression.args[1:]:
            found = Node(name.lower(), (found, condition(part)))
        return found
    if name == "Not":
        return Node("not", (condition(expression.args[0]),))
    if name == "ITE":
        test, then, other = (condition(part) for part in expression.args)
        return Node("or", (Node("and", (test, then)), Node("and", (Node("not", (test,)), other))))
    if name == "BooleanFalse":
        return Node(">", (num(0), num(1)))
    raise NotConvertedError(f"{name}: {expression}"[:100])

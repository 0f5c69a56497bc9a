"""Expressions that stay as they are: SymPy, which rebuilds what it works on, would decide signs and merge branches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sympy as sp


class Largest(sp.Function):
    """The largest argument."""


class Smallest(sp.Function):
    """The smallest argument."""


class Magnitude(sp.Function):
    """The absolute value."""


class Signum(sp.Function):
    """The sign; 0 at 0."""


def _either_way(condition: sp.Basic, then: sp.Basic, otherwise: sp.Basic) -> sp.Basic:
    return sp.Or(sp.And(condition, then), sp.And(sp.Not(condition), otherwise))


_OPAQUE: dict[type, Callable[..., sp.Basic]] = {
    sp.Max: Largest,
    sp.Min: Smallest,
    sp.Abs: Magnitude,
    sp.sign: Signum,
    sp.ITE: _either_way,  # what SymPy makes of a condition with branches
}
_UNEVALUATED = (sp.Max, sp.Min, sp.Abs, sp.sign, sp.Piecewise, sp.core.relational.Relational, sp.logic.boolalg.Boolean)


def rebuilt(expression: sp.Basic, arguments: Sequence[sp.Basic]) -> sp.Basic:
    """The same kind of expression with other arguments.

    >>> x, y = sp.symbols("x y")
    >>> rebuilt(sp.Abs(x), [sp.exp(y)]), rebuilt(x + 1, [x, y])
    (Abs(exp(y)), x + y)
    """
    if all(new is old for new, old in zip(arguments, expression.args, strict=True)):
        return expression
    if isinstance(expression, _UNEVALUATED):
        return expression.func(*arguments, evaluate=False)
    return expression.func(*arguments)


def opaque(expression: sp.Basic, known: dict[sp.Basic, sp.Basic]) -> sp.Basic:
    """The expression with functions of this module in place of SymPy's.

    Args:
        expression: what is to be rewritten.
        known: parts with what stands for them, such as the symbols of a program; it grows.

    >>> x, w = sp.symbols("x w")
    >>> opaque(sp.Max(0, x) + abs(x), {x: w})
    Largest(0, w) + Magnitude(w)
    """
    return _mapped(expression, known, _OPAQUE)


def replaced(expression: sp.Basic, known: Mapping[sp.Basic, sp.Basic]) -> sp.Basic:
    """The expression with other parts in place of some, from the top down.

    >>> x, y = sp.symbols("x y")
    >>> replaced(sp.sin(x + 1) + x, {x + 1: y})
    x + sin(y)
    """
    return _mapped(expression, dict(known), {})


def _mapped(
    expression: sp.Basic, known: dict[sp.Basic, sp.Basic], kinds: Mapping[type, Callable[..., sp.Basic]]
) -> sp.Basic:
    if expression in known:
        return known[expression]
    if not expression.args:
        return expression
    arguments = [_mapped(argument, known, kinds) for argument in expression.args]
    kind = kinds.get(expression.func)
    known[expression] = new = kind(*arguments) if kind else rebuilt(expression, arguments)
    return new

"""Differentiate by SymPy alone: a second way, which knows nothing of our rules, our branches or our boundaries.

SymPy knows |u|, sign, max and min for letters that it takes for real, and evaluates the conditions of a Piecewise. So
each such part is hidden behind the name of a function, SymPy differentiates the rest, and the part by itself is
differentiated from its definition: sign(u)·u′, the largest argument, branch by branch.

Where a root or an arc may stay at the end of its domain, as √max(0, x) does, its argument is first taken apart into
cases without corners: √0 in one, √x in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import sympy as sp

from gdtutor.calculus.functions import sigmoid, softplus

_PIECES = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise)
_WITH_ENDS = (sp.asin, sp.acos, sp.asec, sp.acsc, sp.acosh, sp.asech)
_MOST_CASES = 32
Case = tuple[sp.Basic, sp.Expr]


def sympy_derivative(expression: sp.Expr, variable: sp.Symbol, order: int = 1) -> sp.Expr:
    """The derivative of an expression without d/dx marks; every other letter is a constant.

    >>> x = sp.Symbol("x")
    >>> sympy_derivative(sp.Max(0, x) ** 2, x)
    2*Piecewise((1, x >= 0), (0, True))*Max(0, x)
    """
    if expression.has(sigmoid, softplus):
        expression = expression.rewrite([sigmoid, softplus], sp.exp)
    if not expression.has(*_PIECES):
        return sp.diff(expression, (variable, order))
    for _ in range(order):
        if variable not in expression.free_symbols:
            return sp.Integer(0)
        expression = _once(expression, variable)
    return expression


def _once(expression: sp.Expr, variable: sp.Symbol) -> sp.Expr:
    names: dict[sp.Expr, sp.Expr] = {}
    for part in _hidden(expression):
        if part not in names:
            moves = variable in part.free_symbols
            names[part] = sp.Function(f"_part{len(names)}", real=True)(variable) if moves else sp.Dummy(real=True)
    found = sp.diff(expression.xreplace(names), variable)
    back: dict[sp.Expr, sp.Expr] = {name: part for part, name in names.items()}
    slopes = {name.diff(variable): _slope(part, variable) for part, name in names.items() if name.args}
    return found.xreplace(back | slopes)


def _hidden(expression: sp.Expr) -> Iterator[sp.Expr]:
    """The outermost parts that SymPy is not asked to differentiate."""
    pending = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, _PIECES) or _may_stay_at_an_end(node):
            yield node
        else:
            pending.extend(node.args)


def _may_stay_at_an_end(node: sp.Expr) -> bool:
    has_end = isinstance(node, _WITH_ENDS) or (node.is_Pow and not node.exp.is_Integer)
    return bool(has_end and node.args[0].has(*_PIECES))


def _slope(part: sp.Expr, variable: sp.Symbol) -> sp.Expr:
    if isinstance(part, sp.sign):
        return sp.Integer(0)
    if isinstance(part, sp.Abs):
        return sp.sign(part.args[0]) * sympy_derivative(part.args[0], variable)
    cases = [(expression, condition) for condition, expression in _cases_of(part)]
    return sp.Piecewise(*((sympy_derivative(e, variable), c) for e, c in cases), evaluate=False)


def _cases_of(part: sp.Expr) -> list[Case]:
    if isinstance(part, sp.Piecewise):
        return [(condition, branch) for branch, condition in part.args]
    if isinstance(part, sp.Max | sp.Min) and not part.has(sp.Piecewise):
        return _largest(part, part.args)
    return _folded(part)


def _folded(node: sp.Expr) -> list[Case]:
    """A node as cases without corners, of which the first one holds whose condition does."""
    if not node.has(*_PIECES):
        return [(sp.true, node)]
    if isinstance(node, sp.Piecewise):
        return [(_both(outer, own), case) for outer, branch in _cases_of(node) for own, case in _folded(branch)]
    found = []
    for choice in product(*map(_folded, node.args)):
        condition = _both(*(own for own, _ in choice))
        found += [(_both(condition, own), case) for own, case in _once_more(node, [branch for _, branch in choice])]
        if len(found) > _MOST_CASES:
            return [(sp.true, node)]
    return found


def _once_more(node: sp.Expr, u: list[sp.Expr]) -> list[Case]:
    """The cases of a node whose arguments have become ``u``, without corners."""
    if isinstance(node, sp.Max | sp.Min):
        return _largest(node, u)
    if isinstance(node, sp.Abs):
        return [(sp.Ge(u[0], 0, evaluate=False), u[0]), (sp.true, -u[0])]
    if isinstance(node, sp.sign):
        up, down = sp.Gt(u[0], 0, evaluate=False), sp.Lt(u[0], 0, evaluate=False)
        return [(up, sp.Integer(1)), (down, sp.Integer(-1)), (sp.true, sp.Integer(0))]
    return [(sp.true, sp.Integer(0) if node.is_Pow and u[0] == 0 else node.func(*u))]


def _largest(node: sp.Expr, u: Sequence[sp.Expr]) -> list[Case]:
    """An argument is the largest where it is at least every other."""
    relation = sp.Ge if isinstance(node, sp.Max) else sp.Le
    u = sorted(u, key=lambda argument: bool(argument.is_Number))
    wins = [[relation(one, other, evaluate=False) for other in u[k + 1 :]] for k, one in enumerate(u)]
    return [(_both(*conditions), one) for conditions, one in zip(wins, u, strict=True)]


def _both(*conditions: sp.Basic) -> sp.Basic:
    open_ones = [condition for condition in conditions if condition is not sp.true]
    if len(open_ones) < 2:
        return open_ones[0] if open_ones else sp.true
    return sp.And(*open_ones, evaluate=False)

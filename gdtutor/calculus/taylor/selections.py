"""A function with corners near a point: everywhere there it is one of finitely many functions without corners.

Where only one of them is left, the function is that one. Where several are, as x and −x for |x| near 0, the function
has a derivative at the point just if theirs have one value there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import sympy as sp

from gdtutor.calculus.branches import branches, put_in
from gdtutor.calculus.evaluation import OutsideDomainError
from gdtutor.calculus.numbers import Numbers
from gdtutor.errors import TooLargeError

_PIECES = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise)
_MOST = 64
Point = Mapping[sp.Symbol, sp.Expr]


class NoSelectionError(Exception):
    """It cannot be told which functions a function follows near a point, or it has no value beside it."""


def selections(function: sp.Expr, point: Point) -> tuple[sp.Expr, ...]:
    """The functions without corners that ``function`` may follow near ``point``.

    What depends on a letter without a value is left as it is.

    Raises:
        NoSelectionError: if a sign at the point cannot be told, or the function is not real there.
        TooLargeError: if there are too many.

    >>> x = sp.Symbol("x")
    >>> selections(abs(x), {x: sp.Integer(0)}), selections(abs(x), {x: sp.Integer(-2)})
    ((x, -x), (-x,))
    """
    found: dict[sp.Expr, None] = {}
    pending, signs = [function], _Signs(point)
    while pending:
        one = pending.pop()
        parts = (part for part in sp.postorder_traversal(one) if isinstance(part, _PIECES))
        node = next(filter(signs.tell, parts), None)
        if node is None:
            found[one] = None
        else:
            pending += [sp.sympify(put_in(one, node, value)) for value in reversed(signs.possible(node))]
        if len(pending) + len(found) > _MOST:
            raise TooLargeError(f"this has more than {_MOST} pieces that meet at the point")
    return tuple(found)


class _Signs:
    """Which values a part in pieces may have near a point."""

    def __init__(self, point: Point) -> None:
        self.point = {symbol: value for symbol, value in point.items() if not value.free_symbols}
        self.numbers = Numbers()

    def tell(self, node: sp.Expr) -> bool:
        """Whether every letter of a part has a value, so that signs can be told."""
        return node.free_symbols <= set(self.point)

    def possible(self, node: sp.Expr) -> list[sp.Expr]:
        """The values that a part may have near the point."""
        if isinstance(node, sp.Abs | sp.sign):
            (u,) = node.args
            up, down = (u, -u) if isinstance(node, sp.Abs) else (sp.Integer(1), sp.Integer(-1))
            return {1: [up], -1: [down], 0: [up, down]}[self.sign(u)]
        if isinstance(node, sp.Max | sp.Min):
            best = 1 if isinstance(node, sp.Max) else -1
            beaten = {u for u in node.args for v in node.args if self.sign(v - u) == best}
            return [u for u in node.args if u not in beaten]
        found = []
        for branch, condition in branches(node):
            holds = self.holds(condition)
            if holds is not False:
                found.append(branch)
            if holds:
                return found
        raise NoSelectionError

    def sign(self, u: sp.Expr) -> int:
        try:
            found = self.numbers.sign(sp.sympify(u.xreplace(self.point)))
        except OutsideDomainError:
            raise NoSelectionError from None
        if found is None:
            raise NoSelectionError
        return found

    def holds(self, condition: sp.Basic) -> bool | None:
        """Whether a condition holds near the point; ``None`` where two sides are equal there."""
        if condition in (sp.true, sp.false):
            return condition is sp.true
        if isinstance(condition, sp.Not):
            inner = self.holds(condition.args[0])
            return None if inner is None else not inner
        if isinstance(condition, sp.And | sp.Or):
            return reduce(_all if isinstance(condition, sp.And) else _any, map(self.holds, condition.args))
        sign = self.sign(condition.lhs - condition.rhs)
        if sign == 0:
            return None
        return bool(type(condition)(sp.Integer(sign), 0))


def _all(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return True if one and other else None


def _any(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return False if one is False and other is False else None

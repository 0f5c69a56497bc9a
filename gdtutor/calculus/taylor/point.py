"""Whether a function has a real value and derivatives at a point: what its formulas alone do not tell at a corner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.intervals import Intervals
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.taylor.derivatives import Derivatives, Orders
from gdtutor.calculus.taylor.selections import NoSelectionError, Point, selections
from gdtutor.errors import ArgumentError

_PRECISION = 300


def where(point: Point) -> str:
    """The point in words.

    >>> where({sp.Symbol("x"): sp.Integer(2)})
    'x = 2'
    """
    return ", ".join(f"{symbol} = {to_text(number)}" for symbol, number in point.items())


def check_real(parts: Sequence[sp.Expr], point: Point) -> None:
    """Raise ArgumentError where a part certainly has no real value at the point."""
    numbers = Intervals({}, _PRECISION)
    try:
        numbers.known.update({symbol: numbers.value(value) for symbol, value in point.items() if value.is_number})
    except UncertainError:
        return
    for part in parts:
        if part.free_symbols <= set(numbers.known):
            try:
                numbers.value(part)
            except OutsideDomainError:
                what = f"a point where {to_text(part)} has a real value"
                raise ArgumentError(f"at is {where(point)}: expected {what}") from None
            except UncertainError:
                continue


def check_derivatives(values: Mapping[Orders, sp.Expr], derivatives: Derivatives, point: Point) -> None:
    """Raise ArgumentError where the function has a corner or a jump at the point, so that a derivative is missing.

    Args:
        values: for each choice of orders what the formula of the derivative gives at the point.
        derivatives: the function with its derivatives.
        point: a value for each variable.
    """
    function = derivatives.known[min(values)]
    try:
        followed = selections(function, point)
    except NoSelectionError:
        what = f"a point where it can be told that {to_text(function)} has derivatives"
        raise ArgumentError(f"at is {where(point)}: expected {what}") from None
    for one in followed:
        if one != function:
            _check_against(values, function, Derivatives(one, derivatives.variables), point)


def _check_against(values: Mapping[Orders, sp.Expr], function: sp.Expr, followed: Derivatives, point: Point) -> None:
    """The function follows another one near the point: all their derivatives have to have one value there."""
    for orders, value in values.items():
        own = sp.sympify(followed.of(orders).subs(dict(point)))
        if own != value and not equal(own, value).proved:
            order = sum(orders)
            missing = f"a derivative of order {order}" if order > 1 else "a derivative" if order else "one value"
            raise ArgumentError(f"at is {where(point)}: expected a point where {to_text(function)} has {missing}")

"""A curve F(x, y) = 0: its slope by implicit differentiation, and certified places on it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction as Rational
from itertools import pairwise
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.functions import BROKEN
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.intervals import Interval, Intervals, certain_sign, middle
from gdtutor.errors import ArgumentError
from gdtutor.tutor.prediction import NO_VALUE

_BITS = 90
_LARGEST, _HIGHEST = 80, 8  # operations and exponents in what is divided as polynomials
_HALVINGS = 60
_TINY = 1e-12
_PLACES = [Rational(text) for text in "1 2 3 1/2 -1 1/3 -2 4 -1/2 1/5 7 -3".split()]
_GRID = [Rational(k, 4) for k in range(-40, 41)]


class Places(NamedTuple):
    """Places on a curve, in words: where something is not zero for certain, and where it seems to be zero."""

    off: list[str]
    on: list[str]


class Curve:
    """The places (x, y) with F(x, y) = 0.

    Attributes:
        relation: F.
        slope: dy/dx = -F_x/F_y.

    >>> x, y = sp.symbols("x y")
    >>> Curve(x**2 + y**2 - 25, x, y).slope
    -x/y
    """

    def __init__(self, relation: sp.Expr, x: sp.Symbol, y: sp.Symbol, seconds: float = 1.0) -> None:
        self.relation, self.x, self.y, self.seconds = relation, x, y, seconds
        along, across = partials(relation, (x, y))
        if across == 0:
            raise ArgumentError(f"working begins with an equation in which {y} does not occur")
        self.slope = -along / across

    def divides(self, residual: sp.Expr) -> bool:
        """Whether F is a factor of the residual's numerator, so that it vanishes along the curve.

        >>> x, y = sp.symbols("x y")
        >>> Curve(x**2 + y**2 - 25, x, y).divides(x * (x**2 + y**2) / 25 - x)
        True
        """
        exponents = [power.exp for power in residual.atoms(sp.Pow) | self.relation.atoms(sp.Pow)]
        if sp.count_ops(residual) > _LARGEST or any(
            exponent.is_Number and abs(exponent) > _HIGHEST for exponent in exponents
        ):
            return False
        both = [self.relation, sp.numer(sp.together(residual))]
        if not all(part.is_polynomial(self.x, self.y) for part in both):
            return False
        remainder = sp.rem(both[1], both[0], self.y)
        return bool(sp.expand(remainder) == 0)

    def places(self, residual: sp.Expr) -> Places:
        """Some places on the curve: where the residual is not zero for certain, and where it seems to be zero.

        >>> x, y = sp.symbols("x y")
        >>> Curve(x**2 + y**2 - 25, x, y).places(x + y - 7).off[0]
        'x = 1, y ≈ -4.9'
        """
        budget, found = Budget(self.seconds), Places([], [])
        others = sorted(residual.free_symbols | self.relation.free_symbols, key=str)
        letters = [letter for letter in others if letter not in (self.x, self.y)]
        for start, x in enumerate(_PLACES):
            point = {letter: _PLACES[(start + k + 1) % len(_PLACES)] for k, letter in enumerate(letters)} | {self.x: x}
            for y in self.crossings(point):
                if budget.left() == 0:
                    return found
                values = Intervals(point, _BITS)
                values.known[self.y] = y
                try:
                    value = values.value(residual)
                except NO_VALUE:
                    continue
                said = ", ".join([*(f"{letter} = {number}" for letter, number in point.items()), self.said(y)])
                if certain_sign(value):
                    found.off.append(said)
                elif abs(middle(value)) < _TINY:
                    found.on.append(said)
        return found

    def said(self, y: Interval) -> str:
        """A value of y as it is said to a learner."""
        value = middle(y)
        return f"{self.y} = {round(value)}" if abs(value - round(value)) < 1e-12 else f"{self.y} ≈ {value:.3g}"

    def crossings(self, point: dict[sp.Symbol, Rational]) -> Iterator[Interval]:
        """Intervals of y in each of which F changes its sign: by continuity it is zero somewhere in them."""
        if self.relation.has(sp.Piecewise, *BROKEN):
            return
        signs = [self.sign({**point, self.y: y}) for y in _GRID]
        for place, (low, high) in enumerate(pairwise(_GRID)):
            if signs[place] * signs[place + 1] < 0:
                yield self.narrowed(point, low, high, signs[place])
            elif not signs[place] and self.is_on(point, low):
                yield _between(low, low)

    def is_on(self, point: dict[sp.Symbol, Rational], y: Rational) -> bool:
        """Whether a place is on the curve exactly."""
        exact = {letter: sp.Rational(*value.as_integer_ratio()) for letter, value in {**point, self.y: y}.items()}
        return bool(self.relation.xreplace(exact) == 0)

    def narrowed(self, point: dict[sp.Symbol, Rational], low: Rational, high: Rational, sign: int) -> Interval:
        """The same crossing in a much smaller interval."""
        for _ in range(_HALVINGS):
            half = (low + high) / 2
            found = self.sign({**point, self.y: half})
            if found == 0:
                return _between(half, half) if self.is_on(point, half) else _between(low, high)
            low, high = (half, high) if found == sign else (low, half)
        return _between(low, high)

    def sign(self, point: dict[sp.Symbol, Rational]) -> int:
        """The certain sign of F at a place; 0 where it has none."""
        try:
            return certain_sign(Intervals(point, _BITS).value(self.relation))
        except NO_VALUE:
            return 0


def _between(low: Rational, high: Rational) -> Interval:
    values = Intervals({}, _BITS)
    return values.rational(*low.as_integer_ratio())[0], values.rational(*high.as_integer_ratio())[1]

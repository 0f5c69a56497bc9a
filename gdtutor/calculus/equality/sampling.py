"""Points at which two expressions are compared: simple ones first, then between and beyond the critical points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction as Rational
from itertools import pairwise
from random import Random

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.exclusion import dense, is_low
from gdtutor.calculus.equality.kernel.values import Values
from gdtutor.calculus.equality.search import real_roots
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, Point, UncertainError

_SIMPLE = [Rational(*pair) for pair in (
    (1, 1), (2, 1), (1, 2), (-1, 1), (3, 1), (-2, 1), (1, 3), (3, 4), (-1, 2), (5, 2), (7, 5), (-5, 3), (1, 10),
    (4, 1), (-3, 1), (9, 10), (-7, 10), (6, 1), (11, 3), (10, 1), (-10, 1), (5, 4), (25, 1), (100, 1), (-100, 1),
    (1, 100), (-1, 100), (1001, 1), (-1001, 1), (3, 7), (-4, 11), (22, 13), (-31, 17),
)]  # fmt: skip
_SCAN = sorted({*(Rational(k, 4) for k in range(-40, 41)), *(Rational(k) for k in range(-40, 41)),
                *(s * Rational(10) ** k for k in range(-6, 13) for s in (1, -1))})  # fmt: skip
_BESIDE = [Rational(*pair) for pair in ((1, 8), (1, 1), (10, 1), (1000, 1))]
_MOST_ZEROS = 40
_MOST_TERMS = 100  # of a unit whose zeros are looked for


def simple_points(symbols: Sequence[sp.Symbol]) -> Iterator[Point]:
    """Points with small rational coordinates, different from symbol to symbol, positive ones first.

    >>> next(simple_points(sp.symbols("x y")))
    {x: Fraction(1, 1), y: Fraction(2, 1)}
    """
    if not symbols:
        yield {}
        return
    if len(symbols) == 1:
        yield from ({symbols[0]: value} for value in _SIMPLE)
        return
    positive = [value for value in _SIMPLE if value > 0]
    for step in range(8):
        yield {s: positive[(step + k * (step + 1)) % len(positive)] for k, s in enumerate(symbols)}
    for step in range(48):
        yield {s: _SIMPLE[(step + k * (2 * step + 1)) % len(_SIMPLE)] for k, s in enumerate(symbols)}


class Critical:
    """Points on every side of the zeros of some units."""

    def __init__(self, units: Sequence[int], symbols: Sequence[sp.Symbol], memory: Memory, budget: Budget) -> None:
        self.units, self.symbols, self.memory, self.budget = units, symbols, memory, budget

    def points(self) -> Iterator[Point]:
        """First along one symbol at a time, then all of them together."""
        bases = [point for place, point in enumerate(simple_points(self.symbols)) if place in (0, 4, 8)]
        bases += [dict.fromkeys(self.symbols, Rational(0))] if len(self.symbols) > 1 else []
        values: dict[sp.Symbol, list[Rational]] = {symbol: [] for symbol in self.symbols}
        for base in bases:
            for symbol in self.symbols:
                for value in beside(self.zeros(symbol, base)):
                    values[symbol].append(value)
                    yield {**base, symbol: value}
        if len(self.symbols) > 1:
            for found in values.values():
                found += [] if found else _SIMPLE[:6]
            chance = Random(1)  # the same points every time
            for _ in range(80):
                yield {symbol: chance.choice(found) for symbol, found in values.items()}

    def zeros(self, symbol: sp.Symbol, base: Point) -> list[Rational]:
        """Where the units change their signs along one symbol, the others as in ``base``."""
        place = self.memory.symbol(symbol)
        polynomials = [self.memory.units[u].value for u in self.units]
        alone = [value for value in polynomials if poly.generators(value) == {place}]
        exact = all(is_low(value, place) for value in alone)
        cuts = real_roots.zeros([dense(value, place) for value in alone], self.budget) if exact else None
        found = {(low + high) / 2 for low, high in cuts or []}
        for unit, value in zip(self.units, polynomials, strict=True):
            if len(value) <= _MOST_TERMS and (cuts is None or poly.generators(value) != {place}):
                found.update(self._scanned(unit, symbol, base))
        return sorted(found)[:_MOST_ZEROS]

    def _scanned(self, unit: int, symbol: sp.Symbol, base: Point) -> list[Rational]:
        found, before = [], None
        for value in _SCAN:
            self.budget.spend(200)
            sign = self._sign(unit, {**base, symbol: value})
            if before is not None and sign * before[1] < 0:
                found.append(self._bisected(unit, symbol, base, before[0], value, before[1]))
            before = (value, sign) if sign else before
        return found

    def _bisected(
        self, unit: int, symbol: sp.Symbol, base: Point, low: Rational, high: Rational, sign: int
    ) -> Rational:
        for _ in range(24):
            middle = (low + high) / 2
            if self._sign(unit, {**base, symbol: middle}) == sign:
                low = middle
            else:
                high = middle
        return ((low + high) / 2).limit_denominator(10_000)

    def _sign(self, unit: int, point: Point) -> int:
        return sign_of_unit(Values(self.memory, Floats(point)), unit)


def beside(zeros: Sequence[Rational]) -> list[Rational]:
    """Values between the zeros and a little, and far, beside them.

    >>> beside([Rational(0), Rational(1)])[:3]
    [Fraction(1, 2), Fraction(1, 8), Fraction(-1, 8)]
    """
    found = [((low + high) / 2) for low, high in pairwise(zeros) if low < high]
    for distance in _BESIDE:
        for zero in zeros:
            found += [zero + distance, zero - distance]
    return list(dict.fromkeys(found))


def sign_of_unit(values: Values, unit: int) -> int:
    """The sign of a unit in floating point; 0 where it is zero or has no value."""
    try:
        value = values.unit(unit)
    except (OutsideDomainError, UncertainError):
        return 0
    return (value > 0) - (value < 0)

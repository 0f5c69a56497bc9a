"""Points at which two expressions are compared: simple ones first, then between and beyond the critical points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction as Rational
from itertools import islice

import sympy as sp
from sympy.polys.polyerrors import PolynomialError

from gdtutor.calculus.evaluation import Floats, OutsideDomainError, UncertainError

Point = dict[sp.Symbol, Rational]

_SIMPLE = [Rational(*pair) for pair in (
    (1, 1), (2, 1), (1, 2), (-1, 1), (3, 1), (-2, 1), (1, 3), (3, 4), (-1, 2), (5, 2), (7, 5), (-5, 3), (1, 10),
    (4, 1), (-3, 1), (9, 10), (-7, 10), (6, 1), (11, 3), (10, 1), (-10, 1), (5, 4), (25, 1), (100, 1), (-100, 1),
    (1, 100), (-1, 100), (1001, 1), (-1001, 1),
)]  # fmt: skip
_SCAN = sorted(
    {*(Rational(k, 4) for k in range(-80, 81)), *(s * Rational(10) ** k for k in range(-3, 7) for s in (1, -1))}
)


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


def critical_points(quantities: Iterable[sp.Expr], symbols: Sequence[sp.Symbol]) -> Iterator[Point]:
    """Points on every side of the zeros of ``quantities``, varying one symbol at a time."""
    quantities = list(quantities)
    for base in islice(simple_points(symbols), 0, 12, 4):
        for symbol in symbols:
            zeros = sorted({z for q in quantities for z in _zeros(q, symbol, base)})
            for value in _beside(zeros):
                yield {**base, symbol: value}


def _beside(zeros: list[Rational]) -> Iterator[Rational]:
    if not zeros:
        return
    yield zeros[0] - 1
    yield zeros[-1] + 1
    yield zeros[-1] + Rational(1, 8)
    for low, high in zip(zeros, zeros[1:], strict=False):
        if high > low:
            yield ((low + high) / 2).limit_denominator(64) if high - low > Rational(1, 8) else (low + high) / 2


def _zeros(quantity: sp.Expr, symbol: sp.Symbol, base: Point) -> list[Rational]:
    if symbol not in quantity.free_symbols:
        return []
    if exact := exact_zeros(quantity, symbol):
        return exact
    return _scanned_zeros(quantity, symbol, base)


def exact_zeros(quantity: sp.Expr, symbol: sp.Symbol) -> list[Rational] | None:
    """Rational points within 1/1000 of every real zero of a polynomial in one symbol; ``None`` for anything else."""
    if quantity.free_symbols != {symbol}:
        return None
    try:
        polynomial = sp.Poly(quantity, symbol, domain="QQ")
    except PolynomialError:
        return None
    if polynomial.degree() > 24:
        return None
    intervals = polynomial.intervals(eps=sp.Rational(1, 2000))
    return [Rational(int(m.p), int(m.q)) for m in ((low + high) / 2 for (low, high), _ in intervals)]


def _scanned_zeros(quantity: sp.Expr, symbol: sp.Symbol, base: Point) -> list[Rational]:
    found, before = [], None
    for value in _SCAN:
        sign = float_sign(quantity, {**base, symbol: value})
        if before is not None and sign * before[1] < 0:
            found.append(_bisected(quantity, symbol, base, before[0], value, before[1]))
        before = (value, sign) if sign else before
    return found[:40]


def _bisected(quantity: sp.Expr, symbol: sp.Symbol, base: Point, low: Rational, high: Rational, sign: int) -> Rational:
    for _ in range(12):
        middle = (low + high) / 2
        if float_sign(quantity, {**base, symbol: middle}) == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def float_sign(quantity: sp.Expr, point: Point) -> int:
    """The sign of a quantity at a point in floating point; 0 where it is zero or has no value."""
    try:
        value = Floats(point).value(quantity)
    except (OutsideDomainError, UncertainError):
        return 0
    return (value > 0) - (value < 0)

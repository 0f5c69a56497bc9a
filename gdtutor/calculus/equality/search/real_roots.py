"""Where polynomials in one generator change their signs: a point in every interval between their real zeros."""

from __future__ import annotations

from fractions import Fraction as Rational
from itertools import pairwise
from math import gcd

from sympy.polys.densearith import dup_mul
from sympy.polys.domains import ZZ
from sympy.polys.euclidtools import dup_inner_gcd
from sympy.polys.rootisolation import dup_isolate_real_roots_sqf
from sympy.polys.sqfreetools import dup_sqf_part

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.exclusion import Dense, value_at

Interval = tuple[Rational, Rational]
_MAX_DEGREE = 30
_MAX_BITS = 600


def zeros(polynomials: list[Dense], budget: Budget) -> list[Interval] | None:
    """Disjoint intervals in ascending order, each with one real zero of the product; ``None`` where it is too large.

    A rational zero that is found exactly has an interval of length zero.

    >>> zeros([[1, 0, -1], [1, -3]], Budget(1.0))
    [(Fraction(-1, 1), Fraction(-1, 1)), (Fraction(1, 1), Fraction(1, 1)), (Fraction(3, 1), Fraction(3, 1))]
    """
    product = [ZZ(1)]
    for dense in polynomials:
        budget.spend(100 * len(dense))
        if len(dense) > _MAX_DEGREE + 1 or any(c.bit_length() > _MAX_BITS for c in dense):
            return None
        simple = dup_sqf_part([ZZ(c) for c in dense], ZZ)
        _, _, rest = dup_inner_gcd(product, simple, ZZ)
        product = dup_mul(product, rest, ZZ)
        if len(product) > _MAX_DEGREE + 1 or any(int(c).bit_length() > _MAX_BITS for c in product):
            return None
    if len(product) < 2:
        return []
    whole = [int(c) for c in product]
    scale = _scale(whole)
    found = dup_isolate_real_roots_sqf([ZZ(c) for c in _stretched(whole, scale)], ZZ)
    found = [(a * scale, b * scale) for a, b in found]
    return _apart([_exact(whole, Rational(int(a.numerator), int(a.denominator)),
                          Rational(int(b.numerator), int(b.denominator))) for a, b in found], whole)  # fmt: skip


def _scale(dense: Dense) -> int:
    """A power of two near the size of the largest zero: SymPy isolates zeros of moderate size much faster."""
    top = abs(dense[0]).bit_length()
    return 1 << max(0, *((abs(c).bit_length() - top) // place for place, c in enumerate(dense) if place and c), 0)


def _stretched(dense: Dense, scale: int) -> Dense:
    """The polynomial in x/scale."""
    top = len(dense) - 1
    found = [c * scale ** (top - place) for place, c in enumerate(dense)]
    shared = gcd(*found)
    return [c // shared for c in found]


def _exact(whole: Dense, low: Rational, high: Rational) -> Interval:
    """A narrower interval, or the zero itself where it is a simple fraction."""
    if low == high:
        return low, high
    for _ in range(24):
        guess = ((low + high) / 2).limit_denominator(1000)
        if low < guess < high and value_at(whole, guess) == 0:
            return guess, guess
        low, high = _halved(whole, low, high)
        if low == high:
            return low, high
    return low, high


def _halved(whole: Dense, low: Rational, high: Rational) -> Interval:
    middle = (low + high) / 2
    value = value_at(whole, middle)
    if value == 0:
        return middle, middle
    left = value_at(whole, low)
    if left == 0:  # an open end that is a zero of its own: the slope tells the sign just after it
        left = value_at(_slope(whole), low)
    return (low, middle) if (left > 0) != (value > 0) else (middle, high)


def _slope(dense: Dense) -> Dense:
    top = len(dense) - 1
    return [coefficient * (top - place) for place, coefficient in enumerate(dense[:-1])]


def _apart(intervals: list[Interval], whole: Dense) -> list[Interval] | None:
    """The intervals in ascending order, narrowed until none touches another; ``None`` where that takes too long."""
    intervals = sorted(intervals)
    for _ in range(80):
        if all(one[1] < other[0] for one, other in pairwise(intervals)):
            return intervals
        intervals = sorted(i if i[0] == i[1] else _halved(whole, *i) for i in intervals)
    return None

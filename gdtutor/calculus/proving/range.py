"""A range: an interval that contains every value a quantity takes, with ends that may be infinite or not attained.

Ends are mpmath's binary numbers and every operation rounds outward, so that a range is a proof. An end is *open* where
it is known that the quantity does not attain it: eᵘ has the range (0, ∞), and so is positive and not only non-negative.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import sympy as sp
from mpmath.libmp import (
    finf,
    fninf,
    fone,
    from_int,
    from_rational,
    fzero,
    mpf_add,
    mpf_cmp,
    mpf_div,
    mpf_le,
    mpf_lt,
    mpf_mul,
    mpf_neg,
    mpf_pow_int,
    mpf_sign,
    round_ceiling,
    round_floor,
    to_rational,
    to_str,
)

from gdtutor.errors import ArgumentError

PRECISION = 80  # bits


class Range(NamedTuple):
    """All values from ``low`` to ``high``, each end attained unless it is open."""

    low: Any
    high: Any
    low_open: bool = False
    high_open: bool = False

    @property
    def is_positive(self) -> bool:
        """Whether every value is above zero."""
        return mpf_sign(self.low) > 0 or (self.low == fzero and self.low_open)

    @property
    def is_nonnegative(self) -> bool:
        """Whether no value is below zero."""
        return mpf_sign(self.low) >= 0

    @property
    def is_finite(self) -> bool:
        """Whether both ends are numbers."""
        return self.low != fninf and self.high != finf

    @property
    def contains_zero(self) -> bool:
        """Whether zero may be one of the values."""
        below = mpf_sign(self.low) < 0 or (self.low == fzero and not self.low_open)
        return below and (mpf_sign(self.high) > 0 or (self.high == fzero and not self.high_open))

    def ends(self) -> tuple[Fraction, Fraction]:
        """Both ends exactly; only of a finite range."""
        return Fraction(*to_rational(self.low)), Fraction(*to_rational(self.high))

    def bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """Both ends exactly, ``None`` where there is none."""
        low = None if self.low == fninf else Fraction(*to_rational(self.low))
        return low, None if self.high == finf else Fraction(*to_rational(self.high))

    def meet(self, other: Range) -> Range | None:
        """The values that lie in both; ``None`` where there is none."""
        low, low_open = _least([(mpf_neg(one.low), not one.low_open) for one in (self, other)])
        high, high_open = _least([(one.high, not one.high_open) for one in (self, other)])
        found = Range(mpf_neg(low), high, not low_open, not high_open)
        order = mpf_cmp(found.low, found.high)
        return found if order < 0 or (order == 0 and not (found.low_open or found.high_open)) else None

    def __str__(self) -> str:
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{left}{_shown(self.low)}, {_shown(self.high)}{right}"


def _shown(end: Any) -> str:
    if end in (finf, fninf):
        return "∞" if end == finf else "-∞"
    return str(to_str(end, 6, strip_zeros=True)).removesuffix(".0")


EVERYTHING = Range(fninf, finf, True, True)


def exact(value: Fraction | int) -> Range:
    """The range of one rational number, rounded outward where it is no binary number."""
    return between(value, value)


def between(low: Fraction | sp.Rational | int | None, high: Fraction | sp.Rational | int | None) -> Range:
    """The closed range between two rational numbers; ``None`` stands for no bound.

    Raises:
        ArgumentError: where the lower end is above the upper one.

    >>> print(between(-1, Fraction(1, 2)), between(0, None))
    [-1, 0.5] [0, ∞)
    """
    if low is not None and high is not None and low > high:
        raise ArgumentError(f"the ends are {low} and {high}: the lower end first is wanted")
    bottom = fninf if low is None else _binary(low, round_floor)
    return Range(bottom, finf if high is None else _binary(high, round_ceiling), low is None, high is None)


def _binary(value: Fraction | sp.Rational | int, rounding: str) -> Any:
    return from_rational(int(value.numerator), int(value.denominator), PRECISION, rounding)


def add(left: Range, right: Range) -> Range:
    """All sums of a value of each."""
    low = mpf_add(left.low, right.low, PRECISION, round_floor)
    high = mpf_add(left.high, right.high, PRECISION, round_ceiling)
    return Range(low, high, left.low_open or right.low_open, left.high_open or right.high_open)


def negative(value: Range) -> Range:
    """The values with the other sign."""
    return Range(mpf_neg(value.high), mpf_neg(value.low), value.high_open, value.low_open)


def multiply(left: Range, right: Range) -> Range:
    """All products of a value of each."""
    ends = [
        (a, b, _product_is_open(a, a_open, b, b_open))
        for a, a_open in ((left.low, left.low_open), (left.high, left.high_open))
        for b, b_open in ((right.low, right.low_open), (right.high, right.high_open))
    ]
    low, low_open = _least([(_times(a, b, round_floor), is_open) for a, b, is_open in ends])
    high, high_open = _least([(mpf_neg(_times(a, b, round_ceiling)), is_open) for a, b, is_open in ends])
    return Range(low, mpf_neg(high), low_open, high_open)


def _times(a: Any, b: Any, rounding: str) -> Any:
    return fzero if fzero in (a, b) else mpf_mul(a, b, PRECISION, rounding)


def _product_is_open(a: Any, a_open: bool, b: Any, b_open: bool) -> bool:
    """Zero is attained as soon as one factor attains it, whatever the other one does."""
    if (a == fzero and not a_open) or (b == fzero and not b_open):
        return False
    return a_open or b_open


def _least(ends: list[tuple[Any, bool]]) -> tuple[Any, bool]:
    least = ends[0][0]
    for end, _ in ends[1:]:
        least = end if mpf_lt(end, least) else least
    return least, all(is_open for end, is_open in ends if end == least)


def reciprocal(value: Range) -> Range:
    """One over every value but zero; everything where both signs occur."""
    if mpf_sign(value.low) < 0 < mpf_sign(value.high):
        return EVERYTHING
    if value.low == value.high == fzero:
        raise ZeroDivisionError
    if mpf_sign(value.high) <= 0:
        return negative(reciprocal(negative(value)))
    high = finf if value.low == fzero else mpf_div(fone, value.low, PRECISION, round_ceiling)
    low = fzero if value.high == finf else mpf_div(fone, value.high, PRECISION, round_floor)
    return Range(low, high, value.high_open, value.low_open or high == finf)


def integer_power(value: Range, exponent: int) -> Range:
    """Every value to a positive power."""
    if exponent % 2 == 0:
        value = magnitude(value)
    low = _power(value.low, exponent, round_floor)
    return Range(low, _power(value.high, exponent, round_ceiling), value.low_open, value.high_open)


def _power(end: Any, exponent: int, rounding: str) -> Any:
    return end if end in (finf, fninf, fzero) else mpf_pow_int(end, exponent, PRECISION, rounding)


def magnitude(value: Range) -> Range:
    """The absolute values."""
    if mpf_sign(value.low) >= 0:
        return value
    if mpf_sign(value.high) <= 0:
        return negative(value)
    high, high_open = mpf_neg(value.low), value.low_open
    if mpf_cmp(value.high, high) == 0:
        high_open = high_open and value.high_open
    elif mpf_cmp(value.high, high) > 0:
        high, high_open = value.high, value.high_open
    return Range(fzero, high, False, high_open)


def hull(ranges: list[Range]) -> Range:
    """The smallest range that contains all of them."""
    low, low_open = _least([(one.low, one.low_open) for one in ranges])
    high, high_open = _least([(mpf_neg(one.high), one.high_open) for one in ranges])
    return Range(low, mpf_neg(high), low_open, high_open)


def largest(ranges: list[Range]) -> Range:
    """All values of the maximum of one value of each."""
    return negative(smallest([negative(one) for one in ranges]))


def smallest(ranges: list[Range]) -> Range:
    """All values of the minimum of one value of each."""
    low, low_open = _least([(one.low, one.low_open) for one in ranges])
    best = ranges[0]
    for one in ranges[1:]:
        ahead = mpf_lt(one.high, best.high) or (one.high == best.high and one.high_open)
        best = one if ahead else best
    return Range(low, best.high, low_open, best.high_open)


def clipped(
    value: Range, low: int | None = None, high: int | None = None, low_open: bool = False, high_open: bool = False
) -> Range | None:
    """The part of a range between two whole numbers (not attained where open); ``None`` where it is empty."""
    if low is not None and mpf_le(value.low, bound := from_int(low)):
        value = value._replace(low=bound, low_open=low_open or (value.low == bound and value.low_open))
    if high is not None and mpf_le(bound := from_int(high), value.high):
        value = value._replace(high=bound, high_open=high_open or (value.high == bound and value.high_open))
    order = mpf_cmp(value.low, value.high)
    empty = order > 0 or (order == 0 and (value.low_open or value.high_open))
    return None if empty else value

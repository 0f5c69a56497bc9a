"""Certified values: intervals that contain the true value, with every rounding outward.

Intervals are mpmath's. Functions that it has no intervals for are enclosed by their identity (see ``identities``) or by
their monotony; comparisons keep a distance of many roundings, so that none of them rests on a last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction as Rational
from typing import Any

import sympy as sp
from mpmath.libmp import (
    finf,
    fninf,
    fone,
    from_int,
    from_rational,
    fzero,
    libmpi as iv,
    mpf_abs,
    mpf_add,
    mpf_cmp,
    mpf_shift,
    mpf_sign,
    mpf_sub,
    round_ceiling,
    round_floor,
    to_float,
)

from gdtutor.calculus.evaluation import Evaluator, OutsideDomainError, UncertainError
from gdtutor.calculus.functions import FUNCTIONS, Elementary

Interval = tuple[Any, Any]
_LARGEST_EXPONENT = 1e15
_LARGEST_ANGLE = from_int(10**130)
_SPARE_BITS = 12  # enclosures closer than this many bits above a rounding are not called different


class Intervals(Evaluator):
    """Certified values: pairs of mpmath floats that enclose the true value, at ``precision`` bits."""

    def __init__(self, point: Mapping[sp.Symbol, Rational], precision: int) -> None:
        super().__init__(point)
        self.precision = precision
        self.functions = {
            sp.exp: self._exp, sp.log: self._log, sp.sin: self._trigonometric(iv.mpi_sin),
            sp.cos: self._trigonometric(iv.mpi_cos), sp.atan: lambda u: iv.mpi_atan(u, precision),
            sp.acot: self._acot, sp.Abs: lambda u: iv.mpi_abs(u, precision), sp.sign: self._sign,
            **{record.function: self._monotone(record) for record in FUNCTIONS if record.rounded is not None},
        }  # fmt: skip

    def rational(self, above: int, below: int) -> Interval:
        low = from_rational(above, below, self.precision, round_floor)
        return low, from_rational(above, below, self.precision, round_ceiling)

    def constant(self, node: sp.Expr) -> Interval:
        if node is sp.pi:
            return iv.mpi_pi(self.precision)
        return iv.mpi_exp((fone, fone), self.precision)

    def sum(self, terms: list[Interval]) -> Interval:
        total = terms[0]
        for term in terms[1:]:
            total = iv.mpi_add(total, term, self.precision)
        return total

    def product(self, factors: list[Interval]) -> Interval:
        total = factors[0]
        for factor in factors[1:]:
            total = iv.mpi_mul(total, factor, self.precision)
        return total

    def integer_power(self, base: Interval, exponent: int) -> Interval:
        if exponent < 0:
            self._nonzero(base)
            base = iv.mpi_div((fone, fone), base, self.precision)
        return iv.mpi_pow_int(base, abs(exponent), self.precision)

    def square_root(self, base: Interval) -> Interval:
        self._at_least_zero(base)
        return iv.mpi_sqrt(base, self.precision)

    def power(self, base: Interval, exponent: Interval) -> Interval:
        if base == (fzero, fzero) and mpf_sign(exponent[0]) > 0:
            return base
        return self._exp(iv.mpi_mul(self._log(base), exponent, self.precision))

    def extremum(self, values: list[Interval], largest: bool) -> Interval:
        sense = 1 if largest else -1
        low, high = values[0]
        for other in values[1:]:
            low = other[0] if sense * mpf_cmp(other[0], low) > 0 else low
            high = other[1] if sense * mpf_cmp(other[1], high) > 0 else high
        return low, high

    def compare(self, left: Interval, right: Interval) -> int:
        if left == right and left[0] == left[1]:
            return 0
        if mpf_cmp(left[0], right[1]) > 0:
            return 1
        if mpf_cmp(left[1], right[0]) < 0:
            return -1
        raise UncertainError

    def is_zero(self, value: Interval) -> bool:
        return value == (fzero, fzero)

    def _nonzero(self, value: Interval) -> None:
        if mpf_sign(value[0]) <= 0 <= mpf_sign(value[1]):
            raise OutsideDomainError if value == (fzero, fzero) else UncertainError

    def _at_least_zero(self, value: Interval) -> None:
        if mpf_sign(value[1]) < 0:
            raise OutsideDomainError
        if mpf_sign(value[0]) < 0:
            raise UncertainError

    def _exp(self, value: Interval) -> Interval:
        if max(abs(to_float(value[0])), abs(to_float(value[1]))) > _LARGEST_EXPONENT:
            raise UncertainError
        return iv.mpi_exp(value, self.precision)

    def _log(self, value: Interval) -> Interval:
        self._at_least_zero(value)
        if mpf_sign(value[0]) == 0:
            raise OutsideDomainError if value == (fzero, fzero) else UncertainError
        return iv.mpi_log(value, self.precision)

    def _trigonometric(self, function: Callable[..., Interval]) -> Callable[[Interval], Interval]:
        def guarded(value: Interval) -> Interval:
            if any(end in (finf, fninf) or mpf_cmp(mpf_abs(end), _LARGEST_ANGLE) > 0 for end in value):
                raise UncertainError
            return function(value, self.precision)

        return guarded

    def _acot(self, value: Interval) -> Interval:
        """Between −π/2 and π/2, as SymPy has it, and π/2 at 0."""
        if value == (fzero, fzero):
            return self._right_angle()
        self._nonzero(value)
        return iv.mpi_atan(iv.mpi_div((fone, fone), value, self.precision), self.precision)

    def _right_angle(self) -> Interval:
        low, high = iv.mpi_pi(self.precision)
        return mpf_shift(low, -1), mpf_shift(high, -1)

    def _monotone(self, record: Elementary) -> Callable[[Interval], Interval]:
        """The values at both ends, with more digits than are kept, so that rounding outward encloses the true ones."""
        rounded, digits = record.rounded, self.precision + 2 * _SPARE_BITS
        assert rounded is not None

        def enclosed(value: Interval) -> Interval:
            if max(abs(to_float(end)) for end in value) > _LARGEST_EXPONENT:
                raise UncertainError
            low, high = (rounded(end, digits, "n") for end in value[:: record.rises])
            return (
                mpf_sub(low, mpf_shift(mpf_abs(low), -self.precision), self.precision, round_floor),
                mpf_add(high, mpf_shift(mpf_abs(high), -self.precision), self.precision, round_ceiling),
            )

        return enclosed

    def _sign(self, value: Interval) -> Interval:
        if value == (fzero, fzero):
            return value
        self._nonzero(value)
        sign = from_int(mpf_sign(value[0]))
        return sign, sign


def differ(left: Interval, right: Interval, precision: int = 80) -> bool:
    """Whether the enclosures are apart by more than roundings: a proof that the values differ."""
    if mpf_cmp(left[0], right[1]) > 0:
        left, right = right, left
    gap = mpf_sub(right[0], left[1], precision, round_floor)
    if mpf_sign(gap) <= 0:
        return False
    ends = [mpf_shift(mpf_abs(end), _SPARE_BITS - precision) for end in (*left, *right)]
    return all(mpf_cmp(gap, end) > 0 for end in ends)


def is_narrow(value: Interval) -> bool:
    """Whether an enclosure tells the value to at least ten digits, or that it is tiny."""
    width = mpf_sub(value[1], value[0], 60, round_ceiling)
    size = mpf_add(mpf_abs(value[0]), mpf_shift(fone, -200), 60, round_floor)
    return mpf_cmp(width, mpf_shift(size, -34)) <= 0


def certain_sign(value: Interval) -> int:
    """The sign that every number of the enclosure has, 0 where they have different ones or are zero."""
    signs = mpf_sign(value[0]), mpf_sign(value[1])
    return signs[0] if signs[0] == signs[1] else 0


def middle(value: Interval) -> float:
    """The middle of an enclosure as a double; 0 for one that contains 0, not the rounding of its ends."""
    if mpf_sign(value[0]) <= 0 <= mpf_sign(value[1]):
        return 0.0
    return float(to_float(mpf_shift(mpf_add(value[0], value[1], 60, "n"), -1)))

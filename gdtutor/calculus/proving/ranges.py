"""The range of an expression over a box of its symbols, by outward-rounded interval arithmetic node by node.

Two ways to treat what may have no value: over the *domain* an expression counts only where it is real (log u restricts
u to u > 0), which is what a statement such as "f″ ≥ 0 wherever f is defined" needs; with ``total`` it must be real on
the whole box, which is what a bound of a remainder needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import sympy as sp
from mpmath.libmp import (
    finf,
    fninf,
    fone,
    from_int,
    fzero,
    libmpi as iv,
    mpf_gt,
    mpf_le,
    mpf_lt,
    mpf_sign,
)

from gdtutor.calculus.evaluation import Evaluator, OutsideDomainError, UncertainError
from gdtutor.calculus.functions import RECORDS, Elementary, Interval
from gdtutor.calculus.intervals import Intervals
from gdtutor.calculus.proving import range as ranges
from gdtutor.calculus.proving.range import EVERYTHING, PRECISION, Range, between

Box = Mapping[sp.Symbol, Range]
_HUGE = from_int(10**5)  # beyond this an exponential is only said to be large


def range_of(expression: sp.Expr, box: Box | None = None, total: bool = False) -> Range:
    """An enclosure of every real value that the expression takes over the box; a symbol without bounds is any number.

    Raises:
        OutsideDomainError: where it has no real value at all.
        UncertainError: for a function without a range here, or with ``total`` where a part may have no real value.

    >>> x = sp.Symbol("x")
    >>> print(range_of(1 / (1 + sp.exp(-x))), range_of(x**2 + sp.cos(x), {x: between(0, 2)}))
    (0, 1) [-0.416147, 5]
    """
    return Ranges(box or {}, total).value(expression)


class Ranges(Evaluator):
    """The evaluator whose numbers are ranges."""

    def __init__(self, box: Box, total: bool) -> None:
        super().__init__({})
        self.box, self.total = box, total
        self.functions = {
            sp.exp: _exp, sp.log: self._log, sp.Abs: ranges.magnitude, sp.sign: _sign, sp.tan: self._tan,
            sp.sin: lambda u: _wave(u, iv.mpi_sin), sp.cos: lambda u: _wave(u, iv.mpi_cos),
        }  # fmt: skip

    def _value(self, node: sp.Expr) -> Range:
        if node.is_Symbol:
            return self.box.get(node, EVERYTHING)
        if node is sp.pi or node is sp.E:
            return self.constant(node)
        found: Range = super()._value(node)
        return found

    def apply(self, function: type, value: Range) -> Range:
        """A monotone function lies between its values at both ends; where one jumps, the sides are apart."""
        record = RECORDS.get(function)
        if record is not None and function not in self.functions:
            if record.rises:
                return _between_ends(record, self._clipped(value, *record.interval))
            for jump in record.jumps:
                if value.meet(ranges.exact(jump)):
                    return self._around(record, value, jump)
        found: Range = super().apply(function, value)
        return found

    def _around(self, record: Elementary, value: Range, jump: int) -> Range:
        if self.total:
            raise UncertainError
        sides = [ranges.clipped(value, None, jump, True, True), ranges.clipped(value, jump, None, True, True)]
        at_jump = Range(*_AT_A_POINT.apply(record.function, (from_int(jump), from_int(jump))))
        return ranges.hull([at_jump, *(self.apply(record.function, side) for side in sides if side is not None)])

    def _undefined(self, node: sp.Expr) -> Range:
        return EVERYTHING

    def rational(self, above: int, below: int) -> Range:
        value = sp.Rational(above, below)
        return between(value, value)

    def constant(self, node: sp.Expr) -> Range:
        return ranges.add(_HALF_TURN, _HALF_TURN) if node is sp.pi else _exp(ranges.exact(1))

    def sum(self, terms: list[Range]) -> Range:
        total = terms[0]
        for term in terms[1:]:
            total = ranges.add(total, term)
        return total

    def product(self, factors: list[Range]) -> Range:
        total = factors[0]
        for factor in factors[1:]:
            total = ranges.multiply(total, factor)
        return total

    def integer_power(self, base: Range, exponent: int) -> Range:
        if exponent > 0:
            return ranges.integer_power(base, exponent)
        if self.total and base.contains_zero:
            raise UncertainError
        return self._reciprocal(ranges.integer_power(base, -exponent))

    def _reciprocal(self, value: Range) -> Range:
        try:
            return ranges.reciprocal(value)
        except ZeroDivisionError:
            raise OutsideDomainError from None

    def square_root(self, base: Range) -> Range:
        base = self._clipped(base, 0, None)
        low, high = iv.mpi_sqrt((base.low, fzero if base.high == finf else base.high), PRECISION)
        return Range(low, finf if base.high == finf else high, base.low_open, base.high_open)

    def power(self, base: Range, exponent: Range) -> Range:
        """bʸ = e^(y·log b) for b > 0; a zero base with a positive exponent gives zero."""
        base = self._clipped(base, 0, None)
        if base.low == fzero and not base.low_open:
            if self.total and mpf_sign(exponent.low) <= 0:
                raise UncertainError
            positive = base._replace(low_open=True)
            if base.high == fzero:
                if mpf_sign(exponent.high) <= 0:
                    raise OutsideDomainError
                return base
            if mpf_sign(exponent.high) <= 0:
                return self.power(positive, exponent)
            return _exp(ranges.multiply(exponent, _log(positive)))._replace(low=fzero, low_open=False)
        return _exp(ranges.multiply(exponent, _log(base)))

    def extremum(self, values: list[Range], largest: bool) -> Range:
        return ranges.largest(values) if largest else ranges.smallest(values)

    def _piecewise(self, node: sp.Piecewise) -> Range:
        possible = []
        for branch, condition in node.args:
            held = self._may_hold(condition)
            if held is not False:
                possible.append(self.value(branch))
            if held:
                break
        if not possible:
            raise OutsideDomainError
        return ranges.hull(possible)

    def _may_hold(self, condition: Any) -> bool | None:
        """True or False where it is certain, else ``None``."""
        if condition in (sp.true, sp.false):
            return condition is sp.true
        if isinstance(condition, sp.And | sp.Or):
            parts = {self._may_hold(part) for part in condition.args}
            settled = isinstance(condition, sp.Or)  # one true part settles an Or, one false part an And
            return settled if settled in parts else (None if None in parts else not settled)
        if not isinstance(condition, sp.Ge | sp.Gt | sp.Le | sp.Lt):
            raise UncertainError
        left, right = self.value(condition.gts), self.value(condition.lts)
        if mpf_gt(left.low, right.high):
            return True
        return False if mpf_lt(left.high, right.low) else None

    def _clipped(
        self, value: Range, low: int | None, high: int | None, low_open: bool = False, high_open: bool = False
    ) -> Range:
        part = ranges.clipped(value, low, high, low_open, high_open)
        if part is None:
            raise OutsideDomainError
        if self.total and part != value:
            raise UncertainError
        return part

    def _log(self, value: Range) -> Range:
        return _log(self._clipped(value, 0, None, low_open=True))

    def _tan(self, value: Range) -> Range:
        if _wave(value, iv.mpi_cos).contains_zero:
            if self.total:
                raise UncertainError
            return EVERYTHING
        low, high = (_AT_A_POINT.apply(sp.tan, (end, end)) for end in (value.low, value.high))
        return Range(low[0], high[1], value.low_open, value.high_open)


_AT_A_POINT = Intervals({}, PRECISION)


def _between_ends(record: Elementary, value: Range) -> Range:
    """The values of a monotone function, or those of an even one that is monotone for u ≥ 0."""
    interval = record.interval
    if record.parity == 1:
        value, interval = ranges.magnitude(value), _RIGHT_HALF
    ends = [(value.low, value.low_open, interval.low_open), (value.high, value.high_open, interval.high_open)]
    (first, first_open, least_open), (last, last_open, most_open) = ends[:: record.rises]
    least, most = (_limit(limit) for limit in record.limits[:: record.rises])
    low, high = _at(record, interval, first)[0], _at(record, interval, last)[1]
    if mpf_le(low, least[1]):
        low, first_open = least[0], first_open or least_open
    if mpf_le(most[0], high):
        high, last_open = most[1], last_open or most_open
    return Range(low, high, first_open or low == fninf, last_open or high == finf)


_RIGHT_HALF = Interval(low=0, low_open=False)


def _at(record: Elementary, interval: Interval, end: Any) -> Any:
    """An enclosure of the value, or of the limit, at an end."""
    left, right = map(_limit, record.limits)
    if end == (fninf if interval.low is None else from_int(interval.low)):
        return left
    if end == (finf if interval.high is None else from_int(interval.high)):
        return right
    far = _clamped(end)
    low, high = _AT_A_POINT.apply(record.function, (far, far))
    if far == end:
        return low, high
    beyond = right if mpf_lt(far, end) else left
    return (low if mpf_lt(low, beyond[0]) else beyond[0]), (high if mpf_lt(beyond[1], high) else beyond[1])


@cache
def _limit(limit: sp.Expr) -> Any:
    if limit in (sp.oo, -sp.oo):
        return (finf, finf) if limit is sp.oo else (fninf, fninf)
    return _AT_A_POINT.value(limit)


_HALF_TURN = Range(*iv.mpi_div(iv.mpi_pi(PRECISION), (from_int(2), from_int(2)), PRECISION))  # π/2


def _exp(value: Range) -> Range:
    low, high = (_clamped(end) for end in (value.low, value.high))
    bottom = fzero if mpf_lt(value.low, low) else iv.mpi_exp((low, low), PRECISION)[0]
    top = finf if mpf_gt(value.high, high) else iv.mpi_exp((high, high), PRECISION)[1]
    return Range(bottom, top, value.low_open or bottom == fzero, value.high_open or top == finf)


def _clamped(end: Any) -> Any:
    limit = from_int(-(10**5))
    if mpf_lt(end, limit):
        return limit
    return _HUGE if mpf_gt(end, _HUGE) else end


def _log(value: Range) -> Range:
    low = fninf if value.low == fzero else iv.mpi_log((value.low, value.low), PRECISION)[0]
    high = finf if value.high == finf else iv.mpi_log((value.high, value.high), PRECISION)[1]
    return Range(low, high, value.low_open or low == fninf, value.high_open or high == finf)


def _wave(value: Range, function: Callable[..., Any]) -> Range:
    full = Range(from_int(-1), fone)
    if not value.is_finite or mpf_gt(ranges.magnitude(value).high, _HUGE):
        return full
    low, high = function((value.low, value.high), PRECISION)
    return Range(low, high)


def _sign(value: Range) -> Range:
    if value.is_positive:
        return ranges.exact(1)
    if ranges.negative(value).is_positive:
        return ranges.exact(-1)
    return between(0 if value.is_nonnegative else -1, 0 if mpf_sign(value.high) <= 0 else 1)

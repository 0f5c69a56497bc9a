"""The range of an expression over a box of its symbols, by outward-rounded interval arithmetic node by node.

Two ways to treat what may have no value: over the *domain* an expression counts only where it is real (log u restricts
u to u > 0), which is what a statement such as "f″ ≥ 0 wherever f is defined" needs; with ``total`` it must be real on
the whole box, which is what a bound of a remainder needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from mpmath.libmp import (
    finf,
    fninf,
    fone,
    from_int,
    fzero,
    libmpi as iv,
    mpf_cmp,
    mpf_gt,
    mpf_le,
    mpf_lt,
    mpf_sign,
)

from gdtutor.calculus.evaluation import Evaluator, OutsideDomainError, UncertainError
from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.intervals import Intervals
from gdtutor.calculus.proving import range as ranges
from gdtutor.calculus.proving.range import EVERYTHING, PRECISION, Range, between

Box = Mapping[sp.Symbol, Range]
_HUGE = from_int(10**5)  # beyond this an exponential is only said to be large
_ARGUMENT = sp.Dummy("argument")


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
            **{function: _monotone(function, limits) for function, limits in _INCREASING.items()},
            sp.exp: _exp, sp.log: self._log, sp.Abs: ranges.magnitude, sp.sign: _sign,
            sp.sin: lambda u: _wave(u, iv.mpi_sin), sp.cos: lambda u: _wave(u, iv.mpi_cos),
            sp.tan: self._tan, sp.cosh: lambda u: _cosh(ranges.magnitude(u)), sp.coth: self._over(sp.tanh),
            sp.sech: self._over(sp.cosh), sp.csch: self._over(sp.sinh), sp.asin: self._within(sp.asin, -1, 1),
            sp.acos: lambda u: ranges.add(_HALF_TURN, ranges.negative(self.functions[sp.asin](u))),
            sp.acosh: self._within(sp.acosh, 1, None), sp.atanh: self._within(sp.atanh, -1, 1, is_open=True),
        }  # fmt: skip

    def _value(self, node: sp.Expr) -> Range:
        if node.is_Symbol:
            return self.box.get(node, EVERYTHING)
        if node is sp.pi or node is sp.E:
            return self.constant(node)
        found: Range = super()._value(node)
        return found

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

    def _clipped(self, value: Range, low: int | None, high: int | None, is_open: bool = False) -> Range:
        part = ranges.clipped(value, low, high, is_open)
        if part is None:
            raise OutsideDomainError
        if self.total and (mpf_cmp(part.low, value.low) or mpf_cmp(part.high, value.high)):
            raise UncertainError
        return part

    def _log(self, value: Range) -> Range:
        if self.total and value.contains_zero:
            raise UncertainError
        return _log(self._clipped(value, 0, None, is_open=True))

    def _tan(self, value: Range) -> Range:
        if _wave(value, iv.mpi_cos).contains_zero:
            if self.total:
                raise UncertainError
            return EVERYTHING
        return _monotone(sp.tan, (None, None))(value)

    def _over(self, function: type) -> Callable[[Range], Range]:
        def inverted(value: Range) -> Range:
            below: Range = self.functions[function](value)
            if self.total and below.contains_zero:
                raise UncertainError
            return self._reciprocal(below)

        return inverted

    def _within(self, function: type, low: int, high: int | None, is_open: bool = False) -> Callable[[Range], Range]:
        increasing = _monotone(function, (None, None))
        return lambda value: increasing(self._clipped(value, low, high, is_open))


class _AtEnd(Intervals):
    """A function at one binary number."""

    def __init__(self, end: Any) -> None:
        super().__init__({}, PRECISION)
        self.known[_ARGUMENT] = (end, end)


def _at(function: type, end: Any) -> Any:
    return _AtEnd(end).value(function(_ARGUMENT))


Limits = tuple[int | None, int | None]  # what a function tends to on the left and on the right; None for no bound
_INCREASING: dict[type, Limits] = {
    sp.atan: (None, None), sp.asinh: (None, None), sp.sinh: (None, None), sp.erf: (-1, 1), sp.tanh: (-1, 1),
    sigmoid: (0, 1), softplus: (0, None),
}  # fmt: skip


def _monotone(function: type, limits: Limits) -> Callable[[Range], Range]:
    """An increasing function: the range between its values at both ends."""

    def increasing(value: Range) -> Range:
        low = _end(function, value.low, limits)[0]
        high = _end(function, value.high, limits)[1]
        low_open, high_open = value.low_open, value.high_open
        if limits[0] is not None and mpf_le(low, bound := from_int(limits[0])):
            low, low_open = bound, True
        if limits[1] is not None and mpf_le(bound := from_int(limits[1]), high):
            high, high_open = bound, True
        return Range(low, high, low_open or low == fninf, high_open or high == finf)

    return increasing


def _end(function: type, end: Any, limits: Limits) -> Any:
    """An enclosure of the value, or of the limit, at an end."""
    if function is sp.atan and end in (finf, fninf):
        return _HALF_TURN[:2] if end == finf else ranges.negative(_HALF_TURN)[:2]
    if function is sp.atanh and end in (fone, from_int(-1)):
        return (finf, finf) if end == fone else (fninf, fninf)
    if function is sp.asin and end in (fone, from_int(-1)):
        return _HALF_TURN[:2] if end == fone else ranges.negative(_HALF_TURN)[:2]
    if mpf_le(_HUGE, end):
        bound = None if limits[1] is None else from_int(limits[1])
        return (_at(function, _HUGE)[0], finf) if bound is None else (_at(function, _HUGE)[0], bound)
    if mpf_le(end, from_int(-(10**5))):
        bound = None if limits[0] is None else from_int(limits[0])
        return (fninf if bound is None else bound, _at(function, from_int(-(10**5)))[1])
    return _at(function, end)


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


def _cosh(value: Range) -> Range:
    low = _at(sp.cosh, value.low)[0] if value.low != fzero else fone
    high = finf if mpf_gt(value.high, _HUGE) else _at(sp.cosh, value.high)[1]
    return Range(low, high, value.low_open, value.high_open or high == finf)


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

"""Values of an expression at a point: quickly in floating point, and certified as intervals that contain the true value.

Intervals are mpmath's, with every rounding outward; functions that mpmath's intervals lack are enclosed by their
monotony or by an identity. A value outside the domain of real numbers is an ``OutsideDomainError``, never a guess.
"""

from __future__ import annotations

import math
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
    mpf_cmp,
    mpf_erf,
    mpf_sign,
    round_ceiling,
    round_floor,
    to_float,
)
from sympy.core.function import AppliedUndef

from gdtutor.calculus.functions import sigmoid, softplus

Interval = tuple[Any, Any]


class OutsideDomainError(Exception):
    """The expression has no real value at the point."""


class UncertainError(Exception):
    """The value is too large to compute, or the enclosure too wide to tell whether it is real."""


class Evaluator:
    """Common walk over an expression; subclasses say what numbers are. Each distinct part is computed once."""

    def __init__(self, point: Mapping[sp.Symbol, Rational]) -> None:
        self.point = point
        self.known: dict[sp.Expr, Any] = {}

    def value(self, expression: sp.Expr) -> Any:
        known = self.known.get(expression)
        if known is None:
            known = self.known[expression] = self._value(expression)
        return known

    def _value(self, node: sp.Expr) -> Any:
        if node.is_Rational:
            return self.rational(int(node.p), int(node.q))
        if node.is_Symbol:
            exact = self.point[node]
            return self.rational(exact.numerator, exact.denominator)
        if node.is_Add:
            return self.sum([self.value(term) for term in node.args])
        if node.is_Mul:
            return self.product([self.value(factor) for factor in node.args])
        if node.is_Pow:
            return self._power(*node.args)
        if node in (sp.E, sp.pi):
            return self.constant(node)
        if isinstance(node, sp.Max | sp.Min):
            return self.extremum([self.value(part) for part in node.args], isinstance(node, sp.Max))
        if isinstance(node, sp.Piecewise):
            return self._piecewise(node)
        if isinstance(node, AppliedUndef | sp.Derivative | sp.Subs):
            return self._undefined(node)
        form = IDENTITIES.get(type(node))
        if form is not None and type(node) not in self.functions:
            return self.value(form(*node.args))
        if type(node) not in self.functions:
            raise UncertainError(type(node).__name__)
        return self.functions[type(node)](self.value(node.args[0]))

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Any:
        value = self.value(base)
        if exponent.is_Integer:
            return self.integer_power(value, int(exponent))
        if exponent is sp.S.Half:
            return self.square_root(value)
        return self.power(value, self.value(exponent))

    def _piecewise(self, node: sp.Piecewise) -> Any:
        for branch, condition in node.args:
            if self._holds(condition):
                return self.value(branch)
        raise OutsideDomainError

    def _holds(self, condition: Any) -> bool:
        if condition in (sp.true, sp.false):
            return condition is sp.true
        if isinstance(condition, sp.And):
            return all([self._holds(part) for part in condition.args])
        if isinstance(condition, sp.Or):
            return any([self._holds(part) for part in condition.args])
        if isinstance(condition, sp.Ge | sp.Gt | sp.Le | sp.Lt):
            return self.greater(self.value(condition.gts), self.value(condition.lts))
        raise UncertainError

    def _undefined(self, node: sp.Expr) -> Any:
        """An undefined function stands for a sum of exponentials, so that what differs for it differs for some f."""
        if isinstance(node, sp.Subs):
            at = dict(zip(node.variables, node.point, strict=True))
            return self._instance(node.expr, at)
        return self._instance(node, {})

    def _instance(self, node: sp.Expr, at: Mapping[sp.Expr, sp.Expr]) -> Any:
        orders = dict(node.variable_count) if isinstance(node, sp.Derivative) else {}
        applied = node.expr if isinstance(node, sp.Derivative) else node
        if not isinstance(applied, AppliedUndef):
            raise UncertainError
        seed = sum(map(ord, str(applied.func)))
        terms = []
        for term in range(2):
            rates = [sp.Rational(3 + (seed + 5 * term + 2 * place) % 7, 5 + term) for place in range(len(applied.args))]
            factor = sp.Integer(1)
            for rate, argument in zip(rates, applied.args, strict=True):
                factor *= rate ** orders.get(argument, 0)
            inner = sp.Add(*(r * at.get(a, a) for r, a in zip(rates, applied.args, strict=True)))
            terms.append(factor * sp.exp(inner) * (term + 1))
        return self.value(sp.Add(*terms))

    functions: Mapping[type, Callable[[Any], Any]] = {}
    rational: Callable[[int, int], Any]
    constant: Callable[[sp.Expr], Any]
    sum: Callable[[list[Any]], Any]
    product: Callable[[list[Any]], Any]
    integer_power: Callable[[Any, int], Any]
    square_root: Callable[[Any], Any]
    power: Callable[[Any, Any], Any]
    extremum: Callable[[list[Any], bool], Any]
    greater: Callable[[Any, Any], bool]


IDENTITIES: dict[type, Callable[..., sp.Expr]] = {
    sp.sec: lambda u: 1 / sp.cos(u),
    sp.csc: lambda u: 1 / sp.sin(u),
    sp.cot: lambda u: sp.cos(u) / sp.sin(u),
    sp.tan: lambda u: sp.sin(u) / sp.cos(u),
    sp.acot: lambda u: sp.atan(1 / u),
    sp.asec: lambda u: sp.acos(1 / u),
    sp.acsc: lambda u: sp.asin(1 / u),
    sp.sinh: lambda u: (sp.exp(u) - sp.exp(-u)) / 2,
    sp.cosh: lambda u: (sp.exp(u) + sp.exp(-u)) / 2,
    sp.tanh: lambda u: 1 - 2 / (sp.exp(2 * u) + 1),
    sp.coth: lambda u: 1 + 2 / (sp.exp(2 * u) - 1),
    sp.sech: lambda u: 2 / (sp.exp(u) + sp.exp(-u)),
    sp.csch: lambda u: 2 / (sp.exp(u) - sp.exp(-u)),
    sp.asin: lambda u: sp.atan(u / sp.sqrt(1 - u**2)),
    sp.acos: lambda u: sp.pi / 2 - sp.atan(u / sp.sqrt(1 - u**2)),
    sp.asinh: lambda u: sp.log(u + sp.sqrt(u**2 + 1)),
    sp.acosh: lambda u: sp.log(u + sp.sqrt(u - 1) * sp.sqrt(u + 1)),
    sp.atanh: lambda u: sp.log((1 + u) / (1 - u)) / 2,
    sp.acoth: lambda u: sp.log((u + 1) / (u - 1)) / 2,
    sp.asech: lambda u: sp.log(1 / u + sp.sqrt(1 / u - 1) * sp.sqrt(1 / u + 1)),
    sp.acsch: lambda u: sp.log(1 / u + sp.sqrt(1 / u**2 + 1)),
    sigmoid: lambda u: 1 / (1 + sp.exp(-u)),
    softplus: lambda u: sp.log(1 + sp.exp(u)),
}


def _real(function: Callable[[float], float]) -> Callable[[float], float]:
    def guarded(u: float) -> float:
        try:
            return function(u)
        except ValueError:
            raise OutsideDomainError from None
        except OverflowError:
            raise UncertainError from None

    return guarded


def _reciprocal(u: float) -> float:
    if u == 0:
        raise OutsideDomainError
    return 1 / u


class Floats(Evaluator):
    """Values in double precision: quick, and only ever used to choose where to look."""

    functions = {
        sp.exp: _real(math.exp), sp.log: _real(math.log), sp.sin: math.sin, sp.cos: math.cos, sp.tan: math.tan,
        sp.asin: _real(math.asin), sp.acos: _real(math.acos), sp.atan: math.atan, sp.sinh: _real(math.sinh),
        sp.cosh: _real(math.cosh), sp.tanh: math.tanh, sp.asinh: math.asinh, sp.acosh: _real(math.acosh),
        sp.atanh: _real(math.atanh), sp.erf: math.erf, sp.Abs: abs, sp.sign: lambda u: (u > 0) - (u < 0),
    }  # fmt: skip

    def rational(self, above: int, below: int) -> float:
        try:
            return above / below
        except OverflowError:
            raise UncertainError from None

    def constant(self, node: sp.Expr) -> float:
        return math.e if node is sp.E else math.pi

    def sum(self, terms: list[float]) -> float:
        return math.fsum(terms)

    def product(self, factors: list[float]) -> float:
        return math.prod(factors)

    def integer_power(self, base: float, exponent: int) -> float:
        if base == 0 and exponent < 0:
            raise OutsideDomainError
        return _real(lambda u: u**exponent)(base)

    def square_root(self, base: float) -> float:
        return _real(math.sqrt)(base)

    def power(self, base: float, exponent: float) -> float:
        if base < 0 or (base == 0 and exponent <= 0):
            raise OutsideDomainError
        return _real(lambda u: u**exponent)(base)

    def extremum(self, values: list[float], largest: bool) -> float:
        return max(values) if largest else min(values)

    def greater(self, left: float, right: float) -> bool:
        return left > right


class Intervals(Evaluator):
    """Certified values: pairs of mpmath floats that enclose the true value, at ``precision`` bits."""

    def __init__(self, point: Mapping[sp.Symbol, Rational], precision: int) -> None:
        super().__init__(point)
        self.precision = precision
        self.functions = {
            sp.exp: self._exp, sp.log: self._log, sp.sin: self._trigonometric(iv.mpi_sin),
            sp.cos: self._trigonometric(iv.mpi_cos), sp.atan: lambda u: iv.mpi_atan(u, precision),
            sp.erf: self._erf, sp.Abs: lambda u: iv.mpi_abs(u, precision), sp.sign: self._sign,
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
        return self._exp(iv.mpi_mul(self._log(base), exponent, self.precision))

    def extremum(self, values: list[Interval], largest: bool) -> Interval:
        best = values[0]
        for value in values[1:]:
            best = value if self.greater(value, best) == largest else best
        return best

    def greater(self, left: Interval, right: Interval) -> bool:
        if mpf_cmp(left[0], right[1]) > 0:
            return True
        if mpf_cmp(left[1], right[0]) < 0:
            return False
        raise UncertainError

    def _nonzero(self, value: Interval) -> None:
        if mpf_sign(value[0]) <= 0 <= mpf_sign(value[1]):
            raise OutsideDomainError if value == (fzero, fzero) else UncertainError

    def _at_least_zero(self, value: Interval) -> None:
        if mpf_sign(value[1]) < 0:
            raise OutsideDomainError
        if mpf_sign(value[0]) < 0:
            raise UncertainError

    def _exp(self, value: Interval) -> Interval:
        if max(abs(to_float(value[0])), abs(to_float(value[1]))) > 1e7:
            raise UncertainError
        return iv.mpi_exp(value, self.precision)

    def _log(self, value: Interval) -> Interval:
        self._at_least_zero(value)
        if mpf_sign(value[0]) == 0:
            raise OutsideDomainError if value == (fzero, fzero) else UncertainError
        return iv.mpi_log(value, self.precision)

    def _trigonometric(self, function: Callable[..., Interval]) -> Callable[[Interval], Interval]:
        def guarded(value: Interval) -> Interval:
            if mpf_cmp(mpf_abs(value[0]), from_int(10**40)) > 0 or value[1] in (finf, fninf):
                raise UncertainError
            return function(value, self.precision)

        return guarded

    def _erf(self, value: Interval) -> Interval:
        return mpf_erf(value[0], self.precision, round_floor), mpf_erf(value[1], self.precision, round_ceiling)

    def _sign(self, value: Interval) -> Interval:
        if value == (fzero, fzero):
            return value
        self._nonzero(value)
        sign = from_int(mpf_sign(value[0]))
        return sign, sign


def differ(left: Interval, right: Interval) -> bool:
    """Whether the enclosures have no point in common: a proof that the values differ."""
    return mpf_cmp(left[0], right[1]) > 0 or mpf_cmp(left[1], right[0]) < 0

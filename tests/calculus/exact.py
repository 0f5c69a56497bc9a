"""Real values to 50 digits by mpmath alone: an oracle that knows nothing of the package's own evaluation."""

from collections.abc import Mapping

import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.functions import sigmoid, softplus


class NotReal(Exception):  # noqa: N818 - it is a value that is none, not a fault
    """The expression has no real value at the point."""


class TooLarge(NotReal):
    """The value is real, but too large for the oracle to look at."""


def _within(function, low, high):
    def guarded(u):
        if not low <= u <= high:
            raise NotReal
        return function(u)

    return guarded


def _of_inverse(function):
    return lambda u: function(1 / u)


def _exponential(function):
    def guarded(u):
        if abs(u) > 1e4:
            raise TooLarge
        return function(u)

    return guarded


def _logarithm(u):
    if u <= 0:
        raise NotReal
    return mpmath.log(u)


ASIN, ACOS = _within(mpmath.asin, -1, 1), _within(mpmath.acos, -1, 1)
ACOSH, ATANH = _within(mpmath.acosh, 1, mpmath.inf), _within(mpmath.atanh, -1, 1)
FUNCTIONS = {getattr(sp, name): getattr(mpmath, name) for name in (
    "sin cos tan cot sec csc atan tanh coth sech csch asinh erf erfc sign"
).split()} | {
    sp.exp: _exponential(mpmath.exp), sp.sinh: _exponential(mpmath.sinh), sp.cosh: _exponential(mpmath.cosh),
    sp.log: _logarithm, sp.asin: ASIN, sp.acos: ACOS, sp.acosh: ACOSH, sp.atanh: ATANH,
    sp.Abs: abs,
    sp.acot: _of_inverse(mpmath.atan), sp.asec: _of_inverse(ACOS), sp.acsc: _of_inverse(ASIN),
    sp.asech: _of_inverse(ACOSH), sp.acoth: _of_inverse(ATANH), sp.acsch: _of_inverse(mpmath.asinh),
    sigmoid: lambda u: 1 / (1 + mpmath.exp(-u)), softplus: lambda u: mpmath.log(1 + mpmath.exp(u)),
}  # fmt: skip


def value_at(expression: sp.Expr, point: Mapping[sp.Symbol, sp.Rational], digits: int = 50) -> mpmath.mpf:
    """The value at a point; raises NotReal where a part of the expression is not real or divides by zero."""
    with mpmath.workdps(digits + 10):
        exact = {symbol: mpmath.mpf(int(sp.numer(at))) / int(sp.denom(at)) for symbol, at in point.items()}
        try:
            value = _value(expression, exact)
        except ZeroDivisionError:
            raise NotReal from None
        if not mpmath.isfinite(value):
            raise NotReal
        return value


def _value(node, point):
    if node.is_Rational:
        return mpmath.mpf(int(node.p)) / int(node.q)
    if node.is_Symbol:
        return point[node]
    if node in (sp.pi, sp.E):
        return +mpmath.pi if node is sp.pi else mpmath.e + 0
    if isinstance(node, sp.Piecewise):
        return next(_value(branch, point) for branch, condition in node.args if _holds(condition, point))
    if node.is_Pow:
        return _power(node, point)
    values = [_value(argument, point) for argument in node.args]
    if node.is_Add or node.is_Mul:
        return mpmath.fsum(values) if node.is_Add else mpmath.fprod(values)
    if isinstance(node, sp.Max | sp.Min):
        return max(values) if isinstance(node, sp.Max) else min(values)
    if isinstance(node, AppliedUndef):  # one function among many, without special values
        start = sum(map(ord, str(node.func)))
        return mpmath.sin(start + sum(k * v for k, v in enumerate(values, start=2))) + mpmath.exp(sum(values) / 7)
    return FUNCTIONS[type(node)](*values)


def _power(node, point):
    base, exponent = _value(node.base, point), _value(node.exp, point)
    if node.exp.is_Integer:
        return base ** int(node.exp)
    if base < 0 or (base == 0 and exponent <= 0):
        raise NotReal
    return _exponential(mpmath.exp)(exponent * mpmath.log(base)) if base else base


def _holds(condition, point):
    if condition in (sp.true, sp.false):
        return condition is sp.true
    if isinstance(condition, sp.And | sp.Or):
        return (all if isinstance(condition, sp.And) else any)([_holds(part, point) for part in condition.args])
    left, right = _value(condition.lhs, point), _value(condition.rhs, point)
    relations = {sp.Gt: left > right, sp.Ge: left >= right, sp.Lt: left < right, sp.Le: left <= right}
    return relations[type(condition)]

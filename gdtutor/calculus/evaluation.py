"""Values of an expression at a point: a walk that leaves open what numbers are, and doubles as one kind of number.

A value outside the domain of real numbers is an ``OutsideDomainError``, never a guess.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction as Rational
from types import MappingProxyType
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.functions import FUNCTIONS
from gdtutor.calculus.identities import by_identity, has_identity

Point = dict[sp.Symbol, Rational]
# a corner of |u| is none of its values: it shows in the slope, as the sign of u
_BORDERS = {record.function: record.boundary for record in FUNCTIONS if record.function is not sp.Abs}


class OutsideDomainError(Interruption):
    """The expression has no real value at the point."""


class UncertainError(Interruption):
    """The value is too large to compute, or the enclosure too wide to tell whether it is real."""


class Evaluator:
    """Common walk over an expression; subclasses say what numbers are. Each distinct part is computed once.

    Attributes:
        borders: comparisons between equal numbers, signs of zero, roots of zero and arcs of an end of their domain that
            were met. Where one is so at a single point, the function may have a corner, a jump or such an end there.
    """

    functions: Mapping[type, Callable[[Any], Any]]

    def __init__(self, point: Mapping[sp.Symbol, Rational]) -> None:
        self.point = point
        self.known: dict[sp.Expr, Any] = {}
        self.borders: set[sp.Basic] = set()

    def value(self, expression: sp.Expr) -> Any:
        known = self.known.get(expression)
        if known is None:
            known = self.known[expression] = self._value(expression)
        return known

    def _value(self, node: sp.Expr) -> Any:
        if node.is_Rational:
            return self.rational(int(node.p), int(node.q))
        if node.is_Symbol:
            return self._fraction(self.point[node])
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
        if len(node.args) != 1:  # an infinity, the imaginary unit
            raise UncertainError(type(node).__name__)
        value = self.value(node.args[0])
        if any(self._is(value, border) for border in _BORDERS.get(type(node), ())):
            self.borders.add(node)
        return self.apply(type(node), value)

    def apply(self, function: type, value: Any) -> Any:
        """A function of a value, by itself or by an identity."""
        if function in self.functions:
            return self.functions[function](value)
        if has_identity(function):
            return by_identity(self, function, value)
        raise UncertainError(function.__name__)

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Any:
        value = self.value(base)
        if exponent.is_Integer:
            return self.integer_power(value, int(exponent))
        if self.is_zero(value):
            self.borders.add(sp.Pow(base, exponent, evaluate=False))
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
        if isinstance(condition, sp.Not):
            return not self._holds(condition.args[0])
        if isinstance(condition, sp.Eq | sp.Ne):
            same = self._side(condition, condition.lhs, condition.rhs) == 0
            return same == isinstance(condition, sp.Eq)
        if isinstance(condition, sp.Ge | sp.Gt | sp.Le | sp.Lt):
            side = self._side(condition, condition.gts, condition.lts)
            return side > 0 or (side == 0 and isinstance(condition, sp.Ge | sp.Le))
        raise UncertainError

    def _side(self, condition: sp.Basic, left: sp.Expr, right: sp.Expr) -> int:
        side = self.compare(self.value(left), self.value(right))
        if side == 0:
            self.borders.add(condition)
        return side

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
        seed = sum(place * ord(sign) for place, sign in enumerate(str(applied.func), start=1))
        arguments = [self.value(at.get(argument, argument)) for argument in applied.args]
        terms = []
        for term in range(2):
            rates = [Rational(30 + (seed + 5 * term + 2 * place) % 71, 50 + term) for place in range(len(arguments))]
            raised = [rate ** int(orders.get(a, 0)) for rate, a in zip(rates, applied.args, strict=True)]
            factor = math.prod(raised, start=Rational(term + 1))
            inner = [self.product([self._fraction(r), a]) for r, a in zip(rates, arguments, strict=True)]
            terms.append(self.product([self._fraction(factor), self.functions[sp.exp](self.sum(inner))]))
        return self.sum(terms)

    def _is(self, value: Any, number: int) -> bool:
        return self.is_zero(self.sum([value, self.rational(-number, 1)]) if number else value)

    def is_zero(self, value: Any) -> bool:
        """Whether a number is certainly 0."""
        return bool(value == 0)

    def _fraction(self, value: Rational) -> Any:
        return self.rational(value.numerator, value.denominator)

    rational: Callable[[int, int], Any]
    constant: Callable[[sp.Expr], Any]
    sum: Callable[[list[Any]], Any]
    product: Callable[[list[Any]], Any]
    integer_power: Callable[[Any, int], Any]
    square_root: Callable[[Any], Any]
    power: Callable[[Any, Any], Any]
    extremum: Callable[[list[Any], bool], Any]
    compare: Callable[[Any, Any], int]  # +1, 0 or −1


def _real(function: Callable[[float], float]) -> Callable[[float], float]:
    def guarded(u: float) -> float:
        try:
            return function(u)
        except (ValueError, ZeroDivisionError):
            raise OutsideDomainError from None
        except OverflowError:
            raise UncertainError from None

    return guarded


class Floats(Evaluator):
    """Values in double precision: quick, and only ever used to choose where to look."""

    functions = MappingProxyType({record.function: _real(record.floating) for record in FUNCTIONS})

    def _value(self, node: sp.Expr) -> float:
        value: float = super()._value(node)
        if not math.isfinite(value):
            raise UncertainError
        return value

    def rational(self, above: int, below: int) -> float:
        try:
            return above / below
        except OverflowError:
            raise UncertainError from None

    def constant(self, node: sp.Expr) -> float:
        return math.e if node is sp.E else math.pi

    def sum(self, terms: list[float]) -> float:
        try:
            return math.fsum(terms)
        except (OverflowError, ValueError):  # too large, or ∞ − ∞
            raise UncertainError from None

    def product(self, factors: list[float]) -> float:
        return math.prod(factors)

    def integer_power(self, base: float, exponent: int) -> float:
        if base == 0 and exponent < 0:
            raise OutsideDomainError
        return _real(lambda u: u**exponent)(base)

    def square_root(self, base: float) -> float:
        return _real(math.sqrt)(base)

    def power(self, base: float, exponent: float) -> float:
        if base < 0 or (base == 0 and exponent < 0):
            raise OutsideDomainError
        return _real(lambda u: u**exponent)(base)

    def extremum(self, values: list[float], largest: bool) -> float:
        return max(values) if largest else min(values)

    def compare(self, left: float, right: float) -> int:
        return (left > right) - (left < right)

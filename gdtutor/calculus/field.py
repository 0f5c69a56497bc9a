"""The field in which equality is decided: fractions of polynomials in generators with algebraic relations.

A generator is a symbol or a transcendental kernel (exp of a basis argument, log of a unit, tan of a half angle), or a
root r with a relation rⁿ = p. A fraction keeps its denominator as a product of registered factors, so that sums of
quotients need no greatest common divisor: to see whether a fraction is zero one looks at its numerator alone.
"""

from __future__ import annotations

from fractions import Fraction as Rational
from math import gcd
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus import polynomial as poly
from gdtutor.calculus.polynomial import ONE, Budget, Poly


class Fraction(NamedTuple):
    """``numerator / (divisor · Π factors[k]**exponent)`` with ``below`` the sorted pairs (k, exponent)."""

    numerator: Poly
    divisor: int
    below: tuple[tuple[int, int], ...]


class Generator(NamedTuple):
    """A generator: what it stands for as a SymPy expression, and its kind (symbol, exp, log, angle, root, opaque)."""

    kind: str
    expression: sp.Expr


ZERO = Fraction({}, 1, ())


class Field:
    """Generators, their relations, and the arithmetic of fractions in them."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.generators: list[Generator] = []
        self.relations: dict[int, tuple[int, Poly]] = {}
        self.factors: list[Poly] = []
        self._factor_place: dict[frozenset[tuple[int, int]], int] = {}

    def new_generator(self, kind: str, expression: sp.Expr) -> int:
        self.generators.append(Generator(kind, expression))
        return len(self.generators) - 1

    # --- polynomials modulo the relations ---------------------------------------------------------------------------

    def times(self, left: Poly, right: Poly) -> Poly:
        """The product, with every root's power below its degree."""
        product = poly.multiply(left, right, self.budget)
        return self.reduced(product) if self.relations else product

    def reduced(self, value: Poly) -> Poly:
        for root in sorted(self.relations, reverse=True):
            degree, replacement = self.relations[root]
            high = [packed for packed in value if poly.exponent_of(packed, root) >= degree]
            while high:
                value = self._replace(value, high, root, degree, replacement)
                high = [packed for packed in value if poly.exponent_of(packed, root) >= degree]
        return value

    def _replace(self, value: Poly, high: list[int], root: int, degree: int, replacement: Poly) -> Poly:
        lower = dict(value)
        for packed in high:
            times = poly.exponent_of(packed, root) // degree
            remaining = packed - poly.monomial(root, times * degree)
            coefficient = lower.pop(packed)
            power = self.power_of(replacement, times)
            lower = poly.add(lower, poly.multiply({remaining: coefficient}, power, self.budget))
        return lower

    def power_of(self, value: Poly, exponent: int) -> Poly:
        """A non-negative integer power."""
        if len(value) == 1:
            ((packed, coefficient),) = value.items()
            if exponent * max((e for _, e in poly.exponents(packed)), default=0) > 1_000_000:
                raise poly.OutOfBudgetError
            if exponent * abs(coefficient).bit_length() > 200_000:
                raise poly.OutOfBudgetError
            power = {packed * exponent: coefficient**exponent}
            return self.reduced(power) if self.relations else power
        result, square = ONE, value
        while exponent:
            if exponent & 1:
                result = self.times(result, square)
            exponent >>= 1
            if exponent:
                square = self.times(square, square)
        return result

    # --- fractions --------------------------------------------------------------------------------------------------

    def constant(self, value: Rational | int) -> Fraction:
        value = Rational(value)
        return Fraction({0: value.numerator} if value else {}, value.denominator, ())

    def of_poly(self, value: Poly) -> Fraction:
        return Fraction(value, 1, ())

    def of_generator(self, generator: int, exponent: int = 1) -> Fraction:
        """A power of a generator; the exponent may be negative."""
        value = self.reduced({poly.monomial(generator, abs(exponent)): 1})
        return self.of_poly(value) if exponent >= 0 else self.inverse(self.of_poly(value))

    def factor(self, value: Poly) -> int:
        """The place of a primitive polynomial among the registered factors."""
        key = frozenset(value.items())
        if key not in self._factor_place:
            self._factor_place[key] = len(self.factors)
            self.factors.append(value)
        return self._factor_place[key]

    def add(self, left: Fraction, right: Fraction) -> Fraction:
        if not left.numerator or not right.numerator:
            return left if left.numerator else right
        if left.below == right.below:
            below, above_left, above_right = left.below, left.numerator, right.numerator
        else:
            below, above_left, above_right = self._common(left, right)
        shared = gcd(left.divisor, right.divisor)
        total = poly.add(
            poly.scale(above_left, right.divisor // shared), poly.scale(above_right, left.divisor // shared)
        )
        return self._tidy(total, left.divisor // shared * right.divisor, below)

    def _common(self, left: Fraction, right: Fraction) -> tuple[tuple[tuple[int, int], ...], Poly, Poly]:
        """The least common denominator, and both numerators brought to it."""
        one, other = dict(left.below), dict(right.below)
        both = {place: max(one.get(place, 0), other.get(place, 0)) for place in {*one, *other}}
        above_left, above_right = left.numerator, right.numerator
        for place, exponent in both.items():
            if missing := exponent - one.get(place, 0):
                above_left = self.times(above_left, self.power_of(self.factors[place], missing))
            if missing := exponent - other.get(place, 0):
                above_right = self.times(above_right, self.power_of(self.factors[place], missing))
        return tuple(sorted(both.items())), above_left, above_right

    def _tidy(self, numerator: Poly, divisor: int, below: tuple[tuple[int, int], ...]) -> Fraction:
        if not numerator:
            return ZERO
        if divisor != 1 and (shared := gcd(divisor, poly.content(numerator))) > 1:
            numerator, divisor = poly.divide_content(numerator, shared), divisor // shared
        return Fraction(numerator, divisor, below)

    def multiply(self, left: Fraction, right: Fraction) -> Fraction:
        if not left.numerator or not right.numerator:
            return ZERO
        below = dict(left.below)
        for place, exponent in right.below:
            below[place] = below.get(place, 0) + exponent
        numerator = self.times(left.numerator, right.numerator)
        numerator, below = self._cancel(numerator, below)
        return self._tidy(numerator, left.divisor * right.divisor, tuple(sorted(below.items())))

    def _cancel(self, numerator: Poly, below: dict[int, int]) -> tuple[Poly, dict[int, int]]:
        """Cancel whole factors: powers of one generator, and a factor equal to the numerator."""
        for place in list(below):
            factor = self.factors[place]
            if not numerator:
                break
            if len(factor) == 1:
                ((packed, _),) = factor.items()
                ((generator, _),) = poly.exponents(packed)
                exponent = min(poly.exponent_of(key, generator) for key in numerator)
                exponent = min(exponent, below[place])
                numerator = poly.divide_content(numerator, 1, poly.monomial(generator, exponent))
            else:
                exponent = int(numerator == factor)
                numerator = ONE if exponent else numerator
            below[place] -= exponent
            if not below[place]:
                del below[place]
        return numerator, below

    def negative(self, value: Fraction) -> Fraction:
        return Fraction(poly.scale(value.numerator, -1), value.divisor, value.below)

    def inverse(self, value: Fraction) -> Fraction:
        """One over a fraction that is not zero; raises ZeroDivisionError where it is."""
        if not value.numerator:
            raise ZeroDivisionError
        above: Poly = {0: value.divisor}
        for place, exponent in value.below:
            above = self.times(above, self.power_of(self.factors[place], exponent))
        divisor, generators, primitive = self.parts(value.numerator)
        below = [(self.factor({poly.monomial(generator): 1}), exponent) for generator, exponent in generators]
        if primitive != ONE:
            below.append((self.factor(primitive), 1))
        if divisor < 0:
            above, divisor = poly.scale(above, -1), -divisor
        numerator, left = self._cancel(above, dict(below))
        return self._tidy(numerator, divisor, tuple(sorted(left.items())))

    def parts(self, value: Poly) -> tuple[int, list[tuple[int, int]], Poly]:
        """Content, generators with exponents, and the primitive rest of a polynomial that is not zero."""
        divisor = poly.content(value)
        packed = poly.common_monomial(value)
        return divisor, poly.exponents(packed), poly.divide_content(value, divisor, packed)

    def power(self, base: Fraction, exponent: int) -> Fraction:
        """An integer power."""
        if exponent < 0:
            base, exponent = self.inverse(base), -exponent
        below = tuple((place, power * exponent) for place, power in base.below)
        if exponent * base.divisor.bit_length() > 200_000:
            raise poly.OutOfBudgetError
        numerator, left = self._cancel(self.power_of(base.numerator, exponent), dict(below))
        return self._tidy(numerator, base.divisor**exponent, tuple(sorted(left.items())))

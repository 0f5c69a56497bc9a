"""The field in which equality is decided: fractions of polynomials in generators with algebraic relations.

A generator is a symbol or a transcendental kernel (exp of a basis argument, log of a unit, tan of a half angle), a
root r with the relation rⁿ = |u|, or the sign s of a unit with s² = 1. A fraction keeps its denominator as a product of
factors, so that sums of quotients need no greatest common divisor: whether it is zero is seen from its numerator alone.
"""

from __future__ import annotations

from fractions import Fraction as Rational
from functools import reduce
from math import gcd
from operator import or_
from typing import NamedTuple

from gdtutor.calculus.budget import Budget, Interruption, OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.polynomial import ONE, Poly
from gdtutor.calculus.equality.kernel.tables import Tables

_MAX_POWER_BITS = 200_000
Below = tuple[tuple[int, int], ...]


class UndefinedError(Interruption):
    """In the case at hand the expression is not real: a denominator is zero, or a sign is not what it has to be."""


class Fraction(NamedTuple):
    """``numerator / (divisor · Π factors[k]**exponent)`` with ``below`` the sorted pairs (k, exponent)."""

    numerator: Poly
    divisor: int
    below: Below

    @property
    def is_zero(self) -> bool:
        """Whether the numerator has no term."""
        return not self.numerator


class Relation(NamedTuple):
    """``generator**degree = replacement``."""

    degree: int
    replacement: Poly


ZERO = Fraction({}, 1, ())


class Field:
    """The relations that hold in one case, and the arithmetic of fractions modulo them."""

    def __init__(self, tables: Tables, budget: Budget) -> None:
        self.tables = tables
        self.budget = budget
        self.relations: dict[int, Relation] = {}
        self._related = 0  # the bits of the generators that have a relation

    # --- polynomials modulo the relations ---------------------------------------------------------------------------

    def times(self, left: Poly, right: Poly) -> Poly:
        """The product, with every root's power below its degree."""
        return self.reduced(poly.multiply(left, right, self.budget))

    def reduced(self, value: Poly) -> Poly:
        """The polynomial with every power that a relation replaces replaced."""
        while self.relations:
            occurring = reduce(or_, value, 0)
            if not occurring & self._related:
                break
            due = [g for g, r in self.relations.items() if poly.exponent_of(occurring, g) >= r.degree]
            due = [g for g in due if any(poly.exponent_of(key, g) >= self.relations[g].degree for key in value)]
            if not due:
                break
            value = self._replaced(value, max(due))
        return value

    def relate(self, generator: int, relation: Relation) -> None:
        """Let a relation of a generator hold from now on, in place of one that held before."""
        self.relations[generator] = relation
        self._related |= poly.all_exponents(generator)

    def _replaced(self, value: Poly, generator: int) -> Poly:
        """Every power of one generator brought below its degree."""
        degree, replacement = self.relations[generator]
        total: Poly = {}
        for packed, coefficient in value.items():
            times = poly.exponent_of(packed, generator) // degree
            if not times:
                total[packed] = total.get(packed, 0) + coefficient
                continue
            rest = packed - poly.monomial(generator, times * degree)
            power = self.power_of(replacement, times)
            self.budget.spend(len(power))
            for other, factor in power.items():
                total[rest + other] = total.get(rest + other, 0) + coefficient * factor
        return poly.checked({packed: coefficient for packed, coefficient in total.items() if coefficient})

    def power_of(self, value: Poly, exponent: int) -> Poly:
        """A non-negative integer power."""
        if len(value) == 1:
            ((packed, coefficient),) = value.items()
            if exponent * abs(coefficient).bit_length() > _MAX_POWER_BITS:
                raise OutOfBudgetError
            raised = sum(poly.monomial(g, e * exponent) for g, e in poly.exponents(packed))
            return self.reduced({raised: coefficient**exponent})
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
        """A rational number."""
        return Fraction({0: value.numerator} if value else {}, value.denominator, ())

    def of_poly(self, value: Poly) -> Fraction:
        """A polynomial over 1."""
        return Fraction(value, 1, ())

    def of_generator(self, generator: int, exponent: int = 1) -> Fraction:
        """A power of a generator; the exponent may be negative."""
        value = self.reduced({poly.monomial(generator, abs(exponent)): 1})
        return self.of_poly(value) if exponent >= 0 else self.inverse(self.of_poly(value))

    def add(self, left: Fraction, right: Fraction) -> Fraction:
        """The sum."""
        if not left.numerator or not right.numerator:
            return left if left.numerator else right
        if left.below == right.below:
            below, above_left, above_right = left.below, left.numerator, right.numerator
        else:
            below, above_left, above_right = self._common(left, right)
        shared = gcd(left.divisor, right.divisor)
        one = poly.scale(above_left, right.divisor // shared)
        total = poly.add(one, poly.scale(above_right, left.divisor // shared))
        self.budget.spend(len(total))
        return self._tidy(total, left.divisor // shared * right.divisor, below)

    def settled(self, value: Fraction) -> Fraction:
        """The fraction with every relation applied that has come up since it was made."""
        numerator = self.reduced(value.numerator)
        return value if numerator is value.numerator else self._tidy(numerator, value.divisor, value.below)

    def subtract(self, left: Fraction, right: Fraction) -> Fraction:
        """The difference."""
        return self.add(left, self.negative(right))

    def _common(self, left: Fraction, right: Fraction) -> tuple[Below, Poly, Poly]:
        """The least common denominator, and both numerators brought to it."""
        one, other = dict(left.below), dict(right.below)
        both = {place: max(one.get(place, 0), other.get(place, 0)) for place in {*one, *other}}
        above_left, above_right = left.numerator, right.numerator
        for place, exponent in both.items():
            if missing := exponent - one.get(place, 0):
                above_left = self.times(above_left, self.power_of(self.tables.factors[place], missing))
            if missing := exponent - other.get(place, 0):
                above_right = self.times(above_right, self.power_of(self.tables.factors[place], missing))
        return tuple(sorted(both.items())), above_left, above_right

    def _tidy(self, numerator: Poly, divisor: int, below: Below) -> Fraction:
        if not numerator:
            return ZERO
        if divisor != 1 and (shared := gcd(divisor, poly.content(numerator))) > 1:
            numerator, divisor = poly.divide_content(numerator, shared), divisor // shared
        return Fraction(numerator, divisor, below)

    def multiply(self, left: Fraction, right: Fraction) -> Fraction:
        """The product."""
        if not left.numerator or not right.numerator:
            return ZERO
        numerator = self.times(left.numerator, right.numerator)
        if not left.below and not right.below:
            return self._tidy(numerator, left.divisor * right.divisor, ())
        below = dict(left.below)
        for place, exponent in right.below:
            below[place] = below.get(place, 0) + exponent
        numerator, below = self._cancel(numerator, below)
        return self._tidy(numerator, left.divisor * right.divisor, tuple(sorted(below.items())))

    def _cancel(self, numerator: Poly, below: dict[int, int]) -> tuple[Poly, dict[int, int]]:
        """Cancel whole factors: powers of one generator, and a factor equal to the numerator."""
        for place in list(below):
            factor = self.tables.factors[place]
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
        """The fraction with the other sign."""
        return Fraction(poly.scale(value.numerator, -1), value.divisor, value.below)

    def inverse(self, value: Fraction) -> Fraction:
        """One over a fraction whose numerator holds no sign but as a factor.

        Raises:
            UndefinedError: where it is zero.
        """
        if not value.numerator:
            raise UndefinedError
        above: Poly = {0: value.divisor}
        for place, exponent in value.below:
            above = self.times(above, self.power_of(self.tables.factors[place], exponent))
        divisor, generators, primitive = self.parts(value.numerator)
        signs = {g: 1 for g, exponent in generators if self.tables.generators[g].kind == "sign" and exponent % 2}
        if signs:  # 1/s = s
            above = self.times(above, {sum(map(poly.monomial, signs)): 1})
        below = {
            self.tables.factor({poly.monomial(g): 1}): exponent
            for g, exponent in generators
            if self.tables.generators[g].kind != "sign"
        }
        if primitive != ONE:
            below[self.tables.factor(primitive)] = 1
        if divisor < 0:
            above, divisor = poly.scale(above, -1), -divisor
        numerator, left = self._cancel(above, below)
        return self._tidy(numerator, divisor, tuple(sorted(left.items())))

    def parts(self, value: Poly) -> tuple[int, list[tuple[int, int]], Poly]:
        """Content, generators with exponents, and the primitive rest of a polynomial that is not zero."""
        divisor = poly.content(value)
        packed = poly.common_monomial(value)
        return divisor, poly.exponents(packed), poly.divide_content(value, divisor, packed)

    def power(self, base: Fraction, exponent: int) -> Fraction:
        """An integer power, not negative."""
        below = {place: power * exponent for place, power in base.below}
        if exponent * base.divisor.bit_length() > _MAX_POWER_BITS:
            raise OutOfBudgetError
        numerator, left = self._cancel(self.power_of(base.numerator, exponent), below)
        return self._tidy(numerator, base.divisor**exponent, tuple(sorted(left.items())))

"""Exponentials, logarithms and powers in the field.

exp of a sum is a product of powers of basis exponentials, log of a product a sum of logs of units, and a broken power
of a unit a power of a root of it, so that they are independent of one another.
"""

from __future__ import annotations

from fractions import Fraction as Rational
from math import floor, lcm

import sympy as sp

from gdtutor.calculus.budget import OutOfBudgetError
from gdtutor.calculus.equality.search import polynomial as poly
from gdtutor.calculus.equality.search.field import Field, Fraction, Relation
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.showing import show_unit
from gdtutor.calculus.equality.search.signs import Parity, Signs
from gdtutor.calculus.equality.search.terms import Term, step_of, terms
from gdtutor.calculus.equality.search.units import Alias, Product, Units

_MOST_TERMS = 24  # of an exponent, each with an exponential of its own
_LARGE = 32  # integer powers of sums beyond this are not multiplied out
_LARGEST = 1_000_000_000


class Exponentials:
    """The exponentials, logarithms, roots and large powers of one case."""

    def __init__(self, field: Field, units: Units, signs: Signs) -> None:
        self.field = field
        self.memory: Memory = field.memory
        self.units = units
        self.signs = signs
        self._exponent_of: dict[int, Fraction] = {}  # exp generator -> what it is the exponential of
        self._unit_of_log: dict[int, int] = {}

    # --- exp and log --------------------------------------------------------------------------------------------------

    def exp(self, exponent: Fraction) -> Fraction:
        """The exponential of a fraction."""
        total = self.field.constant(1)
        exponent = self.units.lowest(self.field.settled(exponent))
        for term in terms(exponent, _MOST_TERMS, self.memory, self.field.budget):
            total = self.field.multiply(total, self._exp_term(term))
        return total

    def _exp_term(self, term: Term) -> Fraction:
        if term.single in self._unit_of_log:
            return self.absolute_power(self._unit_of_log[term.single], term.coefficient)
        key, step = step_of(self.memory, ("exp", *term.key), term.coefficient)
        place = self.memory.generator(
            (key, step),
            "exp",
            lambda: sp.exp(term.show(self.memory, step), evaluate=False),
            self.memory.inside(term.body, term.below),
        )
        if place not in self._exponent_of:
            exponent = self._exponent_of[place] = term.multiple(step)
            self.signs.exponent_of[place] = exponent
        return self.field.of_generator(place, int(term.coefficient / step))

    def log(self, value: Product) -> Fraction:
        """log of the absolute value of a product: the sum of the logs of its units."""
        total = self.field.constant(0)
        for unit, power in value.powers.items():
            total = self.field.add(total, self.field.multiply(self.field.constant(power), self._log_unit(unit)))
        return total

    def _log_unit(self, unit: int) -> Fraction:
        generator = self.memory.units[unit].generator
        if generator in self._exponent_of:
            return self._exponent_of[generator]
        place = self.memory.generator(
            ("log", unit),
            "log",
            lambda: sp.log(sp.Abs(show_unit(self.memory, unit), evaluate=False), evaluate=False),
            poly.generators(self.memory.units[unit].value),
        )
        self._unit_of_log[place] = unit
        return self.field.of_generator(place)

    # --- powers -------------------------------------------------------------------------------------------------------

    def power(self, value: Product, exponent: Rational) -> Fraction:
        """A power of a product of units, each taken by its absolute value."""
        total = self.field.constant(1)
        for unit, power in value.powers.items():
            total = self.field.multiply(total, self.absolute_power(unit, power * exponent))
        return total

    def absolute_power(self, unit: int, power: Rational) -> Fraction:
        """|unit|**power, through a root generator where the power is broken."""
        generator = self.memory.units[unit].generator
        if generator in self._exponent_of:
            return self.exp(self.field.multiply(self.field.constant(power), self._exponent_of[generator]))
        whole = floor(power)
        found = self._absolute_integer_power(unit, whole)
        if power == whole:
            return found
        power -= whole
        step = self.memory.steps.setdefault(("root", unit), Rational(1, power.denominator))
        if (power / step).denominator != 1:
            raise self.memory.refine(("root", unit), Rational(1, lcm(step.denominator, power.denominator)))
        root = self._root(unit, step.denominator)
        return self.field.multiply(found, self.field.of_generator(root, int(power / step)))

    def _absolute_integer_power(self, unit: int, power: int) -> Fraction:
        value = self.integer_power(unit, power)
        if power % 2 == 0:
            return value
        sign = self.signs.poly(Parity(1, frozenset({unit})))
        return self.field.multiply(value, self.field.of_poly(sign))

    def integer_power(self, unit: int, power: int) -> Fraction:
        """unit**power; a large power of a sum is a generator of its own, with the rest multiplied out."""
        value = self.memory.units[unit].value
        if abs(power) > _LARGEST:
            raise OutOfBudgetError
        if len(value) == 1 or abs(power) <= _LARGE:
            return self._plain_power(value, power)
        key = ("power", unit)
        step = int(self.memory.steps.setdefault(key, Rational(abs(power))))
        times = round(Rational(power, step))
        rest = power - times * step
        if abs(rest) > _LARGE:
            raise self.memory.refine(key, Rational(abs(rest)))
        place = self.memory.generator(
            (*key, step), "power", lambda: show_unit(self.memory, unit) ** step, poly.generators(value)
        )
        self.units.aliases[place] = Alias(unit, Rational(step), signed=True)
        return self.field.multiply(self.field.of_generator(place, times), self._plain_power(value, rest))

    def _plain_power(self, value: poly.Poly, power: int) -> Fraction:
        raised = self.field.of_poly(self.field.power_of(value, abs(power)))
        if power >= 0:
            return raised
        if len(value) == 1:
            return self.field.inverse(raised)
        return Fraction(poly.ONE, 1, ((self.memory.factor(value), -power),))

    def _root(self, unit: int, degree: int) -> int:
        place = self.memory.generator(
            ("root", unit, degree),
            "root",
            lambda: sp.Abs(show_unit(self.memory, unit), evaluate=False) ** sp.Rational(1, degree),
            poly.generators(self.memory.units[unit].value),
        )
        self.memory.roots[place] = (unit, degree)
        if place not in self.units.aliases:
            sign = self.signs.poly(Parity(1, frozenset({unit})))
            base = self.field.times(self.memory.units[unit].value, sign)
            self.field.relations[place] = Relation(degree, base)
            self.units.aliases[place] = Alias(unit, Rational(1, degree), signed=False)
        return place

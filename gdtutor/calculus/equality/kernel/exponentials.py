"""Exponentials, logarithms and powers in the field.

exp of a sum is a product of powers of basis exponentials, log of a product a sum of logs of units, and a fractional
power of a unit a power of a root of it, so that they are independent of one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction as Rational
from math import floor
from typing import TYPE_CHECKING

from gdtutor.calculus.budget import OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.advice import AdviceError, Part, Product
from gdtutor.calculus.equality.kernel.field import Fraction, Relation
from gdtutor.calculus.equality.kernel.signs import Parity

if TYPE_CHECKING:
    from gdtutor.calculus.equality.kernel.reader import Reader

_LARGE = 32  # integer powers of sums beyond this are not multiplied out
_LARGEST = 1_000_000_000


class Exponentials:
    """The exponentials, logarithms, roots and large powers of one case."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.field, self.signs, self.tables = reader.field, reader.signs, reader.field.tables

    # --- exp and log --------------------------------------------------------------------------------------------------

    def exp(self, exponent: Fraction) -> Fraction:
        """The exponential of a fraction: of exp parts powers of generators, of log parts powers of units."""
        exponent = self.field.settled(exponent)
        if exponent.is_zero:
            return self.field.constant(1)
        parts = self.reader.taken("exponents", exponent, self.reader.advice.exponent)
        self.check_sum(exponent, ((part, self._exponent_of_part(part)) for part in parts))
        total = self.field.constant(1)
        for kind, place, times in parts:
            factor = self.absolute_power(place, times) if kind == "log" else self._exp_power(place, times)
            total = self.field.multiply(total, factor)
        return total

    def check_sum(self, value: Fraction, parts: Iterable[tuple[Part, Fraction]]) -> None:
        """Whether the parts, each times its number, add up to the value."""
        rest = value
        for part, what in parts:
            rest = self.field.subtract(rest, self.field.multiply(self.field.constant(part.times), what))
        if not self.field.settled(rest).is_zero:
            raise AdviceError

    def _exponent_of_part(self, part: Part) -> Fraction:
        return self.log_of_unit(part.place) if part.kind == "log" else self.exponent_of(part.place)

    def exponent_of(self, generator: int) -> Fraction:
        """What a generator is the exponential of."""
        found = self.tables.generators[generator]
        if found.kind != "exp":
            raise AdviceError
        self.signs.exponent_of.setdefault(generator, found.meaning[0])
        return self.reader.settled(found.meaning[0])

    def _exp_power(self, generator: int, times: Rational) -> Fraction:
        if times.denominator != 1:
            raise AdviceError
        return self.field.of_generator(generator, int(times))

    def log(self, value: Product) -> Fraction:
        """log of the absolute value of a product: the sum of the logs of its units."""
        total = self.field.constant(0)
        for unit, power in value.powers.items():
            total = self.field.add(total, self.field.multiply(self.field.constant(power), self.log_of_unit(unit)))
        return total

    def log_of_unit(self, unit: int) -> Fraction:
        """log|unit|: the exponent, where the unit is an exponential, else a generator of its own."""
        generator = self.tables.units[unit].generator
        if self._is_exp(generator):
            return self.exponent_of(generator)
        return self.field.of_generator(self.tables.log_of_unit(unit))

    def _is_exp(self, generator: int) -> bool:
        return generator >= 0 and self.tables.generators[generator].kind == "exp"

    # --- powers -------------------------------------------------------------------------------------------------------

    def power(self, value: Product, exponent: Rational) -> Fraction:
        """A power of a product of units, each taken by its absolute value."""
        total = self.field.constant(1)
        for unit, power in value.powers.items():
            total = self.field.multiply(total, self.absolute_power(unit, power * exponent))
        return total

    def absolute_power(self, unit: int, power: Rational) -> Fraction:
        """|unit|**power, through a root generator where the power is fractional."""
        generator = self.tables.units[unit].generator
        if self._is_exp(generator):
            return self.exp(self.field.multiply(self.field.constant(power), self.exponent_of(generator)))
        whole = floor(power)
        found = self._absolute_integer_power(unit, whole)
        power -= whole
        if not power:
            return found
        degree = self.reader.advice.degree(unit, power.denominator)
        if degree < 2 or degree % power.denominator:
            raise AdviceError
        self.reader.notes.degrees[unit] = degree
        root = self.tables.root_of_unit(unit, degree)
        self.reader.relate(root)
        return self.field.multiply(found, self.field.of_generator(root, int(power * degree)))

    def root_relation(self, unit: int, degree: int) -> Relation:
        """rⁿ = |unit| for the root r."""
        sign = self.signs.poly(Parity(1, frozenset({unit})))
        return Relation(degree, self.field.times(self.tables.units[unit].value, sign))

    def _absolute_integer_power(self, unit: int, power: int) -> Fraction:
        value = self.integer_power(unit, power)
        if power % 2 == 0:
            return value
        sign = self.signs.poly(Parity(1, frozenset({unit})))
        return self.field.multiply(value, self.field.of_poly(sign))

    def integer_power(self, unit: int, power: int) -> Fraction:
        """unit**power; a large power of a sum is a generator of its own, with the rest multiplied out."""
        value = self.tables.units[unit].value
        if abs(power) > _LARGEST:
            raise OutOfBudgetError
        if len(value) == 1 or abs(power) <= _LARGE:
            return self._plain_power(value, power)
        step = self.reader.advice.step(unit, power)
        if step <= 0:
            raise AdviceError
        self.reader.notes.steps[unit] = step
        times = round(Rational(power, step))
        place = self.tables.generator(("power", unit, step), "power", (unit, step), poly.generators(value))
        rest = self._plain_power(value, power - times * step)
        return self.field.multiply(self.field.of_generator(place, times), rest)

    def _plain_power(self, value: poly.Poly, power: int) -> Fraction:
        raised = self.field.of_poly(self.field.power_of(value, abs(power)))
        if power >= 0:
            return raised
        if len(value) == 1:
            return self.field.inverse(raised)
        return Fraction(poly.ONE, 1, ((self.tables.factor(value), -power),))

"""Inverse trigonometric functions in the field: all of them through arcs of tangents.

asin(u) = atan(u/√(1 − u²)) and acos(u) = π/2 − asin(u) for |u| < 1, acot(u) = atan(1/u) with a jump at 0 (as SymPy has
it), asec(u) = acos(1/u), acsc(u) = asin(1/u). An arc of a new argument is a generator of its own; how several of them
hang together is found where it is needed (see ``relations``).
"""

from __future__ import annotations

from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.equality.search import polynomial as poly
from gdtutor.calculus.equality.search.exponentials import Exponentials
from gdtutor.calculus.equality.search.field import Field, Fraction
from gdtutor.calculus.equality.search.kernels import Kernels
from gdtutor.calculus.equality.search.signs import Parity, Signs
from gdtutor.calculus.equality.search.units import Units

_SPECIAL = {1: Rational(1, 4), 3: Rational(1, 3), Rational(1, 3): Rational(1, 6)}  # tan² -> part of π


class Arcs:
    """The arcs of one case.

    Attributes:
        arguments: the generators that are arcs, with the tangents that they belong to.
    """

    def __init__(self, field: Field, units: Units, signs: Signs, exponentials: Exponentials, kernels: Kernels) -> None:
        self.field = field
        self.units = units
        self.signs = signs
        self.exponentials = exponentials
        self.kernels = kernels
        self.arguments: dict[int, Fraction] = {}

    def part_of_pi(self, part: Rational) -> Fraction:
        """A rational multiple of π."""
        pi = self.field.of_generator(self.field.memory.symbol(sp.pi))
        return self.field.multiply(self.field.constant(part), pi)

    def signed(self, value: Fraction, parity: Parity) -> Fraction:
        """A fraction times signs of units."""
        return self.field.multiply(value, self.field.of_poly(self.signs.poly(parity)))

    def square_root(self, value: Fraction) -> Fraction:
        """The square root, where the value has to be positive."""
        product = self.units.product(value)
        if product.is_zero:
            return value
        self.signs.require(product.parity)
        return self.exponentials.power(product, Rational(1, 2))

    def atan(self, argument: Fraction) -> Fraction:
        """The arc whose tangent is ``argument``."""
        argument = self.field.settled(argument)
        if argument.is_zero:
            return argument
        squared = self.field.multiply(argument, argument)
        if not squared.below and set(squared.numerator) == {0}:
            part = _SPECIAL.get(Rational(squared.numerator[0], squared.divisor))
            if part is not None:
                return self.signed(self.part_of_pi(part), self.units.product(argument).parity)
        found = self.kernels.odd(sp.atan, argument)
        ((packed, sign),) = found.numerator.items()
        generator = poly.exponents(packed)[0][0]
        self.field.memory.arcs.add(generator)
        self.arguments.setdefault(generator, argument if sign > 0 else self.field.negative(argument))
        return found

    def asin(self, argument: Fraction) -> Fraction:
        """The arc whose sine is ``argument``."""
        field = self.field
        rest = field.settled(field.subtract(field.constant(1), field.multiply(argument, argument)))
        if rest.is_zero:
            return self.signed(self.part_of_pi(Rational(1, 2)), self.units.product(argument).parity)
        root = self.square_root(rest)
        return self.atan(field.multiply(argument, field.multiply(root, self.inverse(rest))))

    def acos(self, argument: Fraction) -> Fraction:
        """The arc whose cosine is ``argument``."""
        return self.field.subtract(self.part_of_pi(Rational(1, 2)), self.asin(argument))

    def acot(self, argument: Fraction) -> Fraction:
        """The arc between −π/2 and π/2 whose cotangent is ``argument``."""
        return self.atan(self.inverse(argument))

    def inverse(self, value: Fraction) -> Fraction:
        """One over a value that may contain signs."""
        value = self.field.settled(value)
        self.signs.as_factor(value.numerator)
        return self.field.inverse(value)

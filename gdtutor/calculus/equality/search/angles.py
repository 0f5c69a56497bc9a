"""Sines and cosines in the field: rational functions of tan of half a basis angle, by the addition theorems."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Rational
from math import comb
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.equality.search import polynomial as poly
from gdtutor.calculus.equality.search.arcs import Arcs
from gdtutor.calculus.equality.search.field import Field, Fraction
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.polynomial import Poly
from gdtutor.calculus.equality.search.terms import Term, step_of, terms

_MOST_TERMS = 8  # of an angle, each with a basis angle of its own
_MOST_MULTIPLE = 128
_MOST_ARCS = 8


class Turn(NamedTuple):
    """The cosine and the sine of an angle."""

    cosine: Fraction
    sine: Fraction


class Angles:
    """The angles of one case."""

    def __init__(self, field: Field, arcs: Arcs) -> None:
        self.field = field
        self.memory: Memory = field.memory
        self.arcs = arcs
        self.square_root = arcs.square_root
        self._pi = self.memory.symbol(sp.pi)
        self._parts_of_pi: dict[int, Turn] = {}

    def turn(self, angle: Fraction) -> Turn:
        """The cosine and sine of a sum of multiples of basis angles."""
        total = self._unturned()
        angle = self.arcs.units.lowest(self.field.settled(angle))
        for term in terms(angle, _MOST_TERMS, self.memory, self.field.budget):
            total = self.joined(total, self._turn_term(term))
        return total

    def _unturned(self) -> Turn:
        return Turn(self.field.constant(1), self.field.constant(0))

    def joined(self, one: Turn, other: Turn) -> Turn:
        """The turn by the sum of two angles."""
        field = self.field
        cosine = field.subtract(field.multiply(one.cosine, other.cosine), field.multiply(one.sine, other.sine))
        sine = field.add(field.multiply(one.sine, other.cosine), field.multiply(one.cosine, other.sine))
        return Turn(cosine, sine)

    def multiple(self, turn: Turn, times: int) -> Turn:
        """The turn repeated, backwards where ``times`` is negative."""
        total = self._unturned()
        for _ in range(abs(times)):
            total = self.joined(total, turn)
        return total if times >= 0 else Turn(total.cosine, self.field.negative(total.sine))

    def _turn_term(self, term: Term) -> Turn:
        generator, coefficient = term.single, term.coefficient
        if generator == self._pi and coefficient.denominator in _PARTS_OF_PI:
            turn = self._part_of_pi(coefficient.denominator)
            times = coefficient.numerator % (2 * coefficient.denominator)
            return self.multiple(turn, times)
        if generator in self.arcs.arguments and coefficient.denominator == 1 and abs(coefficient) <= _MOST_ARCS:
            return self.multiple(self._of_arc(generator), int(coefficient))
        key, step = step_of(self.memory, ("angle", *term.key), coefficient, _MOST_MULTIPLE)
        place = self.memory.generator(
            (key, step),
            "angle",
            lambda: sp.tan(term.show(self.memory, step / 2), evaluate=False),
            self.memory.inside(term.body, term.below),
        )
        return self._half_angle_form(place, int(coefficient / step))

    def _half_angle_form(self, generator: int, times: int) -> Turn:
        """From t = tan of half the basis angle: cos + i·sin = (1 + it)^2n / (1 + t²)^n."""
        count = abs(times)
        real: Poly = {}
        imaginary: Poly = {}
        for power in range(2 * count + 1):
            part = real if power % 2 == 0 else imaginary
            part[poly.monomial(generator, power)] = comb(2 * count, power) * (-1) ** (power // 2)
        self.field.budget.spend(2 * count + 1)
        below = ((self.memory.factor({poly.monomial(generator, 2): 1, 0: 1}), count),)
        sine = imaginary if times > 0 else poly.scale(imaginary, -1)
        return Turn(Fraction(real, 1, below), Fraction(sine, 1, below))

    def _of_arc(self, generator: int) -> Turn:
        """cos and sin of atan(u): 1/√(1 + u²) and u/√(1 + u²)."""
        field, argument = self.field, self.arcs.arguments[generator]
        squared = field.add(field.constant(1), field.multiply(argument, argument))
        cosine = field.multiply(self.square_root(squared), self.arcs.inverse(squared))
        return Turn(cosine, field.multiply(argument, cosine))

    # --- parts of π ---------------------------------------------------------------------------------------------------

    def _part_of_pi(self, count: int) -> Turn:
        """The turn by π/count in square roots."""
        if count not in self._parts_of_pi:
            self._parts_of_pi[count] = _PARTS_OF_PI[count](self)
        return self._parts_of_pi[count]

    def _rooted(self, above: int, root: int, below: int) -> Fraction:
        """(above + √root)/below, with a negative root for −√|root|."""
        rooted = self.square_root(self.field.constant(abs(root)))
        total = self.field.add(self.field.constant(above), rooted if root > 0 else self.field.negative(rooted))
        return self.field.multiply(self.field.constant(Rational(1, below)), total)

    def _halved(self, count: int) -> Turn:
        """Half of π/count: both are positive."""
        half, cosine = self.field.constant(Rational(1, 2)), self._part_of_pi(count).cosine
        one = self.field.constant(1)
        upper = self.field.multiply(half, self.field.add(one, cosine))
        lower = self.field.multiply(half, self.field.subtract(one, cosine))
        return Turn(self.square_root(upper), self.square_root(lower))

    def _tenth(self) -> Turn:
        sine = self._rooted(-1, 5, 4)
        squared = self.field.multiply(sine, sine)
        return Turn(self.square_root(self.field.subtract(self.field.constant(1), squared)), sine)

    def _twelfth(self) -> Turn:
        quarter = self._part_of_pi(4)
        backwards = Turn(quarter.cosine, self.field.negative(quarter.sine))
        return self.joined(self._part_of_pi(3), backwards)


_PARTS_OF_PI: dict[int, Callable[[Angles], Turn]] = {
    1: lambda self: Turn(self.field.constant(-1), self.field.constant(0)),
    2: lambda self: Turn(self.field.constant(0), self.field.constant(1)),
    3: lambda self: Turn(self.field.constant(Rational(1, 2)), self._rooted(0, 3, 2)),
    4: lambda self: Turn(self._rooted(0, 2, 2), self._rooted(0, 2, 2)),
    5: lambda self: self.multiple(self._part_of_pi(10), 2),
    6: lambda self: Turn(self._rooted(0, 3, 2), self.field.constant(Rational(1, 2))),
    8: lambda self: self._halved(4),
    10: lambda self: self._tenth(),
    12: lambda self: self._twelfth(),
}

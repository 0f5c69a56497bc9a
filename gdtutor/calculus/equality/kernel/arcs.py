"""Inverse trigonometric functions in the field: all of them through arcs of tangents, and sums of arcs.

asin(u) = atan(u/√(1 − u²)) and acos(u) = π/2 − asin(u) for |u| < 1. An arc of a new argument is a generator of its own.
How several hang together says the addition theorem: atan(u) + atan(v) = atan((u + v)/(1 − uv)) + a multiple of π that
signs tell. Which sum is worth adding up is advice.
"""

from __future__ import annotations

from fractions import Fraction as Rational
from typing import TYPE_CHECKING

import sympy as sp

from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.advice import AdviceError
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.signs import Parity

if TYPE_CHECKING:
    from gdtutor.calculus.equality.kernel.reader import Reader

_SPECIAL = {1: Rational(1, 4), 3: Rational(1, 3), Rational(1, 3): Rational(1, 6)}  # tan² -> part of π
_HALF = Rational(1, 2)
PARTS = 24  # constants looked for: multiples of π/24
_MOST_TIMES = 16

Counts = tuple[tuple[int, int], ...]  # pairs (arc, times)


class Arcs:
    """The arcs of one case."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.field, self.signs, self.tables = reader.field, reader.signs, reader.field.tables

    def part_of_pi(self, part: Rational) -> Fraction:
        """A rational multiple of π."""
        pi = self.field.of_generator(self.tables.symbol(sp.pi))
        return self.field.multiply(self.field.constant(part), pi)

    def signed(self, value: Fraction, parity: Parity) -> Fraction:
        """A fraction times signs of units."""
        return self.field.multiply(value, self.field.of_poly(self.signs.poly(parity)))

    def atan(self, argument: Fraction) -> Fraction:
        """The arc whose tangent is ``argument``."""
        argument = self.field.settled(argument)
        if argument.is_zero:
            return argument
        squared = self.field.multiply(argument, argument)
        if not squared.below and set(squared.numerator) == {0}:
            part = _SPECIAL.get(Rational(squared.numerator[0], squared.divisor))
            if part is not None:
                return self.signed(self.part_of_pi(part), self.reader.product(argument).parity)
        return self.reader.opaque.odd(sp.atan, argument)

    def tangent_of(self, arc: int) -> Fraction:
        """The tangent that an arc belongs to."""
        return self.reader.settled(self.tables.generators[arc].meaning[1][0])

    def asin(self, argument: Fraction) -> Fraction:
        """The arc whose sine is ``argument``."""
        field = self.field
        rest = field.settled(field.subtract(field.constant(1), field.multiply(argument, argument)))
        if rest.is_zero:
            return self.signed(self.part_of_pi(_HALF), self.reader.product(argument).parity)
        root = self.reader.square_root(rest)
        return self.atan(field.multiply(argument, field.multiply(root, self.reader.inverse(rest))))

    def acos(self, argument: Fraction) -> Fraction:
        """The arc whose cosine is ``argument``."""
        return self.field.subtract(self.part_of_pi(_HALF), self.asin(argument))

    # --- sums of arcs -------------------------------------------------------------------------------------------------

    def in_value(self, value: Fraction) -> list[int]:
        """The arcs that occur in a numerator."""
        return sorted(poly.generators(value.numerator) & self.tables.arcs) if len(self.tables.arcs) > 1 else []

    def without_sums(self, value: Fraction) -> Fraction:
        """The value with arcs replaced that others determine."""
        while len(self.in_value(value)) > 1:
            for counts in self.reader.advice.arcs(value):
                self.field.budget.spend(1_000)
                total = self._constant(counts)
                if total is not None:
                    self.reader.note_sum(value, counts)
                    value = self._eliminated(value, counts, total)
                    break
            else:
                return value
        return value

    def _constant(self, counts: Counts) -> Fraction | None:
        """The sum of arcs as multiples of π and signs, if the addition theorem proves it to be one."""
        field = self.field
        tangent: Fraction | None = field.constant(0)
        total = field.constant(0)
        for arc, count in counts:
            if arc not in self.tables.arcs or not 0 < abs(count) <= _MOST_TIMES:
                raise AdviceError
            argument = self.tangent_of(arc)
            argument = argument if count > 0 else field.negative(argument)
            for _ in range(abs(count)):
                tangent, jump = self._joined(tangent, argument)
                total = field.add(total, jump)
        if tangent is None:
            return total
        for part in range(-PARTS // 2 + 1, PARTS // 2):
            turn = self.reader.angles.turn(self.part_of_pi(Rational(part, PARTS))) if part % 2 == 0 else None
            if turn is not None and self._same(field.multiply(tangent, turn.cosine), turn.sine):
                return field.add(total, self.part_of_pi(Rational(part, PARTS)))
        return None

    def _same(self, one: Fraction, other: Fraction) -> bool:
        return self.field.settled(self.field.subtract(one, other)).is_zero

    def _joined(self, one: Fraction | None, other: Fraction) -> tuple[Fraction | None, Fraction]:
        """The tangent of a sum of two arcs, ``None`` for a right angle, and what the arc of it lacks.

        A right angle is told by a jump of ±π/2 and the tangent ``None``; one more arc u turns it into −1/u.
        """
        field = self.field
        if one is None:  # atan(v) ± π/2 = atan(−1/v) + π/2·(sign(v) ± 1), and the ±π/2 is in the total already
            jump = self.signed(self.part_of_pi(_HALF), self.reader.product(other).parity)
            return field.negative(self.reader.inverse(other)), jump
        rest = field.settled(field.subtract(field.constant(1), field.multiply(one, other)))
        if rest.is_zero:
            return None, self.signed(self.part_of_pi(_HALF), self.reader.product(other).parity)
        tangent = field.multiply(field.add(one, other), self.reader.inverse(rest))
        if field.settled(one).is_zero:
            return tangent, field.constant(0)
        half = self.part_of_pi(_HALF)
        side = self.reader.product(other).parity
        across = side.times(self.reader.product(rest).parity)
        return tangent, field.subtract(self.signed(half, side), self.signed(half, across))

    def _eliminated(self, value: Fraction, counts: Counts, total: Fraction) -> Fraction:
        """The value with one arc of the sum written through the others."""
        field = self.field
        arc, count = min(counts, key=lambda pair: abs(pair[1]))
        rest = total
        for other, times in counts:
            if other != arc:
                term = field.multiply(field.constant(times), field.of_generator(other))
                rest = field.subtract(rest, term)
        rest = field.multiply(field.constant(Rational(1, count)), rest)
        found = field.constant(0)
        for power, coefficient in poly.collected(value.numerator, arc).items():
            found = field.add(found, field.multiply(field.of_poly(coefficient), field.power(rest, power)))
        below = Fraction(poly.ONE, value.divisor, value.below)
        return field.settled(field.multiply(found, below))

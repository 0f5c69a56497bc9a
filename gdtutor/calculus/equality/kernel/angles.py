"""Sines and cosines in the field: rational functions of tan of half a basis angle, by the addition theorems."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Rational
from math import comb
from typing import TYPE_CHECKING, NamedTuple

from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.advice import AdviceError, Part
from gdtutor.calculus.equality.kernel.field import Field, Fraction
from gdtutor.calculus.equality.kernel.polynomial import Poly

if TYPE_CHECKING:
    from gdtutor.calculus.equality.kernel.reader import Reader

_MOST_MULTIPLE = 1_000


class Turn(NamedTuple):
    """The cosine and the sine of an angle."""

    cosine: Fraction
    sine: Fraction


class Angles:
    """The angles of one case."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.field: Field = reader.field
        self.tables = reader.field.tables
        self.square_root = reader.square_root
        self._parts_of_pi: dict[int, Turn] = {}

    def turn(self, angle: Fraction) -> Turn:
        """The cosine and sine of a sum of multiples of basis angles, arcs and parts of π."""
        total = self._unturned()
        angle = self.field.settled(angle)
        if angle.is_zero:
            return total
        parts = self.reader.taken("angles", angle, self.reader.advice.angle)
        self.reader.exponentials.check_sum(angle, ((part, self._angle_of_part(part)) for part in parts))
        for part in parts:
            total = self.joined(total, self._turn_of_part(part))
        return total

    def _angle_of_part(self, part: Part) -> Fraction:
        if part.kind == "pi":
            return self.reader.arcs.part_of_pi(Rational(1))
        if part.kind == "arc":
            return self.field.of_generator(part.place)
        found = self.tables.generators[part.place]
        if found.kind != "angle":
            raise AdviceError
        return self.reader.settled(found.meaning[0])

    def _turn_of_part(self, part: Part) -> Turn:
        if part.kind == "pi":
            if part.times.denominator not in _PARTS_OF_PI:
                raise AdviceError
            times = part.times.numerator % (2 * part.times.denominator)
            return self.multiple(self._part_of_pi(part.times.denominator), times)
        if part.times.denominator != 1 or abs(part.times) > _MOST_MULTIPLE:
            raise AdviceError
        if part.kind == "arc":
            return self.multiple(self._of_arc(part.place), int(part.times))
        return self._half_angle_form(part.place, int(part.times))

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

    def _half_angle_form(self, generator: int, times: int) -> Turn:
        """From t = tan of half the basis angle: cos + i·sin = (1 + it)^2n / (1 + t²)^n."""
        count = abs(times)
        real: Poly = {}
        imaginary: Poly = {}
        for power in range(2 * count + 1):
            part = real if power % 2 == 0 else imaginary
            part[poly.monomial(generator, power)] = comb(2 * count, power) * (-1) ** (power // 2)
        self.field.budget.spend(2 * count + 1)
        below = ((self.tables.factor({poly.monomial(generator, 2): 1, 0: 1}), count),)
        sine = imaginary if times > 0 else poly.scale(imaginary, -1)
        return Turn(Fraction(real, 1, below), Fraction(sine, 1, below))

    def _of_arc(self, generator: int) -> Turn:
        """cos and sin of atan(u): 1/√(1 + u²) and u/√(1 + u²)."""
        if generator not in self.tables.arcs:
            raise AdviceError
        field, argument = self.field, self.reader.arcs.tangent_of(generator)
        squared = field.add(field.constant(1), field.multiply(argument, argument))
        cosine = field.multiply(self.square_root(squared), self.reader.inverse(squared))
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


def has_turn(count: int) -> bool:
    """Whether cos and sin of π/count are known in square roots."""
    return count in _PARTS_OF_PI

"""What the kernel asks for and then checks: products of units, terms of exponents and angles, additions of arcs.

Advice cannot make a wrong value: a product is multiplied out and compared, terms are added up and compared. Bad advice
is an ``AdviceError``, and the comparison stays undecided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction as Rational
from typing import NamedTuple, Protocol, TypeVar

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.signs import POSITIVE, Parity

Powers = dict[int, Rational]
Key = tuple[frozenset[tuple[int, int]], int, tuple[tuple[int, int], ...]]


class AdviceError(Interruption):
    """What was advised is not so, or there is none."""


class Product(NamedTuple):
    """A fraction as its sign times ``Π |unit|**power``; ``is_zero`` for zero, which has neither."""

    parity: Parity
    powers: Powers
    is_zero: bool = False

    def times(self, other: Product, exponent: int = 1) -> Product:
        """This product times an integer power of another one."""
        powers = dict(self.powers)
        for unit, power in other.powers.items():
            powers[unit] = powers.get(unit, Rational(0)) + power * exponent
        parity = self.parity.times(other.parity) if exponent % 2 else self.parity
        return Product(parity, {unit: power for unit, power in powers.items() if power})


UNITY = Product(POSITIVE, {})
NOTHING = Product(POSITIVE, {}, is_zero=True)


class Part(NamedTuple):
    """A term of an exponent or an angle.

    Attributes:
        kind: exp or angle (times what the generator is the exponential or the tangent of), log (of a unit), arc (a
            generator that is an arc), or pi.
        place: the generator, or the unit of a log; 0 for pi.
        times: how often.
    """

    kind: str
    place: int
    times: Rational


class Advice(Protocol):
    """Where a reader gets its choices from."""

    def product(self, value: Fraction) -> Product:
        """A value that is not zero as a product of powers of units."""

    def exponent(self, value: Fraction) -> tuple[Part, ...]:
        """An exponent as a sum of exp and log parts."""

    def angle(self, value: Fraction) -> tuple[Part, ...]:
        """An angle as a sum of angle, arc and pi parts."""

    def degree(self, unit: int, denominator: int) -> int:
        """The degree of the root of a unit of which a power with this denominator is a power."""

    def step(self, unit: int, power: int) -> int:
        """The exponent of the generator for large powers of a unit."""

    def arcs(self, value: Fraction) -> Iterable[tuple[tuple[int, int], ...]]:
        """Sums of arcs in a value, as pairs (generator, times), that may be constant between jumps."""


def key_of(value: Fraction) -> Key:
    """What tells a fraction from others that are written otherwise."""
    return frozenset(value.numerator.items()), value.divisor, value.below


@dataclass
class Notes:
    """The advice that was taken in one case, as it stands in its certificate; itself advice when that is checked.

    Attributes:
        products, exponents, angles, sums: what was advised, by what it was asked for.
        degrees, steps: the degrees of roots, and the exponents of large powers, by unit.
    """

    products: dict[Key, Product] = field(default_factory=dict)
    exponents: dict[Key, tuple[Part, ...]] = field(default_factory=dict)
    angles: dict[Key, tuple[Part, ...]] = field(default_factory=dict)
    sums: dict[Key, tuple[tuple[tuple[int, int], ...], ...]] = field(default_factory=dict)
    degrees: dict[int, int] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)

    def product(self, value: Fraction) -> Product:
        """What was advised for the value."""
        return _found(self.products, key_of(value))

    def exponent(self, value: Fraction) -> tuple[Part, ...]:
        """What was advised for the exponent."""
        return _found(self.exponents, key_of(value))

    def angle(self, value: Fraction) -> tuple[Part, ...]:
        """What was advised for the angle."""
        return _found(self.angles, key_of(value))

    def degree(self, unit: int, denominator: int) -> int:
        """The degree of the root of the unit."""
        return _found(self.degrees, unit)

    def step(self, unit: int, power: int) -> int:
        """The exponent of large powers of the unit."""
        return _found(self.steps, unit)

    def arcs(self, value: Fraction) -> Iterable[tuple[tuple[int, int], ...]]:
        """The sums of arcs that were found constant."""
        return self.sums.get(key_of(value), ())

    def units(self) -> set[int]:
        """All units that it speaks of."""
        found = {unit for product in self.products.values() for unit in (*product.powers, *product.parity.units)}
        logs = {part.place for parts in self.exponents.values() for part in parts if part.kind == "log"}
        return found | logs | self.degrees.keys() | self.steps.keys()

    def generators(self) -> set[int]:
        """All generators that it speaks of."""
        parts = [part for table in (self.exponents, self.angles) for parts in table.values() for part in parts]
        arcs = {arc for sums in self.sums.values() for counts in sums for arc, _ in counts}
        return arcs | {part.place for part in parts if part.kind not in ("log", "pi")}


Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def _found(table: dict[Asked, Answer], asked: Asked) -> Answer:
    try:
        return table[asked]
    except KeyError:
        raise AdviceError from None

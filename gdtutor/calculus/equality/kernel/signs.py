"""Signs of units, as linear algebra over the field of two elements.

The sign of a unit is +1 or −1 at every point that is not a zero of it; signs of products multiply. That a product is
positive, as a logarithm or a root needs, is a linear equation between signs. So a question's domain is a system of
linear equations, |u| is s·u with a generator s whose square is 1, and nothing has to be tried case by case until a
sign decides between two different expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.definite import definite_sign, is_positive
from gdtutor.calculus.equality.kernel.field import Field, Fraction, Relation, UndefinedError
from gdtutor.calculus.equality.kernel.polynomial import ONE, Poly


class Parity(NamedTuple):
    """The product of a sign and of the signs of some units."""

    sign: int
    units: frozenset[int]

    def times(self, other: Parity) -> Parity:
        """The product: units that occur twice drop out."""
        return Parity(self.sign * other.sign, self.units ^ other.units)


POSITIVE = Parity(1, frozenset())


def units_of(conditions: Iterable[Parity]) -> list[int]:
    """The units that conditions speak of, in order."""
    return sorted({unit for parity in conditions for unit in parity.units})


def determined(conditions: Sequence[Parity]) -> dict[int, int]:
    """The units whose sign follows from the conditions, with the sign."""
    return {pivot: row.sign for pivot, row in echelon(conditions).items() if len(row.units) == 1}


def echelon(conditions: Sequence[Parity]) -> dict[int, Parity]:
    """The conditions solved over the field of two elements: one unit of each stands in no other."""
    found: dict[int, Parity] = {}
    for parity in conditions:
        for pivot, row in found.items():
            if pivot in parity.units:
                parity = parity.times(row)
        if not parity.units:
            continue
        pivot = max(parity.units)
        for other, row in found.items():
            if pivot in row.units:
                found[other] = row.times(parity)
        found[pivot] = parity
    return found


class SignNeededError(Interruption):
    """The sign of a product of units has to be known to go on: read everything again, once with each sign."""

    def __init__(self, units: frozenset[int]) -> None:
        self.units = units
        super().__init__()


class StaleError(Interruption):
    """The argument of a function was read before a sign in it was known: read again with what is known now."""


class Signs:
    """What is known about signs in one case.

    Attributes:
        links: units whose sign is known, or known by the signs of others.
        fixed: whether requirements may no longer narrow the domain: what is not implied raises SignNeededError.
        of_generator: for a generator g whose sign is that of something else, where to ask.
        exponent_of: for an exponential, what it is the exponential of.
        parity_of: makes the parity of a fraction.
    """

    def __init__(self, field: Field, parity_of: Callable[[Fraction], Parity]) -> None:
        self.field = field
        self.tables = field.tables
        self.links: dict[int, Parity] = {}
        self.fixed = False
        self.of_generator: dict[int, Callable[[], Parity]] = {}
        self.exponent_of: dict[int, Fraction] = {}
        self.parity_of = parity_of
        self._natural: dict[int, Parity] = {}

    # --- what is known ------------------------------------------------------------------------------------------------

    def reduced(self, parity: Parity) -> Parity:
        """The parity in units whose signs are free."""
        sign, free = parity.sign, frozenset[int]()
        pending = list(parity.units)
        while pending:
            unit = pending.pop()
            known = self.links.get(unit) or self._natural_parity(unit)
            if known.units == {unit}:
                free ^= {unit}
            else:
                sign *= known.sign
                pending.extend(known.units)
        return Parity(sign, free)

    def _natural_parity(self, unit: int) -> Parity:
        """What the form of a unit says of its sign; the unit's own sign where it says nothing."""
        if unit not in self._natural:
            self._natural[unit] = self._by_form(unit) or Parity(1, frozenset({unit}))
        return self._natural[unit]

    def _by_form(self, unit: int) -> Parity | None:
        kind, value, generator = self.tables.units[unit]
        if kind == "prime" or (generator >= 0 and is_positive(self.tables, generator)):
            return POSITIVE
        if generator in self.of_generator:
            return self.of_generator[generator]()
        if len(value) == 2 and sum(value.values()) == 0:
            found = self._of_exponentials(value)
            if found is not None:
                return found
        sign = definite_sign(value, self.field)
        return Parity(sign, frozenset()) if sign else None

    def _of_exponentials(self, value: Poly) -> Parity | None:
        """The sign of e^u − e^v is that of u − v."""
        one, other = sorted(value, key=lambda packed: -value[packed])
        powers = dict(poly.exponents(one))
        for generator, exponent in poly.exponents(other):
            powers[generator] = powers.get(generator, 0) - exponent
        total = self.field.constant(0)
        for generator, exponent in powers.items():
            if generator not in self.exponent_of:
                return None
            term = self.field.multiply(self.field.constant(exponent), self.exponent_of[generator])
            total = self.field.add(total, term)
        return self.parity_of(total)

    # --- what is required ---------------------------------------------------------------------------------------------

    def require(self, parity: Parity) -> None:
        """Keep to the part of the domain where the parity is +1.

        Raises:
            UndefinedError: where it is −1.
            SignNeededError: where it is not known and the domain is fixed.
        """
        sign, free = self.reduced(parity)
        if not free:
            if sign < 0:
                raise UndefinedError
            return
        if self.fixed:
            raise SignNeededError(free)
        self._link(max(free), Parity(sign, free - {max(free)}))

    def _link(self, unit: int, known: Parity) -> None:
        self.links[unit] = known
        for other, parity in self.links.items():
            if unit in parity.units:
                self.links[other] = Parity(parity.sign, parity.units - {unit}).times(known)
        for other, parity in self.links.items():
            place = self._generator(other)
            if place in self.field.relations:
                self.field.relate(place, Relation(1, self._poly(parity)))

    # --- as polynomials -----------------------------------------------------------------------------------------------

    def poly(self, parity: Parity) -> Poly:
        """The parity as a polynomial: ±1, or a product of sign generators."""
        return self._poly(self.reduced(parity))

    def _poly(self, parity: Parity) -> Poly:
        places = [self._generator(unit) for unit in parity.units]
        for place in places:
            if place not in self.field.relations:
                self.field.relate(place, Relation(2, ONE))
        return {sum(map(poly.monomial, places)): parity.sign}

    def _generator(self, unit: int) -> int:
        return self.tables.sign_of_unit(unit)

    def relate(self, unit: int) -> None:
        """Give the generator of a unit's sign its relation: it is another sign that is known, or its square is 1."""
        known = self.reduced(Parity(1, frozenset({unit})))
        place = self._generator(unit)
        if place not in self.field.relations:
            free = known.units == {unit}
            self.field.relate(place, Relation(2, ONE) if free else Relation(1, self._poly(known)))

    def as_factor(self, value: Poly) -> tuple[frozenset[int], Poly]:
        """A polynomial that is not zero as a product of signs times a polynomial without.

        Raises:
            SignNeededError: where it is a sum of several such, or where signs decide whether it is zero.
        """
        by_signs = self.separated(value)
        if len(by_signs) > 1:
            one, other = sorted(by_signs, key=sorted)[:2]
            raise SignNeededError(one ^ other)
        units, rest = next(iter(by_signs.items())) if by_signs else (frozenset(), value)
        if len(rest) > 1 and (hidden := self.tables.hidden_signs(rest)) and not definite_sign(rest, self.field):
            self.ask(hidden)
        return units, rest

    def ask(self, units: Iterable[int]) -> None:
        """Ask for the signs of units on which the arguments of functions depend.

        Raises:
            SignNeededError: for the first that is not known.
            StaleError: where all are known now, but were not when the arguments were read.
        """
        asked = False
        for unit in sorted(units):
            asked = True
            known = self.reduced(Parity(1, frozenset({unit})))
            if known.units:
                raise SignNeededError(known.units)
        if asked:
            raise StaleError

    def separated(self, value: Poly) -> dict[frozenset[int], Poly]:
        """The polynomial as a sum over products of signs: {units: coefficient without signs}."""
        found: dict[frozenset[int], Poly] = {}
        signs = [g for g in poly.generators(value) if self.tables.generators[g].kind == "sign"]
        if not signs:
            return {frozenset(): value}
        for packed, coefficient in value.items():
            units = frozenset(self.tables.unit_of_sign[g] for g in signs if poly.exponent_of(packed, g))
            rest = packed - sum(poly.monomial(g) for g in signs if poly.exponent_of(packed, g))
            found.setdefault(units, {})[rest] = coefficient
        return found

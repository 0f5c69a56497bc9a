"""What generators, units and factors mean: numbered tables that all readings of one comparison share.

A number means the same function in every case of signs, so that one case can speak of the units of another one. An
entry speaks only of entries with smaller numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import sympy as sp

from gdtutor.calculus.budget import OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.polynomial import Poly

if TYPE_CHECKING:
    from gdtutor.calculus.equality.kernel.field import Fraction

PolyKey = frozenset[tuple[int, int]]
#: of each kind, the values that a generator takes: exp and root are positive, the line of the others is whole
KINDS = frozenset({"symbol", "exp", "log", "angle", "root", "sign", "power", "opaque"})


class Generator(NamedTuple):
    """A generator of the field.

    Attributes:
        kind: symbol, exp, log, angle, root, sign, power or opaque.
        meaning: the symbol; of exp the exponent; of angle the angle u in tan(u/2); of log and sign the unit; of root
            the unit and the degree; of power the unit and the exponent; of opaque the function and its arguments.
        inside: the generators that its definition speaks of.
        constant: whether it depends on no symbol.
        signs: the units whose signs its definition speaks of, however deep.
    """

    kind: str
    meaning: tuple[Any, ...]
    inside: frozenset[int]
    constant: bool
    signs: frozenset[int] = frozenset()


class Unit(NamedTuple):
    """A unit of multiplication: a prime number, a generator, or a primitive polynomial.

    Attributes:
        kind: prime, generator or poly.
        value: the unit as a polynomial.
        generator: the place of the generator, or -1.
    """

    kind: str
    value: Poly
    generator: int = -1


@dataclass
class Tables:
    """The generators, units and factors of one comparison.

    Attributes:
        unit_of_sign: for the generator of a sign, the unit whose sign it is.
        arcs: the generators that are arcs of tangents, between −π/2 and π/2.
    """

    generators: list[Generator] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    factors: list[Poly] = field(default_factory=list)
    unit_of_sign: dict[int, int] = field(default_factory=dict)
    arcs: set[int] = field(default_factory=set)
    _generator_place: dict[object, int] = field(default_factory=dict)
    _unit_place: dict[object, int] = field(default_factory=dict)
    _factor_place: dict[PolyKey, int] = field(default_factory=dict)

    def symbol(self, symbol: sp.Expr) -> int:
        """The generator of a symbol, or of π."""
        constant = symbol is sp.pi
        return self._generator(symbol, lambda: Generator("symbol", (symbol,), frozenset(), constant))

    def generator(self, key: object, kind: str, meaning: tuple[Any, ...], inside: Iterable[int]) -> int:
        """The place of the generator known by ``key``, a new one where there is none."""
        place = self._generator(key, lambda: self._defined(kind, meaning, frozenset(inside)))
        if kind == "opaque" and meaning[0] is sp.atan:
            self.arcs.add(place)
        return place

    def _defined(self, kind: str, meaning: tuple[Any, ...], inside: frozenset[int]) -> Generator:
        given = kind != "opaque" or not isinstance(meaning[0], tuple)  # of f(2) nothing is known, not even its sign
        constant = given and all(self.generators[g].constant for g in inside)
        signs = frozenset().union(*(self.generators[g].signs for g in inside))
        return Generator(kind, meaning, inside, constant, signs)

    def _generator(self, key: object, make: Callable[[], Generator]) -> int:
        place = self._generator_place.get(key)
        if place is None:
            place = len(self.generators)
            if place >= poly.MAX_GENERATORS:
                raise OutOfBudgetError
            self.generators.append(make())
            self._generator_place[key] = place
        return place

    def sign_of_unit(self, unit: int) -> int:
        """The place of the generator that stands for the sign of a unit."""
        inside = frozenset(poly.generators(self.units[unit].value))
        place = self._generator(("sign", unit), lambda: Generator("sign", (unit,), inside, False, frozenset({unit})))
        self.unit_of_sign[place] = unit
        return place

    def log_of_unit(self, unit: int) -> int:
        """The place of the generator that stands for log|unit|."""
        return self.generator(("log", unit), "log", (unit,), poly.generators(self.units[unit].value))

    def root_of_unit(self, unit: int, degree: int) -> int:
        """The place of the generator that stands for |unit|**(1/degree)."""
        return self.generator(("root", unit, degree), "root", (unit, degree), poly.generators(self.units[unit].value))

    def factor(self, value: Poly) -> int:
        """The place of a primitive polynomial among the factors of denominators."""
        key = frozenset(value.items())
        if key not in self._factor_place:
            self._factor_place[key] = len(self.factors)
            self.factors.append(value)
        return self._factor_place[key]

    def prime(self, number: int) -> int:
        """The unit of a prime number."""
        return self._unit(("prime", number), Unit("prime", {0: number}))

    def unit(self, value: Poly) -> int:
        """The unit of a generator or of a primitive polynomial."""
        if len(value) == 1:
            ((packed, _),) = value.items()
            ((generator, _),) = poly.exponents(packed)
            return self._unit(("generator", generator), Unit("generator", value, generator))
        return self._unit(frozenset(value.items()), Unit("poly", value))

    def _unit(self, key: object, unit: Unit) -> int:
        place = self._unit_place.get(key)
        if place is None:
            place = self._unit_place[key] = len(self.units)
            self.units.append(unit)
        return place

    def is_sound(self) -> bool:
        """Whether entries speak of earlier ones only, and say of their definitions what is so."""
        of_signs = {place: g.meaning[0] for place, g in enumerate(self.generators) if g.kind == "sign"}
        return (
            all(self._is_defined(place, generator) for place, generator in enumerate(self.generators))
            and all(_is_found_by(key, self.generators[place]) for key, place in self._generator_place.items())
            and all(map(_is_unit, self.units))
            and self.unit_of_sign == of_signs
            and self.arcs == {place for place, g in enumerate(self.generators) if g.meaning[0] is sp.atan}
            and self._factor_place == {frozenset(factor.items()): place for place, factor in enumerate(self.factors)}
        )

    def _is_defined(self, place: int, generator: Generator) -> bool:
        kind, meaning, inside, constant, signs = generator
        if kind == "symbol":
            return not inside and constant == (meaning[0] is sp.pi) and not signs
        if kind in ("exp", "angle"):
            spoken = self.inside(meaning[0].numerator, meaning[0].below)
        elif kind == "opaque":
            if meaning[2] is not None and not isinstance(meaning[0], tuple):
                return False
            spoken = set().union(*(self.inside(argument.numerator, argument.below) for argument in meaning[1]))
        else:
            spoken = poly.generators(self.units[meaning[0]].value)
        if inside != spoken or any(other >= place for other in inside):
            return False
        if kind == "sign":
            return not constant and signs == {meaning[0]}
        return generator == self._defined(kind, meaning, inside)

    def inside(self, value: Poly, below: Iterable[tuple[int, int]] = ()) -> set[int]:
        """The generators of a polynomial and of factors of a denominator."""
        return poly.generators(value).union(*(poly.generators(self.factors[place]) for place, _ in below))

    def is_constant(self, value: Poly) -> bool:
        """Whether a polynomial depends on no symbol."""
        return all(self.generators[generator].constant for generator in poly.generators(value))

    def hidden_signs(self, value: Poly) -> set[int]:
        """The units whose signs the arguments of functions in a polynomial speak of."""
        if not self.unit_of_sign:
            return set()
        found = (self.generators[place] for place in poly.generators(value))
        return set().union(*(generator.signs for generator in found if generator.kind != "sign"))


def _is_unit(unit: Unit) -> bool:
    if unit.kind == "prime":
        return set(unit.value) == {0} and unit.value[0] > 1 and unit.generator < 0
    if unit.kind == "generator":
        return unit.value == {poly.monomial(unit.generator): 1}
    return len(unit.value) > 1 and unit.generator < 0


def opaque_key(head: object, arguments: Iterable[Fraction]) -> object:
    """What an opaque function is found by."""
    return "opaque", head, tuple((frozenset(a.numerator.items()), a.divisor, a.below) for a in arguments)


def _is_found_by(key: object, generator: Generator) -> bool:
    """Whether a key that the kernel looks for leads to what it means; those of exp and angle are not looked for."""
    kind, meaning, *_ = generator
    if kind == "symbol":
        return key == meaning[0]
    if kind == "opaque":
        return key == opaque_key(*meaning[:2])
    if kind in ("exp", "angle"):
        return isinstance(key, tuple) and not isinstance(key[0], str)
    return key == (kind, *meaning)

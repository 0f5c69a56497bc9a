"""What lasts through one comparison: the numbers of generators, units and factors, and what was learnt about them.

One comparison reads its two sides several times: once for every case of signs, and again when a unit turns out to be
composite. A number means the same thing every time, so that a case can speak of the units of another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction as Rational
from typing import Any, NamedTuple

import sympy as sp

from gdtutor.calculus.budget import OutOfBudgetError
from gdtutor.calculus.equality.search import polynomial as poly
from gdtutor.calculus.equality.search.polynomial import Poly

_MAX_RESTARTS = 40
PolyKey = frozenset[tuple[int, int]]


class RestartError(Exception):
    """A unit turned out to be composite or a basis too coarse: read everything again with what was learnt."""


class Generator(NamedTuple):
    """A generator of the field.

    Attributes:
        kind: symbol, exp, log, angle, arc, root, sign, power or opaque.
        show: makes what it stands for, as a SymPy expression.
        inside: the generators that its definition speaks of.
        constant: whether it depends on no symbol.
        signs: the units whose signs its definition speaks of, however deep.
    """

    kind: str
    show: Callable[[], sp.Expr]
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


class Split(NamedTuple):
    """``sign · Π part**power``."""

    sign: int
    parts: tuple[tuple[Poly, int], ...]


@dataclass
class Memory:
    """Everything that keeps its meaning from one reading to the next.

    Attributes:
        basis: the primitive polynomials met so far; no two have a common factor.
        splits: how composite polynomials are products of those.
        steps: the steps of the bases of exponents, angles, roots and large powers.
        unit_of_sign: for the generator of a sign, the unit whose sign it is.
        arcs: the generators that are arcs of tangents, between −π/2 and π/2.
        lines: the number lines made so far, by the units that cut them (see ``number_line``).
        roots: for the generator of a root, the unit of which it is the root, and the degree.
    """

    generators: list[Generator] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    factors: list[Poly] = field(default_factory=list)
    basis: list[Poly] = field(default_factory=list)
    splits: dict[PolyKey, Split] = field(default_factory=dict)
    steps: dict[object, Rational] = field(default_factory=dict)
    unit_of_sign: dict[int, int] = field(default_factory=dict)
    roots: dict[int, tuple[int, int]] = field(default_factory=dict)
    arcs: set[int] = field(default_factory=set)
    lines: dict[frozenset[int], Any] = field(default_factory=dict)
    restarts: int = 0
    _generator_place: dict[object, int] = field(default_factory=dict)
    _unit_place: dict[object, int] = field(default_factory=dict)
    _factor_place: dict[PolyKey, int] = field(default_factory=dict)

    def symbol(self, symbol: sp.Expr) -> int:
        """The generator of a symbol, or of π."""
        return self._generator(symbol, lambda: Generator("symbol", lambda: symbol, frozenset(), symbol is sp.pi))

    def generator(self, key: object, kind: str, show: Callable[[], sp.Expr], inside: set[int]) -> int:
        """The place of the generator known by ``key``, a new one where there is none."""
        return self._generator(key, lambda: self._defined(kind, show, frozenset(inside)))

    def _defined(self, kind: str, show: Callable[[], sp.Expr], inside: frozenset[int]) -> Generator:
        constant = all(self.generators[g].constant for g in inside)
        return Generator(kind, show, inside, constant, frozenset().union(*(self.generators[g].signs for g in inside)))

    def _generator(self, key: object, make: Callable[[], Generator]) -> int:
        place = self._generator_place.get(key)
        if place is None:
            place = self._generator_place[key] = len(self.generators)
            if place >= poly.MAX_GENERATORS:
                raise OutOfBudgetError
            self.generators.append(make())
        return place

    def sign_of_unit(self, unit: int, show: Callable[[], sp.Expr]) -> int:
        """The place of the generator that stands for the sign of a unit."""
        inside = frozenset(poly.generators(self.units[unit].value))
        place = self._generator(("sign", unit), lambda: Generator("sign", show, inside, False, frozenset({unit})))
        self.unit_of_sign[place] = unit
        return place

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

    def restart(self) -> RestartError:
        """The error to raise after something was learnt."""
        self.restarts += 1
        if self.restarts > _MAX_RESTARTS:
            raise OutOfBudgetError
        return RestartError()

    def refine(self, key: object, step: Rational) -> RestartError:
        """Learn a finer step of a basis."""
        self.steps[key] = step
        return self.restart()

"""One symbol or kernel as a number line, cut where units change their signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction as Rational
from itertools import pairwise
from typing import NamedTuple

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.definite import is_positive
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.showing import show_generator, show_unit
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.search import real_roots
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.intervals import Intervals, certain_sign

_LINES = {"symbol", "exp", "log", "angle"}  # kinds of generators whose values fill a line or half of one
_LARGEST_DEGREE = 30
_PRECISION = 240


class Part(NamedTuple):
    """A part of a line, from the cut below it to the cut above it; ``None`` stands for no end."""

    low: real_roots.Interval | None
    high: real_roots.Interval | None
    point: Rational


@dataclass(frozen=True)
class Line:
    """One generator with the zeros of some units.

    Attributes:
        generator: the place of the generator.
        cuts: intervals that each contain one possible change of signs, in ascending order.
        parts: the parts between cuts where the generator takes values, with a point in each.
        signs: for every part, the signs of the units.
    """

    generator: int
    cuts: list[real_roots.Interval]
    parts: list[Part]
    signs: list[dict[int, int]]

    @property
    def points(self) -> list[Rational]:
        """A point in every part."""
        return [part.point for part in self.parts]

    def holds_at(self, conditions: Iterable[Parity], point: Rational) -> bool:
        """Whether every parity is +1 at one of the points."""
        signs = self.signs[self.points.index(point)]
        for sign, units in conditions:
            for unit in units:
                sign *= signs[unit]
            if sign <= 0:
                return False
        return True


def number_line(units: Sequence[int], memory: Memory, budget: Budget) -> Line | None:
    """The line of the only generator that some units depend on, but for roots of it; ``None`` where there are more."""
    key = frozenset(units)
    if key not in memory.lines:
        memory.lines[key] = _number_line(units, memory, budget)
    line: Line | None = memory.lines[key]
    return line


def _number_line(units: Sequence[int], memory: Memory, budget: Budget) -> Line | None:
    found = {g for unit in units for g in _below_roots(memory, memory.units[unit].value)}
    if len(found) != 1:
        return None
    (generator,) = found
    if memory.generators[generator].kind not in _LINES:
        return None
    polynomials = [[1, 0]] if is_positive(memory, generator) else []
    for unit in units:
        changes = _changes(memory.units[unit].value, memory, budget)
        if changes is None:
            return None
        polynomials += [dense(change, generator) for change in changes]
    unique = [list(p) for p in dict.fromkeys(map(tuple, polynomials)) if len(p) > 1]
    cuts = real_roots.zeros(unique, budget) if all(len(p) <= _LARGEST_DEGREE + 1 for p in unique) else None
    if cuts is None:
        return None
    ends = [None, *cuts, None]
    pairs = zip(pairwise(ends), real_roots.between(cuts), strict=True)
    parts = [Part(low, high, point) for (low, high), point in pairs]
    parts = [part for part in parts if part.point > 0 or not is_positive(memory, generator)]
    signs = [_signs_at(units, part.point, generator, memory) for part in parts]
    return None if any(known is None for known in signs) else Line(generator, cuts, parts, [s for s in signs if s])


def _below_roots(memory: Memory, value: Poly) -> set[int]:
    """The generators of a polynomial, those within roots in place of the roots."""
    found = set()
    for generator in poly.generators(value):
        inside = memory.generators[generator]
        if inside.kind == "root":
            found |= _below_roots(memory, {sum(map(poly.monomial, inside.inside)): 1})
        else:
            found.add(generator)
    return found


def _changes(value: Poly, memory: Memory, budget: Budget) -> list[Poly] | None:
    """Polynomials without roots among whose zeros all changes of sign are; ``None`` for other than square roots."""
    roots = [g for g in poly.generators(value) if memory.generators[g].kind == "root"]
    if not roots:
        return [value]
    unit, degree = memory.generators[max(roots)].meaning
    if degree != 2:
        return None
    found = [memory.units[unit].value]
    for sign in (-1, 1):
        norm = _norm(value, max(roots), poly.scale(memory.units[unit].value, sign), budget)
        inner = _changes(norm, memory, budget) if norm else None
        if inner is None:
            return None
        found += inner
    return found


def _norm(value: Poly, root: int, radicand: Poly, budget: Budget) -> Poly:
    """(a + b·r)(a − b·r) for the square root r of ``radicand``, or a where b is zero."""
    even: Poly = {}
    odd: Poly = {}
    for power, coefficient in poly.collected(value, root).items():
        for _ in range(power // 2):
            coefficient = poly.multiply(coefficient, radicand, budget)
        even, odd = (even, poly.add(odd, coefficient)) if power % 2 else (poly.add(even, coefficient), odd)
    if not odd:
        return even
    lost = poly.multiply(poly.multiply(odd, odd, budget), radicand, budget)
    return poly.add(poly.multiply(even, even, budget), poly.scale(lost, -1))


def _signs_at(units: Sequence[int], point: Rational, generator: int, memory: Memory) -> dict[int, int] | None:
    """The signs of the units where the generator has a value; ``None`` where they are not certain."""
    found = {}
    for unit in units:
        value = memory.units[unit].value
        if poly.generators(value) == {generator}:
            at = real_roots.value_at(dense(value, generator), point)
            found[unit] = (at > 0) - (at < 0)
            continue
        symbol = show_generator(memory, generator)
        if not symbol.is_Symbol:
            return None
        try:
            found[unit] = certain_sign(Intervals({symbol: point}, _PRECISION).value(show_unit(memory, unit)))
        except (OutsideDomainError, UncertainError):
            return None
    return found if all(found.values()) else None


def dense(value: Poly, generator: int) -> real_roots.Dense:
    """A polynomial in one generator by its coefficients, the highest power first; too many where it is large."""
    powers = {poly.exponent_of(packed, generator): c for packed, c in value.items()}
    top = max(powers)
    if top > _LARGEST_DEGREE:
        return [1] * (_LARGEST_DEGREE + 2)
    return [powers.get(power, 0) for power in range(top, -1, -1)]

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
from gdtutor.calculus.equality.kernel.exclusion import LINES, below_roots, between, changes_of, dense, is_low, sign_at
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.search import real_roots
from gdtutor.calculus.equality.search.memory import Memory


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
    found = {g for unit in units for g in below_roots(memory, memory.units[unit].value)}
    if len(found) != 1:
        return None
    (generator,) = found
    if memory.generators[generator].kind not in LINES:
        return None
    polynomials = [[1, 0]] if is_positive(memory, generator) else []
    for unit in units:
        changes = changes_of(memory.units[unit].value, memory, budget)
        if changes is None:
            return None
        changes = [change for change in changes if poly.generators(change)]
        if not all(is_low(change, generator) for change in changes):
            return None
        polynomials += [dense(change, generator) for change in changes]
    cuts = real_roots.zeros([list(p) for p in dict.fromkeys(map(tuple, polynomials))], budget)
    if cuts is None:
        return None
    ends = [None, *cuts, None]
    pairs = zip(pairwise(ends), between(cuts), strict=True)
    parts = [Part(low, high, point) for (low, high), point in pairs]
    parts = [part for part in parts if part.point > 0 or not is_positive(memory, generator)]
    signs = [{unit: sign_at(unit, part.point, generator, memory) for unit in units} for part in parts]
    return None if any(not all(known.values()) for known in signs) else Line(generator, cuts, parts, signs)

"""Which sums of arcs may be constant: numbers at a few points say so, and the kernel's addition theorem proves it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product as combinations_of

from gdtutor.calculus.equality.kernel.arcs import PARTS, Counts
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.equality.kernel.values import Values
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, Point, UncertainError

_MOST_ARCS = 4
_MOST_TIMES = {2: 4, 3: 2, 4: 1}


def sums_of_arcs(reader: Reader, value: Fraction, points: Sequence[Point]) -> Iterator[Counts]:
    """Small whole numbers n with Σ nᵢ·arcᵢ a multiple of π/24, the same modulo π, at every point."""
    arcs = reader.arcs.in_value(value)
    if not 2 <= len(arcs) <= _MOST_ARCS:
        return
    values = [found for point in points[:4] if (found := _values(reader, arcs, point)) is not None]
    if not values:
        return
    most = _MOST_TIMES[len(arcs)]
    ranges = [range(-most, most + 1)] * len(arcs)
    fitting = [counts for counts in combinations_of(*ranges) if _fits(counts, values)]
    for counts in sorted(fitting, key=lambda counts: (sum(map(abs, counts)), counts)):
        yield tuple((arc, count) for arc, count in zip(arcs, counts, strict=True) if count)


def _values(reader: Reader, arcs: list[int], point: Point) -> list[float] | None:
    values = Values(reader.tables, Floats(point))
    try:
        return [math.atan(values.fraction(reader.arcs.tangent_of(arc))) for arc in arcs]
    except (OutsideDomainError, UncertainError, KeyError):
        return None


def _fits(counts: tuple[int, ...], values: list[list[float]]) -> bool:
    first = next((count for count in counts if count), 0)
    if first <= 0:  # of a combination and its negative one is enough
        return False
    parts = [PARTS / math.pi * sum(n * v for n, v in zip(counts, row, strict=True)) for row in values]
    if any(abs(part - round(part)) > 1e-7 for part in parts):
        return False
    return len({round(part) % PARTS for part in parts}) == 1

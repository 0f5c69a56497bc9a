"""Points at which to look for a counterexample, within a box."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import sympy as sp

from gdtutor.calculus.equality.sampling import simple_points
from gdtutor.calculus.evaluation import Point
from gdtutor.calculus.proving.range import Range

_RANDOM_POINTS = 150

Box = Mapping[sp.Symbol, Range]


def points_within(symbols: Sequence[sp.Symbol], box: Box) -> Iterator[Point]:
    """Simple points first, then random ones, the same every time; those outside the box are moved into it.

    >>> from gdtutor.calculus.proving.range import between
    >>> x = sp.Symbol("x")
    >>> all(0 <= point[x] <= 2 for point in points_within([x], {x: between(0, 2)}))
    True
    """
    yield from (_inside(point, box) for point in simple_points(symbols))
    generator = random.Random(0)
    for scale in (1, 10):
        for _ in range(_RANDOM_POINTS // 2):
            yield _inside({s: Fraction(generator.randint(-40, 40) * scale, 40) for s in symbols}, box)


def _inside(point: Point, box: Box) -> Point:
    """A point moved into the box, each number kept as it is where it already lies inside."""
    moved = dict(point)
    for symbol in point.keys() & box.keys():
        value, (low, high) = point[symbol], box[symbol].bounds()
        if low is not None and high is not None:
            moved[symbol] = value if low <= value <= high else low + (high - low) * Fraction(int(value * 40) % 41, 40)
        elif low is not None and value < low:
            moved[symbol] = low + abs(value)
        elif high is not None and value > high:
            moved[symbol] = high - abs(value)
    return moved

"""Points that refute convexity, certified: a direction of negative curvature, or a chord below the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice

import sympy as sp
from mpmath.libmp import fhalf, libmpi as iv, mpf_cmp, mpf_sign, to_float

from gdtutor.calculus.evaluation import Floats, OutsideDomainError, Point, UncertainError
from gdtutor.calculus.intervals import Intervals, differ, middle
from gdtutor.calculus.proving.points import points_within
from gdtutor.calculus.proving.range import EVERYTHING, Range
from gdtutor.calculus.several.cells import Cells, cells_of
from gdtutor.calculus.several.eigenvector import lowest_eigenvector
from gdtutor.calculus.several.second_order import second_partials
from gdtutor.calculus.several.shape import has_corners

_PRECISION = 160
_PAIRS = 3_000
_PLACES = 8  # values of the parameters at which borders are looked at
_SHORTER = (1, 3, 6, 10, 16, 24, 34, 48)  # chords of 2^-k

Box = Mapping[sp.Symbol, Range]


@dataclass(frozen=True)
class CurvatureWitness:
    """A point and a direction in which the function bends down.

    Attributes:
        point: the value of every symbol, exact.
        direction: a component for each variable.
        curvature: vᵀHv there, certified to be below zero.
    """

    point: tuple[tuple[str, sp.Rational], ...]
    direction: tuple[sp.Rational, ...]
    curvature: float

    def is_certified(self, expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> bool:
        """Whether intervals prove that the function is real there and its curvature negative."""
        hessian = second_partials(expression, symbols)
        return _curvature(expression, hessian, _exact(self.point), self.direction) is not None

    def __str__(self) -> str:
        along = "" if len(self.direction) == 1 else f" along ({', '.join(map(str, self.direction))})"
        return f"at {_told(self.point)} the second derivative{along} is {self.curvature:.6g}, below zero"


@dataclass(frozen=True)
class ChordWitness:
    """Two points whose chord runs below the graph in the middle, or through a point outside the domain.

    Attributes:
        start, end: the value of every symbol at both ends, exact.
        middle: the function's value in the middle, or ``None`` where it has none.
        chord: the chord's value there.
    """

    start: tuple[tuple[str, sp.Rational], ...]
    end: tuple[tuple[str, sp.Rational], ...]
    middle: float | None
    chord: float

    def is_certified(self, expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> bool:
        """Whether intervals prove that the chord lies below the graph in the middle."""
        return _chord(expression, _exact(self.start), _exact(self.end)) is not None

    def __str__(self) -> str:
        ends = f"between {_told(self.start)} and {_told(self.end)}"
        if self.middle is None:
            return f"{ends} the function has no real value in the middle"
        return f"{ends} the chord is at {self.chord:.6g} in the middle, below the function's {self.middle:.6g}"


Witness = CurvatureWitness | ChordWitness


def refutation(expression: sp.Expr, symbols: Sequence[sp.Symbol], box: Box) -> Witness | None:
    """A certified witness against convexity within the box; ``None`` where none was found.

    >>> x, y = sp.symbols("x y")
    >>> print(refutation(x * y, [x, y], {}))
    at x = 1, y = 2 the second derivative along (1, -1) is -2, below zero
    >>> print(refutation(-sp.Abs(x), [x], {}))
    between x = 1 and x = -1 the chord is at -1 in the middle, below the function's 0
    """
    everything = sorted(expression.free_symbols | set(symbols), key=str)
    points = list(points_within(everything, box))
    found = None if has_corners(expression) else _bending_down(expression, symbols, points)
    return found or _chord_below(expression, symbols, points) or _near_a_border(expression, symbols, points, box)


def _bending_down(expression: sp.Expr, symbols: Sequence[sp.Symbol], points: Sequence[Point]) -> Witness | None:
    hessian = second_partials(expression, symbols)
    size = range(len(symbols))
    for point in points:
        values = Floats(point)
        try:
            values.value(expression)
            entries = [[values.value(hessian[i, j]) for j in size] for i in size]
        except (OutsideDomainError, UncertainError):
            continue
        value, vector = lowest_eigenvector(entries)
        if not value < 0:
            continue
        for direction in _simple_directions(vector):
            curvature = _curvature(expression, hessian, point, direction)
            if curvature is not None:
                return CurvatureWitness(_shown(point), direction, curvature)
    return None


def _simple_directions(vector: Sequence[float]) -> Iterator[tuple[sp.Rational, ...]]:
    """Directions near an eigenvector, the one with the smallest numbers first."""
    largest = max(map(abs, vector))
    for parts in (1, 4, 64, 4096):
        scaled = [Fraction(component / largest).limit_denominator(parts) for component in vector]
        if any(scaled):
            yield tuple(sp.Rational(part.numerator, part.denominator) for part in scaled)


def _curvature(expression: sp.Expr, hessian: sp.Matrix, point: Point, direction: Sequence[sp.Rational]) -> float | None:
    """vᵀHv at the point, where intervals prove it negative and the function real."""
    values = Intervals(point, _PRECISION)
    form = sp.Add(*(hessian[i, j] * v * w for i, v in enumerate(direction) for j, w in enumerate(direction)))
    try:
        values.value(expression)
        low, high = values.value(form)
    except (OutsideDomainError, UncertainError):
        return None
    return float(to_float(low)) if mpf_sign(high) < 0 else None


def _chord_below(expression: sp.Expr, symbols: Sequence[sp.Symbol], points: Sequence[Point]) -> Witness | None:
    """Pairs of points that differ in the variables only, each with the point in the middle."""
    fixed = sorted(expression.free_symbols - set(symbols), key=str)
    for start, end in islice(combinations(points, 2), _PAIRS):
        end = {**end, **{symbol: start[symbol] for symbol in fixed}}
        if start == end or not _is_worth_it(expression, start, end):
            continue
        found = _chord(expression, start, end)
        if found is not None:
            return ChordWitness(_shown(start), _shown(end), *found)
    return None


def _near_a_border(
    expression: sp.Expr, symbols: Sequence[sp.Symbol], points: Sequence[Point], box: Box
) -> ChordWitness | None:
    """Short chords across the borders of pieces, where a jump or a falling slope shows, and within a piece."""
    used = [symbol for symbol in symbols if symbol in expression.free_symbols]
    if len(used) != 1 or not has_corners(expression):
        return None
    (symbol,) = used
    cells = cells_of(expression, symbol, box.get(symbol, EVERYTHING))
    if cells is None:
        return None
    low, high = box.get(symbol, EVERYTHING).bounds()
    for fixed in points[:_PLACES] if expression.free_symbols != {symbol} else points[:1]:
        for start, end in (*_across(cells), *_within(cells, symbol, fixed, box)):
            if (low is not None and start < low) or (high is not None and end > high):
                continue
            ends = {**fixed, symbol: start}, {**fixed, symbol: end}
            found = _chord(expression, *ends)
            if found is not None:
                return ChordWitness(_shown(ends[0]), _shown(ends[1]), *found)
    return None


def _across(cells: Cells) -> Iterator[tuple[Fraction, Fraction]]:
    """Around each border shorter and shorter chords with the middle at it, or just beside it."""
    for border in (*cells.borders, *cells.ends):
        for exponent in _SHORTER:
            h = Fraction(1, 2**exponent)
            around = border.enclosed(sp.Rational(1, 4**exponent))
            low, high = (Fraction(int(end.p), int(end.q)) for end in around)
            centre = (low + high) / 2
            for start, end in ((-1, 1), (-3, 1), (-1, 3), (-2, 0), (0, 2)):
                yield centre + start * h, centre + end * h


def _within(cells: Cells, symbol: sp.Symbol, fixed: Point, box: Box) -> Iterator[tuple[Fraction, Fraction]]:
    """Short chords around a point of negative curvature in a cell."""
    for cell in cells.cells:
        inside = {**box, symbol: cell.inside}
        nearby = [{**fixed, symbol: point[symbol]} for point in points_within([symbol], inside)]
        found = _bending_down(cell.branch, [symbol], nearby)
        if isinstance(found, CurvatureWitness):
            centre = _exact(found.point)[symbol]
            yield from ((centre - h, centre + h) for h in (Fraction(1, 2**exponent) for exponent in _SHORTER))


def _is_worth_it(expression: sp.Expr, start: Point, end: Point) -> bool:
    """A look in floating point, before intervals are asked."""
    try:
        ends = [Floats(point).value(expression) for point in (start, end)]
    except (OutsideDomainError, UncertainError):
        return False
    try:
        return bool(Floats(_halfway(start, end)).value(expression) > sum(ends) / 2)
    except OutsideDomainError:
        return True
    except UncertainError:
        return False


def _halfway(start: Point, end: Point) -> Point:
    return {symbol: (start[symbol] + end[symbol]) / 2 for symbol in start}


def _chord(expression: sp.Expr, start: Point, end: Point) -> tuple[float | None, float] | None:
    """The values of function and chord in the middle, where intervals prove that the chord is lower."""
    try:
        ends = [Intervals(point, _PRECISION).value(expression) for point in (start, end)]
    except (OutsideDomainError, UncertainError):
        return None
    chord = iv.mpi_mul(iv.mpi_add(*ends, _PRECISION), (fhalf, fhalf), _PRECISION)
    try:
        graph = Intervals(_halfway(start, end), _PRECISION).value(expression)
    except OutsideDomainError:
        return None, middle(chord)
    except UncertainError:
        return None
    below = differ(graph, chord, _PRECISION) and mpf_cmp(graph[0], chord[1]) > 0
    return (middle(graph), middle(chord)) if below else None


def _shown(point: Point) -> tuple[tuple[str, sp.Rational], ...]:
    return tuple((str(symbol), sp.Rational(v.numerator, v.denominator)) for symbol, v in point.items())


def _exact(point: tuple[tuple[str, sp.Rational], ...]) -> Point:
    return {sp.Symbol(name): Fraction(int(value.p), int(value.q)) for name, value in point}


def _told(point: tuple[tuple[str, sp.Rational], ...]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in point)

"""How several arcs hang together: atan(u) + atan(v) = atan((u + v)/(1 − uv)) + a multiple of π known by signs.

Numbers at a few points say which combination of arcs may be a constant; the addition theorem then proves it exactly,
and one of the arcs is replaced.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction as Rational
from itertools import product as combinations_of

from gdtutor.calculus.equality.search import polynomial as poly
from gdtutor.calculus.equality.search.field import Fraction
from gdtutor.calculus.equality.search.normal_form import NormalForm
from gdtutor.calculus.equality.search.showing import show_fraction
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, Point, UncertainError

_MOST_ARCS = 4
_MOST_TIMES = {1: 1, 2: 4, 3: 2, 4: 1}
_PARTS = 24  # constants looked for: multiples of π/24
_HALF = Rational(1, 2)


def without_arcs(form: NormalForm, difference: Fraction, points: Sequence[Point]) -> Fraction:
    """The difference with every arc replaced that others determine."""
    for _ in range(_MOST_ARCS):
        arcs = sorted(poly.generators(difference.numerator) & form.arcs.arguments.keys())
        if not 2 <= len(arcs) <= _MOST_ARCS:
            return difference
        for counts in _candidates(form, arcs, points):
            form.field.budget.spend(1_000)
            total = _constant(form, arcs, counts)
            if total is not None:
                difference = _eliminated(form, difference, arcs, counts, total)
                break
        else:
            return difference
        if difference.is_zero:
            return difference
    return difference


# --- which combination ------------------------------------------------------------------------------------------------


def _candidates(form: NormalForm, arcs: list[int], points: Sequence[Point]) -> Iterator[tuple[int, ...]]:
    """Small whole numbers n with Σ nᵢ·arcᵢ a multiple of π/24, the same modulo π, at every point."""
    values = [found for point in points[:4] if (found := _values(form, arcs, point)) is not None]
    if not values:
        return
    most = _MOST_TIMES[len(arcs)]
    ranges = [range(-most, most + 1)] * len(arcs)
    fitting = [counts for counts in combinations_of(*ranges) if _fits(counts, values)]
    yield from sorted(fitting, key=lambda counts: (sum(map(abs, counts)), counts))


def _values(form: NormalForm, arcs: list[int], point: Point) -> list[float] | None:
    floats = Floats(point)
    memory = form.field.memory
    try:
        return [math.atan(floats.value(show_fraction(memory, form.arcs.arguments[arc]))) for arc in arcs]
    except (OutsideDomainError, UncertainError):
        return None


def _fits(counts: tuple[int, ...], values: list[list[float]]) -> bool:
    first = next((count for count in counts if count), 0)
    if first <= 0:  # of a combination and its negative one is enough
        return False
    parts = [_PARTS / math.pi * sum(n * v for n, v in zip(counts, row, strict=True)) for row in values]
    if any(abs(part - round(part)) > 1e-7 for part in parts):
        return False
    return len({round(part) % _PARTS for part in parts}) == 1


# --- its value --------------------------------------------------------------------------------------------------------


def _constant(form: NormalForm, arcs: list[int], counts: tuple[int, ...]) -> Fraction | None:
    """The combination as a sum of multiples of π and signs, if the addition theorem proves it to be one."""
    tangent: Fraction | None = form.field.constant(0)
    total = form.field.constant(0)
    for arc, count in zip(arcs, counts, strict=True):
        argument = form.arcs.arguments[arc]
        argument = argument if count > 0 else form.field.negative(argument)
        for _ in range(abs(count)):
            tangent, jump = _joined(form, tangent, argument)
            total = form.field.add(total, jump)
    if tangent is None:
        return total
    for part in range(-_PARTS // 2 + 1, _PARTS // 2):
        turn = form.angles.turn(form.arcs.part_of_pi(Rational(part, _PARTS))) if part % 2 == 0 else None
        if turn is not None and _is_zero(form, form.field.multiply(tangent, turn.cosine), turn.sine):
            return form.field.add(total, form.arcs.part_of_pi(Rational(part, _PARTS)))
    return None


def _is_zero(form: NormalForm, one: Fraction, other: Fraction) -> bool:
    return form.field.settled(form.field.subtract(one, other)).is_zero


def _joined(form: NormalForm, one: Fraction | None, other: Fraction) -> tuple[Fraction | None, Fraction]:
    """The tangent of a sum of two arcs, ``None`` for a right angle, and what the arc of it lacks.

    A right angle is told by a jump of ±π/2 and the tangent ``None``; one more arc u turns it into −1/u.
    """
    field = form.field
    if one is None:  # atan(v) ± π/2 = atan(−1/v) + π/2·(sign(v) ± 1), and the ±π/2 is in the total already
        jump = form.arcs.signed(form.arcs.part_of_pi(_HALF), form.units.product(other).parity)
        return field.negative(form.arcs.inverse(other)), jump
    rest = field.settled(field.subtract(field.constant(1), field.multiply(one, other)))
    if rest.is_zero:
        return None, form.arcs.signed(form.arcs.part_of_pi(_HALF), form.units.product(other).parity)
    tangent = field.multiply(field.add(one, other), form.arcs.inverse(rest))
    if field.settled(one).is_zero:
        return tangent, field.constant(0)
    half = form.arcs.part_of_pi(_HALF)
    side = form.units.product(other).parity
    across = side.times(form.units.product(rest).parity)
    return tangent, field.subtract(form.arcs.signed(half, side), form.arcs.signed(half, across))


def _eliminated(
    form: NormalForm, difference: Fraction, arcs: list[int], counts: tuple[int, ...], total: Fraction
) -> Fraction:
    """The difference with one arc of the combination written through the others."""
    field = form.field
    place = min((p for p, count in enumerate(counts) if count), key=lambda p: abs(counts[p]))
    value = total
    for other, count in zip(arcs, counts, strict=True):
        if other != arcs[place] and count:
            term = field.multiply(field.constant(count), field.of_generator(other))
            value = field.subtract(value, term)
    value = field.multiply(field.constant(Rational(1, counts[place])), value)
    found = field.constant(0)
    for power, coefficient in poly.collected(difference.numerator, arcs[place]).items():
        term = field.multiply(field.of_poly(coefficient), field.power(value, power))
        found = field.add(found, term)
    return field.settled(found)

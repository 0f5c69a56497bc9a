"""Derivatives at a point: by dual numbers, and where these have no rule by differences from both sides."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from mpmath import mp, mpf

from tests.oracle.formulas import Node
from tests.oracle.values import OpenError, Point, TieError, UndefinedError, evaluated, value, with_slope

STEP = Fraction(1, 2**80)
TINY = mpf(10) ** -30


class NoSlopeError(ArithmeticError):
    """The function is real here and not differentiable."""


@dataclass(frozen=True)
class Slope:
    """A derivative; ``digits`` is how many of its digits are to be trusted."""

    number: mpf
    digits: int


def moved(point: Point, name: str, by: Fraction) -> dict[str, Fraction]:
    return {**point, name: point[name] + by}


def derivative(node: Node, point: Point, name: str, order: int = 1) -> Slope:
    """The derivative of that order; raises ``UndefinedError``, ``NoSlopeError`` or ``OpenError``."""
    if order == 0:
        return Slope(value(node, point), mp.dps - 5)
    if order == 1:
        try:
            return Slope(with_slope(node, point, name)[1], mp.dps - 8)
        except TieError:
            return _two_sided(node, point, name)
    if order > 3:
        raise OpenError("an order that is not computed here")
    more = 60 + mp.dps
    found, digits = _by_differences(node, point, name, order, more)
    if abs(found) < TINY:  # perhaps all its digits were lost: log(1 + e^x) at -194 bends by 10^-85
        found, digits = _by_differences(node, point, name, order, 1000)
    return Slope(found, min(digits, mp.dps * (7 if order == 2 else 6) // 10))


def _by_differences(node: Node, point: Point, name: str, order: int, more: int) -> tuple[mpf, int]:
    """The slope with the smaller one of two steps, and to how many digits both agree: tan(e^x) turns fast."""
    exponent = max(80, 17 * mp.dps // 10)  # the error is the square of the step
    with mp.workdps(mp.dps + more):
        rough, fine = (_difference(node, point, name, order, Fraction(1, 2**k)) for k in (exponent - 3, exponent))
        off = abs(fine - rough)
        return fine, int(-mp.log10(off / abs(fine))) + 1 if off and fine else 10**6


def _difference(node: Node, point: Point, name: str, order: int, step: Fraction) -> mpf:
    try:
        ahead = [with_slope(node, moved(point, name, k * step), name)[1] for k in (-1, 0, 1)]
    except TieError:
        raise OpenError("a tie beside the point") from None
    h = mpf(1) / step.denominator
    return (ahead[2] - ahead[0]) / (2 * h) if order == 2 else (ahead[2] - 2 * ahead[1] + ahead[0]) / h**2


def one_sided(node: Node, point: Point, name: str, side: int) -> mpf | None:
    """The slope to the right (1) or to the left (-1), or ``None`` where there is none."""
    with mp.workdps(mp.dps + 60):
        here = value(node, point)
        ratios = []
        for halving in range(4):
            step = side * STEP / 2**halving
            h = mpf(step.numerator) / step.denominator
            ratios.append((value(node, moved(point, name, step)) - here) / h)
        while len(ratios) > 2:
            factor = 2 ** (5 - len(ratios))
            ratios = [(factor * b - a) / (factor - 1) for a, b in pairwise(ratios)]
        if abs(ratios[0] - ratios[1]) > mpf(10) ** -15 * max(1, abs(ratios[0])):
            return None
        return ratios[1]


def _two_sided(node: Node, point: Point, name: str) -> Slope:
    value(node, point)
    try:
        right, left = one_sided(node, point, name, 1), one_sided(node, point, name, -1)
    except UndefinedError:
        raise NoSlopeError("an end of the domain") from None
    if right is None or left is None or abs(right - left) > mpf(10) ** -12 * max(1, abs(right)):
        raise NoSlopeError("a corner")
    return Slope(right, 14)


def is_real(node: Node, point: Point) -> bool:
    try:
        evaluated(node, point, None)
    except (UndefinedError, OpenError):
        return False
    return True


def mixed(node: Node, point: Point, first: str, second: str) -> mpf:
    """The slope along ``second`` of the slope along ``first``, to some 35 digits."""
    with mp.workdps(mp.dps + 60):
        rough, fine = (_mixed(node, point, first, second, step) for step in (8 * STEP, STEP))
        if abs(fine - rough) > mpf(10) ** -20 * (1 + abs(fine)):
            raise OpenError("it turns too fast for these steps")
        return fine


def _mixed(node: Node, point: Point, first: str, second: str, step: Fraction) -> mpf:
    try:
        low, high = (with_slope(node, moved(point, second, k * step), first)[1] for k in (-1, 1))
        with_slope(node, point, first)
    except TieError:
        raise OpenError("a tie beside the point") from None
    return (high - low) / (2 * mpf(step.numerator) / step.denominator)

"""Certified facts about real numbers that are given as expressions: their sign, and their decimals as rounded."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import sympy as sp
from mpmath.libmp import to_rational

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import Point, UncertainError
from gdtutor.calculus.intervals import Intervals, is_narrow, middle

_PRECISIONS = (80, 240, 720)
_MAX_BITS = 20_000  # of a fraction: e^(10^9) would fill the memory


def enclosures(number: sp.Expr) -> Iterator[tuple[Fraction, Fraction]]:
    """Intervals that contain the number, each narrower than the one before.

    Raises:
        UncertainError: for a number too large or too small to be written as a fraction.

    >>> low, high = next(enclosures(sp.sqrt(2)))
    >>> low**2 < 2 < high**2
    True
    """
    if number.is_Rational:
        exact = Fraction(int(number.p), int(number.q))
        yield exact, exact
        return
    for precision in _PRECISIONS:
        low, high = Intervals({}, precision).value(number)
        if any(abs(bound[2]) > _MAX_BITS for bound in (low, high)):  # the exponent of 2
            raise UncertainError(str(number))
        yield Fraction(*to_rational(low)), Fraction(*to_rational(high))


def sign(number: sp.Expr) -> int:
    """-1, 0 or 1, each proved.

    Raises:
        UncertainError: when neither intervals nor the equality engine can tell.

    >>> sign(sp.exp(1) - 3), sign(sp.sqrt(8) - 2 * sp.sqrt(2))
    (-1, 0)
    """
    for low, high in enclosures(number):
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
    if number == 0 or equal(sp.Integer(0), number):
        return 0
    raise UncertainError(str(number))


def certain(expression: sp.Expr, point: Point, otherwise: float) -> float:
    """The value at a point as a double, by enclosures that are narrow enough; ``otherwise`` where none is.

    >>> x = sp.Symbol("x")
    >>> certain(sp.exp(x) / sp.exp(x) ** 2 * sp.exp(x), {x: Fraction(2000)}, 0.0)
    1.0
    """
    for precision in _PRECISIONS:
        try:
            found = Intervals(point, precision).value(expression)
        except Interruption:
            continue  # no value, or too wide an enclosure at this precision
        if is_narrow(found):
            return middle(found)
    return otherwise


def agrees(number: sp.Expr, given: sp.Expr, places: int) -> bool:
    """Whether ``given`` is the number rounded to so many decimal places.

    Halfway, both neighbours are.

    >>> agrees(sp.pi, sp.Rational("3.14"), 2), agrees(sp.pi, sp.Rational("3.15"), 2)
    (True, False)
    """
    half, off = sp.Rational(1, 2 * 10**places), number - given
    return sign(half - off) >= 0 and sign(half + off) >= 0


def rounded(number: sp.Expr, places: int) -> str:
    """The number rounded to so many decimal places, as text.

    Raises:
        UncertainError: when the enclosures do not settle the last place.

    >>> rounded(-sp.pi, 4), rounded(sp.Rational(592, 169), 2)
    ('-3.1416', '3.50')
    """
    for low, high in enclosures(number):
        if (last := round(low * 10**places)) == round(high * 10**places):
            return format(Decimal(last).scaleb(-places), "f")
    raise UncertainError(str(number))

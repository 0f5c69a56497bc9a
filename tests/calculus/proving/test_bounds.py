"""Bounds on boxes: against extrema known from calculus, sharp, and refused where there are none."""

from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from gdtutor.calculus.evaluation import UncertainError
from gdtutor.calculus.functions import sigmoid
from gdtutor.calculus.proving.bounds import bounds, is_positive_on
from gdtutor.calculus.proving.finite_box import on_finite_box

x, y = sp.symbols("x y")


def sides(**ends):
    return {sp.Symbol(name): tuple(map(Fraction, pair)) for name, pair in ends.items()}


# the extrema by hand: derivative zero, or the ends
EXTREMA = [
    (x - x**2, sides(x=(0, 1)), 0, Fraction(1, 4)),
    (sp.sin(x), sides(x=(0, 3)), 0, 1),
    (x * sp.exp(-x), sides(x=(0, 5)), 0, mpmath.exp(-1)),  # at x = 1
    (sp.exp(x) * sp.sin(x), sides(x=(0, 3)), 0, mpmath.exp(3 * mpmath.pi / 4) / mpmath.sqrt(2)),  # at x = 3π/4
    (x**2 + y**2 - x * y, sides(x=(-1, 1), y=(-1, 1)), 0, 3),  # at (1, -1)
    (x * y, sides(x=(-1, 2), y=(-3, 1)), -6, 3),
    (sigmoid(x) * (1 - sigmoid(x)), sides(x=(-4, 4)), mpmath.sech(2) ** 2 / 4, Fraction(1, 4)),  # σ′ = sech²(x/2)/4
    (sp.Abs(x - 1), sides(x=(0, 3)), 0, 2),
]


@pytest.mark.parametrize(("expression", "box", "low", "high"), EXTREMA, ids=[str(e[0]) for e in EXTREMA])
def test_bounds_are_right_and_sharp(expression, box, low, high):
    found = bounds(expression, box)
    low, high = (mpmath.mpf(v.numerator) / v.denominator if isinstance(v, Fraction) else v for v in (low, high))
    found_low, found_high = float(found.low), float(found.high)
    assert found_low <= low + 1e-12
    assert found_high >= high - 1e-12
    # sharp to a thousandth of the value; a bound at zero has no size of its own and is held to the spread
    spread = high - low
    assert low - found_low <= 0.002 * max(abs(low), spread)
    assert found_high - high <= 0.002 * max(abs(high), spread)


@pytest.mark.parametrize("expression", [1 / x, sp.log(x), sp.tan(2 * x), sp.sqrt(x)])
def test_where_there_is_no_bound_none_is_claimed(expression):
    with pytest.raises(UncertainError):
        bounds(expression, sides(x=(-1, 1)))


def test_positivity_on_a_box():
    assert is_positive_on(x**2 - x + 1, sides(x=(-3, 3)))
    assert not is_positive_on(x**2 - x, sides(x=(-3, 3)))
    assert is_positive_on(x**2, sides(x=(-1, 3)), strict=False)
    assert not is_positive_on(x**2, sides(x=(-1, 3)))  # zero at 0
    assert not is_positive_on(sp.log(x), sides(x=(-1, 3)))


def test_functions_of_unbounded_symbols_become_unknowns():
    expression, ends = on_finite_box(sigmoid(x) * (1 - sigmoid(x)), {})
    assert bounds(expression, ends).high < 0.2503  # 1/4, although x is any number
    assert on_finite_box(x * sigmoid(x), {}) is None

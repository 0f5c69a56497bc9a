"""Values and derivatives at a point, against differences of 40-digit values; and refused where there are none."""

import mpmath
import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.several.at_point import NoValueError, smooth_form, value_at

NONE = [
    ("log(x)*y", (-1, 1)),
    ("max(x, y)", (1, 1)),
    ("min(x, y)*x", (2, 2)),
    ("|x| + y", (0, 1)),
    ("sqrt(x)*y", (0, 1)),
    ("x^(3/2) + y", (0, 1)),
    ("asin(x) + y", (1, 0)),
    ("sqrt(x)*sqrt(y)", (-1, -1)),
    ("sqrt(x)^2 + y", (-1, 0)),
    ("1/(x - y)", (1, 1)),
    ("sign(x) + y", (0, 0)),
    ("Piecewise((x, x < y), (2x, True))", (1, 1)),
    ("|x^2 - 2|*y", ("sqrt(2)", 1)),
]


@pytest.mark.parametrize(("function", "at"), NONE)
def test_no_value_is_given_where_there_is_none(function, at):
    for ask in (
        lambda: gd.gradient(function, "x y").at(at),
        lambda: gd.hessian(function, "x y").at(at),
        lambda: gd.directional_derivative(function, "x y", (1, 1), at=at),
        lambda: gd.steepest_ascent(function, "x y", at=at),
    ):
        with pytest.raises(gd.ArgumentError, match=r"has no (real value|derivative|second derivative) at x = "):
            ask()


def test_a_number_that_cannot_be_written_down_is_refused():
    with pytest.raises(gd.TooLargeError):
        gd.gradient("(" * 30 + "x" + "+y)^2" * 30, "x y").at((1, 2))


SMOOTH = [
    ("x*|x|", lambda x: x * abs(x), 0),
    ("max(x^2, 2x - 1)", lambda x: max(x**2, 2 * x - 1), 1),
    ("Piecewise((x^2, x < 0), (x^3, x >= 0))", lambda x: x**2 if x < 0 else x**3, 0),
    ("|x - 3|*x", lambda x: abs(x - 3) * x, 2),
    ("relu(x)^2", lambda x: max(x, 0) ** 2, 0),
    ("min(e^x, 5)", lambda x: min(mpmath.exp(x), 5), 1),
]


@pytest.mark.parametrize(("function", "value", "at"), SMOOTH)
def test_pieces_that_meet_smoothly_have_the_slope_of_both_sides(function, value, at):
    (slope,) = gd.gradient(function, "x").at(at)
    with mpmath.workdps(40):
        step = mpmath.mpf(10) ** -15
        for side in (step, -step):
            difference = (value(at + side) - value(mpmath.mpf(at))) / side  # off by about the step
            assert abs(difference - mpmath.mpf(str(slope.evalf(30)))) < 1e-12


def test_what_still_has_symbols_is_left_as_a_formula():
    x, a = sp.symbols("x a")
    assert value_at(sp.Abs(x - a), {x: sp.Integer(2)}) == sp.Abs(2 - a)
    assert smooth_form(a * sp.log(x), (x,), {x: sp.Integer(2)}) == a * sp.log(x)
    with pytest.raises(NoValueError):
        smooth_form(a * sp.log(x), (x,), {x: sp.Integer(-2)})

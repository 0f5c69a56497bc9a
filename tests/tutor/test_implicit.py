"""Equations differentiated on both sides, and other equations beside a question."""

import mpmath
import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.tutor.curve import Curve

X, Y = sp.symbols("x y")
CIRCLE = "x^2 + y^2 = 25\n"


def verdicts(text: str) -> list[str]:
    return [str(check.verdict) for check in gd.check_working(text).checks]


@pytest.mark.parametrize(
    "text",
    [
        CIRCLE + "2x + 2y*y' = 0\ny' = -x/y",
        CIRCLE + "2x + 2y y' = 0\n2y y' = -2x\ny' = -2x/(2y) = -x/y",
        "d/dx (x^2 + y^2) = d/dx 25\n2x + 2y*dy/dx = 0\ndy/dx = -x/y",
        "x^3 + y^3 = 6x*y\n3x^2 + 3y^2 y' = 6y + 6x y'\ny'(3y^2 - 6x) = 6y - 3x^2\ny' = (2y - x^2)/(y^2 - 2x)",
        "sin(x*y) = x\ncos(x*y)*(y + x*dy/dx) = 1\ndy/dx = (1/cos(xy) - y)/x",
        "e^y = x\ne^y y' = 1\ny' = 1/e^y = 1/x",
        "t^2*y = 1 + y^3\n2t*y + t^2*y' = 3y^2*y'\ndy/dt = 2t*y/(3y^2 - t^2)",
        r"x^2+y^2=25 \\ 2x+2y\frac{dy}{dx}=0 \\ \frac{dy}{dx}=-\frac{x}{y}",
        CIRCLE + "2x + 2y*y' = 0\ny' = -x*y/(25 - x^2)",  # along the curve only
        CIRCLE + "(x^2)' + (y^2)' = 0\n2x + 2y*y' = 0\ny' = -x/y",
    ],
)
def test_right_lines_hold_along_the_curve(text):
    working = gd.check_working(text)
    assert str(working.verdict) == "correct", str(working)
    assert working.finished


@pytest.mark.parametrize(
    ("lines", "place", "mistake"),
    [
        ("2x + 2y = 0\ny' = -x/y", 3, "implicit_factor_missing"),
        ("2x + 2y*y' = 25\ny' = (25 - 2x)/(2y)", 3, "constant_survives"),
        ("2x + 2y*y' = 0\ny' = x/y", 4, ""),
        ("2x + y*y' = 0\ny' = -2x/y", 3, ""),
    ],
)
def test_a_wrong_line_is_found_once_with_a_place_on_the_curve(lines, place, mistake):
    working = gd.check_working(CIRCLE + lines)
    assert working.first_wrong == place
    assert [str(check.verdict) for check in working.checks].count("wrong") == 1
    assert working.checks[place].mistake == mistake
    assert "a place on the curve" in working.checks[place].message


def test_what_holds_on_one_branch_is_partly_right():
    assert verdicts(CIRCLE + "2x + 2y*y' = 0\ny' = -x/sqrt(25 - x^2)")[-1] == "partial"


def test_the_second_derivative_is_followed_along_the_curve():
    assert verdicts(CIRCLE + "2x + 2y*y' = 0\ny'' = -25/y^3") == ["correct"] * 5
    assert verdicts(CIRCLE + "2x + 2y*y' = 0\ny'' = 25/y^3")[4] == "wrong"


def test_what_cannot_be_read_costs_only_itself():
    assert verdicts(CIRCLE + "2x + 2y*y' = 0)")[3] == "unreadable"
    assert verdicts(CIRCLE + "2x + 2y*y' = 0\n2x +* 1 = 3") == ["correct"] * 4 + ["unreadable", "undecided"]
    assert gd.check_working("d/dx (x*y) = y\ny' = 0", "x").checks[1].message.startswith("Correct")


@pytest.mark.parametrize("text", ["x^2 + x*y + y^2 - 7", "x^3*y - y^3 + 2", "exp(x*y) - x - y", "x*sin(y) + y - 1"])
def test_slopes_are_those_of_sympy(text):
    relation = sp.sympify(text)
    assert sp.simplify(Curve(relation, X, Y).slope - sp.idiff(relation, Y, X)) == 0


@pytest.mark.parametrize("text", ["x**2 + y**2 - 25", "x**3 + y**3 - 6*x*y", "exp(y) - x", "x*y + sin(y) - 1"])
def test_places_are_on_the_curve(text):
    """By 50 digits of mpmath, from the place as it is said: y is told to three digits."""
    relation = sp.sympify(text)
    places = Curve(relation, X, Y).places(sp.Integer(1)).off
    assert places
    for place in places:
        values = dict(part.replace("≈", "=").split(" = ") for part in place.split(", "))
        x, near = sp.Rational(values["x"]), mpmath.mpf(values["y"])
        function = sp.lambdify(Y, relation.subs(X, x), "mpmath")
        with mpmath.workdps(50):
            assert abs(mpmath.findroot(function, near) - near) < 0.006 * max(1, abs(near))


# --- equations beside a question with a function ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "y = x^x\nln(y) = x*ln(x)\n1/y*dy/dx = ln(x) + 1\ndy/dx = x^x*(ln x + 1)",
        "f(x) = x^x\nln f(x) = x ln x\nf'(x)/f(x) = ln x + 1\nf'(x) = x^x (ln x + 1)",
        "y = x^2\n2y = 2x^2\ny' = 2x",
    ],
)
def test_logarithms_may_be_taken_first(text):
    assert str(gd.check_working(text).verdict) == "correct"


def test_an_equation_beside_is_judged_and_answers_nothing():
    assert verdicts("y = x^2\n2y = 3x^2\ny' = 2x") == ["correct", "correct", "wrong", "correct"]
    assert str(gd.check_working("y = u*v\nu = x^2, v = sin x\nu'v' = 2x cos x").verdict) == "unanswered"

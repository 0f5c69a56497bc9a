"""Points at which a function has no value or no derivative are refused; those where it only seems so are not."""

import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.taylor.selections import NoSelectionError, selections

x, y = sp.symbols("x y")


@pytest.mark.parametrize(
    ("text", "at", "order", "variables", "words"),
    [
        ("|x|", 0, 1, "x", "has a derivative"),
        ("max(x, y)", (1, 1), 1, "x y", "has a derivative"),
        ("min(x, y, 0)", (0, 3), 1, "x y", "has a derivative"),
        ("|sin(x)|", "pi", 1, "x", "has a derivative"),
        ("|x^2 - 2|", "sqrt(2)", 1, "x", "has a derivative"),
        ("x*|x|", 0, 2, "x", "a derivative of order 2"),
        ("relu(x)^2", 0, 2, "x", "a derivative of order 2"),
        ("sqrt(relu(x))", 0, 1, "x", "has a derivative"),
        ("sign(x)^2", 0, 0, "x", "one value"),
        ("Piecewise((x, x < 0), (x + 1, True))", 0, 0, "x", "one value"),
        ("Piecewise((x^2, x < 0), (x^2 + x^3, True))", 0, 3, "x", "order 3"),
        ("Piecewise((x, x >= 0))", 0, 1, "x", "it can be told"),
        ("x^(1/3)", -1, 1, "x", "a real value"),
        ("asin(x)", 2, 0, "x", "a real value"),
        ("acosh(x)*y", (0, 0), 0, "x y", "a real value"),
        ("log(x)*y", (-1, 0), 1, "x y", "a real value"),
        ("(sqrt(x))^2", -1, 1, "x", "a real value"),
    ],
)
def test_no_polynomial_where_there_is_no_derivative(text, at, order, variables, words):
    with pytest.raises(gd.ArgumentError, match=words):
        gd.taylor(text, at, order, variables)


@pytest.mark.parametrize(
    ("text", "at", "order", "variables", "polynomial"),
    [
        ("|x|", -2, 2, "x", "-x"),
        ("|x|", 0, 0, "x", "0"),
        ("x*|x|", 0, 1, "x", "0"),
        ("x*|x|", -3, 2, "x", "-x^2"),
        ("relu(x)^2", 0, 1, "x", "0"),
        ("sqrt(max(0, x))", -1, 3, "x", "0"),
        ("max((x+1)^2, x^2 + 2x + 1)", 0, 2, "x", "(x+1)^2"),
        ("max(x, |x|)*x", 2, 2, "x", "x^2"),
        ("max(x, y)", (2, 1), 1, "x y", "x"),
        ("max(x, -x, 0.1)", 0, 2, "x", "0.1"),
        ("Piecewise((x^2, x < 0), (x^2 + x^3, True))", 0, 2, "x", "x^2"),
        ("Piecewise((0, x < -1), (x^3, x <= 1 ), (7, True))", 0, 3, "x", "x^3"),
        ("asin(max(-1, min(x, 1)))", 3, 2, "x", "pi/2"),
    ],
)
def test_a_corner_elsewhere_or_a_tie_without_a_corner_does_no_harm(text, at, order, variables, polynomial):
    found = gd.taylor(text, at, order, variables)
    assert gd.equal(found.polynomial, polynomial).proved
    assert found.verify()


def test_bases_below_one():
    log2 = sp.log(2)
    assert gd.taylor("(1/2)^x", 0, 2).polynomial == 1 - x * log2 + x**2 * log2**2 / 2
    assert gd.taylor("0.1^x", 0, 1).polynomial == 1 - x * sp.log(10)


def test_a_letter_without_a_value_decides_nothing():
    assert gd.taylor("a*|x|", 1, 1, "x").polynomial == sp.Symbol("a") + sp.Symbol("a") * (x - 1)
    assert str(gd.taylor("|x|", "a", 1, "x").terms[1].value) == "sign(a)"


def test_the_same_part_is_chosen_once():
    assert selections(sp.Abs(x) * sp.Abs(x) + sp.Abs(x), {x: sp.Integer(0)}) == (x**2 + x, x**2 - x)


def test_too_many_corners_at_one_point():
    letters = sp.symbols("v:8")
    with pytest.raises(gd.TooLargeError, match="pieces"):
        selections(sp.Add(*map(sp.Abs, letters)), dict.fromkeys(letters, sp.Integer(0)))


def test_a_sign_that_cannot_be_told():
    hidden = sp.erf(1) - sp.erf(1 + sp.Rational(1, 10**400))
    with pytest.raises(NoSelectionError):
        selections(sp.Abs(x - hidden), {x: sp.Integer(0)})


@pytest.mark.parametrize("text", ["max(0, csc(x))", "min(1/x, 2)", "|1/x|", "max(0, 1/x)*x"])
def test_a_pole_inside_a_max_is_a_point_without_a_value(text):
    with pytest.raises(gd.ArgumentError, match="has a real value"):
        gd.taylor(text, 0, 2, "x")

"""Remainders: never exceeded by the true error, sharp where the theorem is, refused where there is no bound."""

from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

import gdtutor as gd

x = sp.Symbol("x")
CASES = [
    ("sin(x)", "pi/4", 10, (-1, 2), mpmath.sin),
    ("e^x", "0", 5, (-1, 1), mpmath.exp),
    ("log(1+x)", "0", 4, ("-0.5", 1), lambda u: mpmath.log(1 + u)),
    ("sigmoid(x)", "0", 12, (-1, "1.5"), lambda u: 1 / (1 + mpmath.exp(-u))),
    ("softplus(x)", "0", 6, (-1, 1), lambda u: mpmath.log(1 + mpmath.exp(u))),
    ("sin(2x)*log(x^2)", "-5", 3, ("-5.5", "-4.5"), lambda u: mpmath.sin(2 * u) * mpmath.log(u**2)),
    ("1/(1+x^2)", "0", 6, ("-0.5", "0.5"), lambda u: 1 / (1 + u**2)),
    ("sqrt(x)", "4", 5, (3, 5), mpmath.sqrt),
    ("x^x", "1", 3, ("0.5", "1.5"), lambda u: u**u),
    ("e^(sin(x))", "0", 6, (-1, 1), lambda u: mpmath.exp(mpmath.sin(u))),
]


@pytest.mark.parametrize(("text", "at", "order", "on", "function"), CASES, ids=[c[0] for c in CASES])
def test_the_error_never_exceeds_the_bound_by_lagrange(text, at, order, on, function):
    found = gd.taylor(text, at, order)
    bound = found.remainder.bound(on)
    low, high = (mpmath.mpf(sp.Rational(end).p) / sp.Rational(end).q for end in on)
    with mpmath.workdps(50):
        polynomial = sp.lambdify(x, found.polynomial, "mpmath")
        places = [low + (high - low) * k / 40 for k in range(41)]
        errors = [abs(function(place) - polynomial(place)) for place in places]
        # Lagrange's bound with the true supremum of the derivative, from samples
        center = mpmath.mpf(sp.N(found.point[0], 50))
        slopes = [abs(mpmath.diff(function, place, order + 1)) for place in places[1:-1]]
        far = max(center - low, high - center)
        lagrange = max(slopes) * far ** (order + 1) / mpmath.factorial(order + 1)
        assert max(errors) <= bound.value.numerator / mpmath.mpf(bound.value.denominator)
        assert float(bound.value) <= 1.5 * float(lagrange)  # the samples miss the supremum, the pieces exceed it
    assert bound.verify()


def test_the_lecture_polynomial_is_good_to_five_digits_near_the_point():
    bound = gd.taylor("sin(x)", "pi/4", 10).remainder.bound((0, "1.6"))
    assert bound.derivatives == (((11,), Fraction(1)),)  # |cos| ≤ 1
    # (1.6 - π/4)^11 / 11!, the larger distance being to 1.6
    assert abs(float(bound.value) - float((mpmath.mpf("1.6") - mpmath.pi / 4) ** 11 / mpmath.factorial(11))) < 1e-12


def test_two_variables():
    found = gd.taylor("e^x*sin(y)", (0, 0), 2, "x y")
    bound = found.remainder.bound({"x": (-1, 1), "y": ("-0.5", "0.5")})
    function, polynomial = sp.lambdify(("x", "y"), found.expression), sp.lambdify(("x", "y"), found.polynomial)
    places = [(i / 10, j / 20) for i in range(-10, 11) for j in range(-10, 11)]
    worst = max(abs(function(*place) - polynomial(*place)) for place in places)
    assert worst <= bound.value <= 8 * worst
    assert bound.verify()
    xi_1, xi_2 = found.remainder.places
    exact = found.remainder.formula.subs({xi_1: 0, xi_2: 0})
    assert gd.equal(exact, gd.taylor("e^x*sin(y)", (0, 0), 3, "x y").polynomial - found.polynomial).proved


def test_the_formula_of_lagrange():
    assert str(gd.taylor("sin(x)", 0, 2).remainder) == "-x^3*cos(xi)/6 with xi between 0 and x"
    assert str(gd.taylor("e^x", 0, 1).remainder.places) == "(xi,)"
    assert str(gd.taylor("e^xi", 0, 1, "xi").remainder) == "xi^2*exp(c)/2 with c between 0 and xi"


def test_tampered_bounds_are_found():
    bound = gd.taylor("e^x", 0, 4).remainder.bound((-1, 1))
    assert bound.verify()
    for change in (
        {"value": bound.value / 2},
        {"radii": (Fraction(1, 2),)},
        {"derivatives": (((5,), Fraction(2)),), "value": Fraction(2, 120)},  # e is more than 2
    ):
        assert not replace(bound, **change).verify()


@pytest.mark.parametrize(
    ("text", "at", "on", "words"),
    [
        ("log(x)", 1, (-1, 2), "differentiable"),
        ("|x|", 1, (-1, 2), "differentiable"),
        ("max(x, 1-x)", 2, (0, 3), "differentiable"),
        ("sqrt(x)", 1, (0, 2), "differentiable"),
        ("1/x", 1, (-1, 2), "differentiable"),
        ("sqrt(x^2)", 1, (-1, 2), "differentiable"),
        ("x", 1, (2, 3), "contains the point"),
        ("sin(x)", "pi/4", (1, 2), "contains the point"),
        ("x", 0, (0, None), "two finite ends"),
        ("x", 0, (1, 0), "the ends are 1 and 0"),
    ],
)
def test_where_there_is_no_bound_none_is_given(text, at, on, words):
    with pytest.raises(gd.ArgumentError, match=words):
        gd.taylor(text, at, 2).remainder.bound(on)


def test_a_corner_outside_the_box_does_no_harm():
    assert gd.taylor("|x|", 2, 1).remainder.bound((1, 3)).value == 0


def test_a_symbolic_function_has_no_bound():
    with pytest.raises(gd.ArgumentError, match="numbers only"):
        gd.taylor("a*x", 0, 0, "x").remainder.bound((0, 1))


def test_views():
    bound = gd.taylor("sin(x)", 0, 4).remainder.bound((-1, 1))
    assert str(bound) == "|remainder| <= 0.008334 for -1 <= x <= 1"  # 1/120, rounded up
    assert bound.to_dict()["verified"] is True
    assert r"\cos{\left(\xi \right)}" in gd.taylor("sin(x)", 0, 2).remainder._repr_latex_()


@pytest.mark.parametrize("text", ["x + 0*log(x)", "x*log(x)^0", "exp(log(x))"])
def test_there_is_no_bound_where_the_text_has_no_value(text):
    remainder = gd.taylor(text, "3/4", 4, "x").remainder
    assert remainder.bound(("1/2", 1)).value == 0
    with pytest.raises(gd.ArgumentError, match="no bound"):
        remainder.bound(("-1/4", 1))

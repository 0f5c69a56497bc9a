"""Taylor polynomials: mpmath's own coefficients and numeric derivatives, the lecture's series, tampering found."""

from dataclasses import replace
from math import factorial

import mpmath
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.calculus.taylor.derivatives import orders_up_to

x, y = sp.symbols("x y")
FUNCTIONS = [
    ("sin(x)", "0.7", 12, mpmath.sin),
    ("sin(2x)*log(x^2)", "-5", 8, lambda u: mpmath.sin(2 * u) * mpmath.log(u**2)),
    ("1/(1+e^(-x))", "0.3", 8, lambda u: 1 / (1 + mpmath.exp(-u))),
    ("sigmoid(x)", "0", 12, lambda u: 1 / (1 + mpmath.exp(-u))),
    ("softplus(x)", "0", 10, lambda u: mpmath.log(1 + mpmath.exp(u))),
    ("tan(x)", "0", 11, mpmath.tan),
    ("e^(sin(x))", "0", 9, lambda u: mpmath.exp(mpmath.sin(u))),
    ("sqrt(x)", "4", 10, mpmath.sqrt),
    ("1/(1+x^2)", "0", 20, lambda u: 1 / (1 + u**2)),
    ("x^x", "1", 6, lambda u: u**u),
    ("erf(x)", "0", 9, mpmath.erf),
    ("atan(x)", "1", 7, mpmath.atan),
]


@pytest.mark.parametrize(("text", "at", "order", "function"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])
def test_coefficients_are_those_of_a_numeric_expansion(text, at, order, function):
    found = gd.taylor(text, at, order)
    with mpmath.workdps(60):
        wanted = mpmath.taylor(function, mpmath.mpf(at), order)
        for term, coefficient in zip(found.terms, wanted, strict=True):
            assert abs(mpmath.mpf(sp.N(term.coefficient, 60)) - coefficient) < mpmath.mpf(10) ** -25
    assert found.verify()


# Abramowitz and Stegun, Handbook of Mathematical Functions, 4.3.67 and 4.2.1; the Euler numbers give sec
KNOWN = [
    ("tan(x)", 9, {1: 1, 3: "1/3", 5: "2/15", 7: "17/315", 9: "62/2835"}),
    ("e^x", 6, {k: f"1/{factorial(k)}" for k in range(7)}),
    ("log(1+x)", 6, {k: f"{(-1) ** (k + 1)}/{k}" for k in range(1, 7)}),
    ("sec(x)", 8, {0: 1, 2: "1/2", 4: "5/24", 6: "61/720", 8: "277/8064"}),
    ("asin(x)", 7, {1: 1, 3: "1/6", 5: "3/40", 7: "5/112"}),
]


@pytest.mark.parametrize(("text", "order", "coefficients"), KNOWN, ids=[k[0] for k in KNOWN])
def test_published_series(text, order, coefficients):
    found = {term.orders[0]: term.coefficient for term in gd.taylor(text, 0, order).terms if term.coefficient != 0}
    assert found == {k: sp.Rational(c) for k, c in coefficients.items()}


def test_the_series_of_the_lecture():
    # as printed by Lee: 1/√2 over k!, with the signs + + - - + + - - + + -
    signs = [1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1]
    found = gd.taylor("sin(x)", "π/4", 10)
    for k, (term, sign) in enumerate(zip(found.terms, signs, strict=True)):
        assert gd.equal(term.coefficient, sign / (sp.sqrt(2) * factorial(k))).proved
    assert found.text().startswith(
        "sqrt(2)/2 + sqrt(2)*(x - pi/4)/2 - sqrt(2)*(x - pi/4)^2/4 - sqrt(2)*(x - pi/4)^3/12"
    )
    assert found.verify()


TWO = [
    ("sin(x*y)*e^x", ("0", "1"), 5, lambda a, b: mpmath.sin(a * b) * mpmath.exp(a)),
    ("(1-x)^2 + 100*(y-x^2)^2", ("-1", "2"), 4, lambda a, b: (1 - a) ** 2 + 100 * (b - a**2) ** 2),
    ("log(1+x+2y)", ("0", "0"), 4, lambda a, b: mpmath.log(1 + a + 2 * b)),
]


@pytest.mark.parametrize(("text", "at", "order", "function"), TWO, ids=[t[0] for t in TWO])
def test_two_variables(text, at, order, function):
    found = gd.taylor(text, at, order, "x y")
    with mpmath.workdps(60):
        point = tuple(map(mpmath.mpf, at))
        for term in found.terms:
            if sum(term.orders) <= 3:
                wanted = mpmath.diff(function, point, term.orders)
                assert abs(mpmath.mpf(sp.N(term.value, 60)) - wanted) < mpmath.mpf(10) ** -10
    assert found.verify()
    assert [term.orders for term in found.terms] == list(orders_up_to(2, order))


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=6), st.integers(-3, 3))
def test_a_polynomial_is_its_own_taylor_polynomial(coefficients, at):
    polynomial = sp.Add(*(c * x**k for k, c in enumerate(coefficients)))
    found = gd.taylor(polynomial, at, 6, "x")
    assert sp.expand(found.polynomial - polynomial) == 0
    assert found.remainder.formula == 0


def test_about_a_symbolic_point():
    found = gd.taylor("L(θ_1, θ_2)".replace("L", "g"), ("a", "b"), 1, "θ_1 θ_2")
    g, a, b = sp.Function("g"), sp.Symbol("a"), sp.Symbol("b")
    assert [term.value for term in found.terms] == [g(a, b), sp.diff(g(a, b), a), sp.diff(g(a, b), b)]
    assert gd.taylor("x^2*y", ("p", "q"), 2, "x y").text() == (
        "p^2*q + 2*p*q*(x - p) + p^2*(y - q) + q*(x - p)^2 + 2*p*(x - p)*(y - q)"
    )


def test_tampered_terms_are_found():
    found = gd.taylor("sin(x)", "pi/4", 4)
    for change in ({"derivative": sp.sin(x)}, {"value": sp.Integer(1)}, {"coefficient": sp.Integer(1)}):
        wrong = (*found.terms[:3], replace(found.terms[3], **change), found.terms[4])
        assert not replace(found, terms=wrong).verify()
    assert found.verify()
    assert not replace(found, expression=sp.cos(x)).verify()


def test_views():
    found = gd.taylor("e^x", 0, 2)
    assert found.to_dict()["polynomial"] == "1 + x + x^2/2"
    assert found.to_dict()["verified"] is True
    assert "| 2 | $e^{x}$ | $1$ | $\\frac{1}{2}$ |" in found._repr_markdown_()
    assert r"\left(x - \frac{\pi}{4}\right)^{2}" in gd.taylor("sin(x)", "pi/4", 2).latex()
    assert gd.taylor("-e^x", "-2", 1).text() == "-exp(-2) - (x + 2)*exp(-2)"
    assert gd.taylor("x", 0, 0).text() == "0"


@pytest.mark.parametrize("order", [-1, 61, 1.5, True, "2"])
def test_an_impossible_order_is_an_argument_error(order):
    with pytest.raises(gd.ArgumentError, match="order is"):
        gd.taylor("x", 0, order)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("log(x)", 0, 2), "at is x = 0"),
        (("sqrt(x)", 0, 1), "a point where .* has a real value is wanted"),
        (("log(x)", -1, 2), "real value"),
        (("x*y", 0, 2), "variables is None"),
        (("x", (1, 2), 1), r"at is \(1, 2\)"),
        (("x", "x", 1), "without the variables"),
    ],
)
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(gd.ArgumentError, match=words):
        gd.taylor(*arguments)


def test_what_would_explode_is_refused_within_seconds():
    with pytest.raises(gd.TooLargeError):
        gd.taylor("x*y*z", (0, 0, 0), 20, "x y z")
    with pytest.raises(gd.TooLargeError):
        gd.taylor("tan(sin(e^(cos(x))))", 0, 60)

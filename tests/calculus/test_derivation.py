"""Derivations: results against 50-digit values, every step proved, tampering and wrong rules found."""

from dataclasses import replace

import mpmath
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.calculus import functions, rules
from gdtutor.calculus.forms import Kind
from gdtutor.calculus.printing import to_text

x, t = sp.symbols("x t")

# function, and the same function written for mpmath: the derivative is mpmath's own numeric one
FUNCTIONS = [
    ("sin(2x)*log(x^2)", lambda u: mpmath.sin(2 * u) * mpmath.log(u**2)),
    ("(20-5x)^2 + (41-12x)^2", lambda u: (20 - 5 * u) ** 2 + (41 - 12 * u) ** 2),
    ("1/(1+e^-x)", lambda u: 1 / (1 + mpmath.exp(-u))),
    ("x^x", lambda u: u**u),
    ("sin(x)^x", lambda u: mpmath.sin(u) ** u),
    ("2^x/x", lambda u: mpmath.mpf(2) ** u / u),
    ("log_3(x)*tan(x)", lambda u: mpmath.log(u, 3) * mpmath.tan(u)),
    ("sqrt(1+x^2)", lambda u: mpmath.sqrt(1 + u**2)),
    ("cbrt(x)*sec(x)", lambda u: mpmath.cbrt(u) * mpmath.sec(u)),
    ("asin(x/2) + acos(x/3)*atan(x)", lambda u: mpmath.asin(u / 2) + mpmath.acos(u / 3) * mpmath.atan(u)),
    ("sinh(x)*tanh(2x) + asinh(x)", lambda u: mpmath.sinh(u) * mpmath.tanh(2 * u) + mpmath.asinh(u)),
    ("cot(x)*csc(x)/sech(x)", lambda u: mpmath.cot(u) * mpmath.csc(u) / mpmath.sech(u)),
    ("erf(x)*e^(-x^2)", lambda u: mpmath.erf(u) * mpmath.exp(-(u**2))),
    ("sigmoid(3x) + softplus(x)", lambda u: 1 / (1 + mpmath.exp(-3 * u)) + mpmath.log(1 + mpmath.exp(u))),
    ("|x - 2|*max(x, 0)", lambda u: abs(u - 2) * max(u, 0)),
    ("log(sin(cos(x)))", lambda u: mpmath.log(mpmath.sin(mpmath.cos(u)))),
    ("x*e^x*sin(x)*cos(x)", lambda u: u * mpmath.exp(u) * mpmath.sin(u) * mpmath.cos(u)),
    ("acosh(x+1)*atanh(x/4)", lambda u: mpmath.acosh(u + 1) * mpmath.atanh(u / 4)),
    ("log(e^x + e^(2x))", lambda u: mpmath.log(mpmath.exp(u) + mpmath.exp(2 * u))),
]


def at(expression: sp.Expr, point: mpmath.mpf) -> mpmath.mpf:
    exact = expression.rewrite(sp.exp) if expression.has(sp.Function("sigmoid")) else expression
    return mpmath.mpf(sp.N(exact.subs(x, sp.Rational(str(point))), 50))


@pytest.mark.parametrize(("text", "reference"), FUNCTIONS, ids=[text for text, _ in FUNCTIONS])
def test_result_has_the_value_of_a_numeric_derivative(text, reference):
    derivation = gd.derive(text, "x")
    with mpmath.workdps(50):
        for point in ("0.7", "0.3"):
            wanted = mpmath.diff(reference, mpmath.mpf(point))
            assert mpmath.almosteq(at(derivation.result, point), wanted, rel_eps=mpmath.mpf(10) ** -30), point


@pytest.mark.parametrize("text", [text for text, _ in FUNCTIONS])
def test_every_step_is_proved(text):
    assert gd.derive(text, "x").unproved() == ()


def test_the_lecture_formula():
    derivation = gd.derive("sin(2t)*log(t^2)", "t")
    assert [step.rule for step in derivation.steps] == [
        "product rule", "chain rule", "assemble", "chain rule", "power rule", "assemble", "assemble", "tidy",
    ]  # fmt: skip
    assert to_text(derivation.result) == "2*log(t^2)*cos(2*t) + 2*sin(2*t)/t"
    assert "u = sin(2*t), v = log(t^2)" in derivation.steps[0].why  # in the order in which it was typed


def test_trivial_steps_are_folded_and_kept():
    derivation = gd.derive("sin(2t)*log(t^2)", "t")
    folded = [step for step in derivation.all_steps if step not in derivation.steps]
    assert [to_text(step.before) for step in folded] == ["d/dt(2*t)"]


def test_a_tampered_step_is_found():
    derivation = gd.derive("x^2*sin(x)", "x")
    steps = list(derivation.all_steps)
    steps[1] = replace(steps[1], after=steps[1].after + x)
    tampered = replace(derivation, all_steps=tuple(steps))
    assert tampered.unproved() == (steps[1],)
    assert not tampered.verify()


def test_a_tampered_result_is_found():
    derivation = gd.derive("x^2", "x")
    assert not replace(derivation, result=3 * x).verify()


@pytest.mark.parametrize(
    ("function", "text"), [(sp.sin, "sin(3x)"), (sp.tan, "tan(x)"), (sp.asin, "asin(x/2)"), (sp.erf, "erf(x)")]
)
def test_a_wrong_entry_in_the_table_is_caught(monkeypatch, function, text):
    right = functions.DERIVATIVES[function]
    monkeypatch.setitem(functions.DERIVATIVES, function, lambda u: right(u) + 1)
    assert not gd.derive(text, "x").verify()


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Kind.PRODUCT, "x*sin(x)"), (Kind.QUOTIENT, "x/sin(x)"), (Kind.POWER, "sin(x)^3"), (Kind.EXPONENTIAL, "2^(x^2)")],
)
def test_a_wrong_rule_is_caught(monkeypatch, kind, text):
    right = rules.FORMULAS[kind]
    monkeypatch.setitem(rules.FORMULAS, kind, lambda form, inner: 2 * right(form, inner))
    assert not gd.derive(text, "x").verify()


PIECES = st.sampled_from(["x", "x^2", "sin(x)", "e^x", "log(x+3)", "1/(x^2+1)", "sqrt(x+4)", "cos(3x)", "5", "tanh(x)"])


@given(
    st.lists(PIECES, min_size=2, max_size=3), st.sampled_from(["({})*({})", "({})/({})", "({}) - ({})", "sin({})*({})"])
)
def test_random_expressions_are_derived_and_proved(pieces, shape):
    text = shape.format(pieces[0], "+".join(pieces[1:]))
    derivation = gd.derive(text, "x")
    assert derivation.unproved() == (), text
    reference = sp.diff(derivation.expression, x)
    for point in (sp.Rational(7, 5), sp.Rational(-1, 3)):
        assert abs(sp.N((derivation.result - reference).subs(x, point), 50)) < 1e-40, text


def test_higher_orders():
    assert gd.derive("x^5", "x", order=3).result == 60 * x**2
    assert gd.derive("x", "x", order=100_000_000).result == 0
    assert gd.derive("sin(x)*e^x", "x", order=2).verify()


def test_undefined_functions_state_the_rules():
    f, g = sp.Function("f"), sp.Function("g")
    assert gd.derive("f(x)*g(x)", "x").result == f(x).diff(x) * g(x) + f(x) * g(x).diff(x)
    assert gd.derive("f(g(x))", "x").verify()


@pytest.mark.parametrize(("text", "slope"), [("f(g(x))", "f'(g(x))"), ("f(x^2)", "f'(x^2)")])
def test_the_slope_of_an_undefined_function_is_shown_with_a_prime(text, slope):
    derivation = gd.derive(text, "x")
    assert slope in str(derivation)
    assert "Subs" not in str(derivation)
    assert "xi" not in derivation.latex()


def test_json_reads_back():
    table = gd.derive("sin(2t)*log(t^2)", "t").to_dict()
    assert list(table) == ["expression", "variable", "result", "verified", "steps"]
    assert table["verified"] is True
    assert set(table["steps"][0]) == {"rule", "before", "after", "why"}
    for step in table["steps"]:
        assert gd.equal(step["before"], step["after"]).proved


@pytest.mark.parametrize("order", [0, -1, 1.5, True, "2"])
def test_an_impossible_order_is_an_argument_error(order):
    with pytest.raises(gd.ArgumentError, match="order is"):
        gd.derive("x", "x", order=order)


def test_an_unreadable_expression_names_the_position():
    with pytest.raises(gd.UnreadableError, match="position 3"):
        gd.derive("2+", "x")

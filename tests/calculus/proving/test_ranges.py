"""Ranges contain every value: against mpmath's values of random expressions, and against known ranges."""

from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from hypothesis import assume, given, strategies as st

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.errors import ArgumentError

x, y = sp.symbols("x y")
FUNCTIONS = [
    sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.atan, sp.asin, sp.acos, sp.sinh, sp.cosh, sp.tanh, sp.asinh, sp.acosh,
    sp.atanh, sp.erf, sp.Abs, sp.sqrt, sp.sech, sp.coth, sp.csch, sp.sec, sp.cot, sigmoid, softplus,
]  # fmt: skip
NUMBERS = st.fractions(min_value=-6, max_value=6, max_denominator=8)
LEAVES = st.one_of(st.sampled_from([x, y]), NUMBERS.map(lambda q: sp.Rational(q.numerator, q.denominator)))
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] * p[1]),
        st.tuples(inner, st.sampled_from([2, 3, -1, -2])).map(lambda p: p[0] ** p[1]),
        st.tuples(inner, st.sampled_from(FUNCTIONS)).map(lambda p: p[1](p[0])),
        st.tuples(inner, inner).map(lambda p: sp.Max(*p, evaluate=False)),
    ),
    max_leaves=5,
)
SIDES = st.tuples(NUMBERS, NUMBERS).map(sorted)
PLACES = st.tuples(*[st.fractions(min_value=0, max_value=1, max_denominator=16)] * 2)


OWN = {
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
    "softplus": lambda u: mpmath.log(1 + mpmath.exp(u)),
    "Abs": mpmath.fabs,
    "Max": max,
    "Add": lambda *terms: mpmath.fsum(terms),
    "Mul": lambda *factors: mpmath.fprod(factors),
    "Pow": lambda base, exponent: base**exponent,
}


def value(node, point):
    """By mpmath, node by node; ``None`` where any part has no real value."""
    if node.is_Rational:
        return mpmath.mpf(int(node.p)) / int(node.q)
    if node.is_Symbol:
        return mpmath.mpf(point[node].numerator) / point[node].denominator
    if node in (sp.pi, sp.E):
        return mpmath.pi if node is sp.pi else mpmath.e
    parts = [value(part, point) for part in node.args]
    if None in parts:
        return None
    name = type(node).__name__
    try:
        found = (OWN.get(name) or getattr(mpmath, name))(*parts)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    return found if isinstance(found, mpmath.mpf) and mpmath.isfinite(found) else None


@given(EXPRESSIONS, SIDES, SIDES, PLACES)
def test_every_value_lies_in_the_range(expression, first, second, places):
    assume(not expression.has(sp.nan, sp.zoo, sp.oo, sp.I) and sp.count_ops(expression) < 40)
    box = {x: between(*first), y: between(*second)}
    point = {
        s: low + (high - low) * place for s, (low, high), place in zip((x, y), (first, second), places, strict=True)
    }
    try:
        found = range_of(expression, box)
    except (UncertainError, OutsideDomainError):
        assume(False)
    with mpmath.workdps(50):
        wanted = value(expression, point)
        assume(wanted is not None)
        slack = mpmath.mpf(10) ** -40 * (1 + abs(wanted))  # mpmath's own rounding, not ours
        assert mpmath.mpf(found.low) - slack <= wanted <= mpmath.mpf(found.high) + slack


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        (sp.exp(x), "(0, ∞)"),
        (sigmoid(x) * (1 - sigmoid(x)), "(0, 1)"),
        (1 - sp.tanh(x) ** 2, "(0, 1]"),
        (sp.cosh(x), "[1, ∞)"),
        (sp.sech(x), "(0, 1]"),
        (softplus(x), "(0, ∞)"),
        (x**2 + 1, "[1, ∞)"),
        (x**3, "(-∞, ∞)"),
        (1 / (1 + x**2), "(0, 1]"),
        (sp.log(1 + sp.exp(x)), "(0, ∞)"),
        (2 + sp.sin(x) * sp.cos(x), "[1, 3]"),
        (sp.sqrt(x), "[0, ∞)"),
        (x ** sp.Rational(3, 2), "[0, ∞)"),
        (1 / sp.sqrt(x), "(0, ∞)"),
        (sp.Max(0, x, evaluate=False), "[0, ∞)"),
        (sp.atan(x), "(-1.5708, 1.5708)"),
        (sp.Piecewise((1, x > 0), (2, True)), "[1, 2]"),
        (sp.Function("f")(x), "(-∞, ∞)"),
    ],
)
def test_known_ranges_with_open_ends(expression, shown):
    assert str(range_of(expression)) == shown


def test_total_refuses_what_may_have_no_value():
    box = {x: between(-1, 1)}
    for expression in (sp.log(x), 1 / x, sp.sqrt(x), sp.tan(2 * x), sp.acosh(x), 1 / x**2):
        with pytest.raises(UncertainError):
            range_of(expression, box, total=True)
    assert str(range_of(sp.sqrt(x + 1), box, total=True)) == "[0, 1.41421]"


def test_no_value_at_all_is_told():
    with pytest.raises(OutsideDomainError):
        range_of(sp.log(-(x**2)))


def test_ends_in_the_wrong_order_are_an_argument_error():
    with pytest.raises(ArgumentError, match="the ends are 2 and 1"):
        between(2, Fraction(1))

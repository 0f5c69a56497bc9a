"""Forms that do not overflow: what is found, and that it is the same function, against mpmath with 60 digits."""

import mpmath
import pytest
import sympy as sp
from hypothesis import given, settings, strategies as st

from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.gradient import partials
from gdtutor.descent.stable import expm1, log1p, stable, stable_formula

U, V, W = sp.symbols("u v w")
e = sp.exp
COSH = (e(U) + e(-U)) / 2

FOUND = {
    "log(1 + e^u)": (sp.log(1 + e(U)), softplus(U)),
    "log(2 + 2e^u)": (sp.log(2 + 2 * e(U)), softplus(U) + sp.log(2)),
    "log(e^u e^v)": (sp.log(e(U) * e(V)), U + V),
    "log of a product": (sp.log(3 * V * e(U)), U + sp.log(3 * V)),
    "log of a power": (sp.log((1 + e(U)) ** V), V * softplus(U)),
    "log of a base": (sp.log(1 + 2**U), softplus(U * sp.log(2))),
    "log sigmoid": (sp.log(sigmoid(U)), -softplus(-U)),
    "log of the rest": (sp.log(1 - sigmoid(U)), -softplus(U)),
    "log of the rest, written out": (sp.log(1 - 1 / (1 + e(-U))), -softplus(U)),
    "sigmoid": (1 / (1 + e(-U)), sigmoid(U)),
    "its mirror": (1 / (1 + e(U)), sigmoid(-U)),
    "a share": (e(U) / (e(U) + e(V)), sigmoid(U - V)),
    "its slope": (e(U) / (1 + e(U)) ** 2, sigmoid(U) * sigmoid(-U)),
    "a square": (e(2 * U) / (1 + e(U)) ** 2, sigmoid(U) ** 2),
    "p - p^2": (sigmoid(U) - sigmoid(U) ** 2, sigmoid(U) * sigmoid(-U)),
    "sigmoids apart": (sigmoid(U) - sigmoid(-U), sp.tanh(U / 2)),
    "2 sigmoid - 1": (2 * sigmoid(U) - 1, sp.tanh(U / 2)),
    "sinh/cosh": (sp.sinh(U) / sp.cosh(U), sp.tanh(U)),
    "tanh by exponentials": ((e(U) - e(-U)) / (e(U) + e(-U)), sp.tanh(U)),
    "1 - tanh^2": (1 - sp.tanh(U) ** 2, 4 * sigmoid(2 * U) * sigmoid(-2 * U)),
    "infinity times zero": ((1 + e(U)) * e(-U), 1 + e(-U)),
    "expm1": (3 * e(U) - 3, 3 * expm1(U)),
    "log1p": (sp.log(1 + U**2), log1p(U**2)),
    "left alone": (2 * (e(U) - V) * e(U), 2 * (e(U) - V) * e(U)),
    "exact powers": (2**U * 4**U, 2**U * 4**U),
}


@pytest.mark.parametrize("name", FOUND)
def test_the_form_that_is_found(name):
    written, wanted = FOUND[name]
    assert stable(written) == wanted


NUMBERS = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
    "Largest": max,
    "Erfc": lambda z: 1 - mpmath.erf(z),
    "expm1": lambda z: mpmath.exp(z) - 1,
    "log1p": lambda z: mpmath.log(1 + z),
}


def value(expression, point):
    return sp.lambdify((U, V, W), expression, [NUMBERS, "mpmath"])(*map(mpmath.mpf, point))


linear = st.tuples(st.integers(-3, 3), st.integers(-2, 2), st.integers(-2, 2)).map(
    lambda k: sp.Rational(k[0], 2) * U + k[1] * V + k[2]
)
positive = st.recursive(
    linear.map(e) | linear.map(sigmoid) | linear.map(sp.cosh) | st.integers(1, 3).map(sp.Integer),
    lambda parts: (
        st.lists(parts, min_size=2, max_size=3).map(lambda p: sp.Add(*p))
        | st.lists(parts, min_size=2, max_size=3).map(lambda p: sp.Mul(*p))
        | st.tuples(parts, st.sampled_from([-2, -1, 2, sp.S.Half])).map(lambda p: p[0] ** p[1])
    ),
    max_leaves=5,
)
signed = st.recursive(
    positive | linear | linear.map(sp.tanh) | linear.map(sp.sinh) | linear.map(sp.erf) | positive.map(sp.log),
    lambda parts: (
        st.lists(parts, min_size=2, max_size=3).map(lambda p: sp.Add(*p))
        | st.tuples(parts, positive).map(lambda p: p[0] / p[1])
        | st.tuples(parts, parts).map(lambda p: p[0] * p[1])
        | st.tuples(parts, parts).map(lambda p: p[0] - p[0] * p[1])
    ),
    max_leaves=5,
)


@settings(deadline=None)
@given(signed, st.tuples(*[st.fractions(-3, 3, max_denominator=7)] * 3))
def test_it_is_the_same_function_and_so_is_what_is_derived_from_it(expression, point):
    point = [mpmath.mpf(each.numerator) / each.denominator for each in point]
    forms = [
        (expression, stable(expression)),
        (expression, stable_formula(expression)),
        (partials(expression, (U,))[0], stable(partials(stable_formula(expression), (U,))[0])),
    ]
    with mpmath.workdps(60):
        for written, other in forms:
            one, two = value(written, point), value(other, point)
            assert mpmath.almosteq(one, two, rel_eps=mpmath.mpf(10) ** -35, abs_eps=mpmath.mpf(10) ** -35), (
                written,
                other,
            )


def test_what_is_not_seen_to_be_positive_is_not_split():
    for argument in (U * V, U * V**2, -e(U), U * sp.tanh(V)):
        assert stable(sp.log(argument)) == sp.log(argument)

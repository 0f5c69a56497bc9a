"""Partial derivatives against mpmath's own differentiation, also where branches, ties and boundaries are."""

from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
import sympy as sp
from exact import NotReal, value_at
from in_pieces import ALL, BRANCHES, TIES

from gdtutor.calculus import rules
from gdtutor.calculus.forms import Kind
from gdtutor.calculus.gradient import local_partials, operands, partials
from gdtutor.calculus.notation import read_expression

x, y, z, a = sp.symbols("x y z a")
CLOSE = mpmath.mpf(10) ** -25  # mpmath differentiates numerically, with a third of 90 digits left


def close(found, wanted):
    return abs(found - wanted) <= CLOSE * (1 + abs(wanted))


def slope_at(expression, point, variable=x):
    return value_at(partials(expression, (variable,))[0], point)


@pytest.mark.parametrize("case", ALL, ids=[case.text for case in ALL])
def test_the_value_is_that_of_a_numeric_derivative(case):
    derived = partials(read_expression(case.text), (x,))[0]
    for point in case.points:
        with mpmath.workdps(90):
            wanted = mpmath.diff(case.function, mpmath.mpf(point), h=mpmath.mpf(10) ** -30)
        assert close(value_at(derived, {x: sp.Rational(point)}), wanted), point


@pytest.mark.parametrize("case", ALL, ids=[case.text for case in ALL])
def test_the_second_derivative_too(case):
    second = partials(partials(read_expression(case.text), (x,))[0], (x,))[0]
    for point in case.points:
        with mpmath.workdps(120):
            wanted = mpmath.diff(case.function, mpmath.mpf(point), 2, h=mpmath.mpf(10) ** -30)
        assert close(value_at(second, {x: sp.Rational(point)}), wanted), point


SEVERAL = [
    ("max(x, y)*z", lambda u, v, w: max(u, v) * w),
    ("max(x*y, y*z, z)", lambda u, v, w: max(u * v, v * w, w)),
    ("min(x, y, z)^2 + |x - y|", lambda u, v, w: min(u, v, w) ** 2 + abs(u - v)),
    ("sqrt(relu(x - y))*(1/2)^z", lambda u, v, w: mpmath.sqrt(max(u - v, 0)) / 2**w),
    ("relu(x)^relu(z)", lambda u, v, w: max(u, mpmath.mpf(0)) ** max(w, 0)),
    ("Piecewise((log(x*y), x*y > 0), (z, x > y), (x*z, True))",
     lambda u, v, w: mpmath.log(u * v) if u * v > 0 else w if u > v else u * w),
    ("(1/2)^(x*y) + 0.3^z*y", lambda u, v, w: mpmath.mpf("0.5") ** (u * v) + mpmath.mpf("0.3") ** w * v),
    ("log(1 + max(x, |y|)^2)", lambda u, v, w: mpmath.log(1 + max(u, abs(v)) ** 2)),
]  # fmt: skip
PLACES = [("0.7", "-1.3", "2.1"), ("-0.6", "0.9", "0.4"), ("1.7", "2.3", "0.9"), ("-1.1", "-2.2", "3.1")]


@pytest.mark.parametrize(("text", "function"), SEVERAL, ids=[text for text, _ in SEVERAL])
def test_every_component(text, function):
    gradient = partials(read_expression(text), (x, y, z))
    for place in PLACES:
        point = {symbol: sp.Rational(value) for symbol, value in zip((x, y, z), place, strict=True)}
        for k, component in enumerate(gradient):
            orders = tuple(int(k == n) for n in range(3))
            with mpmath.workdps(90):
                wanted = mpmath.diff(function, tuple(map(mpmath.mpf, place)), orders, h=mpmath.mpf(10) ** -30)
            assert close(value_at(component, point), wanted), (place, k)


@pytest.mark.parametrize("case", BRANCHES, ids=[case.text for case in BRANCHES])
def test_a_branch_asks_for_nothing_outside_its_condition(case):
    """Wherever the function is real beside its corners, so is the derivative: value_at raises where it is not."""
    function = read_expression(case.text)
    for place in range(-39, 40, 2):
        point = {x: sp.Rational(place, 14)}
        try:
            value_at(function, point)
        except NotReal:
            continue
        slope_at(function, point)


def test_no_branch_stays_where_all_are_alike():
    assert partials(read_expression("max((x+1)^2, x^2+2x+1)"), (x,)) == (2 * x + 2,)
    assert partials(sp.Piecewise((x, x < 0), (x + 1, True)), (x,)) == (1,)


@pytest.mark.parametrize("case", TIES, ids=[case.text for case in TIES])
def test_at_a_tie_the_gradient_is_that_of_one_argument(case):
    assert mpmath.isfinite(slope_at(read_expression(case.text), {x: sp.Integer(0)}))


def test_at_a_tie_all_components_follow_the_same_argument():
    slopes = [value_at(part, {x: sp.Integer(1), y: sp.Integer(1)}) for part in partials(sp.Max(x, y), (x, y))]
    assert sorted(slopes) == [0, 1]


ORDINARY = ["sqrt(x)", "sqrt(1 + x^2)", "asin(x/2)", "acosh(x)", "sqrt(sin(x))", "x^x", "asin(x^2)",
            "sqrt(1 + sqrt(x))", "sqrt(x^2 - 1)", "x^a", "log(sqrt(x))"]  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_derivatives_have_no_cases(text):
    assert not partials(read_expression(text), (x,))[0].has(sp.Piecewise)


NODES = ["(1/2)^x", "(1/7)^(x*y)", "x^y", "x*y*z", "x + y + 2", "sin(x)", "f(x, y)", "2^x", "0.3^x", "sqrt(relu(x))"]


@pytest.mark.parametrize("text", NODES)
def test_local_partials_are_by_the_operands_themselves(text):
    node = read_expression(text)
    assert [operand for operand, _ in local_partials(node)] == list(operands(node))


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Kind.SUM, "x + 1"), (Kind.MULTIPLE, "3*x"), (Kind.POWER, "x^3"), (Kind.EXPONENTIAL, "2^x"),
     (Kind.FUNCTION, "sin(x)")],
)  # fmt: skip
def test_the_pass_backwards_uses_the_table_of_rules(monkeypatch, kind, text):
    before = partials(read_expression(text), (x,))[0]
    right = rules.FORMULAS[kind]
    monkeypatch.setitem(rules.FORMULAS, kind, lambda form, inner: 5 * right(form, inner))
    assert partials(read_expression(text), (x,))[0] == 5 * before


def test_deep_branches_are_not_nested_calls():
    deep = x
    for k in range(150):
        deep = sp.Max(0, deep - sp.Rational(1, k + 1), evaluate=False)
    point = {x: Fraction(100)}
    assert value_at(partials(deep, (x,))[0], {s: sp.Rational(v) for s, v in point.items()}) == 1


def test_many_branches_of_few_variables_take_linear_work():
    """Each hinge is passed once: the derivative by one of many letters has the two hinges that contain it."""
    letters = sp.symbols("w:60")
    hinges = [sp.Max(0, 1 - u * v, evaluate=False) for u, v in pairwise(letters)]
    gradient = partials(sp.Add(*hinges), letters)
    assert all(len(component.atoms(sp.Piecewise)) <= 2 for component in gradient)

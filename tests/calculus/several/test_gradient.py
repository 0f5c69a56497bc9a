"""Gradient, Jacobian and Hessian: against mpmath's numeric partial derivatives, proved, and tampering found."""

from dataclasses import replace

import mpmath
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd

x, y, z = sp.symbols("x y z")
FUNCTIONS = [
    ("(1-x)^2 + 100*(y-x^2)^2", lambda a, b: (1 - a) ** 2 + 100 * (b - a**2) ** 2),
    ("sin(x*y)*e^x/y", lambda a, b: mpmath.sin(a * b) * mpmath.exp(a) / b),
    ("log(x^2 + y^2)", lambda a, b: mpmath.log(a**2 + b**2)),
    ("x^y", lambda a, b: a**b),
    ("sigmoid(x*y) + softplus(x - y)", lambda a, b: 1 / (1 + mpmath.exp(-a * b)) + mpmath.log(1 + mpmath.exp(a - b))),
]
POINT = ("0.7", "1.3")


def number(expression):
    exact = expression.rewrite(sp.exp) if expression.has(sp.Function("sigmoid")) else expression
    return mpmath.mpf(sp.N(exact.subs({x: sp.Rational(POINT[0]), y: sp.Rational(POINT[1])}), 50))


@pytest.mark.parametrize(("text", "function"), FUNCTIONS, ids=[text for text, _ in FUNCTIONS])
def test_components_and_entries_have_the_values_of_numeric_derivatives(text, function):
    found = gd.hessian(text, "x y")
    with mpmath.workdps(50):
        at = tuple(map(mpmath.mpf, POINT))
        for i, component in enumerate(found.gradient):
            orders = tuple(int(k == i) for k in range(2))
            assert abs(number(component.result) - mpmath.diff(function, at, orders)) < mpmath.mpf(10) ** -20
        for i in range(2):
            for j in range(2):
                orders = tuple(int(k == i) + int(k == j) for k in range(2))
                assert abs(number(found.matrix[i, j]) - mpmath.diff(function, at, orders)) < mpmath.mpf(10) ** -15
    assert found.verify()


TERMS = st.sampled_from(["x^2*y", "sin(x)*y", "e^(x*y)", "x/(1+y^2)", "log(2+x^2)", "sqrt(1+x^2+y^2)", "3x*y", "7"])


@given(st.lists(TERMS, min_size=1, max_size=3))
def test_random_gradients_are_proved_and_agree_with_sympy(terms):
    found = gd.gradient(" + ".join(terms), "x y")
    assert found.verify()
    for variable in (x, y):
        assert gd.equal(found[variable].result, sp.diff(found.expression, variable)).proved


def test_the_gradient_of_the_lecture():
    found = gd.gradient("(θ_1 - 1)^2 + 3*θ_1*θ_2", "θ_1 θ_2")
    assert [str(component.result) for component in found] == ["2*theta_1 + 3*theta_2 - 2", "3*theta_1"]
    assert found.at((1, 2)) == (6, 3)
    assert found["θ_2"].result == 3 * sp.Symbol("theta_1")


def test_a_name_of_two_letters_is_one_variable():
    assert gd.gradient("lr*xy^2", "lr xy").vector[1] == 2 * sp.Symbol("lr") * sp.Symbol("xy")


def test_a_tampered_component_is_found():
    found = gd.gradient("x^2*y", "x y")
    wrong = replace(found, components=(replace(found.components[0], result=2 * x), found.components[1]))
    assert found.verify()
    assert not wrong.verify()


def test_a_hessian_that_is_not_symmetric_is_found():
    found = gd.hessian("x^2*y", "x y")
    wrong_entry = replace(found.rows[1][0], result=3 * x)
    assert not replace(found, rows=(found.rows[0], (wrong_entry, found.rows[1][1]))).verify()
    assert not all(
        s.is_proved() for s in replace(found, rows=(found.rows[0], (wrong_entry, found.rows[1][1]))).symmetry
    )


def test_the_jacobian_of_polar_coordinates_has_determinant_r():
    found = gd.jacobian(["r*cos(t)", "r*sin(t)"], "r t")
    assert gd.equal(found.matrix.det(), sp.Symbol("r")).proved
    assert found.verify()


def test_the_gradient_of_a_function_of_many_variables_is_quick():
    names = [f"x_{k}" for k in range(1, 25)]
    found = gd.gradient(" + ".join(f"{k}*{name}^2" for k, name in enumerate(names, start=1)), names)
    assert list(found.vector) == [2 * k * sp.Symbol(name) for k, name in enumerate(names, start=1)]


def test_views():
    found = gd.gradient("x^2*y", "x y")
    assert found.to_dict()["gradient"] == ["2*x*y", "x^2"]
    assert found.to_dict()["verified"] is True
    assert str(found).splitlines()[-1] == "Gradient: (2*x*y, x^2)"
    assert r"\frac{\partial}{\partial x}" in found._repr_markdown_()
    assert r"\nabla f = \begin{bmatrix}2 x y \\ x^{2}\end{bmatrix}" in found._repr_markdown_()
    second = gd.hessian("x^2*y", "x y")
    assert second.to_dict()["hessian"] == [["2*y", "2*x"], ["2*x", "0"]]
    assert str(second).splitlines()[-1] == "Hessian: [[2*y, 2*x], [2*x, 0]]"
    assert r"\nabla^2 f" in second._repr_markdown_()
    assert gd.jacobian(["x", "y"], "x y").to_dict()["jacobian"] == [["1", "0"], ["0", "1"]]


@pytest.mark.parametrize("function", [gd.gradient, gd.hessian])
@pytest.mark.parametrize(
    ("variables", "words"),
    [("", "variables are none"), ("x x", "variables are x, x"), (3, "variables is 3"), ([3], "3")],
)
def test_bad_variables_are_named(function, variables, words):
    with pytest.raises(gd.ArgumentError, match=words):
        function("x^2", variables)


def test_bad_arguments_are_named():
    with pytest.raises(gd.ArgumentError, match="expressions is 'x'"):
        gd.jacobian("x", "x")
    with pytest.raises(gd.ArgumentError, match=r"at is \(1,\)"):
        gd.gradient("x*y", "x y").at((1,))
    with pytest.raises(gd.ArgumentError, match="variable is z"):
        gd.gradient("x*y", "x y")["z"]
    with pytest.raises(gd.TooLargeError, match="25"):
        gd.gradient("x", [f"x_{k}" for k in range(25)])
    with pytest.raises(gd.UnreadableError, match="position 3"):
        gd.gradient("2+", "x y")

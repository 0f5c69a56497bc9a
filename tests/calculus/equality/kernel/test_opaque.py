"""Functions without a form are recognised by their arguments, and odd ones by their negatives."""

import pytest
import sympy as sp
from kernel_reading import X, Y, read_with

from gdtutor.calculus.equality.decide import equal

f = sp.Function("f")


@pytest.mark.parametrize("text", [
    "erf(x) + erf(-x)", "erf((x + 1)^2) - erf(x^2 + 2x + 1)", "f(2x) - f(x + x)", "f(x, y*y) - f(x, y^2)",
    "erf((x - y)*(x + y)) + erf(y^2 - x^2)", "f(sin(x)^2) - f(1 - cos(x)^2)", "erf(x - x)",
])  # fmt: skip
def test_the_same_arguments_give_the_same_generator(text):
    _, value = read_with(text)
    assert value.is_zero


@pytest.mark.parametrize(
    "text", ["erf(x) - erf(2x)", "f(x) + f(-x)", "f(x) - f(-x)", "f(x, y) - f(y, x)", "f(x) - g(x)", "erf(x) - f(x)"]
)
def test_other_arguments_do_not(text):
    _, value = read_with(text)
    assert not value.is_zero


def test_derivatives_are_told_apart_by_their_orders():
    first = sp.Derivative(f(X, Y), X)
    assert equal(first + 1, 1 + first).proved
    assert not equal(first, sp.Derivative(f(X, Y), Y)).proved
    assert not equal(first, sp.Derivative(f(X, Y), (X, 2))).proved
    assert equal(sp.Subs(sp.Derivative(f(X), X), X, 2 * Y), sp.Subs(sp.Derivative(f(X), X), X, Y + Y)).proved
    assert not equal(sp.Subs(sp.Derivative(f(X), X), X, 2 * Y), sp.Subs(sp.Derivative(f(X), X), X, Y)).proved


@pytest.mark.parametrize("function", [sp.erf, sp.atan])
def test_an_odd_function_of_the_negative_is_the_negative(function):
    """SymPy takes the sign out by itself, where it sees one."""
    reader, value = read_with("(x - y)*(x + y)/(y + 3)")
    one, other = (reader.opaque.odd(function, argument) for argument in (value, reader.field.negative(value)))
    assert not one.is_zero
    assert reader.field.add(one, other).is_zero

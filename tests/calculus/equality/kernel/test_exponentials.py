"""Exponentials, logarithms and powers: laws of exponents as identities in the field, and values."""

from fractions import Fraction as Rational

import pytest
import sympy as sp
from exact import value_at
from kernel_reading import X, Y, close, number, read_with

from gdtutor.calculus.equality.kernel.advice import AdviceError, Part

POINT = {X: sp.Rational(3, 7), Y: sp.Rational(11, 5)}


@pytest.mark.parametrize("text", [
    "e^(x + y) - e^x*e^y", "e^(3x) - (e^x)^3", "e^(log(x) + y) - x*e^y", "log(x*y) - log(x) - log(y)",
    "log(e^x) - x", "log(x^(2/3)) - 2log(x)/3", "x^(1/2)*x^(1/3) - x^(5/6)", "(x*y)^(1/3) - x^(1/3)*y^(1/3)",
    "x^y - e^(y*log(x))", "sqrt(e^(2x)) - e^x", "log(12) - 2log(2) - log(3)", "8^(2/3) - 4",
    "(x^2 + 1)^(5/2)/(x^2 + 1)^(3/2) - x^2 - 1",
])  # fmt: skip
def test_a_law_of_exponents_leaves_nothing(text):
    _, value = read_with(text)
    assert value.is_zero


@pytest.mark.parametrize(
    "text", ["e^(x + y) - e^x", "log(x*y) - log(x)", "x^(1/3) - x^(1/2)", "e^(2x) - e^(x^2)", "log(2) - log(3)"]
)
def test_what_differs_leaves_its_value(text):
    reader, value = read_with(text)
    assert not value.is_zero
    assert close(number(reader, value, POINT), value_at(sp.sympify(text.replace("^", "**").replace("e**", "E**")
                                                                   .replace("2x", "2*x")), POINT))  # fmt: skip


def test_a_large_power_is_a_generator_and_close_ones_share_it():
    reader, value = read_with("(x + 1)^5003 - (x + 1)^3*(x^2 + 2x + 1)^2500")
    assert value.is_zero
    assert sum(generator.kind == "power" for generator in reader.tables.generators) == 1


def test_parts_that_are_of_another_kind_are_refused():
    reader, _ = read_with("e^(2x)")
    symbol = reader.tables.symbol(X)
    reader._known.clear()
    exponent = reader.read(2 * X)
    for part in (Part("exp", symbol, Rational(2)), Part("log", 0, Rational(1, 3))):
        reader.advice.exponent = lambda value, part=part: (part,)
        with pytest.raises((AdviceError, IndexError)):
            reader.exponentials.exp(exponent)

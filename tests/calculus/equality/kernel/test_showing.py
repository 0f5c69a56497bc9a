"""What is shown of units and fractions has the values of what was read."""

import pytest
import sympy as sp
from exact import value_at
from kernel_reading import X, Y, close, read_with

from gdtutor.calculus.equality.kernel.showing import show_fraction, show_generator, show_unit
from gdtutor.calculus.notation import read_expression

POINT = {X: sp.Rational(5, 7), Y: sp.Rational(9, 4)}


@pytest.mark.parametrize(
    "text",
    ["e^(2x) + log(y)", "sqrt(x + y)/(x - 3)", "tan(x/2)*erf(y)", "|x - y|^3", "f(x)*atan(y)", "x^-2 + (1 + x)^600"],
)
def test_what_is_shown_is_what_was_read(text):
    reader, value = read_with(text)
    shown = show_fraction(reader.tables, value)
    assert close(value_at(shown, POINT), value_at(read_expression(text), POINT))


def test_each_kind_of_generator_is_shown_as_what_it_is():
    reader, _ = read_with("e^x + log(y) + sqrt(y) + |x| + erf(x) + tan(x) + (1 + y)^600")
    shown = {g.kind: show_generator(reader.tables, k) for k, g in enumerate(reader.tables.generators)}
    assert shown["exp"] == sp.exp(X)
    assert shown["log"] == sp.log(sp.Abs(Y))
    assert shown["root"] == sp.sqrt(sp.Abs(Y))
    assert shown["sign"] in (sp.sign(X), sp.sign(Y))
    assert shown["opaque"] == sp.erf(X)
    assert shown["angle"].func is sp.tan
    assert show_unit(reader.tables, 0) in (X, Y)

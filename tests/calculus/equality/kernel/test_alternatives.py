"""Max, Min and Piecewise: the values of the branches that apply, also where a branch is real on its part only."""

import pytest
import sympy as sp
from exact import NotReal, value_at
from kernel_reading import X, Y, close, number, read_with

from gdtutor.calculus.equality.kernel.field import UndefinedError
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.notation import read_expression

TEXTS = [
    "max(x, y)", "min(x, y, x*y)", "max(x^2, 1, y)", "max(|x|, -x)", "min(sqrt(2)*x, 3/2)",
    "Piecewise((x, x < y), (y, True))", "Piecewise((1, x > 2), (x, x > 0), (x*y, True))",
    "Piecewise((log(x), x > 0), (log(-x), True))", "Piecewise((sqrt(x - 1), x > 1), (sqrt(1 - x), x <= 1))",
    "Piecewise((x, x^2 < 4), (2, x > 0), (-2, True))",
]  # fmt: skip
POINTS = [
    {X: sp.Rational(*x), Y: sp.Rational(*y)} for x in ((1, 3), (5, 2), (-2, 3), (-11, 4)) for y in ((1, 2), (-3, 1))
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_the_branch_that_applies(text, point):
    reader, value = read_with(text, point)
    assert close(number(reader, value, point), value_at(read_expression(text), point))


def test_where_no_branch_applies_there_is_no_value():
    text = "Piecewise((x, x > 1))"
    reader, value = read_with(text, {X: sp.Integer(3)})
    assert close(number(reader, value, {X: sp.Integer(3)}), 3)
    with pytest.raises(UndefinedError):
        read_with(text, {X: sp.Integer(0)})


def test_a_branch_that_is_not_real_where_it_applies_makes_the_whole_undefined():
    text = "Piecewise((log(x), x < 1), (x, True))"
    point = {X: sp.Rational(-1, 2)}
    with pytest.raises(NotReal):
        value_at(read_expression(text), point)
    with pytest.raises(UndefinedError):
        reader, _ = read_with(text, point)
        (unit,) = [u for u in range(len(reader.tables.units)) if reader.tables.units[u].generator >= 0]
        reader.signs.require(Parity(-1, frozenset({unit})))

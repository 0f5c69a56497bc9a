"""Forms with one sign: what is said to have one has it at all points tried, and known forms are seen."""

from random import Random

import pytest
import sympy as sp
from exact import value_at
from hypothesis import given, strategies as st
from kernel_reading import X, Y, new_reader, read_with

from gdtutor.calculus.budget import OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.definite import certified_sign, constant_sign, definite_sign

TERMS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2)), st.integers(-4, 4).filter(bool), min_size=1, max_size=5
)


@given(TERMS)
def test_a_sign_is_true_at_all_points(terms):
    expression = sp.Add(*(c * X**a * Y**b for (a, b), c in terms.items()))
    reader = new_reader()
    value = reader.read(expression).numerator
    sign = definite_sign(value, reader.field) if value else 0
    chance = Random(1)
    points = [(chance.uniform(-3, 3), chance.uniform(-3, 3)) for _ in range(60)]
    values = [float(expression.subs({X: x, Y: y})) for x, y in points]
    if sign:
        assert all(sign * at > -1e-9 for at in values)


@pytest.mark.parametrize(("text", "sign"), [("sqrt(2) + sqrt(3) - pi", 1), ("E**2 - 8", -1),
    ("log(2) - Rational(7, 10)", -1),
    ("E**pi - pi**E", 1), ("sqrt(2)*sqrt(3) - Rational(24494897427831781, 10**16)", -1)])  # fmt: skip
def test_the_sign_of_a_number(text, sign):
    expression = sp.sympify(text)
    reader = new_reader()
    value = reader.read(expression)
    assert constant_sign(value.numerator, reader.field) == sign
    assert (value_at(expression, {}) > 0) == (sign > 0)


def test_a_number_that_cannot_be_told_from_zero_is_refused():
    reader, value = read_with("x*cos(pi/7) - x*cos(2pi/7) + x*cos(3pi/7) - x/2")
    zero = poly.collected(value.numerator, reader.tables.symbol(X))[1]
    assert zero
    assert certified_sign(zero, reader.field) == 0
    with pytest.raises(OutOfBudgetError):
        constant_sign(zero, reader.field)

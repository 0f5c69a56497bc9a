"""Arcs: sums that are constant on a part, with the constant that mpmath finds there, and those that are not."""

import mpmath
import pytest
import sympy as sp
from exact import value_at
from kernel_reading import X, close, new_reader, number, read_with

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.advice import AdviceError
from gdtutor.calculus.notation import read_expression

POINTS = [sp.Rational(*pair) for pair in ((1, 3), (5, 2), (-2, 5), (-9, 4), (3, 4), (-3, 4))]


@pytest.mark.parametrize(("text", "counts"), [
    ("atan(x) + atan(1/x)", (1, 1)),
    ("atan(x) + atan((1 - x)/(1 + x))", (1, 1)),
    ("2atan(x) - atan(2x/(1 - x^2))", (2, -1)),
    ("3atan(x) - atan((3x - x^3)/(1 - 3x^2))", (3, -1)),
    ("atan(x) + atan((sqrt(3) - x)/(1 + sqrt(3)*x))", (1, 1)),
])  # fmt: skip
@pytest.mark.parametrize("at", POINTS)
def test_a_sum_that_is_constant_between_jumps(text, counts, at):
    point = {X: at}

    def constant(reader, value):
        arcs = reader.arcs.in_value(value)
        assert len(arcs) == 2
        found = [value.numerator[poly.monomial(arc)] for arc in arcs]
        assert sorted(map(abs, found)) == sorted(map(abs, counts))
        return reader.arcs._constant(tuple(zip(arcs, found, strict=True)))

    reader, found = read_with(text, point, constant)
    assert found is not None
    wanted = value_at(read_expression(text), point)
    assert close(number(reader, found, point), wanted)
    with mpmath.workdps(50):
        part = 24 * wanted / mpmath.pi
        assert close(part, mpmath.nint(part))


def test_a_sum_that_is_not_constant_is_none_and_one_of_other_things_is_refused():
    reader, value = read_with("atan(x) + atan(x/2)")
    assert reader.arcs._constant(tuple((arc, 1) for arc in reader.arcs.in_value(value))) is None
    with pytest.raises(AdviceError):
        reader.arcs._constant(((reader.tables.symbol(X), 1),))
    with pytest.raises(AdviceError):
        reader.arcs._constant(((reader.arcs.in_value(value)[0], 17),))


@pytest.mark.parametrize(("text", "part"), [
    ("atan(1)", "1/4"), ("atan(-sqrt(3))", "-1/3"), ("atan(1/sqrt(3))", "1/6"), ("asin(1)", "1/2"),
    ("asin(-1/2)", "-1/6"),    ("acos(-1)", "1"), ("acos(sqrt(3)/2)", "1/6"), ("acos(0)", "1/2"),
])  # fmt: skip
def test_a_special_value(text, part):
    reader = new_reader()
    function, argument = {"at": sp.atan, "as": sp.asin, "ac": sp.acos}[text[:2]], read_expression(text[5:-1])
    value = reader.read(function(argument, evaluate=False))
    assert reader.field.subtract(value, reader.read(sp.Rational(part) * sp.pi)).is_zero


# addition theorems of several arcs; Machin's formula
@pytest.mark.parametrize(("left", "right"), [
    ("asin(x) + acos(x)", "pi/2"), ("atan(x) + atan(1/x)", "pi/2*sign(x)"),
    ("4atan(1/5) - atan(1/239) + x", "pi/4 + x"),
    ("2atan(1/3) + atan(1/7) + x", "x + pi/4"), ("atan(1) + atan(2) + atan(3) + x", "pi + x"),
    ("asin(2x/(1 + x^2)) + 2atan(1/x)", "pi*sign(x) + 0*x + asin(2x/(1 + x^2)) - 2atan(x)"),
])  # fmt: skip
def test_sums_of_arcs_that_are_equal(left, right):
    found = equal(left, right)
    assert found.proved
    assert found.certificate.check()


@pytest.mark.parametrize(("left", "right"), [
    ("atan(x) + atan(1/x)", "pi/2"), ("2atan(x)", "atan(2x/(1 - x^2))"), ("atan(1) + atan(2) + atan(3) + x", "x"),
    ("asin(2x/(1 + x^2))", "2atan(x)"), ("atan(x) + atan(y)", "atan((x + y)/(1 - x*y))"),
])  # fmt: skip
def test_jumps_are_not_forgotten(left, right):
    assert not equal(left, right).proved

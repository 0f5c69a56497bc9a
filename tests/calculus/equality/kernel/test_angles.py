"""Sines and cosines: sin² + cos² = 1, the published values of parts of π, and the addition theorems."""

from fractions import Fraction as Rational

import mpmath
import pytest
from kernel_reading import close, new_reader, number, read_with

from gdtutor.calculus.equality.kernel.angles import has_turn


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 8, 10, 12])
@pytest.mark.parametrize("times", [1, -1, 2, 3, 7])
def test_a_part_of_pi_has_its_cosine_and_sine(count, times):
    reader = new_reader()
    turn = reader.angles.turn(reader.arcs.part_of_pi(Rational(times, count)))
    with mpmath.workdps(60):
        angle = mpmath.pi * times / count
        assert close(number(reader, turn.cosine, {}), mpmath.cos(angle))
        assert close(number(reader, turn.sine, {}), mpmath.sin(angle))


def test_which_parts_of_pi_are_known():
    assert [count for count in range(1, 13) if has_turn(count)] == [1, 2, 3, 4, 5, 6, 8, 10, 12]


@pytest.mark.parametrize("text", [
    "sin(x)^2 + cos(x)^2 - 1", "sin(x + y) - sin(x)*cos(y) - cos(x)*sin(y)",
    "sin(x - y) - sin(x)*cos(y) + cos(x)*sin(y)", "cos(3x) - 4cos(x)^3 + 3cos(x)",
    "sin(5x) - 16sin(x)^5 + 20sin(x)^3 - 5sin(x)", "tan(2x) - 2tan(x)/(1 - tan(x)^2)", "sin(pi - x) - sin(x)",
    "cos(x + pi/2) + sin(x)", "cos(2pi/5) - (sqrt(5) - 1)/4", "sin(atan(x)) - x/sqrt(1 + x^2)",
    "cos(2atan(x)) - (1 - x^2)/(1 + x^2)", "cos(asin(x)) - sqrt(1 - x^2)", "cot(x)*tan(x) - 1",
    "sin(pi/12) - (sqrt(6) - sqrt(2))/4",
])  # fmt: skip
def test_an_identity_of_angles_leaves_nothing(text):
    _, value = read_with(text)
    assert value.is_zero


@pytest.mark.parametrize(
    "text", ["sin(x) - cos(x)", "sin(2x) - 2sin(x)", "cos(x + y) - cos(x) - cos(y)", "cos(pi/7) - cos(pi/8)"]
)
def test_other_angles_differ(text):
    _, value = read_with(text)
    assert not value.is_zero

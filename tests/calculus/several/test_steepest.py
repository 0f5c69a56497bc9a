"""Directional derivative and steepest ascent: against numeric slopes along lines and a search over directions."""

import math
from dataclasses import replace

import mpmath
import pytest
import sympy as sp
from hypothesis import assume, given, strategies as st

import gdtutor as gd
from gdtutor.calculus.several.inner_product import attained, cauchy_schwarz, lagrange_identity, largest_product

x, y = sp.symbols("x y")
FUNCTIONS = [
    ("x^2 + 2y^2", lambda a, b: a**2 + 2 * b**2),
    ("sin(x*y)*e^x/y", lambda a, b: mpmath.sin(a * b) * mpmath.exp(a) / b),
    ("log(1+e^(x+2y))", lambda a, b: mpmath.log(1 + mpmath.exp(a + 2 * b))),
]


@pytest.mark.parametrize(("text", "function"), FUNCTIONS, ids=[text for text, _ in FUNCTIONS])
def test_the_slope_is_that_of_a_numeric_derivative_along_the_line(text, function):
    found = gd.directional_derivative(text, "x y", (3, 4), at=("0.5", "1.5"))
    with mpmath.workdps(50):
        along = lambda t: function(mpmath.mpf("0.5") + t * mpmath.mpf(3) / 5, mpmath.mpf("1.5") + t * mpmath.mpf(4) / 5)  # noqa: E731
        assert abs(mpmath.mpf(sp.N(found.result, 50)) - mpmath.diff(along, 0)) < mpmath.mpf(10) ** -25
    assert found.verify()


@pytest.mark.parametrize(("text", "function"), FUNCTIONS, ids=[text for text, _ in FUNCTIONS])
def test_no_direction_of_360_is_steeper(text, function):
    found = gd.steepest_ascent(text, "x y", at=("0.5", "1.5"))
    gradient = [float(value) for value in found.gradient.at(("0.5", "1.5"))]
    slopes = [math.cos(math.radians(k)) * gradient[0] + math.sin(math.radians(k)) * gradient[1] for k in range(360)]
    best = max(range(360), key=slopes.__getitem__)
    assert slopes[best] <= float(found.slope) + 1e-12
    angle = math.degrees(math.atan2(float(found.direction[1]), float(found.direction[0]))) % 360
    assert min(abs(best - angle), 360 - abs(best - angle)) <= 0.5 + 1e-9  # the nearest whole degree
    assert found.verify()


VECTORS = st.integers(1, 5).flatmap(lambda n: st.tuples(*[st.lists(st.integers(-9, 9), min_size=n, max_size=n)] * 2))


@given(VECTORS)
def test_cauchy_schwarz_with_numbers(vectors):
    u, g = (list(map(sp.Integer, vector)) for vector in vectors)
    assume(any(u) and any(g))
    assert lagrange_identity(u, g).is_proved()
    assert cauchy_schwarz(u, g).is_proved()
    assert largest_product(u, g).is_proved()
    assert all(step.is_proved() for step in attained(g))


def test_a_tampered_line_is_found():
    found = gd.steepest_ascent("x^2 + 2y^2", "x y")
    for index, step in enumerate(found.argument.steps):
        lines = list(found.argument.steps)
        lines[index] = replace(step, after=step.after - 1)
        assert found.argument.unproved() == ()
        assert replace(found.argument, steps=tuple(lines)).unproved() == (lines[index],)


def test_views():
    found = gd.steepest_ascent("x^2 + 2y^2", "x y", at=(3, 2))
    assert str(found).splitlines()[-2:] == ["Direction: [[3/5, 4/5]]", "Slope: 10"]
    assert found.to_dict()["direction"] == ["3/5", "4/5"]
    assert r"D_{u^*} f = 10" in found._repr_markdown_()
    slope = gd.directional_derivative("x^2*y", "x y", (3, 4))
    assert str(slope).splitlines()[-1] == "Result: 4*x^2/5 + 6*x*y/5"
    assert slope.to_dict()["verified"] is True


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gd.directional_derivative("x*y", "x y", (1,)), r"direction is \(1,\)"),
        (lambda: gd.directional_derivative("x*y", "x y", (0, 0)), r"direction is \(0, 0\)"),
        (lambda: gd.directional_derivative("x*y", "x y", (1, 0), at=3), "at is 3"),
        (lambda: gd.steepest_ascent("x^2 + y^2", "x y", at=(0, 0)), r"at is \(0, 0\)"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(gd.ArgumentError, match=words):
        call()

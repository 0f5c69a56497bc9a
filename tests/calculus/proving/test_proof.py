"""Steps of arguments: proved where true, not where false or tampered with."""

from dataclasses import replace

import pytest
import sympy as sp

from gdtutor.calculus.proving.proof import Argument, ProofStep, at_least
from gdtutor.calculus.proving.range import between

x, y, eta = sp.symbols("x y eta")
MEANS = at_least("means", x**2 + y**2, 2 * x * y, "a square is never negative")


def test_an_inequality_carries_its_certificate():
    assert MEANS.certificate == (x - y) ** 2
    assert MEANS.is_proved()


@pytest.mark.parametrize(
    "wrong",
    [
        {"certificate": (x + y) ** 2},  # plain, but not the difference
        {"certificate": x**2 - 2 * x * y + y**2},  # the difference, but not plain
        {"relation": ">"},  # equality at x = y
        {"relation": "<="},
        {"after": 3 * x * y},
    ],
)
def test_a_tampered_inequality_is_found(wrong):
    assert not replace(MEANS, **wrong).is_proved()


def test_marks_are_carried_out():
    assert ProofStep("slope", sp.Derivative(x**3, x), sp.Integer(0), "", ">=", 3 * x**2).is_proved()
    assert not ProofStep("slope", sp.Derivative(x**3, x), sp.Integer(0), "", ">=", 2 * x**2).is_proved()


def test_what_is_given_counts():
    step = ProofStep("root", sp.sqrt(eta**2), eta, "η is positive")
    assert not step.is_proved()
    assert replace(step, box=((eta, between(0, None)),)).is_proved()


def test_an_argument_is_as_strong_as_its_weakest_line():
    wrong = replace(MEANS, after=3 * x * y)
    argument = Argument("means", (MEANS, wrong))
    assert argument.unproved() == (wrong,)
    assert not argument.verify()
    assert replace(argument, steps=(MEANS,)).verify()


def test_views():
    argument = Argument("means", (MEANS,), "so the arithmetic mean is the larger one")
    assert str(argument).splitlines()[:3] == [
        "means",
        "x^2 + y^2",
        "    >= 2*x*y    [means: a square is never negative: a sum of squares]",
    ]
    assert r"x^{2} + y^{2} &\ge 2 x y" in argument._repr_markdown_()
    assert argument.to_dict()["verified"] is True

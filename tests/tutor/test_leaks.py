"""Formulas in a text, and whether they say an answer."""

import pytest
import sympy as sp

from gdtutor.tutor.leaks import formulas, says

X = sp.Symbol("x")


@pytest.mark.parametrize(
    ("hint", "leaks"),
    [
        ("$2x\\cos x^2$", True),
        ("it is $y' = \\cos(x^2) \\cdot x \\cdot 2$", True),
        ("one third of `6x*cos(x^2)`", True),
        ("$-2x\\cos x^2$", True),
        ("$1 + 2x\\cos x^2$", True),
        ("$\\cos x^2$", False),
        ("$2x$ and $\\cos u$", False),
        ("$x \\cos x$", False),
        ("$\\frac{d}{dx} \\sin x^2$", True),
    ],
)
def test_a_formula_that_says_the_answer_is_found(hint, leaks):
    assert says(hint, 2 * X * sp.cos(X**2)) is leaks


def test_formulas_that_cannot_be_read_are_left_aside():
    assert [found.expression for found in formulas("$\\foo$ and $x$ but not $$ or `1 +`")] == [X]

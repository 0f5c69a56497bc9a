"""What is asked at borders: against one-sided difference quotients."""

import mpmath
import pytest
import sympy as sp

from gdtutor.calculus.notation import read_expression
from gdtutor.calculus.proving.range import EVERYTHING, between
from gdtutor.calculus.several.cells import cells_of
from gdtutor.calculus.several.joints import claims

X = sp.Symbol("x")


@pytest.mark.parametrize(
    "text", ["|x|*x + max(x, 1/3)^2", "Piecewise((e^x, x<1/2), (x^3, True))", "|x^2-2|*cos(x)", "max(x^2, x+1)"]
)
def test_slopes_are_those_of_difference_quotients(text):
    function = read_expression(text)
    cells = cells_of(function, X, EVERYTHING)
    slopes = [claim for claim in claims(cells, X, 1) if claim.rule.startswith("slope")]
    by_mpmath = sp.lambdify(X, function, "mpmath")
    assert len(slopes) == len(cells.borders)
    with mpmath.workdps(60):
        for border, claim in zip(cells.borders, slopes, strict=True):
            at, h = mpmath.mpf(sp.N(border.value, 60)), mpmath.mpf(10) ** -25
            for side, said in ((1, claim.before), (-1, claim.after)):
                quotient = (by_mpmath(at + 2 * side * h) - by_mpmath(at + side * h)) / (side * h)
                assert abs(quotient - sp.N(said, 60)) < mpmath.mpf(10) ** -20


def test_concave_pieces_turn_the_slopes():
    cells = cells_of(sp.Abs(X), X, EVERYTHING)
    (up,) = [claim for claim in claims(cells, X, 1) if claim.rule.startswith("slope")]
    (down,) = [claim for claim in claims(cells, X, -1) if claim.rule.startswith("slope")]
    assert (up.before, up.after) == (1, -1) == (down.after, down.before)


@pytest.mark.parametrize(
    ("text", "holds"),
    [("Piecewise((x, x>0), (1, True))", True), ("Piecewise((x, x>0), (-1, True))", False),
     ("Piecewise((x*log(x), x>0), (0, True))", True), ("Piecewise((1/x, x>0), (5, True))", False),
     ("Piecewise((log(1+x), x>0), (0, True))", True)],
)  # fmt: skip
def test_at_an_end_the_value_is_at_least_the_limit(text, holds):
    cells = cells_of(read_expression(text), X, between(0, 1))
    assert all(claim.proved(X, {}) for claim in claims(cells, X, 1)) is holds


def test_an_algebraic_border_beside_other_than_polynomials_is_left_alone():
    cells = cells_of(read_expression("Piecewise((e^x, x^3+x<1), (x, True))"), X, EVERYTHING)
    assert claims(cells, X, 1) is None

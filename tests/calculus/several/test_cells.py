"""The line cut at borders: against values of the function at many points, and exact numbers."""

import random
from itertools import pairwise

import mpmath
import pytest
import sympy as sp

from gdtutor.calculus.notation import read_expression
from gdtutor.calculus.proving.range import EVERYTHING, between
from gdtutor.calculus.several.cells import cells_of

X = sp.Symbol("x")
FUNCTIONS = [
    "|x^3-2| + |x^2-2|",
    "max(x, x^2-1, 3-x)",
    "min(|x|, max(x^2, 1/2))",
    "Piecewise((x, |x-1| < 1/3), (x^2, (x > 2) & !(x^2 > 7)), (0, True))",
    "Piecewise((1, x*(x-1)*(x+1) >= 0), (e^x, True))",
    "sign(x^2-3)*cos(x)",
    "|x/(x^2+1) - 1/4| + |cosh(x)|",
    "max(|x|, |x-1|, |x^2-x-1|)",
    "x^2 + 1",
]


@pytest.mark.parametrize("text", FUNCTIONS)
@pytest.mark.parametrize("within", [EVERYTHING, between(0, 2), between(-1, None)], ids=str)
def test_every_cell_has_the_values_of_the_function(text, within):
    text = text.replace("!(x^2 > 7)", "(x^2 <= 7)")
    function = read_expression(text)
    found = cells_of(function, X, within)
    by_mpmath = sp.lambdify(X, function, "mpmath")
    generator = random.Random(2)
    with mpmath.workdps(50):
        for cell in found.cells:
            low = -5 if cell.low is None else cell.low
            high = 5 if cell.high is None else cell.high
            branch = sp.lambdify(X, cell.branch, "mpmath")
            for _ in range(20):
                share = sp.Rational(generator.randint(1, 999), 1000)
                place = mpmath.mpf(sp.N(low + (high - low) * share, 50))
                assert abs(by_mpmath(place) - branch(place)) < mpmath.mpf(10) ** -40


@pytest.mark.parametrize("text", FUNCTIONS)
def test_cells_leave_no_gap(text):
    found = cells_of(read_expression(text.replace("!(x^2 > 7)", "(x^2 <= 7)")), X, EVERYTHING)
    ends = [end for cell in found.cells for end in (cell.low, cell.high)]
    values = [border.value for border in found.borders]
    assert ends == [None, *(value for value in values for _ in range(2)), None]
    assert all(one < other for one, other in pairwise(values))


def test_borders_are_exact():
    found = cells_of(read_expression("|x^2-2x-2| + |x^3-2| + |3x-1|"), X, EVERYTHING)
    one, three = sp.Integer(1), sp.sqrt(3)
    assert [border.value for border in found.borders] == [
        one - three, sp.Rational(1, 3), sp.CRootOf(X**3 - 2, 0), one + three
    ]  # fmt: skip
    for border in found.borders:
        low, high = border.enclosed(sp.Rational(1, 2**60))
        assert low <= border.value <= high
        assert high - low <= sp.Rational(1, 2**60)


def test_nothing_changes_where_nothing_is_decided():
    """max(x, 0)² + x: at 0 both sides differ; x² ≥ 0 holds on both sides and at the border."""
    assert len(cells_of(read_expression("max(x, 0)^2"), X, EVERYTHING).cells) == 2
    assert len(cells_of(read_expression("|x^2|"), X, EVERYTHING).cells) == 1


@pytest.mark.parametrize("text", ["|e^x-2|", "Piecewise((x, x > a), (0, True))", "|x - pi|", "|1/x|"])
def test_other_pieces_are_not_cut(text):
    assert cells_of(read_expression(text), X, EVERYTHING) is None

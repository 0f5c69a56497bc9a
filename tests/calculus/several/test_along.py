"""Functions of one affine quantity: putting the quantity back gives the function."""

import pytest
import sympy as sp

from gdtutor.calculus.notation import read_expression
from gdtutor.calculus.several.along import affine_quantities, along

W, B, X, Y, Z = sp.symbols("w b x y z")
RESIDUAL = Y - W * X - B


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Piecewise(((y-w*x-b)^2/2, |y-w*x-b|<=1), (|w*x+b-y|-1/2, True))", RESIDUAL),
        ("(y-w*x-b)^2 + 3*(w*x+b-y) + e^(w*x-y+b)", RESIDUAL),
        ("max(0, 1-y*(w*x+b))", Y * W * X + Y * B),
        ("d*|y-w*x-b| - d^2/2", RESIDUAL),
    ],
)
def test_the_quantity_put_back_gives_the_function(text, quantity):
    function = read_expression(text)
    found = along(function, quantity, Z)
    assert not found.free_symbols & quantity.free_symbols
    for place in range(40):
        numbers = {s: sp.Rational((place * (7 + 3 * k) + k * k) % 23 - 11, 5) for k, s in enumerate((W, B, X, Y))}
        numbers[sp.Symbol("d")] = sp.Integer(3)
        value = found.subs(Z, quantity.subs(numbers)).subs(numbers)
        assert sp.simplify(value - function.subs(numbers)) == 0


@pytest.mark.parametrize("text", ["|y-w*x-b| + w", "|y-w*x-b| + x", "Piecewise((0, y-w*x-b > w), (1, True))", "sin(w)"])
def test_what_depends_on_more_is_no_function_of_it(text):
    assert along(read_expression(text), RESIDUAL, Z) is None


def test_quantities_are_found_in_conditions_of_any_degree():
    found = list(affine_quantities(read_expression("Piecewise((0, (y-w*x)^2 < 1), (|w+b|, w > 0))"), [W, B]))
    assert B + W in found
    assert {abs_ for abs_ in found if abs_ in (Y - W * X, W * X - Y)}
    assert W not in found

"""Beside MyGrad: the same values on every loss, and a table of what each can give."""

import mygrad
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.errors import ArgumentError

LIBRARY = {"sin": mygrad.sin, "cos": mygrad.cos, "log": mygrad.log, "exp": mygrad.exp, "sqrt": mygrad.sqrt}
LOSSES = [gd.surface(name) for name in gd.surfaces()] + [
    gd.Loss("exp(-x²)·cos(3y) + √(1 + x²y²)", "x y"),
    gd.Loss("(x - y)⁴ + x·z/(1 + z²)", "x y z"),
]


def by_mygrad(loss, w):
    """Value and gradient of the loss by MyGrad, from the expression alone."""
    tensors = [mygrad.tensor(float(value)) for value in np.atleast_1d(w)]
    value = sp.lambdify(loss.parameters, loss.expression, modules=[LIBRARY, "math"])(*tensors)
    value.backward()
    return float(value), [0.0 if tensor.grad is None else float(tensor.grad) for tensor in tensors]


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@given(st.lists(st.floats(-4, 4).filter(lambda x: abs(x) > 1e-3), min_size=3, max_size=3))
def test_values_and_gradients_agree_with_mygrad(loss, point):
    w = np.array(point[: len(loss.parameters)])
    value, slopes = by_mygrad(loss, w)
    assert loss(w) == pytest.approx(value, rel=1e-12, abs=1e-11)
    scale = 1 + np.abs(slopes).max()
    assert loss.gradient(w) == pytest.approx(slopes, rel=1e-11, abs=1e-12 * scale)


def test_the_table_puts_both_values_side_by_side():
    loss = gd.surface("himmelblau")
    table = gd.differentiation_table(loss, [1, 2], lambda w: by_mygrad(loss, w)[1])
    assert table.largest_difference < 1e-12
    assert table.rows[1] == ("Its value at 1, 2?", "-36, -32", "-36, -32")
    assert sp.sympify(f"[{table.rows[0].symbolic}]") == list(loss.gradient_expressions)
    assert table._repr_markdown_().count("\n") == len(list(table)) + 1
    assert str(table).count("automatic:") == len(table.rows)


def test_a_formula_keeps_its_stars_in_markdown():
    shown = gd.differentiation_table(gd.Loss("x²·y_1", "x y_1"), [1, 2])._repr_markdown_()
    assert "2\\*x\\*y\\_1, x\\*\\*2" in shown


def test_a_wrong_automatic_gradient_shows():
    assert gd.differentiation_table(gd.surface("bowl"), [1, 2], lambda w: [2, 5]).largest_difference == 1
    with pytest.raises(ArgumentError, match=r"^automatic gives shape \(3,\): \(2,\)"):
        gd.differentiation_table(gd.surface("bowl"), [1, 2], lambda w: [2, 4, 0])

"""Ties of max and min: a subgradient is used, and said once; where the selections agree there is a gradient."""

import itertools

import numpy as np
import pytest

from gdtutor.descent.descend import descend
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.stopping import lengths
from gdtutor.descent.sweep import sweep

# convex losses, and points among which their corners are
CONVEX = [
    "|x|",
    "|x| + |y|",
    "max(0, x)",
    "max(0, 1 - x)",
    "max(x, -2x, y)",
    "max(x, y, x + y, 0)",
    "max(|x|, |y|)",
    "|x - y| + max(x, y, 0)^2/2 + |x + y|",
    "log(1 + e^|x|) + 2max(0, -y)",
    "max(0, 1 - x)^2 + |x - 1|",
    "max(x^2, 1) + |y|",
    "-min(x, y, 0)",
]
GRID = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0]
POINTS = np.array(list(itertools.product(GRID, GRID)))


@pytest.mark.parametrize("text", CONVEX)
def test_at_a_corner_of_a_convex_loss_the_gradient_is_a_subgradient(text):
    loss = Loss(text, "x y")
    values, slopes = loss(POINTS), loss.gradient(POINTS)
    # L(v) ≥ L(w) + g·(v − w) for all v, which is the definition
    below = values[:, None] + np.einsum("id,ijd->ij", slopes, POINTS[None] - POINTS[:, None])
    assert (values[None] >= below - 1e-9).all()
    for point, slope in zip(POINTS, slopes, strict=True):
        assert np.array_equal(loss.gradient(point), slope)


def test_the_documented_choice():
    assert Loss("|x|", "x").gradient(0.0) == 0.0
    assert [Loss(text, "x").gradient(0.0) for text in ("max(0, x)", "relu(x)", "min(0, x)")] == [0.0, 0.0, 0.0]
    loss = Loss("max(x, 2x - 1)", "x")
    assert str(loss.expression) == "Max(x, 2*x - 1)"
    assert loss.gradient(1.0) == 2.0


@pytest.mark.parametrize(
    ("text", "point", "corner"),
    [
        ("|x|", [0, 0], True),
        ("|x|", [1, 0], False),
        ("x*|x|", [0, 0], False),
        ("max(0, x)^2", [0, 0], False),
        ("max(0, x)^2 + max(0, x)", [0, 0], True),
        ("max(x, |x|)", [2, 0], False),
        ("max(x, |x|)", [0, 0], True),
        ("max((x + 1)^2, x^2 + 2x + 1)", [3, 0], False),
        ("min(x, y)", [1, 1], True),
        ("min(x, y) + max(-x, -y)", [1, 1], False),
        ("max(x, y) + min(x, y)", [1, 1], True),  # it is x + y, but the slopes of one side each add up to another
        ("max(x, y) - max(x, y, x)", [1, 1], False),
        ("max(x, y, 5)", [1, 1], False),
        ("|x| - |x + y|", [0, 0], True),
        ("| |x| - 1 |", [1, 0], True),
        ("x^2 + y^2", [0, 0], False),
        ("e^max(x, 0)", [0, 0], True),
    ],
)
def test_what_is_a_corner(text, point, corner):
    loss, points = Loss(text, "x y"), np.array([[0.5, 0.125], point], dtype=float)
    found = loss.first_corner(points, loss.gradient(points))
    assert found == (1 if corner else None)


def test_a_trajectory_says_once_that_a_subgradient_was_used():
    way = descend(Loss("|x|", "x"), GradientDescent(0.5), 1.0, steps=6)
    assert (way.corner, repr(way).count("corner=2")) == (2, 1)
    assert way.note == (
        "At point 2 a max, min or |u| has a tie and no gradient: the slope of one side was used, a subgradient."
    )
    assert sweep(Loss("|x|", "x"), GradientDescent(), 1.0, 6, rate=[0.5, 0.3])[0].corner == 2
    assert [each.corner for each in sweep(Loss("|x|", "x"), GradientDescent(), 1.0, 6, rate=[0.5, 0.3])] == [2, None]


def test_a_way_without_a_corner_says_nothing():
    # the last point is a corner, but no update starts there
    way = descend(Loss("|x|", "x"), GradientDescent(0.5), 1.0, steps=2)
    assert (way.points[-1, 0], way.corner, way.note) == (0.0, None, "")
    assert "corner" not in repr(way)
    assert descend(Loss("x^2", "x"), GradientDescent(0.5), 1.0, steps=3).corner is None


def test_many_ties_at_once_are_a_corner():
    names = [f"x_{k}" for k in range(8)]
    loss = Loss("+".join(f"|{name}|" for name in names), names)
    assert loss.first_corner(np.zeros((1, 8)), np.zeros((1, 8))) == 0


def test_a_learners_gradient_is_not_spoken_of():
    trial = descend(Loss("|x|", "x"), GradientDescent(0.5), 1.0, steps=6, gradient="sign(x)")
    assert (trial.right.corner, trial.claimed.corner) == (2, None)
    assert lengths(trial.claimed.points - trial.right.points).max() == 0

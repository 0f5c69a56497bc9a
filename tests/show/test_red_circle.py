"""The red circle against hand-made formulas, and against a search on a fine grid."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError


def loss(x, y):
    return x**2 + 2 * y**2


EXPERIMENT = gd.red_circle_experiment(gd.Loss("x^2 + 2y^2", "x y"), (2, 1), radius=0.5, largest=4)
GRADIENT = np.array([4.0, 4.0])  # at (2, 1)


def mark(panel, role):
    return next(m for m in EXPERIMENT.scene.panels[panel].marks if m.role == role)


@pytest.mark.parametrize("place", range(0, 42, 5))
def test_the_model_is_least_against_the_gradient(place):
    radius = EXPERIMENT.scene.dials[0].values[place]
    wanted = np.array([2, 1]) - radius * GRADIENT / np.sqrt(32)
    np.testing.assert_allclose(mark(0, "here").points((place,))[0], wanted, rtol=1e-12)
    np.testing.assert_allclose(mark(1, "here").points((place,))[0], -GRADIENT / np.sqrt(32), rtol=1e-12)


@pytest.mark.parametrize("place", range(0, 42, 5))
def test_the_loss_is_nowhere_lower_in_the_circle(place):
    radius = EXPERIMENT.scene.dials[0].values[place]
    x, y = mark(0, "second_here").points((place,))[0]
    assert np.hypot(x - 2, y - 1) <= radius * (1 + 1e-9)
    turn, part = np.meshgrid(np.linspace(0, 2 * np.pi, 2001), np.linspace(0, 1, 201))
    around = loss(2 + radius * part * np.cos(turn), 1 + radius * part * np.sin(turn))
    assert loss(x, y) <= around.min() + 1e-9 * radius


def test_the_circle_that_reaches_the_minimum_finds_it():
    last = len(EXPERIMENT.scene.dials[0].values) - 1  # the radius 4 holds the origin
    np.testing.assert_allclose(mark(0, "second_here").points((last,))[0], [0, 0], atol=1e-4)


def test_actual_over_predicted_decrease_is_that_of_the_quadratic():
    # L(w) − L(w − ηg) = η|g|² − η²(g₁² + 2g₂²), with η = d/|g|: the share is 1 − d(16 + 32)/32^(3/2)
    radii = np.array(EXPERIMENT.scene.dials[0].values)
    share = mark(2, "curve").points((0,))[:, 1]
    np.testing.assert_allclose(share, 1 - radii * 48 / 32**1.5, rtol=1e-9)


def test_the_magnified_level_lines_straighten_as_the_circle_shrinks():
    def bend(place):
        points = mark(1, "contour").points((place,))
        heights = points[~np.isnan(points[:, 0])] @ (GRADIENT / np.sqrt(32))  # the model's lines: multiples of 1/3
        return np.abs(heights * 3 - np.round(heights * 3)).max()

    assert bend(0) < 0.06
    assert bend(0) < bend(20) / 3


def test_a_step_across_the_minimum_goes_uphill_and_the_preset_says_so():
    experiment = gd.red_circle_experiment(gd.Loss("x^2 + 2y^2", "x y"), (0.5, 0.25), radius=2)
    assert experiment.scene.presets[1].why.endswith("the step goes uphill.")


@pytest.mark.parametrize(
    ("given", "at", "keywords", "says"),
    [
        (gd.Loss("x^2", "x"), (1,), {}, "a loss of two"),
        (gd.Loss("x^2 + y^2", "x y"), (0, 0), {}, "the gradient not zero, is wanted"),
        (gd.Loss("x^2 + y^2", "x y"), (1, 0), {"radius": 0}, "radius is 0"),
        (gd.Loss("x^2 + y^2", "x y"), (1, 0), {"window": ((1, 0), (0, 1))}, r"window is \(1, 0\)"),
        (gd.Loss("log(x) + y", "x y"), (-1, 0), {}, "the gradient not zero, is wanted"),
    ],
)
def test_bad_arguments_are_named(given, at, keywords, says):
    with pytest.raises(ArgumentError, match=says):
        gd.red_circle_experiment(given, at, **keywords)

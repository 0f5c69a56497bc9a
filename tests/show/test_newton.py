"""Newton against descent: formulas worked out by hand, and what is said where there is no best step."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def test_one_step_solves_a_parabola_from_every_start():
    experiment = gd.newton_experiment(gd.Loss("3x^2 - 12x + 5", "x"), 5, steps=3, rate=0.05, window=(-4, 8))
    for place in range(0, 81, 8):
        path = mark(experiment, 0, "path").points((place, 3))
        np.testing.assert_allclose(path[1:, 0], 2, atol=1e-12)
        start = experiment.scene.dials[0].values[place]
        way = 2 + (start - 2) * (1 - 0.05 * 6.0) ** np.arange(4)
        np.testing.assert_allclose(mark(experiment, 0, "second_path").points((place, 3))[:, 0], way, atol=1e-12)
    assert "|f′|/f″ = 3, at 2." in experiment.caption  # Lee: |2a·x₀ + b|/(2a) = |30 − 12|/6


def test_newtons_way_on_a_quartic_shrinks_by_a_third_each_step():
    experiment = gd.newton_experiment(gd.Loss("x^4", "x"), 3, steps=6, rate=0.001, window=(-4, 4))
    path = mark(experiment, 0, "path").points(experiment.move(step=6).position)
    np.testing.assert_allclose(path[:, 0], 3 * (2 / 3) ** np.arange(7), rtol=1e-9)  # x − 4x³/(12x²)


def test_the_parabola_touches_the_curve_and_bends_like_it():
    experiment = gd.newton_experiment(gd.Loss("cos(x)", "x"), 2, steps=2, window=(-1, 5))
    x, y = mark(experiment, 0, "tangent").points(experiment.position).T
    np.testing.assert_allclose(y, np.cos(2) - np.sin(2) * (x - 2) - np.cos(2) / 2 * (x - 2) ** 2, atol=1e-12)


def test_where_the_curve_bends_down_newton_climbs_and_it_is_said():
    experiment = gd.newton_experiment(gd.Loss("cos(x)", "x"), 0.5, steps=4, window=(-1, 5))
    assert "is negative: Newton's step leads to the top of the parabola" in experiment.caption
    experiment.move(step=4)
    assert abs(mark(experiment, 0, "here").points(experiment.position)[0, 0]) < 1e-9  # the maximum at 0
    climbs = next(p for p in experiment.scene.presets if p.name == "Newton climbs")
    assert climbs.why.startswith("Bad:")
    start = experiment.scene.dials[0].values[climbs.position[0]]
    assert np.cos(start) > 0  # f″ = −cos is negative there


def test_a_run_without_a_step_or_out_of_the_domain_says_so():
    line = gd.newton_experiment(gd.Loss("2x", "x"), 1, steps=3)
    assert "Newton has no step, and its run ends." in line.caption
    logarithm = gd.newton_experiment(gd.Loss("x - log(x)", "x"), 3, steps=3, window=(0.5, 4))
    assert "Newton's run has ended" in logarithm.caption  # 3 − (1 − 1/3)·9 = −3, where there is no logarithm


@pytest.mark.parametrize(
    ("loss", "start", "keywords", "says"),
    [
        (gd.Loss("x^2 + y^2", "x y"), 1, {}, "a loss of one"),
        (gd.Loss("x^2", "x"), 9, {"window": (0, 1)}, "start is 9"),
        (gd.Loss("x^2", "x"), 1, {"rate": -1}, "rate is -1"),
        (gd.Loss("x^2", "x"), 1, {"steps": 0}, "steps is 0"),
        (gd.Loss("x^2", "x"), 1, {"window": (2, 0)}, "window is"),
    ],
)
def test_bad_arguments_are_named(loss, start, keywords, says):
    with pytest.raises(ArgumentError, match=says):
        gd.newton_experiment(loss, start, **keywords)

"""A wrong gradient against the right one: ways worked out by hand, and the name of the mistake."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError, UnreadableError

SQUARE = gd.Loss("(3 - 2t)^2", "t")  # with the slope −4(3 − 2t)


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def test_a_lost_sign_climbs_and_the_right_slope_descends():
    experiment = gd.wrong_gradient_experiment(SQUARE, "2(3 - 2t)", start=0, rate=0.05, steps=10)
    for place in range(0, 81, 16):
        start, steps = experiment.scene.dials[0].values[place], np.arange(11)
        wrong = 1.5 + (start - 1.5) * (1 + 0.05 * 4) ** steps
        right = 1.5 + (start - 1.5) * (1 - 0.05 * 8) ** steps
        np.testing.assert_allclose(mark(experiment, 0, "path").points((place, 10))[:, 0], wrong, rtol=1e-9, atol=1e-12)
        found = mark(experiment, 0, "second_path").points((place, 10))[:, 0]
        np.testing.assert_allclose(found, right, rtol=1e-9, atol=1e-12)


def test_both_slopes_are_drawn():
    experiment = gd.wrong_gradient_experiment(SQUARE, "2(3 - 2t)", start=0)
    t, typed = mark(experiment, 1, "rest").points((0, 0)).T
    np.testing.assert_allclose(typed, 2 * (3 - 2 * t), atol=1e-12)
    np.testing.assert_allclose(mark(experiment, 1, "derivative").points((0, 0))[:, 1], -4 * (3 - 2 * t), atol=1e-12)


def test_the_mistake_has_its_name_and_the_descent_its_effect():
    note = gd.wrong_gradient_experiment(SQUARE, "2(3 - 2t)", start=0, rate=0.05).scene.note
    assert note.startswith("Typed: 2(3 - 2t). Wrong.")
    assert "the derivative of the inner function is missing" in note
    assert "It diverges" in note


def test_a_factor_that_is_lost_only_makes_it_slower_and_the_preset_says_how_near():
    experiment = gd.wrong_gradient_experiment(gd.Loss("(t - 1)^2", "t"), "t - 1", start=3, rate=0.3, steps=40)
    assert "It ends at the same place, t = 1, but slower" in experiment.scene.note
    least = next(p for p in experiment.scene.presets if p.name == "least harm")
    assert "a descent alone does not always show a mistake" in least.why


def test_a_right_derivative_is_called_right_and_takes_the_same_way():
    experiment = gd.wrong_gradient_experiment(SQUARE, "8t - 12", start=0, rate=0.05)
    assert "Correct" in experiment.scene.note
    paths = [mark(experiment, 0, role).points((9, 30)) for role in ("path", "second_path")]
    np.testing.assert_allclose(*paths, atol=1e-12)
    assert all(preset.name != "most harm" for preset in experiment.scene.presets)


@pytest.mark.parametrize(
    ("loss", "answer", "keywords", "error", "says"),
    [
        (gd.Loss("x^2 + y^2", "x y"), "2x", {"start": 0}, ArgumentError, "a loss of one"),
        (SQUARE, "2(3 - 2t", {"start": 0}, UnreadableError, "position"),
        (SQUARE, 2, {"start": 0}, ArgumentError, "answer is 2"),
        (SQUARE, "2s", {"start": 0}, ArgumentError, "contains s"),
        (SQUARE, "2t", {"start": 9, "window": (0, 1)}, ArgumentError, "start is 9"),
        (SQUARE, "2t", {"start": 0, "rate": 0}, ArgumentError, "rate is 0"),
    ],
)
def test_bad_arguments_are_named(loss, answer, keywords, error, says):
    with pytest.raises(error, match=says):
        gd.wrong_gradient_experiment(loss, answer, **keywords)

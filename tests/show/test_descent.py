"""The descent experiment against the run itself."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError
from gdtutor.show.descent import RATES

LOSS = gd.Loss("sin(2*theta)*log(theta^2)", "theta")


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def test_the_path_is_the_descent_and_grows_with_the_step():
    experiment = gd.descent_experiment(LOSS, 0.5, start=-5, steps=10)
    run = gd.descend(LOSS, gd.GradientDescent(0.5), -5.0, steps=10)
    for step in range(11):
        at = experiment.move(step=step).position
        points = mark(experiment, 0, "path").points(at)
        np.testing.assert_allclose(points[:, 0], run.points[: step + 1, 0], rtol=1e-9)
        np.testing.assert_allclose(points[:, 1], run.losses[: step + 1], rtol=1e-9)
        np.testing.assert_allclose(mark(experiment, 1, "path").points(at)[:, 0], range(step + 1))


def test_the_caption_does_the_step_as_the_lecture_writes_it():
    experiment = gd.descent_experiment(LOSS, 0.5, start=-5, steps=10)
    # mpmath: -5 - 0.5·(-5.61934…) = -2.19033…
    assert experiment.caption == (
        "α = 0.5, start θ = −5, step 0 of 10: θ = −5, loss 1.75, slope −5.62. Next: θ = −5 − 0.5·(−5.62) = −2.19."
    )
    assert experiment.move(step=10).caption.endswith("All steps were taken.")


def test_each_rate_has_its_own_run():
    experiment = gd.descent_experiment(LOSS, [0.1, 0.02, 0.5], start=-5, steps=6)
    assert experiment.settings.rates == (0.02, 0.1, 0.5)
    for rate in experiment.settings.rates:
        for start in experiment.settings.starts[::5]:
            run = gd.descend(LOSS, gd.GradientDescent(rate), start, steps=6)
            points = mark(experiment, 0, "path").points(experiment.move(rate=rate, start=start).position)
            np.testing.assert_allclose(points[: len(run) + 1, 0], run.points[:, 0], rtol=1e-9)


def test_a_diverged_run_says_so_and_can_still_be_drawn():
    experiment = gd.descent_experiment(gd.Loss("t^2", "t"), 40.0, start=1, steps=30, window=(-5, 5)).move(step=30)
    assert "it diverged" in experiment.caption
    assert np.all(np.isfinite(np.frombuffer(experiment.view.data, "<f4")))
    assert experiment.still()


def test_rates_are_evenly_spaced_in_their_logarithm():
    assert (RATES[0], RATES[-1], len(RATES)) == (0.001, 1.0, 31)
    np.testing.assert_allclose(np.diff(np.log(RATES)), np.log(1000) / 30, atol=0.006)


def test_presets_and_what_is_held_equal_are_shown():
    presets = {"too small": (0.0123, "It creeps."), "right": (0.1, "It settles.")}
    experiment = gd.descent_experiment(LOSS, start=-5, steps=8, presets=presets)
    assert 0.0123 in experiment.settings.rates
    assert experiment.state == {"start": -5.0, "rate": 0.0123, "step": 8.0}
    assert experiment.scene.preset_at(experiment.position).why == "It creeps."
    assert all(words in experiment.scene.note for words in ("start θ = −5", "8 steps", "seed 0"))


@pytest.mark.parametrize(
    ("loss", "keywords", "says"),
    [
        (gd.Loss("x^2+y^2", "x y"), {}, "a loss of one"),
        (LOSS, {"window": (2, 1)}, r"window is \(2, 1\)"),
        (LOSS, {"rates": -0.1}, "rate is"),
        (LOSS, {"start": [1, 2]}, "start is"),
        (LOSS, {"steps": 0}, "steps is 0"),
    ],
)
def test_bad_arguments_are_named(loss, keywords, says):
    with pytest.raises(ArgumentError, match=says):
        gd.descent_experiment(loss, **({"rates": 0.1, "start": 1.0, "steps": 3} | keywords))

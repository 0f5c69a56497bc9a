"""The landscape experiment: its runs against single descents, its count against what can be seen of the formula."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def test_without_noise_each_run_is_a_descent_from_its_random_start():
    surface = gd.surface("himmelblau")
    experiment = gd.landscape_experiment(surface, runs=5, steps=40, rate=0.005, noises=[0, 3], seed=7)
    starts = mark(experiment, 0, "many").points((0, 0))
    assert starts.shape == (5, 2)
    assert np.all(np.abs(starts) <= 5)
    for start, end in zip(starts, mark(experiment, 0, "many").points((0, 40)), strict=True):
        run = gd.descend(surface, gd.GradientDescent(0.005), start, steps=40)
        np.testing.assert_allclose(end, run.points[-1], rtol=1e-9)


def test_in_a_double_well_the_sign_of_the_start_decides():
    experiment = gd.landscape_experiment(gd.surface("double_well"), runs=30, steps=200, noises=[0], seed=2)
    starts = mark(experiment, 0, "many").points((0, 0))[:, 0]
    left = int((starts < 0).sum())
    assert f"{left} are at A (θ = −1), {30 - left} at B (θ = 1)" in experiment.caption
    lengths = mark(experiment, 1, "first_term").points(experiment.position)[:, 0]
    assert lengths.tolist() == [left, 30 - left, 0, 0, 0]


def test_a_saddle_lets_go_and_a_plateau_holds():
    saddle = gd.landscape_experiment(gd.surface("saddle"), runs=10, steps=150, rate=0.05, noises=[0])
    assert "10 outside the picture" in saddle.caption  # x² − y² has no minimum
    plateau = gd.landscape_experiment(gd.surface("plateau"), runs=40, steps=5, rate=0.01, noises=[0], seed=1)
    starts = mark(plateau, 0, "many").points((0, 0))[:, 0]
    slopes = np.abs(2 * starts / (1 + starts**2) ** 2)
    flat = int(((slopes < 0.02 * slopes.max()) & (np.abs(starts) > 1)).sum())
    assert flat > 5
    assert f"{flat} on flat ground elsewhere" in plateau.move(step=0).caption


def test_minima_that_nobody_named_are_found():
    experiment = gd.landscape_experiment(gd.Loss("(x^2 - 1)^2 + y^2", "x y"), window=((-2, 2), (-1, 1)), noises=[0])
    np.testing.assert_allclose(experiment.settings.minima, [[-1, 0], [1, 0]], atol=1e-4)


def test_noise_has_the_spread_that_the_dial_says():
    experiment = gd.landscape_experiment(
        gd.Loss("0*x", "x"), window=[(-9, 9)], runs=4000, steps=1, rate=0.5, noises=[0, 2]
    )
    moved = np.diff([mark(experiment, 0, "many").points((1, step))[:, 0] for step in (0, 1)], axis=0)
    assert moved.std() == pytest.approx(0.5 * 2, rel=0.05)  # 4000 draws: a standard error of 1.1 %
    still = np.diff([mark(experiment, 0, "many").points((0, step))[:, 0] for step in (0, 1)], axis=0)
    assert not still.any()


def test_the_same_seed_gives_the_same_picture():
    one, same, other = (gd.landscape_experiment(gd.surface("hopkins"), steps=9, seed=s) for s in (1, 1, 2))
    assert one.view.data == same.view.data != other.view.data


@pytest.mark.parametrize(
    ("loss", "keywords", "says"),
    [
        (gd.Loss("x*y*z", "x y z"), {}, "one or two"),
        (gd.Loss("x^2", "x"), {}, "window is None"),
        (gd.Loss("x^2", "x"), {"window": [(1, 0)]}, r"window is"),
        (gd.surface("hopkins"), {"noises": [-1]}, "noises is -1"),
        (gd.surface("hopkins"), {"runs": 0}, "runs is 0"),
        (gd.surface("hopkins"), {"seed": 1.5}, "seed is 1.5"),
    ],
)
def test_bad_arguments_are_named(loss, keywords, says):
    with pytest.raises(ArgumentError, match=says):
        gd.landscape_experiment(loss, **keywords)

"""Feature scaling: the same loss in other units, and descents against the formula of a quadratic."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError
from gdtutor.show.feature_scaling import SHARES

EXPERIMENT = gd.feature_scaling_experiment(steps=12, seed=1)
X, Y = (np.array(EXPERIMENT.settings.features), np.array(EXPERIMENT.settings.targets))
SPREAD = X.std(axis=0)
COVARIANCE = np.cov(X.T, bias=True)
CORRELATION = np.corrcoef(X.T)


def mark(panel, role):
    return next(m for m in EXPERIMENT.scene.panels[panel].marks if m.role == role)


def loss(weights):
    """The mean of ½(b + w·x − y)² with b at its best."""
    rest = X @ weights - Y
    return ((rest - rest.mean()) ** 2).mean() / 2


def test_the_condition_numbers_are_those_of_covariance_and_correlation():
    for panel, matrix in zip(EXPERIMENT.scene.panels, (COVARIANCE, CORRELATION), strict=False):
        values = np.linalg.eigvalsh(matrix)
        assert panel.title.endswith(f"condition number {values[1] / values[0]:.3g}")


@pytest.mark.parametrize(("panel", "role", "matrix"), [(0, "path", COVARIANCE), (1, "second_path", CORRELATION)])
def test_the_ways_are_powers_of_one_minus_the_rate_times_the_hessian(panel, role, matrix):
    units = np.ones(2) if panel == 0 else SPREAD
    best = np.linalg.lstsq(X - X.mean(axis=0), Y - Y.mean(), rcond=None)[0] * units
    for place in (0, 9, 17, 20):
        rate = SHARES[place] * 2 / np.linalg.eigvalsh(matrix)[1]
        factor, away = np.eye(2) - rate * matrix, np.array(EXPERIMENT.settings.start) * units - best
        wanted = [best + np.linalg.matrix_power(factor, step) @ away for step in range(13)]
        np.testing.assert_allclose(mark(panel, role).points((place, 12)), wanted, rtol=1e-8, atol=1e-10)


def test_both_sides_show_the_same_model_in_other_units():
    start, scaled = (mark(panel, "start").points((0, 0))[0] for panel in (0, 1))
    np.testing.assert_allclose(scaled, start * SPREAD, rtol=1e-12)
    level_lines = [mark(panel, "contour").points((0, 0)) for panel in (0, 1)]
    before, after = (points[~np.isnan(points[:, 0])] for points in level_lines)
    heights = [[loss(point) for point in before[::9]], [loss(point / SPREAD) for point in after[::9]]]
    lowest = loss(np.linalg.lstsq(X - X.mean(axis=0), Y - Y.mean(), rcond=None)[0])
    for found in heights:
        shares = (np.array(found) - lowest) / (loss(np.array(EXPERIMENT.settings.start)) - lowest)
        nearest = np.abs(shares[:, None] - [0.02, 0.08, 0.2, 0.4, 0.7, 1.1, 1.6, 2.4]).min(axis=1)
        assert np.median(nearest) < 0.01


def test_what_is_left_is_shown_beside_the_same_start():
    left = [10 ** mark(2, role).points((17, 12))[:, 1] for role in ("path", "second_path")]
    assert left[0][0] == pytest.approx(1)
    assert left[1][0] == pytest.approx(1)
    assert left[1][-1] < left[0][-1] / 10


@pytest.mark.parametrize(
    ("data", "keywords", "says"),
    [
        (gd.dataset("line"), {}, "two features"),
        (7, {}, "data is 7"),
        (gd.Dataset([[1, 2], [1, 3]], [0, 1]), {}, "x_1 with the same value"),
        (None, {"steps": 0}, "steps is 0"),
        (None, {"start": (1,)}, "start is"),
    ],
)
def test_bad_arguments_are_named(data, keywords, says):
    with pytest.raises(ArgumentError, match=says):
        gd.feature_scaling_experiment(data, **keywords)

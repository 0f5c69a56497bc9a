"""Named surfaces: their minima against mpmath with 50 digits, values from the literature."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from gdtutor.descent.surfaces import surface, surfaces
from gdtutor.errors import ArgumentError

WITH_MINIMA = [(name, minimum) for name in surfaces() for minimum in surface(name).minima]


@pytest.mark.parametrize(("name", "minimum"), WITH_MINIMA)
def test_a_minimum_is_the_float_nearest_to_a_zero_of_the_gradient(name, minimum):
    loss = surface(name)
    slopes = [sp.lambdify(loss.parameters, loss.expression.diff(w), "mpmath") for w in loss.parameters]
    curvature = np.atleast_2d(loss.hessian(list(minimum)))
    assert np.all(np.linalg.eigvalsh(curvature) > 0)
    with mpmath.workdps(50):
        nearby = [mpmath.mpf(value) + mpmath.mpf("1e-6") for value in minimum]
        zero = mpmath.findroot(slopes if len(slopes) > 1 else slopes[0], nearby if len(slopes) > 1 else nearby[0])
        for value, exact in zip(minimum, mpmath.matrix([zero]) if len(slopes) == 1 else zero, strict=True):
            assert abs(value - exact) <= max(np.spacing(abs(value)) / 2, 1e-40)


@pytest.mark.parametrize("name", surfaces())
def test_no_minimum_in_the_window_is_missing(name):
    """Newton's method from a fine grid of starts finds no other point with zero slope and upward curvature."""
    loss = surface(name)
    low, high = np.array(loss.window).T
    starts = np.meshgrid(*(np.linspace(*bounds, 41) for bounds in loss.window))
    points = np.stack([axis.ravel() for axis in starts], -1) + 1e-3
    for _ in range(60):
        curvatures = np.linalg.pinv(loss.hessian(points))
        points = np.clip(points - (curvatures @ loss.gradient(points)[..., np.newaxis])[..., 0], 2 * low, 2 * high)
    flat = np.linalg.norm(loss.gradient(points), axis=-1) < 1e-9
    valleys = np.all(np.linalg.eigvalsh(loss.hessian(points)) > 1e-6, axis=-1)
    inside = np.all((points > low) & (points < high), axis=-1)
    found = points[flat & valleys & inside]
    known = np.round(sorted(loss.minima), 5).reshape(-1, len(low))
    assert np.unique(found.round(5), axis=0).tolist() == known.tolist()


@pytest.mark.parametrize(
    ("name", "point", "value"),
    [
        ("rosenbrock", (-1.2, 1), 24.2),  # the usual start, Moré, Garbow and Hillstrom 1981, problem 1
        ("beale", (1, 1), 14.203125),  # the same, problem 5
        ("beale", (3, 0.5), 0),
        ("himmelblau", (0, 0), 170),
        ("himmelblau", (3, 2), 0),
        ("valley", (5, 1), 4.5),
        ("saddle", (2, 1), 3),
        ("bowl", (3, 4), 25),
        ("two_squares", (0,), 2081),  # 20² + 41²
        ("double_well", (0,), 1),
        ("plateau", (3,), 0.9),
        ("hopkins", (-4,), -2.7430835168427),  # sin(−8) ln 16, mpmath
    ],
)
def test_known_values(name, point, value):
    assert surface(name)(list(point)) == pytest.approx(value, rel=1e-13, abs=1e-13)


def test_a_surface_is_told_by_its_name():
    assert [surface(name).name for name in surfaces()] == list(surfaces())
    assert repr(surface("valley")) == "surface('valley')"
    assert surface("valley") is surface("valley")
    assert len({surface(name).about for name in surfaces()}) == len(surfaces())
    with pytest.raises(ArgumentError, match=r"^name is 'hill': one of hopkins, .*, beale is wanted$"):
        surface("hill")

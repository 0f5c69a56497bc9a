"""The tangent experiment against values of mpmath, 50 digits."""

import mpmath
import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError, UnreadableError

PRODUCT = ("sin(2*theta)", "log(theta^2)")


def shown(experiment, panel, role, position):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role).points(position)


def test_values_slopes_and_both_terms_of_the_product_rule():
    experiment = gd.tangent_experiment(PRODUCT, "theta", at=(-6, 6), points=25, name="L")
    for place, theta in enumerate(experiment.scene.dials[0].values):
        if theta == 0:
            continue
        with mpmath.workdps(50):
            t = mpmath.mpf(theta)
            first, second = 2 * mpmath.cos(2 * t) * mpmath.log(t**2), mpmath.sin(2 * t) * 2 / t
            height = mpmath.sin(2 * t) * mpmath.log(t**2)
        at = (place,)
        np.testing.assert_allclose(shown(experiment, 0, "here", at), [[theta, float(height)]], rtol=1e-12, atol=1e-12)
        slope = shown(experiment, 1, "here", at)
        np.testing.assert_allclose(slope, [[theta, float(first + second)]], rtol=1e-12, atol=1e-12)
        bars = [shown(experiment, 2, role, at)[0, 0] for role in ("first_term", "second_term", "total")]
        np.testing.assert_allclose(bars, [float(first), float(second), float(first + second)], rtol=1e-12, atol=1e-12)
        (x0, y0), (x1, y1) = shown(experiment, 0, "tangent", at)
        np.testing.assert_allclose((y1 - y0) / (x1 - x0), float(first + second), rtol=1e-9)


def test_where_the_function_is_undefined_the_caption_says_so_and_nothing_is_drawn():
    experiment = gd.tangent_experiment(PRODUCT, "theta", at=(-6, 6)).move(theta=0)
    assert experiment.caption.startswith("At θ = 0: f(θ) = undefined")
    assert np.isnan(shown(experiment, 0, "here", experiment.position)[0, 1])


def test_a_function_that_is_no_product_has_no_bars():
    experiment = gd.tangent_experiment("x^3 - x", "x", start=1)
    assert len(experiment.scene.panels) == 2
    assert experiment.caption == "At x = 1: f(x) = 0, slope f′(x) = 2. The curve rises here."


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (("x^2", "x", (3, 1)), ArgumentError, r"at is \(3, 1\): an interval"),
        (("a*x", "x"), ArgumentError, "a has no value"),
        ((("x", "x", "x"), "x"), ArgumentError, "3 factors"),
        (("x^2)", "x"), UnreadableError, "position"),
    ],
)
def test_bad_arguments_are_named(arguments, error, says):
    with pytest.raises(error, match=says):
        gd.tangent_experiment(*arguments)

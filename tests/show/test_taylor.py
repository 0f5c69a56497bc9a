"""The Taylor experiment against the series as textbooks print it, and its bounds against the errors."""

import math

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError, UnreadableError


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def test_the_polynomials_are_the_series_of_the_exponential():
    experiment = gd.taylor_experiment("e^x", 0, 6, window=(-2, 2))
    for order in range(7):
        x, p = mark(experiment, 0, "tangent").points((order, 0)).T
        np.testing.assert_allclose(p, sum(x**k / math.factorial(k) for k in range(order + 1)), rtol=1e-12)


def test_the_sine_about_a_quarter_pi_is_the_lectures():
    experiment = gd.taylor_experiment("sin(x)", "pi/4", 2, window=(-1, 2))
    x, p = mark(experiment, 0, "tangent").points((2, 0)).T
    d = x - math.pi / 4
    np.testing.assert_allclose(p, (1 + d - d**2 / 2) / math.sqrt(2), rtol=1e-12)


def test_no_error_is_above_its_certified_bound_and_the_bound_is_lagranges():
    experiment = gd.taylor_experiment("sin(x)", 0, 8, window=(-3, 3), points=25)
    for place in range(25):
        error = 10 ** mark(experiment, 1, "path").points((0, place))[:, 1]
        bound = 10 ** mark(experiment, 1, "tangent").points((0, place))[:, 1]
        seen = np.isfinite(error)
        assert np.all(error[seen] <= bound[seen] * (1 + 1e-12))
        x = abs(experiment.scene.dials[1].values[place])
        lagrange = [x ** (n + 1) / math.factorial(n + 1) for n in range(9)]  # |sin⁽ⁿ⁺¹⁾| ≤ 1
        if x:
            np.testing.assert_allclose(bound, lagrange, rtol=1e-12)


def test_a_bound_in_the_caption_is_rounded_up():
    # |cos‴| ≤ sin 1 = 0.84147…, to the nearest 0.841; a sixth of it is 0.14024…, to the nearest 0.14
    cosine = gd.taylor_experiment("cos(x)", 0, 2, window=(-1, 1), start=1)
    assert "certified at most 0.141, for |f⁽³⁾| ≤ 0.842 on the whole interval" in cosine.move(order=2).caption


def test_without_a_bound_the_picture_says_so():
    experiment = gd.taylor_experiment("log(x)", 1, 3, window=(0, 2), start=1.5)
    assert "no bound of |f⁽²⁾| on the whole interval was found" in experiment.caption
    assert np.isnan(mark(experiment, 1, "tangent").data[..., 1]).all()


def test_far_from_the_point_more_terms_may_not_help():
    experiment = gd.taylor_experiment("1/(1+x^2)", 0, 8, window=(-2, 2))
    high = next(p for p in experiment.scene.presets if p.name == "high order")
    # at x = −2: 1 − 4 + 16 − 64 + 256 against 1/5
    assert "off by 205: so far away more terms have not helped yet, or never do" in high.why


@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "says"),
    [
        (("sin(x)", 0, 0), {}, ArgumentError, "order is 0"),
        (("sin(x)", 0, 2.5), {}, ArgumentError, "order is 2.5"),
        (("sin(x)", 3), {"window": (-1, 1)}, ArgumentError, "with the point 3 inside"),
        (("sin(x)",), {"window": (1, -1)}, ArgumentError, r"window is \(1, -1\)"),
        (("log(x)", 0), {}, ArgumentError, "at is x = 0"),
        (("a*x",), {}, ArgumentError, "a, x"),
        (("sin(x",), {}, UnreadableError, "position|bracket"),
    ],
)
def test_bad_arguments_are_named(arguments, keywords, error, says):
    with pytest.raises(error, match=says):
        gd.taylor_experiment(*arguments, **keywords)

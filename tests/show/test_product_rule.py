"""The product rule's rectangle: areas of polygons by the shoelace formula, and rates known by heart."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError, UnreadableError

EXPERIMENT = gd.product_rule_experiment("x", "e^x", "x", at=(0, 2))


def mark(panel, role, experiment=EXPERIMENT):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def area(polygon):
    """The area inside a polygon, negative where it is walked clockwise."""
    x, y = polygon.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


@pytest.mark.parametrize("place", [0, 20, 40, 80])
@pytest.mark.parametrize("step", range(8))
def test_strips_and_corner_make_up_the_growth(place, step):
    x, h = (dial.values[at] for dial, at in zip(EXPERIMENT.scene.dials, (place, step), strict=True))
    side, top, corner, whole = (
        area(mark(0, role).points((place, step))) for role in ("first_area", "second_area", "corner", "third_area")
    )
    assert side == pytest.approx(h * np.exp(x), rel=1e-9)
    assert top == pytest.approx(x * np.expm1(h) * np.exp(x), rel=1e-9, abs=1e-12)
    assert whole == pytest.approx(x * np.exp(x), rel=1e-9, abs=1e-12)
    assert side + top + corner == pytest.approx((x + h) * np.exp(x + h) - x * np.exp(x), rel=1e-9)


def test_the_quotient_comes_near_the_derivative_and_the_corner_near_zero():
    place = 40  # x = 1, (x·eˣ)′ = (1 + x)·eˣ
    quotients = mark(2, "curve").points((place, 0))[:, 1]
    corners = mark(2, "rest").points((place, 0))[:, 1]
    assert abs(quotients[-1] - 2 * np.e) < 0.005
    errors = np.abs(quotients - 2 * np.e)
    assert np.all(np.diff(errors) < 0)
    steps = np.array(EXPERIMENT.scene.dials[1].values)
    np.testing.assert_allclose(corners, np.expm1(steps) * np.e, rtol=1e-6)


def test_the_table_says_the_terms():
    experiment = gd.product_rule_experiment("x", "x^2", "x", at=(0, 4), start=3, h=0.5)
    rows = experiment.scene.panels[1].cells_at(experiment.position)
    assert rows[0] == ["strip at the side, v·Δu", "4.5", "9", "u′v = 9"]
    assert rows[1] == ["strip on top, u·Δv", "9.75", "19.5", "uv′ = 18"]
    assert rows[2] == ["corner, Δu·Δv", "1.62", "3.25", "0"]  # 1.625: a tie is rounded to the even digit
    assert rows[3] == ["all, Δ(uv)", "15.9", "31.8", "(uv)′ = 27"]


def test_a_factor_that_shrinks_counts_with_its_sign():
    experiment = gd.product_rule_experiment("x", "1 - x", "x", start=1, h=0.5)
    assert "= 0 + (−0.5) + (−0.25) = −0.75" in experiment.caption


@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "says"),
    [
        (("a*x", "x", "x"), {}, ArgumentError, "a has no value"),
        (("x", "x", "x"), {"at": (1, 1)}, ArgumentError, r"at is \(1, 1\)"),
        (("x", "x", "x"), {"h": 0}, ArgumentError, "h is 0"),
        (("x", "x", "x"), {"points": 0}, ArgumentError, "points is 0"),
        (("x", "x +", "x"), {}, UnreadableError, "position"),
    ],
)
def test_bad_arguments_are_named(arguments, keywords, error, says):
    with pytest.raises(error, match=says):
        gd.product_rule_experiment(*arguments, **keywords)

"""The chain rule's gears: rates known by heart, and quotients of values."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError, UnreadableError


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def bars(experiment, place):
    return [mark(experiment, 2, role).points((place, 0))[0, 0] for role in ("first_term", "second_term", "total")]


@pytest.mark.parametrize("place", range(0, 81, 10))
def test_the_rates_of_sin_of_a_square_multiply(place):
    experiment = gd.chain_rule_experiment("sin(u)", "x^2", "x")
    x = experiment.scene.dials[0].values[place]
    np.testing.assert_allclose(bars(experiment, place), [2 * x, np.cos(x**2), 2 * x * np.cos(x**2)], atol=1e-12)


def test_the_turns_on_the_three_lines_are_differences_of_values():
    experiment = gd.chain_rule_experiment("e^v", "3t + 1", "t", at=(-1, 1))
    for place, turn in [(0, 0), (40, 3), (80, 6)]:
        t, dt = experiment.scene.dials[0].values[place], experiment.scene.dials[1].values[turn]
        ends = mark(experiment, 1, "circle").points((place, turn)).reshape(3, 3, 2)  # line, from · to · gap
        wanted = [(t, t + dt), (3 * t + 1, 3 * (t + dt) + 1), (np.exp(3 * t + 1), np.exp(3 * (t + dt) + 1))]
        np.testing.assert_allclose(ends[:, :2, 0], wanted, rtol=1e-12)
        assert ends[:, 0, 1].tolist() == [2, 1, 0]


def test_the_quotient_comes_near_the_rate_as_the_turn_shrinks():
    experiment = gd.chain_rule_experiment("u^3", "cos(x)", "x", start=1)
    place, rate = experiment.position[0], -3 * np.cos(1) ** 2 * np.sin(1)
    errors = []
    for turn, dx in enumerate(experiment.scene.dials[1].values):
        ends = mark(experiment, 1, "circle").points((place, turn)).reshape(3, 3, 2)
        errors.append(abs((ends[2, 1, 0] - ends[2, 0, 0]) / dx - rate))
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.02


def test_a_gear_that_stands_still_stops_the_rest_and_is_said():
    experiment = gd.chain_rule_experiment("sin(u)", "x^2", "x", start=0)
    assert experiment.caption.endswith("In the limit du/dx = 0, dy/du = 1, and dy/dx = 1·0 = 0.")
    assert next(p for p in experiment.scene.presets if p.name == "a gear stands still").why.startswith("du/dx = 0 here")


def test_negative_rates_stand_in_brackets():
    experiment = gd.chain_rule_experiment("-3u", "-2x", "x", start=1, turn=0.5)
    assert "(−2)·(−3) = 6" in experiment.caption
    assert "dy/dx = (−3)·(−2) = 6." in experiment.caption


@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "says"),
    [
        (("a*u", "x^2", "x"), {}, ArgumentError, "symbols a, u"),
        (("3", "x^2", "x"), {}, ArgumentError, "symbols none"),
        (("sin(x)", "x^2", "x"), {}, ArgumentError, "another name than x"),
        (("u", "a*x", "x"), {}, ArgumentError, "a has no value"),
        (("u", "x", "x"), {"at": (2, 1)}, ArgumentError, r"at is \(2, 1\)"),
        (("u", "x", "x"), {"turn": 0}, ArgumentError, "turn is 0"),
        (("u", "x)", "x"), {}, UnreadableError, "position"),
    ],
)
def test_bad_arguments_are_named(arguments, keywords, error, says):
    with pytest.raises(error, match=says):
        gd.chain_rule_experiment(*arguments, **keywords)

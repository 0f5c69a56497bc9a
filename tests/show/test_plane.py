"""The experiments in the plane against runs of their own, and formulas written out here."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError
from gdtutor.show.adagrad import SURPRISES, surprise_table
from gdtutor.show.contours import contour_mark

VALLEY = gd.surface("valley")


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def path(experiment, role="path", panel=0):
    return mark(experiment, panel, role).points(experiment.position)


def ends(experiment):
    """Every dial at a few places."""
    lengths = [len(dial.values) for dial in experiment.scene.dials]
    for share in (0.0, 0.4, 1.0):
        for slider, length in zip(experiment.sliders, lengths, strict=True):
            slider.value = round(share * (length - 1))
        yield experiment.state


def by_hand(step, start, steps):
    """A path by a step written out in a test: (point, memory, t) -> (point, memory)."""
    points, memory = [np.array(start, dtype=float)], np.zeros((2, 2))
    for t in range(steps):
        point, memory = step(points[-1], memory, t)
        points.append(point)
    return np.array(points)


def slope(w):
    return np.array([0.2, 4.0]) * w  # of 0.1x² + 2y²


def test_the_contours_lie_on_levels_of_the_loss():
    lines = contour_mark(VALLEY, VALLEY.window, 1).data[0]
    points = lines[~np.isnan(lines[:, 0])]
    levels = np.unique((0.1 * points[:, 0] ** 2 + 2 * points[:, 1] ** 2).round(1))
    assert 12 <= len(levels) <= 24  # twelve levels, each within the grid's own error


def test_a_contour_path_is_plain_descent_from_the_dragged_start():
    experiment = gd.contour_experiment(VALLEY, start=[5, 1], rates=[0.02, 0.3, 0.45], steps=12)
    for state in ends(experiment):
        start, rate = (state["start_x"], state["start_y"]), state["rate"]
        expected = by_hand(lambda w, m, t, rate=rate: (w - rate * slope(w), m), start, int(state["step"]))
        np.testing.assert_allclose(path(experiment), expected, rtol=1e-9)
        np.testing.assert_allclose(mark(experiment, 0, "start").points(experiment.position), [start])


def test_the_trace_holds_the_logarithms_of_the_losses():
    experiment = gd.contour_experiment(VALLEY, start=[5, 1], rates=[0.3], steps=12)
    way, trace = path(experiment), path(experiment, panel=1)
    np.testing.assert_allclose(10 ** trace[:, 1], 0.1 * way[:, 0] ** 2 + 2 * way[:, 1] ** 2)
    assert ", on a logarithmic scale" in experiment.alt_text


def test_any_optimizer_descends_in_the_contours():
    experiment = gd.contour_experiment(gd.surface("rosenbrock"), gd.Adam(), start=[-1.5, 2], rates=[0.1], steps=9)
    run = gd.descend(gd.surface("rosenbrock"), gd.Adam(0.1), [-1.5, 2], 9)
    np.testing.assert_allclose(path(experiment), run.points, rtol=1e-9)
    assert experiment.caption.startswith("Adam, η = 0.1, start (−1.5, 2), step 9 of 9")


def test_momentum_and_plain_descent_by_the_formulas_of_the_lecture():
    experiment = gd.momentum_experiment(steps=15)
    for state in ends(experiment):
        rate, decay, steps = state["rate"], state["decay"], int(state["step"])

        def heavy(w, v, t, rate=rate, decay=decay):
            v = decay * v + slope(w)
            return w - rate * v[0], v

        np.testing.assert_allclose(path(experiment, "way_0"), by_hand(heavy, (-5, 2), steps), rtol=1e-9)
        plain = by_hand(lambda w, m, t, rate=rate: (w - rate * slope(w), m), (-5, 2), steps)
        np.testing.assert_allclose(path(experiment, "way_1"), plain, rtol=1e-9)


@pytest.mark.parametrize("corrected", [True, False])
def test_adam_by_the_formulas_of_the_lecture(corrected):
    experiment = gd.adam_experiment(steps=15)
    for state in ends(experiment):
        rate, second, steps = state["rate"], state["second_decay"], int(state["step"])

        def adam(w, memory, t, rate=rate, second=second):
            g = slope(w)
            v, s = 0.9 * memory[0] + 0.1 * g, second * memory[1] + (1 - second) * g**2
            first, square = (v / (1 - 0.9 ** (t + 1)), s / (1 - second ** (t + 1))) if corrected else (v, s)
            return w - rate * first / (np.sqrt(square) + 1e-8), np.array([v, s])

        expected = by_hand(adam, (-5, 2), steps)
        np.testing.assert_allclose(path(experiment, "way_0" if corrected else "way_1"), expected, rtol=1e-9)


def test_the_first_uncorrected_step_is_as_long_as_its_preset_says():
    experiment = gd.adam_experiment()
    for name, second, ratio in (("slow memory", 0.999, 0.1 / 0.001**0.5), ("quick memory", 0.8, 0.1 / 0.2**0.5)):
        preset = next(preset for preset in experiment.scene.presets if preset.name == name)
        state = experiment.move(step=1, second_decay=second).position
        assert preset.holds(state) or experiment.move(rate=0.3).position
        lengths = mark(experiment, 2, "way_1").points(experiment.position)[1, 1]
        assert lengths == pytest.approx(ratio, rel=1e-6)
        assert f"{ratio:.2f}".rstrip("0")[:3].rstrip(".") in preset.why or f"{ratio:.0f}" in preset.why


def test_adagrad_divides_by_the_root_of_all_squares_so_far():
    experiment = gd.adagrad_experiment(steps=15)
    for state in ends(experiment):
        rate, steps = state["rate"], int(state["step"])

        def adagrad(w, memory, t, rate=rate):
            squares = memory + slope(w) ** 2
            return w - rate / (np.sqrt(squares[0]) + 1e-10) * slope(w), squares

        way = by_hand(adagrad, (-5, 2), steps)
        np.testing.assert_allclose(path(experiment, "way_0"), way, rtol=1e-8, atol=1e-12)
        own = rate / np.sqrt(np.cumsum(np.array([slope(w) for w in way]) ** 2, axis=0))
        shown = path(experiment, "way_0", 1), path(experiment, "way_1", 1)
        scale = experiment.scene.panels[1].y.ticks[0][0] == np.log10(float(experiment.scene.panels[1].y.ticks[0][1]))
        for k in range(2):
            heights = 10 ** shown[k][:, 1] if scale else shown[k][:, 1]
            np.testing.assert_allclose(heights[: max(1, steps)], own[: max(1, steps), k], rtol=1e-6)


def test_the_table_of_surprises_is_each_gradient_over_the_root_of_its_sum_of_squares():
    rows = surprise_table(SURPRISES).cells_at((0,))
    for gradients, said in zip(SURPRISES, (rows[1], rows[3]), strict=True):
        expected = [gradients[t] / sum(g**2 for g in gradients[: t + 1]) ** 0.5 for t in range(5)]
        assert [float(text) for text in said[1:]] == pytest.approx(expected, rel=5e-3)  # three digits
    assert (rows[1][-1], rows[3][-1]) == ("0.999", "0.00242")


def test_the_slope_in_a_direction_is_the_directional_derivative_and_largest_along_the_gradient():
    experiment = gd.gradient_field_experiment("x^2*y + y", "x y", start=(1, 2))
    for angle in (0, 35, 250):
        experiment.move(x=1, y=2, angle=angle)
        (_, shown), turn = mark(experiment, 1, "here").points(experiment.position)[0], np.radians(angle)
        direction = (float(np.cos(turn)), float(np.sin(turn)))
        assert shown == pytest.approx(float(gd.directional_derivative("x^2*y + y", "x y", direction, (1, 2)).result))
    wave = mark(experiment, 1, "derivative").points(experiment.position)
    steepest = np.degrees(np.arctan2(2, 4))  # the gradient (2xy, x² + 1) at (1, 2)
    assert abs(wave[np.argmax(wave[:, 1]), 0] - steepest) <= 2.5
    assert "where the slope is largest" in experiment.move(angle=steepest).caption
    assert "steepest descent" in experiment.move(angle=steepest + 180).caption
    assert "where the slope is zero" in experiment.move(angle=steepest + 90).caption
    tail, tip = mark(experiment, 0, "arrow").points(experiment.position)[:2]
    assert np.degrees(np.arctan2(*(tip - tail)[::-1])) == pytest.approx(steepest)


def test_where_the_gradient_is_zero_the_caption_says_so():
    experiment = gd.gradient_field_experiment("x^2 + y^2", "x y", start=(0, 0))
    assert "The gradient is zero here" in experiment.caption
    assert experiment.scene.presets == ()


@pytest.mark.parametrize(
    ("number", "rate"),
    list(enumerate([
        lambda t: 0.3,
        lambda t: 0.3 * (1, 0.25, 0.0625)[min(t // 20, 2)],
        lambda t: 0.3 * np.exp(-0.083 * t),
        lambda t: 0.3 / (1 + 0.25 * t),
        lambda t: 0.3 / np.sqrt(t + 1),
    ])),
)  # fmt: skip
def test_every_schedule_has_its_rates_and_its_descent(number, rate):
    experiment = gd.schedule_experiment(noise=0).move(schedule=number, rate=0.3, step=60)
    shown = mark(experiment, 1, "derivative").points(experiment.position)
    np.testing.assert_allclose(shown[:, 1], [rate(t) for t in range(61)])
    expected = by_hand(lambda w, m, t: (w - rate(t) * slope(w), m), (-5, 2), 60)
    np.testing.assert_allclose(path(experiment), expected, rtol=1e-9, atol=1e-12)


def test_noise_is_the_same_in_every_run_of_a_seed():
    one, same, other = (gd.schedule_experiment(seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(path(one), path(same))
    assert not np.array_equal(path(one), path(other))
    assert "seed 1 (noise 0.6)" in one.scene.note


def test_optimizers_are_compared_from_one_start_each_at_its_tuned_rate_with_loss_and_distance():
    experiment = gd.comparison_experiment(optimizers=[gd.Momentum(decay=0.5), gd.Adam()], steps=15)
    for state in ends(experiment):
        start, steps = (state["start_x"], state["start_y"]), int(state["step"])
        for k, ((_, settings), tuned) in enumerate(experiment.settings.methods):
            kind = (gd.GradientDescent, gd.Momentum, gd.Adam)[k]
            optimizer = kind(rate=tuned * state["factor"], **dict(settings))
            points = gd.descend(VALLEY, optimizer, start, 15).points
            shown = path(experiment, f"way_{k}")[: len(points)]
            np.testing.assert_allclose(shown, points[: steps + 1], rtol=1e-7, atol=1e-12)
            distances = np.linalg.norm(points[: steps + 1], axis=1)
            traced = path(experiment, f"way_{k}", 2)[: len(points), 1]
            np.testing.assert_allclose(10**traced, distances, rtol=1e-6)
    assert all(word in experiment.scene.note for word in ("same start", "15 steps", "seed 0", "Adam η ="))


def test_a_tuned_rate_is_the_best_of_those_tried():
    experiment = gd.comparison_experiment(optimizers=[gd.Momentum()], steps=20)
    for (name, settings), tuned in experiment.settings.methods:
        kind = {"GradientDescent": gd.GradientDescent, "Momentum": gd.Momentum}[name]
        losses = {rate: gd.descend(VALLEY, kind(rate=rate, **dict(settings)), (-5, 2), 20).losses[-1]
                  for rate in (0.5 * tuned, tuned, 2 * tuned)}  # fmt: skip
        assert min(losses, key=losses.get) == tuned


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: gd.contour_experiment(gd.Loss("x^2", "x"), start=[1]), "a loss of two"),
        (lambda: gd.contour_experiment(VALLEY, start=[1]), "start is"),
        (lambda: gd.contour_experiment(VALLEY, start=[1, 1], window=((1, 0), (0, 1))), "window is"),
        (lambda: gd.contour_experiment(gd.Loss("x+y", "x y"), start=[1, 1]), "window is None"),
        (lambda: gd.contour_experiment(VALLEY, gd.Newton, start=[1, 1]), "optimizer is"),
        (lambda: gd.contour_experiment(VALLEY, start=[1, 1], rates=[0.1, -1]), "rate is -1.0"),
        (lambda: gd.contour_experiment(VALLEY, start=[1, 1], presets={"a": (0.1, "")}), "presets is"),
        (lambda: gd.momentum_experiment(presets={"a": (0.1, 1.0, "why")}), "decay is 1.0"),
        (lambda: gd.comparison_experiment(gd.Loss("x+y", "x y"), window=((0, 1), (0, 1))), "minima is None"),
        (lambda: gd.comparison_experiment(optimizers=[gd.Momentum()] * 5), "at most 5"),
        (lambda: gd.schedule_experiment(noise=-1), "noise is -1"),
    ],
)
def test_bad_arguments_are_named(call, says):
    with pytest.raises(ArgumentError, match=says):
        call()

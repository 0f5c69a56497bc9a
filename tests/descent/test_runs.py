"""Runs of every kind: many starts, batches, noise, restarts, comparisons, and a learner's gradient."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.descent import many
from gdtutor.errors import ArgumentError, UnreadableError

VALLEY, HOPKINS, PARABOLA = gd.surface("valley"), gd.surface("hopkins"), gd.Loss("(θ - 3)²", "theta")
TWENTY = gd.SquaredError(gd.dataset("line"))
ALL = [
    gd.GradientDescent(0.1), gd.Momentum(), gd.Nesterov(), gd.AdaGrad(), gd.RMSProp(), gd.Adam(0.1), gd.Newton(0.5),
    gd.Momentum(gd.TimeBasedDecay(0.1, 0.5)),
]  # fmt: skip


@pytest.mark.parametrize("tolerance", [0.0, 1e-3])
@pytest.mark.parametrize("optimizer", ALL, ids=repr)
@pytest.mark.parametrize("name", ["hopkins", "himmelblau", "beale", "saddle"])
def test_each_of_many_starts_ends_where_it_ends_alone(name, optimizer, tolerance):
    loss = gd.surface(name)
    starts = np.random.default_rng(5).uniform(-2, 2, (12, len(loss.parameters)))
    together = gd.descend(loss, optimizer, starts, 15, tolerance)
    for i, start in enumerate(starts):
        alone = gd.descend(loss, optimizer, start, 15, tolerance)
        assert (together.stopped[i], together.updates[i]) == (alone.stopped, len(alone))
        assert together.points[i] == pytest.approx(alone.points[-1], rel=1e-6, abs=1e-9)
        assert together.losses[i] == pytest.approx(alone.losses[-1], rel=1e-5, abs=1e-9)
        assert together.gradients[i] == pytest.approx(alone.gradients[-1], rel=1e-4, abs=1e-7)


@given(st.integers(1, 30), st.integers(1, 9), st.integers(0, 99))
def test_blocks_of_starts_are_put_together_in_order(starts, steps, seed):
    points = np.random.default_rng(seed).uniform(-6, 6, (starts, 1))
    whole = gd.descend(HOPKINS, gd.GradientDescent(0.05), points, steps)
    usual, many._BLOCK = many._BLOCK, 4
    try:
        blocks = gd.descend(HOPKINS, gd.GradientDescent(0.05), points, steps)
    finally:
        many._BLOCK = usual
    assert whole.points.shape == (starts, 1)
    assert whole.losses.shape == whole.updates.shape == (starts,)
    assert blocks.points == pytest.approx(whole.points, rel=1e-12)


def test_many_starts_of_a_logarithm_that_leave_its_domain_and_come_back():
    # 1/θ is finite below zero where log θ is not: every point has to have a loss
    starts = np.array([[0.5], [-1.0], [3.0]])
    together = gd.descend(gd.Loss("log(θ)", "theta"), gd.GradientDescent(0.5), starts, 4)
    for i, start in enumerate(starts):
        alone = gd.descend(gd.Loss("log(θ)", "theta"), gd.GradientDescent(0.5), start, 4)
        assert (together.stopped[i], together.updates[i]) == (alone.stopped, len(alone))
        assert together.points[i] == pytest.approx(alone.points[-1])


def test_many_starts_on_data():
    starts = np.array([[0.0, 0.0], [3.0, -1.0]])
    together = gd.descend(TWENTY, gd.Adam(0.1), starts, 60)
    for i, start in enumerate(starts):
        assert together.points[i] == pytest.approx(gd.descend(TWENTY, gd.Adam(0.1), start, 60).points[-1], rel=1e-10)


@pytest.mark.parametrize("start", [[[1, 2, 3]], [[np.nan, 1]], [[1e13, 1]], np.zeros((0, 2))])
def test_bad_starts_are_refused(start):
    with pytest.raises(ArgumentError, match=r"^start (is of shape|contains numbers)"):
        gd.descend(VALLEY, gd.GradientDescent(), start)


def test_twenty_examples_twenty_updates():
    assert gd.updates_per_epoch(len(TWENTY.dataset), 1) == 20
    numbers = [int(batch[0]) for batch in itertools.islice(gd.batches(20, 1, seed=3), 40)]
    assert sorted(numbers[:20]) == sorted(numbers[20:]) == list(range(20))
    assert numbers[:20] != numbers[20:]
    epoch = gd.descend(TWENTY, gd.GradientDescent(0.1), [0, 0], gd.updates_per_epoch(20, 1), batch_size=1, seed=3)
    assert len(epoch) == 20
    slopes = [TWENTY.gradient(w, np.array([k])) for w, k in zip(epoch.points, numbers[:20], strict=False)]
    assert epoch.gradients[:20] == pytest.approx(np.array(slopes), rel=1e-14)
    assert epoch.losses == pytest.approx(TWENTY(epoch.points), rel=1e-14)


@given(st.integers(1, 40), st.data(), st.integers(0, 9))
def test_an_epoch_sees_every_example_once(examples, data, seed):
    size = data.draw(st.integers(1, examples))
    count = gd.updates_per_epoch(examples, size)
    assert count == math.ceil(examples / size)
    epoch = list(itertools.islice(gd.batches(examples, size, seed), count))
    assert sorted(np.concatenate(epoch)) == list(range(examples))
    drawn = list(itertools.islice(gd.batches(examples, size, seed, replacement=True), 5))
    assert {len(batch) for batch in drawn} == {size}
    assert max(map(max, drawn)) < examples


def test_the_whole_batch_is_plain_descent():
    whole = gd.descend(TWENTY, gd.GradientDescent(0.1), [0, 0], 30, batch_size=20)
    assert whole.points == pytest.approx(gd.descend(TWENTY, gd.GradientDescent(0.1), [0, 0], 30).points, rel=1e-12)


@pytest.mark.parametrize(
    "options", [{"batch_size": 1}, {"batch_size": 5}, {"batch_size": 3, "replacement": True}, {"noise": 0.5}]
)
@given(st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_trajectory(options, seed):
    runs = [gd.descend(TWENTY, gd.Adam(0.1), [0, 0], 8, seed=each, **options).points for each in (seed, seed, seed + 1)]
    assert np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


def test_batches_of_all_sizes_descend():
    best = gd.descend(TWENTY, gd.Newton(), [0, 0], 1)
    for size in (None, 1, 4):
        run = gd.descend(TWENTY, gd.GradientDescent(gd.TimeBasedDecay(0.2, 0.05)), [0, 0], 2000, batch_size=size)
        assert run.points[-1] == pytest.approx(best.points[-1], abs=0.05)


def test_noise_is_a_random_tilt_of_the_loss():
    run = gd.descend(gd.surface("bowl"), gd.GradientDescent(0.01), (1, 2), 4000, noise=0.5, seed=2)
    tilts = run.gradients - 2 * run.points
    assert tilts.mean(axis=0) == pytest.approx([0, 0], abs=0.04)
    assert tilts.std(axis=0) == pytest.approx([0.5, 0.5], rel=0.05)
    assert run.losses == pytest.approx((run.points**2).sum(axis=1), rel=1e-12)


def test_noise_helps_out_of_a_saddle():
    still = gd.descend(gd.surface("saddle"), gd.GradientDescent(0.1), (1, 0), 60)
    noisy = gd.descend(gd.surface("saddle"), gd.GradientDescent(0.1), (1, 0), 60, noise=0.01, seed=1)
    assert still.points[-1] == pytest.approx([0, 0], abs=1e-5)
    assert abs(noisy.points[-1, 1]) > 1


def test_random_restarts_find_the_lowest_of_several_minima():
    runs = gd.random_restarts(HOPKINS, gd.GradientDescent(0.05), 30, [(-6, 6)], 200, seed=4)
    one = gd.descend(HOPKINS, gd.GradientDescent(0.05), 2.0, 200)
    assert runs.losses[runs.best] == runs.losses.min() < one.losses[-1]
    again = gd.random_restarts(HOPKINS, gd.GradientDescent(0.05), 30, [(-6, 6)], 200, seed=4)
    assert np.array_equal(runs.points, again.points)
    assert np.abs(runs.starts).max() <= 6


def test_plain_descent_is_always_compared_and_all_have_the_same_budget():
    result = gd.compare(VALLEY, [gd.Adam(0.1), gd.Newton()], (5, 1), 25)
    assert [type(optimizer) for optimizer in result.optimizers] == [gd.GradientDescent, gd.Adam, gd.Newton]
    assert {len(way) for way in result.trajectories} == {25}
    for i, (_, way) in enumerate(result):
        assert result.distances(i) == pytest.approx(np.hypot(*way.points.T), rel=1e-12)
        assert result.rows[i].loss == way.losses[-1]
    assert len(gd.compare(VALLEY, gd.GradientDescent(0.2), (5, 1), 5)) == 1
    assert result._repr_markdown_().count("\n") == 4
    stochastic = gd.compare(TWENTY, gd.Adam(0.1), [0, 0], 20, batch_size=1, seed=5)
    alone = gd.descend(TWENTY, gd.Adam(0.1), [0, 0], 20, batch_size=1, seed=5)
    assert np.array_equal(stochastic.trajectories[1].points, alone.points)
    assert math.isnan(stochastic.rows[0].distance)


@pytest.mark.parametrize(
    ("gradient", "effect", "words"),
    [
        ("2θ - 6", "RIGHT", "It is the gradient of the loss"),
        ("-2(θ - 3)", "DIVERGES", "ends after"),
        ("2(θ - 4)", "ANOTHER_POINT", "θ = 4, where the gradient of the loss is 2; the right one leads to θ = 3."),
        ("θ - 3", "SLOWER", "44 updates in place of 21"),
        ("3(θ - 3)", "FASTER", "13 updates in place of 21"),
        ("2|θ - 3|", "SAME", "step for step, from this start"),
        ("20(θ - 3)", "UNSETTLED", "still moves"),
    ],
)
def test_what_a_wrong_gradient_does_is_said(gradient, effect, words):
    start = 7 if effect != "DIVERGES" else 8
    trial = gd.descend(PARABOLA, gd.GradientDescent(0.1), start, 50, gradient=gradient)
    assert trial.effect is gd.Effect[effect], trial.message
    assert words in trial.message
    assert len(trial.right) == 50
    assert np.array_equal(trial.right.points, gd.descend(PARABOLA, gd.GradientDescent(0.1), start, 50).points)
    assert all(trial.verdicts) == (effect == "RIGHT")


def test_the_counted_updates_are_those_of_the_factor():
    # the distance shrinks by 1 − 0.1·2 = 0.8 a step, with half the gradient by 0.9: 0.8²¹ < 0.01 < 0.8²⁰ and so on
    assert (math.ceil(math.log(0.01, 0.8)), math.ceil(math.log(0.01, 0.9))) == (21, 44)


def test_a_wrong_gradient_of_two_parameters():
    trial = gd.descend(VALLEY, gd.GradientDescent(0.1), (5, 1), 50, gradient=["0.2x", "4y - 4"])
    assert trial.effect is gd.Effect.ANOTHER_POINT
    assert [bool(verdict) for verdict in trial.verdicts] == [True, False]
    assert "x = 0, y = 1, where the gradient of the loss is" in trial.message


@pytest.mark.parametrize(
    ("gradient", "error", "message"),
    [
        ("2x", ArgumentError, r"gradient is '2x': one component for each parameter \(x, y\)"),
        (["2x", "z"], ArgumentError, r"gradient contains \{z\}: only the parameters"),
        (["2x", "2y +"], UnreadableError, ""),
    ],
)
def test_a_gradient_that_cannot_be_tried_is_refused(gradient, error, message):
    with pytest.raises(error, match=f"^{message}"):
        gd.descend(VALLEY, gd.GradientDescent(), (1, 1), gradient=gradient)


def test_a_gradient_is_not_tried_on_batches_or_with_noise():
    with pytest.raises(ArgumentError, match=r"^gradient is '2x': None is wanted together with batch_size or noise"):
        gd.descend(PARABOLA, gd.GradientDescent(), 1, noise=0.1, gradient="2x")


@pytest.mark.parametrize(
    ("loss", "options", "message"),
    [
        (TWENTY, {"batch_size": 21}, "batch_size is 21: at most 20"),
        (TWENTY, {"batch_size": 0}, "batch_size is 0: a whole number of at least 1"),
        (VALLEY, {"batch_size": 1}, "batch_size is 1: None is wanted"),
        (TWENTY, {"noise": -1}, "noise is -1: zero or a positive number"),
        (TWENTY, {"batch_size": 2, "seed": -1}, "seed is -1: a whole number of at least 0"),
        (TWENTY, {"seed": 0.5}, "seed is 0.5: a whole number of at least 0"),
    ],
)
def test_bad_options_are_named(loss, options, message):
    with pytest.raises(ArgumentError, match=f"^{message}"):
        gd.descend(loss, gd.GradientDescent(), [0, 0], **options)
    with pytest.raises(ArgumentError, match=f"^{message}"):
        gd.compare(loss, gd.GradientDescent(), [0, 0], **options)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gd.updates_per_epoch(20, 21), "batch_size is 21: at most 20"),
        (lambda: gd.random_restarts(PARABOLA, gd.Adam()), "window is None: the lowest and highest value"),
        (
            lambda: gd.random_restarts(PARABOLA, gd.Adam(), window=[(2, 1)]),
            "window is .*: the lowest and highest value",
        ),
        (lambda: gd.random_restarts(HOPKINS, gd.Adam(), 0), "restarts is 0: a whole number"),
        (lambda: gd.compare(VALLEY, 3, [1, 2]), "optimizers is 3: a sequence of them"),
        (lambda: gd.descend(VALLEY, gd.Adam(), [1, 2], gradient=5), "gradient is 5: a text for each parameter"),
        (lambda: gd.compare(VALLEY, [], [[1, 2]]), "start is .*: one point is wanted"),
        (lambda: gd.compare(VALLEY, [], [1, 2], minima=[1]), "minima is .*: points of shape"),
        (lambda: gd.compare(VALLEY, [], [1, 2], speed=1), "options has speed"),
    ],
)
def test_other_bad_arguments_are_named(make, message):
    with pytest.raises(ArgumentError, match=f"^{message}"):
        make()


@pytest.mark.parametrize("tolerance", [0.0, 0.02])
@pytest.mark.parametrize("optimizer", ALL, ids=repr)
def test_a_loss_over_data_goes_the_way_of_its_formula(optimizer, tolerance):
    few = gd.SquaredError(TWENTY.dataset.first(3))
    terms = zip(few.dataset.features[:, 0].tolist(), few.dataset.targets.tolist(), strict=True)
    formula = gd.Loss(" + ".join(f"(b + ({x!r})w - ({y!r}))²/6" for x, y in terms), "b w")
    over_data, written_out = (gd.descend(loss, optimizer, [2, -1], 60, tolerance) for loss in (few, formula))
    assert (len(over_data), over_data.stopped) == (len(written_out), written_out.stopped)
    assert over_data.points == pytest.approx(written_out.points, rel=1e-8, abs=1e-9)
    assert over_data.losses == pytest.approx(written_out.losses, rel=1e-7, abs=1e-12)


def test_a_loss_over_data_that_diverges_ends_at_its_last_finite_point():
    run = gd.descend(TWENTY, gd.GradientDescent(1e3), [0, 0], 100)
    assert run.stopped is gd.StopReason.DIVERGED
    assert 1 < len(run) < 10
    assert np.isfinite(run.points).all()
    assert np.isfinite(run.losses).all()

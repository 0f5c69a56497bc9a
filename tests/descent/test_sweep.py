"""Sweeps: each row is the descent of its value, and stays where that descent stopped."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.descent.descend import descend
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.surfaces import surface, surfaces
from gdtutor.descent.sweep import sweep
from gdtutor.descent.trajectory import StopReason
from gdtutor.errors import ArgumentError, TooLargeError

VALLEY, HOPKINS = surface("valley"), surface("hopkins")
ARITHMETIC = sorted(set(surfaces()) - {"hopkins"})  # made of + − · / alone: both libraries round alike


def assert_same(one, other):
    assert (one.stopped, len(one)) == (other.stopped, len(other))
    for field in ("points", "losses", "gradients", "rates"):
        assert np.array_equal(getattr(one, field), getattr(other, field), equal_nan=True), field


@given(
    st.sampled_from(ARITHMETIC),
    st.lists(st.floats(1e-4, 1e3), min_size=1, max_size=6),
    st.lists(st.floats(-9, 9), min_size=2, max_size=2),
    st.integers(1, 40),
    st.just(0.0) | st.floats(1e-6, 1),
)
def test_each_row_is_its_descent_to_the_last_bit(name, rates, start, steps, tolerance):
    loss = surface(name)
    start = start[: len(loss.parameters)]
    runs = sweep(loss, GradientDescent(), start, steps, tolerance, rate=rates)
    assert runs.points.shape == runs.gradients.shape == (len(rates), steps + 1, len(start))
    assert runs.losses.shape == (len(rates), steps + 1)
    for rate, run in zip(rates, runs, strict=True):
        assert_same(run, descend(loss, GradientDescent(rate), start, steps, tolerance))


def test_each_row_is_its_descent_where_the_loss_has_a_logarithm():
    # the logarithms of math and NumPy may differ in the last bit; below 0.17 the descent does not magnify that
    rates = np.geomspace(1e-3, 0.17, 40)
    runs = sweep(HOPKINS, GradientDescent(), -5, 100, 1e-6, rate=rates)
    for rate, run in zip(rates, runs, strict=True):
        alone = descend(HOPKINS, GradientDescent(rate), -5, 100, 1e-6)
        assert (run.stopped, len(run)) == (alone.stopped, len(alone))
        assert run.points == pytest.approx(alone.points, rel=1e-14)


def test_a_row_stays_where_its_descent_stopped():
    # y is multiplied by 1 − 4·rate: 0.6, then 0, then −1.4 a step; a whole row of each kind
    runs = sweep(VALLEY, GradientDescent(), (5, 1), 1000, 1e-3, rate=[0.1, 0.25, 0.6])
    assert runs.stopped.tolist() == [StopReason.SMALL_UPDATE, StopReason.SMALL_UPDATE, StopReason.DIVERGED]
    assert runs.updates[2] == 82
    for row, last in enumerate(runs.updates):
        for array in (runs.points, runs.losses, runs.gradients):
            assert np.all(array[row, last:] == array[row, last])
        assert not np.array_equal(runs.points[row, last], runs.points[row, last - 1])
    assert np.isfinite(runs.points).all()
    assert np.isfinite(runs.losses).all()


def test_a_diverging_row_does_not_disturb_the_others():
    calm = sweep(HOPKINS, GradientDescent(), -5, 50, rate=[0.05, 0.1])
    wild = sweep(HOPKINS, GradientDescent(), -5, 50, rate=[0.05, 1e9, 1e300, 0.1])
    assert wild.stopped.tolist() == [StopReason.STEPS, StopReason.STEPS, StopReason.DIVERGED, StopReason.STEPS]
    assert np.array_equal(calm.points, wild.points[[0, 3]])


@pytest.mark.parametrize("tolerance", [0.0, 1e-6, 10.0])
def test_a_row_that_would_diverge_later_may_stop_before(tolerance):
    rates = [0.6, 1e9, 1e300]
    runs = sweep(VALLEY, GradientDescent(), (0, 1e-8), 500, tolerance, rate=rates)
    for rate, run in zip(rates, runs, strict=True):
        assert_same(run, descend(VALLEY, GradientDescent(rate), (0, 1e-8), 500, tolerance))
    assert (runs.stopped[0] is StopReason.SMALL_UPDATE) == (tolerance > 0)


def test_a_start_without_a_value_marks_every_row():
    runs = sweep(Loss("log(x)", "x"), GradientDescent(), -1, 5, rate=[0.1, 0.2])
    assert runs.stopped.tolist() == [StopReason.DIVERGED] * 2
    assert runs.updates.tolist() == [0, 0]
    assert np.all(runs.points == -1)


def test_a_parabola_at_all_rates_at_once():
    rates = np.linspace(0.05, 1.0, 20)
    runs = sweep(Loss("θ²", "theta"), GradientDescent(), 3, 25, rate=rates)
    wanted = 3 * (1 - 2 * rates[:, np.newaxis]) ** np.arange(26)
    assert runs.points[..., 0] == pytest.approx(wanted, rel=1e-12, abs=1e-13)


def test_any_hyperparameter_can_be_swept(heavy_ball, moment):
    for name, values in (("friction", [0.0, 0.5, 0.75]), ("rate", [0.125, 0.25])):
        runs = sweep(VALLEY, heavy_ball(), (5, 1), 30, **{name: values})
        assert runs.name == name
        for value, run in zip(values, runs, strict=True):
            assert_same(run, descend(VALLEY, heavy_ball(**{name: value}), (5, 1), 30))
    runs = sweep(VALLEY, moment(), (5, 1), 30, rate=[0.1, 0.2])
    for rate, run in zip([0.1, 0.2], runs, strict=True):  # with a power of the step count, which may round otherwise
        assert run.points == pytest.approx(descend(VALLEY, moment(rate), (5, 1), 30).points, rel=1e-12)


@pytest.mark.parametrize(
    ("optimizer", "names"),
    [
        (gd.Momentum(), ("rate", "decay")),
        (gd.Adam(bias_correction=False), ("first_decay", "second_decay")),
        (gd.AdaGrad(), ("epsilon", "rate")),
        (gd.RMSProp(gd.TimeBasedDecay(0.1, 0.5)), ("decay", "epsilon")),
    ],
    ids=repr,
)
def test_two_hyperparameters_make_a_grid(optimizer, names):
    axes = dict(zip(names, ([0.05, 0.3, 0.7], [0.1, 0.6]), strict=True))
    runs = sweep(VALLEY, optimizer, (5, 1), 12, 1e-3, **axes)
    assert (runs.names, runs.points.shape, len(runs)) == (names, (3, 2, 13, 2), 6)
    for (i, first), (j, second) in itertools.product(*map(enumerate, axes.values())):
        one = replace(optimizer, **{names[0]: first, names[1]: second})
        alone = descend(VALLEY, one, (5, 1), 12, 1e-3)
        assert (runs[i, j].stopped, len(runs[i, j])) == (alone.stopped, len(alone))
        assert runs[i, j].points == pytest.approx(alone.points, rel=1e-12)
        assert runs[i, j].rates == pytest.approx(alone.rates)
        assert runs.optimizers[2 * i + j] == one


def test_swept_rates_take_the_place_of_a_schedule():
    runs = sweep(VALLEY, GradientDescent(gd.TimeBasedDecay(0.1, 1)), (5, 1), 12, rate=[0.1, 0.2])
    assert_same(runs[1], descend(VALLEY, GradientDescent(0.2), (5, 1), 12))


def test_a_grid_wants_two_numbers_and_a_formula():
    runs = sweep(VALLEY, gd.Momentum(), (5, 1), 3, rate=[0.1], decay=[0.5])
    with pytest.raises(IndexError, match="2 numbers are wanted, one for each of rate, decay"):
        runs[0]
    with pytest.raises(ArgumentError, match=r"^the swept hyperparameter is rate, decay, mass: one or two of rate"):
        sweep(VALLEY, gd.Momentum(), (5, 1), 3, rate=[0.1], decay=[0.5], mass=[1])
    with pytest.raises(ArgumentError, match=r"^decay is 1\.0: a number in"):
        sweep(VALLEY, gd.Momentum(), (5, 1), 3, decay=[0.5, 1])
    with pytest.raises(ArgumentError, match=r"^loss is SquaredError.*: a Loss is wanted"):
        sweep(gd.SquaredError(gd.dataset("line")), GradientDescent(), (5, 1), 3, rate=[0.1])


def test_what_a_sweep_says_of_itself():
    runs = sweep(VALLEY, GradientDescent(), (5, 1), 3, rate=[0.1, 0.2])
    assert repr(runs) == "Sweep(rate: 2 values from 0.1 to 0.2, steps=3)"
    assert (len(runs), len(runs[-1]), runs[-1].rates.tolist()) == (2, 3, [0.2] * 3)
    assert runs.optimizers == (GradientDescent(0.1), GradientDescent(0.2))
    with pytest.raises(IndexError):
        runs[2]


def test_a_sweep_cannot_be_changed_and_keeps_its_own_values():
    values = np.array([0.1, 0.2])
    runs = sweep(VALLEY, GradientDescent(), (5, 1), 3, rate=values)
    values[0] = 9
    assert runs.values.tolist() == [0.1, 0.2]
    for array in (runs.values, runs.points, runs.losses, runs.gradients, runs.updates, runs.stopped):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize(
    ("swept", "message"),
    [
        ({}, r"the swept hyperparameter is nothing: one of rate is wanted"),
        ({"momentum": [0.9]}, r"the swept hyperparameter is momentum: one of rate is wanted"),
        ({"rate": [0.1], "momentum": [0.9]}, r"the swept hyperparameter is rate, momentum: one of rate"),
        ({"rate": 0.1}, r"rate is 0\.1: a sequence of one or more numbers is wanted"),
        ({"rate": []}, r"rate is \[\]: a sequence"),
        ({"rate": [[0.1]]}, r"rate is \[\[0\.1\]\]: a sequence"),
        ({"rate": "0.1"}, r"rate is '0\.1': a sequence"),
        ({"rate": ["a", "b"]}, r"rate is .*: a sequence"),
        ({"rate": [0.1, -0.2]}, r"rate is -0\.2: a positive number is wanted"),
        ({"rate": [0.1, float("nan")]}, r"rate is nan: a positive number is wanted"),
    ],
)
def test_what_cannot_be_swept_is_refused(swept, message):
    with pytest.raises(ArgumentError, match=message):
        sweep(VALLEY, GradientDescent(), (5, 1), **swept)


@pytest.mark.parametrize(
    ("argument", "value"),
    [("loss", 1), ("optimizer", None), ("start", [1]), ("start", [np.nan, 1]), ("steps", 0), ("tolerance", -1.0)],
)
def test_a_bad_argument_is_named(argument, value):
    arguments = {"loss": VALLEY, "optimizer": GradientDescent(), "start": (5, 1), "rate": [0.1]} | {argument: value}
    with pytest.raises(ArgumentError, match=f"^{argument} is "):
        sweep(**arguments)


def test_a_record_that_would_not_fit_is_refused():
    with pytest.raises(TooLargeError, match="at most 20,000,000"):
        sweep(VALLEY, GradientDescent(), (5, 1), 10**5, rate=np.linspace(0.1, 0.2, 100))


def test_several_starts_are_an_axis_of_their_own_and_each_row_is_the_run_from_there():
    valley, starts = gd.surface("valley"), [[5.0, 1.0], [-3.0, 2.0], [0.5, 0.0]]
    runs = gd.sweep(valley, gd.Momentum(), starts, 30, rate=[0.01, 0.5, 2.0], decay=[0.0, 0.9])
    assert runs.names == ("start", "rate", "decay")
    assert runs.points.shape == (3, 3, 2, 31, 2)
    for place, start in enumerate(starts):
        for i, rate in enumerate((0.01, 0.5, 2.0)):
            for j, decay in enumerate((0.0, 0.9)):
                run = gd.descend(valley, gd.Momentum(rate, decay), start, 30)
                np.testing.assert_array_equal(runs[place, i, j].points, run.points)
                assert runs[place, i, j].stopped is run.stopped


def test_several_starts_need_no_hyperparameter():
    runs = gd.sweep(gd.surface("bowl"), gd.GradientDescent(0.25), [[1.0, 1.0], [4.0, 0.0]], 3)
    np.testing.assert_array_equal(runs.points[:, :, 0], [[1.0, 0.5, 0.25, 0.125], [4.0, 2.0, 1.0, 0.5]])
    with pytest.raises(gd.ArgumentError, match="one of rate is wanted"):
        gd.sweep(gd.surface("bowl"), gd.GradientDescent(0.25), [1.0, 1.0], 3)

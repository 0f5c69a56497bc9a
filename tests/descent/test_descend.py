"""Descents: reference trajectories with their source, closed forms, why a run stops, and bad arguments."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gdtutor.descent.arguments import DIVERGENCE_BOUND
from gdtutor.descent.descend import descend
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.surfaces import surface, surfaces
from gdtutor.descent.sweep import sweep
from gdtutor.descent.trajectory import StopReason
from gdtutor.errors import ArgumentError, TooLargeError

HOPKINS, VALLEY = surface("hopkins"), surface("valley")
PARABOLA = Loss("θ²", "theta")

# mpmath with 50 digits: t = mpf(-5); L = sin(2t)·log(t²); d = 2cos(2t)·log(t²) + sin(2t)·2/t; t -= rate·d
HOPKINS_RUNS = {
    0.5: [
        (-5.0, 1.751136402059735167019527, -5.619342564914524678240722),
        (-2.190328717542737660879639, 1.482610007892106823261647, -1.884724118091701532191572),
        (-1.247966658496886894783853, -0.2665829743351449108079171, 0.2566282144862490885232621),
        (-1.376280765740011439045484, -0.2422802435884703035256248, -0.6308932709159360443318524),
        (-1.060834130282043416879558, -0.1006386805338876211778516, 1.482766409744991429319223),
        (-1.802217335154539131539169, 0.5259845033566066816598693, -2.603674998489027841782193),
        (-0.500379835910025210648073, 1.165816531292519861026801, 1.87034445691960288371538),
    ],
    0.1: [
        (-5.0, 1.751136402059735167019527, -5.619342564914524678240722),
        (-4.438065743508547532175928, -1.554395905772655043651411, -4.850977129005828929690246),
        (-3.952968030607964639206903, -2.745224181845533793594455, 0.2197562177678043162108093),
        (-3.974943652384745070827984, -2.747337675196454718204898, -0.02775257519006607471740901),
        (-3.972168394865738463356243, -2.747371161550638294835448, 0.003615593012887685263068987),
        (-3.97252995416702723188255, -2.747371730340697679460685, -0.0004693608189169098061442531),
        (-3.972483018085135540901936, -2.747371739925052904393533, 0.00006095908404869969082316253),
    ],
}


@pytest.mark.parametrize("rate", HOPKINS_RUNS)
def test_the_lectures_descent(rate):
    run = descend(HOPKINS, GradientDescent(rate), start=-5, steps=6)
    thetas, losses, slopes = np.array(HOPKINS_RUNS[rate]).T
    assert run.points[:, 0] == pytest.approx(thetas, rel=1e-14)
    assert run.losses == pytest.approx(losses, rel=1e-13)
    assert run.gradients[:, 0] == pytest.approx(slopes, rel=1e-12, abs=1e-13)
    assert run.rates.tolist() == [rate] * 6
    assert run.stopped is StopReason.STEPS


def test_the_lectures_rate_ends_between_two_points():
    """With α = 0.5 the descent leaps into the next valley and ends in a cycle of two (mpmath, 50 digits)."""
    last_two = sorted(descend(HOPKINS, GradientDescent(0.5), -5, 400).points[-2:, 0])
    assert last_two == pytest.approx([-2.0591545214058, -0.848120523685542], rel=1e-12)


def test_a_descent_in_numbers_that_floats_hold_exactly():
    run = descend(Loss("(θ - 3)²", "theta"), GradientDescent(0.25), 7, 4)
    assert run.points[:, 0].tolist() == [7.0, 5.0, 4.0, 3.5, 3.25]
    assert run.losses.tolist() == [16.0, 4.0, 1.0, 0.25, 0.0625]
    assert run.gradients[:, 0].tolist() == [8.0, 4.0, 2.0, 1.0, 0.5]


@given(st.floats(0.1, 4), st.floats(0.01, 0.99), st.floats(-50, 50).filter(lambda v: abs(v) > 1e-3))
def test_a_parabola_has_a_closed_form(curvature, share, start):
    """θ_t = (1 − 2aη)^t θ_0 on aθ², for every rate below 1/a."""
    rate = share / curvature
    run = descend(Loss(f"{curvature!r}θ²", "theta"), GradientDescent(rate), start, 30)
    factor = 1 - 2 * curvature * rate
    # an error of one rounding in each factor; where the factor is near zero its own rounding counts in full
    assert run.points[:, 0] == pytest.approx(start * factor ** np.arange(31.0), rel=1e-11, abs=1e-13 * abs(start))


@pytest.mark.parametrize("rate", [0.05, 0.25, 0.45, 0.5])
def test_the_valley_has_a_closed_form(rate):
    run = descend(VALLEY, GradientDescent(rate), (5, 1), 40)
    t = np.arange(41.0)
    wanted = np.stack([5 * (1 - 0.2 * rate) ** t, (1 - 4 * rate) ** t], -1)
    assert run.points == pytest.approx(wanted, rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("name", surfaces())
def test_losses_and_gradients_belong_to_the_points(name):
    loss = surface(name)
    run = descend(loss, GradientDescent(0.001), [0.4 * low + 0.1 for low, _ in loss.window], 25)
    assert run.points.shape == run.gradients.shape == (26, len(loss.parameters))
    assert run.losses.shape == (26,)
    assert run.losses == pytest.approx(loss(run.points), rel=1e-14)
    assert run.gradients == pytest.approx(loss.gradient(run.points), rel=1e-14, abs=1e-14)
    assert np.all(np.diff(run.losses) < 0)


@pytest.mark.parametrize(
    ("tolerance", "updates", "stopped"),
    [
        # on θ² with rate 1/4 from 1 the updates are 1/2, 1/4, 1/8, …
        (0.0, 6, StopReason.STEPS),
        (1 / 64, 6, StopReason.STEPS),  # the sixth update is not smaller than 1/64
        (1 / 63, 6, StopReason.SMALL_UPDATE),
        (1 / 4, 3, StopReason.SMALL_UPDATE),
        (0.3, 2, StopReason.SMALL_UPDATE),
        (9.0, 1, StopReason.SMALL_UPDATE),
    ],
)
def test_both_stopping_rules(tolerance, updates, stopped):
    run = descend(PARABOLA, GradientDescent(0.25), 1, 6, tolerance)
    (row,) = sweep(PARABOLA, GradientDescent(), 1, 6, tolerance, rate=[0.25])
    for way in (run, row):
        assert way.points[:, 0].tolist() == [2.0**-t for t in range(updates + 1)]
        assert (len(way), way.stopped) == (updates, stopped)


def test_the_length_of_an_update_is_euclidean():
    # the first update from (3, 4) on the bowl with rate 1/2 is (−3, −4): of length 5
    bowl = surface("bowl")
    assert len(descend(bowl, GradientDescent(0.5), (3, 4), 9, tolerance=5.0)) == 2
    assert len(descend(bowl, GradientDescent(0.5), (3, 4), 9, tolerance=5.0001)) == 1


def test_the_smallest_updates_and_tolerances_are_told_apart():
    # the updates from 1e-200 are 5e-201, 2.5e-201, …: their squares are zero as floats
    bowl = surface("bowl")
    for start in ((1e-200, 0), (0, 1e-200)):
        assert len(descend(bowl, GradientDescent(0.25), start, 9, tolerance=3e-201)) == 2
        assert len(sweep(bowl, GradientDescent(), start, 9, tolerance=3e-201, rate=[0.25])[0]) == 2


def test_at_a_minimum_the_first_update_is_the_last():
    assert repr(descend(PARABOLA, GradientDescent(), 0, 9, 1e-9)) == (
        "Trajectory(updates=1, last=[0.], loss=0, stopped=SMALL_UPDATE)"
    )


def test_too_large_a_rate_diverges_and_keeps_what_was_before():
    # y is multiplied by 1 − 4·0.6 = −1.4 a step, and 1.4^82 < 1e12 < 1.4^83
    run = descend(VALLEY, GradientDescent(0.6), (5, 1), 1000)
    assert (len(run), run.stopped) == (82, StopReason.DIVERGED)
    assert run.points[:, 1] == pytest.approx((-1.4) ** np.arange(83), rel=1e-13)
    assert np.abs(run.points).max() < DIVERGENCE_BOUND
    assert len(run.rates) == 82


def test_a_long_leap_out_of_the_bound_is_a_divergence_and_no_small_update():
    run = descend(PARABOLA, GradientDescent(1e300), 1, 5)
    assert (run.points.tolist(), run.stopped) == ([[1.0]], StopReason.DIVERGED)


@pytest.mark.parametrize(
    ("expression", "rate", "start", "points"),
    [
        ("-log(x)", 0.5, 1.0, None),  # climbs for ever, slowly
        ("log(x)", 1.0, 1.0, [1.0]),  # steps onto log 0
        ("log(x)", 2.0, 1.0, [1.0]),  # steps to where there is no logarithm
        ("sqrt(x)", 4.0, 1.0, [1.0]),
        ("sqrt(x)", 2.0, 1.0, [1.0]),  # steps to 0, where the slope is infinite
        ("x^(3/2)", 1.0, 1.0, [1.0]),
        ("exp(x^2)", 1.0, 2.0, [2.0]),  # e to the power of 47,000
        ("1/x", 1.0, -1.0, [-1.0]),  # steps onto the pole
        ("x^3", 1.0, -2.0, [-2.0, -14.0, -602.0, -1087814.0]),
        ("asin(x)", 0.9, 0.5, [0.5, 0.5 - 0.9 / 0.75**0.5]),
        ("tan(x)", 0.1, 1.5, None),
    ],
)
def test_no_number_at_the_next_point_is_a_stop_reason(expression, rate, start, points):
    run = descend(Loss(expression, "x"), GradientDescent(rate), start, 60)
    assert np.isfinite(run.losses).all()
    assert np.isfinite(run.gradients).all()
    if points is not None:
        assert run.stopped is StopReason.DIVERGED
        assert run.points[:, 0] == pytest.approx(points)


def test_a_small_update_out_of_the_domain_is_a_divergence():
    loss = Loss("log(x)", "x")
    alone, (row,) = descend(loss, GradientDescent(1), 1, 9, 5.0), sweep(loss, GradientDescent(), 1, 9, 5.0, rate=[1])
    assert [(len(run), run.stopped) for run in (alone, row)] == [(0, StopReason.DIVERGED)] * 2


@pytest.mark.parametrize(("expression", "start"), [("sin(2θ)·log(θ²)", 0), ("log(θ)", -1.0), ("1/θ", 0.0)])
def test_a_start_without_a_value_is_kept_and_marked(expression, start):
    run = descend(Loss(expression, "theta"), GradientDescent(), start, 9)
    assert (len(run), run.stopped, run.points.tolist()) == (0, StopReason.DIVERGED, [[start]])
    assert not np.isfinite([run.losses[0], run.gradients[0, 0]]).all()


def test_an_infinity_on_the_way_to_a_finite_value_is_no_divergence():
    # cosh 800 is too large for a float, and 1/cosh 800 is 0: math raises there, and the run goes on all the same
    loss = Loss("θ² + sech(θ)", "theta")
    run = descend(loss, GradientDescent(0.125), 6400, 4)
    assert run.points[:, 0].tolist() == [6400.0, 4800.0, 3600.0, 2700.0, 2025.0]
    assert run.losses.tolist() == [6400.0**2, 4800.0**2, 3600.0**2, 2700.0**2, 2025.0**2]
    assert descend(loss, GradientDescent(0.125), 6400, 400, 1e-9).points[-1] == pytest.approx([0.0], abs=1e-7)
    beside = descend(Loss("y² + x² + sech(x)", "y x"), GradientDescent(0.125), (0, 6400), 400, 1e-9)
    assert beside.points[-1] == pytest.approx([0.0, 0.0], abs=1e-7)


@given(
    st.sampled_from(surfaces()),
    st.floats(1e-6, 1e6),
    st.lists(st.floats(-1e11, 1e11) | st.floats(-9, 9), min_size=2, max_size=2),
    st.floats(0, 1),
)
def test_no_descent_ends_in_an_error(name, rate, start, tolerance):
    loss = surface(name)
    run = descend(loss, GradientDescent(rate), start[: len(loss.parameters)], 30, tolerance)
    numbers = [run.points, run.losses[:, np.newaxis], run.gradients]
    assert len({len(array) for array in numbers}) == 1
    assert len(run) == len(run.points) - 1 == len(run.rates) <= 30
    assert np.isfinite(np.hstack(numbers)).all() or (len(run) == 0 and run.stopped is StopReason.DIVERGED)
    assert (run.stopped is StopReason.STEPS) <= (len(run) == 30)
    moves = [math.hypot(*move) for move in np.diff(run.points, axis=0)]
    assert all(move >= tolerance for move in moves[:-1])
    assert (run.stopped is StopReason.SMALL_UPDATE) == bool(moves and moves[-1] < tolerance)


def test_a_trajectory_cannot_be_changed():
    run = descend(VALLEY, GradientDescent(), (5, 1), 3)
    for array in (run.points, run.losses, run.gradients, run.rates):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(AttributeError):
        run.stopped = StopReason.STEPS


def test_every_reason_has_its_sentence():
    assert len({reason.sentence for reason in StopReason}) == 3


@pytest.mark.parametrize("start", [[1, 2, 3], [1], 1.0, [], "here", None, [1, [2]], [True, False]])
def test_a_start_of_the_wrong_shape_or_kind_is_refused(start):
    with pytest.raises(ArgumentError, match=r"^start is .*: one number for each parameter \(x, y\) is wanted$"):
        descend(VALLEY, GradientDescent(), start)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e12, -1e300])
def test_a_start_that_is_not_finite_is_refused(value):
    with pytest.raises(ArgumentError, match=r"^start is .*: finite numbers between ±1e\+12 are wanted$"):
        descend(VALLEY, GradientDescent(), [0.0, value])


@pytest.mark.parametrize(
    ("argument", "value", "wanted"),
    [
        ("steps", 0, "a whole number of at least 1"),
        ("steps", -3, "a whole number of at least 1"),
        ("steps", 2.0, "a whole number of at least 1"),
        ("steps", True, "a whole number of at least 1"),
        ("steps", "9", "a whole number of at least 1"),
        ("tolerance", -1e-9, "zero or a positive number"),
        ("tolerance", float("nan"), "zero or a positive number"),
        ("tolerance", float("inf"), "zero or a positive number"),
        ("tolerance", None, "zero or a positive number"),
        ("loss", "x^2", "a Loss"),
        ("optimizer", 0.1, "an Optimizer"),
        ("optimizer", GradientDescent, "an Optimizer"),
    ],
)
def test_a_bad_argument_is_named_with_its_value_and_what_is_wanted(argument, value, wanted):
    arguments = {"loss": VALLEY, "optimizer": GradientDescent(), "start": (5, 1)} | {argument: value}
    with pytest.raises(ArgumentError) as caught:
        descend(**arguments)
    assert str(caught.value).startswith(f"{argument} is {value!r}: {wanted}")


def test_a_record_that_would_not_fit_is_refused():
    with pytest.raises(TooLargeError, match=r"would record 5,000,000,005 numbers; at most 20,000,000 are kept"):
        descend(VALLEY, GradientDescent(), (5, 1), 10**9)

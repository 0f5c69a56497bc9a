"""Update rules: the equation, its picture, its hyperparameters; the compiled step against the equation."""

import itertools

import numpy as np
import pytest
import sympy as sp

from gdtutor.descent.descend import descend
from gdtutor.descent.engine import engine
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GRADIENT, PARAMETER, RATE, STEP, GradientDescent, Optimizer
from gdtutor.descent.sweep import sweep
from gdtutor.descent.trajectory import StopReason
from gdtutor.errors import ArgumentError

VALLEY = Loss("0.1x² + 2y²", "x y")


def test_the_rule_of_gradient_descent_is_the_lectures():
    (equation,) = GradientDescent(0.5).update_rule
    t = STEP
    assert equation == sp.Eq(PARAMETER[t + 1], PARAMETER[t] - RATE * GRADIENT[t])
    assert GradientDescent(0.5).settings == {RATE: 0.5}


def test_the_rule_is_shown_with_its_rate():
    assert GradientDescent(0.5)._repr_latex_() == (
        r"$\displaystyle \begin{aligned} {\theta}_{t + 1} &= {\theta}_{t} - \eta {g}_{t} \end{aligned}"
        r" \qquad g_{t} = \nabla L(\theta_{t}),\quad \eta = 0.5$"
    )


def test_an_optimizer_is_a_value():
    assert GradientDescent() == GradientDescent(rate=0.1)
    assert repr(GradientDescent(1)) == "GradientDescent(rate=1.0)"
    assert len({GradientDescent(0.2), GradientDescent(0.2), GradientDescent(0.3)}) == 2
    with pytest.raises(AttributeError):
        GradientDescent().rate = 1.0
    with pytest.raises(TypeError):
        Optimizer()


@pytest.mark.parametrize("rate", [0, -0.5, 0.0, float("nan"), float("inf"), "0.1", None, True, [0.1], 1j])
def test_a_rate_that_is_no_positive_number_is_refused(rate):
    with pytest.raises(ArgumentError, match=r"^rate is .*: a positive number is wanted$") as caught:
        GradientDescent(rate)
    assert repr(rate) in str(caught.value)


def exact_steps(loss, optimizer, start, steps, states):
    """Follow the equations themselves in exact arithmetic, one parameter and one step at a time."""
    point = [sp.Rational(value) for value in start]
    memory = [dict(zip(states, map(sp.Rational, optimizer.initial_state), strict=True)) for _ in point]
    settings = {symbol: sp.Rational(value) for symbol, value in optimizer.settings.items()}
    yield point
    for t in range(steps):
        here = dict(zip(loss.parameters, point, strict=True))
        slopes = [loss.expression.diff(parameter).subs(here) for parameter in loss.parameters]
        for i, slope in enumerate(slopes):
            known = {PARAMETER[t]: point[i], GRADIENT[t]: slope} | {base[t]: v for base, v in memory[i].items()}
            for equation in optimizer.update_rule:
                at_t = equation.subs(STEP, t).subs(settings)
                known[at_t.lhs] = sp.nsimplify(at_t.rhs.subs(known))
            point = [*point[:i], known[PARAMETER[t + 1]], *point[i + 1 :]]
            memory[i] = {base: known[base[t + 1]] for base in memory[i]}
        yield point


def assert_follows_equations(loss, optimizer, start, states):
    steps = 3
    wanted = np.array([[float(v) for v in p] for p in exact_steps(loss, optimizer, start, steps, states)])
    run = descend(loss, optimizer, start, steps)
    assert run.points == pytest.approx(wanted, rel=1e-14, abs=1e-14)


def test_compiled_steps_follow_the_equations():
    assert_follows_equations(VALLEY, GradientDescent(0.25), (5, 1), ())
    assert_follows_equations(Loss("x²y + y⁴", "x y"), GradientDescent(0.125), (0.5, -0.75), ())


def test_carried_state_follows_the_equations(heavy_ball):
    velocity = heavy_ball().update_rule[0].lhs.base
    assert_follows_equations(VALLEY, heavy_ball(0.25, 0.75, velocity=0.5), (5, 1), (velocity,))
    assert_follows_equations(Loss("(θ - 3)²", "theta"), heavy_ball(0.25, 0.5), (7,), (velocity,))


def test_intermediate_results_and_the_step_count_follow_the_equations(moment):
    mean, square, _, _ = (equation.lhs.base for equation in moment().update_rule)
    assert_follows_equations(VALLEY, moment(0.5), (5, 1), (mean, square))
    assert_follows_equations(VALLEY, moment(0.5, first_moment=0.75, second_moment=4.0), (5, 1), (mean, square))


def test_heavy_ball_against_a_loop_written_by_hand(heavy_ball):
    # the formula of PyTorch's documentation of SGD with momentum (dampening 0): b ← μb + g, θ ← θ − γb
    theta, velocity, path = 4.0, 0.0, [4.0]
    for _ in range(40):
        slope = 2 * (theta - 3)
        velocity = 0.875 * velocity + slope
        theta = theta - 0.0625 * velocity
        path.append(theta)
    run = descend(Loss("(θ - 3)²", "theta"), heavy_ball(0.0625, 0.875), 4, 40)
    assert run.points[:, 0] == pytest.approx(path, rel=1e-14)


def test_an_update_that_is_infinite_diverges(pole):
    alone = descend(VALLEY, pole(0.5), (5, 1), 9)
    (row,) = sweep(VALLEY, pole(), (5, 1), 9, rate=[0.5])
    for run in (alone, row):
        assert run.points.tolist() == [[5.0, 1.0], [5.25, 1.25], [5.75, 1.75]]
        assert run.stopped is StopReason.DIVERGED


def test_a_loop_ends_where_there_are_no_numbers_any_more():
    columns = [[], [], []]
    loop = engine(Loss("x³", "x"), GradientDescent().update_rule, (RATE,)).point
    assert loop(0, 10**9, 0.0, (-2.0,), (), (1.0,), [column.append for column in columns]) is None
    assert {len(column) for column in columns} < {*range(20)}


def test_a_loop_is_compiled_once_for_all_rates():
    rule, settings = GradientDescent().update_rule, (RATE,)
    assert GradientDescent(0.3).update_rule is rule
    assert engine(VALLEY, rule, settings) is engine(Loss("0.1x² + 2y²", "x y"), rule, settings)


@pytest.mark.parametrize("stranger", [sp.Symbol("alpha"), sp.IndexedBase("v")[STEP], GRADIENT[STEP + 1]])
def test_a_rule_that_speaks_of_something_undefined_is_refused(stranger):
    rule = (sp.Eq(PARAMETER[STEP + 1], PARAMETER[STEP] - stranger),)
    with pytest.raises(ArgumentError, match=r"^update_rule speaks of .*: a hyperparameter, .* is wanted$"):
        engine(VALLEY, rule, (RATE,))


def test_parameters_do_not_mix(heavy_ball):
    """Each coordinate of a separable loss goes its own way, whatever the others do."""
    runs = [descend(VALLEY, heavy_ball(0.1), (x, y), 20).points for x, y in itertools.product((5, -2), (1, 3))]
    assert np.array_equal(runs[0][:, 0], runs[1][:, 0])
    assert np.array_equal(runs[0][:, 1], runs[2][:, 1])
    assert not np.array_equal(runs[0][:, 1], runs[1][:, 1])

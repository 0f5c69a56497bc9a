"""Every optimizer: its compiled step against its equations and against loops written from PyTorch's documentation."""

import math

import numpy as np
import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.descent.optimizer import CURVATURE_STEP, GRADIENT, PARAMETER, STEP
from gdtutor.errors import ArgumentError

OPTIMIZERS = {
    "gradient descent": gd.GradientDescent(0.125),
    "momentum": gd.Momentum(0.0625, decay=0.75),
    "nesterov": gd.Nesterov(0.0625, decay=0.75),
    "adagrad": gd.AdaGrad(0.5, epsilon=0.125),
    "rmsprop": gd.RMSProp(0.125, decay=0.75, epsilon=0.125),
    "adam": gd.Adam(0.25, first_decay=0.5, second_decay=0.75, epsilon=0.125),
    "adam without correction": gd.Adam(0.25, 0.5, 0.75, 0.125, bias_correction=False),
    "newton": gd.Newton(0.5),
    "momentum on a schedule": gd.Momentum(gd.TimeBasedDecay(0.125, decay=0.5), decay=0.75),
    "adam on a schedule": gd.Adam(gd.PiecewiseConstant([0.5, 0.25], [2]), epsilon=0.125),
}
VALLEY, BEALE = gd.surface("valley"), gd.surface("beale")
STARTS = {VALLEY: (5, 1), BEALE: (2, 0.25), gd.Loss("x² + y⁴ + z² + xyz/4", "x y z"): (1, -1, 2)}


def newton_direction(loss, here):
    hessian = sp.hessian(loss.expression, loss.parameters).subs(here)
    return hessian.LUsolve(sp.Matrix([loss.expression.diff(symbol).subs(here) for symbol in loss.parameters]))


def steps_by_equations(loss, optimizer, start, steps):
    """Put numbers of 30 digits into the equations, one parameter and one step at a time."""
    point = [sp.Rational(value) for value in start]
    memory = [{} for _ in point]
    settings = {symbol: sp.Rational(value) for symbol, value in optimizer.settings.items()}
    for t in range(steps):
        here = dict(zip(loss.parameters, point, strict=True))
        slopes = [loss.expression.diff(symbol).subs(here) for symbol in loss.parameters]
        directions = newton_direction(loss, here) if optimizer == OPTIMIZERS["newton"] else slopes
        for i, slope in enumerate(slopes):
            known = memory[i] | {PARAMETER[t]: point[i], GRADIENT[t]: slope, CURVATURE_STEP[t]: directions[i]}
            for equation in optimizer.update_rule:
                at_t = equation.subs(settings).subs(STEP, t)
                side = at_t.rhs.xreplace(known)
                # what is left over is the state before the first step
                known[at_t.lhs] = sp.N(side.xreplace(dict.fromkeys(side.atoms(sp.Indexed), sp.S.Zero)), 30)
            memory[i] = known
        point = [known[PARAMETER[t + 1]] for known in memory]
        yield [float(value) for value in point]


@pytest.mark.parametrize("loss", STARTS, ids=["valley", "beale", "three parameters"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_three_compiled_steps_follow_the_equations(name, loss):
    optimizer, start = OPTIMIZERS[name], STARTS[loss]
    wanted = [list(map(float, start)), *steps_by_equations(loss, optimizer, start, 3)]
    run = gd.descend(loss, optimizer, start, 3)
    assert run.points == pytest.approx(np.array(wanted), rel=1e-12, abs=1e-13)


# PyTorch's documentation, "Algorithm" boxes of torch.optim.SGD, Adagrad, RMSprop and Adam, with its defaults, written
# down line by line; each yields θ for the gradient 2(θ − 3), t counted from 1.


def torch_sgd(theta, steps, nesterov=False, rate=0.05, mu=0.9, buffer=0.0):
    for t in range(1, steps + 1):
        slope = 2 * (theta - 3)
        buffer = mu * buffer + slope if t > 1 else slope
        theta -= rate * (slope + mu * buffer if nesterov else buffer)
        yield theta


def torch_adagrad(theta, steps, rate=0.5, epsilon=1e-10, state_sum=0.0):
    for _ in range(steps):
        slope = 2 * (theta - 3)
        state_sum += slope**2
        theta -= rate * slope / (math.sqrt(state_sum) + epsilon)
        yield theta


def torch_rmsprop(theta, steps, rate=0.01, alpha=0.99, epsilon=1e-8, average=0.0):
    for _ in range(steps):
        slope = 2 * (theta - 3)
        average = alpha * average + (1 - alpha) * slope**2
        theta -= rate * slope / (math.sqrt(average) + epsilon)
        yield theta


def torch_adam(theta, steps, rate=0.001, betas=(0.9, 0.999), epsilon=1e-8, m=0.0, v=0.0):
    for t in range(1, steps + 1):
        slope = 2 * (theta - 3)
        m = betas[0] * m + (1 - betas[0]) * slope
        v = betas[1] * v + (1 - betas[1]) * slope**2
        theta -= rate * (m / (1 - betas[0] ** t)) / (math.sqrt(v / (1 - betas[1] ** t)) + epsilon)
        yield theta


@pytest.mark.parametrize(
    ("optimizer", "documented"),
    [
        (gd.Momentum(0.05), torch_sgd(7.0, 50)),
        (gd.Nesterov(0.05), torch_sgd(7.0, 50, nesterov=True)),
        (gd.AdaGrad(0.5), torch_adagrad(7.0, 50)),
        (gd.RMSProp(), torch_rmsprop(7.0, 50)),
        (gd.Adam(), torch_adam(7.0, 50)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_documented_algorithms(optimizer, documented):
    run = gd.descend(gd.Loss("(θ - 3)²", "theta"), optimizer, 7, 50)
    assert run.points[1:, 0] == pytest.approx(list(documented), rel=1e-12)


# name -> (optimizer, updates) that bring every surface with a minimum near it from a point of its window
SOLVERS = {
    "gradient descent": gd.GradientDescent(0.01),
    "momentum": gd.Momentum(0.001),
    "nesterov": gd.Nesterov(0.001),
    "adagrad": gd.AdaGrad(0.5),
    "rmsprop": gd.RMSProp(0.001),
    "adam": gd.Adam(0.01),
    "newton": gd.Newton(),
}
PROBLEMS = {
    "hopkins": (-4.1, 1e-2),
    "double_well": (0.9, 1e-2),
    "bowl": ((0.4, -0.3), 1e-2),
    "valley": ((0.5, 0.4), 0.06),
    "himmelblau": ((3.1, 1.9), 1e-2),
    "beale": ((2.9, 0.45), 1e-1),
}


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("name", SOLVERS)
def test_every_optimizer_finds_every_minimum_nearby(name, problem):
    loss, (start, near) = gd.surface(problem), PROBLEMS[problem]
    run = gd.descend(loss, SOLVERS[name], start, 3000)
    distances = np.linalg.norm(run.points[-1] - np.array(loss.minima), axis=1)
    assert distances.min() < near
    assert run.losses[-1] < run.losses[0]


def test_newton_solves_a_quadratic_in_one_step_and_stands_still_at_a_saddle():
    assert gd.descend(VALLEY, gd.Newton(), (5, 1), 1).points[-1] == pytest.approx([0, 0], abs=1e-15)
    assert gd.descend(gd.surface("saddle"), gd.Newton(), (1, 1), 1).points[-1].tolist() == [0, 0]


@pytest.mark.parametrize("loss", ["x", "x + y²", "x + y² + z²"])
def test_newton_has_no_step_where_the_hessian_is_singular(loss):
    flat = gd.Loss(loss, sorted(set(loss) & set("xyz")))
    run = gd.descend(flat, gd.Newton(), [1.0] * len(flat.parameters), 5)
    (row,) = gd.sweep(flat, gd.Newton(), [1.0] * len(flat.parameters), 5, rate=[1.0])
    assert (len(run), run.stopped) == (len(row), row.stopped) == (0, gd.StopReason.DIVERGED)


def test_schedules_are_the_lectures_formulas():
    t = np.arange(6)
    assert gd.ConstantRate(0.5)(t).tolist() == [0.5] * 6
    assert gd.PiecewiseConstant([1, 0.5, 0.25], [2, 4])(t).tolist() == [1, 1, 0.5, 0.5, 0.25, 0.25]
    assert gd.ExponentialDecay(0.5, 0.25)(t) == pytest.approx([0.5 * math.exp(-0.25 * k) for k in t], rel=1e-15)
    assert gd.TimeBasedDecay(0.5, 0.25)(t) == pytest.approx([0.5 / (1 + 0.25 * k) for k in t], rel=1e-15)
    assert gd.InverseSquareRoot(0.5)(t) == pytest.approx([0.5 / math.sqrt(k + 1) for k in t], rel=1e-15)
    assert gd.TimeBasedDecay(0.5, 0.25)(4) == 0.25


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_constant_schedule_is_a_number(name):
    optimizer = OPTIMIZERS[name]
    if isinstance(optimizer.rate, float):
        fields = {field: getattr(optimizer, field) for field in optimizer.symbols} | {"rate": gd.ConstantRate(0.05)}
        if isinstance(optimizer, gd.Adam):
            fields["bias_correction"] = optimizer.bias_correction
        steady = gd.descend(VALLEY, type(optimizer)(**fields), (5, 1), 40)
        plain = gd.descend(VALLEY, type(optimizer)(**fields | {"rate": 0.05}), (5, 1), 40)
        assert np.array_equal(steady.points, plain.points)
        assert steady.rates.tolist() == [0.05] * 40


def test_the_rates_of_a_trajectory_are_those_of_its_schedule():
    schedule = gd.TimeBasedDecay(0.25, decay=1)
    run = gd.descend(gd.Loss("3θ", "theta"), gd.GradientDescent(schedule), 5, 4)
    assert run.rates.tolist() == [0.25, 0.125, 0.25 / 3, 0.0625]
    assert -np.diff(run.points[:, 0]) / 3 == pytest.approx(run.rates, rel=1e-14)


def test_a_schedule_and_momentum_may_both_have_a_beta():
    optimizer = OPTIMIZERS["momentum on a schedule"]
    assert len(optimizer.settings) == 3
    assert sorted(optimizer.settings.values()) == [0.125, 0.5, 0.75]
    assert r"{\eta}_{t} &= \frac{\alpha}{1 + \beta_{rate} t}" in optimizer._repr_latex_()


def test_a_rule_is_shown_as_in_the_lecture():
    text = gd.Adam()._repr_latex_()
    assert r"{\hat{v}}_{t + 1} &= \frac{{v}_{t + 1}}{1 - \beta_{1}^{t + 1}}" in text
    assert r"\epsilon = 10^{-8}$" in text


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gd.Momentum(0), r"rate is 0: a positive number"),
        (lambda: gd.Momentum(decay=1), r"decay is 1: a number in \[0, 1\)"),
        (lambda: gd.Momentum(decay=-0.1), r"decay is -0\.1: a number in \[0, 1\)"),
        (lambda: gd.Nesterov(decay=float("nan")), r"decay is nan: a number in \[0, 1\)"),
        (lambda: gd.AdaGrad(epsilon=-1), r"epsilon is -1: zero or a positive number"),
        (lambda: gd.RMSProp(decay="0.9"), r"decay is '0\.9': a number in \[0, 1\)"),
        (lambda: gd.Adam(first_decay=1.0), r"first_decay is 1\.0: a number in \[0, 1\)"),
        (lambda: gd.Adam(second_decay=2), r"second_decay is 2: a number in \[0, 1\)"),
        (lambda: gd.Adam(bias_correction=1), r"bias_correction is 1: True or False"),
        (lambda: gd.Newton(-1), r"rate is -1: a positive number"),
        (lambda: gd.TimeBasedDecay(0, 1), r"rate is 0: a positive number"),
        (lambda: gd.TimeBasedDecay(1, -1), r"decay is -1: zero or a positive number"),
        (lambda: gd.PiecewiseConstant([1, 2], [3, 2]), r"boundaries is \[3, 2\]: 1 rising numbers"),
        (lambda: gd.PiecewiseConstant([1, 2, 3], [3, 2]), r"boundaries is \[3, 2\]: 2 rising numbers"),
        (lambda: gd.PiecewiseConstant(0.1, [3]), r"rates is 0\.1: a sequence of rates"),
        (lambda: gd.PiecewiseConstant([0.1, 0.2], 3), r"boundaries is 3: a sequence"),
        (lambda: gd.PiecewiseConstant([1, -2], [3]), r"rates is -2: a positive number"),
    ],
)
def test_a_bad_hyperparameter_is_named_with_its_value_and_what_is_wanted(make, message):
    with pytest.raises(ArgumentError, match=f"^{message}"):
        make()


def test_a_trace_is_what_the_descent_did():
    run = gd.descend(VALLEY, gd.Adam(0.1), (5, 1), 30)
    traced = gd.trace(gd.Adam(0.1), run.gradients[:-1])
    assert list(traced)[:2] == ["first_moment", "second_moment"]
    assert traced["update"] == pytest.approx(np.diff(run.points, axis=0), abs=1e-14)
    one = traced["first_moment"][:, 0] / traced["corrected_first_moment"][:, 0]
    assert one == pytest.approx(1 - 0.9 ** np.arange(1, 31), rel=1e-13)


def test_lees_surprise_table():
    # 0.1 after small gradients is a large step, after large ones a small one
    small = gd.trace(gd.AdaGrad(1.0), [0.001, 0.001, 0.003, 0.002, 0.1])
    large = gd.trace(gd.AdaGrad(1.0), [10.8, 20.9, 31.7, 12.1, 0.1])
    assert small["update"][-1] == pytest.approx(-0.1 / math.sqrt(0.010015), rel=1e-8)
    assert large["update"][-1] == pytest.approx(-0.1 / math.sqrt(1704.76), rel=1e-5)


def test_what_cannot_be_traced_is_refused():
    with pytest.raises(ArgumentError, match=r"^optimizer is Newton"):
        gd.trace(gd.Newton(), [1.0])
    with pytest.raises(ArgumentError, match=r"^gradients is 'x'"):
        gd.trace(gd.Adam(), "x")

"""Losses with branches: each point sees the branch that holds and nothing of the others, in every way of descending."""

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings, strategies as st

from gdtutor.calculus.functions import BUILDERS
from gdtutor.descent.adaptive import Adam
from gdtutor.descent.compare import compare
from gdtutor.descent.data_loss import SCORE, TARGET, DataLoss
from gdtutor.descent.dataset import Dataset
from gdtutor.descent.descend import descend
from gdtutor.descent.loss import Loss
from gdtutor.descent.newton import Newton
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.source import Program, function
from gdtutor.descent.sweep import sweep
from gdtutor.errors import ArgumentError

X, Y = sp.symbols("x y")
BINARY_LOGARITHM = sp.Piecewise((BUILDERS["log2"](X), X > 2), (2 * X, True))
TOWER = sp.Piecewise((X, X < 15), (10 ** sp.exp(X), True))
ELU = sp.Piecewise((X, X > 0), (sp.exp(X) - 1, True))
ROOT = sp.Piecewise((X, X < 0), (sp.sqrt(X), True))
# parabolas whose other branch has no value, or too large a one, where they hold
WELLS = {
    "log": sp.Piecewise(((X - 3) ** 2 * (1 + 0 * X), X <= 10), (sp.log(X - 10), True)),
    "root": sp.Piecewise((sp.sqrt(X - 10), X > 10), ((X - 3) ** 2, True)),
    "tower": sp.Piecewise(((X - 3) ** 2, X < 500), (sp.exp(sp.exp(X)), True)),
    "pole": sp.Piecewise(((X - 3) ** 2, X < 4), (1 / (X - 3), X > 5), ((X - 3) ** 2, True)),
}


@pytest.mark.parametrize(
    ("expression", "point", "slope"),
    [
        (BINARY_LOGARITHM, 0.0, 2.0),
        (BINARY_LOGARITHM, 4.0, 1 / (4 * math.log(2))),
        (TOWER, 10.0, 1.0),
        (ELU, 1000.0, 1.0),
        (ELU, -1000.0, 0.0),
        (ROOT, -4.0, 1.0),
        (ROOT, 4.0, 0.25),
    ],
)
def test_the_slope_is_that_of_the_branch_that_holds(expression, point, slope):
    loss = Loss(expression, "x")
    assert loss.gradient(point) == pytest.approx(slope, rel=1e-15)
    assert loss.gradient([point]) == pytest.approx([slope], rel=1e-15)
    assert loss.gradient([[point], [point]]) == pytest.approx(np.full((2, 1), slope), rel=1e-15)
    assert loss.gradient([[[point]]]) == pytest.approx(np.full((1, 1, 1), slope), rel=1e-15)
    assert np.isfinite(loss.hessian(point))


@pytest.mark.parametrize("name", WELLS)
@pytest.mark.parametrize("optimizer", [GradientDescent(0.25), Newton(), Adam(0.5)])
def test_every_way_of_descending_agrees(name, optimizer):
    loss = Loss(WELLS[name], "x")
    plain = Loss("(x - 3)^2", "x")
    for tolerance in (0.0, 1e-9):
        wanted = descend(plain, optimizer, -2.0, 40, tolerance)
        assert np.array_equal(descend(loss, optimizer, -2.0, 40, tolerance).points, wanted.points)
        many = descend(loss, optimizer, [[-2.0], [3.5]], 40, tolerance)
        assert many.points[0] == pytest.approx(wanted.points[-1], rel=1e-12)
    rows = sweep(loss, optimizer, -2.0, 40, rate=[optimizer.rate])
    whole = descend(plain, optimizer, -2.0, 40)
    assert rows[0].points == pytest.approx(whole.points, rel=1e-12)
    side = compare(loss, optimizer, -2.0, 40).trajectories[-1]
    assert np.array_equal(side.points, whole.points)
    assert rows[0].stopped.name == side.stopped.name == "STEPS"


def test_noise_sees_the_right_branch_too():
    runs = [descend(Loss(each, "x"), GradientDescent(0.1), -2.0, 30, noise=0.1, seed=3) for each in WELLS.values()]
    assert all(len(run) == 30 for run in runs)
    assert all(np.array_equal(run.points, runs[0].points) for run in runs[1:])


def test_an_error_of_one_branch_does_not_end_a_descent_that_goes_into_the_other():
    # from 12 the way leads over the border at 10, down the parabola
    loss = Loss(sp.Piecewise((X + sp.sqrt(X - 10), X > 10), ((X - 3) ** 2, True)), "x")
    way = descend(loss, GradientDescent(0.4), 12.0, 60)
    assert way.stopped.name == "STEPS"
    assert way.points[-1, 0] == pytest.approx(3.0)


def test_a_loss_over_data_with_branches():
    class Hinge(DataLoss):
        example_loss = sp.Piecewise((0, TARGET * SCORE > 1), ((1 - TARGET * SCORE) ** 2, True))

    class Strange(DataLoss):
        example_loss = sp.Piecewise((sp.log(SCORE), SCORE > 50), ((1 - TARGET * SCORE) ** 2, True))

    data = Dataset([[1.0, 2.0], [-2.0, 1.0], [0.5, 0.5]], [1, -1, 1])
    w = np.array([0.1, 0.4, -0.2])
    z = data.features @ w[1:] + w[0]
    below = np.maximum(1 - data.targets * z, 0)
    slopes = -2 * below * data.targets
    wanted = np.array([slopes.mean(), *(slopes @ data.features / 3)])
    for loss in (Hinge(data), Strange(data)):
        assert loss(w) == pytest.approx((below**2).mean())
        assert loss.gradient(w) == pytest.approx(wanted)
        assert np.isfinite(loss.hessian(w)).all()


def lines(expression, batch=False):
    program = Program({"y": expression}, {X: "w0", Y: "w1"}, "c")
    return program.batch if batch else program.point


def test_what_both_ways_need_is_computed_once_and_before():
    inner = sp.sin(X * Y)
    text = "\n".join(lines(sp.Piecewise((inner**2, X > 0), (inner + 1, True))))
    assert text.count("sin(") == 1
    assert text.index("sin(") < text.index("if ")


def test_what_one_way_needs_twice_is_computed_in_that_way_once():
    text = lines(sp.Piecewise((sp.log(X) + sp.sin(sp.log(X)), X > 0), (0, True)))
    assert sum(line.count("log(") for line in text) == 1
    assert all(line.startswith("    ") for line in text if "log(" in line)


def test_a_loss_and_its_slope_share_a_condition():
    loss = Loss(ELU, "x")
    program = Program({"y": ELU, "g": loss.gradient_expressions[0]}, {X: "w0"}, "c")
    assert sum("if " in line for line in program.point) == 1


def test_branches_in_branches_and_in_conditions():
    inner = sp.Piecewise((X + 1, X > 2), (X, True))
    nested = sp.Piecewise((inner**2, inner > 1), (sp.Piecewise((sp.log(-X), X < 0), (inner, True)), True))

    def oracle(x):
        value = x + 1 if x > 2 else x
        return value**2 if value > 1 else (math.log(-x) if x < 0 else value)

    points = [-3.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5]
    loss = Loss(nested, "x")
    assert [loss(x) for x in points] == [oracle(x) for x in points]
    assert loss(np.array(points)[:, None]).tolist() == pytest.approx([oracle(x) for x in points], rel=1e-15)


def test_or_not_equal_and_not():
    apart = Loss(sp.Piecewise((1, sp.Or(X > 1, X < -1)), (2, sp.Ne(X, 0)), (3, True)), "x")
    assert [apart(x) for x in (2.0, -2.0, 0.5, 0.0)] == [1.0, 1.0, 2.0, 3.0]
    assert apart([[2.0], [-2.0], [0.5], [0.0]]).tolist() == [1.0, 1.0, 2.0, 3.0]


def test_a_condition_is_looked_at_only_where_the_one_before_failed():
    guarded = sp.Piecewise((-X, X <= 0), (5, sp.log(X) < 1), (X, True))
    assert [Loss(guarded, "x")(x) for x in (-1.0, 1.0, 3.0)] == [1.0, 5.0, 3.0]
    alone = function("f", "def f(w0):\n    " + "\n    ".join([*lines(guarded), "return y"]), "math")
    assert alone(-1.0) == 1.0  # math's logarithm would raise an error


def test_conditions_nested_too_deep_are_refused():
    deep = X
    for level in range(70):
        deep = sp.Piecewise((sp.sin(deep), sp.Gt(X, level)), (Y**level, True), evaluate=False)
    with pytest.raises(ArgumentError, match="conditions inside conditions: expected at most 60"):
        Loss(deep, "x y")


def test_many_clauses_one_after_the_other_are_no_nesting():
    stairs = sp.Piecewise(*((sp.Integer(level), sp.Lt(X, level)) for level in range(150)), (X, True), evaluate=False)
    assert [Loss(stairs, "x")(x) for x in (0.5, 148.5, 200.0)] == [1.0, 149.0, 200.0]


conditions = st.tuples(st.sampled_from([X, Y, X + Y, X - 1, X * Y]), st.integers(-2, 2), st.booleans()).map(
    lambda t: sp.Gt(t[0], t[1]) if t[2] else sp.Le(t[0], t[1])
)
trees = st.recursive(
    st.sampled_from([X, Y, X * Y, X + 2, Y**2, sp.Integer(3), sp.sqrt(X), sp.log(Y)]),
    lambda parts: (
        st.tuples(parts, parts).map(sum)
        | st.tuples(parts, parts).map(lambda t: t[0] * t[1])
        | st.tuples(parts, conditions, parts).map(lambda t: sp.Piecewise((t[0], t[1]), (t[2], True), evaluate=False))
    ),
    max_leaves=9,
)


def by_hand(expression, x, y):
    """The value by walking over the tree, with the branch that holds."""
    if expression.is_Piecewise:
        return next(by_hand(value, x, y) for value, condition in expression.args if condition.subs({X: x, Y: y}))
    if expression.is_Add or expression.is_Mul:
        parts = [by_hand(part, x, y) for part in expression.args]
        return math.fsum(parts) if expression.is_Add else math.prod(parts)
    if expression.is_Pow:
        base, exponent = by_hand(expression.base, x, y), expression.exp
        if base < 0 and not exponent.is_Integer:
            raise ValueError(base)
        return base ** float(exponent)
    if isinstance(expression, sp.log):
        return math.log(by_hand(expression.args[0], x, y))
    return {X: x, Y: y}.get(expression) if expression.is_Symbol else float(expression)


@settings(deadline=None)
@given(trees, st.tuples(*[st.sampled_from([-2.5, -1.0, 0.25, 1.0, 2.5])] * 2))
def test_point_and_batch_walk_the_same_tree(expression, point):
    loss = Loss(expression, "x y")
    try:
        wanted = float(by_hand(expression, *point))
    except ValueError:  # the branch that holds has no real value
        wanted = math.nan
    compute = function("f", "def f(w0, w1):\n    " + "\n    ".join([*lines(expression), "return y"]), "math")
    near = pytest.approx(wanted, rel=1e-12, abs=1e-12, nan_ok=True)
    assert loss(list(point)) == near
    assert loss([point, (1.0, 1.0)])[0] == near
    if math.isnan(wanted):
        return
    assert compute(*point) == near

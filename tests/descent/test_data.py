"""Data sets and the losses over them: values by loops over the examples, derivatives proved, memory bounded."""

import math
import tracemalloc

import mygrad
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.calculus.equality.decide import equal
from gdtutor.descent import data_loss
from gdtutor.errors import ArgumentError

LINE, HEART = gd.dataset("line"), gd.dataset("heart").scaled()


def squared_by_loop(data, w):
    return sum((w[0] + sum(a * b for a, b in zip(w[1:], x, strict=True)) - y) ** 2 / 2 for x, y in pairs(data)) / len(
        data
    )


def logistic_by_loop(data, w):
    total = 0.0
    for x, y in pairs(data):
        p = 1 / (1 + math.exp(-w[0] - sum(a * b for a, b in zip(w[1:], x, strict=True))))
        total -= y * math.log(p) + (1 - y) * math.log(1 - p)
    return total / len(data)


def pairs(data):
    return zip(data.features.tolist(), data.targets.tolist(), strict=True)


def slopes_by_mygrad(loss, w):
    weights = mygrad.tensor(w)
    z = mygrad.matmul(loss.dataset.features, weights[1:]) + weights[0]
    y = loss.dataset.targets
    if isinstance(loss, gd.SquaredError):
        mygrad.mean((z - y) ** 2 / 2).backward()
    else:
        p = 1 / (1 + mygrad.exp(-z))
        mygrad.mean(-y * mygrad.log(p) - (1 - y) * mygrad.log(1 - p)).backward()
    return weights.grad


LOSSES = [
    (gd.SquaredError(LINE), squared_by_loop),
    (gd.SquaredError(gd.dataset("unequal_scales")), squared_by_loop),
    (gd.LogisticLoss(HEART), logistic_by_loop),
    (gd.LogisticLoss(gd.dataset("two_clouds")), logistic_by_loop),
]
by_loss = pytest.mark.parametrize(("loss", "by_loop"), LOSSES)


@by_loss
def test_value_and_gradient(loss, by_loop):
    for point in np.random.default_rng(1).normal(0, 0.5, (4, len(loss.parameters))):
        assert loss(point) == pytest.approx(by_loop(loss.dataset, point.tolist()), rel=1e-12)
        assert loss.gradient(point) == pytest.approx(slopes_by_mygrad(loss, point), rel=1e-10, abs=1e-13)


@by_loss
def test_a_batch_of_points_is_its_points(loss, by_loop):
    points = np.random.default_rng(2).normal(0, 0.5, (5, len(loss.parameters)))
    assert loss(points) == pytest.approx([loss(point) for point in points], rel=1e-13)
    each = np.array([loss.gradient(point) for point in points])
    assert loss.gradient(points) == pytest.approx(each, rel=1e-11, abs=1e-13)


@by_loss
def test_the_hessian_is_the_slope_of_the_gradient(loss, by_loop):
    point, small = np.full(len(loss.parameters), 0.1), 1e-6
    sides = [[loss.gradient(point + sign * row) for row in small * np.eye(len(point))] for sign in (1, -1)]
    slopes = (np.array(sides[0]) - np.array(sides[1])) / (2 * small)
    assert loss.hessian(point) == pytest.approx(slopes, rel=1e-6, abs=1e-7)


@by_loss
def test_the_gradients_of_the_examples_average_to_the_gradient(loss, by_loop):
    point = np.linspace(-0.2, 0.3, len(loss.parameters))
    each = [loss.gradient(point, np.array([i])) for i in range(len(loss.dataset))]
    assert np.mean(each, axis=0) == pytest.approx(loss.gradient(point), rel=1e-11, abs=1e-14)


@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 4), st.booleans(), st.integers(0, 99))
def test_blocks_of_any_size_give_the_same(examples, features, points, intercept, seed):
    random = np.random.default_rng(seed)
    data = gd.Dataset(random.normal(size=(examples, features)), random.integers(0, 2, examples))
    loss = gd.LogisticLoss(data, intercept)
    w = random.normal(size=(points, len(loss.parameters)))
    whole = loss(w), loss.gradient(w), loss.hessian(w[0])
    usual, data_loss._BLOCK = data_loss._BLOCK, 7
    try:
        blocks = loss(w), loss.gradient(w), loss.hessian(w[0])
    finally:
        data_loss._BLOCK = usual
    for one, other in zip(whole, blocks, strict=True):
        assert one == pytest.approx(other, rel=1e-11, abs=1e-13)


def test_the_derivatives_in_z_are_proved():
    z, y = data_loss.SCORE, data_loss.TARGET
    p = 1 / (1 + sp.exp(-z))
    assert equal(-y * sp.log(p) - (1 - y) * sp.log(1 - p), gd.LogisticLoss.example_loss)
    logistic, squared = gd.LogisticLoss(HEART), gd.SquaredError(LINE)
    assert equal(logistic.slope, p - y)
    assert equal(logistic.curvature, p * (1 - p))
    assert (squared.slope, squared.curvature) == (z - y, 1)


def test_the_logistic_loss_does_not_overflow():
    loss = gd.LogisticLoss(gd.Dataset([[1000.0], [-1000.0]], [0, 1]), intercept=False)
    assert loss([1.0]) == 1000.0
    assert loss.gradient([1.0]).tolist() == [1000.0]


def test_memory_does_not_grow_with_the_number_of_examples():
    random = np.random.default_rng(0)
    loss = gd.LogisticLoss(gd.Dataset(random.normal(size=(200_000, 20)), random.integers(0, 2, 200_000)))
    tracemalloc.start()
    loss.gradient(np.zeros(21))
    loss(np.zeros(21))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4e6  # the data themselves are 32 MB


@pytest.mark.parametrize("name", gd.datasets())
def test_a_seed_gives_the_same_data(name):
    first, again, other = gd.dataset(name, seed=3), gd.dataset(name, seed=3), gd.dataset(name, seed=4)
    assert np.array_equal(first.features, again.features)
    assert np.array_equal(first.targets, again.targets)
    assert not np.array_equal(first.features, other.features)
    assert first.about


def test_the_heart_data_are_plausible_and_unequal_in_scale():
    heart = gd.dataset("heart")
    assert heart.features.shape == (303, 4)
    assert heart.features.mean(axis=0) == pytest.approx([54, 150, 132, 247], rel=0.1)
    assert set(heart.targets) == {0.0, 1.0}
    sick = heart.features[heart.targets == 1]
    assert sick[:, 1].mean() < heart.features[heart.targets == 0][:, 1].mean() - 10  # a lower highest heart rate


def test_scaled_features_are_those_of_numpys_mean_and_std():
    heart = gd.dataset("heart")
    wanted = (heart.features - np.mean(heart.features, axis=0)) / np.std(heart.features, axis=0)
    assert heart.scaled().features == pytest.approx(wanted, rel=1e-13)
    assert np.array_equal(heart.scaled().targets, heart.targets)


def test_scaling_makes_the_valley_round():
    data = gd.dataset("unequal_scales")
    before, after = (gd.condition_number(gd.SquaredError(each)) for each in (data, data.scaled()))
    assert before > 5000
    assert after < 1.6
    values = np.linalg.svd(np.column_stack([np.ones(100), data.features]), compute_uv=False)
    assert before == pytest.approx((values[0] / values[-1]) ** 2, rel=1e-9)


def test_the_condition_number_is_that_of_the_hessian():
    assert gd.condition_number(gd.surface("rosenbrock"), [1, 1]) == pytest.approx(2508.0096, rel=1e-6)
    with pytest.raises(ArgumentError, match=r"^w is \[0\.0, 0\.0\]: a point where the Hessian is positive definite"):
        gd.condition_number(gd.surface("saddle"))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gd.Dataset([1, 2], [1, 2]), r"features is an array of shape \(2,\): numbers of shape \(N, d\)"),
        (lambda: gd.Dataset([[1], [np.nan]], [1, 2]), "features is an array of shape"),
        (lambda: gd.Dataset("x", [1]), "features is 'x': numbers"),
        (lambda: gd.Dataset([[1], [2]], [1]), r"targets is of shape \(1,\): 2 numbers"),
        (lambda: gd.Dataset([[1], [2]], [1, np.inf]), "targets is an array"),
        (lambda: gd.Dataset([[1], [2]], [1, 2], ["a", "b"]), r"names is \('a', 'b'\): 1 names"),
        (lambda: gd.Dataset([[1], [1]], [1, 2], ["a"]).scaled(), "features has a with the same value everywhere"),
        (lambda: LINE.first(21), "size is 21: at most 20"),
        (lambda: gd.dataset("moons"), "name is 'moons': one of line"),
        (lambda: gd.dataset("line", size=0), "size is 0: a whole number of at least 1"),
        (lambda: gd.dataset("line", seed=-1), "seed is -1: a whole number of at least 0"),
        (lambda: gd.SquaredError([[1]]), r"dataset is \[\[1\]\]: a Dataset"),
        (lambda: gd.LogisticLoss(LINE), r"targets contains .*: 0 and 1 are wanted"),
        (lambda: gd.SquaredError(LINE)([1.0]), r"w is an array of shape \(1,\): a point of shape \(2,\)"),
        (lambda: gd.SquaredError(LINE).gradient("x"), r"w is 'x': a point of shape \(2,\)"),
        (lambda: gd.SquaredError(LINE).hessian([[1, 2]]), r"w is an array of shape \(1, 2\): one point"),
    ],
)
def test_bad_data_are_named_with_what_is_wanted(make, message):
    with pytest.raises(ArgumentError, match=f"^{message}"):
        make()


def test_data_cannot_be_changed_and_do_not_follow_the_callers_array():
    x = np.ones((3, 1))
    data = gd.Dataset(x, [1, 2, 3])
    x[0] = 5
    assert data.features.tolist() == [[1], [1], [1]]
    with pytest.raises(ValueError, match="read-only"):
        data.targets[0] = 9


def test_a_data_loss_shows_its_chain_rule():
    assert r"\ell' = - y + z" in gd.SquaredError(LINE)._repr_latex_()
    assert r"z_i = b + w^{\top} x_i" in gd.SquaredError(LINE)._repr_latex_()

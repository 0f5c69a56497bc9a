"""The proofs hold, fail when the rule they are about is changed, and agree with what the optimizers do."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.descent import convolution, proofs
from gdtutor.descent.proof import Proof, fact, signed
from gdtutor.errors import ArgumentError


@pytest.mark.parametrize("name", gd.proofs())
def test_every_proof_is_proved(name):
    proof = gd.prove(name)
    assert proof.proved, str(proof)
    assert len(proof.facts) >= 4
    assert proof._repr_markdown_().count("\n- ") == len(proof.facts)
    assert "not proved" not in str(proof)


def broken(rule, old, new):
    """The rule with another right side in each equation that contains ``old``."""
    changed = tuple(sp.Eq(equation.lhs, equation.rhs.xreplace({old: new}), evaluate=False) for equation in rule)
    assert changed != rule
    return property(lambda self: changed)


@pytest.mark.parametrize(
    ("name", "optimizer", "old", "new"),
    [
        ("adagrad", gd.AdaGrad, proofs.SQUARES[proofs.t + 1], proofs.SQUARES[proofs.t + 1] / (proofs.t + 1)),
        ("adagrad", gd.AdaGrad, proofs.GRADIENT[proofs.t] ** 2, sp.Abs(proofs.GRADIENT[proofs.t])),
        ("adam", gd.Adam, sp.Symbol("beta_1", positive=True) ** (proofs.t + 1), sp.Symbol("beta_1", positive=True)),
        ("adam", gd.Adam, 1 - sp.Symbol("beta_2", positive=True), sp.Integer(1)),
        ("momentum", gd.Momentum, proofs.GRADIENT[proofs.t], (1 - proofs.DECAY) * proofs.GRADIENT[proofs.t]),
        ("quadratic", gd.GradientDescent, proofs.RATE, 2 * proofs.RATE),
        ("time_based_decay", gd.TimeBasedDecay, None, None),
    ],
)
def test_a_proof_is_about_the_rule_that_is_run(monkeypatch, name, optimizer, old, new):
    if old is None:
        monkeypatch.setattr(optimizer, "expression", property(lambda self: sp.exp(-proofs.t)))
    else:
        monkeypatch.setattr(optimizer, "update_rule", broken(optimizer().update_rule, old, new))
    assert not proofs._PROOFS[name]()


def test_a_false_fact_makes_a_proof_false_and_shows():
    x = sp.Symbol("x")
    proof = Proof("Wrong.", (fact("right", x, x), fact("wrong", x, x + 1)), "")
    assert not proof
    assert "(not proved)" in str(proof)
    assert "not proved" in proof._repr_markdown_()
    assert not signed("could be zero", sp.Symbol("n", nonnegative=True), strict=True).proved


def test_a_proof_of_no_name_is_refused():
    with pytest.raises(ArgumentError, match=r"^name is 'newton': one of adagrad"):
        gd.prove("newton")


@given(st.floats(0, 0.99), st.floats(-5, 5).filter(lambda g: abs(g) > 1e-3), st.integers(1, 40))
def test_adams_bias_in_numbers(decay, slope, steps):
    traced = gd.trace(gd.Adam(first_decay=decay, second_decay=decay), [slope] * steps)
    weight = 1 - decay ** np.arange(1, steps + 1)
    assert traced["first_moment"] == pytest.approx(weight * slope, rel=1e-9)
    assert traced["second_moment"] == pytest.approx(weight * slope**2, rel=1e-9)
    assert traced["corrected_first_moment"] == pytest.approx([slope] * steps, rel=1e-9)


def test_momentums_effective_step_in_numbers():
    updates = gd.trace(gd.Momentum(0.01, decay=0.9), [3.0] * 400)["update"]
    assert updates[0] == pytest.approx(-0.03)
    assert updates[-1] == pytest.approx(-0.01 / (1 - 0.9) * 3, rel=1e-12)


def test_adagrads_cancellation_in_numbers():
    slopes = np.random.default_rng(1).normal(size=30)
    t = np.arange(30)
    sigma = np.sqrt(np.cumsum(slopes**2) / (t + 1))
    lees = 0.5 / np.sqrt(t + 1) / sigma
    assert gd.trace(gd.AdaGrad(0.5, epsilon=0), slopes)["parameter_rate"] == pytest.approx(lees, rel=1e-12)


def test_a_quadratic_converges_below_two_over_the_largest_eigenvalue_only():
    # Hessian diag(0.2, 4): 2/λ_max = 0.5
    runs = gd.sweep(gd.surface("valley"), gd.GradientDescent(), (5, 1), 2000, rate=[0.001, 0.4, 0.499, 0.5, 0.501])
    ends = np.abs(runs.points[:, -1, 1])
    assert ends[1] == ends[2] == 0 or ends[:3].max() < 0.1
    assert ends[3] == 1
    assert ends[4] > 1e3


def test_the_sums_of_time_based_decay_in_numbers():
    rates = gd.TimeBasedDecay(1, 1)(np.arange(2**16))
    sums = np.cumsum(rates)
    for power in range(15):
        assert sums[2 ** (power + 1) - 1] - sums[2**power - 1] >= 0.5
    assert (rates**2).sum() < 2
    assert (rates**2).sum() == pytest.approx(np.pi**2 / 6, abs=2e-5)  # Euler


def by_loops(image, kernel, bias):
    height, width = np.subtract(image.shape, kernel.shape) + 1
    inside = [(a, b) for a in range(kernel.shape[0]) for b in range(kernel.shape[1])]
    return [
        [bias + sum(kernel[a, b] * image[i + a, j + b] for a, b in inside) for j in range(width)] for i in range(height)
    ]


sizes = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 4), st.integers(0, 4), st.integers(0, 99))


def drawn(size):
    random = np.random.default_rng(size[-1])
    kernel = random.normal(size=size[:2])
    return random, random.normal(size=np.add(size[:2], size[2:4])), kernel


@given(sizes)
def test_a_convolution_is_its_double_sum(size):
    _, image, kernel = drawn(size)
    assert gd.convolve(image, kernel, 0.5) == pytest.approx(
        np.array(by_loops(image, kernel, 0.5)), rel=1e-12, abs=1e-12
    )


@given(sizes, st.integers(0, 3), st.integers(0, 3))
def test_a_convolution_is_invariant_under_translation(size, down, right):
    _, image, kernel = drawn(size)
    frame = np.zeros(np.add(image.shape, 12))
    moved = frame.copy()
    frame[4 : 4 + image.shape[0], 4 : 4 + image.shape[1]] = image
    moved[4 + down : 4 + down + image.shape[0], 4 + right : 4 + right + image.shape[1]] = image
    there = np.roll(gd.convolve(frame, kernel, 2.0), (down, right), axis=(0, 1))
    assert gd.convolve(moved, kernel, 2.0) == pytest.approx(there, rel=1e-12, abs=1e-12)


@given(sizes)
def test_the_gradients_of_a_convolution_are_its_slopes(size):
    random, image, kernel = drawn(size)
    upstream = random.normal(size=gd.convolve(image, kernel).shape)
    found = gd.convolution_gradients(image, kernel, upstream)
    assert found.bias == pytest.approx(upstream.sum())
    # H is linear in V and in X: a difference quotient has no error but rounding
    for table, slopes, value in (
        (kernel, found.kernel, lambda changed: gd.convolve(image, changed)),
        (image, found.image, lambda changed: gd.convolve(changed, kernel)),
    ):
        for place in np.ndindex(table.shape):
            unit = np.zeros(table.shape)
            unit[place] = 1
            change = (upstream * (value(table + unit) - value(table))).sum()
            assert slopes[place] == pytest.approx(change, rel=1e-9, abs=1e-9)


def test_the_facts_about_the_gradients_can_fail(monkeypatch):
    right = convolution._gradients
    monkeypatch.setattr(convolution, "_gradients", lambda x, v, g: right(x, v[::-1], g))
    assert not all([each.proved for each in convolution.convolution_facts()])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gd.convolve([[1]], [[1, 2]]), r"kernel is of shape \(1, 2\): at most \(1, 1\)"),
        (lambda: gd.convolve([1], [[1]]), r"image is .*: finite numbers, in two dimensions"),
        (lambda: gd.convolve([[1]], [[np.nan]]), r"kernel is .*: finite numbers"),
        (lambda: gd.convolve([[1]], [[1]], np.inf), r"bias is .*: finite numbers"),
        (lambda: gd.convolution_gradients([[1]], [[1]], [[1, 2]]), r"upstream is of shape \(1, 2\): \(1, 1\)"),
    ],
)
def test_a_bad_convolution_is_refused(make, message):
    with pytest.raises(ArgumentError, match=f"^{message}"):
        make()

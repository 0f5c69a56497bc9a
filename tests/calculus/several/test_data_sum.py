"""Sums over data: gradients against numeric derivatives of written-out sums, proved, tampering found."""

from dataclasses import replace

import mpmath
import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.several.data_sum import expanded
from gdtutor.calculus.several.sum_derivation import SumDerivation

w, b, N, lam = sp.symbols("w b N lambda")
SQUARED = gd.data_sum("(y - w*x - b)^2", "x y")
LOGISTIC = gd.data_sum("-y*log(1/(1+e^(-w*x-b))) - (1-y)*log(1-1/(1+e^(-w*x-b)))", "x y")
LOSSES = {
    "squared error": SQUARED,
    "mean squared error": gd.data_sum("(y - w*x - b)^2", "x y", mean=True),
    "ridge": SQUARED / 2 + lam * (w**2 + b**2) / 2,
    "logistic loss": LOGISTIC,
    "logistic loss by softplus": gd.data_sum("softplus(w*x+b) - y*(w*x+b)", "x y", mean=True),
    "absolute error": gd.data_sum("|y - w*x - b|", "x y"),
    "exponential loss": gd.data_sum("e^(-y*(w*x+b))", "x y"),
}
X, Y = [mpmath.mpf(v) for v in ("0.7", "-1.3", "2.1", "0.4")], [mpmath.mpf(v) for v in ("0.2", "0.9", "0.6", "0.1")]


def number(expression, count, place):
    written = expanded(expression, count, frozenset({N})).rewrite([sigmoid, softplus], sp.exp)
    letters = sorted(written.free_symbols, key=str)
    values = {f"x_{k}": X[k - 1] for k in range(1, 5)} | {f"y_{k}": Y[k - 1] for k in range(1, 5)} | place
    return sp.lambdify(letters, written, "mpmath")(*(values[str(letter)] for letter in letters))


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("count", [1, 4])
def test_the_gradient_has_the_values_of_a_numeric_derivative(name, count):
    loss = LOSSES[name]
    found = gd.gradient(loss, "w b")
    with mpmath.workdps(40):
        at = {"w": mpmath.mpf("0.3"), "b": mpmath.mpf("-0.2"), "lambda": mpmath.mpf("1.5")}
        for letter in "wb":
            wanted = mpmath.diff(lambda t, letter=letter: number(loss, count, at | {letter: t}), at[letter])
            assert abs(number(found[letter].result, count, at) - wanted) < mpmath.mpf(10) ** -15


@pytest.mark.parametrize("name", LOSSES)
def test_every_step_is_proved(name):
    found = gd.gradient(LOSSES[name], "w b")
    assert all(isinstance(part, SumDerivation) for part in found)
    assert [part.unproved() for part in found] == [(), ()]


def test_the_gradient_of_the_squared_error_is_that_of_the_books():
    found = gd.gradient(SQUARED, "w b")
    i, x, y = sp.Symbol("i"), sp.IndexedBase("x"), sp.IndexedBase("y")
    assert found["w"].result == -2 * sp.Sum((y[i] - w * x[i] - b) * x[i], (i, 1, N))
    assert found["b"].result == 2 * sp.Sum(b + w * x[i] - y[i], (i, 1, N))
    assert [step.rule for step in found["w"].steps] == [
        "sum rule", "chain rule", "sum rule", "assemble", "assemble", "tidy",
    ]  # fmt: skip


def test_the_gradient_of_the_logistic_loss_is_p_minus_y():
    found = gd.gradient(LOSSES["logistic loss by softplus"], "w b")["w"].result
    i, x, y = sp.Symbol("i"), sp.IndexedBase("x"), sp.IndexedBase("y")
    assert found == sp.Sum((sigmoid(b + w * x[i]) - y[i]) * x[i], (i, 1, N)) / N
    for count in (1, 2, 3):
        assert gd.equal(expanded(gd.gradient(LOGISTIC, "w")["w"].result / N, count, {N}), expanded(found, count)).proved


def test_the_hessian_of_the_mean_squared_error():
    found = gd.hessian(LOSSES["mean squared error"], "w b")
    i, x = sp.Symbol("i"), sp.IndexedBase("x")
    assert found.matrix[0, 0] == 2 * sp.Sum(x[i] ** 2, (i, 1, N)) / N
    assert found.matrix[0, 1] == 2 * sp.Sum(x[i], (i, 1, N)) / N
    assert found.matrix[1, 1] == 2
    assert found.verify()
    assert gd.hessian(LOGISTIC, "w b").verify()


@pytest.mark.parametrize("name", LOSSES)
def test_these_losses_are_convex_for_any_data(name):
    found = gd.convexity(LOSSES[name], "w b", on={"lambda": (0, None)})
    assert found.proved
    assert found.verify()


def test_a_loss_that_is_not_convex_for_two_examples():
    found = gd.convexity(gd.data_sum("(y - sigmoid(w*x))^2", "x y"), "w")
    assert found.refuted
    assert found.verify()


def test_tampered_sums_are_found():
    found = gd.gradient(SQUARED, "w")["w"]
    for index, step in enumerate(found.all_steps):
        lines = (*found.all_steps[:index], replace(step, after=step.after * 2), *found.all_steps[index + 1 :])
        assert replace(found, all_steps=lines).unproved() == (lines[index],)
    assert not replace(found, result=found.result / 2).verify()
    wrong = replace(found.summands[0], result=w)
    assert not replace(found, summands=(wrong,)).verify()


def test_constants_and_sums_without_the_variable():
    found = gd.gradient(gd.data_sum("x^2", "x") + 3 * w, "w b")
    assert list(found.vector) == [3, 0]
    assert found.verify()
    count = gd.gradient(gd.data_sum("w^2", "x"), "w")["w"]
    assert count.result == 2 * N * w
    assert count.verify()


def test_views():
    found = gd.gradient(SQUARED, "w b")
    assert str(found["w"]).splitlines()[0] == "d/dw(sum_(i=1..N)((-b - w*x[i] + y[i])^2))"
    assert "1, 2, 3 examples" in str(found["w"])
    assert found["w"].to_dict()["proved_for"] == [1, 2, 3]
    assert found.to_dict()["verified"] is True
    assert r"\sum_{i=1}^{N}" in found._repr_markdown_()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gd.data_sum("x", "x", index="x"), "letters that do not clash"),
        (lambda: gd.data_sum("N*x", "x"), "letters that do not clash"),
        (lambda: gd.data_sum("x", ""), "variables are none"),
        (lambda: gd.gradient(sp.sqrt(SQUARED), "w"), "a sum over data with a constant factor"),
        (lambda: gd.gradient(w * SQUARED, "w"), "a sum over data with a constant factor"),
        (lambda: expanded(sp.Sum(w, (N, 1, sp.oo)), 2), "one index that counts"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(gd.ArgumentError, match=words):
        call()

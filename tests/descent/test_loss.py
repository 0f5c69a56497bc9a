"""Losses: values against mpmath and MyGrad, shapes, what is outside the domain, and bad arguments."""

import copy
import pickle

import mpmath
import mygrad
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gdtutor.descent.loss import Loss
from gdtutor.descent.surfaces import surface, surfaces
from gdtutor.errors import ArgumentError, GdtutorError, UnreadableError

VALLEY = Loss("0.1x² + 2y²", "x y")
HOPKINS = Loss("sin(2θ)·log(θ²)", "theta")


def test_hopkins_loss_and_slope_where_the_lecture_starts():
    # mpmath, 50 digits: sin(-10) ln 25 and 2 cos(-10) ln 25 + sin(-10) 2/(-5)
    assert HOPKINS(-5.0) == pytest.approx(1.7511364020597351670, rel=4e-16)
    assert HOPKINS.gradient(-5.0) == pytest.approx(-5.6193425649145246782, rel=4e-16)


# The same losses for MyGrad, written once more by hand.
MYGRAD = {
    "hopkins": lambda w: mygrad.sin(2 * w) * mygrad.log(w**2),
    "two_squares": lambda w: (20 - 5 * w) ** 2 + (41 - 12 * w) ** 2,
    "double_well": lambda w: (w**2 - 1) ** 2,
    "plateau": lambda w: w**2 / (1 + w**2),
    "bowl": lambda x, y: x**2 + y**2,
    "valley": lambda x, y: 0.1 * x**2 + 2 * y**2,
    "saddle": lambda x, y: x**2 - y**2,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "beale": lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
}


@pytest.mark.parametrize("name", surfaces())
def test_values_and_gradients_agree_with_mygrad(name):
    loss = surface(name)
    low, high = np.array(loss.window).T
    points = np.random.default_rng(7).uniform(low, high, (50, len(low)))
    coordinates = [mygrad.tensor(column) for column in points.T]
    value = MYGRAD[name](*coordinates)
    value.sum().backward()
    assert loss(points) == pytest.approx(value.data, rel=1e-12)
    assert loss.gradient(points) == pytest.approx(
        np.stack([part.grad for part in coordinates], -1), rel=1e-11, abs=1e-11
    )


def test_logistic_loss_agrees_with_mygrad():
    loss = Loss("-y·log(1/(1 + e^(-w x - b))) - (1 - y)·log(1 - 1/(1 + e^(-w x - b)))".replace("y", "0.25"), "w b x")
    point = [0.5, -0.25, 1.5]
    w, b, x = map(mygrad.tensor, point)
    p = 1 / (1 + mygrad.exp(-w * x - b))
    (-0.25 * mygrad.log(p) - 0.75 * mygrad.log(1 - p)).backward()
    assert loss.gradient(point) == pytest.approx([float(w.grad), float(b.grad), float(x.grad)], rel=1e-13)


def test_hessians_that_are_known():
    assert VALLEY.hessian([3, -7]).tolist() == [[0.2, 0.0], [0.0, 4.0]]
    assert surface("rosenbrock").hessian([1.0, 1.0]).tolist() == [[802.0, -400.0], [-400.0, 200.0]]  # Moré et al. 1981
    assert surface("two_squares").hessian(1.25) == 338.0


def test_hessian_of_hopkins_loss_against_mpmath():
    with mpmath.workdps(50):
        wanted = float(mpmath.diff(lambda t: mpmath.sin(2 * t) * mpmath.log(t**2), -5, 2))
    assert HOPKINS.hessian(-5.0) == pytest.approx(wanted, rel=1e-15)


@given(
    arrays(float, array_shapes(min_dims=1, max_dims=3, max_side=5).map(lambda s: (*s, 2)), elements=st.floats(-9, 9))
)
def test_a_batch_is_its_points(points):
    assert VALLEY(points).shape == points.shape[:-1]
    assert VALLEY.gradient(points).shape == points.shape
    assert VALLEY.hessian(points).shape == (*points.shape, 2)
    for index in np.ndindex(points.shape[:-1]):
        assert VALLEY(points)[index] == VALLEY(points[index])
        assert np.array_equal(VALLEY.gradient(points)[index], VALLEY.gradient(points[index]))
        assert np.array_equal(VALLEY.hessian(points)[index], VALLEY.hessian(points[index]))


def test_one_parameter_takes_numbers_points_and_batches():
    loss = Loss("θ²", "theta")
    assert (loss(3.0), loss(3), loss(np.float64(3)), loss([3])) == (9.0, 9.0, 9.0, 9.0)
    assert (loss.gradient(3.0), loss.gradient(3), loss.hessian(3.0)) == (6.0, 6.0, 2.0)
    assert loss.gradient([3]).tolist() == [6.0]
    assert loss.hessian([3]).tolist() == [[2.0]]
    assert loss([[3], [4]]).tolist() == [9.0, 16.0]
    assert loss.gradient([[3], [4]]).tolist() == [[6.0], [8.0]]
    assert loss.hessian([[3], [4]]).tolist() == [[[2.0]], [[2.0]]]


def test_values_of_points_are_plain_floats():
    assert {type(loss(w)) for loss, w in ((HOPKINS, -5.0), (HOPKINS, -5), (HOPKINS, [-5]), (VALLEY, [1, 2]))} == {float}


def test_a_parameter_that_does_not_occur_is_flat():
    trough = Loss("x²", "x y")
    assert trough.gradient([[3, 5], [1, 2]]).tolist() == [[6.0, 0.0], [2.0, 0.0]]
    assert trough.hessian([3, 5]).tolist() == [[2.0, 0.0], [0.0, 0.0]]
    assert Loss("3", "x")([[1], [2]]).tolist() == [3.0, 3.0]


def test_outside_the_domain_there_is_no_number_and_no_warning():
    assert np.isnan(HOPKINS(0.0))  # sin 0 · log 0 = 0 · (−∞)
    assert Loss("log(x)", "x")(0.0) == -np.inf
    assert np.isnan(Loss("sqrt(x)", "x")(-1.0))
    assert Loss("1/x", "x").gradient(0.0) == -np.inf
    assert Loss("exp(x)", "x").gradient(1e4) == np.inf
    assert np.isnan(HOPKINS.gradient([[0.0], [1.0]])).tolist() == [[True], [False]]


def test_parameters_in_every_form():
    x, y = sp.symbols("x y")
    forms = ["x y", "x, y", ["x", "y"], ("x", y), (x, y)]
    assert {Loss("x - y", form).parameters for form in forms} == {(x, y)}
    assert Loss(x**2, x) == Loss("x^2", "x")
    assert Loss("momentum²", "momentum")(3.0) == 9.0  # a declared name is one name


def test_a_loss_is_a_value():
    assert Loss("0.1x² + 2y²", "x y") == VALLEY
    assert len({VALLEY, Loss("0.1x² + 2y²", "x y"), Loss("0.1x² + 2y²", "y x")}) == 2
    assert eval(repr(VALLEY), {"Loss": Loss}) == VALLEY
    assert HOPKINS._repr_latex_() == (
        r"$\displaystyle L(\theta) = \log{\left(\theta^{2} \right)} \sin{\left(2 \theta \right)}$"
    )
    with pytest.raises(AttributeError):
        VALLEY.expression = sp.Integer(0)


@pytest.mark.parametrize("loss", [HOPKINS, Loss("0.1x² + 2y²", "x y")])
def test_a_loss_can_be_copied_and_pickled(loss):
    point = [0.5, 2.0][: len(loss.parameters)]
    for twin in (copy.deepcopy(loss), pickle.loads(pickle.dumps(loss))):
        assert twin == loss
        assert (twin(point), twin.gradient(point).tolist()) == (loss(point), loss.gradient(point).tolist())


@pytest.mark.parametrize(
    ("expression", "parameters", "message"),
    [
        ("x^2 + z", "x y", r"x\*\*2 \+ z: it contains z; only the parameters \(x, y\) are wanted"),
        ("a x + b", "x", r"contains a, b"),
        ("x^2", "", r"parameters are \(\): one or more"),
        ("x^2", ["x", "x"], r"parameters are \(x, x\): .* different"),
        (sp.I * sp.Symbol("x"), "x", r"expression is I\*x: a real and finite expression in x is wanted"),
        (sp.Symbol("x") + sp.oo, "x", "real and finite"),
        (sp.gamma(sp.Symbol("x")), "x", "cannot be computed in floating point: .*gamma"),
        ("f(x)", "x", "cannot be computed in floating point"),
        (["x"], "x", r"expression is \['x'\]"),
        ("x", [3], "3: the name of one variable is wanted"),
    ],
)
def test_what_is_no_loss_is_refused(expression, parameters, message):
    with pytest.raises(ArgumentError, match=message):
        Loss(expression, parameters)


def test_what_cannot_be_read_is_refused_with_its_position():
    with pytest.raises(UnreadableError) as caught:
        Loss("x^2 + (x", "x")
    assert isinstance(caught.value, GdtutorError)
    assert caught.value.position > 0


@pytest.mark.parametrize("evaluate", [VALLEY, VALLEY.gradient, VALLEY.hessian])
@pytest.mark.parametrize("w", [1.0, 3, [1, 2, 3], [[1], [2]], [], "x", [[1, 2], [3]], None, [1j, 2], [True, False]])
def test_a_point_of_the_wrong_shape_or_kind_is_refused(evaluate, w):
    with pytest.raises(ArgumentError, match=r"w is .*: a point of shape \(2,\) or a batch \(n, 2\) is wanted"):
        evaluate(w)


@pytest.mark.parametrize("w", [[1, 2], [[1, 2]], np.zeros((3, 2))])
def test_a_point_of_the_wrong_shape_for_one_parameter_is_refused(w):
    with pytest.raises(ArgumentError, match=r"a number, a point of shape \(1,\) or a batch \(n, 1\) is wanted"):
        HOPKINS(w)

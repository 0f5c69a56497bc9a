"""Gradients of vectors and matrices: against differences of NumPy's values, as books write them, and tampered with."""

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from matrix_losses import DATA, IDS, LOSSES
from matrix_values import slope, value, values_of

import gdtutor as gd
from gdtutor.calculus.matrices.comparison import compare
from gdtutor.calculus.matrices.reading import read_matrices
from gdtutor.calculus.matrices.terms import Term, terms_of, written


@pytest.mark.parametrize(("text", "variable", "shapes", "loss", "book"), LOSSES, ids=IDS)
def test_a_gradient_is_the_slope_of_the_loss(text, variable, shapes, loss, book):
    found = gd.matrix_gradient(text, variable, **shapes)
    values = values_of(shapes)
    assert found.shape == gd.matrices(**shapes)[list(shapes).index(variable)].shape
    np.testing.assert_allclose(value(found.result, values), slope(loss, values, variable), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("text", "variable", "shapes", "loss", "book"), LOSSES, ids=IDS)
def test_every_step_is_proved_and_the_result_is_that_of_the_books(text, variable, shapes, loss, book):
    found = gd.matrix_gradient(text, variable, **shapes)
    assert found.verify()
    assert compare(found.result, read_matrices(book, dict(zip(shapes, gd.matrices(**shapes), strict=True)))).proved
    assert all(step.shape == found.shape or "d(" in str(step) for step in found.steps)


@pytest.mark.parametrize(("text", "variable", "shapes", "loss", "book"), LOSSES, ids=IDS)
def test_a_tampered_step_is_found(text, variable, shapes, loss, book):
    found = gd.matrix_gradient(text, variable, **shapes)
    for place, step in enumerate(found.steps):
        doubled = written(Term(2 * term.coefficient, term.factors) for term in terms_of(step.after))
        wrong = replace(step, after=doubled)
        steps = (*found.steps[:place], wrong, *found.steps[place + 1 :])
        assert wrong in replace(found, steps=steps).unproved(), str(step)


def test_the_hessian_of_the_logistic_loss():
    """Xᵀ diag(p(1 − p)) X, as in Bishop, Pattern Recognition and Machine Learning, (4.97)."""
    found = gd.matrix_jacobian("X^T (sigmoid(X w) - y)", "w", **DATA)
    values = values_of(DATA)
    p = 1 / (1 + np.exp(-values["X"] @ values["w"]))
    np.testing.assert_allclose(value(found.result, values), values["X"].T @ np.diag((p * (1 - p))[:, 0]) @ values["X"])
    assert found.verify()


def test_views_hold_the_same_steps():
    found = gd.matrix_gradient("1/2*|X*w - y|^2", "w", **DATA)
    data = found.to_dict()
    assert data["result"] == "X.T*(X*w - y)"
    assert data["shape"] == "p x 1"
    assert data["verified"] is True
    assert len(data["steps"]) == len(found.steps) == found.latex().count("&=")
    assert "X.T*(X*w - y)" in str(found)


@pytest.mark.parametrize(
    ("text", "variable", "shapes", "sentence"),
    [
        ("X*w - y", "w", DATA, "a number, 1 x 1, is wanted"),
        ("1/2*|X*w - y|^2", "v", DATA, "a letter with a shape is wanted"),
        ("1/2*|X*w - y|^2", "w", {**DATA, "w": "p q r"}, "one size for a vector or two for a matrix"),
        ("1/2*|X*w - y|^2", "w", {**DATA, "w": "-3"}, "a letter or a whole number"),
        ("1/2*|X*w - y|^2", "w", {**DATA, "w": "N"}, "do not fit"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(text, variable, shapes, sentence):
    with pytest.raises(gd.GdtutorError, match=sentence):
        gd.matrix_gradient(text, variable, **shapes)


def test_a_built_expression_does_what_its_text_does():
    X, w, y = gd.matrices(**DATA)
    built = gd.matrix_gradient((X * w - y).T * (X * w - y), w)
    assert built.result == gd.matrix_gradient("|X w - y|^2", "w", **DATA).result
    assert isinstance(built.result, sp.MatrixExpr)


@pytest.mark.parametrize("text", ["w/|w|", "(b^T w) w", "sigmoid(b^T w) A w", "log(w^T w) sigmoid(A w)"])
def test_a_vector_times_a_number_is_differentiated_by_the_product_rule(text):
    shapes = {"A": "p p", "b": "p", "w": "p"}
    found = gd.matrix_jacobian(text, "w", **shapes)
    letters = dict(zip(shapes, gd.matrices(**shapes), strict=True))
    vector, values = read_matrices(text, letters), values_of(shapes)
    rows = [slope(lambda v, k=k: value(vector, v)[k, 0], values, "w")[:, 0] for k in range(4)]
    np.testing.assert_allclose(value(found.result, values), np.array(rows), rtol=1e-6, atol=1e-7)
    assert found.verify()

"""Vectors and matrices as learners type them: read right, or refused with a sentence and a place."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from matrix_values import value, values_of

from gdtutor.calculus.matrices.reading import read_matrices
from gdtutor.calculus.matrices.symbols import matrices
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.errors import GdtutorError, UnreadableError

SHAPES = {"X": "N p", "w": "p", "y": "N", "A": "p p", "W": "p q"}
LETTERS = dict(zip(SHAPES, matrices(**SHAPES), strict=True))


def sigmoid(u):
    return 1 / (1 + np.exp(-u))


# text, the same with NumPy
READABLE = [
    ("X^T (X w - y)", lambda X, w, y, A, W: X.T @ (X @ w - y)),
    ("Xᵀ(Xw − y)", lambda X, w, y, A, W: X.T @ (X @ w - y)),
    ("X.T*(X*w - y)", lambda X, w, y, A, W: X.T @ (X @ w - y)),
    (r"X^{\top}\left(Xw-y\right)", lambda X, w, y, A, W: X.T @ (X @ w - y)),
    (r"\nabla_w L = X^T (X w - y)", lambda X, w, y, A, W: X.T @ (X @ w - y)),
    ("grad = 2w", lambda X, w, y, A, W: 2 * w),
    ("-w/3 + 2A w", lambda X, w, y, A, W: -w / 3 + 2 * A @ w),
    ("A^2 w", lambda X, w, y, A, W: A @ A @ w),
    ("|X w - y|^2", lambda X, w, y, A, W: [[((X @ w - y) ** 2).sum()]]),
    ("||w||²", lambda X, w, y, A, W: [[(w**2).sum()]]),
    ("‖W‖^2", lambda X, w, y, A, W: [[(W**2).sum()]]),
    ("sigma(X w)", lambda X, w, y, A, W: sigmoid(X @ w)),
    ("1/(1 + e^(-X w))", lambda X, w, y, A, W: sigmoid(X @ w)),
    ("e^(Xw)/(1 + e^(Xw))", lambda X, w, y, A, W: sigmoid(X @ w)),
    ("3 sigmoid(Xw) ∘ (1 - sigmoid(Xw))", lambda X, w, y, A, W: 3 * sigmoid(X @ w) * (1 - sigmoid(X @ w))),
    (r"y \odot \tanh(Xw)^2", lambda X, w, y, A, W: y * np.tanh(X @ w) ** 2),
    ("sin^2(w)", lambda X, w, y, A, W: np.sin(w) ** 2),
    ("sum(w)", lambda X, w, y, A, W: [[w.sum()]]),
    ("1^T w", lambda X, w, y, A, W: [[w.sum()]]),
    ("X^T ones", lambda X, w, y, A, W: X.sum(0)[:, None]),
    ("(1 - y)^T X", lambda X, w, y, A, W: (1 - y).T @ X),
    ("tr(A)", lambda X, w, y, A, W: [[np.trace(A)]]),
    ("2 tr(W^T A W)", lambda X, w, y, A, W: [[2 * np.trace(W.T @ A @ W)]]),
    ("X^T diag(sigmoid(Xw)) X", lambda X, w, y, A, W: X.T @ np.diag(sigmoid(X @ w)[:, 0]) @ X),
    ("(A W)^T w", lambda X, w, y, A, W: (A @ W).T @ w),
    ("w w^T A", lambda X, w, y, A, W: w @ w.T @ A),
    ("1/N X^T y", lambda X, w, y, A, W: X.T @ y / len(y)),
]


@pytest.mark.parametrize(("text", "meant"), READABLE, ids=[text for text, _ in READABLE])
def test_what_learners_type_is_read_as_meant(text, meant):
    values = values_of(SHAPES, seed=3)
    found = read_matrices(text, LETTERS)
    np.testing.assert_allclose(value(found, values), meant(**values), rtol=1e-12)


@pytest.mark.parametrize("text", [text for text, _ in READABLE])
def test_what_is_shown_is_read_back(text):
    """As text and as LaTeX."""
    values = values_of(SHAPES, seed=4)
    found = read_matrices(text, LETTERS)
    for shown in (to_text(found), to_latex(found)):
        np.testing.assert_allclose(value(read_matrices(shown, LETTERS), values), value(found, values), rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "position", "sentence"),
    [
        ("X (X w - y)", 0, "N x p times N x 1"),
        ("w + X w", 0, "a sum wants one shape, here are N x 1 and p x 1"),
        ("2 + A", 0, "a number is added to a matrix"),
        ("w^2", 0, "write |u|^2"),
        ("|A|", 0, "a length wants a column"),
        ("w/y", 0, "cannot be divided"),
        ("sigmoid(A)", 0, "wants a column"),
        ("w ∘ y", 0, "two of one shape"),
        ("tr(X)", 0, "square"),
        ("diag(A)", 0, "wants a column"),
        ("2 sum", 0, "wants its argument in brackets"),
        ("sum", 0, "wants its argument in brackets"),
        ("sum(3)", 0, "wants a vector or a matrix"),
        ("ones", 0, "length of these ones"),
        ("3 ones + 2", 0, "length of these ones"),
        ("w A", 0, "p x 1 times p x p"),
        ("X^T (X w - y", 4, "closing"),
        ("d/dw w", 0, "cannot stand here"),
        ("2 ∘ 3", 0, "component by component"),
        ("__import__('os')", 0, ""),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_a_place(text, position, sentence):
    with pytest.raises(UnreadableError) as caught:
        found = read_matrices(text, LETTERS)
        assert not hasattr(found, "shape"), found
    assert sentence in caught.value.reason
    assert caught.value.position >= position


@given(st.text("Xwy A1+-*/^()T|σ.∘=,sumtr", max_size=40))
def test_no_text_does_harm(text):
    try:
        read_matrices(text, LETTERS)
    except GdtutorError as refused:
        assert str(refused)

"""Equality of matrices: proved, refuted with a witness that can be recomputed, or undecided."""

import numpy as np
import pytest
import sympy as sp

from gdtutor.calculus.equality.decide import Verdict
from gdtutor.calculus.matrices.comparison import MOST_LETTERS, check_size, compare
from gdtutor.calculus.matrices.reading import read_matrices
from gdtutor.calculus.matrices.symbols import matrices
from gdtutor.errors import TooLargeError

SHAPES = {"X": "N p", "w": "p", "y": "N", "A": "p p", "B": "p p", "C": "p p"}
LETTERS = dict(zip(SHAPES, matrices(**SHAPES), strict=True))


def compared(left, right):
    return compare(read_matrices(left, LETTERS), read_matrices(right, LETTERS))


EQUAL = [
    ("X^T (X w - y)", "X^T X w - X^T y"),
    ("(A B)^T w", "B^T A^T w"),
    ("tr(A B)", "tr(B A)"),
    ("|X w - y|^2", "w^T X^T X w - 2 y^T X w + y^T y"),
    ("1 - sigmoid(X w)", "sigmoid(-X w)"),
    ("sum(X w)", "w^T X^T ones"),
    ("w ∘ sigmoid(w)", "diag(w) sigmoid(w)"),
    ("X^T y/N", "1/N*(X^T y)"),
]
DIFFERENT = [
    ("A B w", "B A w"),
    ("A^T w", "A w"),
    ("X^T X w", "X^T y"),
    ("tr(A B C)", "tr(A C B)"),
    ("1/N*X^T y", "X^T y"),
    ("sigmoid(X w)", "tanh(X w)"),
    ("w w^T w", "w"),
]


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_identities_are_proved(left, right):
    assert compared(left, right).proved


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_ones_are_never_proved(left, right):
    found = compared(left, right)
    assert found.verdict in (Verdict.REFUTED, Verdict.PARTLY)
    assert found.witness.left != found.witness.right


def test_a_witness_can_be_recomputed():
    found = compared("A B w", "B A w")
    point = {name: float(number) for name, number in found.witness.point}
    assert point.pop("p") == 2
    A, B = (np.array([[point[f"{name}_{i}{j}"] for j in (1, 2)] for i in (1, 2)]) for name in "AB")
    w = np.array([point["w_1"], point["w_2"]])
    component = int(found.evidence.split()[1]) - 1
    assert found.witness.left == pytest.approx((A @ B @ w)[component], rel=1e-12)
    assert found.witness.right == pytest.approx((B @ A @ w)[component], rel=1e-12)


def test_right_for_symmetric_matrices_only_is_said():
    found = compared("A w + A^T w", "2 A w")
    assert (found.verdict, found.domain) == (Verdict.PARTLY, "A is symmetric")


def test_what_holds_for_the_tried_sizes_only_is_not_accepted():
    found = compared("w", "w + (p - 1) (p - 2) (p - 3) w")
    assert found.verdict is Verdict.UNDECIDED


def test_too_long_a_product_is_refused_at_once():
    A = sp.MatrixSymbol("A", 3, 3)
    with pytest.raises(TooLargeError, match="more than 10"):
        check_size(sp.MatMul(*[A] * (MOST_LETTERS + 1), evaluate=False))

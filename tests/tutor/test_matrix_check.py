"""A learner's gradient by vectors and matrices: verdicts, mistakes, and texts of every kind."""

import time

import pytest

import gdtutor as gd

DATA = {"X": "N p", "w": "p", "y": "N"}
HALF = "1/2*|X w - y|^2"
MEAN = "1/(2N)*|X w - y|^2 + lambda/2*|w|^2"
LOGISTIC = "-y^T log(sigma(Xw)) - (1 - y)^T log(1 - sigma(Xw))"
FORM = {"A": "p p", "w": "p"}


@pytest.mark.parametrize(
    ("loss", "shapes", "answer"),
    [
        (HALF, DATA, "X^T (X w - y)"),
        (HALF, DATA, "X^T X w - X^T y"),
        (HALF, DATA, "-(y - X w)^T X)^T".replace("-(y", "(-(y")),
        (MEAN, DATA, "X^T(Xw - y)/N + λw"),
        (LOGISTIC, DATA, "X^T(1/(1 + e^(-Xw)) - y)"),
        ("w^T A w", FORM, "(A + A^T) w"),
        ("y^T y", DATA, "0"),
    ],
)
def test_right_answers_in_any_form(loss, shapes, answer):
    found = gd.check_matrix_gradient(loss, "w", answer, **shapes)
    assert (found.verdict, found.mistake) == ("correct", "")
    assert found.message.startswith("Correct: proved for every component")


@pytest.mark.parametrize(
    ("loss", "shapes", "answer", "mistake"),
    [
        (HALF, DATA, "X^T(y - Xw)", "overall_sign"),
        (HALF, DATA, "2X^T(Xw - y)", "loss_factor"),
        (MEAN, DATA, "X^T(Xw - y) + lambda N w", "loss_factor"),
        (MEAN, DATA, "X^T(Xw - y)/N + 2 lambda w", "loss_factor"),
        (MEAN, DATA, "X^T(Xw - y) + lambda w", "loss_factor"),
        (LOGISTIC, DATA, "X^T(y - sigmoid(Xw))", "overall_sign"),
        ("w^T A w", FORM, "A w", "product_one_term"),
        ("w^T A v", {**FORM, "v": "p"}, "A^T w", "wrong_variable"),
        (HALF, DATA, "X^T X w", ""),
        (HALF, DATA, "w", ""),
    ],
)
def test_wrong_answers_are_refuted_and_named(loss, shapes, answer, mistake):
    found = gd.check_matrix_gradient(loss, "w", answer, **shapes)
    assert found.verdict == "wrong"
    assert found.mistake.split(";")[0] == mistake
    assert found.witness.left != found.witness.right
    assert found.message.startswith("Wrong. At ")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("X w - y", "has the shape of w, p x 1; your answer is N x 1."),
        ("(X w - y)^T X", "It is the transpose of the gradient."),
        ("5", "your answer is 1 x 1"),
    ],
)
def test_a_wrong_shape_is_said_first(answer, sentence):
    found = gd.check_matrix_gradient(HALF, "w", answer, **DATA)
    assert found.verdict == "wrong"
    assert sentence in found.message


def test_right_for_symmetric_matrices_only_is_partial():
    found = gd.check_matrix_gradient("w^T A w", "w", "2Aw", **FORM)
    assert (found.verdict, found.domain) == ("partial", "A is symmetric")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("", "unanswered"),
        ("   ", "unanswered"),
        ("X^T (X w - y", "unreadable"),
        ("X (X w - y)", "unreadable"),
        ("X^T X" * 900, "unreadable"),
        ("(" * 500, "unreadable"),
        ("9^9^9^9 w", "unreadable"),
        ("__import__('os').system('true')", "unreadable"),
        ("(X^T X)" * 30 + "w", "undecided"),
        ("e^(e^(e^(X w)))", "wrong"),
    ],
)
def test_any_text_gets_a_verdict_in_time(answer, verdict):
    began = time.thread_time()
    found = gd.check_matrix_gradient(HALF, "w", answer, **DATA)
    assert found.verdict == verdict
    assert time.thread_time() - began < 10  # the budget is 3 s


def test_a_bad_question_is_said_to_be_the_questions_fault():
    found = gd.check_matrix_gradient("X w", "w", "X^T", **DATA)
    assert found.verdict == "unreadable"
    assert found.message.startswith("The question cannot be read")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (r"X^T(\hat y - y)", "the question has no letter y_hat"),
        ("X^T (X w - z)/n", "the question has no letters n, z"),
        ("X^T (X W - Y)", "did you mean w?"),
    ],
)
def test_letters_that_the_question_does_not_have_are_asked_for(answer, says):
    found = gd.check_matrix_gradient("1/2*|X w - y|^2", "w", answer, X="N p", w="p", y="N")
    assert (found.verdict, says in found.message) == ("unreadable", True), found.message


@pytest.mark.parametrize("answer", ["X⊤ (X w - y)", "Xᵗ (X w - y)", "X^⊤ (X w - y)", "Xᵀ (X w - y)"])
def test_every_sign_of_a_transpose_is_read(answer):
    assert gd.check_matrix_gradient("1/2*|X w - y|^2", "w", answer, X="N p", w="p", y="N").verdict == "correct"

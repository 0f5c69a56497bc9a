"""A verdict as a test of an assignment: it passes quietly, or fails with the sentence that names the mistake."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

import gdtutor as gd

WRONG = "the derivatives of the factors were multiplied"


@pytest.mark.parametrize(
    "found",
    [
        gd.check("x^2*sin(x)", "x", "2x*cos(x)"),
        gd.check_working("d/dx x^2*sin(x)\n= 2x*cos(x)"),
        gd.exercise("product-1").check("2θ·3cos(3θ)"),
    ],
    ids=["check", "working", "exercise"],
)
def test_a_wrong_answer_fails_with_its_mistake(found):
    with pytest.raises(AssertionError, match=WRONG):
        gd.require(found)


def test_a_right_answer_passes():
    gd.require(gd.check("x^2", "x", "x + x"))
    gd.require(gd.check_claim("x^2", "x", "f'(3) = 6"))


@pytest.mark.parametrize("answer", ["", "2x +", "d/dx x^2", "2x + 10^(-2000)*sin(x)"])
def test_no_verdict_is_no_pass(answer):
    with pytest.raises(gd.NotAcceptedError):
        gd.require(gd.check("x^2", "x", answer))


def test_the_teacher_says_what_is_accepted():
    found = gd.check("log(x^2)*x", "x", "2log(x) + 2")
    gd.require(found, accept=["correct", "partial"])
    with pytest.raises(gd.NotAcceptedError, match="x > 0 only"):
        gd.require(found)
    for accept in ("correct", ["right"]):
        with pytest.raises(gd.ArgumentError, match="a sequence of verdicts is wanted"):
            gd.require(found, accept=accept)


def test_a_notebook_shows_the_sentence_only(capsys):
    shell = InteractiveShell.instance()
    shell.run_cell("import gdtutor as gd; gd.require(gd.check('x^2*sin(x)', 'x', '2x*cos(x)'))")
    printed = capsys.readouterr().out
    assert WRONG in printed
    assert "Traceback" not in printed
    assert printed.startswith("Wrong. ")

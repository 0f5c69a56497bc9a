"""A learner's text is hostile input: whatever it is, a verdict comes soon, and nothing in it is ever run."""

import time
import tracemalloc

import pytest
from hypothesis import given, strategies as st

import gdtutor as gd

ALPHABETS = [
    "x2+-*/^()",
    "sincotalgepx ()^2/",
    "\\frac{}sqrt^_&$ xdy=12",
    "(){}[]|^'\"_,;:=<>!?%&~`@#\\/*+-.0123456789xyzeπθ√²₁−·",
    "d/dx()^2fg'yu=∂t ",
]
FINE = {"correct", "partial", "wrong", "undecided", "unreadable", "unanswered"}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_random_text_gets_a_verdict_soon(alphabet):
    @given(st.text(alphabet=alphabet, max_size=40))
    def check(text):
        start = time.thread_time()
        assert gd.check("x^2*sin(x)", "x", text).verdict in FINE
        assert time.thread_time() - start < 5

    check()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_as_question_and_answer(question, answer):
    assert gd.check(question, "x", answer).verdict in FINE


@given(st.text(alphabet="x+*^()=d/\n23sin &\\", max_size=80))
def test_any_text_as_a_working(text):
    try:
        found = gd.check_working(text)
    except gd.GdtutorError:
        return
    assert found.verdict in FINE


PIECES = [
    "f(x)", "f'(x)", "f'(2)", "f''(x)", "g(x)", "f(g(x))", "y", "u", "v", "u'", "v'", "u'v", "dy/dx", "dy/du", "du/dx",
    "d/dx ", "∂f/∂x", r"\frac{dy}{dx}", "|_{x=2}", " at x = 2", "x^2", "sin(u)", "log(u)", "x", "2x", "x=3", "u=v",
    "v=u", "f=f'", "1/0", "sqrt(-1)", "e^(e^(u))", "f(x,y)", " = ", " = ", " = ", "\n", "\n", "\n", ", ", "let ",
    "where ", "≈ 3.14", "0", "(", ")", "^", "*", "+", "- ", "θ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=14))
def test_any_pieces_of_a_working_get_verdicts(pieces):
    try:
        found = gd.check_working("".join(pieces))
    except gd.GdtutorError:
        return
    assert {check.verdict for check in found.checks} <= FINE


BOMBS = [
    "__import__('os').system('touch hacked')",
    "9**9**9**9",
    "(((((((((" * 100_000,
    "x" * 1_000_000,
    "+".join(["x"] * 2_000),
    "*".join(["(x+1)"] * 600),
    "(2x)^9999",
    "((((x^9999)^9999)^9999)^9999)",
    "(x+y+z+u+v+w)^60",
    "e^(e^(e^(e^(e^x))))",
    "sin(" * 35 + "x" + ")" * 35,
    "|" * 39 + "x" + "|" * 39,
    "+".join(f"|x-{k}|" for k in range(40)),
    "+".join(f"sqrt(x+{k})" for k in range(40)),
    "*".join(f"cos({k}x)" for k in range(1, 40)),
    "x^x^x^x^x^x^x^x",
    "1" * 60 + "^" + "9999",
    "0.0000000000000000000000000000001^-99",
    "factorial(10**9)",
    r"\def\a{\a\a}\a",
    "\0\u202e\u200b",
    "sin(x)^9999 + cos(x)^9999",
    "log(" + "*".join(f"(x^{k}+1)" for k in range(2, 40)) + ")",
]


@pytest.mark.parametrize("text", BOMBS, ids=range(len(BOMBS)))
def test_bombs_cost_little_time_and_memory(text):
    gd.check("x^2", "x", "3x")  # loads what is loaded once
    tracemalloc.start()
    start = time.thread_time()
    assert gd.check("x^2", "x", text).verdict in FINE
    assert gd.check(text, "x", "1").verdict in FINE
    seconds, (_, peak) = time.thread_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 2**20
    assert seconds < 30  # tracing memory slows everything tenfold; the benchmark has the times

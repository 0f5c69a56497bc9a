"""One case of signs: what holds then, and what it asks for."""

import pytest
import sympy as sp
from kernel_reading import X

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.case import Outcome, Problem, examine
from gdtutor.calculus.equality.kernel.signs import Parity, SignNeededError
from gdtutor.calculus.equality.search.advisor import advisor
from gdtutor.calculus.equality.search.memory import Memory, RestartError

x = X
POWER = sp.exp(sp.log(x), evaluate=False)
SUM = sp.cos(sp.pi / 7) - sp.cos(2 * sp.pi / 7) + sp.cos(3 * sp.pi / 7)  # 1/2


def examined(question, answer, sign=0, domain=(), answer_domain=()):
    memory = Memory()
    memory.symbol(x)
    unit = memory.unit({1: 1})
    assumed = (Parity(sign, frozenset({unit})),) if sign else ()
    problem = Problem(question, answer, domain, answer_domain)
    while True:
        try:
            return examine(problem, memory, Budget(5), assumed, advisor(memory))
        except RestartError:
            continue


@pytest.mark.parametrize(("question", "answer", "sign", "outcome"), [
    (sp.Abs(x), x, 1, Outcome.EQUAL),
    (sp.Abs(x), x, -1, Outcome.DIFFERENT),
    (sp.Abs(x), -x, -1, Outcome.EQUAL),
    (sp.sqrt(x), x, -1, Outcome.QUESTION_UNDEFINED),
    (x, POWER, -1, Outcome.ANSWER_UNDEFINED),
    (x, POWER, 1, Outcome.EQUAL),
    (x / (x + sp.Abs(x)), sp.Rational(1, 2), 1, Outcome.EQUAL),
    (x / (x + sp.Abs(x)), sp.Rational(1, 2), -1, Outcome.QUESTION_UNDEFINED),
    (x * SUM, x / 2, 0, Outcome.UNCLEAR),
])  # fmt: skip
def test_what_holds_in_a_case(question, answer, sign, outcome):
    assert examined(question, answer, sign).outcome is outcome


def test_a_question_asks_for_its_domain_and_an_answer_must_do_with_it():
    case = examined(sp.sqrt(x) ** 3, sp.sqrt(x**3))
    assert case.asked == (Parity(1, frozenset({0})),)
    assert case.outcome is Outcome.EQUAL
    with pytest.raises(SignNeededError):
        examined(sp.Abs(x), POWER)
    assert examined(x, x, -1, answer_domain=(sp.log(x),)).outcome is Outcome.ANSWER_UNDEFINED
    assert examined(x, x, -1, domain=(sp.log(x),)).outcome is Outcome.QUESTION_UNDEFINED


def test_a_sign_that_decides_is_needed():
    with pytest.raises(SignNeededError) as needed:
        examined(sp.Abs(x), x)
    assert needed.value.units == {0}

"""`check`: right answers, disguised ones, spoiled ones, right on one branch, and unrelated ones."""

from __future__ import annotations

import random
from typing import Any

from tests.oracle.cases import Case, Outcome, Tally, ask, failure
from tests.oracle.comparing import Question
from tests.oracle.disguises import disguised, on_one_branch, spoiled
from tests.oracle.formulas import Node, add, letters, num, size, text
from tests.oracle.generate import STRATA, formula
from tests.oracle.judging import judge_verdict
from tests.oracle.rules import differentiate

LONGEST = 70
FEW, ALLOWED = 4, 0.05  # unrelated answers with a name: far more than is promised, so that chance does not tell


def answer_to(rng: random.Random, right: Node, way: int) -> Node:
    """An answer made from the right one: 0 as it is, 1 disguised, 2 spoiled, 3 right on one branch, 4 two of these."""
    if way == 0:
        return right
    if way == 1:
        return disguised(rng, right, rng.randint(1, 2))
    if way == 2:
        return spoiled(rng, right)
    if way == 3:
        return on_one_branch(rng, right)
    return (
        on_one_branch(rng, disguised(rng, right, 1)) if rng.random() < 0.5 else spoiled(rng, disguised(rng, right, 1))
    )


class Check:
    """The way of the answer changes as often as the stratum does not: both are spread evenly."""

    name = "check"
    share = 2.0

    def draw(self, rng: random.Random, number: int) -> Case:
        for _ in range(10):
            function = formula(rng, number)
            order = 2 if rng.random() < 0.08 else 0 if rng.random() < 0.06 else 1
            right = function
            for _ in range(order):
                right = differentiate(right, "x")
            if size(right) > LONGEST:
                continue
            way = (number // len(STRATA) + number) % 5
            answer = answer_to(rng, right, way)
            if size(answer) <= LONGEST:
                return Case((function, answer), (order,))
        return Case((num(1), num(0)), (1,))

    def judge(self, api: Any, case: Case) -> Outcome:
        function, answer = case.formulas
        (order,) = case.data
        more = () if order == 1 else (order,)
        found = ask(api, lambda: api.check(text(function), "x", text(answer), *more))
        return judge_verdict(found, Question(function, "x", order), answer, case.rng())

    def line(self, case: Case) -> str:
        function, answer = case.formulas
        order = "" if case.data == (1,) else f", {case.data[0]}"
        return f"gd.check({text(function)!r}, 'x', {text(answer)!r}{order})"


class Diagnosis:
    """Unrelated answers to `check`: how many of the wrong ones get the name of a mistake is counted."""

    name = "diagnosis"
    share = 0.5

    def draw(self, rng: random.Random, number: int) -> Case:
        other = formula(rng, rng.randrange(len(STRATA)))
        if rng.random() < 0.3:
            other = add(other, formula(rng, rng.randrange(len(STRATA))))
        return Case((formula(rng, number), other), (1,))

    def judge(self, api: Any, case: Case) -> Outcome:
        function, answer = case.formulas
        found = ask(api, lambda: api.check(text(function), "x", text(answer)))
        outcome = judge_verdict(found, Question(function), answer, case.rng(), 8)
        if outcome.status == "fine" and str(found.verdict) == "wrong":
            outcome.notes += ("wrong", "wrong and named") if found.mistake else ("wrong",)
        return outcome

    def overall(self, tally: Tally) -> Outcome | None:
        """Names are for what is known to have happened: that of random answers a few get one is all that is allowed."""
        wrong, named = tally.counts.get("wrong", 0), tally.counts.get("wrong and named", 0)
        if named < FEW or named < wrong * ALLOWED:
            return None
        return failure("names for unrelated answers", f"{named} of {wrong} wrong ones")

    def line(self, case: Case) -> str:
        return Check().line(case)


def names_of(*nodes: Node) -> list[str]:
    return sorted({"x", *letters(*nodes)})

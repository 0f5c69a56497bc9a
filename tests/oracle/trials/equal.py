"""`equal`: two formulas, the first of which is the question's."""

from __future__ import annotations

import random
from typing import Any

from tests.oracle.cases import Case, Outcome, ask
from tests.oracle.comparing import Question
from tests.oracle.formulas import letters, size, text
from tests.oracle.generate import STRATA, formula
from tests.oracle.judging import judge_verdict
from tests.oracle.trials.check import answer_to


class Equal:
    """Both orders of a pair are tried: the domain is that of the first."""

    name = "equal"
    share = 1.5

    def draw(self, rng: random.Random, number: int) -> Case:
        for _ in range(10):
            left = formula(rng, number)
            right = answer_to(rng, left, 1 + (number // len(STRATA) + number) % 4)
            if size(right) < 60:
                break
        return Case((right, left) if rng.random() < 0.4 else (left, right))

    def judge(self, api: Any, case: Case) -> Outcome:
        left, right = case.formulas
        found = ask(api, lambda: api.equal(text(left), text(right)))
        name = (letters(left, right) or ["x"])[0]
        return judge_verdict(found, Question(left, name, 0), right, case.rng())

    def line(self, case: Case) -> str:
        return f"gd.equal({text(case.formulas[0])!r}, {text(case.formulas[1])!r})"

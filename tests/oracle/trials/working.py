"""`check_working`: chains of lines by the oracle's rules and disguises, with at most one line broken."""

from __future__ import annotations

import random
from typing import Any

from tests.oracle.cases import Case, Outcome, ask
from tests.oracle.comparing import Question
from tests.oracle.disguises import disguised
from tests.oracle.formulas import num, size, text
from tests.oracle.generate import formula
from tests.oracle.judging import judge_verdict
from tests.oracle.rules import differentiate
from tests.oracle.trials.check import on_one_branch, spoiled


class Working:
    """Each line is judged on the one before it, the first on the derivative; a line that is that again is right too."""

    name = "check_working"
    fewest = 2

    def draw(self, rng: random.Random, number: int) -> Case:
        for _ in range(10):
            function = formula(rng, number)
            lines = [differentiate(function, "x")]
            broken = rng.randrange(4)
            for place in range(rng.choice((1, 2, 2, 3))):
                if place == broken:
                    lines[-1] = spoiled(rng, lines[-1]) if rng.random() < 0.7 else on_one_branch(rng, lines[-1])
                lines.append(disguised(rng, lines[-1], 1))
            if max(map(size, lines)) < 50:
                return Case((function, *lines))
        return Case((num(1), num(0)))

    def judge(self, api: Any, case: Case) -> Outcome:
        function, *lines = case.formulas
        found = ask(api, lambda: api.check_working(self._text(case)), 3.0 * len(lines))
        outcomes = []
        before = Question(function)
        for place, line in enumerate(lines):
            outcome = judge_verdict(found.checks[place + 1], before, line, case.rng(), 12, is_line=True)
            if outcome.status == "failure" and place:  # back at what was asked for, after a wrong line
                again = judge_verdict(found.checks[place + 1], Question(function), line, case.rng(), 12, is_line=True)
                outcome = outcome if again.status == "failure" else again
            outcomes.append(outcome)
            if outcomes[-1].status != "refused":  # what is asked back is no line that the next one follows
                before = Question(line, "x", 0, (function,))
            if outcomes[-1].status == "failure":
                return outcomes[-1]
        for status in ("refused", "undecided"):
            for outcome in outcomes:
                if outcome.status == status:
                    return outcome
        return Outcome("fine")

    def _text(self, case: Case) -> str:
        function, *lines = case.formulas
        return f"d/dx ({text(function)})" + "".join(f"\n= {text(line)}" for line in lines)

    def line(self, case: Case) -> str:
        return f"gd.check_working({self._text(case)!r})"

"""An exercise that asks for the wrong line of a working; which one it is, the checker finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gdtutor.calculus.derivation import derive
from gdtutor.calculus.notation import read
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.markdown import literal
from gdtutor.tutor.ordinals import ordinal
from gdtutor.tutor.working import Working, check_working

_LONGEST = 60  # characters of an answer that can name a line
_LINE = re.compile(r"^\s*(?:the\s+)?(?:line|row)?\s*(?:no\.?|number|#)?\s*\(?(\d{1,2})\)?\s*\.?\s*$")
NONE = "none"


@dataclass(frozen=True)
class WrongLineQuestion:
    """Find the line that does not follow from the one before it; the answer is its number, or ``none``.

    Errors are carried forward: after a wrong line, the next ones are right if they follow from it.

    Attributes:
        working: the lines, the first one a d/dx mark. At most one of the others is wrong.
        variable: the variable of the derivative.

    >>> asked = WrongLineQuestion(["d/dx x^2*sin(x)", "2x*cos(x)", "2cos(x)*x"], "x")
    >>> asked.check("line 2").message.split(":")[0], str(asked.check("3").verdict)
    ('Correct. Line 2 does not follow from line 1', 'wrong')
    """

    working: Sequence[str]
    variable: str
    example = "the number of a line, or none"

    @property
    def asked(self) -> str:
        """The working as a table of numbered lines."""
        lines = [read(line, [self.variable]).latex for line in self.working]
        rows = [f"| {k} | $\\displaystyle {'=' if k > 1 else ''} {line}$ |" for k, line in enumerate(lines, 1)]
        return "\n".join(["| line | |", "|---|:---|", *rows])

    @cached_property
    def judged(self) -> Working:
        """Every line judged on the one before."""
        return check_working("\n".join(self.working), self.variable)

    @property
    def wrong(self) -> int | None:
        """The number of the wrong line, counted from 1, or ``None``."""
        found = self.judged.first_wrong
        return None if found is None else found + 1

    def check(self, answer: str) -> Check:
        """The verdict on a number, with the mistake that was made in the wrong line once it is found."""
        if not answer.strip():
            return Check(CheckVerdict.UNANSWERED, "Nothing is answered yet: type the number of a line, or none.")
        chosen = self._number(" ".join(answer.lower().split())[:_LONGEST])
        if chosen is None or not (chosen == 0 or 2 <= chosen <= len(self.working)):
            message = f"This is no line to choose: type a number from 2 to {len(self.working)}, or none."
            return Check(CheckVerdict.UNREADABLE, message, position=0)
        if chosen == (self.wrong or 0):
            return Check(CheckVerdict.CORRECT, f"Correct. {self._reason()}")
        if chosen == 0:
            return Check(CheckVerdict.WRONG, "Wrong. One of the lines does not follow from the one before it.")
        return Check(CheckVerdict.WRONG, f"Wrong. Line {chosen} follows from line {chosen - 1}{self._carried(chosen)}.")

    def _number(self, answer: str) -> int | None:
        """The number that is meant: 0 for none."""
        found = _LINE.match(answer)
        if found:
            return int(found[1])
        words = {ordinal(k): k + 1 for k in range(len(self.working))}
        word = re.sub(r"^\s*(?:the\s+)?|(?:\s+(?:line|one))?[\s.]*$", "", answer)
        return 0 if word in (NONE, "no") else words.get(word)

    def _carried(self, chosen: int) -> str:
        after = self.wrong is not None and chosen > self.wrong
        return ", though an error may have been made before" if after else ""

    def _reason(self) -> str:
        if self.wrong is None:
            return "Every line follows from the one before it."
        found = self.judged.checks[self.wrong - 1].message.removeprefix("Wrong. ").removeprefix("Partly right: ")
        return f"Line {self.wrong} does not follow from line {self.wrong - 1}: {found[:1].lower()}{found[1:]}"

    def solution(self) -> str:
        """The reason, and the derivation as it should be."""
        mark = read(self.working[0], [self.variable]).expression
        steps = derive(mark.args[0], mark.variables[0], int(mark.derivative_count)).latex()
        return f"{literal(self._reason())}\n\nRight, step by step:\n\n$$\n{steps}\n$$"

    def is_proved(self) -> bool:
        """Whether every line has a verdict that is proved, and at most one is wrong."""
        verdicts = [found.verdict for found in self.judged.checks]
        wrong = [verdict for verdict in verdicts if verdict is not CheckVerdict.CORRECT]
        return len(wrong) <= 1 and all(v in (CheckVerdict.WRONG, CheckVerdict.PARTIAL) for v in wrong)

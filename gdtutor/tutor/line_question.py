"""An exercise that asks for what is missing in one line of a working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gdtutor.calculus.derivation import Derivation, derive
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import Reading, read
from gdtutor.errors import UnreadableError
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.lines import split_lines
from gdtutor.tutor.working import Working, check_working

GAP = "?"


@dataclass(frozen=True)
class LineQuestion:
    """Fill the gap in one line of a working.

    The line with the answer put in has to follow from the line before it. The working is shown with the question.

    Attributes:
        working: the lines, the first one a d/dx mark; one of the others has the gap ``?``, or is the gap.
        variable: the variable of the derivative.
        reference: what belongs into the gap, in its author's form; proved, and shown in the solution.
        marks: whether d/dx marks may stand in the answer, where the step is to apply a rule and not yet to carry out.

    >>> asked = LineQuestion(["d/dx sin(2x)", "cos(2x)*d/dx(2x)", "cos(2x)*?"], "x", "2")
    >>> asked.check("x^2").mistake, str(asked.check("4/2").verdict)
    ('integrated', 'correct')
    """

    working: Sequence[str]
    variable: str
    reference: str
    marks: bool = False
    example = "2x*cos(x^2)"

    @property
    def _place(self) -> int:
        (place,) = [place for place, line in enumerate(self.working) if GAP in line]
        return place

    @property
    def asked(self) -> str:
        """The working with its gap, as mathematics."""
        return "$$\n" + self._aligned(r"\boxed{\;?\;}") + "\n$$"

    def _aligned(self, shown: str) -> str:
        lines = [read(line.replace(GAP, "(gap)"), ["gap", self.variable]).latex for line in self.working]
        lines = [line.replace(r"\left(gap\right)", shown).replace("gap", shown) for line in lines]
        return r"\begin{aligned}& " + r" \\[4pt] =\;& ".join(lines) + r"\end{aligned}"

    # --- check --------------------------------------------------------------------------------------------------------

    def check(self, answer: str) -> Check:
        """The verdict on the line with the answer put in."""
        answer = _last_side(answer)
        if not answer:
            return Check(CheckVerdict.UNANSWERED, "Nothing is answered yet: type what belongs into the gap.")
        try:
            reading = read(answer, [self.variable])
        except UnreadableError as problem:
            return Check(CheckVerdict.UNREADABLE, f"This cannot be read: {problem}.", position=problem.position)
        if not self.marks and _has_mark(reading.tree):
            message = "Not finished: a d/dx mark stands in the answer. Carry it out."
            return Check(CheckVerdict.UNANSWERED, message, reading=reading.latex)
        if self._is_there(reading):
            message = "Not finished: this line stands there already. The step between its neighbours is wanted."
            return Check(CheckVerdict.UNANSWERED, message, reading=reading.latex)
        found = self._filled(answer).checks[-1]
        message = found.message.replace("this line gives", "the line with your answer gives")
        return replace(found, message=message, reading=reading.latex, notes=reading.notes)

    def _filled(self, answer: str, whole: bool = False) -> Working:
        """The working up to the line with the answer put in, or all of it."""
        lines = self.working if whole else self.working[: self._place + 1]
        return check_working("\n".join(line.replace(GAP, f"({answer})") for line in lines), self.variable)

    def _is_there(self, reading: Reading) -> bool:
        """Whether a whole line was copied from its neighbours."""
        if self.working[self._place].strip() != GAP:
            return False
        others = [*self.working[: self._place][-1:], *self.working[self._place + 1 :][:1]]
        return any(read(line, [self.variable]).expression == reading.expression for line in others)

    # --- solution -----------------------------------------------------------------------------------------------------

    def solution(self) -> str:
        """The working with the gap filled, and the derivation of the question step by step."""
        shown = rf"\boxed{{{read(self.reference, [self.variable]).latex}}}"
        steps = self._derivation().latex()
        return f"$$\n{self._aligned(shown)}\n$$\n\nEvery step of it:\n\n$$\n{steps}\n$$"

    def _derivation(self) -> Derivation:
        mark = read(self.working[0], [self.variable]).expression  # the whole first line is one mark
        return derive(mark.args[0], mark.variables[0], int(mark.derivative_count))

    def is_proved(self) -> bool:
        """Whether every line of the filled working follows from the one before, and the derivation is proved too."""
        checks = self._filled(self.reference, whole=True).checks
        return all(found.verdict is CheckVerdict.CORRECT for found in checks) and self._derivation().verify()


def _last_side(answer: str) -> str:
    """What follows the last = of an answer."""
    lines = split_lines(answer)
    return lines[-1].text if lines else ""


def _has_mark(tree: Node) -> bool:
    return any(node.kind == "derivative" for node in tree.walk())

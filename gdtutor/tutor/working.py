"""Check a working line by line: each line is judged on the learner's own previous one, errors carried forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from gdtutor.calculus.carry_out import carry_out, is_undefined_derivative
from gdtutor.calculus.equality import Verdict, equal
from gdtutor.calculus.notation import Reading, as_symbol, read
from gdtutor.errors import ArgumentError, GdtutorError, UnreadableError
from gdtutor.tutor.check import Check, CheckVerdict, seen
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.lines import Line, split_lines
from gdtutor.tutor.step_diagnosis import diagnose_step

_MAX_LINES = 60


@dataclass(frozen=True)
class Working:
    """A working with what is said of each of its lines.

    Attributes:
        lines: the expressions, the question first.
        checks: one check a line; the first line states the question and is ``correct`` if it can be read.
        finished: whether the last line has no d/dx mark left.

    >>> check_working("d/dx x^2 = x + x").verdict
    <CheckVerdict.CORRECT: 'correct'>
    """

    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    finished: bool

    @property
    def first_wrong(self) -> int | None:
        """The index of the first line that does not follow from the one before, or ``None``."""
        bad = (CheckVerdict.WRONG, CheckVerdict.PARTIAL)
        return next((place for place, found in enumerate(self.checks) if found.verdict in bad), None)

    @property
    def verdict(self) -> CheckVerdict:
        """The verdict on the whole: that of the first line that is not correct."""
        found = next((c.verdict for c in self.checks if c.verdict is not CheckVerdict.CORRECT), CheckVerdict.CORRECT)
        return CheckVerdict.UNANSWERED if found is CheckVerdict.CORRECT and not self.finished else found

    def __str__(self) -> str:
        lines = [f"{place}. {line.text}\n   {found.message}" for place, line, found in self._numbered()]
        return "\n".join([*lines, *([] if self.finished else ["Not finished: a d/dx mark is left in the last line."])])

    def _numbered(self) -> Iterator[tuple[int, Line, Check]]:
        yield from ((i, line, found) for i, (line, found) in enumerate(zip(self.lines, self.checks, strict=True), 1))

    def _repr_markdown_(self) -> str:
        rows = [f"| {place} | {_shown(line, found)} | {found.message} |" for place, line, found in self._numbered()]
        return "\n".join(["| | line | verdict |", "|---|---|---|", *rows])


def _shown(line: Line, found: Check) -> str:
    return f"$\\displaystyle {found.reading}$" if found.reading else "`" + line.text.replace("|", "\\|") + "`"


def check_working(text: str, variable: str | sp.Symbol | None = None, seconds: float = 1.0) -> Working:
    """Check a hand-written working line by line.

    The first line states the question: with a mark (``d/dt sin(2t)*log(t^2)``) or by name (``f(t) = …``, then
    ``f'(t) = …``). Every further line may have marks too; ``f''(t) = …`` goes on to the next derivative. Steps may be
    skipped.

    Args:
        text: the working, one expression a line or several joined by ``=``.
        variable: with respect to which variable, where the working does not say so itself.
        seconds: a bound on the work for one line.

    Raises:
        ArgumentError: if there is no line, there are too many, or the variable cannot be told.

    >>> found = check_working("d/dx x^2*sin(x)\\n= 2x*cos(x)\\n= 2cos(x)*x")
    >>> found.first_wrong, found.checks[1].mistake, str(found.checks[2].verdict)
    (1, 'product_of_derivatives', 'correct')
    """
    lines = tuple(split_lines(text))
    if not lines:
        raise ArgumentError("working is empty: a question and at least one line are wanted")
    if len(lines) > _MAX_LINES:
        raise ArgumentError(f"working has {len(lines)} lines: at most {_MAX_LINES} are read")
    return _Reader(as_symbol(variable) if variable is not None else None, seconds).working(lines)


class _Reader:
    """Reads one line after another and keeps the last one that could be read."""

    def __init__(self, variable: sp.Symbol | None, seconds: float) -> None:
        self.variable = variable
        self.seconds = seconds
        self.before: sp.Expr | None = None
        self.order = 1  # of the derivative that the lines are about
        self.function: sp.Expr | None = None
        self.names: frozenset[str] = frozenset()
        self.lost = False  # whether the question could not be read

    def working(self, lines: tuple[Line, ...]) -> Working:
        checks = []
        last: Reading | None = None
        for line in lines:
            try:
                last = read(line.text, self.names)
            except UnreadableError as problem:
                message = f"This cannot be read: {problem}."
                checks.append(Check(CheckVerdict.UNREADABLE, message, position=problem.position))
                self.lost = self.before is None
                continue
            if self.lost:
                checks.append(Check(CheckVerdict.UNDECIDED, "Undecided: the question before it cannot be read."))
                continue
            checks.append(self.line(line, last))
        return Working(lines, tuple(checks), last is not None and not _has_marks(last))

    def line(self, line: Line, reading: Reading) -> Check:
        expression = reading.expression
        self.names |= frozenset(map(str, expression.free_symbols))
        shown: dict[str, Any] = {"reading": reading.latex, "notes": reading.notes}
        if self.before is None and line.names == "derivative" and not _marks(expression):
            raise ArgumentError("working begins with a derivative: the function is wanted first, d/dx (…) or f(x) = …")
        if line.names == "function" or self.before is None:
            return self.question(line, expression, shown)
        if line.order > self.order:  # f''(x) = … after f'(x) = …
            self.before = sp.Derivative(self.before, (self._variable(self.before), line.order - self.order))
            self.order = line.order
        try:
            found = self.follows(self.before, expression)
        except GdtutorError as problem:
            found = Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}.")
        self.before = expression
        return replace(found, **shown)

    def question(self, line: Line, expression: sp.Expr, shown: dict[str, Any]) -> Check:
        """The line that says what is to be differentiated."""
        mark = next(iter(sorted(_marks(expression), key=str)), None)
        self.order = max(1, line.order, mark.derivative_count if mark is expression else 0)
        if mark is not None:
            self.variable = self.variable or mark.variables[0]
            self.function, self.before = mark.expr, expression
        else:
            self.function = expression
            self.before = sp.Derivative(expression, self._variable(expression))
        return Check(CheckVerdict.CORRECT, "The question.", **shown)

    def _variable(self, expression: sp.Expr) -> sp.Symbol:
        if self.variable is None:
            symbols = sorted(expression.free_symbols, key=str)
            if len(symbols) != 1:
                raise ArgumentError("variable is None: the variable of the derivative is wanted, such as 't'")
            self.variable = symbols[0]
        return self.variable

    def follows(self, before: sp.Expr, expression: sp.Expr) -> Check:
        """Whether a line equals the one before, where the question's function is real."""
        domain = () if self.function is None else (carry_out(self.function),)
        compared = equal(before, expression, domain, self.seconds)
        evidence = compared.evidence
        if compared.verdict is Verdict.PROVED:
            return Check(CheckVerdict.CORRECT, "Correct: it follows from the line before.", evidence=evidence)
        if compared.verdict is Verdict.UNDECIDED:
            return Check(CheckVerdict.UNDECIDED, f"Undecided: {compared.evidence}.", evidence=evidence)
        told = seen(compared.witness, "this line", "the line before gives")
        if compared.verdict is Verdict.PARTLY:
            message = f"Partly right: it follows where {compared.domain} only. {told}"
            return Check(CheckVerdict.PARTIAL, message, (), compared.witness, compared.domain, evidence)
        diagnoses = self.diagnoses(before, expression)
        hint = diagnoses[0].sentence() if diagnoses else "It does not follow from the line before."
        return Check(CheckVerdict.WRONG, f"Wrong. {told} {hint}", diagnoses, compared.witness, "", evidence)

    def diagnoses(self, before: sp.Expr, expression: sp.Expr) -> tuple[Diagnosis, ...]:
        marks = sorted(_marks(before), key=str)
        return diagnose_step(before, marks, carry_out(expression)) if marks else ()


def _marks(expression: sp.Expr) -> set[sp.Derivative]:
    """The outermost d/dx marks that are still to be carried out."""
    return {mark for mark in expression.atoms(sp.Derivative) if not is_undefined_derivative(mark)}


def _has_marks(reading: Reading) -> bool:
    return bool(_marks(reading.expression))

"""Check a working line by line: each line is judged on the learner's own previous one, errors carried forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import indent

import sympy as sp

from gdtutor.calculus.notation import as_symbol
from gdtutor.errors import ArgumentError
from gdtutor.tutor.asking import shown
from gdtutor.tutor.check import FOLLOWS, GIVEN, Check, CheckVerdict
from gdtutor.tutor.layout import rows_of_remarks, whole_lines
from gdtutor.tutor.left_side import typeset_left
from gdtutor.tutor.lines import Line, split_lines
from gdtutor.tutor.markdown import literal
from gdtutor.tutor.working.judge import Judge
from gdtutor.tutor.working.solutions import is_solved, judged, rows_of_equations
from gdtutor.tutor.working.vectors import VectorJudge, is_about_vectors

_MAX_LINES = 60
REMARK = "remark"
_UNSOLVED = "Not finished: the last row names no solution yet."
_BEGIN = "Begin with a question such as d/dx x^2, or a function such as y = x^2."
_NOTHING = f"Nothing is written yet: {_BEGIN[0].lower()}{_BEGIN[1:]}"


@dataclass(frozen=True)
class Statement:
    """What is said of one expression of a working.

    Attributes:
        row: the row of the text in which it stands, counted from 0.
        text: the expression as it was typed, with its left side.
        verdict: ``given`` for the question and for what a letter stands for, ``follows`` for what is right if a wrong
            row before it is, ``remark`` for a row without mathematics, else that of its check.
        mistake: ids of mistakes that explain a wrong one, as in ``Check``.
        message: the verdict in words.
        because: the rows that it follows from, where they are known.
    """

    row: int
    text: str
    verdict: str
    mistake: str = ""
    message: str = ""
    because: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The statement for JSON."""
        return {**vars(self), "because": list(self.because)}


@dataclass(frozen=True)
class Working:
    """A working with what is said of each of its lines.

    Attributes:
        lines: the expressions, the question first.
        checks: one check a line; the first line states the question and is ``correct`` if it can be read. A text
            without a line has none, and one with too many lines a single one that says so.
        finished: whether the question is answered, and no d/dx mark is left in the last line.
        missing: what is left to do, in a sentence; empty for a finished working.
        remarks: the rows of the text, with their numbers, that are layout or words only.
        because: for each line, the rows of the text from which it follows.
        following: what comes next, as ``next_step`` says it.

    >>> check_working("d/dx x^2 = x + x").verdict
    <CheckVerdict.CORRECT: 'correct'>
    """

    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    finished: bool
    missing: str = ""
    remarks: tuple[tuple[int, str], ...] = ()
    because: tuple[tuple[int, ...], ...] = ()
    following: str = ""

    def next_step(self) -> str:
        """The rule that would come next and what it applies to, never its result; empty where nothing is left to do.

        >>> check_working("f(x) = x^2 sin x").next_step()
        'Use the product rule on x^2*sin(x).'
        >>> check_working("f(x) = x^2 sin x\\nf'(x) = d/dx (x^2) * sin x + x^2 cos x").next_step()
        'Use the power rule on x^2.'
        """
        return self.following

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

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What is said of each expression, with the row of the text in which it stands.

        >>> [(said.row, said.verdict) for said in check_working("d/dx x^2\\n\\n= 2x = x").statements]
        [(0, 'given'), (2, 'correct'), (2, 'wrong')]
        """
        because = self.because or ((),) * len(self.lines)
        said = [
            Statement(line.row, line.shown, _said_of(check), check.mistake, check.message, rows)
            for line, check, rows in zip(self.lines, self.checks, because, strict=True)
        ]
        said += [Statement(row, text, REMARK) for row, text in self.remarks]
        return tuple(sorted(said, key=lambda one: one.row))

    def to_dict(self) -> dict[str, object]:
        """The working for JSON: verdict, whether it is finished, and its statements, rows counted from 0.

        >>> check_working("d/dx x^2\\n= x").to_dict()["statements"][1]["mistake"]
        'power_coefficient_missing'
        """
        statements = [statement.to_dict() for statement in self.statements]
        return {"verdict": str(self.verdict), "finished": self.finished, "statements": statements}

    def __str__(self) -> str:
        if not self.lines:
            return self.missing
        lines = [
            f"{place}. {shown(line.shown)}\n{indent(str(found), '   ')}" for place, line, found in self._numbered()
        ]
        return "\n".join([*lines, *filter(None, [self.missing])])

    def _numbered(self) -> Iterator[tuple[int, Line, Check]]:
        """The lines with their checks; a note that was said of an earlier line is not said again."""
        said: set[str] = set()
        for place, (line, found) in enumerate(zip(self.lines, self.checks, strict=True), start=1):
            yield place, line, replace(found, notes=tuple(note for note in found.notes if note not in said))
            said |= set(found.notes)

    def _repr_markdown_(self) -> str:
        if not self.lines:
            return self.missing
        rows = [f"| {place} | {_shown(line, found)} | {_told(found)} |" for place, line, found in self._numbered()]
        table = "\n".join(["| | line | verdict |", "|---|---|---|", *rows])
        return "\n\n".join([table, *filter(None, [self.missing])])


def _said_of(check: Check) -> str:
    return check.evidence if check.evidence in (GIVEN, FOLLOWS) else str(check.verdict)


def _shown(line: Line, found: Check) -> str:
    if not found.reading:
        return "`" + shown(line.shown).replace("|", "\\|") + "`"
    left = typeset_left(line.left) if line.left is not None else ""
    return f"$\\displaystyle {left} = {found.reading}$" if left else f"$\\displaystyle {found.reading}$"


def _told(found: Check) -> str:
    """A verdict with its notes, for a cell of a table."""
    said = [literal(found.message), *(f"*Note: {literal(note)}.*" for note in found.notes)]
    return "<br>".join(said).replace("|", "\\|")


def check_working(text: str, variable: str | sp.Symbol | None = None, seconds: float = 1.0) -> Working:
    """Check a hand-written working line by line.

    A working is a text of statements. Each is judged from everything that was said before it, not only from the line
    above: it is *correct* where that proves it, *follows* where it needs a row of the learner's own that is wrong,
    *given* where it says something new that was left free, and *wrong* where there is a place at which everything known
    holds and it does not. What cannot be told is undecided. Statements are:

    * a question with a mark (``d/dt sin(2t)*log(t^2)``) or by name (``f(t) = …``, then ``f'(t) = …``, ``f''(t) = …``),
      and links ``= …`` of a chain, which may skip steps and may have marks;
    * what letters stand for (``u = x^2``), lines about them (``du/dx = 2x``, ``dy/dx = dy/du * du/dx``), parametric
      curves (``x = 1 + t^2``, ``y = t - t^3``, ``dy/dx = …``), partial and mixed derivatives;
    * equations that are differentiated on both sides (``x^2 + y^2 = 25``, then ``2x + 2y*y' = 0``, ``y'' = …``), with
      several letters that vary (``V = pi r^2 h``, ``dV/dt = …``) and constraints (``27 = h x^2``);
    * the definition of the derivative, ``lim_{h→0} (f(x+h) - f(x))/h``;
    * values (``f'(2) = 7``, decimals as rounded), and the same row with numbers put in (``20 = 4 pi (5)^2 (dr/dt)``);
    * solving: ``f'(x) = 0``, ``2x = 4``, ``x = 2``, or rows without derivatives (``x^2 = 4``, ``x = 2 or x = -2``); a
      solution that is lost, or does not solve, is named;
    * the tangent line at a point at which a derivative was taken (``y = 11x - 16``).

    Rows of words are remarks.

    Args:
        text: the working, one expression a line or several joined by ``=``.
        variable: with respect to which variable, where the working does not say so itself.
        seconds: a bound on the work for one line.

    Raises:
        ArgumentError: if the working is no text, or ``variable`` no name.

    >>> found = check_working("d/dx x^2*sin(x)\\n= 2x*cos(x)\\n= 2cos(x)*x")
    >>> found.first_wrong, found.checks[1].mistake, str(found.checks[2].verdict)
    (1, 'product_of_derivatives', 'correct')
    """
    if not isinstance(text, str):
        raise ArgumentError(f"working is {text!r}: expected a text")
    by = as_symbol(variable) if variable is not None else None
    lines = tuple(split_lines(text))
    remarks = tuple(rows_of_remarks(text))
    if not lines:
        return Working((), (), False, _NOTHING, remarks, (), _BEGIN)
    count = len({line.row for line in lines})
    if count > _MAX_LINES or len(lines) > 4 * _MAX_LINES:
        message = f"This cannot be read: it has {max(count, len(lines))} lines; at most {_MAX_LINES} are read."
        return Working(lines[:1], (Check(CheckVerdict.UNREADABLE, message),), False)
    if by is None and (rows := rows_of_equations(whole_lines(text))):
        checks = tuple(judged(rows))
        own = tuple(Line(row.line.text.strip(), number, row.line.row) for number, row in enumerate(rows, start=1))
        is_done = is_solved(rows, checks)
        return Working(own, checks, is_done, "" if is_done else _UNSOLVED, remarks)
    if is_about_vectors(lines):
        vectors = VectorJudge(lines, str(by) if by is not None else None)
        checks = tuple(vectors.checks())
        missing = "" if vectors.answered else "Not finished: the gradient is not there yet."
        return Working(lines, checks, not missing, missing, remarks)
    judge = Judge(lines, by, seconds)
    checks = tuple(judge.checks())
    missing = "" if judge.lost else judge.missing()
    following = judge.next_step()
    return Working(lines, checks, not judge.lost and not missing, missing, remarks, tuple(judge.because), following)

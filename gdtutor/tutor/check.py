"""Check an answer: right or wrong with evidence, where it is right, and which mistake explains it."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.equality.decide import Equality, Verdict, Witness, equal
from gdtutor.calculus.evaluation import Floats
from gdtutor.calculus.forms import form_of, form_of_reading
from gdtutor.calculus.language.build import build
from gdtutor.calculus.language.lexer import GREEK
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import Reading, as_expression, as_symbol, read
from gdtutor.errors import ArgumentError, GdtutorError, TooLargeError, UnreadableError
from gdtutor.tutor.asking import (
    asked_with,
    is_constant_of_integration,
    other_letters,
    other_texts,
    shown,
    strange_letters,
)
from gdtutor.tutor.conventions import conventions
from gdtutor.tutor.diagnosis import Diagnosis, diagnose
from gdtutor.tutor.forgotten_brackets import with_forgotten_brackets
from gdtutor.tutor.generic import generic_points
from gdtutor.tutor.left_side import left_side
from gdtutor.tutor.markdown import literal
from gdtutor.tutor.names import Names
from gdtutor.tutor.prediction import NO_VALUE
from gdtutor.tutor.retyped import with_carets
from gdtutor.tutor.surroundings import bare

# What learners leave in a field that must not be empty.
_NO_ANSWER = re.compile(r"[-–—?._]+|n\.?/?a\.?|none|idk|(?:i )?(?:don['’]?t|do not) know|no idea|no answer", re.I)
_EQUALS = re.compile(r"(?<![<>!=])=+(?![=>])")
_LINES = 8  # of an answer that are tried by themselves
_TRIED = 3  # points at which other readings are tried
_LONG = 400  # characters of an answer, beyond which no mistake is looked for with brackets put in
_TEXTS, _SHORTLY = 8, 0.3  # other readings in which a mistake is looked for, and seconds for each

GIVEN = "given"  # the evidence for what nothing is to be proved of: a question, what a letter stands for
FOLLOWS = "follows"  # the evidence for what is right if an earlier row of the learner is, which is wrong or open


class CheckVerdict(StrEnum):
    """What is said of an answer. ``partial`` is right on a stated part of the question's domain only.

    >>> [str(verdict) for verdict in CheckVerdict]
    ['correct', 'partial', 'wrong', 'undecided', 'unreadable', 'unanswered']
    """

    CORRECT = "correct"
    PARTIAL = "partial"
    WRONG = "wrong"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Check:
    """What is said of one answer.

    Attributes:
        verdict: a word first of all.
        message: the same in sentences, with the mistake and a witness; never the right answer.
        diagnoses: the mistakes that explain a wrong answer, the likeliest first.
        witness: a point where the answer and the derivative differ, with certified values.
        domain: for ``partial``, where the answer is right.
        evidence: what the verdict rests on.
        reading: LaTeX of what was read; empty where nothing could be read.
        notes: a sentence for everything that was ambiguous in the answer, and in the question of a wrong answer that
            no mistake explains.
        position: for ``unreadable``, where reading stopped, counted from 0.

    >>> found = check("x^2", "x", "2x +")
    >>> str(found.verdict), found.position
    ('unreadable', 4)
    """

    verdict: CheckVerdict
    message: str
    diagnoses: tuple[Diagnosis, ...] = ()
    witness: Witness | None = None
    domain: str = ""
    evidence: str = ""
    reading: str = ""
    notes: tuple[str, ...] = ()
    position: int | None = None

    @property
    def mistake(self) -> str:
        """The ids of the mistakes: ranked, separated by ``;``, two made together joined by ``+``."""
        return ";".join(map(str, self.diagnoses))

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"Note: {note}." for note in self.notes)])

    def _repr_markdown_(self) -> str:
        shown = f"\n\nRead as $\\displaystyle {self.reading}$" if self.reading else ""
        notes = "".join(f"\n\n*Note: {literal(note)}.*" for note in self.notes)
        return f"{literal(self.message)}{shown}{notes}"

    def to_dict(self) -> dict[str, str]:
        """The check as strings, for JSON and CSV."""
        return {
            "verdict": str(self.verdict),
            "mistake": self.mistake,
            "message": self.message,
            "witness": str(self.witness or ""),
            "domain": self.domain,
            "evidence": self.evidence,
        }


def check(
    expression: str | sp.Expr,
    variable: str | sp.Symbol,
    answer: str,
    order: int = 1,
    seconds: float = 1.0,
    where: Mapping[str, str] | None = None,
) -> Check:
    """Check an answer to "differentiate ``expression`` with respect to ``variable``".

    A text never raises: what cannot be read becomes ``unreadable`` with the position.

    Args:
        expression: the function, as a text or a SymPy expression.
        variable: with respect to which variable.
        answer: what the learner wrote.
        order: the order of the derivative; 0 asks whether the answer equals the expression.
        seconds: a bound on the work of the decision.
        where: letters that the question defines, such as ``{"p": "1/(1+e^(-w*x))"}``; they may stand in the expression
            and in the answer, and one may be defined by others.

    Raises:
        ArgumentError: for an order that is not a whole number of at least 0, or an answer that is no text.

    Source: the mistakes of ``gdtutor.tutor.mistakes``.

    >>> found = check("sin(2t)*log(t^2)", "t", "2cos(2t)*2t/t^2")
    >>> found.verdict, found.mistake
    (<CheckVerdict.WRONG: 'wrong'>, 'product_of_derivatives')
    >>> print(check("sqrt(x^2)", "x", "1").message)
    Partly right: it holds where x > 0 only. At x = -1 your answer gives 1, the slope of the graph is -1.
    >>> str(check("1/(1+e^(-w*x))", "w", "x*p*(1-p)", where={"p": "1/(1+e^(-w*x))"}).verdict)
    'correct'
    """
    if isinstance(order, bool) or not isinstance(order, int) or order < 0:
        raise ArgumentError(f"order is {order!r}: a whole number of at least 0 is wanted")
    if not isinstance(answer, str):
        raise ArgumentError(f"answer is {answer!r}: a text is wanted")
    try:
        question = _Question.of(expression, variable, order, where or {})
    except GdtutorError as problem:
        return _unreadable("The question cannot be read", problem)
    if not answer.strip() or (_NO_ANSWER.fullmatch(answer.strip()) and not question.names.issuperset("na")):
        return Check(CheckVerdict.UNANSWERED, "Nothing is answered yet: type your derivative.")
    try:
        answer, *notes = bare(answer)
        reading = question.meant(_reading(answer, question.names))
        notes = [note for note in (*notes, question.other_left_side(answer)) if note]
        reading = replace(reading, notes=(*reading.notes, *notes))
    except UnreadableError as problem:
        return _unreadable("This cannot be read", problem)
    found = question.judge(reading, seconds)
    if found.verdict is CheckVerdict.WRONG and (joined := question.right_when_joined(answer, seconds)):
        message = f"These are several lines: is {shown(joined)} meant? Type it in one line."
        return Check(CheckVerdict.UNREADABLE, message, reading=reading.latex)
    if found.verdict is CheckVerdict.WRONG and question.has_right_line(answer, seconds):
        message = "These are several expressions: which one is the answer? Type that one."
        return Check(CheckVerdict.UNREADABLE, message, reading=reading.latex)
    return as_typed(found, f"{expression}{answer}")


def _reading(answer: str, names: frozenset[str]) -> Reading:
    """The answer as it is read; of several lines, or sides of equations, that can be read each, the last one."""
    try:
        return read(answer, names)
    except UnreadableError as problem:
        lines = _lines(answer)
        if len(lines) < 2:
            raise
        try:
            last = [read(line, names) for line in lines[-_LINES:]][-1]
        except UnreadableError:
            raise problem from None
        which = "lines" if "\n" in answer.strip() else "sides"
        return replace(last, notes=(f"of several {which}, the last one is judged", *last.notes))


def _lines(answer: str) -> list[str]:
    """The lines of an answer, or the sides of its equation without the name on the left: ``y' = 3x^(3-1) = 3x^2``."""
    lines = [line for line in answer.splitlines() if line.strip()]
    if len(lines) != 1:
        return lines
    first, *rest = _EQUALS.split(lines[0])
    sides = [side for side in ([first, *rest] if left_side(first) is None else rest) if side.strip()]
    return sides if len(sides) > 1 else lines


def as_typed(found: Check, text: str) -> Check:
    """Greek letters in the message, where the question or the answer has them."""
    message = found.message
    for letter in sorted(GREEK.keys() & set(text)):
        message = re.sub(rf"(?<![A-Za-z]){GREEK[letter]}(?![A-Za-z])", letter, message)
    return replace(found, message=message)


def _unreadable(what: str, problem: GdtutorError) -> Check:
    position = problem.position if isinstance(problem, UnreadableError) else None
    return Check(CheckVerdict.UNREADABLE, f"{what}: {problem}.", position=position)


@dataclass(frozen=True)
class _Question:
    """A function with the order of the derivative that is asked for; ``reading`` where it came as a text.

    ``letters`` are those that the question defines: they are put into the function, and into what is answered.
    """

    function: sp.Expr
    variable: sp.Symbol
    order: int
    reading: Reading | None
    letters: Names = field(default_factory=Names)

    @classmethod
    def of(
        cls, expression: str | sp.Expr, variable: str | sp.Symbol, order: int, where: Mapping[str, str]
    ) -> _Question:
        symbol = as_symbol(variable)
        letters = _defined(where, symbol)
        if not isinstance(expression, str):
            return cls(letters.put_in(as_expression(expression)), symbol, order, None, letters)
        reading = read(expression, {str(symbol), *map(str, letters.meanings)})
        if order and any(node.kind == "derivative" for node in reading.tree.walk()):
            raise ArgumentError("a d/dx mark stands in it: the function itself is wanted")
        return cls(letters.put_in(reading.expression), symbol, order, reading, letters)

    @property
    def names(self) -> frozenset[str]:
        """The letters of the question, those too that SymPy has cancelled."""
        written = self.reading.tree.walk() if self.reading else ()
        names = {node.value for node in written if node.kind == "name"}
        symbols = self.function.free_symbols | {self.variable} | self.letters.meanings.keys()
        return frozenset(map(str, symbols)) | names

    def meant(self, reading: Reading) -> Reading:
        """What was read, with the letters put in that the question defines."""
        put_in = self.letters.put_in
        if not self.letters.meanings.keys() & reading.expression.free_symbols:
            return reading
        return replace(
            reading, expression=put_in(reading.expression), domain=tuple(put_in(part) for part in reading.domain)
        )

    def judge(self, reading: Reading, seconds: float) -> Check:
        """The verdict on an answer that could be read."""
        given = {call.func.__name__ for call in self.function.atoms(AppliedUndef)}
        for node in reading.tree.walk():
            if node.kind == "apply" and node.value not in given:
                problem = UnreadableError(f"nothing says what the function {node.value} is here", "", node.start)
                return _unreadable("This cannot be read", problem)
        if reading.expression.has(sp.Derivative) and any(node.kind == "derivative" for node in reading.tree.walk()):
            message = "Not finished: a d/dx mark stands in the answer. Carry it out."
            return Check(CheckVerdict.UNANSWERED, message, reading=reading.latex, notes=reading.notes)
        try:
            chain = self.derivatives()
        except (TooLargeError, ArgumentError) as problem:
            return Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}.", reading=reading.latex, notes=reading.notes)
        compared = equal(chain[-1], reading, self.domain(chain), seconds, is_derivative=self.order > 0)
        strange = None if compared.verdict is Verdict.PROVED else strange_letters(reading, self.names)
        if strange is not None and (renamed := self.renamed(reading, chain, seconds)):
            return renamed
        is_mistake = is_constant_of_integration(reading, self.names) and bool(self.diagnoses(reading, chain))
        if strange is not None and not is_mistake:
            return replace(_unreadable("This cannot be judged", strange), reading=reading.latex, notes=reading.notes)
        told = conventions(chain, self.variable, reading, compared, seconds)
        return self.verdict(compared, replace(reading, notes=(*reading.notes, *told)), chain, seconds)

    def domain(self, chain: list[sp.Expr]) -> tuple[sp.Expr, ...]:
        """What has to be real for the question to have an answer."""
        written = self.reading.domain if self.reading else ()
        return (*chain[:-1], *(self.letters.put_in(part) for part in written))

    def derivatives(self) -> list[sp.Expr]:
        """f, f′, … up to the order that is asked for."""
        if self.order > 12:
            return [self.function, derivative(self.function, self.variable, self.order)]
        chain = [self.function]
        for _ in range(self.order):
            chain.append(derivative(chain[-1], self.variable))
        return chain

    def verdict(self, compared: Equality, reading: Reading, chain: list[sp.Expr], seconds: float) -> Check:
        shown: dict[str, Any] = {"reading": reading.latex, "notes": reading.notes, "evidence": compared.evidence}
        if compared.verdict is Verdict.PROVED:
            return Check(CheckVerdict.CORRECT, "Correct: proved equal to the derivative.", **shown)
        if compared.verdict is Verdict.UNDECIDED:
            message = f"Undecided: {compared.evidence}. This is no verdict on your answer."
            return Check(CheckVerdict.UNDECIDED, message, **shown)
        what = {0: "the expression is", 1: "the slope of the graph is"}.get(self.order, f"derivative {self.order} is")
        diagnoses = self.diagnoses(reading, chain) if compared.verdict is Verdict.REFUTED else ()
        explained = bool(diagnoses) and diagnoses[0].mistakes != ("arithmetic_slip",)  # which explains too much
        is_off = compared.verdict in (Verdict.REFUTED, Verdict.PARTLY)
        if is_off and (asked := self.asked(reading, chain, explained, seconds)):
            return asked
        told_by_witness = seen(compared.witness, "your answer", what)
        if compared.verdict is Verdict.PARTLY:
            message = f"Partly right: it holds where {compared.domain} only. {told_by_witness}"
            return Check(CheckVerdict.PARTIAL, message, (), compared.witness, compared.domain, **shown)
        if len(diagnoses[0].mistakes if diagnoses else ()) != 1 and compared.verdict is Verdict.REFUTED:
            bracketed, meant = self.with_brackets(reading, chain, bool(diagnoses))
            if bracketed:
                message = f"Wrong. {told_by_witness} With brackets, {meant}, it is not right either. "
                message += bracketed[0].sentence()
                return Check(CheckVerdict.WRONG, message, bracketed, compared.witness, **shown)
        if not diagnoses and self.reading is not None:  # perhaps the question was read otherwise than the learner does
            shown["notes"] = (*reading.notes, *(f"In the question, {note}" for note in self.reading.notes))
        told = f" {diagnoses[0].sentence()}" if diagnoses else ""
        if not diagnoses and _may_be_rounded(reading, compared.witness):
            told = " Is a number in it rounded? Write it exactly, such as π, 1/3 or ln 2."
        return Check(CheckVerdict.WRONG, f"Wrong. {told_by_witness}{told}", diagnoses, compared.witness, **shown)

    def asked(self, reading: Reading, chain: list[sp.Expr], explained: bool, seconds: float) -> Check | None:
        """What to ask where another usual reading of the text would be right; ``None`` where there is none."""
        budget = Budget(seconds)
        for text, question in other_texts(reading, explained, self.names):
            if not (left := budget.left()):  # what may be right as it is meant is not called wrong
                if explained:
                    break
                message = "Undecided: this can be read in many ways. Type brackets around what belongs together."
                return Check(CheckVerdict.UNDECIDED, message, reading=reading.latex, notes=reading.notes)
            if self.is_right(text, chain, left):
                return Check(CheckVerdict.UNREADABLE, question, reading=reading.latex, notes=reading.notes)
        for written in self.as_written(reading):
            for text in islice(self.forgotten(written, chain, explained), _TEXTS):
                if self.is_right(text, chain, seconds):
                    return Check(CheckVerdict.UNREADABLE, asked_with(text), reading=reading.latex, notes=reading.notes)
        return None

    def as_written(self, reading: Reading) -> Iterator[Reading]:
        """The answer, and with carets for raised signs, which have no place in the text for a bracket."""
        yield reading
        carets = with_carets(reading.text)
        if carets != reading.text:
            with contextlib.suppress(UnreadableError):
                yield self.meant(read(carets, self.names))

    def forgotten(self, reading: Reading, chain: list[sp.Expr], explained: bool) -> Iterator[str]:
        """The texts with brackets put in that seem to be right."""
        letters = {*reading.expression.free_symbols, *self.function.free_symbols, self.variable}
        places: list[Floats] = []
        right: list[float] = []
        for point in generic_points(letters):
            place = Floats(point)
            try:
                wanted, _ = float(place.value(chain[-1])), float(place.value(reading.expression))
            except NO_VALUE:
                continue
            places, right = [*places, place], [*right, wanted]
        places, right = places[:_TRIED], right[:_TRIED]

        def values(node: Node) -> tuple[float, ...]:
            part = self.letters.put_in(build(node, reading.text))
            return tuple(float(place.value(part)) for place in places)

        try:
            known = [float(places[0].value(part)) for part in self.parts()] if explained and places else None
            yield from with_forgotten_brackets(reading, values, right, known)
        except (*NO_VALUE, UnreadableError):
            return

    def parts(self) -> Iterator[sp.Expr]:
        """The parts of the question, above a line or below it, and their derivatives."""
        for part in sp.preorder_traversal(self.function):
            if isinstance(part, sp.Expr) and part.args and part.free_symbols and part != self.function:
                yield from (part, 1 / part, derivative(part, self.variable))

    def renamed(self, reading: Reading, chain: list[sp.Expr], seconds: float) -> Check | None:
        """What to say where only the letters are not those of the question; ``None`` where more is wrong."""
        for text, question in other_letters(reading, self.names, str(self.variable)):
            if self.is_right(text, chain, seconds):
                return Check(CheckVerdict.UNREADABLE, question, reading=reading.latex, notes=reading.notes)
        return None

    def with_brackets(
        self, reading: Reading, chain: list[sp.Expr], explained: bool
    ) -> tuple[tuple[Diagnosis, ...], str]:
        """The one mistake that explains the text with brackets put in, and that text."""
        if len(reading.text) > _LONG:
            return (), ""
        for text, _ in islice(other_texts(reading, explained), _TEXTS):
            try:
                other = self.meant(read(text, self.names))
            except UnreadableError:
                continue
            found = self.diagnoses(other, chain, _SHORTLY)
            if found and len(found[0].mistakes) == 1:
                return found, shown(text)
        return (), ""

    def other_left_side(self, answer: str) -> str:
        """A note where the left side of an answer is not the derivative that is asked for."""
        text = answer.partition("=")[0].strip()
        if "=" not in answer or not self.order:
            return ""
        left = left_side(text)
        if left is None:  # d/dx x^4
            is_other = self.is_of_another_function(text)
        elif left.order:
            is_other = left.order != self.order or left.variable not in ("", str(self.variable))
        else:  # f_y
            by = left.name.partition("_")[2]
            is_other = by in self.names and by != str(self.variable)
        return (
            f"the left side, {shown(text)}, is not what is asked for; only the right side is judged" if is_other else ""
        )

    def is_of_another_function(self, text: str) -> bool:
        """Whether a text is the derivative of something else than the question's function, by a witness."""
        try:
            mark = read(text, self.names, primed_by=str(self.variable)).expression
        except UnreadableError:
            return False
        if not isinstance(mark, sp.Derivative) or mark.has(AppliedUndef):
            return False
        return equal(self.function, self.letters.put_in(mark.expr), seconds=0.2).verdict is Verdict.REFUTED

    def right_when_joined(self, answer: str, seconds: float) -> str:
        """Several lines as one, where that is right: a field, or a mail, has broken it."""
        lines = [line.strip() for line in answer.splitlines() if line.strip()]
        if not 1 < len(lines) <= _LINES:
            return ""
        joined = " ".join(lines)
        return joined if self.is_right(joined, self.derivatives(), seconds) else ""

    def has_right_line(self, answer: str, seconds: float) -> bool:
        """Whether one of several lines is right by itself."""
        lines, chain = _lines(answer), self.derivatives()
        return len(lines) > 1 and any(self.is_right(line, chain, seconds) for line in lines[-_LINES:])

    def is_right(self, text: str, chain: list[sp.Expr], seconds: float) -> bool:
        """Whether a text can be read and is proved to be right."""
        try:
            other = self.meant(read(text, self.names))
        except UnreadableError:
            return False
        return equal(chain[-1], other, self.domain(chain), seconds).verdict is Verdict.PROVED

    def diagnoses(self, reading: Reading, chain: list[sp.Expr], seconds: float = 0.9) -> tuple[Diagnosis, ...]:
        """The mistakes that explain a wrong answer; none where no derivative was asked for."""
        if self.order == 0:
            return ()
        if self.order == 1 and self.reading is not None and self.reading.expression == self.function:
            form = form_of_reading(self.reading, self.variable)
        else:
            form = form_of(chain[-2], self.variable)
        return diagnose(form, self.variable, reading.expression, chain[:-2], seconds)


def _may_be_rounded(reading: Reading, witness: Witness | None) -> bool:
    """Whether an answer with a decimal number is off by less than a hundredth of the value."""
    has_decimals = any(node.kind == "number" and "." in node.value for node in reading.tree.walk())
    if witness is None or witness.right is None or not has_decimals:
        return False
    return abs(witness.left - witness.right) < abs(witness.left) / 100


def _defined(where: Mapping[str, str], variable: sp.Symbol) -> Names:
    """The letters that a question defines.

    Raises:
        ArgumentError: for the variable itself, or letters that are defined through each other.
        UnreadableError: for a definition that cannot be read.
    """
    names = Names.defined(where)
    if variable in names.meanings:
        raise ArgumentError(f"where defines {variable}: expected other letters than the variable of the derivative")
    return names


def seen(witness: Witness | None, who: str, what: str) -> str:
    """What a witness shows, in words: ``who`` gives one value, ``what`` the other."""
    if witness is None:
        return ""
    at = ", ".join(f"{name} = {value}" for name, value in witness.point)
    given = "has no real value" if witness.right is None else f"gives {_number(witness.right, witness.left)}"
    start = f"At {at} {who}" if at else who.capitalize()
    alike = ", both rounded: they are not equal" if witness.left == witness.right else ""
    return f"{start} {given}, {what} {_number(witness.left, witness.right)}{alike}."


def _number(value: float, other: float | None) -> str:
    """A value with as many digits as it takes to tell it from the other one."""
    if math.isinf(value):
        return "more than 10^308" if value > 0 else "less than -10^308"
    for digits in (3, 6, 9, 12, 16):
        shown = _rounded(value, digits)
        if other is None or shown != _rounded(other, digits):
            return shown
    return repr(value + 0.0).removesuffix(".0")  # + 0.0: never -0


def _rounded(value: float, digits: int) -> str:
    if value and 1e-4 <= abs(value) < 1e7:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        shown = f"{value:.{decimals}f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return f"{value:.{digits}g}"

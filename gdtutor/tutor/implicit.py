"""Workings that begin with an equation, x² + y² = 25, and differentiate both of its sides: y depends on x."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import Reading, as_symbol, read
from gdtutor.calculus.printing import to_text
from gdtutor.errors import ArgumentError, GdtutorError, UnreadableError
from gdtutor.tutor.check import GIVEN, Check, CheckVerdict
from gdtutor.tutor.curve import Curve
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.lines import Line

_QUESTION = Check(CheckVerdict.CORRECT, "The question.", evidence=GIVEN)
_SIDE = Check(CheckVerdict.CORRECT, "One side of an equation.", evidence=GIVEN)
_UNSAID = " "  # the variable that a prime means, where no line says it
_RIGHT = Check(CheckVerdict.CORRECT, "Correct: it holds along the curve.")


@dataclass(frozen=True)
class ImplicitQuestion:
    """An equation between a variable and a quantity that depends on it.

    Attributes:
        sides: the two sides.
        variable, quantity: x and y.
        applied: whether it is written as y(x).
    """

    sides: tuple[sp.Expr, sp.Expr]
    variable: sp.Symbol
    quantity: sp.Symbol
    applied: bool = False


def implicit_question(lines: Sequence[Line], variable: str | sp.Symbol | None) -> ImplicitQuestion | None:
    """The equation with which a working begins; ``None`` where it begins otherwise.

    It is one where a later line has the derivative of a letter in it: y', dy/dx.

    >>> from gdtutor.tutor.lines import split_lines
    >>> implicit_question(split_lines("x^2 + y^2 = 25\\n2x + 2y*y' = 0"), None).quantity
    y
    >>> implicit_question(split_lines("d/dx x^2 = 2x"), None) is None
    True
    """
    sides = _sides(lines)
    if sides is None:
        return None
    try:
        if all(isinstance(side, sp.Derivative) for side in sides):  # d/dx (x² + y²) = d/dx 25 says the same
            sides = [side.expr for side in sides]
        if any(side.has(sp.Derivative, AppliedUndef) for side in sides):
            return None
        letters = sorted(set().union(*(side.free_symbols for side in sides)), key=str)
        for quantity in letters:
            by = next(filter(None, (_derivative_of(str(quantity), line) for line in lines[1:])), None)
            others = [letter for letter in letters if letter != quantity]
            if by is None or not others:
                continue
            named = variable or by.strip() or (others[0] if len(others) == 1 else "x")
            applied = any(f"{quantity}({named})" in line.text for line in lines[:2])
            return ImplicitQuestion((sides[0], sides[1]), as_symbol(named), quantity, applied)
    except GdtutorError:
        return None
    return None


def _sides(lines: Sequence[Line]) -> list[sp.Expr] | None:
    """The two sides of a first line that is an equation: x² + y² = 25, or x = sin y."""
    if len(lines) < 2:
        return None
    left, texts = lines[0].left, [line.text for line in lines[:2]]
    if left is not None and left.name in ("x", "t") and not (left.order or left.is_function):
        texts = [left.name, lines[0].text]
    elif len(lines) < 3 or not lines[0].opens or lines[1].left or not (lines[2].opens or lines[2].left):
        return None
    try:
        return [_plain(read(text).expression) for text in texts]
    except UnreadableError:
        return None


def _plain(expression: sp.Expr) -> sp.Expr:
    """An expression with the letter y for y(x)."""
    calls = [call for call in expression.atoms(AppliedUndef) if all(part.is_Symbol for part in call.args)]
    return expression.xreplace({call: sp.Symbol(call.func.__name__) for call in calls if len(call.args) == 1})


def _derivative_of(letter: str, line: Line) -> str | None:
    """The variable by which a line differentiates a letter, a space where it does not say; ``None`` if it does not."""
    if line.left and line.left.name == letter and line.left.order:
        return line.left.variable or _UNSAID
    try:
        marks = read(line.text, (letter,), {letter: _UNSAID}).expression.atoms(sp.Derivative)
    except UnreadableError:
        return None
    return min((str(mark.variables[0]) for mark in marks if mark.expr == sp.Symbol(letter)), default=None)


class ImplicitReader:
    """Judges the equations of such a working: each has to hold along the curve, or to follow from the one before."""

    def __init__(self, question: ImplicitQuestion, seconds: float) -> None:
        self.question, self.seconds = question, seconds
        self.slope = sp.Dummy("slope", real=True)
        left, right = question.sides
        self.curve = Curve(left - right, question.variable, question.quantity, seconds)
        self.claimed: sp.Expr | None = None  # the slope that the learner's last equation says
        self.answered = False

    def checks(self, lines: Sequence[Line]) -> Iterator[Check]:
        """One check a line."""
        side: sp.Expr | None = None
        for place, line in enumerate(lines):
            try:
                reading = self.read(line)
                expression, left = self.total(reading.expression), self.named(line) if place else None
            except UnreadableError as problem:
                side = None if line.opens or line.left else side
                yield Check(CheckVerdict.UNREADABLE, f"This cannot be read: {problem}.", position=problem.position)
                continue
            except GdtutorError as problem:
                side = None if line.opens or line.left else side
                yield Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}.")
                continue
            if place < 2 - (lines[0].left is not None):
                found = _QUESTION
            elif line.opens:
                found, side = _SIDE, expression
            else:
                side = side if left is None else left
                found = self.judged(side, expression)
            yield replace(found, reading=reading.latex, notes=reading.notes)

    def named(self, line: Line) -> sp.Expr | None:
        """What the left side of a line is, where it is y or its derivative."""
        if line.left is None:
            return None
        is_other = line.left.variable not in ("", str(self.question.variable))  # ∂z/∂y beside ∂z/∂x
        if line.left.name not in ("", str(self.question.quantity)) or line.left.order > 1 or line.left.at or is_other:
            raise ArgumentError(f"here only {self.question.quantity} and its first derivative are followed")
        return self.slope if line.left.order else self.question.quantity

    def read(self, line: Line) -> Reading:
        """What a side of an equation says."""
        quantity, variable = str(self.question.quantity), str(self.question.variable)
        if self.question.applied:
            plain = re.sub(rf"\b({quantity}\s*['′]*)\s*\(\s*{variable}\s*\)", r"\1", line.text)
            return read(plain, {quantity, variable}, {quantity: variable}, variable)
        return read(line.text, {quantity, variable}, {quantity: variable}, variable)

    def total(self, expression: sp.Expr) -> sp.Expr:
        """An expression with every derivative in it carried out by the chain rule, and ``slope`` for dy/dx."""
        x, y = self.question.variable, self.question.quantity
        done = {}
        for mark in expression.atoms(sp.Derivative):
            if mark.variables != (x,) or mark.expr.has(sp.Derivative):
                raise ArgumentError("here only first derivatives with respect to one variable are followed")
            along, across = partials(mark.expr, (x, y))
            done[mark] = along + across * self.slope
        return expression.xreplace(done)

    def judged(self, left: sp.Expr | None, right: sp.Expr) -> Check:
        """The verdict on an equation."""
        if left is None:
            return Check(CheckVerdict.UNDECIDED, "Undecided: the other side of this equation cannot be read.")
        residual = left - right
        own, self.claimed = self.claimed, self.solved(residual)
        self.answered |= left == self.slope and not right.has(self.slope)
        if self.holds(self.along(residual)):
            return _RIGHT
        if own is not None and self.holds(residual.xreplace({self.slope: own})):
            return Check(CheckVerdict.CORRECT, "Correct: it follows from the equation before.")
        places = self.curve.places(self.along(residual))
        if not places.off:
            return Check(CheckVerdict.UNDECIDED, "Undecided: no place on the curve was found that decides it.")
        if len(places.on) > 1:
            message = f"Partly right: it holds on a part of the curve at most, not at {places.off[0]}."
            return Check(CheckVerdict.PARTIAL, message)
        named = self.diagnosed(residual)
        why = named[0].sentence() if named else f"Differentiate both sides; {self.question.quantity} changes as well."
        message = f"Wrong. It does not hold at {places.off[0]}, a place on the curve. {why}"
        return Check(CheckVerdict.WRONG, message, named)

    def holds(self, residual: sp.Expr) -> bool:
        """Whether a residual is zero along the whole curve, proved."""
        (left, right), zero = self.question.sides, sp.Integer(0)
        put_in = [(old, new) for old, new in ((left, right), (right, left)) if not (old.is_number or old.is_Symbol)]
        forms = [residual, *(residual.subs(old, new) for old, new in put_in)]
        return any(equal(form, zero, seconds=self.seconds).proved for form in forms) or self.curve.divides(residual)

    def along(self, residual: sp.Expr) -> sp.Expr:
        """A residual with the right slope put in."""
        return residual.xreplace({self.slope: self.curve.slope})

    def solved(self, residual: sp.Expr) -> sp.Expr | None:
        """The slope that an equation says, where it is linear in it."""
        (factor,) = partials(residual, (self.slope,))
        if factor == 0 or factor.has(self.slope):
            return None
        return -residual.xreplace({self.slope: sp.Integer(0)}) / factor

    def diagnosed(self, residual: sp.Expr) -> tuple[Diagnosis, ...]:
        """The factor dy/dx dropped, or a constant that was not differentiated."""
        left, right = self.question.sides
        x, y = self.question.variable, self.question.quantity
        dropped = [sum(partials(side, (x, y))) for side in (left, right)]
        kept = [self.total(sp.Derivative(side, x)) for side in (left, right)]
        candidates = [("implicit_factor_missing", dropped[0] - dropped[1], left)]
        candidates += [("constant_survives", kept[0] - right, right), ("constant_survives", left - kept[1], left)]
        return tuple(
            Diagnosis((name,), (to_text(term),))
            for name, predicted, term in candidates
            if equal(predicted, residual, seconds=self.seconds).proved
        )

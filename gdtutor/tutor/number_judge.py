"""Judge a typed number: right if it agrees with the exact value as rounded where the learner wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sympy as sp

from gdtutor.calculus.certified import agrees, rounded, sign
from gdtutor.calculus.equality.decide import Verdict, equal
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.notation import Reading, read
from gdtutor.calculus.tree import Node
from gdtutor.errors import UnreadableError
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.explained import explained


@dataclass(frozen=True)
class Slip:
    """A wrong number that is to be expected: the mistake's id, and a sentence for the learner."""

    mistake: str
    why: str


Slips = Iterable[tuple[sp.Expr, Slip]]


@dataclass(frozen=True)
class NumberJudge:
    """Judges numbers against an exact one, and against those that slips lead to.

    Attributes:
        value: the exact number.
        decimals: how many decimal places are wanted; more are welcome, a fraction or a formula too.
        slips: gives the numbers that slips lead to, computed only for a wrong answer.
        names: names that are variables in an answer; one that is left in it is "not finished".

    >>> judge = NumberJudge(sp.sqrt(2), 2, lambda: [(sp.Integer(2), Slip("", "Take the root."))])
    >>> [str(judge.check(answer).verdict) for answer in ("1.41", "1.4142", "1.4", "1.42", "2", "2/sqrt(2)")]
    ['correct', 'correct', 'partial', 'wrong', 'wrong', 'correct']
    """

    value: sp.Expr
    decimals: int
    slips: Callable[[], Slips] = tuple
    names: Sequence[str] = ()

    def check(self, answer: str) -> Check:
        """The verdict on a decimal number, a fraction or a formula without variables."""
        if not answer.strip():
            return Check(CheckVerdict.UNANSWERED, "Nothing is answered yet: type a number.")
        try:
            reading = read(_right_side(answer), self.names)
        except UnreadableError as problem:
            message = f"This cannot be read: {problem}."
            return Check(CheckVerdict.UNREADABLE, message, position=problem.position)
        if names := ", ".join(sorted(map(str, reading.expression.free_symbols))):
            message = f"Not finished: a number is wanted, and {names} still stands in it."
            return Check(CheckVerdict.UNANSWERED, message, reading=reading.latex)
        try:
            return self._judge(reading)
        except (UncertainError, OutsideDomainError):
            return Check(CheckVerdict.UNDECIDED, "Undecided: this number cannot be computed.", reading=reading.latex)

    def _judge(self, reading: Reading) -> Check:
        given, places = reading.expression, _decimal_places(reading.tree, self.decimals)
        if self._is(self.value, given, places):
            return explained(CheckVerdict.CORRECT, "It agrees with the exact value.", reading=reading.latex)
        if places is not None and places < self.decimals and agrees(self.value, given, places, strictly=True):
            wanted = "1 decimal is" if self.decimals == 1 else f"{self.decimals} decimals are"
            why = f"It agrees as far as it is written; {wanted} wanted."
            return explained(CheckVerdict.PARTIAL, why, reading=reading.latex)
        return self._explain(reading, places)

    def _is(self, number: sp.Expr, given: sp.Expr, places: int | None) -> bool:
        """Whether the learner's number is this one: as rounded by the learner, or exactly for a formula."""
        if places is not None:
            return agrees(number, given, max(places, self.decimals))
        compared = equal(number, given)
        if compared.verdict is Verdict.UNDECIDED:
            raise UncertainError(str(given))
        return compared.proved

    def _explain(self, reading: Reading, places: int | None) -> Check:
        """A wrong number: the slips that lead to it, or which way it is off."""
        found = [slip for value, slip in self.slips() if self._is(value, reading.expression, places)]
        if found:
            return explained(CheckVerdict.WRONG, found[0].why, [slip.mistake for slip in found], reading.latex)
        off = sign(self.value - reading.expression)
        why = f"Your number is too {'small' if off > 0 else 'large'}."
        if places and self._is_cut_off(reading.expression, places):
            why = "The last digit is not the rounded one: was the number cut off, or rounded too early?"
        return explained(CheckVerdict.WRONG, why, reading=reading.latex)

    def _is_cut_off(self, given: sp.Expr, places: int) -> bool:
        unit = sp.Rational(1, 10**places)
        return sign(self.value - given + unit) >= 0 and sign(given - self.value + unit) >= 0

    def shown(self, latex: str) -> str:
        """A line for the solution: the formula and its value, with two digits more than wanted."""
        value, relation = shown_value(self.value, self.decimals + 2)
        return f"{latex} &{relation} {value}"


def shown_value(number: sp.Expr, places: int) -> tuple[str, str]:
    r"""A number rounded for show, and whether it is that number (``=``) or near it.

    >>> shown_value(sp.Rational(1, 2), 4), shown_value(sp.sqrt(2), 4)
    (('0.5', '='), ('1.4142', '\\approx'))
    """
    value = rounded(number, places)
    if (number * 10**places).is_Integer:
        return (value.rstrip("0").rstrip(".") if "." in value else value), "="
    return value, r"\approx"


def _right_side(answer: str) -> str:
    """What follows the last = or ≈, moved nowhere, so that positions stay."""
    before, sign_, after = answer.replace("≈", "=").rpartition("=")
    return " " * len(before + sign_) + after


def _decimal_places(tree: Node, wanted: int) -> int | None:
    """A decimal number has its own decimal places, a formula with decimals those that are wanted, an exact one none."""
    shown = tree
    while shown.kind == "negative":
        (shown,) = shown.arguments
    if shown.kind == "number":
        exponent = Decimal(shown.value).as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else None
    has_decimals = any(part.kind == "number" and not part.value.isdigit() for part in tree.walk())
    return wanted if has_decimals else None

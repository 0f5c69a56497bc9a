"""An exercise that asks for a number: right if it agrees with the exact value as rounded where the learner wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import sympy as sp

from gdtutor.calculus.equality import Verdict, equal
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.notation import Reading
from gdtutor.calculus.tree import Node
from gdtutor.errors import UnreadableError
from gdtutor.tutor.certified import agrees, rounded, sign
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.definitions import Definitions
from gdtutor.tutor.questions import explained


@dataclass(frozen=True)
class Slip:
    """A number that a mistake leads to: its formula, the mistake's id, and a sentence for the learner."""

    value: str
    mistake: str
    why: str


@dataclass(frozen=True)
class NumberQuestion:
    """Compute a number.

    Attributes:
        reference: the number as a formula, in which the definitions are put.
        decimals: how many decimal places are wanted; more are welcome, a fraction or a formula too.
        let: the definitions, see ``Definitions``.
        slips: wrong numbers that are to be expected.
        claims: what makes the number the right one, see ``Definitions.holds``.

    >>> question = NumberQuestion("sqrt(2)", 2, slips=[{"value": "2", "mistake": "", "why": "Take the root."}])
    >>> [str(question.check(answer).verdict) for answer in ("1.41", "1.4142", "1.4", "1.42", "2", "2/sqrt(2)")]
    ['correct', 'correct', 'partial', 'wrong', 'wrong', 'correct']
    """

    reference: str
    decimals: int
    let: Sequence[Sequence[str]] = ()
    slips: Sequence[Mapping[str, str]] = ()
    claims: Sequence[Sequence[str]] = ()
    asked = ""
    example = "12.34"

    @cached_property
    def value(self) -> sp.Expr:
        """The exact number."""
        return self._definitions.value(self.reference)

    @property
    def _definitions(self) -> Definitions:
        return Definitions(self.let)

    def check(self, answer: str) -> Check:
        """The verdict on a decimal number, a fraction or a formula without variables."""
        if not answer.strip():
            return Check(CheckVerdict.UNANSWERED, "Nothing is answered yet: type a number.")
        try:
            reading = self._definitions.reading(_right_side(answer))
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
            why = f"It agrees as far as it is written; {self.decimals} decimals are wanted."
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
        slips = [Slip(**slip) for slip in self.slips]
        found = [slip for slip in slips if self._is(self._definitions.value(slip.value), reading.expression, places)]
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

    def solution(self) -> str:
        """The formula, what is put in, and the value with two digits more than wanted."""
        definitions, places = self._definitions, self.decimals + 2
        value, relation = rounded(self.value, places), r"\approx"
        if (self.value * 10**places).is_Integer:
            value, relation = value.rstrip("0").rstrip("."), "="
        lines = [*definitions.lines_latex(), f"{definitions.latex(self.reference)} &{relation} {value}"]
        shown = "$$\n" + r"\begin{aligned}" + r" \\[4pt] ".join(lines) + r"\end{aligned}" + "\n$$"
        facts = [f"- ${definitions.claim_latex(*claim)}$" for claim in self.claims]
        return "\n".join([shown, *(["", "What holds for it:", "", *facts] if facts else [])])

    def is_proved(self) -> bool:
        """Whether the claims are proved, and the value enclosed as narrowly as the solution states it."""
        facts = [self._definitions.holds(*claim) for claim in self.claims]
        return all(facts) and bool(rounded(self.value, self.decimals + 2))


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

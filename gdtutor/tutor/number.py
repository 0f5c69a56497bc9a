"""An exercise that asks for a number, given by a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import sympy as sp

from gdtutor.calculus.certified import rounded
from gdtutor.tutor.check import Check, as_typed
from gdtutor.tutor.definitions import Definitions
from gdtutor.tutor.formula_slips import wrong_numbers
from gdtutor.tutor.number_judge import NumberJudge, Slip


@dataclass(frozen=True)
class NumberQuestion:
    """Compute a number.

    Attributes:
        reference: the number as a formula, in which the definitions are put.
        decimals: how many decimal places are wanted; more are welcome, a fraction or a formula too.
        let: the definitions, see ``Definitions``.
        slips: wrong numbers that are to be expected: ``value`` (a formula), ``mistake`` and ``why``.
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

    @property
    def _judge(self) -> NumberJudge:
        further = partial(wrong_numbers, self)
        return NumberJudge(self.value, self.decimals, self._slips, self._definitions.names, further)

    @property
    def formulas(self) -> dict[str, str]:
        """The formulas by their names; that of the number has none."""
        definitions = ((name, formula) for name, formula in self.let)
        return {"": self.reference, **dict(definitions)}

    def with_formula(self, name: str, formula: str) -> NumberQuestion:
        """The same question with one formula changed."""
        if not name:
            return replace(self, reference=formula)
        return replace(self, let=[(other, formula if other == name else old) for other, old in self.let])

    def _slips(self) -> Iterator[tuple[sp.Expr, Slip]]:
        for slip in self.slips:
            yield self._definitions.value(slip["value"]), Slip(slip["mistake"], slip["why"])

    def check(self, answer: str) -> Check:
        """The verdict on a decimal number, a fraction or a formula without variables."""
        return as_typed(self._judge.check(answer), "".join(self.formulas.values()))

    def solution(self) -> str:
        """The formula, what is put in, and the value with two digits more than wanted."""
        definitions = self._definitions
        lines = [*definitions.lines_latex(), self._judge.shown(definitions.latex(self.reference))]
        shown = "$$\n" + r"\begin{aligned}" + r" \\[4pt] ".join(lines) + r"\end{aligned}" + "\n$$"
        facts = [f"- ${definitions.claim_latex(*claim)}$" for claim in self.claims]
        return "\n".join([shown, *(["", "What holds for it:", "", *facts] if facts else [])])

    def is_proved(self) -> bool:
        """Whether the claims are proved, and the value enclosed as narrowly as the solution states it."""
        facts = [self._definitions.holds(*claim) for claim in self.claims]
        return all(facts) and bool(rounded(self.value, self.decimals + 2))

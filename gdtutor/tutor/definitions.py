"""Definitions that an exercise's formulas share, such as slope = d/dθ (…) and θ = −5, and claims about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.certified import sign
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.notation import Reading, as_symbol, read
from gdtutor.calculus.printing import to_latex


@dataclass(frozen=True)
class Definitions:
    """Pairs (name, formula); a formula may use the names that are defined after it.

    >>> exercise = Definitions([("slope", "d/dt(t^2)"), ("t", "-5")])
    >>> exercise.value("t - 0.5*slope")
    0
    """

    pairs: Sequence[Sequence[str]]

    @property
    def names(self) -> list[str]:
        """The names, in the spelling of symbols."""
        return [str(as_symbol(name)) for name, _ in self.pairs]

    def reading(self, text: str) -> Reading:
        """What a formula says.

        Raises:
            UnreadableError: if it cannot be read.
        """
        return read(text, self.names)

    def carried_out(self, text: str) -> sp.Expr:
        """The formula with its derivatives carried out."""
        return carry_out(self.reading(text).expression)

    def value(self, text: str) -> sp.Expr:
        """The formula with all definitions put in and all derivatives carried out."""
        value = self.carried_out(text)
        for name, formula in self.pairs:
            value = value.xreplace({as_symbol(name): self.carried_out(formula)})
        return value

    def holds(self, left: str, relation: str, right: str) -> bool:
        """Whether a claim is proved: an identity (``=``), or a relation of two numbers (``<``, ``>``).

        >>> Definitions([("t", "2")]).holds("t^2", ">", "3")
        True
        """
        return claim_holds(self.value(left), relation, self.value(right))

    # --- as LaTeX -----------------------------------------------------------------------------------------------------

    def latex(self, text: str) -> str:
        r"""A formula as it is written; names that are words stand upright.

        >>> Definitions([("slope", "2")]).latex("0.5·slope")
        '0.5 \\cdot \\mathrm{slope}'
        """
        return self._upright(self.reading(text).latex)

    def claim_latex(self, left: str, relation: str, right: str) -> str:
        """A claim as it is written."""
        return f"{self.latex(left)} {relation} {self.latex(right)}"

    def lines_latex(self) -> list[str]:
        """A line for each definition: as it is written and, where that differs, with its derivatives carried out."""
        return [f"{self.latex(name)} &= {self._sides(formula)}" for name, formula in self.pairs]

    def _sides(self, formula: str) -> str:
        written = self.latex(formula)
        has_marks = self.reading(formula).expression.has(sp.Derivative)
        return f"{written} = {to_latex(self.carried_out(formula))}" if has_marks else written

    def _upright(self, latex: str) -> str:
        words = "|".join(name for name in self.names if name.isalpha() and f"\\{name}" not in latex and len(name) > 1)
        return re.sub(rf"(?<![\\\w])({words})(?!\w)", r"\\mathrm{\1}", latex) if words else latex


def claim_holds(one: sp.Expr, relation: str, other: sp.Expr) -> bool:
    """Whether an identity (``=``) or a relation of two numbers (``<``, ``>``) is proved.

    >>> claim_holds(sp.sqrt(8), "=", 2 * sp.sqrt(2)), claim_holds(sp.pi, "<", sp.Integer(3))
    (True, False)
    """
    if relation == "=":
        return bool(equal(one, other))
    return sign(one - other) == {"<": -1, ">": 1}[relation]

"""An equation that a working sets up, L'(θ) = 0, and the solutions that it gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.certified import sign
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.notation import Reading
from gdtutor.tutor.check import Check, CheckVerdict


@dataclass(frozen=True)
class Equation:
    """``side = 0``, for a variable.

    >>> from gdtutor.calculus.notation import read
    >>> x = sp.Symbol("x")
    >>> [str(Equation(x**2 - 2, x).check(read(text)).verdict) for text in ("sqrt(2)", "1.41", "1.5")]
    ['correct', 'correct', 'wrong']
    """

    side: sp.Expr
    variable: sp.Symbol

    def check(self, reading: Reading) -> Check:
        """Whether a number solves it: exactly, or as rounded where a decimal number is written."""
        left = carry_out(self.side)
        if left.free_symbols != {self.variable} or left.has(AppliedUndef, sp.Derivative):
            return Check(CheckVerdict.UNDECIDED, "Undecided: other letters stand in the equation.")
        try:
            return self._check(left, reading)
        except (UncertainError, OutsideDomainError):
            return Check(CheckVerdict.UNDECIDED, "Undecided: there is no real value there that can be computed.")

    def _check(self, left: sp.Expr, reading: Reading) -> Check:
        at = reading.expression
        if equal(left.xreplace({self.variable: at}), sp.Integer(0)):
            return Check(CheckVerdict.CORRECT, "Correct: it solves the equation.")
        half = _half_of_last_place(reading)
        if half is not None:
            ends = [sign(left.xreplace({self.variable: at + side})) for side in (-half, half)]
            below = [sign(left.as_numer_denom()[1].xreplace({self.variable: at + side})) for side in (-half, 0, half)]
            if ends[0] * ends[1] <= 0 and below in ([1, 1, 1], [-1, -1, -1]):  # no pole between
                return Check(CheckVerdict.CORRECT, "Correct: rounded, it solves the equation.")
        off = "positive" if sign(left.xreplace({self.variable: at})) > 0 else "negative"
        return Check(CheckVerdict.WRONG, f"Wrong. It does not solve the equation: the left side is {off} there.")


def _half_of_last_place(reading: Reading) -> sp.Rational | None:
    shown = reading.tree
    while shown.kind == "negative":
        (shown,) = shown.arguments
    if shown.kind != "number" or "." not in shown.value:
        return None
    exponent = Decimal(shown.value).as_tuple().exponent
    return sp.Rational(1, 2) * sp.Integer(10) ** exponent if isinstance(exponent, int) else None

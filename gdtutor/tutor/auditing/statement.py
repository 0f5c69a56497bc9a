"""What a claim states. Each kind of statement judges itself; its fields are those of a claim in a notes file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

import sympy as sp

from gdtutor.calculus.equality.decide import Equality, Verdict
from gdtutor.calculus.notation import as_symbol, read
from gdtutor.calculus.proving.range import Range, between
from gdtutor.errors import ArgumentError
from gdtutor.tutor.check import Check, CheckVerdict, seen
from gdtutor.tutor.diagnosis import Diagnosis

_NUMBER, _NAME = r"-?\d+(?:\.\d+|/\d+)?", r"[^\W\d]\w*"
_CONDITION = re.compile(rf"(?:({_NUMBER})\s*(<=?)\s*)?({_NAME})(?:\s*(<=?|>=?)\s*({_NUMBER}))?")


class Statement(Protocol):
    """Something that a claim states: it judges itself, and shows itself as mathematics."""

    def judge(self, seconds: float) -> Check:
        """The verdict with its evidence. ``seconds`` bounds the work of one comparison.

        Raises:
            GdtutorError: where a field cannot be read or does not fit.
        """

    def latex(self) -> str:
        """What is judged, as LaTeX without dollar signs; empty where words say it better."""


def box_of(conditions: Sequence[str]) -> dict[sp.Symbol, Range]:
    """What conditions such as ``S > 0`` or ``0 < β < 1`` say about their symbols.

    Raises:
        ArgumentError: for anything that is not a symbol between numbers.

    >>> {str(symbol): str(side) for symbol, side in box_of(["S > 0", "0 <= β < 1"]).items()}
    {'S': '(0, ∞)', 'beta': '[0, 1)'}
    """
    box: dict[sp.Symbol, Range] = {}
    for text in conditions:
        found = _CONDITION.fullmatch(text.strip().replace("≤", "<=").replace("≥", ">=").replace("−", "-"))
        if found is None or (found[1] is None and found[4] is None):
            raise ArgumentError(f"on has {text!r}: a condition such as 'S > 0' or '0 < b < 1' is wanted")
        symbol, side = as_symbol(found[3]), _range(*found.groups())
        met = box[symbol].meet(side) if symbol in box else side
        if met is None:
            raise ArgumentError(f"on has {text!r}: no number meets all the conditions on {symbol}")
        box[symbol] = met
    return box


def _range(low: str | None, from_low: str | None, _: str, relation: str | None, number: str | None) -> Range:
    high, to_high = (number, relation) if relation in ("<", "<=") else (None, None)
    if relation in (">", ">="):
        if low is not None:
            raise ArgumentError("on has a condition with < and > together: 'low < name < high' is wanted")
        low, from_low = number, relation.replace(">", "<")
    if any(end is not None and re.search(r"/0+$", end) for end in (low, high)):
        raise ArgumentError("on has a condition with a denominator of 0: numbers are wanted")
    side = between(*(None if end is None else Fraction(end) for end in (low, high)))
    return side._replace(low_open=from_low != "<=", high_open=to_high != "<=")


def contains(side: Range, value: Fraction) -> bool:
    """Whether a value lies in a range, at an open end not.

    >>> (side,) = box_of(["0 < x <= 1"]).values()
    >>> contains(side, Fraction(0)), contains(side, Fraction(1))
    (False, True)
    """
    low, high = side.bounds()
    above = low is None or value > low or (value == low and not side.low_open)
    return above and (high is None or value < high or (value == high and not side.high_open))


def condition_latex(text: str) -> str:
    """A condition as LaTeX.

    >>> print(condition_latex("0 <= β < 1"))
    0 \\le \\beta < 1
    """
    parts = re.split(r"(<=|>=|<|>)", text.replace("≤", "<=").replace("≥", ">="))
    signs = {"<=": r"\le", ">=": r"\ge"}
    return " ".join(signs.get(part, part) if k % 2 else read(part).latex for k, part in enumerate(parts))


def real_within(box: Mapping[sp.Symbol, Range]) -> list[sp.Expr]:
    """Expressions that are real just where the symbols lie above zero, for the domain of a comparison.

    >>> real_within(box_of(["S > 0", "t < 1"]))
    [log(S)]
    """
    return [sp.log(symbol) for symbol, side in box.items() if side.is_nonnegative]


def of_comparison(found: Equality, claimed: str, exact: str, diagnoses: Sequence[Diagnosis] = ()) -> Check:
    """The verdict that a comparison gives on a claim.

    Args:
        found: the comparison, the exact side first.
        claimed: who states the second side, such as ``the claim``.
        exact: what the first side is, such as ``the derivative is``.
        diagnoses: the mistakes that explain a wrong claim.
    """
    shown: dict[str, Any] = {"witness": found.witness, "evidence": found.evidence}
    if found.verdict is Verdict.PROVED:
        return Check(CheckVerdict.CORRECT, "Correct: proved.", **shown)
    if found.verdict is Verdict.UNDECIDED:
        return Check(CheckVerdict.UNDECIDED, f"Undecided: {found.evidence}.", evidence=found.evidence)
    told = seen(found.witness, claimed, exact)
    if found.verdict is Verdict.PARTLY:
        message = f"Partly right: it holds where {found.domain} only. {told}"
        return Check(CheckVerdict.PARTIAL, message, domain=found.domain, **shown)
    why = f" {diagnoses[0].sentence()}" if diagnoses else ""
    return Check(CheckVerdict.WRONG, f"Wrong. {told}{why}", tuple(diagnoses), **shown)


def worst(checks: Sequence[Check]) -> Check:
    """The verdict on a claim that says several things: that of the worst.

    >>> worst([Check(CheckVerdict.CORRECT, "a"), Check(CheckVerdict.WRONG, "b")]).message
    'b'
    """
    order = [CheckVerdict.WRONG, CheckVerdict.PARTIAL, CheckVerdict.UNREADABLE, CheckVerdict.UNDECIDED]
    return min(checks, key=lambda found: order.index(found.verdict) if found.verdict in order else len(order))

"""Check a claim about numbers: "dL/dθ at −5 is about −2.56", "f(3) − f(2) = 5", "f′(1/4) <= f(2)".

Both sides become exact numbers: each value of the function is put in where the function, or its derivative, has one.
A decimal is the other side as rounded where it was written; anything else is meant exactly. Equality is proved by the
equality engine, an inequality by certified intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.certified import sign
from gdtutor.calculus.language.lexer import tokenize
from gdtutor.calculus.notation import as_expression, as_symbol, read
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.several.at_point import NoValueError, smooth_form, value_at
from gdtutor.errors import ArgumentError, GdtutorError, UnreadableError
from gdtutor.tutor.asking import asked_with, shown, with_brackets
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.claim_reading import Claim, Side, Value, read_claim
from gdtutor.tutor.given_number import SLOPE, GivenNumber, SlopeJudge
from gdtutor.tutor.retyped import retyped

_HOLDS = {
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}
_FOUND = {-1: "the left side is smaller than the right one", 0: "both sides are equal",
          1: "the left side is larger than the right one"}  # fmt: skip

_HOW_NEAR = "Undecided: it is open how near is near enough. Write one side as a decimal, rounded as you like."


def check_claim(expression: str | sp.Expr, variable: str | sp.Symbol, claim: str) -> Check:
    """Check what is claimed about the values of a function or of its derivatives.

    A claim has two sides with ``=``, ``≈``, ``≠``, ``<``, ``<=``, ``>``, ``>=`` or a word such as *is about* between
    them. In the sides stand numbers, and values of the function: ``f(2)``, ``f'(1/2)``, ``f''(sqrt(2))``, ``f(f(2))``,
    ``dL/dθ at −5``, ``the slope at 3``. A decimal beside ``=`` or ``≈`` is right if it is the value rounded to the
    places that are written, and so is a whole number beside ``≈``; everything else is meant exactly. A wrong number is
    compared with what a base-10 logarithm, degrees, a lost sign or one of the wrong rules would give. Where the
    function has no value or no derivative, nothing is right: the message says so, and the verdict is *undecided*.

    Args:
        expression: the function.
        variable: its variable.
        claim: a sentence such as ``dL/dθ at −5 is about −2.56`` or ``f(3) - f(2) = 5``.

    Raises:
        ArgumentError: if the claim is no text.

    Source: Hopkins, *Gradient Descent*, steps 5 to 10, whose figures mix base 10 and base e.

    >>> found = check_claim("sin(2θ)*log(θ^2)", "θ", "dL/dθ at −5 is about −2.56")
    >>> str(found.verdict), found.mistake
    ('wrong', 'log_base')
    >>> check_claim("sin(2θ)*log(θ^2)", "θ", "dL/dθ at −5 is about −5.62").verdict
    <CheckVerdict.CORRECT: 'correct'>
    >>> print(check_claim("x^2", "x", "f(f(2)) - f(3) <= 4"))
    Wrong. The left side is larger than the right one.
    """
    if not isinstance(claim, str):
        raise ArgumentError(f"claim is {claim!r}: expected a text")
    if not claim.strip():
        return Check(CheckVerdict.UNANSWERED, "Nothing is claimed yet.")
    try:
        symbol = as_symbol(variable)
        question = read(expression, (str(symbol),)) if isinstance(expression, str) else None
        function = as_expression(expression) if question is None else question.expression
        if extra := function.free_symbols - {symbol}:
            names = ", ".join(sorted(map(str, extra)))
            raise ArgumentError(f"expression contains {names}: expected a function of {symbol}")
    except GdtutorError as problem:
        return Check(CheckVerdict.UNREADABLE, f"The question cannot be read: {problem}.")
    if both := _chained(claim):
        return _together([check_claim(expression, variable, part) for part in both])
    try:
        read_as = read_claim(claim, symbol)
    except UnreadableError as problem:
        for text in retyped(claim, frozenset()):  # 1,000,000
            if _is_readable(text, symbol):
                return Check(CheckVerdict.UNREADABLE, f"Is {shown(text)} meant? Type it so.", position=problem.position)
        return Check(CheckVerdict.UNREADABLE, f"This cannot be read: {problem}.", position=problem.position)
    domain = question.domain if question else ()
    found = _Judge(function, symbol, domain, read_as).judge()
    if found.verdict is not CheckVerdict.WRONG:
        return found
    for text in (*with_brackets(claim, read_as.doubts), *retyped(claim, frozenset())):
        try:
            other = read_claim(text, symbol)
        except UnreadableError:
            continue
        if not read_as.says(other) and _Judge(function, symbol, domain, other).judge().verdict is CheckVerdict.CORRECT:
            return Check(CheckVerdict.UNREADABLE, asked_with(text), reading=found.reading, notes=found.notes)
    return found


def _is_readable(text: str, variable: sp.Symbol) -> bool:
    try:
        read_claim(text, variable)
    except UnreadableError:
        return False
    return True


def _chained(claim: str) -> tuple[str, str] | None:
    """Both halves of ``3 < f(2) < 5``; ``None`` where there are not two signs of order."""
    try:
        signs = [token for token in tokenize(claim) if token.kind in _HOLDS]
    except UnreadableError:
        return None
    if len(signs) != 2 or signs[0].kind[0] != signs[1].kind[0]:
        return None
    first, second = signs
    return claim[: second.start], claim[first.end :]


def _together(found: Sequence[Check]) -> Check:
    """The verdict on a chain: that of the first half that is not right."""
    return next((half for half in found if half.verdict is not CheckVerdict.CORRECT), found[0])


class _Judge:
    """The verdict on one claim."""

    def __init__(self, function: sp.Expr, variable: sp.Symbol, domain: tuple[sp.Expr, ...], claim: Claim) -> None:
        self.function, self.variable, self.domain, self.claim = function, variable, domain, claim
        self.values: dict[sp.Symbol, sp.Expr] = {}

    def judge(self) -> Check:
        try:
            for symbol, value in self.claim.values.items():
                self.values[symbol] = self.exact(value)
            for part in self.claim.demands:
                value_at(part, self.values)
            left, right = (value_at(side.expression, self.values) for side in (self.claim.left, self.claim.right))
            return self.compared(left, right)
        except NoValueError as problem:
            return self.said(CheckVerdict.UNDECIDED, f"There is nothing to compare: {problem}.")
        except GdtutorError as problem:
            return self.said(CheckVerdict.UNDECIDED, f"Undecided: {problem}.")
        except Interruption:
            return self.said(CheckVerdict.UNDECIDED, "Undecided: a number here cannot be computed.")

    def said(self, verdict: CheckVerdict, message: str, evidence: str = "") -> Check:
        return Check(verdict, message, evidence=evidence, reading=self.claim.latex, notes=self.claim.notes)

    def exact(self, value: Value) -> sp.Expr:
        """A value of the function or of a derivative, where it has one."""
        point = {self.variable: value_at(value.place, self.values)}
        near = smooth_form(self.function, (self.variable,), point, value.order, self.domain)
        return derivative(near, self.variable, value.order).xreplace(point)

    # --- the two sides ------------------------------------------------------------------------------------------------

    def compared(self, left: sp.Expr, right: sp.Expr) -> Check:
        if self.claim.relation in _HOLDS:
            order = sign(left - right)
            holds = _HOLDS[self.claim.relation](order)
            verdict = CheckVerdict.CORRECT if holds else CheckVerdict.WRONG
            told = f"Correct: {_FOUND[order]}." if holds else f"Wrong. {_FOUND[order].capitalize()}."
            return self.said(verdict, told, "certified")
        sides = [(self.claim.left, left, right), (self.claim.right, right, left)]
        for side, own, other in reversed(sides):
            written = side.literal
            if written is not None and (side.has_decimals or self.claim.relation == "≈"):
                return self.against(GivenNumber.rounded(written), own, other, side)
        return self.exactly(left, right)

    def against(self, given: GivenNumber, own: sp.Expr, other: sp.Expr, side: Side) -> Check:
        """A decimal against the other side."""
        if self.claim.relation != "≠":
            fits = given.fits(other)
            if not fits and self.within_rounding():
                return self.said(CheckVerdict.UNDECIDED, _HOW_NEAR)
            return self.of_one_value(given, side) or self.equality(fits, other, own, given)
        if sign(other - own) == 0:
            return self.said(CheckVerdict.WRONG, "Wrong. Both sides are equal, exactly.", "certified")
        if not given.fits(other):
            return self.said(CheckVerdict.CORRECT, "Correct: the sides differ.", "certified")
        message = "Undecided: it is the value rounded to the places that are written, though not the value exactly."
        return self.said(CheckVerdict.UNDECIDED, message)

    def exactly(self, left: sp.Expr, right: sp.Expr) -> Check:
        """Two sides that are meant exactly, unless a decimal stands in a formula."""
        equal = sign(left - right) == 0
        if self.claim.relation == "≠":
            verdict = CheckVerdict.WRONG if equal else CheckVerdict.CORRECT
            told = "Wrong. Both sides are equal, exactly." if equal else "Correct: the sides differ."
            return self.said(verdict, told, "certified")
        if not equal and (self.claim.relation == "≈" or self.within_rounding()):
            return self.said(CheckVerdict.UNDECIDED, _HOW_NEAR)
        given = GivenNumber(right)
        return (self.of_one_value(given, self.claim.right) if not equal else None) or self.equality(
            equal, left, right, given
        )

    def within_rounding(self) -> bool:
        """Whether the sides may be equal if every decimal in a formula is rounded as it is written."""
        sides = (self.claim.left, self.claim.right)
        if not any(side.has_decimals and side.literal is None for side in sides):
            return False
        loose = [side.loosened() for side in sides]
        box = {symbol: between(*ends) for found in loose for symbol, ends in found.ends.items()}
        return range_of((loose[0].expression - loose[1].expression).xreplace(self.values), box).contains_zero

    def equality(self, holds: bool, left: sp.Expr, right: sp.Expr, given: GivenNumber) -> Check:
        if holds:
            return self.said(CheckVerdict.CORRECT, given.praise(), "certified")
        told = _FOUND[sign(left - right)].capitalize()
        if self.claim.left.literal is None and self.claim.right.literal is not None:
            told = f"The number is too {'small' if sign(left - right) > 0 else 'large'}"
        return self.said(CheckVerdict.WRONG, f"Wrong. {told}.", "certified")

    def of_one_value(self, given: GivenNumber, side: Side) -> Check | None:
        """A claim about a single value, whose wrong numbers can be explained; ``None`` for any other claim."""
        other = self.claim.left if side is self.claim.right else self.claim.right
        if len(self.claim.values) != 1 or side.expression.free_symbols:
            return None
        ((symbol, value),) = self.claim.values.items()
        outer = other.expression.xreplace({symbol: SLOPE})
        found = SlopeJudge(self.function, self.variable, value.order, value.place, given, self.domain, outer).judge()
        return replace(found, reading=self.claim.latex, notes=self.claim.notes)

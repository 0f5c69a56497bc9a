"""Check a claim about a number: "dL/dθ at −5 is about −2.56" is right if it is the value rounded as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.certified import agrees, enclosures, sign
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.notation import as_expression, as_symbol, read
from gdtutor.calculus.printing import to_text
from gdtutor.errors import ArgumentError, GdtutorError
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.corners import corners
from gdtutor.tutor.diagnosis import Diagnosis, diagnose
from gdtutor.tutor.prediction import NO_VALUE, Predictor

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?"
_CLAIMED = re.compile(rf"(?:≈|≃|~|=|\bis\b|\babout\b|\bequals\b)\s*(?:about\s*)?({_NUMBER})\s*\.?\s*$")
_PLACE = rf"{_NUMBER}(?:\s*/\s*\d+)?(?![\d.]|,\d|\s*[/*^(]|\w)"  # the whole number, not the 0 of 0,5 or the 2 of 2π
_AT = re.compile(rf"(?:\bat\b\s*(?:[^\W\d_]+\s*=\s*)?|\(\s*)({_PLACE})\s*\)?")
_ORDER = re.compile(r"[d∂]\s*\^?\s*(\d)|[d∂](\d)")
_MAX_LENGTH = 200
SLOPE = sp.Symbol("slope")
_TRIGONOMETRIC = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)


@dataclass(frozen=True)
class Claim:
    """A claim that was read: the order of the derivative, the point, and the number as it was written."""

    order: int
    at: Decimal | Fraction
    number: Decimal

    @property
    def places(self) -> int:
        """The decimal places that the number is written with."""
        exponent = self.number.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    def praise(self) -> str:
        """What is said where the number is right."""
        places = "1 decimal place" if self.places == 1 else f"{self.places} decimal places"
        return f"Correct: it is the value rounded to {places if self.places else 'a whole number'}."


def read_claim(text: str) -> Claim | None:
    """The claim that a sentence makes, or ``None``.

    >>> read_claim("dL/dθ at −5 is about −2.56")
    Claim(order=1, at=Decimal('-5'), number=Decimal('-2.56'))
    >>> read_claim("L(2) = 0.5").order, read_claim("L''(2) ≈ 0.5").order
    (0, 2)
    """
    text = text[:_MAX_LENGTH].replace("−", "-").replace("–", "-").strip()
    claimed = _CLAIMED.search(text)
    at = _AT.search(text, 0, claimed.start()) if claimed else None
    if claimed is None or at is None:
        return None
    place = re.sub(r"\s", "", at[1])
    if re.search(r"/0+$", place):
        return None
    where = Fraction(place) if "/" in place else Decimal(place)
    return Claim(_order(text[: claimed.start()]), where, Decimal(claimed[1]))


def _order(left: str) -> int:
    """How often the left side differentiates: primes, a quotient of differentials, or the words for them."""
    if primes := left.count("'") + left.count("′"):
        return primes
    if re.search(r"second derivative", left):
        return 2
    if "/" in left:
        found = _ORDER.search(left)
        return int(found[1] or found[2]) if found else 1
    return int(bool(re.search(r"derivative|slope|gradient", left)))


def check_claim(expression: str | sp.Expr, variable: str | sp.Symbol, claim: str) -> Check:
    """Check a number that is claimed for a function or its derivative at a point.

    The number is right if it is the exact value rounded to the places that are written. A wrong one is compared with
    what a base-10 logarithm, degrees, a lost sign or one of the wrong rules would give.

    Args:
        expression: the function.
        variable: its variable.
        claim: a sentence such as ``dL/dθ at −5 is about −2.56`` or ``L'(−5) ≈ −2.56``.

    Source: Hopkins, *Gradient Descent*, steps 5 to 10, whose figures mix base 10 and base e.

    >>> found = check_claim("sin(2θ)*log(θ^2)", "θ", "dL/dθ at −5 is about −2.56")
    >>> str(found.verdict), found.mistake
    ('wrong', 'log_base')
    >>> check_claim("sin(2θ)*log(θ^2)", "θ", "dL/dθ at −5 is about −5.62").verdict
    <CheckVerdict.CORRECT: 'correct'>
    """
    if not claim.strip():
        return Check(CheckVerdict.UNANSWERED, "Nothing is claimed yet.")
    claimed = read_claim(claim)
    if claimed is None:
        message = "This cannot be read: a sentence such as dL/dx at 2 is about 0.5 is wanted."
        return Check(CheckVerdict.UNREADABLE, message, position=0)
    try:
        symbol = as_symbol(variable)
        if not isinstance(expression, str):
            return NumberJudge(as_expression(expression), symbol, claimed).judge()
        asked = read(expression, (str(symbol),))
        return NumberJudge(asked.expression, symbol, claimed, asked.domain).judge()
    except (ArgumentError, GdtutorError) as problem:
        return Check(CheckVerdict.UNREADABLE, f"The question cannot be read: {problem}.")
    except (UncertainError, OutsideDomainError):
        return Check(CheckVerdict.UNDECIDED, "Undecided: there is no real value there that can be computed.")


class NumberJudge:
    """Judges one claim about a function or its derivative, or about what follows from the number.

    ``outer`` says how the claimed number follows from ``SLOPE``, the value at the point; ``written`` is the derivative
    as its author wrote it out, from which a wrong number may follow.
    """

    def __init__(
        self,
        function: sp.Expr,
        variable: sp.Symbol,
        claim: Claim,
        domain: tuple[sp.Expr, ...] = (),
        outer: sp.Expr = SLOPE,
        written: sp.Expr | None = None,
    ) -> None:
        if extra := function.free_symbols - {variable}:
            raise ArgumentError(
                f"expression contains {', '.join(sorted(map(str, extra)))}: a function of {variable} is wanted"
            )
        self.claim, self.variable = claim, variable
        self.outer, self.written = outer, written
        self.asked, self.domain = function, domain
        self.function = derivative(function, variable, claim.order - 1) if claim.order else function
        self.formula = derivative(function, variable, claim.order) if claim.order else function
        self.at = sp.Rational(str(claim.at))
        self.given = sp.Rational(str(claim.number))

    def value(self, formula: sp.Expr) -> sp.Expr:
        """The exact value of a formula at the point, and what follows from it."""
        return self.outer.xreplace({SLOPE: self.at_point(formula)})

    def at_point(self, formula: sp.Expr) -> sp.Expr:
        """The exact value of a formula at the point."""
        return formula.xreplace({self.variable: self.at})

    def is_given(self, formula: sp.Expr) -> bool:
        """Whether the given number is the value of a formula, rounded as written."""
        try:
            return agrees(self.value(formula), self.given, self.claim.places)
        except (UncertainError, OutsideDomainError):
            return False

    def require_a_derivative(self) -> None:
        """A formula may have a value where the function has none (1/x for ln x at -1), or a corner (|x| at 0).

        Raises:
            OutsideDomainError, UncertainError: where the formula says nothing about the function.
        """
        for part in (self.asked, *self.domain):
            next(enclosures(self.at_point(part)))
        if self.claim.order and any(sign(self.at_point(u)) == 0 for u in corners(self.asked)):
            raise OutsideDomainError

    def judge(self) -> Check:
        self.require_a_derivative()
        right = self.value(self.formula)
        if agrees(right, self.given, self.claim.places):
            return Check(CheckVerdict.CORRECT, self.claim.praise(), evidence="certified")
        off = "small" if sign(right - self.given) > 0 else "large"
        diagnoses = tuple(dict.fromkeys(self.diagnoses()))
        told = f" {diagnoses[0].sentence()}" if diagnoses else ""
        return Check(CheckVerdict.WRONG, f"Wrong. The number is too {off}.{told}", diagnoses, evidence="certified")

    def diagnoses(self) -> Iterator[Diagnosis]:
        """What leads to the number that was given, the likeliest first."""
        shown = to_text(self.asked)  # never the derivative: that is for the learner to find
        for mistakes, formula in self.named(self.formula):
            if formula != self.formula and self.is_given(formula):
                yield Diagnosis(mistakes, (shown,) * len(mistakes))
        yield from self.of_written(shown)
        if self.claim.order and self.is_given(self.function):
            yield Diagnosis(("wrong_order",), (shown,))
        if self.claim.order and len(self.claim.number.as_tuple().digits) >= 3:
            yield from self.wrong_rules()

    def named(self, formula: sp.Expr) -> Iterator[tuple[tuple[str, ...], sp.Expr]]:
        """What a formula becomes by slips of the calculation."""
        ten = self.with_base_ten(formula)
        yield ("log_base",), ten
        yield ("degrees",), self.in_degrees(formula)
        yield ("log_base", "degrees"), self.in_degrees(ten)
        yield ("overall_sign",), -formula
        yield ("log_base", "overall_sign"), -ten

    def of_written(self, shown: str) -> Iterator[Diagnosis]:
        """A number that follows from the derivative as it was written out: its own mistake, and perhaps a slip more."""
        if self.written is None:
            return
        form = form_of(self.function, self.variable)
        found = diagnose(form, self.variable, self.written)[:1]
        for slips, formula in (((), self.written), *self.named(self.written)):
            if self.is_given(formula):
                for each in found:
                    yield Diagnosis((*slips, *each.mistakes), ((shown,) * len(slips) + each.terms))

    def wrong_rules(self) -> Iterator[Diagnosis]:
        """The wrong rules of differentiation whose value at the point is the one given."""
        exact = Fraction(int(self.at.p), int(self.at.q))
        try:
            predictor = Predictor(
                form_of(self.function, self.variable), self.variable, [{self.variable: exact}], Budget(0.3)
            )
        except NO_VALUE:
            return
        half_unit = 0.5 * 10.0**-self.claim.places
        for alternative in predictor.single():
            if abs(self.follows_from(alternative.values[0]) - float(self.given)) <= half_unit:
                named = [(name, to_text(edit.term)) for _, edit in alternative.edits for name in edit.rule.mistakes]
                yield Diagnosis(
                    tuple(name for name, _ in named), tuple(term for _, term in named), alternative.strained
                )

    def follows_from(self, slope: float) -> float:
        """What follows from a slope, as a double."""
        return float(self.outer.xreplace({SLOPE: sp.Float(slope)}))

    def with_base_ten(self, formula: sp.Expr) -> sp.Expr:
        """Every logarithm taken to base 10, as a calculator's log key does."""
        return formula.replace(sp.log, lambda u: sp.log(u) / sp.log(10))

    def in_degrees(self, formula: sp.Expr) -> sp.Expr:
        """Every angle taken as degrees, as a calculator in that mode does."""
        for function in _TRIGONOMETRIC:
            formula = formula.replace(function, lambda u, f=function: f(u * sp.pi / 180))
        return formula

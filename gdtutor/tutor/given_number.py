"""A number that somebody gave for the slope of a function at a place: does it fit, and what explains a wrong one?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import sympy as sp

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.certified import agrees, sign
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.several.at_point import smooth_form
from gdtutor.errors import ArgumentError
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.diagnosis import Diagnosis, diagnose
from gdtutor.tutor.prediction import NO_VALUE, Predictor

SLOPE = sp.Symbol("slope")
_TRIGONOMETRIC = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
_ENOUGH_DIGITS = 3  # of a number by which a wrong rule is recognised: a short one may be met by chance
_CLOSE = 1e-12


@dataclass(frozen=True)
class GivenNumber:
    """A number as it was given.

    Attributes:
        value: the number, exact.
        places: the decimal places that it is written with, to which it is rounded; ``None`` where it is meant exactly.
        digits: how many digits a decimal is written with.

    >>> GivenNumber.rounded(Decimal("3.14")).fits(sp.pi), GivenNumber(sp.Rational(22, 7)).fits(sp.pi)
    (True, False)
    """

    value: sp.Expr
    places: int | None = None
    digits: int = 0

    @classmethod
    def rounded(cls, number: Decimal) -> GivenNumber:
        """A decimal, rounded to the places that it is written with."""
        _, digits, exponent = number.as_tuple()
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        return cls(sp.Rational(str(number)), places, len(digits))

    def fits(self, exact: sp.Expr) -> bool:
        """Whether it is this number, as rounded where it is.

        Raises:
            Interruption: where this cannot be told.
        """
        if self.places is None:
            return sign(exact - self.value) == 0
        return agrees(exact, self.value, self.places)

    def is_near(self, value: float) -> bool:
        """The same for a number in floating point, which is to be looked at more closely."""
        off = abs(value - float(self.value))
        return off <= (_CLOSE * max(1.0, abs(value)) if self.places is None else 0.5 * 10.0**-self.places)

    @property
    def is_telling(self) -> bool:
        """Whether it has so many digits that no other formula gives it by chance."""
        if not self.value.is_Rational:
            return True
        below = "" if self.value.q == 1 else str(self.value.q)
        digits = len(f"{abs(self.value.p)}{below}") if self.places is None else self.digits
        return digits >= _ENOUGH_DIGITS

    def praise(self) -> str:
        """What is said where the number is right."""
        if self.places is None:
            return "Correct: both sides are equal, exactly."
        places = "1 decimal place" if self.places == 1 else f"{self.places} decimal places"
        return f"Correct: it is the value rounded to {places if self.places else 'a whole number'}."


class SlopeJudge:
    """Judges one number that follows from the value of a function, or of a derivative of it, at a place.

    Args:
        function: the function.
        variable: its variable.
        order: how often it is differentiated.
        at: the place.
        given: the number.
        domain: what has to be real besides the function.
        outer: how the number follows from ``SLOPE``, the value at the place.
        written: the derivative as its author wrote it out, from which a wrong number may follow.

    Raises:
        NoValueError: where the function has no such value at the place.
    """

    def __init__(
        self,
        function: sp.Expr,
        variable: sp.Symbol,
        order: int,
        at: sp.Expr,
        given: GivenNumber,
        domain: tuple[sp.Expr, ...] = (),
        outer: sp.Expr = SLOPE,
        written: sp.Expr | None = None,
    ) -> None:
        if extra := function.free_symbols - {variable}:
            raise ArgumentError(
                f"expression contains {', '.join(sorted(map(str, extra)))}: expected a function of {variable}"
            )
        self.asked, self.variable, self.order, self.at, self.given = function, variable, order, at, given
        self.outer, self.written = outer, written
        near = smooth_form(function, (variable,), {variable: at}, order, domain)
        self.function = derivative(near, variable, order - 1) if order else near
        self.formula = derivative(near, variable, order) if order else near

    @property
    def exact(self) -> sp.Expr:
        """The right number, exact."""
        return self.value(self.formula)

    def value(self, formula: sp.Expr) -> sp.Expr:
        """The exact value of a formula at the place, and what follows from it."""
        return self.outer.xreplace({SLOPE: formula.xreplace({self.variable: self.at})})

    def judge(self) -> Check:
        """The verdict, with the mistakes that explain a wrong number.

        Raises:
            Interruption: where it cannot be told.
        """
        if self.given.fits(self.exact):
            return Check(CheckVerdict.CORRECT, self.given.praise(), evidence="certified")
        off = "small" if sign(self.exact - self.given.value) > 0 else "large"
        diagnoses = tuple(dict.fromkeys(self.diagnoses()))
        told = f" {diagnoses[0].sentence()}" if diagnoses else ""
        return Check(CheckVerdict.WRONG, f"Wrong. The number is too {off}.{told}", diagnoses, evidence="certified")

    # --- what a wrong number comes from -------------------------------------------------------------------------------

    def diagnoses(self) -> Iterator[Diagnosis]:
        """What leads to the number that was given, the likeliest first."""
        shown = to_text(self.asked)  # never the derivative: that is for the learner to find
        for mistakes, formula in self.named(self.formula):
            if formula != self.formula and self.is_given(formula):
                yield Diagnosis(mistakes, (shown,) * len(mistakes))
        yield from self.of_written(shown)
        if self.order and self.is_given(self.function):
            yield Diagnosis(("wrong_order",), (shown,))
        if self.order and self.given.is_telling and self.at.is_Rational:
            yield from self.wrong_rules()

    def is_given(self, formula: sp.Expr) -> bool:
        """Whether the given number is what follows from a formula."""
        try:
            return self.given.fits(self.value(formula))
        except Interruption:
            return False

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
        """The wrong rules of differentiation whose value at the place is the one given."""
        place = Fraction(int(self.at.p), int(self.at.q))
        try:
            predictor = Predictor(
                form_of(self.function, self.variable), self.variable, [{self.variable: place}], Budget(0.3)
            )
        except NO_VALUE:
            return
        for alternative in predictor.single():
            if self.given.is_near(self.follows_from(alternative.values[0])):
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

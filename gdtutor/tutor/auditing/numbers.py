"""Claims that are numbers, and inequalities between numbers or for all numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice

import sympy as sp

from gdtutor.calculus.certified import rounded, sign
from gdtutor.calculus.equality.verdicts import Witness
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, Point, UncertainError
from gdtutor.calculus.intervals import Intervals, differ, middle
from gdtutor.calculus.notation import as_symbol, read
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.points import Box, points_within
from gdtutor.calculus.proving.proof import at_least
from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.statement import box_of, condition_latex, contains
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.definitions import Definitions
from gdtutor.tutor.given_number import GivenNumber, SlopeJudge

_SIGNS = {"<": r"<", ">": r">", "<=": r"\le", ">=": r"\ge"}
_MAX_POINTS = 200
_MAX_PLACES = 60
_PRECISION = 160


def as_written(number: str) -> Decimal:
    """A number with the decimal places that it is written with.

    Raises:
        ArgumentError: if it is not a decimal number.

    >>> as_written("−2.50")
    Decimal('-2.50')
    """
    try:
        found = Decimal(number.strip().replace("−", "-"))
    except InvalidOperation:
        raise ArgumentError(f"number is {number!r}: a decimal number such as '-2.56' is wanted") from None
    exponent = found.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _MAX_PLACES or abs(found.adjusted()) > _MAX_PLACES:
        raise ArgumentError(f"number is {number!r}: at most {_MAX_PLACES} digits are wanted")
    return found


@dataclass(frozen=True)
class NumberStatement:
    """A formula has a value, as rounded where the author wrote it.

    Attributes:
        value: the formula.
        number: the number with its decimal places.
        let: definitions, see ``Definitions``.

    >>> NumberStatement("1184/338", "3.5").judge(1.0).message
    'Correct: it is the value rounded to 1 decimal place.'
    """

    value: str
    number: str
    let: Sequence[Sequence[str]] = ()

    def judge(self, seconds: float) -> Check:
        """Certified by intervals."""
        given = GivenNumber.rounded(as_written(self.number))
        exact = Definitions(self.let).value(self.value)
        if exact.free_symbols:
            names = ", ".join(sorted(map(str, exact.free_symbols)))
            raise ArgumentError(f"value contains {names}: a number is wanted")
        if given.fits(exact):
            return Check(CheckVerdict.CORRECT, given.praise(), evidence="certified")
        message = f"Wrong. The exact value is {_shown(exact, given)}."
        return Check(CheckVerdict.WRONG, message, evidence="certified")

    def latex(self) -> str:
        return rf"{Definitions(self.let).latex(self.value)} \approx {self.number}"


@dataclass(frozen=True)
class SlopeStatement:
    """A number that was computed from the slope of a function at a point.

    Attributes:
        function, variable, at: whose slope, and where.
        number: the number with its decimal places.
        formula: how it follows from the ``slope``, such as ``-5 - 0.5*slope``.
        written: the slope as the author wrote it out, where that differs; a wrong number may follow from it.

    >>> found = SlopeStatement("sin(2θ)*log(θ^2)", "θ", "-5", "-3.72", "-5 - 0.5*slope").judge(1.0)
    >>> found.mistake, found.message[:42]
    ('log_base', 'Wrong. The exact value is -2.19. It seems ')
    """

    function: str
    variable: str
    at: str
    number: str
    formula: str = "slope"
    written: str = ""

    def judge(self, seconds: float) -> Check:
        """As ``gdtutor.check_claim``, with the exact value told."""
        symbol, at = as_symbol(self.variable), sp.Rational(str(as_written(self.at)))
        given = GivenNumber.rounded(as_written(self.number))
        asked = read(self.function, (str(symbol),))
        outer = read(self.formula, ("slope",)).expression
        judge = SlopeJudge(asked.expression, symbol, 1, at, given, asked.domain, outer, self._own(symbol))
        found = judge.judge()
        if found.verdict is not CheckVerdict.WRONG:
            return found
        why = f" {found.diagnoses[0].sentence()}" if found.diagnoses else ""
        message = f"Wrong. The exact value is {_shown(judge.exact, given)}.{why}"
        return Check(CheckVerdict.WRONG, message, found.diagnoses, evidence=found.evidence)

    def _own(self, symbol: sp.Symbol) -> sp.Expr | None:
        return read(self.written, (str(symbol),)).expression if self.written else None

    def latex(self) -> str:
        names = (str(as_symbol(self.variable)),)
        function, formula = read(self.function, names).latex, read(self.formula, ("slope",)).latex
        place = rf"{read(self.variable).latex} = {self.at}"
        slope = rf"\frac{{d}}{{d{read(self.variable).latex}}}\left[{function}\right]_{{{place}}}"
        if formula == "slope":
            return rf"{slope} \approx {self.number}"
        return rf"{formula.replace('slope', 's')} \approx {self.number},\quad s = {slope}"


def _shown(exact: sp.Expr, given: GivenNumber) -> str:
    return rounded(exact, max(2, given.places or 0))


@dataclass(frozen=True)
class InequalityStatement:
    """An inequality between numbers, or for all values of its symbols.

    Attributes:
        left, relation, right: the sides with ``<``, ``<=``, ``>`` or ``>=`` between them.
        on: what is given about symbols, such as ``S > 0``.
        let: definitions, see ``Definitions``.

    >>> InequalityStatement("d/dt(a/(1 + b*t))", "<", "0", ["a > 0", "b > 0", "t >= 0"]).judge(1.0).verdict
    <CheckVerdict.CORRECT: 'correct'>
    >>> print(InequalityStatement("x^2", ">", "0").judge(1.0))
    Partly right: it holds except where both sides are equal, as at x = 0.
    """

    left: str
    relation: str
    right: str
    on: Sequence[str] = ()
    let: Sequence[Sequence[str]] = ()

    def judge(self, seconds: float) -> Check:
        """Numbers by intervals; for all values by a certificate, or a certified point against it."""
        if self.relation not in _SIGNS:
            raise ArgumentError(f"relation is {self.relation!r}: one of <, <=, > and >= is wanted")
        known = Definitions(self.let)
        sides = [known.value(side) for side in (self.left, self.right)]
        larger, smaller = sides if ">" in self.relation else reversed(sides)
        strict = "=" not in self.relation
        if not (larger - smaller).free_symbols:
            return self._of_numbers(larger, smaller, strict)
        box = box_of(self.on)
        if proof := at_least("the claim", larger, smaller, "", box, strict):
            return Check(CheckVerdict.CORRECT, "Correct: proved for all values.", evidence=proof.why.lstrip(": "))
        return self._refuted(larger, smaller, box) or self._almost(larger, smaller, box, strict)

    def _of_numbers(self, larger: sp.Expr, smaller: sp.Expr, strict: bool) -> Check:
        try:
            difference = sign(larger - smaller)
        except (UncertainError, OutsideDomainError):
            return Check(CheckVerdict.UNDECIDED, "Undecided: one of the sides has no value that can be computed.")
        if difference > 0 or (difference == 0 and not strict):
            return Check(CheckVerdict.CORRECT, "Correct: certified.", evidence="certified")
        values = " and ".join(rounded(side, 4) for side in (larger, smaller))
        message = f"Wrong. The sides said to be larger and smaller are {values}."
        return Check(CheckVerdict.WRONG, message, evidence="certified")

    def _refuted(self, larger: sp.Expr, smaller: sp.Expr, box: Box) -> Check | None:
        for point in _points(larger, smaller, box):
            if witness := _certified(larger, smaller, point):
                at = ", ".join(f"{name} = {value}" for name, value in witness.point)
                told = f"At {at} the side said to be larger is {witness.left:.4g}, the other one {witness.right:.4g}."
                return Check(CheckVerdict.WRONG, f"Wrong. {told}", witness=witness, evidence="certified at a point")
        return None

    def _almost(self, larger: sp.Expr, smaller: sp.Expr, box: Box, strict: bool) -> Check:
        """Where a strict inequality is proved as ``>=`` only, and equality occurs."""
        weak = at_least("the claim", larger, smaller, "", box) if strict else None
        if weak is not None:
            symbols = sorted((larger - smaller).free_symbols, key=str)
            zero = dict.fromkeys(symbols, sp.Integer(0))
            equal_at = [zero] if box == {} and (larger - smaller).subs(zero) == 0 else []
            if equal_at:
                at = ", ".join(f"{name} = 0" for name in symbols)
                domain = f"{to_text(larger)} and {to_text(smaller)} differ"
                message = f"Partly right: it holds except where both sides are equal, as at {at}."
                return Check(CheckVerdict.PARTIAL, message, domain=domain, evidence=weak.why.lstrip(": "))
        return Check(CheckVerdict.UNDECIDED, "Undecided: neither a proof nor a point against it was found.")

    def latex(self) -> str:
        known = Definitions(self.let)
        shown = known.claim_latex(self.left, _SIGNS.get(self.relation, self.relation), self.right)
        given = r",\; ".join([*map(condition_latex, self.on), *(x.replace("&", "") for x in known.lines_latex())])
        return rf"{shown} \quad ({given})" if given else shown


def _points(larger: sp.Expr, smaller: sp.Expr, box: Box) -> Iterator[Point]:
    symbols = sorted((larger - smaller).free_symbols, key=str)
    points = points_within(symbols, box)
    return islice((p for p in points if all(contains(box[s], p[s]) for s in box if s in p)), _MAX_POINTS)


def _certified(larger: sp.Expr, smaller: sp.Expr, point: Point) -> Witness | None:
    """The point with both values, where intervals prove that the side said to be larger is smaller."""
    try:
        floats = Floats(point)
        if not floats.value(larger) < floats.value(smaller):
            return None
        values = Intervals(point, _PRECISION)
        sides = values.value(larger), values.value(smaller)
    except (OutsideDomainError, UncertainError):
        return None
    if not differ(*sides, _PRECISION):
        return None
    shown = tuple((str(symbol), sp.Rational(value.numerator, value.denominator)) for symbol, value in point.items())
    return Witness(shown, middle(sides[0]), middle(sides[1]))

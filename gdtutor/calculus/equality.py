"""Decide whether two expressions are equal where the question is defined: proved, refuted, partly, or undecided.

Points may only reject, and reject with certified intervals. Acceptance is a proof: the difference is zero in the field
of the normal forms, in every case of signs. What neither proves nor rejects within the budget is undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

import sympy as sp
from mpmath.libmp import mpf_add, mpf_shift, to_float

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.cases import Case, Cases, Outcome, decide_cases
from gdtutor.calculus.evaluation import Floats, Intervals, OutsideDomainError, UncertainError, differ
from gdtutor.calculus.notation import as_expression
from gdtutor.calculus.polynomial import Budget
from gdtutor.calculus.sampling import Point, critical_points, exact_zeros, float_sign, simple_points


class Verdict(StrEnum):
    """How two expressions compare."""

    PROVED = "proved"
    PARTLY = "partly"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Witness:
    """A point at which the two sides differ, with certified values.

    Attributes:
        point: the value of each symbol, exact.
        left: the value of the first expression there.
        right: the value of the second, or ``None`` where it is not a real number.
    """

    point: tuple[tuple[str, sp.Rational], ...]
    left: float
    right: float | None

    def __str__(self) -> str:
        at = ", ".join(f"{name} = {value}" for name, value in self.point) or "every point"
        return (
            f"at {at}: {self.left:.6g} against {'no real value' if self.right is None else format(self.right, '.6g')}"
        )


@dataclass(frozen=True)
class Equality:
    """The outcome of a comparison.

    Attributes:
        verdict: proved, partly (on a proper part of the question's domain), refuted or undecided.
        witness: a point where they differ, for ``refuted`` and ``partly``.
        domain: for ``partly``, where they are equal, in words.
        evidence: what the verdict rests on, in words.

    >>> bool(equal("tan(x)*cos(x)", "sin(x)")), equal("x^2", "x^3").refuted
    (True, True)
    """

    verdict: Verdict
    witness: Witness | None = None
    domain: str = ""
    evidence: str = ""

    @property
    def proved(self) -> bool:
        """Whether equality is proved wherever the first expression is defined."""
        return self.verdict is Verdict.PROVED

    @property
    def refuted(self) -> bool:
        """Whether a certified witness shows that they are not equal."""
        return self.verdict is Verdict.REFUTED

    def __bool__(self) -> bool:
        return self.proved


@dataclass
class _Samples:
    """Where the two sides agree in floating point, differ, or the second has no value."""

    agree: list[Point] = field(default_factory=list)
    differ: list[Point] = field(default_factory=list)
    undefined: list[Point] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.agree) + len(self.differ) + len(self.undefined)


def equal(left: str | sp.Expr, right: str | sp.Expr, domain: Sequence[sp.Expr] = (), seconds: float = 1.0) -> Equality:
    """Compare two expressions where the first one, and every expression of ``domain``, is real.

    Args:
        left: the question's side, a text or a SymPy expression.
        right: the answer's side.
        domain: further expressions that have to be real where it counts (a function whose derivative ``left`` is).
        seconds: a bound on the work; it holds without signals or threads.

    Raises:
        UnreadableError: if a text cannot be read.

    >>> equal("sin(x)^2", "1 - cos(x)^2").verdict
    <Verdict.PROVED: 'proved'>
    >>> equal("sqrt(x^2)", "x").domain
    'x > 0'
    >>> print(equal("(x+1)^2", "x^2 + 1").witness)
    at x = 1: 4 against 2
    """
    question, answer = carry_out(as_expression(left)), carry_out(as_expression(right))
    if question == answer:
        return Equality(Verdict.PROVED, evidence="both are the same expression")
    return _Comparison(question, answer, tuple(domain), Budget(seconds)).decide()


class _Comparison:
    """One comparison: its two sides, the domain, and what has been found so far."""

    def __init__(self, question: sp.Expr, answer: sp.Expr, domain: tuple[sp.Expr, ...], budget: Budget) -> None:
        self.question, self.answer, self.domain, self.budget = question, answer, domain, budget
        parts = (question, answer, *domain)
        self.symbols = sorted(set().union(*(part.free_symbols for part in parts)), key=str)
        self.samples = _Samples()

    def decide(self) -> Equality:
        points = simple_points(self.symbols)
        for enough in (6, 16):  # at simple points both sides may be zero by chance, as sin(6*pi*x) is
            self.sample(points, enough)
            if not self.samples.differ or self.samples.agree or self.depends_on_signs():
                break
            witness = self.certified_witness(self.samples.differ[enough - 16 :])
            if witness:
                return Equality(Verdict.REFUTED, witness, evidence="the values at the witness point differ")
        cases = decide_cases(self.question, self.answer, self.domain, self.budget)
        if not len(self.samples) or any(case.outcome is not Outcome.EQUAL for case in cases.cases):
            quantities = {quantity for case in cases.cases for quantity, _ in case.signs}
            self.sample(critical_points(quantities, self.symbols), enough=60)
        return self.conclude(cases)

    # --- points -------------------------------------------------------------------------------------------------------

    def sample(self, points: Iterable[Point], enough: int) -> None:
        for point in points:
            if len(self.samples) >= enough or self.budget.left() == 0:
                return
            self.look(point)

    def look(self, point: Point) -> None:
        """Compare in floating point at one point where the question is real."""
        values = Floats(point)
        try:
            left = [values.value(part) for part in (self.question, *self.domain)][0]
        except (OutsideDomainError, UncertainError):
            return
        try:
            right = values.value(self.answer)
        except OutsideDomainError:
            self.samples.undefined.append(point)
            return
        except UncertainError:
            return
        close = abs(left - right) <= 1e-9 * max(abs(left), abs(right))
        (self.samples.agree if close else self.samples.differ).append(point)

    def certified_witness(self, points: Sequence[Point], precisions: Sequence[int] = (80, 240)) -> Witness | None:
        """A point among ``points`` at which intervals prove that the two sides differ."""
        for point in points:
            for precision in precisions:
                found = self.certified(point, precision)
                if found is not None:
                    return found
                if self.budget.left() == 0:
                    return None
        return None

    def certified(self, point: Point, precision: int) -> Witness | None:
        values = Intervals(point, precision)
        try:
            left = [values.value(part) for part in (self.question, *self.domain)][0]
        except (OutsideDomainError, UncertainError):
            return None
        shown = tuple((str(symbol), sp.Rational(value)) for symbol, value in point.items())
        try:
            right = values.value(self.answer)
        except OutsideDomainError:
            return Witness(shown, _middle(left), None)
        except UncertainError:
            return None
        return Witness(shown, _middle(left), _middle(right)) if differ(left, right) else None

    def depends_on_signs(self) -> bool:
        """Whether the sides may be equal on one part of the domain only."""
        parts = (self.question, self.answer)
        if any(part.has(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise) for part in parts):
            return True
        return any(
            not base.is_Symbol and base.has(sp.Pow, sp.Function)
            for part in parts
            for power in part.atoms(sp.Pow)
            for base, exponent in [power.as_base_exp()]
            if exponent.is_Rational and not exponent.is_Integer
        )

    # --- conclusions ----------------------------------------------------------------------------------------------------

    def conclude(self, cases: Cases) -> Equality:
        found = self.samples
        if cases.all_equal():
            if found.agree:
                return Equality(Verdict.PROVED, evidence="the difference is zero in normal form")
            return Equality(Verdict.UNDECIDED, evidence="no point was found where the question is real")
        outside = self.certified_witness(found.undefined, (80,))
        witness = self.certified_witness(found.differ) or self.near_miss(cases) or outside
        equal_cases = [case for case in cases.cases if case.outcome is Outcome.EQUAL and self.realised(case)]
        if witness and (equal_cases and found.agree):
            return Equality(
                Verdict.PARTLY, witness, self.where(equal_cases, cases), "equal in some cases of signs only"
            )
        if witness and found.agree and witness.right is None and not found.differ:
            return Equality(Verdict.UNDECIDED, witness, evidence="the answer is not real everywhere")
        if witness:
            return Equality(Verdict.REFUTED, witness, evidence="the values at the witness point differ")
        if cases.complete and found.agree and self.others_are_impossible(cases):
            return Equality(Verdict.PROVED, evidence="the difference is zero in normal form wherever it can be asked")
        return Equality(Verdict.UNDECIDED, evidence=cases.obstacle or "neither a proof nor a witness was found")

    def near_miss(self, cases: Cases) -> Witness | None:
        """Where the normal forms differ and doubles do not: the same points with many more digits."""
        suspicious = [case for case in cases.cases if case.outcome is Outcome.DIFFERENT]
        if not suspicious and cases.complete:
            return None
        points = [
            p for p in self.samples.agree if not cases.complete or any(_has_signs(p, case) for case in suspicious)
        ]
        return self.certified_witness(points[:4], (120, 400, 1500))

    def realised(self, case: Case) -> bool:
        return any(_has_signs(point, case) for point in self.samples.agree)

    def others_are_impossible(self, cases: Cases) -> bool:
        """Whether every case that is not equal is ruled out: the zeros of its quantities are known exactly."""
        quantities = {quantity for case in cases.cases for quantity, _ in case.signs}
        if len(self.symbols) != 1 or any(exact_zeros(q, self.symbols[0]) is None for q in quantities):
            return False
        points = list(islice(critical_points(quantities, self.symbols), 200))
        bad = [case for case in cases.cases if case.outcome in (Outcome.DIFFERENT, Outcome.ANSWER_UNDEFINED)]
        return not any(_has_signs(point, case) for point in points for case in bad)

    def where(self, equal_cases: Sequence[Case], cases: Cases) -> str:
        """The signs under which the sides are equal, without those that do not matter."""
        bad = [case for case in cases.cases if case.outcome in (Outcome.DIFFERENT, Outcome.ANSWER_UNDEFINED)]
        told = [_told(case, bad, equal_cases) for case in equal_cases]
        return " or ".join(dict.fromkeys(text for text in told if text)) or "on a part of the domain"


def _has_signs(point: Point, case: Case) -> bool:
    return all(float_sign(quantity, point) == sign for quantity, sign in case.signs)


def _told(case: Case, bad: Sequence[Case], good: Sequence[Case]) -> str:
    """The conditions of a case that tell it from the bad ones."""
    signs = dict(case.signs)
    telling = {q for other in bad for q, sign in other.signs if q in signs and signs[q] != sign}
    return " and ".join(
        f"{quantity} {'>' if sign > 0 else '<'} 0" for quantity, sign in case.signs if quantity in telling
    )


def _middle(interval: tuple) -> float:  # type: ignore[type-arg]
    return float(to_float(mpf_shift(mpf_add(interval[0], interval[1], 60, "n"), -1)))

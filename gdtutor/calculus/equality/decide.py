"""Decide whether two expressions are equal where the question is defined: proved, refuted, partly, or undecided.

Points may only reject, and reject with certified intervals. Acceptance is a proof: the difference is zero in a field
of fractions, for all signs that can occur, and its certificate was checked. What neither proves nor rejects within
the budget is undecided.

An expression is real where all its parts are, those of a branch where the branch holds. Zeros of denominators and
points where a sign changes are not judged: (x² − 1)/(x − 1) equals x + 1, and sign(x)² equals 1.

**The algorithm.** Both sides are read into K = Q(g₁, …, gₙ) modulo algebraic relations. The generators are symbols,
exponentials of terms of exponents, logarithms of units (a coprime basis of the polynomials that occur), tangents of
half angles, arcs of tangents, and functions without a form of their own; rⁿ = ±u makes roots, s² = 1 signs. Reading
asks for signs where they decide, so that the whole is a tree of cases (``search.cases``), in each of which the
difference is zero, or differs nearly everywhere, or a side is not real. Equality in a case is an identity of
polynomials; that nothing was divided by a hidden zero is the structure theorem (``kernel.nonzero``). A case whose
signs exclude one another is left out, with evidence (``kernel.exclusion``).

**Who may be wrong.** ``search`` factors, denests, guesses sums of arcs and tells feasible signs: if it errs, the
kernel refuses, and the verdict is undecided. ``kernel`` has to be right; it makes every value by a few rules, and a
certificate is its own notes, read again.

**To extend** it: a function is a record of ``calculus.functions``; a way to find something goes into
``search.advisor`` and what it uses; a new kind of step into ``kernel``. **To debug** it: ``Equality.evidence`` says
why a proof stopped; ``decide_cases(problem, budget).cases`` shows each case with its signs;
``certificate.faults(budget)`` names what does not hold; ``kernel.showing`` writes values as expressions.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from gdtutor.calculus.budget import Budget, OutOfBudgetError
from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.equality.comparison import Comparison
from gdtutor.calculus.equality.kernel.case import Case, Outcome, Problem
from gdtutor.calculus.equality.kernel.certificate import Certificate
from gdtutor.calculus.equality.kernel.signs import units_of
from gdtutor.calculus.equality.kernel.tables import Tables
from gdtutor.calculus.equality.regions import describe, has_signs
from gdtutor.calculus.equality.sampling import Critical, simple_points
from gdtutor.calculus.equality.search.cases import Cases, decide_cases
from gdtutor.calculus.equality.search.feasibility import is_feasible
from gdtutor.calculus.equality.search.number_line import number_line
from gdtutor.calculus.equality.verdicts import Equality, Verdict, Witness
from gdtutor.calculus.notation import Reading, as_expression, read

__all__ = ["Equality", "Problem", "Verdict", "Witness", "decide", "equal"]

_MOST_UNITS = 16
_MOST_LOOKED_AT = 4  # points where doubles agree, and around which it is looked whether the sides agree on a part
_LONGEST = 600  # characters of the part on which two sides are equal
_PART_FOR_PROOF = 0.7  # of the budget; the rest is for witnesses


def equal(
    left: str | Reading | sp.Expr,
    right: str | Reading | sp.Expr,
    domain: Sequence[sp.Expr] = (),
    seconds: float = 1.0,
    is_derivative: bool = False,
) -> Equality:
    """Compare two expressions where the first one, and every expression of ``domain``, is real.

    Args:
        left: the question's side: a text, what was read from one, or a SymPy expression.
        right: the answer's side.
        domain: further expressions that have to be real where it counts (a function whose derivative ``left`` is).
        seconds: a bound on the work; it holds without signals or threads.
        is_derivative: whether ``left`` is the derivative of what stands in ``domain``: where that is real and the
            formula ``left`` has no value on a whole interval, nothing is decided.

    Raises:
        UnreadableError: if a text cannot be read.

    >>> equal("sin(x)^2", "1 - cos(x)^2").verdict
    <Verdict.PROVED: 'proved'>
    >>> equal("sqrt(x^2)", "x").domain
    'x > 0'
    >>> print(equal("(x+1)^2", "x^2 + 1").witness)
    at x = 1: 4 against 2
    """
    question, of_question = _sides(left)
    answer, of_answer = _sides(right)
    return decide(Problem(question, answer, (*domain, *of_question), of_answer, is_derivative), seconds)


def decide(problem: Problem, seconds: float = 1.0) -> Equality:
    """Compare two expressions without d/dx marks, and say what has to be real on each side besides.

    >>> x = sp.Symbol("x")
    >>> decide(Problem(x, x, answer_domain=(sp.sqrt(x),))).domain
    'x > 0'
    """
    if problem.question == problem.answer and set(problem.answer_domain) <= set(problem.domain):
        same = Certificate(problem, Tables(), ())
        return Equality(Verdict.PROVED, evidence="both are the same expression", certificate=same)
    try:
        return _Decision(problem, Budget(seconds)).decide()
    except RecursionError:
        return Equality(Verdict.UNDECIDED, evidence="this is nested too deep")


def _sides(side: str | Reading | sp.Expr) -> tuple[sp.Expr, tuple[sp.Expr, ...]]:
    """An expression with its d/dx marks carried out, and what its text wants to be real besides."""
    reading = read(side) if isinstance(side, str) else side
    if isinstance(reading, Reading):
        return carry_out(reading.expression), reading.domain
    return carry_out(as_expression(reading)), ()


class _Decision:
    """The verdict on one problem, from points and from cases of signs."""

    def __init__(self, problem: Problem, budget: Budget) -> None:
        self.problem, self.budget = problem, budget
        self.comparison = Comparison(problem, budget)
        self.samples = self.comparison.samples

    def decide(self) -> Equality:
        try:
            points = simple_points(self.comparison.symbols)
            for enough in (6, 16):  # at simple points both sides may be zero by chance, as sin(6*pi*x) is
                self.comparison.sample(points, enough)
                if not self.samples.differ or self.samples.agree or self.depends_on_signs():
                    break
                witness = self.comparison.witness(self.samples.differ[enough - 16 :])
                if witness:
                    return _refuted(witness)
            near = self.comparison.confirm(self.samples.agree)
            if near and not self.depends_on_signs():
                return _refuted(near)
        except OutOfBudgetError:
            return _undecided("the work allowed was used up")
        cases = decide_cases(self.problem, self.budget.part(_PART_FOR_PROOF), self.samples.agree)
        try:
            if not self.samples.agree or cases.obstacle or cases.bad:
                self.look_beside_zeros(cases)
            return self.conclude(cases)
        except OutOfBudgetError:
            return _undecided("the work allowed was used up")

    def depends_on_signs(self) -> bool:
        """Whether the sides may be equal on one part of the domain only."""
        parts = (self.problem.question, self.problem.answer)
        if any(part.has(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise) for part in parts):
            return True
        return any(
            not base.is_Symbol and base.has(sp.Pow, sp.Function)
            for part in parts
            for base, exponent in (power.args for power in part.atoms(sp.Pow))
            if exponent.is_Rational and not exponent.is_Integer
        )

    def look_beside_zeros(self, cases: Cases) -> None:
        """Sample between and beyond the zeros of the units whose signs the cases speak of, or of all units."""
        units = units_of(condition for case in cases.cases for condition in case.conditions)
        if not self.samples.agree:
            named = set(units)
            others = enumerate(cases.memory.units)
            units += [unit for unit, what in others if what.kind != "prime" and unit not in named]
        critical = Critical(units[:_MOST_UNITS], self.comparison.symbols, cases.memory, self.budget)
        self.comparison.sample(critical.points(), enough=len(self.samples) + 60)

    # --- conclusions --------------------------------------------------------------------------------------------------

    def conclude(self, cases: Cases) -> Equality:
        if cases.all_equal():
            return self.conclude_equal(cases)
        found = self.samples
        witness = self.comparison.witness(found.differ) or self.near_miss(cases) or self.witness_elsewhere()
        witness = witness or self.comparison.witness(found.undefined)
        holding = [case for case in cases.with_outcome(Outcome.EQUAL) if self.is_possible(case, cases)]
        realised = any(self.is_realised(case, cases) for case in holding)
        if cases.is_exact:
            if realised and (witness or self.is_undefined_somewhere(cases)):
                return self.conclude_partly(cases, holding, witness)
            if witness and not realised:
                return _refuted(witness)
        elif witness and not realised and not any(map(self.comparison.agree_around, found.agree[:_MOST_LOOKED_AT])):
            return _refuted(witness)
        if witness:
            return Equality(Verdict.UNDECIDED, witness, evidence="they differ at a point and may be equal on a part")
        return _undecided(cases.obstacle or "neither a proof nor a witness was found")

    def conclude_partly(self, cases: Cases, holding: Sequence[Case], witness: Witness | None) -> Equality:
        certificate = Certificate(self.problem, cases.memory, cases.cases, cases.excluded)
        told = [*holding, *cases.with_outcome(Outcome.ANSWER_UNDEFINED)]
        if any(certificate.faults_of_case(case, self.budget) for case in told):
            return _undecided("a step of the proof could not be checked")
        where = describe(self.problem, cases, holding, self.comparison.symbols, self.budget)
        if len(where) > _LONGEST:
            return Equality(Verdict.UNDECIDED, witness, evidence="they are equal on a part that takes long to describe")
        return Equality(Verdict.PARTLY, witness, where, "equal in some cases of signs only")

    def is_possible(self, case: Case, cases: Cases) -> bool:
        """Whether nothing shows that the signs of a case exclude one another."""
        return is_feasible(case.conditions, cases.memory, self.budget)

    def is_undefined_somewhere(self, cases: Cases) -> bool:
        """Whether the question is real at a point of a case in which the answer is proved to have no value."""
        undefined = cases.with_outcome(Outcome.ANSWER_UNDEFINED)
        self.comparison.sample(simple_points(self.comparison.symbols), enough=len(self.samples) + 64)
        return any(
            has_signs(point, case, cases) and self.comparison.is_real(point)
            for case in undefined
            for point in self.comparison.seen
        )

    def conclude_equal(self, cases: Cases) -> Equality:
        """A proof stands unless a certified point contradicts it, or there is no point to speak of."""
        contradiction = self.comparison.witness([*self.samples.differ, *self.samples.undefined])
        if contradiction:
            return Equality(Verdict.UNDECIDED, contradiction, evidence="a proof and a witness contradict each other")
        if not self.comparison.confirmed:  # the first points may all be zeros of both sides
            self.comparison.sample(simple_points(self.comparison.symbols), enough=len(self.samples) + 16)
            self.comparison.confirm([*reversed(self.samples.agree), *self.samples.differ])
        if not self.comparison.confirmed:
            return _undecided("no point was found where the question is real")
        certificate = Certificate(self.problem, cases.memory, cases.cases, cases.excluded)
        if certificate.faults(self.budget):
            return _undecided("a step of the proof could not be checked")
        return Equality(Verdict.PROVED, evidence="the difference is zero in normal form", certificate=certificate)

    def near_miss(self, cases: Cases) -> Witness | None:
        """Where the normal forms differ and doubles do not: the same points with many more digits."""
        suspicious = cases.with_outcome(Outcome.DIFFERENT, Outcome.UNCLEAR)
        if not suspicious and not cases.obstacle:
            return None
        points = [p for p in self.samples.agree if cases.obstacle or any(has_signs(p, c, cases) for c in suspicious)]
        return self.comparison.witness(points[:4], (120, 400, 1500))

    def witness_elsewhere(self) -> Witness | None:
        """The first points may all be zeros of both sides: look at the others."""
        seen = len(self.samples.differ)
        self.comparison.sample(simple_points(self.comparison.symbols), enough=len(self.samples) + 64)
        return self.comparison.witness(self.samples.differ[seen:])

    def is_realised(self, case: Case, cases: Cases) -> bool:
        """Whether there are points with the signs of a case: one was seen, or they fill a part of a line."""
        if any(has_signs(point, case, cases) for point in self.samples.agree):
            return True
        line = number_line(units_of(case.conditions), cases.memory, self.budget)
        return line is not None and cases.memory.generators[line.generator].kind == "symbol"


def _refuted(witness: Witness) -> Equality:
    return Equality(Verdict.REFUTED, witness, evidence="the values at the witness point differ")


def _undecided(evidence: str) -> Equality:
    return Equality(Verdict.UNDECIDED, evidence=evidence)

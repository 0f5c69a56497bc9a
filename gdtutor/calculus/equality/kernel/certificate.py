"""The certificate of a proof: the cases of signs, the advice that leads to zero in each, and why no other can occur.

``check`` does everything again that the proof rests on, without the search: it reads both sides by the advice that is
written down, in every case; it looks whether the cases are all there are; and it checks what excludes the others.

How it goes on, in the terms of computer algebra: the sides are elements of a field of fractions K(g₁, …, gₙ) modulo
relations rⁿ = ±u and s² = 1. Equality in a case is an identity of polynomials modulo these relations. Whatever was
divided by is not zero on any part of the case (``nonzero``). To see why a proof fails, look at ``faults``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.equality.kernel.advice import Advice
from gdtutor.calculus.equality.kernel.case import Case, Outcome, Problem, examine
from gdtutor.calculus.equality.kernel.exclusion import ByRows, OnLine, excludes
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.kernel.tables import Tables


@dataclass(frozen=True)
class Exclusion:
    """A case that cannot occur: its signs exclude one another, perhaps with those that the question needs besides."""

    case: Case
    evidence: OnLine | ByRows


@dataclass(frozen=True)
class Certificate:
    """What a proof of ``question = answer`` rests on, wherever the question and its domain are real.

    Attributes:
        problem: the two sides, and what has to be real besides.
        tables: what the generators, units and factors stand for.
        cases: the cases of signs, with the advice that was taken in each.
        excluded: the cases that cannot occur, with the evidence.

    >>> from gdtutor.calculus.equality.decide import equal
    >>> certificate = equal("x/|x|", "sign(x)").certificate
    >>> len(certificate.cases), certificate.check()
    (1, True)
    """

    problem: Problem
    tables: Tables
    cases: tuple[Case, ...]
    excluded: tuple[Exclusion, ...] = ()

    def check(self, seconds: float = 10.0) -> bool:
        """Whether everything in it holds, done again from the two sides on."""
        return not self.faults(Budget(seconds))

    def faults(self, budget: Budget) -> list[str]:
        """What does not hold, in words; empty for a proof."""
        if self._is_the_same():
            return []
        if not self.tables.is_sound() or not self._speaks_of_entries():
            return ["an entry of the tables is missing, or not what it says"]
        found = []
        if not self._covers((), self._leaves()):
            found.append("the cases are not all there are")
        for case in self.cases:
            found += self._faults_of(case, budget)
        for exclusion in self.excluded:
            found += self._faults_of_exclusion(exclusion, budget)
        return found

    def _is_the_same(self) -> bool:
        problem = self.problem
        return problem.question == problem.answer and set(problem.answer_domain) <= set(problem.domain)

    def _speaks_of_entries(self) -> bool:
        """Whether all units and generators that cases and evidence speak of stand in the tables."""
        cases = [*self.cases, *(exclusion.case for exclusion in self.excluded)]
        units = {unit for case in cases for condition in case.conditions for unit in condition.units}
        evidence = [exclusion.evidence for exclusion in self.excluded]
        generators = {found.generator for found in evidence if isinstance(found, OnLine)}
        for notes in (notes for case in cases for notes in case.passes):
            units |= notes.units()
            generators |= notes.generators()
        return units <= set(range(len(self.tables.units))) and generators <= set(range(len(self.tables.generators)))

    def _leaves(self) -> list[tuple[Parity, ...]]:
        return [case.assumed for case in self.cases] + [exclusion.case.assumed for exclusion in self.excluded]

    def _covers(self, start: tuple[Parity, ...], leaves: list[tuple[Parity, ...]]) -> bool:
        """Whether the leaves below a start are all of a tree that branches by the sign of a product of units."""
        if start in leaves:
            return True
        below = [leaf for leaf in leaves if leaf[: len(start)] == start]
        if not below:
            return False
        units = below[0][len(start)].units
        return all(self._covers((*start, Parity(sign, units)), below) for sign in (1, -1))

    def _faults_of(self, case: Case, budget: Budget) -> list[str]:
        if case.outcome not in (Outcome.EQUAL, Outcome.QUESTION_UNDEFINED):
            return [f"the sides are {case.outcome.value} in a case"]
        return self.faults_of_case(case, budget)

    def faults_of_case(self, case: Case, budget: Budget) -> list[str]:
        """What does not hold in one case, whatever is said of it; empty where it is found again as it stands there."""
        again = self._again(case, budget)
        if isinstance(again, str):
            return [again]
        return [] if again.outcome is case.outcome else [f"a case is {again.outcome.value}"]

    def _faults_of_exclusion(self, exclusion: Exclusion, budget: Budget) -> list[str]:
        case = exclusion.case
        if case.passes:  # what the question needs besides is found by reading it again
            again = self._again(case, budget)
            if isinstance(again, str) or set(again.conditions) != set(case.conditions):
                return ["a case was excluded by what the question does not need"]
        elif case.asked:
            return ["a case was excluded by what is not assumed"]
        found = excludes(exclusion.evidence, case.conditions, self.tables, budget)
        return [] if found else ["a case was excluded without reason"]

    def _again(self, case: Case, budget: Budget) -> Case | str:
        """The case examined by its own advice; where that is not possible, why."""
        notes: Iterator[Advice] = iter(case.passes)
        try:
            return examine(self.problem, self.tables, budget, case.assumed, lambda reader: next(notes))
        except Interruption as interruption:
            return f"a case stops with {type(interruption).__name__}"
        except StopIteration:
            return "a case needs more advice than was written down"

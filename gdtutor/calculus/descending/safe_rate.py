"""The largest learning rate with which every update lowers the loss: 2/λ, with λ the largest curvature.

If vᵀHv ≤ λ|v|² then L(θ) − L(θ − ηg) ≥ η(1 − ηλ/2)|g|², which is positive for 0 < η < 2/λ. For a quadratic loss λ is
the largest eigenvalue and the bound is sharp; for others λ is a certified bound of the curvature on a box.
Source: the descent lemma, e.g. Nesterov, *Introductory Lectures on Convex Optimization*, section 1.2.3.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.descending.curvature_bound import CurvatureBound, bounded_curvature
from gdtutor.calculus.descending.largest_eigenvalue import LargestEigenvalue, largest_eigenvalue
from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.descending.rates import positive_share, too_large
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.proof import Argument, ProofStep
from gdtutor.calculus.several.inner_product import dot


@dataclass(frozen=True)
class SafeRate:
    """The rates with which every update lowers the loss.

    Attributes:
        limit: every rate above 0 and below this one is safe; infinity where every rate is.
        largest_curvature: the λ of the limit 2/λ.
        is_sharp: whether a larger rate is known to raise the loss somewhere.
        where: for which points.
        argument: the proved lines.
    """

    limit: sp.Expr
    largest_curvature: sp.Expr
    is_sharp: bool
    where: str
    argument: Argument

    def __str__(self) -> str:
        sharp = "" if not self.is_sharp else "; no larger rate is safe everywhere"
        about = f" (about {float(self.limit):.4g})" if self.limit.is_Rational and self.limit.q > 1_000 else ""
        return f"0 < eta < {to_text(self.limit)}{about} lowers the loss, {self.where}{sharp}"


def safe_rate(problem: Problem, budget: Budget | None = None) -> SafeRate | None:
    """The safe rates of a loss; ``None`` where no bound of its curvature is found.

    Raises:
        OutOfBudgetError: when the work allowed is used up.

    >>> x, y = sp.symbols("x y")
    >>> print(safe_rate(Problem(x**2 / 10 + 2 * y**2, (x, y))))
    0 < eta < 1/2 lowers the loss, wherever the gradient is not zero; no larger rate is safe everywhere
    """
    if problem.is_quadratic:
        found = largest_eigenvalue(problem)
        return None if found is None else _of_quadratic(problem, found)
    bound = bounded_curvature(problem, budget)
    return None if bound is None else _of_bound(bound)


def _of_quadratic(problem: Problem, top: LargestEigenvalue) -> SafeRate:
    gradient, (eta,) = problem.gradient, problem.fresh(["eta"])
    given = (*problem.given, *top.given)
    gain = problem.loss - problem.moved([-g for g in gradient], eta)
    smallest = eta * (1 - eta * top.value / 2) * dot(gradient, gradient)
    gap = eta**2 / 2 * top.gap(gradient)
    why = f"the curvature along the gradient is at most {to_text(top.value)}"
    lowered = ProofStep("lowered at least by", gain, smallest, why, ">=", gap, (), given)
    steps = (*top.steps, lowered)
    if top.value == 0:
        note = "No direction bends up: every rate lowers the loss."
        where = "wherever the gradient is not zero"
        return SafeRate(sp.oo, top.value, False, where, Argument("Safe rates", steps, note))
    steps = (*steps, positive_share(problem, top.value, given))
    if top.is_exact:
        steps = (*steps, too_large(problem, top.value, given))
    note = f"So every rate with 0 < η < 2/λ = {to_text(2 / top.value)} lowers the loss, unless the gradient is zero."
    where = "wherever the gradient is not zero" + "".join(f", for {symbol} > 0" for symbol, _ in top.given)
    return SafeRate(2 / top.value, top.value, top.is_exact, where, Argument("Safe rates", steps, note))


def _of_bound(bound: CurvatureBound) -> SafeRate:
    limit = sp.oo if bound.value == 0 else 2 / bound.value
    return SafeRate(limit, bound.value, False, bound.where, bound.argument)

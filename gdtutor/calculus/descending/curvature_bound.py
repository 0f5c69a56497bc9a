"""A certified bound K of the curvature on a box, or everywhere where the second derivatives are bounded.

Each second derivative is enclosed, |Hᵢⱼ| ≤ Mᵢⱼ, and K is the largest row sum: K|v|² − vᵀHv is then a sum of squares
with weights M ± H, which are not negative (Gershgorin's theorem, with its proof).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.descending.rates import positive_share
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.bounds import Bounds, bounds
from gdtutor.calculus.proving.finite_box import on_finite_box
from gdtutor.calculus.proving.proof import Argument, ProofStep
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.several.inner_product import dot
from gdtutor.calculus.several.shape import has_kinks

_MAX_VARIABLES = 4
_DIGITS = 3  # to which bounds are rounded up
_PIECES = 200
_NONNEGATIVE = between(0, None)


@dataclass(frozen=True)
class CurvatureBound:
    """K with vᵀHv ≤ K|v|² on a box.

    Attributes:
        value: K, rational, at least 0.
        where: for which points, in words.
        argument: the proved lines.
    """

    value: sp.Rational
    where: str
    argument: Argument


def bounded_curvature(problem: Problem, budget: Budget | None = None) -> CurvatureBound | None:
    """A bound of the curvature on the problem's box; ``None`` where a second derivative has none.

    Raises:
        OutOfBudgetError: when the work allowed is used up.

    >>> w = sp.Symbol("w")
    >>> print(bounded_curvature(Problem(sp.log(1 + sp.exp(-w)), (w,))).value)
    1/4
    """
    size = len(problem.variables)
    if size > _MAX_VARIABLES or has_kinks(problem.loss) or not _is_real_on_box(problem):
        return None
    found = {}
    for i in range(size):
        for j in range(i, size):
            entry = _enclosed(problem, problem.hessian[i, j], budget)
            if entry is None:
                return None
            found[i, j] = _rounded_up(entry.high if i == j else entry.magnitude)
    rows = [found[i, i] + sum(found[min(i, j), max(i, j)] for j in range(size) if j != i) for i in range(size)]
    top = max(*rows, sp.Integer(0))
    steps = [*_entry_steps(problem, found), *_gershgorin(problem, found, top)]
    return CurvatureBound(top, _where(problem), Argument("Safe rates", (*steps, *_descent(problem, top)), _note(top)))


def _is_real_on_box(problem: Problem) -> bool:
    """Whether the loss has a value on the whole of a box that is given."""
    if not problem.box:
        return True
    try:
        range_of(problem.loss, problem.box, total=True)
    except (UncertainError, OutsideDomainError):
        return False
    return True


def _enclosed(problem: Problem, entry: sp.Expr, budget: Budget | None) -> Bounds | None:
    if entry.is_Rational:
        exact = Fraction(int(entry.p), int(entry.q))
        return Bounds(exact, exact, 1)
    finite = on_finite_box(entry, problem.box)
    try:
        return None if finite is None else bounds(*finite, _PIECES, budget)
    except UncertainError:
        return None


def _rounded_up(value: Fraction) -> sp.Rational:
    """Up to three digits, so that the bound can be read; one that is exact to three digits stays as it is."""
    if value == 0:
        return sp.Integer(0)
    unit = Fraction(10) ** (math.floor(math.log10(abs(value))) + 1 - _DIGITS)
    rounded = -(-value // unit) * unit
    return sp.Rational(rounded.numerator, rounded.denominator)


def _entry_steps(problem: Problem, found: dict[tuple[int, int], sp.Rational]) -> list[ProofStep]:
    steps = []
    for (i, j), bound in found.items():
        x, y = problem.variables[i], problem.variables[j]
        mark = sp.Derivative(problem.loss, (x, 2)) if i == j else sp.Derivative(problem.loss, x, y)
        entry = problem.hessian[i, j]
        gaps = [(bound, "<=", bound - entry)]
        if i != j:
            gaps.append((-bound, ">=", entry + bound))
        for side, relation, certificate in gaps:
            why = "enclosed by interval arithmetic"
            steps.append(
                ProofStep("second derivative", mark, side, why, relation, certificate, (problem.loss,), problem.given)
            )
    return steps


def _gershgorin(problem: Problem, found: dict[tuple[int, int], sp.Rational], top: sp.Rational) -> list[ProofStep]:
    """M(v² + w²) − 2hvw = ((M + h)(v − w)² + (M − h)(v + w)²)/2 for each pair, and the row sums."""
    pairs = list(combinations(range(len(problem.variables)), 2))
    if not pairs:
        return []
    v, (below, above) = problem.numbered("v"), problem.fresh(["below", "above"])
    first, second = v[0], v[1]
    # M + h = below and M - h = above are what the enclosures say is not negative
    largest, entry = (below + above) / 2, (below - above) / 2
    pair = ProofStep(
        "each pair", largest * (first**2 + second**2), 2 * entry * first * second,
        "M = (below + above)/2 and h = (below - above)/2 with M + h >= 0, M - h >= 0", ">=",
        (below * (first - second) ** 2 + above * (first + second) ** 2) / 2,
        box=((below, _NONNEGATIVE), (above, _NONNEGATIVE)),
    )  # fmt: skip
    rows = [found[i, i] * v[i] ** 2 for i in range(len(v))]
    rows += [found[i, j] * (v[i] ** 2 + v[j] ** 2) for i, j in pairs]
    weights = [top - sp.Add(*rows).expand().coeff(component, 2) for component in v]
    rest = sp.Add(*(weight * component**2 for weight, component in zip(weights, v, strict=True)))
    largest_row = ProofStep("row sums", sp.Add(*rows), top * dot(v, v), "no row sum is larger", "<=", rest)
    return [pair, largest_row]


def _descent(problem: Problem, top: sp.Rational) -> Sequence[ProofStep]:
    return () if top == 0 else (positive_share(problem, top, ()),)


def _note(top: sp.Rational) -> str:
    limit = "" if top == 0 else f" < 2/K = {to_text(2 / top)}"
    return (
        f"So vᵀHv ≤ K|v|² with K = {to_text(top)}, and by Taylor's formula L(θ − ηg) ≤ L − η(1 − ηK/2)|g|²: "
        f"every rate with 0 < η{limit} lowers the loss, "
        "as long as the step stays where the bound holds and the gradient is not zero."
    )


def _where(problem: Problem) -> str:
    sides = [f"{symbol} in {side}" for symbol, side in problem.box.items()]
    return f"while the step stays within {', '.join(sides)}" if sides else "wherever the gradient is not zero"

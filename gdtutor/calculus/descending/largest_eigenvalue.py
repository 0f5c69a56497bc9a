"""The largest eigenvalue λ of a constant Hessian, and the proof that vᵀHv ≤ λ|v|²."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.descending.rates import Given
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.proving.signs import nonnegative
from gdtutor.calculus.proving.sums_of_squares import sum_of_squares
from gdtutor.calculus.several.inner_product import dot
from gdtutor.calculus.several.second_order import directions

_MAX_SIZE = 6
_CLOSE = sp.Rational(1, 10**6)  # how far above the largest eigenvalue a rational bound may be, as a part of it
_POSITIVE = between(0, None)._replace(low_open=True)


@dataclass(frozen=True)
class LargestEigenvalue:
    """λ ≥ 0 with vᵀHv ≤ λ|v|² for all v.

    Attributes:
        value: λ, or a rational number just above it.
        gap: λ|v|² − vᵀHv for a direction v, in a form that is plainly not negative.
        steps: the line that says so.
        is_exact: whether λ is attained.
        given: what has to be given about symbols, such as a > 0 for ax² + bx + c.
    """

    value: sp.Expr
    gap: Callable[[Sequence[sp.Expr]], sp.Expr]
    steps: tuple[ProofStep, ...]
    is_exact: bool
    given: Given = ()


def largest_eigenvalue(problem: Problem) -> LargestEigenvalue | None:
    """The largest eigenvalue of the Hessian of a quadratic loss, at least 0.

    >>> x, y = sp.symbols("x y")
    >>> largest_eigenvalue(Problem(x**2 + x * y + y**2, (x, y))).value
    3
    """
    hessian = sp.expand_mul(problem.hessian)
    if len(problem.variables) == 1:
        return _single(problem, hessian[0, 0])
    if not all(entry.is_Rational for entry in hessian) or len(problem.variables) > _MAX_SIZE:
        return None
    top, is_exact = _top(hessian)
    if top.is_Rational:
        return _by_squares(problem, hessian, top, is_exact)
    return _by_radicals(problem, hessian, top)


def _single(problem: Problem, curvature: sp.Expr) -> LargestEigenvalue | None:
    given: Given = ()
    if nonnegative(-curvature, problem.box):

        def gap(v: Sequence[sp.Expr]) -> sp.Expr:
            return -curvature * v[0] ** 2

        return LargestEigenvalue(sp.Integer(0), gap, (), False)
    if not nonnegative(curvature, problem.box):
        if len(curvature.free_symbols) != 1:
            return None
        (symbol,) = curvature.free_symbols
        given = ((symbol, _POSITIVE),)
        if not nonnegative(curvature, {**problem.box, symbol: _POSITIVE}):
            return None
    return LargestEigenvalue(curvature, lambda v: sp.Integer(0), (), True, given)


def _top(hessian: sp.Matrix) -> tuple[sp.Expr, bool]:
    """λ exactly where it is rational or the matrix is 2 × 2, else a rational number just above; never below 0."""
    if hessian.rows == 2:
        (a, b), (_, c) = hessian.tolist()
        top = (a + c + sp.sqrt((a - c) ** 2 + 4 * b**2)) / 2
        return (top, True) if range_of(top).is_positive else (sp.Integer(0), False)
    roots = sp.Poly(hessian.charpoly().all_coeffs(), sp.Dummy(), domain="QQ").sqf_part()
    low, high = roots.intervals()[-1][0]
    linear = [-factor.TC() / factor.LC() for factor, _ in roots.factor_list()[1] if factor.degree() == 1]
    exact = next((root for root in linear if low < root < high or low == root == high), None)
    top = _just_above(roots, low, high) if exact is None else exact
    return (top, exact is not None) if top > 0 else (sp.Integer(0), False)


def _just_above(roots: sp.Poly, low: sp.Rational, high: sp.Rational) -> sp.Rational:
    """A short rational number above the root between two others, which is not 0; any below 0 where the root is."""
    while low <= 0 < high:
        low, high = roots.refine_root(low, high, eps=(high - low) / 16)
    if high <= 0:
        return high
    low, high = roots.refine_root(low, high, eps=low * _CLOSE / 4)
    unit = sp.Integer(10) ** sp.floor(sp.log(low * _CLOSE / 2, 10))
    return sp.ceiling(high / unit) * unit


def _by_squares(problem: Problem, hessian: sp.Matrix, top: sp.Expr, is_exact: bool) -> LargestEigenvalue | None:
    names = directions(problem.variables, problem.loss)
    form = sp.expand(top * dot(names, names) - _form(hessian, names))
    squares = sum_of_squares(form, names)
    if squares is None:
        return None

    def gap(v: Sequence[sp.Expr]) -> sp.Expr:
        return squares.xreplace(dict(zip(names, v, strict=True)))

    return LargestEigenvalue(top, gap, (_line(hessian, names, top, squares),), is_exact)


def _by_radicals(problem: Problem, hessian: sp.Matrix, top: sp.Expr) -> LargestEigenvalue:
    """λ|v|² − vᵀHv = ((λ − a)v₁ − b·v₂)²/(λ − a) for a 2 × 2 matrix, as λ solves (λ − a)(λ − c) = b²."""
    names = directions(problem.variables, problem.loss)
    a, b = hessian[0, 0], hessian[0, 1]

    def gap(v: Sequence[sp.Expr]) -> sp.Expr:
        return ((top - a) * v[0] - b * v[1]) ** 2 / (top - a)

    return LargestEigenvalue(top, gap, (_line(hessian, names, top, gap(names)),), True)


def _form(hessian: sp.Matrix, v: Sequence[sp.Expr]) -> sp.Expr:
    return dot(v, [dot(hessian.row(i), v) for i in range(hessian.rows)])


def _line(hessian: sp.Matrix, names: Sequence[sp.Symbol], top: sp.Expr, squares: sp.Expr) -> ProofStep:
    why = "lambda is the largest eigenvalue of the Hessian"
    form = sp.expand(_form(hessian, names))
    return ProofStep("largest curvature", form, top * dot(names, names), why, "<=", squares)

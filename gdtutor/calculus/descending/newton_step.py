"""The model of second order and its stationary point, Newton's step −H⁻¹g; for a parabola the best step |f′|/f″.

Source: Lee's lecture: the best step of y = ax² + bx + c is |first derivative| over second derivative; Newton's method
is named there as what takes the second order into account.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.proof import Argument, ProofStep
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.signs import nonnegative
from gdtutor.calculus.several.inner_product import dot

_MAX_VARIABLES = 3
_MAX_OPERATIONS = 300  # in the Hessian: its determinant is multiplied out
_POSITIVE = between(0, None)._replace(low_open=True)


@dataclass(frozen=True)
class NewtonStep:
    """Newton's step −H⁻¹g as a formula, with the proof that it makes the second-order model stationary.

    Attributes:
        step: one expression a variable.
        argument: the proved lines.
    """

    step: tuple[sp.Expr, ...]
    argument: Argument


def newton_step(problem: Problem) -> NewtonStep | None:
    """The step of Newton's method for up to three variables; ``None`` where the Hessian is singular or long.

    >>> x, y = sp.symbols("x y")
    >>> newton_step(Problem(x**2 / 10 + 2 * y**2, (x, y))).step
    (-x, -y)
    """
    size = len(problem.variables)
    if size > _MAX_VARIABLES:
        return None
    gradient, hessian = problem.gradient, problem.hessian
    if sum(entry.count_ops() for entry in hessian) > _MAX_OPERATIONS:
        return None
    determinant = sp.factor_terms(hessian.det(method="berkowitz"))
    if sp.expand(determinant) == 0:
        return None
    adjugate = hessian.adjugate(method="berkowitz")
    step = tuple(_tidy(-dot(adjugate.row(i), gradient) / determinant) for i in range(size))
    return NewtonStep(step, Argument("The model of second order", _lines(problem, step), _conclusion(problem)))


def _tidy(fraction: sp.Expr) -> sp.Expr:
    """One fraction without common factors, where it is small."""
    return sp.cancel(fraction) if fraction.count_ops() <= 60 and fraction.is_rational_function() else fraction


def _lines(problem: Problem, step: tuple[sp.Expr, ...]) -> tuple[ProofStep, ...]:
    v, gradient, domain = problem.numbered("v"), problem.gradient, (problem.loss, *step)
    lines = []
    for i, x in enumerate(problem.variables):
        products = [sp.Mul(h, s, evaluate=False) for h, s in zip(problem.hessian.row(i), step, strict=True) if h != 0]
        row = sp.Add(*products, evaluate=False) if products else sp.Integer(0)
        lines.append(ProofStep(f"stationary in {x}", row, -gradient[i], "H*step = -g", domain=domain))
    there = [s + w for s, w in zip(step, v, strict=True)]
    rise = _model(problem, there) - _model(problem, step)
    why = "around the stationary point the model is a pure quadratic"
    lines.append(ProofStep("around it", rise, problem.curvature(v) / 2, why, domain=domain))
    return tuple(lines)


def _model(problem: Problem, step: list[sp.Expr] | tuple[sp.Expr, ...]) -> sp.Expr:
    return dot(problem.gradient, step) + problem.curvature(step) / 2


def _conclusion(problem: Problem) -> str:
    return (
        "The model s + g·Δ + ½ΔᵀHΔ is stationary at Newton's step Δ = −H⁻¹g. Where H is positive definite this is its "
        "minimum; where it is not, Newton's step may go to a saddle point or uphill."
    )


def best_step(problem: Problem) -> Argument | None:
    """For a parabola: the step −f′/f″ ends at the minimum, and its length is |f′|/f″; ``None`` for anything else.

    >>> x, a, b, c = sp.symbols("x a b c")
    >>> print(best_step(Problem(a * x**2 + b * x + c, (x,))).steps[1].after)
    -b/(2*a)
    """
    if len(problem.variables) != 1 or not problem.is_quadratic:
        return None
    (x,), (slope,), (t,) = problem.variables, problem.gradient, problem.fresh(["t"])
    bend = sp.expand_mul(problem.hessian[0, 0])
    given = problem.given
    if bend == 0:
        return None
    if nonnegative(bend, problem.box) is None:
        if len(bend.free_symbols) != 1 or nonnegative(bend, dict.fromkeys(bend.free_symbols, _POSITIVE)) is None:
            return None
        given = (*given, *((symbol, _POSITIVE) for symbol in bend.free_symbols))
    end = -slope.subs(x, 0) / bend
    loss, lowest = problem.loss, problem.loss.subs(x, end)
    steps = (
        ProofStep("slope after a step t", slope.subs(x, x + t), slope + bend * t, "f' is linear: 0 for t = -f'/f''"),
        ProofStep("the end", x - slope / bend, end, "where f' is zero", box=given),
        ProofStep("length of the step", sp.Abs(x - end), sp.Abs(slope) / bend, "|f'|/f''", box=given),
        ProofStep("lowered by", loss - lowest, slope**2 / (2 * bend), "put in", box=given),
        ProofStep("to the minimum", loss, lowest, "a square over f''", ">=", slope**2 / (2 * bend), box=given),
    )
    needs = "".join(f", for {symbol} > 0" for symbol, _ in given[len(problem.given) :])
    length = to_text(sp.Abs(slope, evaluate=False) / bend)
    return Argument("The best step of a parabola", steps, f"The best step is |f′|/f″ = {length}{needs}.")

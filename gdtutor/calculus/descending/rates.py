"""η(1 − ηλ/2), by which an update lowers the loss for each unit of |g|²: positive below η = 2/λ, negative above."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.proving.range import Range, between

_SHARE = between(0, 1)._replace(low_open=True, high_open=True)

Given = tuple[tuple[sp.Symbol, Range], ...]


def too_large(problem: Problem, curvature: sp.Expr, given: Given) -> ProofStep:
    """η(1 − ηλ/2) < 0 for η = (1 + σ)·2/λ with σ > 0.

    >>> too_large(Problem(sp.Symbol("x") ** 2, (sp.Symbol("x"),)), sp.Integer(2), ()).is_proved()
    True
    """
    (sigma,) = problem.fresh(["sigma"])
    eta = 2 * (1 + sigma) / curvature
    why = "eta = (1 + sigma)*2/lambda with sigma > 0, for a gradient along the eigenvector of lambda"
    certificate, positive = 2 * sigma * (1 + sigma) / curvature, between(0, None)._replace(low_open=True)
    gain = eta * (1 - eta * curvature / 2)
    return ProofStep("above 2/lambda", gain, sp.Integer(0), why, "<", certificate, (), (*given, (sigma, positive)))


def positive_share(problem: Problem, curvature: sp.Expr, given: Given) -> ProofStep:
    """η(1 − ηλ/2) > 0 for η = τ·2/λ with 0 < τ < 1.

    >>> positive_share(Problem(sp.Symbol("x") ** 2, (sp.Symbol("x"),)), sp.Integer(2), ()).is_proved()
    True
    """
    (tau,) = problem.fresh(["tau"])
    eta = 2 * tau / curvature
    certificate = 2 * tau * (1 - tau) / curvature
    why = "eta = tau*2/lambda with 0 < tau < 1"
    return ProofStep(
        "below 2/lambda",
        eta * (1 - eta * curvature / 2),
        sp.Integer(0),
        why,
        ">",
        certificate,
        (),
        (*given, (tau, _SHARE)),
    )

"""The first-order model s + uΔ₁ + vΔ₂, its smallest value in a small circle, and the loss along the negative gradient.

Source: Lee's lecture, *Gradient Descent Theory*: in a circle small enough the loss is its first-order model, whose
smallest value lies at -η(u, v). The lecture on adaptive methods: f(x − η∇f) = f(x) − η‖∇f‖² + O(η²).
"""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.proving.proof import Argument, ProofStep
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.putting_in import put_in
from gdtutor.calculus.several.inner_product import cauchy_schwarz, dot, lagrange_identity, largest_product, norm


def model(problem: Problem) -> Argument:
    """L(θ + tΔ) has the slope g·Δ at t = 0, so that s + g·Δ is the model of first order.

    >>> x, y = sp.symbols("x y")
    >>> model(Problem(x**2 * y, (x, y))).verify()
    True
    """
    deltas, (t,) = problem.numbered("Delta"), problem.fresh(["t"])
    on_line = problem.moved(deltas, t)
    place = {x: x + t * d for x, d in zip(problem.variables, deltas, strict=True)}
    slope = dot([put_in(g, place) for g in problem.gradient], deltas)
    domain, at_start = (problem.loss, on_line), put_in(slope, {t: sp.Integer(0)})
    steps = (
        ProofStep(
            "chain rule", sp.Derivative(on_line, t), slope, "each variable moves with speed Delta", domain=domain
        ),
        ProofStep("at t = 0", at_start, dot(problem.gradient, deltas), "the gradient g at the point itself"),
    )
    conclusion = "Near the point the loss is s + g·Δ, with s = L and g = ∇L there, up to terms of second order in Δ."
    return Argument("The model of first order", tuple(s for s in steps if s.before != s.after), conclusion)


def smallest_in_circle(problem: Problem) -> Argument:
    """The smallest value of s + g·Δ with |Δ| ≤ d is s − d|g|, at Δ = −(d/|g|)·g.

    >>> x, y = sp.symbols("x y")
    >>> [step.rule for step in smallest_in_circle(Problem(x * y, (x, y))).steps]
    ["Lagrange's identity", 'Cauchy-Schwarz', 'not below', 'inside the circle', 'on the circle', 'the smallest value']
    """
    deltas = problem.numbered("Delta")
    slopes = problem.fresh(["u", "v"]) if len(problem.variables) == 2 else problem.numbered("g")
    s, d, rest = problem.fresh(["s", "d", "rest"])
    least = largest_product([-delta for delta in deltas], slopes)
    best = [-d / norm(slopes) * slope for slope in slopes]
    steps = (
        lagrange_identity(deltas, slopes),
        cauchy_schwarz(deltas, slopes),
        ProofStep("not below", -least.before, -least.after, "Cauchy-Schwarz for -Delta", ">=", least.certificate),
        ProofStep(
            "inside the circle", norm(slopes) * (norm(deltas) + rest), norm(slopes) * norm(deltas),
            "d = |Delta| + rest with rest >= 0", ">=", norm(slopes) * rest, box=((rest, between(0, None)),),
        ),
        ProofStep("on the circle", dot(best, best), d**2, "Delta = -(d/|g|)*g has length d"),
        ProofStep("the smallest value", s + dot(slopes, best), s - d * norm(slopes), "put in this Delta"),
    )  # fmt: skip
    conclusion = "So Δ = −η·g with η = d/|g|: the step of gradient descent, with a rate that fits the circle."
    return Argument("Smallest value in the circle |Δ| ≤ d", steps, conclusion)


def along_the_gradient(problem: Problem) -> Argument:
    """φ(η) = L(θ − η∇L) has φ′(0) = −|∇L|² and φ″(η) = gᵀH(θ − ηg)g.

    >>> x, y = sp.symbols("x y")
    >>> along_the_gradient(Problem(x**2 * y, (x, y))).verify()
    True
    """
    frozen, (eta,) = problem.numbered("g"), problem.fresh(["eta"])
    down = [-g for g in frozen]
    phi = problem.moved(down, eta)
    place = {x: x - eta * g for x, g in zip(problem.variables, frozen, strict=True)}
    slope = -dot(frozen, [put_in(g, place) for g in problem.gradient])
    bend = put_in(problem.curvature(frozen), place)
    at_start = {eta: sp.Integer(0), **dict(zip(frozen, problem.gradient, strict=True))}
    domain = (problem.loss, phi)
    square = dot(problem.gradient, problem.gradient)
    steps = [
        ProofStep("slope along -g", sp.Derivative(phi, eta), slope, "chain rule, g held fixed", domain=domain),
        ProofStep("at eta = 0", put_in(slope, at_start), -square, "there g is the gradient itself"),
        ProofStep("not uphill", -square, sp.Integer(0), "a sum of squares", "<=", square, (problem.loss,)),
        ProofStep("curvature along -g", sp.Derivative(phi, (eta, 2)), bend, "differentiate again", domain=domain),
    ]
    if problem.is_quadratic:
        new = problem.moved([-g for g in problem.gradient], eta)
        exact = problem.loss - eta * square + eta**2 / 2 * problem.curvature(problem.gradient)
        steps.append(ProofStep("exactly", new, exact, "the loss is quadratic: nothing is left out"))
    conclusion = (
        "So L(θ − η∇L) = L − η|∇L|² + (η²/2)·φ″(τ) with τ between 0 and η: "
        "where ∇L is not zero, every rate that is small enough lowers the loss."
    )
    return Argument("Along the negative gradient", tuple(s for s in steps if s.before != s.after), conclusion)

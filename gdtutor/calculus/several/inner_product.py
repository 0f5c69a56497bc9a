"""Cauchy–Schwarz as proved lines: in which direction a sum u₁g₁ + … + uₙgₙ is largest, and how large."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import combinations

import sympy as sp

from gdtutor.calculus.certified import sign
from gdtutor.calculus.evaluation import UncertainError
from gdtutor.calculus.proving.proof import ProofStep

Vector = Sequence[sp.Expr]


def dot(left: Vector, right: Vector) -> sp.Expr:
    """The sum of the products of the components.

    >>> a, b, c, d = sp.symbols("a b c d")
    >>> dot((a, b), (c, d))
    a*c + b*d
    """
    return sp.Add(*(a * b for a, b in zip(left, right, strict=True)))


def norm(vector: Vector) -> sp.Expr:
    """The Euclidean length; that of a single number is its absolute value.

    >>> norm(sp.symbols("a b")), norm([sp.Integer(0), 1 - sp.sqrt(2)])
    (sqrt(a**2 + b**2), -1 + sqrt(2))
    """
    components = [component for component in vector if component != 0]
    if len(components) == 1 and not components[0].free_symbols:
        with suppress(UncertainError):  # SymPy would look for squares in the square of the number, for seconds
            return components[0] * sign(components[0])
    return sp.sqrt(dot(vector, vector))


def lagrange_identity(u: Vector, g: Vector) -> ProofStep:
    """‖u‖²‖g‖² − (u·g)² is a sum of squares.

    >>> print(lagrange_identity(sp.symbols("Delta_1 Delta_2"), sp.symbols("u v")).after)
    (Delta_1*v - Delta_2*u)**2
    """
    before = dot(u, u) * dot(g, g) - dot(u, g) ** 2
    return ProofStep("Lagrange's identity", before, _crosses(u, g), "multiply out both sides")


def _crosses(u: Vector, g: Vector) -> sp.Expr:
    return sp.Add(*((u[i] * g[j] - u[j] * g[i]) ** 2 for i, j in combinations(range(len(u)), 2)))


def cauchy_schwarz(u: Vector, g: Vector) -> ProofStep:
    """(u·g)² ≤ ‖u‖²‖g‖², since squares are never negative.

    >>> cauchy_schwarz(sp.symbols("a b"), sp.symbols("u v")).is_proved()
    True
    """
    why = "a sum of squares is never negative"
    return ProofStep("Cauchy-Schwarz", dot(u, g) ** 2, dot(u, u) * dot(g, g), why, "<=", _crosses(u, g))


def largest_product(u: Vector, g: Vector) -> ProofStep:
    """u·g ≤ ‖u‖‖g‖: the difference is a square over the lengths, zero only where u points along g.

    >>> largest_product(sp.symbols("a b"), sp.symbols("u v")).is_proved()
    True
    """
    gap = [norm(u) * b - norm(g) * a for a, b in zip(u, g, strict=True)]
    certificate = dot(gap, gap) / (2 * norm(u) * norm(g))
    why = "the difference is a square over the two lengths"
    return ProofStep("at most the lengths", dot(u, g), norm(u) * norm(g), why, "<=", certificate)


def attained(g: Vector) -> tuple[ProofStep, ProofStep]:
    """u = g/‖g‖ has length 1, and u·g = ‖g‖.

    >>> [step.is_proved() for step in attained(sp.symbols("u v"))]
    [True, True]
    """
    unit = [component / norm(g) for component in g]
    return (
        ProofStep("unit length", dot(unit, unit), sp.Integer(1), "u = g/|g|"),
        ProofStep("attained", dot(unit, g), norm(g), "u along g itself"),
    )

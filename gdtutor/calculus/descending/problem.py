"""A loss with its gradient and Hessian, as every part of the argument needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.proving.small_polynomial import degree_bound
from gdtutor.calculus.putting_in import put_in
from gdtutor.calculus.several.inner_product import dot
from gdtutor.calculus.several.second_order import second_partials

Vector = Sequence[sp.Expr]


@dataclass(frozen=True)
class Problem:
    """A loss L(θ), what is given about its symbols, and its derivatives.

    Attributes:
        loss: the expression.
        variables: θ₁ … θₙ.
        box: what is given about symbols.
    """

    loss: sp.Expr
    variables: tuple[sp.Symbol, ...]
    box: Mapping[sp.Symbol, Range] = field(default_factory=dict)

    @cached_property
    def gradient(self) -> tuple[sp.Expr, ...]:
        """∇L, one expression a variable."""
        return partials(self.loss, self.variables)

    @cached_property
    def hessian(self) -> sp.Matrix:
        """The second derivatives, shape (n, n)."""
        return second_partials(self.loss, self.variables)

    @property
    def given(self) -> tuple[tuple[sp.Symbol, Range], ...]:
        """What is given, as pairs."""
        return tuple(self.box.items())

    @cached_property
    def is_quadratic(self) -> bool:
        """Whether the loss is a polynomial of degree 2 at most, so that its Hessian is constant."""
        degree = degree_bound(self.loss, self.variables)
        return degree is not None and not any(entry.has(*self.variables) for entry in sp.expand_mul(self.hessian))

    def at(self, place: Vector) -> sp.Expr:
        """The loss at another place."""
        return put_in(self.loss, dict(zip(self.variables, place, strict=True)))

    def moved(self, direction: Vector, rate: sp.Expr) -> sp.Expr:
        """The loss at θ + rate·direction."""
        return self.at([x + rate * d for x, d in zip(self.variables, direction, strict=True)])

    def curvature(self, direction: Vector) -> sp.Expr:
        """vᵀHv."""
        return dot(direction, [dot(self.hessian.row(i), direction) for i in range(len(self.variables))])

    def fresh(self, names: Sequence[str]) -> tuple[sp.Symbol, ...]:
        """Symbols with these names, or with the same names and a bar where one is taken."""
        taken = {str(symbol) for symbol in self.loss.free_symbols | set(self.variables) | set(self.box)}
        bar = "" if not taken & set(names) else "_bar"
        return tuple(sp.Symbol(name + bar) for name in names)

    def numbered(self, letter: str) -> tuple[sp.Symbol, ...]:
        """A fresh symbol for each variable."""
        return self.fresh([f"{letter}_{k}" for k in range(1, len(self.variables) + 1)])

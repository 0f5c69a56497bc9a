"""The Hessian: the gradient's own derivatives, and the proof that the order of differentiation does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import sympy as sp

from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.several.at_point import smooth_form
from gdtutor.calculus.several.data_sum import expanded, sizes
from gdtutor.calculus.several.gradient import Component, Gradient, component, gradient, matrix, text_rows, with_partials
from gdtutor.calculus.several.second_order import second_partials
from gdtutor.calculus.variables import as_point, as_symbols
from gdtutor.errors import TooLargeError

_MAX_VARIABLES = 12


@dataclass(frozen=True)
class Hessian:
    """The matrix of second partial derivatives.

    Attributes:
        gradient: the first derivatives, step by step.
        rows: the derivations of ∂/∂xⱼ (∂f/∂xᵢ), row i, column j.

    >>> hessian("x^2*y", ["x", "y"]).matrix
    Matrix([
    [2*y, 2*x],
    [2*x,   0]])
    """

    gradient: Gradient
    rows: tuple[tuple[Component, ...], ...]

    @property
    def expression(self) -> sp.Expr:
        """The function."""
        return self.gradient.expression

    @property
    def variables(self) -> tuple[sp.Symbol, ...]:
        """The symbols, in order."""
        return self.gradient.variables

    @property
    def matrix(self) -> sp.Matrix:
        """The Hessian, shape (n, n); below the diagonal the entries from above it."""
        size = range(len(self.rows))
        return sp.ImmutableMatrix([[self.rows[min(i, j)][max(i, j)].result for j in size] for i in size])

    @property
    def symmetry(self) -> tuple[ProofStep, ...]:
        """For each pair of variables: both orders of differentiation give the same."""
        steps = []
        for i, j in combinations(range(len(self.rows)), 2):
            why = f"d/d{self.variables[j]} of df/d{self.variables[i]}, and the other way round"
            sides = self.rows[i][j].result, self.rows[j][i].result, self.expression
            one, other, domain = (expanded(side, 3, sizes(self.expression)) for side in sides)  # 3 examples of a sum
            steps.append(ProofStep("mixed derivatives", one, other, why, domain=(domain,)))
        return tuple(steps)

    def at(self, point: object) -> sp.Matrix:
        """The exact Hessian at a point.

        Raises:
            ArgumentError: for a point that is none, or at which the function has no second derivatives.

        >>> hessian("x^2*y", "x y").at((1, 2))
        Matrix([
        [4, 2],
        [2, 0]])
        """
        values = as_point(point, self.variables)
        near = smooth_form(self.expression, self.variables, values, 2, self.gradient.domain)
        found = self.matrix if near == self.expression else second_partials(near, self.variables)
        return found.subs(values)

    def verify(self) -> bool:
        """Whether every step of every entry is proved, and that the matrix is symmetric."""
        parts = [self.gradient.verify(), *(entry.verify() for row in self.rows for entry in row)]
        return all(parts) and all(step.is_proved() for step in self.symmetry)

    def __str__(self) -> str:
        entries = [str(entry) for i, row in enumerate(self.rows) for entry in row[i:]]
        return "\n".join([str(self.gradient), *entries, f"Hessian: {text_rows(self.matrix)}"])

    def latex(self) -> str:
        r"""The matrix, without dollar signs: \nabla^2 f = (…)."""
        return rf"\nabla^2 f = {matrix(self.matrix)}"

    def _repr_markdown_(self) -> str:
        entries = [with_partials(entry.latex()) for i, row in enumerate(self.rows) for entry in row[i:]]
        shown = [self.gradient._repr_markdown_(), *(f"$$\n{entry}\n$$" for entry in entries)]
        return "\n\n".join([*shown, f"$$\n{self.latex()}\n$$"])

    def to_dict(self) -> dict[str, object]:
        """The Hessian as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        return {
            "expression": to_text(self.expression),
            "variables": [str(variable) for variable in self.variables],
            "hessian": [[to_text(entry) for entry in self.matrix.row(i)] for i in range(len(self.rows))],
            "verified": self.verify(),
            "gradient": self.gradient.to_dict(),
        }


def hessian(expression: str | sp.Expr, variables: str | sp.Symbol | Sequence[str | sp.Symbol]) -> Hessian:
    """Differentiate each component of the gradient again.

    Raises:
        UnreadableError, ArgumentError: as for ``gradient``.
        TooLargeError: for more than 12 variables, or when an entry grows beyond what can be shown.

    Source: CS109B: a function is convex where its Hessian is positive semi-definite everywhere.

    >>> hessian("x^2 + 3x*y", "x y").matrix
    Matrix([
    [2, 3],
    [3, 0]])
    """
    symbols = as_symbols(variables)
    if len(symbols) > _MAX_VARIABLES:
        raise TooLargeError(f"variables are {len(symbols)}: at most {_MAX_VARIABLES} for a Hessian are wanted")
    first = gradient(expression, symbols)
    rows = tuple(tuple(component(part.result, symbol) for symbol in symbols) for part in first)
    return Hessian(first, rows)

"""The gradient, the Jacobian and the Hessian: a derivation for each component, the others held constant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.derivation import Derivation, derive
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import Reading, as_expression, as_symbol, read
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.several.at_point import smooth_form
from gdtutor.calculus.several.sum_derivation import SumDerivation, derive_sum
from gdtutor.calculus.variables import as_point, as_symbols
from gdtutor.errors import ArgumentError, TooLargeError

_MAX_ENTRIES = 144

Component = Derivation | SumDerivation


@dataclass(frozen=True)
class Gradient:
    """The vector of partial derivatives, each with its derivation.

    Attributes:
        expression: the function.
        variables: the n symbols, in order.
        components: the n derivations.
        domain: what its text wants to be real, and the expression no longer shows.

    >>> found = gradient("x^2*y", ["x", "y"])
    >>> tuple(found.vector), found.verify()
    ((2*x*y, x**2), True)
    """

    expression: sp.Expr
    variables: tuple[sp.Symbol, ...]
    components: tuple[Component, ...]
    domain: tuple[sp.Expr, ...] = ()

    @property
    def vector(self) -> sp.Matrix:
        """The gradient as a column, shape (n, 1)."""
        return sp.ImmutableMatrix([component.result for component in self.components])

    def __getitem__(self, variable: str | sp.Symbol) -> Component:
        """The component for a variable.

        >>> gradient("x^2*y", "x y")["y"].result
        x**2
        """
        symbol = as_symbol(variable)
        if symbol not in self.variables:
            raise ArgumentError(f"variable is {symbol}: one of {', '.join(map(str, self.variables))} is wanted")
        return self.components[self.variables.index(symbol)]

    def __iter__(self) -> Iterator[Component]:
        return iter(self.components)

    def at(self, point: object) -> tuple[sp.Expr, ...]:
        """The exact values of the components at a point.

        Raises:
            ArgumentError: for a point that is none, or at which the function has no gradient.

        >>> gradient("x^2*y", "x y").at((3, "1/2"))
        (3, 9)
        """
        values = as_point(point, self.variables)
        return tuple(slope.subs(values) for slope in self.near(values))

    def near(self, point: Mapping[sp.Symbol, sp.Expr]) -> tuple[sp.Expr, ...]:
        """The partial derivatives as formulas that hold at a point: where pieces meet, those of one of the pieces.

        Raises:
            ArgumentError: where the function has no gradient.

        >>> x = sp.Symbol("x")
        >>> gradient("max(x^2, 2x - 1)", "x").near({x: sp.Integer(1)})
        (2*x,)
        """
        smooth = smooth_form(self.expression, self.variables, point, 1, self.domain)
        return tuple(self.vector) if smooth == self.expression else partials(smooth, self.variables)

    def verify(self) -> bool:
        """Whether every step of every component is proved."""
        return all(component.verify() for component in self.components)

    def __str__(self) -> str:
        parts = [f"{self._name(v)}:\n{c}" for v, c in zip(self.variables, self.components, strict=True)]
        return "\n".join([*parts, f"Gradient: ({', '.join(to_text(c.result) for c in self.components)})"])

    @staticmethod
    def _name(variable: sp.Symbol) -> str:
        return f"d/d{variable}, everything else constant"

    def latex(self) -> str:
        r"""The gradient as a column, without dollar signs: \nabla f = (…)."""
        return rf"\nabla f = {column([c.result for c in self.components])}"

    def _repr_markdown_(self) -> str:
        shown = [f"$$\n{with_partials(c.latex())}\n$$" for c in self.components]
        return "\n\n".join([*shown, f"$$\n{self.latex()}\n$$"])

    def to_dict(self) -> dict[str, object]:
        """The gradient as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        found = [component.to_dict() for component in self.components]
        return {
            "expression": to_text(self.expression),
            "variables": [str(variable) for variable in self.variables],
            "gradient": [component["result"] for component in found],
            "verified": all(component["verified"] for component in found),
            "components": found,
        }


def gradient(expression: str | Reading | sp.Expr, variables: str | sp.Symbol | Sequence[str | sp.Symbol]) -> Gradient:
    """Differentiate with respect to each variable, step by step.

    Args:
        expression: a text in the tutor's notation or a SymPy expression.
        variables: ``"x y"``, or a sequence of names or symbols; at most 24.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for variables that are none, or a function without a rule of differentiation.
        TooLargeError: when it grows beyond what can be shown.

    Source: the gradient of CS109B and of Lee's lecture, (∂L/∂θ₁, ∂L/∂θ₂).

    >>> found = gradient("(x - 1)^2 + 3x*y", "x y")
    >>> tuple(found.vector), found.verify()
    ((2*x + 3*y - 2, 3*x), True)
    """
    symbols = as_symbols(variables)
    reading = read(expression, map(str, symbols)) if isinstance(expression, str) else expression
    function = reading.expression if isinstance(reading, Reading) else as_expression(reading)
    domain = reading.domain if isinstance(reading, Reading) else ()
    return Gradient(function, symbols, tuple(component(reading, symbol) for symbol in symbols), domain)


def component(expression: Reading | sp.Expr, variable: sp.Symbol) -> Component:
    """The derivation with respect to one variable, of an expression with or without sums over data.

    >>> x = sp.Symbol("x")
    >>> component(x**2, x).result
    2*x
    """
    if isinstance(expression, sp.Expr) and expression.has(sp.Sum):
        return derive_sum(expression, variable)
    return derive(expression, variable)


@dataclass(frozen=True)
class Jacobian:
    """The matrix of the partial derivatives of several functions: a gradient for each row.

    Attributes:
        rows: the m gradients.

    >>> jacobian(["x*y", "x + y"], ["x", "y"]).matrix
    Matrix([
    [y, x],
    [1, 1]])
    """

    rows: tuple[Gradient, ...]

    @property
    def matrix(self) -> sp.Matrix:
        """The matrix, shape (m, n): row i holds the derivatives of function i."""
        return sp.ImmutableMatrix([list(row.vector) for row in self.rows])

    def verify(self) -> bool:
        """Whether every step of every entry is proved."""
        return all(row.verify() for row in self.rows)

    def __str__(self) -> str:
        return "\n".join([*map(str, self.rows), f"Jacobian: {text_rows(self.matrix)}"])

    def latex(self) -> str:
        """The matrix, without dollar signs."""
        return f"J = {matrix(self.matrix)}"

    def _repr_markdown_(self) -> str:
        return "\n\n".join([*(row._repr_markdown_() for row in self.rows), f"$$\n{self.latex()}\n$$"])

    def to_dict(self) -> dict[str, object]:
        """The Jacobian as strings, for JSON."""
        found = [row.to_dict() for row in self.rows]
        return {
            "jacobian": [row["gradient"] for row in found],
            "verified": all(row["verified"] for row in found),
            "rows": found,
        }


def jacobian(expressions: Sequence[str | sp.Expr], variables: str | sp.Symbol | Sequence[str | sp.Symbol]) -> Jacobian:
    """The Jacobian of several functions, each entry derived step by step.

    Raises:
        UnreadableError, ArgumentError, TooLargeError: as for ``gradient``.

    >>> jacobian(["x*y", "x + y^2"], "x y").matrix
    Matrix([
    [y,   x],
    [1, 2*y]])
    """
    if not isinstance(expressions, list | tuple) or not expressions:
        raise ArgumentError(f"expressions is {expressions!r}: a sequence of one or more functions is wanted")
    symbols = as_symbols(variables)
    if len(symbols) * len(expressions) > _MAX_ENTRIES:
        raise TooLargeError(f"a Jacobian of more than {_MAX_ENTRIES} entries is not written down")
    return Jacobian(tuple(gradient(expression, symbols) for expression in expressions))


def column(entries: Sequence[sp.Expr]) -> str:
    """A column vector as LaTeX."""
    return matrix(sp.ImmutableMatrix(list(entries)))


def matrix(entries: sp.Matrix) -> str:
    """A matrix as LaTeX, in the tutor's own way of writing its entries."""
    rows = [" & ".join(to_latex(entry) for entry in entries.row(i)) for i in range(entries.rows)]
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"


def text_rows(entries: sp.Matrix) -> str:
    """A matrix as plain text, row by row."""
    rows = ["[" + ", ".join(to_text(entry) for entry in entries.row(i)) + "]" for i in range(entries.rows)]
    return "[" + ", ".join(rows) + "]"


def with_partials(latex: str) -> str:
    r"""LaTeX with ∂ in place of d in every mark of a derivative.

    >>> print(with_partials(r"\frac{d}{dx}\left[x y\right]"))
    \frac{\partial}{\partial x}\left[x y\right]
    """
    return latex.replace(r"\frac{d}{d", r"\frac{\partial}{\partial ")

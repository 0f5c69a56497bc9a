"""The gradient of a loss by a vector or matrix of weights: ∇_w ½‖Xw − y‖² = Xᵀ(Xw − y) and its relatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from gdtutor.calculus.matrices.componentwise import choices
from gdtutor.calculus.matrices.gradient_rules import GradientRules
from gdtutor.calculus.matrices.jacobian_rules import MatrixStep, shown
from gdtutor.calculus.matrices.marks import JacobianMark, Nabla
from gdtutor.calculus.matrices.numbers_of import Number
from gdtutor.calculus.matrices.reading import read_matrices
from gdtutor.calculus.matrices.symbols import Shape, matrices
from gdtutor.calculus.matrices.terms import terms_of, written
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.errors import ArgumentError


@dataclass(frozen=True)
class MatrixDerivation:
    """A gradient or Jacobian of vectors and matrices, with the steps that lead to it.

    Attributes:
        whole: what was asked for, as a mark: ∇_w s or ∂u/∂w.
        steps: every step.
        result: the gradient, in the shape of the variable, or the Jacobian.

    >>> found = matrix_gradient("b^T w + w^T w", "w", b="p", w="p")
    >>> found.result, found.shape, found.sizes
    (b + 2*w, (p, 1), ({p: 1}, {p: 2}, {p: 3}))
    """

    whole: Nabla | JacobianMark
    steps: tuple[MatrixStep, ...]
    result: sp.MatrixExpr

    @property
    def shape(self) -> tuple[Any, Any]:
        """The shape of the result."""
        return self.whole.shape

    @property
    def sizes(self) -> tuple[dict[sp.Symbol, int], ...]:
        """The sizes for which every component is proved."""
        return tuple(choices(self.whole, self.result))

    def unproved(self, seconds: float = 1.0) -> tuple[MatrixStep, ...]:
        """The steps that are not proved component by component, the result as a whole among them."""
        whole = MatrixStep("result", self.whole, self.result, "the whole")
        return tuple(step for step in (*self.steps, whole) if not step.is_proved(seconds))

    def verify(self) -> bool:
        """Whether every component of every step is proved, for small sizes.

        >>> from gdtutor.calculus.matrices.symbols import matrices
        >>> X, w = matrices(X="N p", w="p")
        >>> matrix_gradient(w.T * X.T * X * w, w).verify()
        True
        """
        return not self.unproved()

    def __str__(self) -> str:
        sizes = "; ".join(", ".join(f"{name} = {size}" for name, size in choice.items()) for choice in self.sizes)
        note = f"Proved component by component{' for ' * bool(sizes)}{sizes}."
        return "\n".join([*map(str, self.steps), f"Result: {to_text(self.result)}, {shown(self.shape)}", note])

    def latex(self) -> str:
        """All steps as one aligned block of LaTeX, without dollar signs."""
        return r"\begin{aligned}" + r" \\[4pt] ".join(step.latex() for step in self.steps) + r"\end{aligned}"

    def _repr_markdown_(self) -> str:
        return f"$$\n{self.latex()}\n$$\n\n$$\n{to_latex(self.whole)} = {to_latex(self.result)}\n$$"

    def to_dict(self) -> dict[str, object]:
        """The steps as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        return {
            "expression": to_text(self.whole.args[0]),
            "variable": to_text(self.whole.args[1]),
            "result": to_text(self.result),
            "shape": shown(self.shape),
            "verified": self.verify(),
            "proved_for": [{str(name): size for name, size in choice.items()} for choice in self.sizes],
            "steps": [step.to_dict() for step in self.steps],
        }


def matrix_gradient(
    expression: str | sp.MatrixExpr, variable: str | sp.MatrixSymbol, **shapes: Shape
) -> MatrixDerivation:
    """The gradient of a number with respect to a vector or a matrix, step by step, in the shape of the variable.

    Args:
        expression: a number made of matrices, as a text (``"1/2*|X*w - y|^2"``) or built from ``matrices(...)``.
        variable: the letter to differentiate by.
        shapes: for a text the shape of each vector and matrix: ``X="N p"``, ``w="p"``; other letters are numbers.

    Raises:
        UnreadableError: for a text that cannot be read, or in which shapes do not fit.
        ArgumentError: where the expression is no number, or a part has no rule.

    Source: the linear neuron of CS109B and of the lecture on adaptive methods: half the squared error, ŷ = wᵀx.

    >>> print(matrix_gradient("1/2*|X*w - y|^2", "w", X="N p", w="p", y="N"))
    grad_w((1/2)*(X*w - y).T*(X*w - y))
        = (1/2)*grad_w((X*w - y).T*(X*w - y))    [sum and multiples: grad(c*s + t) = c*grad(s) + grad(t); p x 1]
    grad_w((X*w - y).T*(X*w - y))
        = 2*d(X*w - y)/dw.T*(X*w - y)    [squared norm: grad(u'*u) = 2*(du/dw)'*u; p x 1]
    d(X*w - y)/dw
        = X    [linear map: d(A*w + b)/dw = A; N x p]
    grad_w((X*w - y).T*(X*w - y))
        = 2*X.T*(X*w - y)    [assemble: put in the Jacobian; p x 1]
    grad_w((1/2)*(X*w - y).T*(X*w - y))
        = X.T*(X*w - y)    [assemble: put in the gradients of the terms; p x 1]
    Result: X.T*(X*w - y), p x 1
    Proved component by component for N = 1, p = 1; N = 2, p = 3; N = 3, p = 2.
    """
    given, symbol = as_matrices(expression, variable, shapes)
    scalar = _as_number(given)
    rules = GradientRules(symbol)
    result = rules.of(scalar)
    return MatrixDerivation(Nabla(scalar, symbol), tuple(rules.steps), result)


def matrix_jacobian(vector: str | sp.MatrixExpr, variable: str | sp.MatrixSymbol, **shapes: Shape) -> MatrixDerivation:
    """The Jacobian of a vector with respect to a vector, step by step; of a gradient it is the Hessian.

    Args:
        vector: a column, as a text or built from ``matrices(...)``.
        variable: the column to differentiate by.
        shapes: for a text the shape of each vector and matrix.

    Raises:
        UnreadableError: for a text that cannot be read, or in which shapes do not fit.
        ArgumentError: for what is no column, or a part without a rule.

    >>> matrix_jacobian("X^T (X w - y)", "w", X="N p", w="p", y="N").result
    X.T*X
    """
    whole, symbol = as_matrices(vector, variable, shapes)
    if not isinstance(whole, sp.MatrixExpr) or whole.shape[1] != 1 or symbol.shape[1] != 1:
        raise ArgumentError(f"vector is {vector}: a column, and a column as variable, are wanted")
    given = written(terms_of(whole))
    rules = GradientRules(symbol)
    result = rules.jacobians.of(given)
    return MatrixDerivation(JacobianMark(given, symbol), tuple(rules.steps), result)


def as_matrices(
    expression: str | sp.MatrixExpr, variable: str | sp.MatrixSymbol, shapes: Mapping[str, Shape]
) -> tuple[Any, sp.MatrixSymbol]:
    """The expression and the variable, read with the shapes where they are texts.

    Raises:
        UnreadableError: for a text that cannot be read.
        ArgumentError: for a variable that has no shape.

    >>> as_matrices("w^T A w", "w", {"w": "p", "A": "p p"})
    (w.T*A*w, w)
    """
    letters = dict(zip(shapes, matrices(**shapes), strict=True))
    symbol = letters.get(variable) if isinstance(variable, str) else variable
    if not isinstance(symbol, sp.MatrixSymbol):
        raise ArgumentError(f"variable is {variable!r}: a letter with a shape is wanted, such as w='p'")
    return (read_matrices(expression, letters) if isinstance(expression, str) else expression), symbol


def _as_number(expression: Any) -> sp.MatrixExpr:
    """The expression in the form that the rules take apart."""
    is_number = isinstance(expression, sp.Expr) and expression.has(Number)
    if not is_number and not isinstance(expression, sp.MatrixExpr | sp.Trace):
        raise ArgumentError(f"expression is {expression!r}: a number made of matrices is wanted")
    terms = terms_of(expression)
    if any(term.shape != (1, 1) for term in terms):
        raise ArgumentError(f"expression is {expression}, {shown(terms[0].shape)}: a number, 1 x 1, is wanted")
    return written(terms)

"""Marks for what is still to be differentiated: ∇_w s for a number s, and ∂u/∂w for a vector u."""

from __future__ import annotations

from typing import Any

import sympy as sp


class Nabla(sp.MatrixExpr):
    """∇_w s: the derivatives of a number s by every component of w, in the shape of w.

    >>> w = sp.MatrixSymbol("w", 3, 1)
    >>> print(Nabla(w.T * w, w))
    grad_w(w.T*w)
    """

    def __new__(cls, scalar: sp.Expr, variable: sp.MatrixSymbol) -> Nabla:
        made: Nabla = super().__new__(cls, scalar, variable)
        return made

    @property
    def shape(self) -> tuple[Any, Any]:
        """The shape of w."""
        shape: tuple[Any, Any] = self.args[1].shape
        return shape

    def _sympystr(self, printer: Any) -> str:
        return f"grad_{printer._print(self.args[1])}({printer._print(self.args[0])})"

    def _latex(self, printer: Any) -> str:
        return rf"\nabla_{{{printer._print(self.args[1])}}} \left[{printer._print(self.args[0])}\right]"


class JacobianMark(sp.MatrixExpr):
    """∂u/∂w: row i holds the derivatives of uᵢ, shape (length of u, length of w).

    >>> X, w = sp.MatrixSymbol("X", 3, 2), sp.MatrixSymbol("w", 2, 1)
    >>> JacobianMark(X * w, w).shape
    (3, 2)
    """

    def __new__(cls, vector: sp.MatrixExpr, variable: sp.MatrixSymbol) -> JacobianMark:
        made: JacobianMark = super().__new__(cls, vector, variable)
        return made

    @property
    def shape(self) -> tuple[Any, Any]:
        """Length of u, length of w."""
        return self.args[0].shape[0], self.args[1].shape[0]

    def _sympystr(self, printer: Any) -> str:
        return f"d({printer._print(self.args[0])})/d{printer._print(self.args[1])}"

    def _latex(self, printer: Any) -> str:
        above, below = (printer._print(arg) for arg in self.args)
        return rf"\frac{{\partial \left({above}\right)}}{{\partial {below}}}"

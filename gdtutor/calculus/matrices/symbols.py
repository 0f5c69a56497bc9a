"""Vectors and matrices as letters with shapes, and functions applied to every component of a vector."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.precedence import precedence

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import read_expression
from gdtutor.errors import ArgumentError

Shape = str | int | tuple[str | int, ...]
_COMPONENT = sp.Symbol("z")


class Elementwise(sp.MatrixExpr):
    """f(u), a function applied to every component of a vector u; of the same shape as u.

    >>> w = sp.MatrixSymbol("w", 3, 1)
    >>> Elementwise(sp.Lambda(_COMPONENT, sp.sin(_COMPONENT)), w).shape
    (3, 1)
    """

    def __new__(cls, function: sp.Lambda, vector: sp.MatrixExpr) -> Elementwise:
        made: Elementwise = super().__new__(cls, function, vector)
        return made

    @property
    def function(self) -> sp.Lambda:
        """f."""
        return self.args[0]

    @property
    def vector(self) -> sp.MatrixExpr:
        """u."""
        return self.args[1]

    @property
    def shape(self) -> tuple[Any, Any]:
        """The shape of u."""
        shape: tuple[Any, Any] = self.args[1].shape
        return shape

    def derivative(self) -> Elementwise:
        """f′(u).

        >>> elementwise("softplus", sp.MatrixSymbol("w", 3, 1)).derivative()
        sigmoid(w)
        """
        variable, body = self.function.variables[0], self.function.expr
        return Elementwise(sp.Lambda(variable, partials(body, (variable,))[0]), self.vector)

    @property
    def precedence(self) -> int:
        """How strongly the function as it is printed holds together, for SymPy's printers."""
        return precedence(self.function.expr)

    def _written(self, printer: Any, circle: str) -> str:
        """The function with the vector in its place; a product of functions is one component by component."""
        variable, body = self.function.variables[0], self.function.expr
        number, functions = body.as_independent(variable, as_Add=False) if body.is_Mul else (sp.Integer(1), body)
        factors = [self._named(printer, factor) for factor in sp.Mul.make_args(functions)]
        if len(factors) == 1:
            return self._named(printer, body)
        product = circle.join(factors)
        return product if number == 1 else printer._print(sp.MatMul(number, sp.Symbol(product), evaluate=False))

    def _named(self, printer: Any, body: sp.Expr) -> str:
        """One function with the vector in its place, as if it were a number."""
        place, inner = sp.Symbol("\N{WHITE SQUARE}"), printer._print(self.vector)
        text = printer._print(body.xreplace({self.function.variables[0]: place}))
        alone = isinstance(self.vector, sp.MatrixSymbol) or self._is_bracketed()
        in_brackets = inner if alone else f"({inner})"
        shown = str(text).replace(printer._print(place), in_brackets)
        return f"({shown})" if body.is_Add and self.function.expr.is_Mul else shown

    def _is_bracketed(self) -> bool:
        """Whether z stands nowhere but alone in the brackets of a function."""
        variable, body = self.function.variables[0], self.function.expr
        calls = [call for call in body.atoms(sp.Function) if call.args == (variable,)]
        return not body.xreplace(dict.fromkeys(calls, sp.Integer(0))).has(variable)

    def _sympystr(self, printer: Any) -> str:
        return self._written(printer, " ∘ ")

    def _latex(self, printer: Any) -> str:
        return self._written(printer, r" \circ ")


class TraceOf(sp.MatrixExpr):
    """tr(M), the sum of the diagonal, as a 1 × 1 matrix.

    >>> print(TraceOf(sp.MatrixSymbol("M", 3, 3)), TraceOf(sp.MatrixSymbol("M", 3, 3)).shape)
    tr(M) (1, 1)
    """

    def __new__(cls, matrix: sp.MatrixExpr) -> TraceOf:
        made: TraceOf = super().__new__(cls, matrix)
        return made

    @property
    def shape(self) -> tuple[Any, Any]:
        """A number."""
        return sp.Integer(1), sp.Integer(1)

    def _sympystr(self, printer: Any) -> str:
        return f"tr({printer._print(self.args[0])})"

    def _latex(self, printer: Any) -> str:
        return rf"\operatorname{{tr}}\left({printer._print(self.args[0])}\right)"


def matrices(**shapes: Shape) -> tuple[sp.MatrixSymbol, ...]:
    """Letters for vectors and matrices, in the order in which they are named.

    Args:
        shapes: for each letter its shape: ``w="p"`` a column of p numbers, ``X="N p"`` a matrix, whole numbers too.

    Raises:
        ArgumentError: for a shape that is none.

    >>> X, w, y = matrices(X="N p", w="p", y="N")
    >>> (X * w - y).shape
    (N, 1)
    """
    return tuple(_letter(name, shape) for name, shape in shapes.items())


def _letter(name: str, shape: Shape) -> sp.MatrixSymbol:
    sizes = shape.split() if isinstance(shape, str) else list(shape) if isinstance(shape, tuple | list) else [shape]
    if len(sizes) not in (1, 2):
        raise ArgumentError(f"{name} is {shape!r}: one size for a vector or two for a matrix are wanted")
    return sp.MatrixSymbol(name, *[_size(name, size) for size in [*sizes, 1][:2]])


def _size(name: str, size: str | int) -> sp.Expr:
    text = str(size)
    if text.isascii() and text.isdigit() and len(text) < 4 and int(text) > 0:
        return sp.Integer(text)
    if not isinstance(size, str) or not text.isidentifier():
        raise ArgumentError(f"{name} has the size {size!r}: a letter or a whole number of at least 1 is wanted")
    return sp.Symbol(text)


def elementwise(function: str | sp.Expr, vector: sp.MatrixExpr) -> Elementwise:
    """A function applied to every component of a vector.

    Args:
        function: the name of a function (``"softplus"``) or an expression in z (``"log(1 + e^z)"``).
        vector: a column.

    Raises:
        UnreadableError: if the text cannot be read.
        ArgumentError: for a function of other letters, or a matrix in place of a vector.

    >>> X, w = matrices(X="N p", w="p")
    >>> print(elementwise("tanh", X * w), elementwise("z^2 + 1", w))
    tanh(X*w) w**2 + 1
    """
    if not isinstance(vector, sp.MatrixExpr) or vector.shape[1] != 1:
        raise ArgumentError(f"vector is {vector}: a column is wanted")
    if isinstance(function, str) and function.isidentifier() and function != "z":
        function = f"{function}(z)"
    body = read_expression(function) if isinstance(function, str) else function
    if body.free_symbols - {_COMPONENT}:
        raise ArgumentError(f"function is {function!r}: an expression in z is wanted")
    return Elementwise(sp.Lambda(_COMPONENT, body), vector)


def total(vector: sp.MatrixExpr) -> sp.MatrixExpr:
    """The sum of the components of a vector, written 1ᵀu.

    >>> total(sp.MatrixSymbol("w", 3, 1)).shape
    (1, 1)
    """
    return sp.MatMul(sp.OneMatrix(1, vector.shape[0]), vector, evaluate=False)


def trace(matrix: sp.MatrixExpr) -> TraceOf:
    """The trace of a square matrix.

    Raises:
        ArgumentError: for a matrix that is not square.

    >>> A, B = matrices(A="m n", B="n m")
    >>> print(trace(A * B))
    tr(A*B)
    """
    if not isinstance(matrix, sp.MatrixExpr) or matrix.shape[0] != matrix.shape[1]:
        raise ArgumentError(f"matrix is {matrix}: a square matrix is wanted")
    return TraceOf(matrix)


def squared_norm(vector: sp.MatrixExpr) -> sp.MatrixExpr:
    """‖u‖² = uᵀu; of a matrix the sum of the squares of all components, tr(UᵀU).

    >>> X, w, y = matrices(X="N p", w="p", y="N")
    >>> squared_norm(X * w - y)
    (X*w - y).T*(X*w - y)
    """
    product = sp.MatMul(sp.Transpose(vector), vector, evaluate=False)
    return product if vector.shape[1] == 1 else TraceOf(product)

"""Numbers that are made of vectors and matrices, such as wᵀx, as factors and arguments of ordinary functions.

A product of vectors that is 1 × 1 is a number: it commutes, it can be raised to a power, divided by, put into σ or √.
``Number`` is that number for SymPy, which then sees an ordinary expression: σ(wᵀx)·(xᵀx)³.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.precedence import PRECEDENCE

from gdtutor.calculus.matrices.symbols import Elementwise, TraceOf


class Number(sp.Expr):
    """The only component of a 1 × 1 matrix.

    >>> w, x = sp.MatrixSymbol("w", 3, 1), sp.MatrixSymbol("x", 3, 1)
    >>> print(3 * Number(w.T * x) ** 2)
    3*(w.T*x)**2
    """

    is_commutative = True

    def __new__(cls, matrix: sp.MatrixExpr) -> Number:
        made: Number = super().__new__(cls, matrix)
        return made

    @property
    def matrix(self) -> sp.MatrixExpr:
        """The 1 × 1 matrix."""
        return self.args[0]

    @property
    def precedence(self) -> int:
        """How strongly it holds together as it is printed: in a product it needs brackets, for wᵀx·x is no product."""
        return int(PRECEDENCE["Atom" if isinstance(self.matrix, TraceOf | sp.MatrixSymbol) else "Add"])

    def _sympystr(self, printer: Any) -> str:
        return str(printer._print(self.matrix))

    def _latex(self, printer: Any) -> str:
        return str(printer._print(self.matrix))


def number_of(node: Any) -> sp.Expr:
    """A 1 × 1 matrix, or what is a number already, as an ordinary expression in ``Number``.

    >>> w, x = sp.MatrixSymbol("w", 3, 1), sp.MatrixSymbol("x", 3, 1)
    >>> number_of(2 * w.T * x + x.T * x)
    2*(w.T*x) + x.T*x
    """
    if not isinstance(node, sp.MatrixExpr | sp.Trace):
        return sp.sympify(node)
    if isinstance(node, sp.Trace):
        return Number(TraceOf(node.arg))
    if isinstance(node, sp.MatAdd):
        return sp.Add(*map(number_of, node.args))
    if isinstance(node, sp.MatMul):
        return _of_product(node)
    if isinstance(node, sp.MatPow):
        return number_of(node.args[0]) ** node.args[1]
    if isinstance(node, Elementwise):
        return node.function(number_of(node.vector))
    if isinstance(node, sp.HadamardProduct):
        return sp.Mul(*map(number_of, node.args))
    if isinstance(node, sp.Transpose | sp.DiagMatrix) and _is_single(node.args[0]):
        return number_of(node.args[0])
    if isinstance(node, sp.OneMatrix | sp.Identity):
        return sp.Integer(1)
    return sp.Integer(0) if isinstance(node, sp.ZeroMatrix) else Number(node)


def _is_single(node: Any) -> bool:
    return isinstance(node, sp.MatrixExpr) and node.shape == (1, 1)


def _of_product(node: sp.MatMul) -> sp.Expr:
    """The single factors as numbers, and what is left of the product as one."""
    numbers = [number_of(part) for part in node.args if not isinstance(part, sp.MatrixExpr) or _is_single(part)]
    chain = [part for part in node.args if isinstance(part, sp.MatrixExpr) and not _is_single(part)]
    if not chain:
        return sp.Mul(*numbers)
    return sp.Mul(*numbers, Number(sp.MatMul(*chain, evaluate=False)))


def as_terms(expression: sp.Expr) -> list[tuple[sp.Expr, sp.MatrixExpr | None]]:
    """The summands of a number, each as a coefficient and the one 1 × 1 matrix that it is a multiple of, if there is.

    >>> w, x, a = sp.MatrixSymbol("w", 3, 1), sp.MatrixSymbol("x", 3, 1), sp.Symbol("a")
    >>> as_terms(a * Number(w.T * x) + Number(x.T * x) ** 3)
    [((x.T*x)**3, None), (a, w.T*x)]
    """
    found: list[tuple[sp.Expr, sp.MatrixExpr | None]] = []
    for term in sp.Add.make_args(expression):
        numbers = [factor for factor in sp.Mul.make_args(term) if factor.has(Number)]
        if len(numbers) == 1 and isinstance(numbers[0], Number):
            rest = sp.Mul(*(factor for factor in sp.Mul.make_args(term) if factor is not numbers[0]))
            found.append((rest, numbers[0].matrix))
        else:
            found.append((term, None))
    return sorted(found, key=lambda pair: (pair[1] is not None, str(pair)))

"""What the reader of matrices asks of a part: is it a matrix, a transpose, a function of every component?"""

from __future__ import annotations

from typing import Any

import sympy as sp

from gdtutor.calculus.matrices.symbols import Elementwise
from gdtutor.calculus.tree import Node


def is_matrix(value: Any) -> bool:
    """Whether a part has a shape."""
    return isinstance(value, sp.MatrixExpr)


def is_single(value: Any) -> bool:
    """Whether a part is a number: without a shape, or 1 × 1; a column of ones has no shape yet."""
    return isinstance(value, sp.Expr) and (not is_matrix(value) or value.shape == (1, 1))


def is_transpose(node: Node) -> bool:
    """Whether a part of a text is written ``…^T``."""
    return node.kind == "power" and node.arguments[1].kind == "name" and node.arguments[1].value == "T"


def flat(factor: Any) -> tuple[Any, ...]:
    """The factors of a product inside a product; one that makes a number of vectors stays whole.

    >>> A, w = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("w", 2, 1)
    >>> flat(2 * A * w), flat(2 * w.T * w)
    ((2, A, w), (2, w.T*w))
    """
    if not isinstance(factor, sp.MatMul):
        return (factor,)
    if factor.shape != (1, 1):
        return tuple(factor.args)
    number, product = factor.as_coeff_mmul()
    return (product,) if number == 1 else (number, product)


def as_function(value: Any) -> Elementwise | None:
    """A multiple of a function of every component as one function; ``None`` for anything else."""
    if isinstance(value, Elementwise):
        return value
    if isinstance(value, sp.MatMul) and len(value.args) == 2 and isinstance(value.args[1], Elementwise):
        number, function = value.args
        variable, body = function.function.variables[0], function.function.expr
        return None if is_matrix(number) else Elementwise(sp.Lambda(variable, number * body), function.vector)
    return None

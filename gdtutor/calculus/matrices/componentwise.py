"""Prove an equality of matrices component by component: with letters for the components, for small sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import cycle, islice
from typing import Any

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.matrices.marks import JacobianMark, Nabla
from gdtutor.calculus.matrices.numbers_of import Number
from gdtutor.calculus.matrices.symbols import Elementwise, TraceOf
from gdtutor.calculus.proving.quantities import named_quantities
from gdtutor.calculus.verification import differentiated_by_sympy
from gdtutor.errors import ArgumentError

Sizes = Mapping[sp.Symbol, int]
_CHOICES = ((1,), (2, 3), (3, 2))  # sizes for the letters in turn
LARGEST_SIZE = 5  # beyond, there are too many components
MOST_LETTERS = 10  # in one product: with three rows and columns there are that many nested sums


def letters(*expressions: sp.Expr) -> list[sp.Symbol]:
    """The letters that stand for sizes.

    >>> letters(sp.MatrixSymbol("X", sp.Symbol("N"), sp.Symbol("p")))
    [N, p]
    """
    parts = {part for expression in expressions for part in expression.atoms(sp.MatrixExpr)}
    return sorted({size for part in parts for size in map(sp.sympify, part.shape) if size.is_Symbol}, key=str)


def choices(*expressions: sp.Expr, size: int = 0) -> Iterator[dict[sp.Symbol, int]]:
    """The sizes for which an equality is proved: all 1, twos and threes in turn, and all ``size`` where it is given.

    >>> list(choices(sp.MatrixSymbol("X", sp.Symbol("N"), sp.Symbol("p"))))
    [{N: 1, p: 1}, {N: 2, p: 3}, {N: 3, p: 2}]
    """
    names = letters(*expressions)
    sizes = (*_CHOICES, *([(size,)] if size else []))
    found = (dict(zip(names, islice(cycle(choice), len(names)), strict=True)) for choice in sizes)
    yield from ({} for _ in range(1)) if not names else found


def size_for_all(*expressions: sp.Expr) -> int:
    """A size with which what holds for it holds for all sizes; 0 where no letter stands for a size.

    Traces of products of d square matrices have identities of their own for sizes below d, as Cayley and Hamilton's,
    and none from d on (Procesi 1976, Razmyslov 1974). A column times a row counts as one matrix, and a result that is a
    vector or a matrix as what it is multiplied by to become a number.

    >>> A, w = sp.MatrixSymbol("A", sp.Symbol("p"), sp.Symbol("p")), sp.MatrixSymbol("w", sp.Symbol("p"), 1)
    >>> size_for_all(A * A * w), size_for_all(w.T * w)
    (3, 1)
    """
    if not letters(*expressions):
        return 0
    return max(-(-(_half_degree(expression) + _halves(expression)) // 2) for expression in expressions)


def _halves(node: sp.Basic) -> int:
    """2 for a matrix, 1 for a vector, 0 for a number."""
    return sum(size != 1 for size in node.shape) if isinstance(node, sp.MatrixExpr) else 0


def _half_degree(node: sp.Basic) -> int:
    """The degree with vectors counted as halves, in halves."""
    if isinstance(node, sp.MatrixSymbol):
        return _halves(node)
    parts = [_half_degree(part) for part in node.args]
    if isinstance(node, sp.MatMul | sp.HadamardProduct | sp.Mul):
        return sum(parts)
    if isinstance(node, sp.MatPow | sp.Pow):
        exponent = node.args[1]  # what is below is multiplied out, and a root is taken for a quantity of its own
        return int(sp.ceiling(abs(exponent))) * parts[0] if exponent.is_Rational else sum(parts)
    if isinstance(node, Number):
        return _half_degree(node.matrix)
    return max(parts, default=0)


def degree(node: sp.Basic) -> int:
    """How many letters are multiplied at most; a function of every component counts as often as it is used."""
    if isinstance(node, sp.MatrixSymbol):
        return 1
    parts = [degree(part) for part in node.args]
    if isinstance(node, sp.MatMul | sp.HadamardProduct):
        return sum(parts)
    if isinstance(node, sp.MatPow):
        return int(node.args[1]) * parts[0] if node.args[1].is_Integer else MOST_LETTERS + 1
    return max(parts, default=0)


def explicit(node: Any, sizes: Sizes, keep: bool = False) -> sp.Matrix:
    """The matrix with a letter for every component, marks as derivatives that are still to be carried out.

    Args:
        node: a matrix expression or a number.
        sizes: a number for each letter in the shapes.
        keep: whether a size that is also a factor, as the N of a mean, stays a letter there.

    Raises:
        ArgumentError: for a kind of matrix that is not known here.

    >>> explicit(sp.MatrixSymbol("w", sp.Symbol("p"), 1).T, {sp.Symbol("p"): 2})
    Matrix([[w_1, w_2]])
    """
    if not isinstance(node, sp.MatrixExpr):
        numbers = {number: explicit(number.matrix, sizes, keep)[0] for number in node.atoms(Number)}
        node = node.xreplace(numbers)
        return sp.ImmutableMatrix([[node if keep else node.xreplace(dict(sizes))]])
    if type(node) in _BASIC:
        return _BASIC[type(node)](node, _shape(node, sizes))
    parts = [explicit(part, sizes, keep) for part in node.args if not isinstance(part, sp.Lambda)]
    if isinstance(node, sp.MatMul):
        return reduce(_times, parts)
    if isinstance(node, sp.MatAdd):
        return reduce(lambda one, other: one + other, parts)
    if isinstance(node, TraceOf):
        return sp.ImmutableMatrix([[parts[0].trace()]])
    if isinstance(node, sp.Transpose):
        return parts[0].T
    if isinstance(node, Elementwise):
        return parts[0].applyfunc(node.function)
    if isinstance(node, sp.HadamardProduct):
        return reduce(lambda one, other: one.multiply_elementwise(other), parts)
    if isinstance(node, sp.DiagMatrix):
        return sp.ImmutableMatrix(sp.diag(*parts[0]))
    if isinstance(node, Nabla | JacobianMark):
        return _marked(node, *parts)
    raise ArgumentError(f"no components are known here for {type(node).__name__}")


def _times(one: sp.Matrix, other: sp.Matrix) -> sp.Matrix:
    """A 1 × 1 matrix in a product is a number."""
    if one.shape == (1, 1) or other.shape == (1, 1):
        number, matrix = (one, other) if one.shape == (1, 1) else (other, one)
        return number[0] * matrix
    return one * other


def _shape(node: sp.MatrixExpr, sizes: Sizes) -> tuple[int, int]:
    rows, columns = (int(size.xreplace(dict(sizes))) for size in map(sp.sympify, node.shape))
    return rows, columns


def _symbol(node: sp.MatrixSymbol, shape: tuple[int, int]) -> sp.Matrix:
    if shape[1] == 1:
        return sp.ImmutableMatrix([sp.Symbol(f"{node.name}_{i}") for i in range(1, shape[0] + 1)])
    rows = [[sp.Symbol(f"{node.name}_{i}{j}") for j in range(1, shape[1] + 1)] for i in range(1, shape[0] + 1)]
    return sp.ImmutableMatrix(rows)


_BASIC = {
    sp.MatrixSymbol: _symbol,
    sp.Identity: lambda node, shape: sp.ImmutableMatrix(sp.eye(shape[0])),
    sp.ZeroMatrix: lambda node, shape: sp.ImmutableMatrix(sp.zeros(*shape)),
    sp.OneMatrix: lambda node, shape: sp.ImmutableMatrix(sp.ones(*shape)),
}


def _marked(node: Nabla | JacobianMark, value: sp.Matrix, variable: sp.Matrix) -> sp.Matrix:
    if isinstance(node, Nabla):
        return variable.applyfunc(lambda letter: sp.Derivative(value[0], letter, evaluate=False))
    rows = [[sp.Derivative(part, letter, evaluate=False) for letter in variable] for part in value]
    return sp.ImmutableMatrix(rows)


def proved_by_components(before: sp.Expr, after: sp.Expr, seconds: float = 1.0) -> bool:
    """Whether the equality engine proves every component, for every choice of sizes.

    >>> X, w = sp.MatrixSymbol("X", sp.Symbol("N"), sp.Symbol("p")), sp.MatrixSymbol("w", sp.Symbol("p"), 1)
    >>> proved_by_components(JacobianMark(X * w, w), X), proved_by_components(JacobianMark(X * w, w), 2 * X)
    (True, False)
    """
    for sizes in choices(before, after):
        left, right = explicit(before, sizes), explicit(after, sizes)
        if left.shape != right.shape:
            return False
        if not all(_is_proved(*pair, seconds) for pair in zip(left, right, strict=True)):
            return False
    return True


def _is_proved(before: sp.Expr, after: sp.Expr, seconds: float) -> bool:
    """One component: with every function as an unknown if that is enough, else by the functions' identities."""
    sides = [differentiated_by_sympy(side).rewrite([sigmoid, softplus], sp.exp) for side in (before, after)]
    left, right = named_quantities(sp.Tuple(*sides))[0]
    return equal(left, right, seconds=seconds).proved or equal(sides[0], sides[1], seconds=seconds).proved

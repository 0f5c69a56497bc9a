"""Decide whether two expressions of vectors and matrices are equal, component by component for small sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.decide import Equality, Verdict, Witness, equal
from gdtutor.calculus.matrices.componentwise import (
    LARGEST_SIZE,
    MOST_LETTERS,
    Sizes,
    choices,
    degree,
    explicit,
    size_for_all,
)
from gdtutor.errors import TooLargeError

Change = Callable[[sp.Matrix], sp.Matrix]


def compare(left: sp.Expr, right: sp.Expr, seconds: float = 3.0) -> Equality:
    """Compare two matrices of one shape; ``right`` is judged where ``left`` is real.

    Proved means: every component for every choice of sizes in ``choices``, with a size that is also a factor kept as
    a letter. Partly means: with a square matrix that is symmetric.

    Args:
        left: one side; a number is compared with a 1 × 1 matrix.
        right: the other side.
        seconds: a bound on the work.

    Raises:
        TooLargeError: for a product of more letters than can be written out.

    >>> A, w = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("w", 2, 1)
    >>> found = compare(A * w + A.T * w, 2 * A * w)
    >>> str(found.verdict), found.domain
    ('partly', 'A is symmetric')
    """
    for side in (left, right):
        check_size(side)
    budget = Budget(seconds)
    found = _all_components(left, right, budget, keep=True)
    if found.proved:
        if size_for_all(left, right) <= LARGEST_SIZE:
            return found
        return Equality(Verdict.UNDECIDED, evidence=f"proved {_listed(left, right)}, and not for all sizes")
    plain = _all_components(left, right, budget, keep=False)
    if plain.proved:
        return Equality(Verdict.UNDECIDED, evidence=f"proved {_listed(left, right)}, and not for all sizes")
    if plain.refuted:
        for square in _squares(left, right):
            if _all_components(left, right, budget, keep=True, change=_symmetric(square)).proved:
                return Equality(Verdict.PARTLY, plain.witness, f"{square} is symmetric", plain.evidence)
    return plain


def check_size(expression: sp.Expr) -> None:
    """Refuse what would become too large when it is written out.

    Raises:
        TooLargeError: for a product of more than ``MOST_LETTERS`` vectors and matrices.

    >>> check_size(sp.MatrixSymbol("A", 2, 2) ** 2)
    """
    if degree(expression) > MOST_LETTERS:
        raise TooLargeError(f"a product of more than {MOST_LETTERS} vectors and matrices is too large to be compared")


def _choices(left: sp.Expr, right: sp.Expr) -> Iterator[Sizes]:
    size = size_for_all(left, right)
    return choices(left, right, size=size if 3 <= size <= LARGEST_SIZE else 0)


def _all_components(
    left: sp.Expr, right: sp.Expr, budget: Budget, keep: bool, change: Change | None = None
) -> Equality:
    for sizes in _choices(left, right):
        sides = [explicit(side, sizes, keep) for side in (left, right)]
        if change is not None:
            sides = [change(side) for side in sides]
        for place, (one, other) in enumerate(zip(*sides, strict=True)):
            found = equal(one, other, seconds=budget.left())
            if not found.proved:
                return _located(found, sizes, place, sides[0].shape)
    return Equality(Verdict.PROVED, evidence=f"every component, {_listed(left, right)}")


def _located(found: Equality, sizes: Sizes, place: int, shape: tuple[int, int]) -> Equality:
    """The outcome for one component, with the sizes and the component in its witness."""
    row, column = divmod(place, shape[1])
    component = f"component {row + 1}" if shape[1] == 1 else f"component {row + 1}, {column + 1}"
    if not (found.refuted and found.witness):
        return Equality(Verdict.UNDECIDED, evidence=f"{component} could not be decided in the time allowed")
    point = (*((str(name), sp.Integer(size)) for name, size in sizes.items()), *found.witness.point)
    witness = Witness(point, found.witness.left, found.witness.right)
    return Equality(Verdict.REFUTED, witness, evidence=f"{component} differs there")


def _listed(left: sp.Expr, right: sp.Expr) -> str:
    """The sizes in words."""
    found = [", ".join(f"{name} = {size}" for name, size in sizes.items()) for sizes in _choices(left, right)]
    return f"for {'; '.join(found)}" if any(found) else "written out"


def _squares(left: sp.Expr, right: sp.Expr) -> Iterator[sp.MatrixSymbol]:
    symbols = left.atoms(sp.MatrixSymbol) | right.atoms(sp.MatrixSymbol)
    yield from sorted((s for s in symbols if s.shape[0] == s.shape[1] != 1), key=str)


def _symmetric(square: sp.MatrixSymbol) -> Change:
    """Every component below the diagonal replaced by the one above."""
    size = LARGEST_SIZE + 1

    def change(matrix: sp.Matrix) -> sp.Matrix:
        names = {(i, j): sp.Symbol(f"{square.name}_{i}{j}") for i in range(1, size) for j in range(1, size)}
        return matrix.xreplace({names[i, j]: names[j, i] for i in range(1, size) for j in range(1, i)})

    return change

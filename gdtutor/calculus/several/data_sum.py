"""Sums over data kept symbolic: Σᵢ of a loss for one example, with xᵢ, yᵢ as indexed letters."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from gdtutor.calculus.notation import as_symbol
from gdtutor.calculus.variables import as_symbols, read_with
from gdtutor.errors import ArgumentError, TooLargeError

_MAX_EXPANDED = 6


def data_sum(
    summand: str | sp.Expr,
    data: str | sp.Symbol | Sequence[str | sp.Symbol],
    index: str = "i",
    size: str = "N",
    mean: bool = False,
) -> sp.Expr:
    """The sum of a loss over all examples, as a SymPy sum over indexed data.

    Args:
        summand: the loss of one example, such as ``"(y - w*x - b)^2"``.
        data: the letters that differ from example to example, such as ``"x y"``.
        index: the letter that counts the examples.
        size: the letter for their number.
        mean: whether to divide by their number.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for letters that are used twice.

    Source: Lee's lecture, Σₙ (ŷⁿ − (b + Σ wᵢxᵢⁿ))²; CS109B, −Σᵢ [yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)].

    >>> data_sum("(y - w*x)^2", "x y")
    Sum((-w*x[i] + y[i])**2, (i, 1, N))
    """
    letters = as_symbols(data)
    counter, number = as_symbol(index), as_symbol(size)
    function = read_with(summand, letters)
    names = [*letters, counter, number]
    if len(set(names)) < len(names) or {counter, number} & function.free_symbols:
        raise ArgumentError(f"the letters are {', '.join(map(str, names))}: letters that do not clash are wanted")
    indexed = {letter: sp.IndexedBase(letter.name)[counter] for letter in letters}
    total = sp.Sum(function.xreplace(indexed), (counter, 1, number))
    return total / number if mean else total


def with_named_data(expression: sp.Expr) -> sp.Expr:
    """The same with plain symbols in place of indexed letters: x[i] becomes x_i.

    >>> with_named_data(data_sum("w*x", "x").function)
    w*x_i
    """
    return expression.xreplace({letter: _plain(letter) for letter in expression.atoms(sp.Indexed)})


def _plain(letter: sp.Indexed) -> sp.Symbol:
    return sp.Symbol("_".join([str(letter.base), *map(str, letter.indices)]))


def sizes(expression: sp.Expr) -> frozenset[sp.Symbol]:
    """The letters for the numbers of examples.

    >>> sizes(data_sum("w*x", "x"))
    frozenset({N})
    """
    return frozenset(total.limits[0][2] for total in expression.atoms(sp.Sum) if total.limits[0][2].is_Symbol)


def expanded(expression: sp.Expr, number: int, letters: frozenset[sp.Symbol] = frozenset()) -> sp.Expr:
    """Every sum written out for a number of examples, with plain symbols for the data.

    Args:
        expression: what is written out.
        number: how many examples there are.
        letters: further letters for this number, besides those of the sums in the expression.

    Raises:
        ArgumentError: for a sum that does not count from a number to a letter or a number.
        TooLargeError: for more than a few examples.

    >>> expanded(data_sum("w*x", "x"), 2)
    w*x_1 + w*x_2
    """
    if number > _MAX_EXPANDED:
        raise TooLargeError(f"number is {number}: at most {_MAX_EXPANDED} examples are written out")
    numbers = dict.fromkeys(letters | sizes(expression), sp.Integer(number))
    return with_named_data(_written_out(expression, numbers))


def _written_out(node: sp.Expr, numbers: dict[sp.Symbol, sp.Integer]) -> sp.Expr:
    if isinstance(node, sp.Sum):
        counter, first, last = node.limits[0]
        ends = first, last.xreplace(numbers)
        if len(node.limits) != 1 or not all(end.is_Integer for end in ends):
            raise ArgumentError(f"a sum is {node}: one index that counts from a number to a letter is wanted")
        inner = _written_out(node.function, numbers)
        return sp.Add(*(inner.xreplace({counter: sp.Integer(k)}) for k in range(int(ends[0]), int(ends[1]) + 1)))
    if node in numbers:
        return numbers[node]
    if isinstance(node, sp.Derivative):
        return sp.Derivative(_written_out(node.expr, numbers), *node.variable_count, evaluate=False)
    if not node.args or isinstance(node, sp.Indexed):
        return node
    return node.func(*(_written_out(part, numbers) for part in node.args))

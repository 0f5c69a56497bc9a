"""Show that strict inequalities exclude one another, by eliminating their terms (Fourier and Motzkin)."""

from __future__ import annotations

from fractions import Fraction as Rational
from math import gcd

from gdtutor.calculus.budget import Budget

Row = dict[int, int]  # coefficients by monomial, 0 for the constant term: the sum is positive
_MAX_ROWS = 120


def exclude_one_another(rows: list[Row], budget: Budget) -> bool:
    """Whether no values of the monomials, taken as independent, make every row positive.

    A yes is a proof; a no may be due to the bounds, or to monomials that are not independent.

    >>> exclude_one_another([{1: 1, 0: -1}, {1: -1}], Budget(1.0))
    True
    """
    while rows:
        if any(_is_impossible(row) for row in rows):
            return True
        columns = {column for row in rows for column in row if column}
        if not columns:
            return False
        column = min(columns, key=lambda c: _growth(rows, c))
        rows = _without(rows, column, budget)
        if len(rows) > _MAX_ROWS:
            return False
    return False


def _is_impossible(row: Row) -> bool:
    return not any(row) and row.get(0, 0) <= 0


def _growth(rows: list[Row], column: int) -> int:
    above = sum(row.get(column, 0) > 0 for row in rows)
    below = sum(row.get(column, 0) < 0 for row in rows)
    return above * below - above - below


def _without(rows: list[Row], column: int, budget: Budget) -> list[Row]:
    """The consequences of the rows that do not speak of one column."""
    above = [row for row in rows if row.get(column, 0) > 0]
    below = [row for row in rows if row.get(column, 0) < 0]
    kept = [row for row in rows if not row.get(column, 0)]
    budget.spend(4 * len(above) * len(below) + len(rows))
    return kept + [_combined(one, other, column) for one in above for other in below]


def _combined(one: Row, other: Row, column: int) -> Row:
    factor = Rational(-other[column], one[column])
    total = {key: value * factor.denominator for key, value in other.items()}
    for key, value in one.items():
        total[key] = total.get(key, 0) + value * factor.numerator
    shared = gcd(*total.values()) or 1
    return {key: value // shared for key, value in total.items() if value}

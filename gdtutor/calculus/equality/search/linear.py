"""Show that strict inequalities exclude one another, by eliminating their terms (Fourier and Motzkin)."""

from __future__ import annotations

from fractions import Fraction as Rational
from math import gcd

from gdtutor.calculus.budget import Budget

Row = dict[int, int]  # coefficients by monomial, 0 for the constant term: the sum is positive
Tracked = tuple[Row, dict[int, int]]  # a row, and how often it takes which of the first rows
_MAX_ROWS = 120


def contradiction(rows: list[Row], budget: Budget) -> list[int] | None:
    """How often to take each row for a sum that is no positive number, though every row were positive.

    ``None`` may be due to the bounds, or to monomials that are not independent.

    >>> contradiction([{1: 1, 0: -1}, {1: -1}], Budget(1.0))
    [1, 1]
    """
    tracked: list[Tracked] = [(row, {place: 1}) for place, row in enumerate(rows)]
    while tracked:
        for row, taken in tracked:
            if not any(row) and row.get(0, 0) <= 0:
                return [taken.get(place, 0) for place in range(len(rows))]
        columns = {column for row, _ in tracked for column in row if column}
        if not columns:
            return None
        column = min(columns, key=lambda c: _growth(tracked, c))
        tracked = _without(tracked, column, budget)
        if len(tracked) > _MAX_ROWS:
            return None
    return None


def _growth(rows: list[Tracked], column: int) -> int:
    above = sum(row.get(column, 0) > 0 for row, _ in rows)
    below = sum(row.get(column, 0) < 0 for row, _ in rows)
    return above * below - above - below


def _without(rows: list[Tracked], column: int, budget: Budget) -> list[Tracked]:
    """The consequences of the rows that do not speak of one column."""
    above = [row for row in rows if row[0].get(column, 0) > 0]
    below = [row for row in rows if row[0].get(column, 0) < 0]
    kept = [row for row in rows if not row[0].get(column, 0)]
    budget.spend(4 * len(above) * len(below) + len(rows))
    return kept + [_combined(one, other, column) for one in above for other in below]


def _combined(one: Tracked, other: Tracked, column: int) -> Tracked:
    factor = Rational(-other[0][column], one[0][column])
    row, taken = (_sum(o, other[k], factor) for k, o in enumerate(one))
    shared = gcd(*row.values(), *taken.values())
    return {key: value // shared for key, value in row.items() if value}, {k: v // shared for k, v in taken.items()}


def _sum(one: dict[int, int], other: dict[int, int], factor: Rational) -> dict[int, int]:
    total = {key: value * factor.denominator for key, value in other.items()}
    for key, value in one.items():
        total[key] = total.get(key, 0) + value * factor.numerator
    return total

"""Can the signs of a case occur together? A no is a proof; a case that cannot occur does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.definite import is_positive
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.search.linear import Row, exclude_one_another
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.number_line import number_line

_MOST_MONOMIALS = 24


def is_feasible(conditions: Sequence[Parity], memory: Memory, budget: Budget) -> bool:
    """Whether it is possible, for all that is seen here, that every parity is +1."""
    if not conditions:
        return True
    line = number_line(units_of(conditions), memory, budget)
    if line is not None:
        return any(line.holds_at(conditions, point) for point in line.points)
    known = determined(conditions)
    rows = _rows(known, memory)
    return rows is None or not exclude_one_another(rows, budget)


def units_of(conditions: Iterable[Parity]) -> list[int]:
    """The units that conditions speak of, in order."""
    return sorted({unit for parity in conditions for unit in parity.units})


# --- several generators -----------------------------------------------------------------------------------------------


def determined(conditions: Sequence[Parity]) -> dict[int, int]:
    """The units whose sign follows from the conditions, with the sign."""
    return {pivot: row.sign for pivot, row in echelon(conditions).items() if len(row.units) == 1}


def echelon(conditions: Sequence[Parity]) -> dict[int, Parity]:
    """The conditions solved over the field of two elements: one unit of each stands in no other."""
    found: dict[int, Parity] = {}
    for parity in conditions:
        for pivot, row in found.items():
            if pivot in parity.units:
                parity = parity.times(row)
        if not parity.units:
            continue
        pivot = max(parity.units)
        for other, row in found.items():
            if pivot in row.units:
                found[other] = row.times(parity)
        found[pivot] = parity
    return found


def _rows(known: dict[int, int], memory: Memory) -> list[Row] | None:
    """The inequalities between monomials, with those that are positive by their form; ``None`` where they are many."""
    signs = {memory.units[unit].generator: sign for unit, sign in known.items() if memory.units[unit].generator >= 0}
    values = [memory.units[unit].value for unit in known]
    monomials = {packed for value in values for packed in value}
    if len(monomials) > _MOST_MONOMIALS or len(known) < 2:
        return None
    rows: list[Row] = [poly.scale(memory.units[unit].value, sign) for unit, sign in known.items()]
    for packed in monomials:
        sign = 1
        for generator, exponent in poly.exponents(packed):
            if exponent % 2 and not is_positive(memory, generator):
                sign *= signs.get(generator, 0)
        if sign and packed:
            rows.append({packed: sign})
    return rows

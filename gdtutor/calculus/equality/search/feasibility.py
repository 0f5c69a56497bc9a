"""Can the signs of a case occur together? A no comes with evidence; a case that cannot occur does not matter."""

from __future__ import annotations

from collections.abc import Sequence

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.exclusion import ByRows, OnLine, sign_of_monomial
from gdtutor.calculus.equality.kernel.signs import Parity, determined, units_of
from gdtutor.calculus.equality.search.linear import Row, contradiction
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.number_line import number_line

_MOST_MONOMIALS = 24


def is_feasible(conditions: Sequence[Parity], memory: Memory, budget: Budget) -> bool:
    """Whether it is possible, for all that is seen here, that every parity is +1."""
    return why_not(conditions, memory, budget) is None


def why_not(conditions: Sequence[Parity], memory: Memory, budget: Budget) -> OnLine | ByRows | None:
    """Evidence that not every parity can be +1; ``None`` where that is possible, for all that is seen here."""
    if not conditions:
        return None
    line = number_line(units_of(conditions), memory, budget)
    if line is not None:
        holds = any(line.holds_at(conditions, point) for point in line.points)
        return None if holds else OnLine(line.generator, tuple(line.cuts))
    return _by_rows(determined(conditions), memory, budget)


def _by_rows(known: dict[int, int], memory: Memory, budget: Budget) -> ByRows | None:
    """A sum of units and of monomials that cannot all be positive."""
    monomials = sorted({packed for unit in known for packed in memory.units[unit].value})
    if len(monomials) > _MOST_MONOMIALS or len(known) < 2:
        return None
    rows: list[Row] = [poly.scale(memory.units[unit].value, sign) for unit, sign in known.items()]
    signed = [(packed, sign) for packed in monomials if packed and (sign := sign_of_monomial(packed, known, memory))]
    rows += [{packed: sign} for packed, sign in signed]
    times = contradiction(rows, budget)
    if times is None:
        return None
    units = tuple(zip(known, times[: len(known)], strict=True))
    return ByRows(units, tuple((packed, t) for (packed, _), t in zip(signed, times[len(known) :], strict=True)))

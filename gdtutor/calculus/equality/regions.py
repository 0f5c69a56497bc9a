"""Say in a learner's terms where an answer is right: x > −1, 0 < x < 1, sin(x) > 0."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import prod

import sympy as sp

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.equality.kernel.case import Case, Problem
from gdtutor.calculus.equality.kernel.readers import reader
from gdtutor.calculus.equality.kernel.showing import show_generator, show_unit
from gdtutor.calculus.equality.kernel.signs import Parity, determined, echelon, units_of
from gdtutor.calculus.equality.kernel.values import Values
from gdtutor.calculus.equality.sampling import sign_of_unit
from gdtutor.calculus.equality.search.advisor import advisor
from gdtutor.calculus.equality.search.cases import Cases
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.number_line import Part, number_line
from gdtutor.calculus.evaluation import Floats, Point
from gdtutor.calculus.printing import to_text

_MOST_QUANTITIES = 60
_TURNING = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)


def has_signs(point: Point, case: Case, cases: Cases) -> bool:
    """Whether a point has the signs of a case, in floating point."""
    values = Values(cases.memory, Floats(point))
    signs = {unit: sign_of_unit(values, unit) for unit in units_of(case.conditions)}
    return all(sign * prod(signs[unit] for unit in units) > 0 for sign, units in case.conditions)


def describe(problem: Problem, cases: Cases, good: Sequence[Case], symbols: Sequence[sp.Symbol], budget: Budget) -> str:
    """Where the good cases hold, as inequalities."""
    intervals = _as_intervals(cases, good, symbols, budget)
    if intervals:
        return intervals
    told = [_statements(case, cases) for case in good]
    told = _merged([statements for statements in told if statements])
    quantities = _quantities(problem, cases.memory, budget)
    shown = [" and ".join(sorted(_shown(p, quantities, cases.memory, budget) for p in case)) for case in told]
    return " or ".join(dict.fromkeys(shown))


# --- one symbol -------------------------------------------------------------------------------------------------------


def _as_intervals(cases: Cases, good: Sequence[Case], symbols: Sequence[sp.Symbol], budget: Budget) -> str:
    """Intervals of the only symbol, or of the symbol in the only exponential; empty where there is no such form."""
    units = units_of(condition for case in cases.cases for condition in case.conditions)
    line = number_line(units, cases.memory, budget) if len(symbols) == 1 else None
    if line is None or cases.memory.generators[line.generator].kind != "symbol":
        return ""
    if any(low != high for low, high in line.cuts):
        return ""
    parts = [part for part in line.parts if any(line.holds_at(case.conditions, part.point) for case in good)]
    return " or ".join(_part_text(part, symbols[0]) for part in _joined(parts))


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours made one: single points between them are not judged."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].high is not None and found[-1].high == part.low:
            found[-1] = found[-1]._replace(high=part.high)
        else:
            found.append(part)
    return found


def _part_text(part: Part, symbol: sp.Symbol) -> str:
    if part.low is None:
        return f"{symbol} < {part.high[0]}" if part.high else f"all {symbol}"
    return f"{symbol} > {part.low[0]}" if part.high is None else f"{part.low[0]} < {symbol} < {part.high[0]}"


# --- several symbols, or functions of one -----------------------------------------------------------------------------


def _statements(case: Case, cases: Cases) -> frozenset[Parity]:
    """What holds in the case beyond the question's domain, first as signs of single units."""
    always = frozenset.intersection(*(frozenset(echelon(c.conditions).values()) for c in cases.defined))
    single = {Parity(sign, frozenset({unit})) for unit, sign in determined(case.conditions).items()}
    return frozenset(p for p in echelon(case.conditions).values() if p not in always) or frozenset(single)


def _merged(told: list[frozenset[Parity]]) -> list[frozenset[Parity]]:
    """Two descriptions that differ in one sign only are one without it."""
    while True:
        for one, other in combinations(told, 2):
            apart = [*(one ^ other)]
            if len(apart) == 2 and apart[0].units == apart[1].units and len(one) == len(other) > 1:
                told = [t for t in told if t not in (one, other)] + [one & other]
                break
        else:
            return told


def _quantities(problem: Problem, memory: Memory, budget: Budget) -> list[tuple[Parity, str]]:
    """The parts of the two sides whose signs are products of signs of units, the shortest first."""
    form = reader(memory, budget, (), advisor(memory))
    form.signs.fixed = True  # what one part wants to be positive is nothing that others may build on
    parts = {part for side in (problem.question, problem.answer) for part in sp.preorder_traversal(side)}
    parts = {part for part in parts if isinstance(part, sp.Expr) and part.free_symbols}
    turning = {function(part.args[0]) for part in parts if isinstance(part, _TURNING) for function in (sp.sin, sp.cos)}
    found = []
    for part in (*_shortest({part for part in parts if not part.is_Pow}), *_shortest(turning - parts)):
        try:
            parity = form.signs.reduced(form.product(form.read(part)).parity)
        except Interruption:
            continue  # this part has no sign of the kind that is looked for
        found.append((parity, to_text(part)))
    return found


def _shortest(parts: set[sp.Expr]) -> list[sp.Expr]:
    return sorted(parts, key=lambda part: (len(str(part)), str(part)))[:_MOST_QUANTITIES]


def _shown(parity: Parity, quantities: Sequence[tuple[Parity, str]], memory: Memory, budget: Budget) -> str:
    for (sign, units), text in quantities:
        if units == parity.units:
            return f"{text} {'>' if sign == parity.sign else '<'} 0"
    line = number_line(sorted(parity.units), memory, budget)
    if line is not None and all(low == high for low, high in line.cuts):
        symbol = show_generator(memory, line.generator)
        parts = [part for part in line.parts if line.holds_at([parity], part.point)]
        if symbol.is_Symbol and len(parts) == 1:
            return _part_text(parts[0], symbol)
    sign, texts = parity.sign, []
    for unit in sorted(parity.units):
        shown = show_unit(memory, unit)
        negative = to_text(shown).startswith("-")
        sign *= -1 if negative else 1
        texts.append(to_text(-shown if negative else shown))
    text = texts[0] if len(texts) == 1 else "*".join(f"({text})" for text in texts)
    return f"{text} {'>' if sign > 0 else '<'} 0"

"""A solution of one row that another row does not have: certified, by a change of sign and by enclosures.

Where a function is real and changes its sign between two places it has a zero between them. So all letters but one are
given simple values, a root of the row is enclosed in a very small interval, and the other row is evaluated there with
intervals: an enclosure without 0 shows that it does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction as Rational
from itertools import pairwise, product

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.functions import BROKEN
from gdtutor.calculus.intervals import Interval, Intervals, certain_sign, middle
from gdtutor.calculus.language.statements import Every, Formula, Relation, Some, relations

_BITS, _HALVINGS = 90, 60
_GRID = [Rational(k, 2) for k in range(-40, 41)]
_UNEVEN = "257/512"
_OFFSET = Rational(1, 7)  # zeros at simple places lie between the places that are tried
_VALUES = [Rational(text) for text in "1 2 -1 1/2 3 -2 5".split()]
_MOST_LETTERS, _MOST_POINTS, _SECONDS = 4, 14, 0.4
_NO_VALUE = (ArithmeticError, ValueError, OutsideDomainError, UncertainError)

Point = dict[sp.Symbol, Interval]


def solution_that_is_lost(old: Formula, new: Formula) -> str:
    """A solution of the first row at which the second does not hold, in words; empty where none is found.

    >>> from gdtutor.calculus.language.statements import read_statement as row
    >>> solution_that_is_lost(row("x*ln(2) = ln(4)"), row("x*ln(3) = ln(4)"))
    'x = 2'
    >>> solution_that_is_lost(row("x + y = 3 and y = 2x"), row("x = 1 and y = -2"))
    'x = 1, y = 2'
    >>> solution_that_is_lost(row("x = 2"), row("x^2 = 4"))
    ''
    """
    letters = sorted({letter for row in (old, new) for one in relations(row) for letter in _letters(one)}, key=str)
    if not letters or len(letters) > _MOST_LETTERS:
        return ""
    budget = Budget(_SECONDS)
    for place in _solutions(old, letters):
        if budget.left() == 0:
            return ""
        if _holds(old, place) is not False and _holds(new, place) is False:
            return ", ".join(_said(letter, place[letter]) for letter in letters)
    return ""


def _letters(one: Relation) -> set[sp.Symbol]:
    return set().union(*(part.free_symbols for part in (one.left, one.right, *one.domain)))


def _said(letter: sp.Symbol, value: Interval) -> str:
    shown = middle(value)
    for digits in range(1, 13):
        simple = Rational(shown).limit_denominator(digits)
        if abs(float(simple) - shown) < 1e-12:
            return f"{letter} = {simple}"
    return f"{letter} ≈ {shown:.4g}"


# --- solutions --------------------------------------------------------------------------------------------------------


def _solutions(formula: Formula, letters: list[sp.Symbol]) -> Iterator[Point]:
    """Enclosed solutions of a row; that it has a value and its inequalities hold there is for ``_holds`` to say."""
    if isinstance(formula, Some):
        for part in formula.parts:
            yield from _solutions(part, letters)
        return
    parts = list(relations(formula)) if isinstance(formula, Every) else [formula]
    if isinstance(formula, Every) and any(not isinstance(part, Relation) for part in formula.parts):
        return
    equations = [one.residual for one in parts if one.sign == "="]
    known: dict[sp.Symbol, sp.Expr] = {}
    while len(equations) > 1:
        if (found := _solved_for(equations)) is None:
            return
        place, letter, value = found
        equations = [one.xreplace({letter: value}) for k, one in enumerate(equations) if k != place]
        known = {name: of.xreplace({letter: value}) for name, of in known.items()} | {letter: value}
    for start in _starts(equations, [letter for letter in letters if letter not in known]):
        if (made := _with(start, known)) is not None:
            yield made


def _solved_for(equations: list[sp.Expr]) -> tuple[int, sp.Symbol, sp.Expr] | None:
    """An equation that says what a letter is: linear in it, with a number before it."""
    for place, one in enumerate(equations):
        for letter in sorted(one.free_symbols, key=str, reverse=True):
            factor = one.diff(letter)
            if factor.is_Rational and factor != 0:
                return place, letter, -one.xreplace({letter: sp.Integer(0)}) / factor
    return None


def _starts(equations: list[sp.Expr], letters: list[sp.Symbol]) -> Iterator[Point]:
    """Values of the letters with which one equation holds, or none is left."""
    zero = Intervals({}, _BITS)
    if not equations or not equations[0].free_symbols:
        for values in _choices(len(letters)):
            yield {letter: zero.rational(*v.as_integer_ratio()) for letter, v in zip(letters, values, strict=True)}
        return
    (equation,) = equations
    if equation.has(sp.Piecewise, *BROKEN):
        return
    for letter in sorted(equation.free_symbols, key=str):
        others = [name for name in letters if name != letter]
        for values in _choices(len(others)):
            point = dict(zip(others, values, strict=True))
            for root in _crossings(equation, letter, point):
                yield {name: zero.rational(*v.as_integer_ratio()) for name, v in point.items()} | {letter: root}


def _choices(count: int) -> list[tuple[Rational, ...]]:
    """Simple values for several letters, different ones first."""
    if not count:
        return [()]
    found = sorted(product(_VALUES, repeat=count), key=lambda values: len(values) - len(set(values)))
    return found[:_MOST_POINTS]


def _crossings(equation: sp.Expr, letter: sp.Symbol, point: Mapping[sp.Symbol, Rational]) -> Iterator[Interval]:
    """Small intervals of the letter in which the equation changes its sign."""
    places = [place + _OFFSET for place in _GRID]
    signs = [_sign(equation, {**point, letter: place}) for place in places]
    for (low, high), (before, after) in zip(pairwise(places), pairwise(signs), strict=True):
        if before * after < 0 and (found := _narrowed(equation, letter, point, low, high, before)) is not None:
            yield found


def _narrowed(
    equation: sp.Expr, letter: sp.Symbol, point: Mapping[sp.Symbol, Rational], low: Rational, high: Rational, sign: int
) -> Interval | None:
    """The crossing in a small interval, on which the equation has a value everywhere: no pole, and no gap."""
    for _ in range(_HALVINGS):
        half = low + (high - low) * Rational(_UNEVEN)  # a zero that is a simple number is hit by no half
        found = _sign(equation, {**point, letter: half})
        if not found:
            break
        low, high = (half, high) if found == sign else (low, half)
    values = Intervals(point, _BITS)
    enclosed = values.rational(*low.as_integer_ratio())[0], values.rational(*high.as_integer_ratio())[1]
    values.known[letter] = enclosed
    try:
        values.value(equation)
    except _NO_VALUE:
        return None
    return enclosed


def _sign(expression: sp.Expr, point: Mapping[sp.Symbol, Rational]) -> int:
    try:
        return certain_sign(Intervals(point, _BITS).value(expression))
    except _NO_VALUE:
        return 0


def _with(point: Point, known: Mapping[sp.Symbol, sp.Expr]) -> Point | None:
    """The values of the letters that were put in, too."""
    values = _at(point)
    try:
        return point | {letter: values.value(value) for letter, value in known.items()}
    except _NO_VALUE:
        return None


# --- whether a row holds ----------------------------------------------------------------------------------------------


def _at(point: Point) -> Intervals:
    values = Intervals({}, _BITS)
    values.known.update(point)
    return values


def _holds(formula: Formula, point: Point) -> bool | None:
    """Whether a row holds at a place; ``None`` where that cannot be told."""
    if isinstance(formula, Relation):
        return _relation_holds(formula, point)
    found = [_holds(part, point) for part in formula.parts]
    if isinstance(formula, Some):
        return True if True in found else None if None in found else False
    return False if False in found else None if None in found else True


def _relation_holds(one: Relation, point: Point) -> bool | None:
    values = _at(point)
    try:
        for part in one.domain:
            values.value(part)
        found = certain_sign(values.value(one.residual))
    except _NO_VALUE:
        return None
    if not found:
        return None
    return {"=": False, "≠": True, "<": found < 0, "<=": found < 0, ">": found > 0, ">=": found > 0}[one.sign]

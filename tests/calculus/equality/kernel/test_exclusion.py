"""Signs that exclude one another, with evidence on a line or by rows; and those that do not, whatever the evidence."""

from fractions import Fraction as Rational
from itertools import product

import pytest
import sympy as sp
from hypothesis import given, strategies as st
from kernel_reading import X, Y, new_reader

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.exclusion import ByRows, OnLine, between, excludes
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.search.feasibility import why_not

ZEROS = st.lists(st.integers(-4, 4), min_size=1, max_size=4, unique=True)


def units_at(zeros):
    """The units x − a."""
    reader = new_reader()
    for zero in zeros:
        reader.product(reader.read(X - zero))
    places = [next(u for u in range(len(reader.tables.units)) if _is_at(reader.tables, u, zero)) for zero in zeros]
    return reader.tables, places


def _is_at(tables, unit, zero):
    value = tables.units[unit].value
    return value.get(0, 0) == -zero and value.get(1) == 1


@given(ZEROS, st.data())
def test_on_a_line_what_excludes_is_what_holds_between_no_two_zeros(zeros, data):
    tables, places = units_at(zeros)
    signs = [data.draw(st.sampled_from((1, -1))) for _ in zeros]
    conditions = [Parity(sign, frozenset({place})) for sign, place in zip(signs, places, strict=True)]
    cuts = tuple((Rational(zero), Rational(zero)) for zero in sorted(zeros))
    low = max((z for z, s in zip(zeros, signs, strict=True) if s > 0), default=-99)
    high = min((z for z, s in zip(zeros, signs, strict=True) if s < 0), default=99)
    assert excludes(OnLine(0, cuts), conditions, tables, Budget(5)) == (low >= high)
    for wrong in (cuts[1:], cuts[:-1], ((Rational(-50), Rational(50)),), cuts[::-1] if len(cuts) > 1 else ()):
        assert not excludes(OnLine(0, wrong), conditions, tables, Budget(5)) or low >= high
    assert not excludes(OnLine(0, cuts[1:]), conditions, tables, Budget(5))


@given(st.lists(st.tuples(*[st.integers(-3, 3)] * 3), min_size=1, max_size=4, unique=True), st.data())
def test_rows_exclude_only_what_has_no_solution(rows, data):
    reader = new_reader()
    conditions = []
    for a, b, c in rows:
        expression = a * X + b * Y + c
        if expression.free_symbols:
            parity = reader.product(reader.read(expression)).parity
            conditions.append(Parity(parity.sign * data.draw(st.sampled_from((1, -1))), parity.units))
    evidence = why_not(conditions, reader.tables, Budget(5))
    if evidence is None:
        return
    assert excludes(evidence, conditions, reader.tables, Budget(5))
    grid = [sp.Rational(k, 3) + sp.Rational(1, 97) for k in range(-30, 31, 4)]
    for x, y in product(grid, grid):
        values = [_value(reader.tables, c, float(x), float(y)) for c in conditions]
        assert not all(value > 0 for value in values)


def _value(tables, parity, x, y):
    total = parity.sign
    for unit in parity.units:
        of = {0: 1.0}
        at = 0.0
        for key, c in tables.units[unit].value.items():
            names = [
                tables.generators[0].meaning[0],
                tables.generators[1].meaning[0] if len(tables.generators) > 1 else None,
            ]
            place = 0 if key == 1 else 1
            at += c * (of[0] if key == 0 else (x if names[place] == X else y))
        total *= at
    return total


def test_rows_that_take_nothing_or_less_than_nothing_exclude_nothing():
    tables, (unit,) = units_at([1])
    conditions = [Parity(1, frozenset({unit}))]
    for evidence in (
        ByRows((), ()),
        ByRows(((unit, 0),), ()),
        ByRows(((unit, -1),), ()),
        ByRows(((unit, 1),), ((0, 1),)),
    ):
        assert not excludes(evidence, conditions, tables, Budget(5))


def test_a_row_taken_less_often_than_not_at_all_excludes_nothing():
    """x − (x + 1) is −1, and both can be positive."""
    tables, (one, other) = units_at([0, -1])
    conditions = [Parity(1, frozenset({one})), Parity(1, frozenset({other}))]
    assert not excludes(ByRows(((one, 1), (other, -1)), ()), conditions, tables, Budget(5))
    against = [Parity(1, frozenset({one})), Parity(-1, frozenset({other}))]
    assert excludes(ByRows(((one, 1), (other, 1)), ()), against, tables, Budget(5))


def test_points_between():
    cuts = [(Rational(0), Rational(0)), (Rational(1), Rational(2))]
    assert between(cuts) == [Rational(-1), Rational(1, 2), Rational(3)]
    assert between([]) == [Rational(1)]


def test_the_zeros_of_roots_are_counted_too():
    reader = new_reader()
    conditions = [reader.product(reader.read(part)).parity for part in (X - 2, sp.sqrt(X + 1) - 1, X + 1)]
    evidence = why_not(
        [*conditions[:1], Parity(-conditions[1].sign, conditions[1].units), conditions[2]], reader.tables, Budget(5)
    )
    assert isinstance(evidence, OnLine)  # √(x + 1) < 1 is not so for x > 2
    assert why_not(conditions, reader.tables, Budget(5)) is None


@pytest.mark.parametrize("text", [X**2 - 2, X**3 - 3 * X + 1])
def test_irrational_zeros_are_enclosed(text):
    reader = new_reader()
    parities = [reader.product(reader.read(part)).parity for part in (text, X - 5)]
    against = [Parity(-parities[0].sign, parities[0].units), parities[1]]
    evidence = why_not(against, reader.tables, Budget(5))
    assert evidence is not None
    assert excludes(evidence, against, reader.tables, Budget(5))
    assert not excludes(evidence, parities, reader.tables, Budget(5))

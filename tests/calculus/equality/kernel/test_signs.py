"""Signs as linear algebra over two elements, against all assignments of signs tried one by one."""

from itertools import product

import pytest
from hypothesis import given, strategies as st
from kernel_reading import new_reader, read_with

from gdtutor.calculus.equality.kernel.field import UndefinedError
from gdtutor.calculus.equality.kernel.signs import (
    Parity,
    SignNeededError,
    Signs,
    StaleError,
    determined,
    echelon,
    units_of,
)
from gdtutor.calculus.notation import read_expression

PARITIES = st.builds(Parity, st.sampled_from((1, -1)), st.frozensets(st.integers(0, 4), max_size=3))


def solutions(conditions):
    """All assignments of signs to five units for which the conditions hold."""
    return {signs for signs in product((1, -1), repeat=5) if all(value_of(c, signs) > 0 for c in conditions)}


def value_of(parity, signs):
    total = parity.sign
    for unit in parity.units:
        total *= signs[unit]
    return total


@given(st.lists(PARITIES.filter(lambda parity: parity.units), max_size=5))
def test_the_echelon_form_has_the_same_solutions(conditions):
    solved = echelon(conditions)
    found = solutions(conditions)
    if found:  # conditions that contradict each other leave a row without units, which is dropped
        assert solutions(list(solved.values())) == found
        for unit, sign in determined(conditions).items():
            assert {signs[unit] for signs in found} == {sign}
    assert set(units_of(conditions)) == {unit for condition in conditions for unit in condition.units}


@given(st.lists(PARITIES, max_size=5), PARITIES)
def test_what_follows_from_requirements_is_known_and_nothing_else(conditions, asked):
    reader, _ = read_with("log(x + 1)*log(x + 2)*log(x + 3)*log(x + 4)*log(x + 5)")
    signs = Signs(reader.field, reader.signs.parity_of)
    signs._natural = {unit: Parity(1, frozenset({unit})) for unit in range(5)}
    found = solutions(conditions)
    try:
        for condition in conditions:
            signs.require(condition)
    except UndefinedError:
        assert not found
        return
    assert found
    sign, free = signs.reduced(asked)
    values = {value_of(asked, assignment) for assignment in found}
    assert values == ({sign} if not free else {1, -1})
    signs.fixed = True
    if free:
        with pytest.raises(SignNeededError):
            signs.require(asked)


@pytest.mark.parametrize(("text", "sign"), [
    ("x^2 + 1", 1), ("-3 - x^4", -1), ("x^2 + x*y + y^2", 1), ("e^x + 1", 1), ("pi - 3", 1), ("sqrt(2) - 3/2", -1),
    ("pi/2 - atan(x)", 1), ("x^2 - 2x + 1", 1), ("-(x - y)^2", -1), ("x^2 + 2x + 2", 1), ("sqrt(x) + 1", 1),
    ("e^2 - 7.389", 1), ("x - 1", 0), ("x^2 - 1", 0), ("x^2 + 3x*y + y^2", 0), ("pi/2 + x", 0), ("log(x)", 0),
    ("1 - atan(x)", 0), ("sin(x)", 0),
])  # fmt: skip
def test_the_sign_of_a_form(text, sign):
    reader, value = read_with(text)
    known, free = reader.signs.reduced(reader.product(value).parity)
    assert (0 if free else known) == sign


@pytest.mark.parametrize(
    ("text", "other"), [("e^x - 1", "x"), ("e^(2x) - e^y", "2x - y"), ("atan(x)", "x"), ("erf(x)", "x")]
)
def test_a_sign_that_is_that_of_something_simpler(text, other):
    reader, value = read_with(f"{text} + 0*({other})")
    assert reader.signs.reduced(reader.product(value).parity) == reader.signs.reduced(
        reader.product(reader.read(read_expression(other))).parity
    )


def test_signs_that_decide_are_asked_for_and_stale_ones_told():
    reader, value = read_with("x + |x|")
    with pytest.raises(SignNeededError):
        reader.signs.as_factor(value.numerator)
    reader, value = read_with("e^|x| - e^x")
    with pytest.raises(SignNeededError) as asked:
        reader.is_zero(value)
    reader.signs.require(Parity(1, asked.value.units))
    with pytest.raises(StaleError):
        reader.is_zero(value)


def test_contradicting_requirements_are_undefined():
    reader = new_reader()
    reader.read(read_expression("log(x)"))
    with pytest.raises(UndefinedError):
        reader.read(read_expression("log(-x)"))

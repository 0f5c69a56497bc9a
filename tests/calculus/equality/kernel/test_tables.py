"""The tables: a number for each meaning, each defined by earlier ones; and lies in them are seen."""

import pytest
import sympy as sp
from kernel_reading import X, Y

from gdtutor.calculus.budget import OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.tables import Tables


@pytest.fixture
def tables():
    tables = Tables()
    x = tables.symbol(X)
    pi = tables.symbol(sp.pi)
    tables.generator((("exp", x), 1), "exp", (Fraction({poly.monomial(x): 1, poly.monomial(pi): 2}, 3, ()),), {x, pi})
    unit = tables.unit({poly.monomial(x): 1, 0: 1})
    tables.root_of_unit(unit, 2)
    tables.log_of_unit(tables.prime(2))
    tables.sign_of_unit(unit)
    tables.factor({poly.monomial(x): 1, 0: -1})
    return tables


def test_the_same_meaning_has_the_same_number(tables):
    before = len(tables.generators), len(tables.units), len(tables.factors)
    assert tables.symbol(X) == 0
    assert tables.root_of_unit(0, 2) == 3
    assert tables.factor({poly.monomial(0): 1, 0: -1}) == 0
    assert tables.unit({poly.monomial(0): 1, 0: 1}) == 0
    assert tables.prime(2) == 1
    assert (len(tables.generators), len(tables.units), len(tables.factors)) == before
    assert tables.root_of_unit(0, 3) != 3
    assert tables.symbol(Y) == len(tables.generators) - 1


def test_what_depends_on_no_symbol_is_constant(tables):
    assert [generator.constant for generator in tables.generators] == [False, True, False, False, True, False]
    assert tables.is_constant({poly.monomial(1): 5, poly.monomial(4, 2): 1})
    assert not tables.is_constant({poly.monomial(1) + poly.monomial(0): 5})


def test_signs_within_definitions_are_known(tables):
    sign = next(iter(tables.unit_of_sign))
    place = tables.generator((("exp", "s"), 1), "exp", (Fraction({poly.monomial(sign): 1}, 1, ()),), {sign})
    assert tables.hidden_signs({poly.monomial(place): 1}) == {0}
    assert tables.hidden_signs({poly.monomial(0): 1}) == set()
    assert tables.is_sound()


@pytest.mark.parametrize("place", range(6))
def test_an_entry_that_says_what_is_not_so_is_seen(tables, place):
    assert tables.is_sound()
    kept = tables.generators[place]
    for changes in ({"constant": not kept.constant}, {"inside": kept.inside ^ {0}}, {"signs": kept.signs ^ {1}}):
        tables.generators[place] = kept._replace(**changes)
        assert not tables.is_sound()
    tables.generators[place] = kept
    assert tables.is_sound()


def test_too_many_generators_are_refused():
    tables = Tables()
    for number in range(poly.MAX_GENERATORS):
        tables.symbol(sp.Symbol(f"x{number}"))
    with pytest.raises(OutOfBudgetError):
        tables.symbol(X)

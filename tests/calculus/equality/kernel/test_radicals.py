"""Roots that are elements of the field of others are told from those that are not."""

import pytest
from kernel_reading import read_with

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.radicals import are_roots

FIELDS = ["sqrt(2) + sqrt(3)", "sqrt(2)*2^(1/3)", "sqrt(x) + sqrt(x + 1)", "sqrt(1 + sqrt(2))", "x^(1/12)",
          "x^(1/30) + 3^(1/5)", "sqrt(x + sqrt(x))",
          "(2 + sqrt(3))^(1/3)", "sqrt(1 + sqrt(x + 2))*sqrt(x)", "(1 + x*sqrt(x))^(1/3)",
          "sqrt(e^x + 1)", "sqrt(2 + sqrt(2 + sqrt(2)))"]  # fmt: skip
# (1 + √5)/2, 1 + √3, Ramanujan's two, 1 + √x, 2 + √3
NONE = ["(2 + sqrt(5))^(1/3)", "(10 + 6sqrt(3))^(1/3)", "(2^(1/3) - 1)^(1/3) + 9^(1/3)",
        "(x*sqrt(x) + 3x + 3sqrt(x) + 1)^(1/3)", "sqrt(5^(1/3) - 4^(1/3))", "(26 + 15sqrt(3))^(1/3)"]  # fmt: skip


def are_roots_of(text):
    """Whether the roots that a text is read with, and those within them, are roots."""
    reader, value = read_with(text)
    found = reader.nonzero._closure(reader.tables.inside(value.numerator, value.below))
    roots = sorted(place for place in found if reader.tables.generators[place].kind == "root")
    assert roots
    (sign_of,) = reader.nonzero._assignments(roots)
    return are_roots(roots, reader.tables, sign_of, Budget(5))


@pytest.mark.parametrize("text", FIELDS)
def test_independent_roots_are_seen(text):
    assert are_roots_of(text)


@pytest.mark.parametrize("text", NONE)
def test_a_root_that_denests_is_none(text):
    assert not are_roots_of(text)

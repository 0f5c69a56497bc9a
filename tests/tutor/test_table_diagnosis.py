"""The wrong rule behind a wrong local partial is named; other cells and right tables are left alone."""

import pytest

import gdtutor as gd

ROWS = [
    ("xi_1 = -w*x", "-x", "-x"),
    ("xi_2 = e^xi_1", "e^xi_1", ""),
    ("xi_3 = 1 + xi_2", "1", ""),
    ("xi_4 = 1/xi_3", "-1/xi_3^2", ""),
]
EXPRESSION = "1/(1+e^(-w*x))"


@pytest.mark.parametrize(
    ("row", "partial", "mistake"),
    [
        (4, "1/xi_3^2", "power_negative_exponent"),
        (4, "-1/xi_3", "power_exponent_not_reduced"),
        (3, "1 + xi_2", "not_differentiated"),
        (2, "xi_1*e^(xi_1 - 1)", "exponential_as_power"),
        (1, "-w", "wrt_data"),
    ],
)
def test_the_wrong_rule_is_named(row, partial, mistake):
    rows = [(link, partial if place == row else own, value) for place, (link, own, value) in enumerate(ROWS, 1)]
    (cell,) = gd.check_chain_table(EXPRESSION, "w", rows).guilty
    assert (cell.row, cell.column) == (row, "partial")
    assert mistake in cell.mistake.split(";")[:3]


def test_a_right_table_has_no_mistakes():
    found = gd.check_chain_table(EXPRESSION, "w", ROWS)
    assert found.guilty == ()
    assert not any(cell.mistake for cell in found.cells)

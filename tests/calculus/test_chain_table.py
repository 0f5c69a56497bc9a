"""Chain tables: CS109B's two tables link by link, sums over paths, verification that can fail."""

from dataclasses import replace

import pytest
import sympy as sp

import gdtutor as gd

w, x, y = sp.symbols("w x y")
LEFT = "-y*log(1/(1+e^(-w*x)))"
RIGHT = "-(1-y)*log(1-1/(1+e^(-w*x)))"


def xi(number):
    return sp.Symbol(f"xi_{number}")


def test_the_links_of_the_first_half_are_the_lectures():
    table = gd.chain_table(LEFT, "w")
    assert [row.link for row in table.links] == [
        -w * x, sp.exp(xi(1)), 1 + xi(2), 1 / xi(3), sp.log(xi(4)), -y * xi(5),
    ]  # fmt: skip
    assert [row.partial for row in table.links] == [-x, sp.exp(xi(1)), 1, -1 / xi(3) ** 2, 1 / xi(4), -y]
    assert [row.value for row in table.links] == [
        -x, sp.exp(-w * x), 1, -1 / (1 + sp.exp(-w * x)) ** 2, 1 + sp.exp(-w * x), -y,
    ]  # fmt: skip


def test_the_second_half_has_six_links_and_the_sign_that_the_lecture_lost():
    table = gd.chain_table(RIGHT, "w")
    assert [str(row.symbol) for row in table.links] == ["xi_1", "xi_2", "xi_3", "xi_4", "xi_5", "xi_6", "L"]
    assert table.links[-1].link == xi(6) * (y - 1)  # -(1 - y)ξ₆, not (1 - y)ξ₆
    assert gd.equal(table.product, "(1-y)*x/(1+e^(-w*x))").proved


@pytest.mark.parametrize("text", [LEFT, RIGHT])
def test_the_product_of_the_column_is_the_derivative(text):
    table = gd.chain_table(text, "w")
    assert table.is_chain
    reference = sp.diff(table.expression, w)
    point = {w: sp.Rational(3, 10), x: sp.Rational(-7, 5), y: sp.Rational(1, 4)}
    assert abs(sp.N((table.product - reference).subs(point), 50)) < 1e-40
    assert table.verify()


def test_both_halves_together_give_p_minus_y():
    total = gd.chain_table(LEFT, "w").product + gd.chain_table(RIGHT, "w").product
    assert gd.equal(total, "(1/(1+e^(-w*x)) - y)*x").proved


def test_long_chains_sum_over_the_paths():
    table = gd.chain_table("sin(x^2)*e^(x^2)", "x")
    assert not table.is_chain
    assert len(list(table.paths())) == 2  # both go through the shared link x²
    assert gd.equal(table.product, "2x*e^(x^2)*(sin(x^2)+cos(x^2))").proved


@pytest.mark.parametrize("text", ["x", "3x+1", "x*sin(x)+x^2/cos(x)", "(x^2+1)/(x^2+1)^3", "x^x", "sigmoid(2x)"])
def test_any_table_verifies(text):
    assert gd.chain_table(text, "x").verify()


def test_a_tampered_partial_is_found():
    table = gd.chain_table(LEFT, "w")
    row = table.links[3]
    wrong = replace(row, locals=(replace(row.locals[0], partial=1 / xi(3) ** 2),))
    assert not replace(table, links=(*table.links[:3], wrong, *table.links[4:])).verify()


def test_shown_as_markdown_with_a_row_for_every_link():
    shown = gd.chain_table(LEFT, "w")._repr_markdown_()
    assert shown.count("\n|") == 1 + 6 + 1
    assert r"\xi_{4} = \frac{1}{\xi_{3}}" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x^2", "y"), "variable is y"),
        (("xi_1*x", "x"), "names that do not occur"),
        (("L*x", "x"), "names that do not occur"),
    ],
)
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(gd.ArgumentError, match=words):
        gd.chain_table(*arguments)

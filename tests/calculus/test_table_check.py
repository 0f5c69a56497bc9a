"""A learner's chain table cell by cell: only the guilty cells are blamed."""

import runpy
from pathlib import Path

import pytest

import gdtutor as gd

LEFT = "-y*log(1/(1+e^(-w*x)))"
ROWS = [
    ("xi_1 = -w*x", "-x", "-x"),
    ("xi_2 = e^xi_1", "e^xi_1", "e^(-w x)"),
    ("xi_3 = 1 + xi_2", "1", "1"),
    ("xi_4 = 1/xi_3", "-1/xi_3^2", "-1/(1+e^(-w x))^2"),
    ("xi_5 = ln(xi_4)", "1/xi_4", "1+e^(-w x)"),
    ("L = -y*xi_5", "-y", "-y"),
]
PRODUCT = "-y*x*e^(-w*x)/(1+e^(-w*x))"


def guilty(rows, product=PRODUCT, expression=LEFT, variable="w"):
    return [(cell.row, cell.column) for cell in gd.chain_table(expression, variable).check(rows, product).guilty]


def changed(row, **cells):
    names = ("link", "partial", "value")
    return [
        tuple(cells.get(n, c) for n, c in zip(names, r, strict=True)) if i == row - 1 else r for i, r in enumerate(ROWS)
    ]


def test_the_lectures_table_is_right():
    assert gd.chain_table(LEFT, "w").check(ROWS, PRODUCT).verdict == "correct"


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (3, "link", "xi_3 = 1 - xi_2"),
        (2, "link", "xi_2 = e^(2xi_1)"),
        (4, "partial", "1/xi_3^2"),
        (5, "partial", "xi_4"),
        (1, "partial", "x"),
        (2, "value", "e^(w x)"),
        (5, "value", "1/(1+e^(-w x))"),
    ],
)
def test_exactly_the_changed_cell_is_blamed(row, column, text):
    assert guilty(changed(row, **{column: text})) == [(row, column)]


def test_a_wrong_product_is_blamed():
    assert guilty(ROWS, "-y*x/(1+e^(-w*x))") == [(7, "product")]


def test_an_error_that_is_carried_on_is_blamed_once():
    rows = changed(4, partial="1/xi_3^2", value="1/(1+e^(-w x))^2")
    assert guilty(rows, "y*x*e^(-w*x)/(1+e^(-w*x))") == [(4, "partial")]


def test_a_decomposition_of_ones_own_is_right():
    rows = [
        ("u = -w*x", "-x", "-x"),
        ("p = 1/(1+e^u)", "-e^u/(1+e^u)^2", "-e^(-wx)/(1+e^(-wx))^2"),
        ("L = -y ln(p)", "-y/p", "-y(1+e^(-wx))"),
    ]
    assert guilty(rows) == []


def test_a_wrong_link_in_a_decomposition_of_ones_own():
    rows = [("u = w*x", "x", "x"), ("p = 1/(1+e^u)", "-e^u/(1+e^u)^2", ""), ("L = -y ln(p)", "-y/p", "")]
    assert (1, "link") in guilty(rows)


def test_several_parents_are_read_from_one_cell():
    rows = [
        ("u = x^2", "2x", "2x"),
        ("v = e^(3x)", "3e^(3x)", "3e^(3x)"),
        ("L = u*v", "dL/du = v, dL/dv = u", "e^(3x), x^2"),
    ]
    table = gd.chain_table("x^2*e^(3x)", "x")
    assert table.check(rows, "2x*e^(3x) + 3x^2*e^(3x)").verdict == "correct"
    rows[2] = ("L = u*v", "dL/du = v, dL/dv = v", "e^(3x), x^2")
    assert [(cell.row, cell.column) for cell in table.check(rows, "(2x+3x^2)e^(3x)").guilty] == [(3, "partial")]


FORMS = [
    "\n".join(" | ".join(row) for row in ROWS) + f"\nproduct | | {PRODUCT}",
    "\n".join("; ".join(row) for row in ROWS) + f"\nproduct;;{PRODUCT}",
    "\n".join("\t".join(row) for row in ROWS) + f"\nproduct\t\t{PRODUCT}",
    "link,partial,value\n" + "\n".join(",".join(row) for row in ROWS) + f"\nproduct,,{PRODUCT}",
    "| link | partial | value |\n|---|---|---|\n"
    + "\n".join("| " + " | ".join(row) + " |" for row in ROWS)
    + f"\n| product | | {PRODUCT} |",
    str(gd.chain_table(LEFT, "w")),
    gd.chain_table(LEFT, "w")._repr_markdown_().replace("$", ""),
    [dict(zip(("link", "partial", "value"), row, strict=True)) for row in ROWS]
    + [{"link": "product", "value": PRODUCT}],
]


@pytest.mark.parametrize(
    "table", FORMS, ids=["bars", "semicolons", "tabs", "csv", "markdown", "printed", "latex", "dictionaries"]
)
def test_every_form_is_read(table):
    found = gd.chain_table(LEFT, "w").check(table)
    assert (found.verdict, len(found.cells)) == ("correct", 3 * 6 + 1)


def test_an_unreadable_cell_costs_only_itself():
    found = gd.chain_table(LEFT, "w").check(changed(4, partial="-1/(xi_3^2"), PRODUCT)
    told = [(cell.row, cell.column, cell.verdict) for cell in found.cells if cell.verdict != "correct"]
    assert told == [(4, "partial", "unreadable")]


@pytest.mark.parametrize(
    "table", ["", "nonsense", [("no equals sign", "1", "1"), ("L = x", "1", "1")], [("x = 1", "", "")] * 100]
)
def test_no_table_is_an_argument_error(table):
    with pytest.raises(gd.ArgumentError, match="row"):
        gd.chain_table(LEFT, "w").check(table)


def test_mutated_tables_are_told_from_clean_ones(capsys):
    run = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "chain_tables.py"))["run"]
    found = run(100, seed=11)
    assert found["clean tables blamed"] == 0
    assert found["exact %"] >= 99


def test_a_partial_with_a_wrong_sign_is_to_blame_and_not_its_link():
    # SymPy turns cosh(1 - x) into cosh(x - 1), so that the reference has another link
    rows = [("u = 1 - x", "1", "-1"), ("L = cosh(u)", "sinh(u)", "sinh(1-x)")]
    assert guilty(rows, "-sinh(1-x)", "cosh(1-x)", "x") == [(1, "partial")]


@pytest.mark.parametrize(
    ("link", "partial", "value"),
    [
        ("max(0, v)", "Piecewise((0, v < 0), (1, True))", "Piecewise((0, max(0,x) < 0), (1, True))"),
        ("|v|", "Piecewise((-1, v < 0), (1, True))", "1"),
    ],
)
def test_no_partial_is_wanted_where_a_link_stays_at_its_corner(link, partial, value):
    step = "Piecewise((0, x < 0), (1, True))"
    rows = [("v = max(0, x)", step, step), (f"L = {link}", partial, value)]
    assert guilty(rows, step, link.replace("v", "max(0, x)"), "x") == []


def test_links_are_put_in_without_leaving_the_real_numbers():
    # SymPy makes e^re(x) of |e^x|
    rows = [("u = x", "1", "1"), ("v = exp(u)", "exp(u)", "x"), ("L = abs(v)", "sign(v)", "sign(exp(x))")]
    assert guilty(rows, "exp(x)", "|e^x|", "x") == [(2, "value")]

"""A learner's chain table with the mistakes of its guilty cells named."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from gdtutor.calculus.chain_table import Rows, chain_table
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.learner_rows import learner_table
from gdtutor.calculus.table_check import Cell, TableCheck, TableJudge
from gdtutor.tutor.diagnosis import Diagnosis, diagnose


def check_chain_table(
    expression: str | sp.Expr, variable: str | sp.Symbol, rows: Rows, product: str = ""
) -> TableCheck:
    """Judge a learner's chain table cell by cell, and name the wrong rule behind a wrong local partial.

    Args:
        expression: the whole, a text or a SymPy expression.
        variable: the variable of the derivative.
        rows: tuples (link, partial, value), dictionaries, or text, see ``gdtutor.calculus.learner_rows``.
        product: the product of the column, where it is not the last row.

    Raises:
        UnreadableError: if the expression cannot be read.
        ArgumentError: if it does not depend on the variable, there are no rows, or one has no link.

    Source: CS109B, the table of links ξ₁ … ξ₆.

    >>> rows = [("u = cos(t)", "sin(t)", "-sin(t)"), ("L = u^3", "3u^2", "3cos(t)^2")]
    >>> print(check_chain_table("cos(t)^3", "t", rows, "-3cos(t)^2*sin(t)").guilty[0].mistake)
    trig_sign;overall_sign;integrated
    """
    judge = TableJudge(chain_table(expression, variable), learner_table(rows, product))
    return TableCheck(tuple(_named(cell, judge) for cell in judge.judge().cells))


def _named(cell: Cell, judge: TableJudge) -> Cell:
    """A guilty partial with the mistakes that explain it; any other cell as it is."""
    if cell.verdict != "wrong" or cell.column != "partial":
        return cell
    found = list(_diagnoses(cell.row - 1, judge))
    if not found:
        return cell
    return replace(cell, mistake=";".join(map(str, found)), message=f"{cell.message}. {found[0].sentence()}")


def _diagnoses(place: int, judge: TableJudge) -> tuple[Diagnosis, ...]:
    link = judge.links[place]
    found: list[Diagnosis] = []
    for parent, given in judge.partials[place].items():
        if link is not None and parent in link.free_symbols:
            found += diagnose(form_of(link, parent), parent, given)
    return tuple(dict.fromkeys(found))

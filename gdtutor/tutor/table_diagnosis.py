"""A learner's chain table with the mistakes of its guilty cells named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sympy as sp

from gdtutor.calculus.chain_table import Rows, chain_table
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.learner_rows import learner_table
from gdtutor.calculus.notation import read
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.table_check import Cell, TableCheck, TableJudge
from gdtutor.errors import UnreadableError
from gdtutor.tutor.asking import other_texts
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
    """A guilty cell with the mistakes that explain it; asked back where it may be meant otherwise."""
    if cell.verdict != "wrong":
        return cell
    if asked := _asked(cell, judge):
        return replace(cell, verdict="unreadable", message=asked, witness=None)
    if cell.column not in ("partial", "value"):
        return cell
    found = list(_of_the_table(cell, judge))
    if cell.column == "partial" and not found:
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


def _of_the_table(cell: Cell, judge: TableJudge) -> Iterator[Diagnosis]:
    """What stands in a cell of a partial, or of its value, and belongs into another one."""
    place = cell.row - 1
    cells = judge.partials if cell.column == "partial" else judge.values
    term = _row(place, judge)
    for parent, given in cells[place].items():
        rights = judge.right_partials(place, parent)
        for total in _totals(place, judge):
            if equal(total, judge.composed(given)):
                yield Diagnosis(("total_for_local",), (term,))
        for letter in sorted({*judge.names, judge.reference.variable} - {parent}, key=str):
            meant = given.xreplace({letter: parent})
            if meant != given and any(equal(right, meant) for right in rights):
                yield Diagnosis(("letter_of_another_row",), (term,))


def _totals(place: int, judge: TableJudge) -> Iterator[sp.Expr]:
    """The derivatives of a row along several links: by each letter before the one just above it."""
    whole = judge.composites[place]
    if place == 0 or whole is None:
        return
    yield partials(whole, (judge.reference.variable,))[0]
    inner = judge.links[place]
    for before in range(place - 1, 0, -1):
        link = judge.links[before]
        if inner is None or link is None:
            return
        inner = inner.xreplace({judge.names[before]: link})
        yield from (judge.composed(partials(inner, (name,))[0]) for name in judge.names[:before] if inner.has(name))


def _row(place: int, judge: TableJudge) -> str:
    link = judge.links[place]
    return str(judge.names[place]) if link is None else f"{to_text(judge.names[place])} = {to_text(link)}"


# --- what is asked back -----------------------------------------------------------------------------------------------


def _asked(cell: Cell, judge: TableJudge) -> str:
    """What to ask where a cell would be right with another letter or with brackets; empty where it would not."""
    known = {*judge.reference.expression.free_symbols, *judge.names, judge.reference.variable}
    text, rights = _text_and_rights(cell, judge)
    try:
        reading = read(text, map(str, known))
    except UnreadableError:
        return ""

    def is_right(meant: sp.Expr) -> bool:
        return any(equal(right, view) for right in rights for view in (meant, judge.composed(meant)))

    given = reading.expression
    if strange := sorted(given.free_symbols - known, key=str):
        for letter in sorted(known, key=str) if len(strange) == 1 else ():
            if is_right(given.xreplace({strange[0]: letter})):
                return f"Right, but the letter is {letter}, not {strange[0]}"
        which = "letter" if len(strange) == 1 else "letters"
        return f"the table has no {which} {', '.join(map(str, strange))}"
    for other, question in other_texts(reading):
        try:
            if is_right(read(other, map(str, known)).expression):
                return question.rstrip(".")
        except UnreadableError:
            continue
    return ""


def _text_and_rights(cell: Cell, judge: TableJudge) -> tuple[str, list[sp.Expr]]:
    """A cell as it was typed, and what is right there; nothing is, where it has several entries."""
    if cell.column == "product":
        return judge.learner.product, [judge.reference.product]
    place = cell.row - 1
    row = judge.learner.rows[place]
    if cell.column == "link":
        named = {symbol: name for name, symbol in judge.renaming().items()}
        return row.link, [judge.reference.links[place].link.xreplace(named)] if judge.aligned else []
    parents = judge.parents(place)
    rights = judge.right_partials(place, parents[0]) if len(parents) == 1 else []
    if cell.column == "partial":
        return row.partial, rights
    return row.value, [judge.composed(right) for right in rights]

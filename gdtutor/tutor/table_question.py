"""An exercise that asks for cells of a chain table: one, a column, or all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from gdtutor.calculus.chain_table import ChainTable, chain_table
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.table_check import Cell
from gdtutor.tutor.check import Check, CheckVerdict, as_typed
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.entries import entries
from gdtutor.tutor.table_diagnosis import check_chain_table
from gdtutor.tutor.together import together

_COLUMNS = ("link", "partial", "value")
Place = tuple[int, str]


@dataclass(frozen=True)
class TableQuestion:
    """Fill the empty cells of a chain table; the table is shown with the question.

    Attributes:
        function, variable: what is cut into links, and the variable of the derivative. Every link has to depend on
            one other only.
        empty: the cells to be filled, such as ``partial 2`` or ``value 3`` or ``product``; a column's name alone
            (``link``, ``partial``, ``value``) means all of it. The answer gives them in this order, separated by
            semicolons; what follows from a wrong cell counts as right.
        name: what the table calls the function.
        reference: the cells in their author's form.

    >>> asked = TableQuestion("e^(-w*x)", "w", ["partial"])
    >>> print(asked.check("-x; -x*e^xi_1").message.split(". ")[2])
    It seems that this is the derivative along several links, not that of L = exp(ξ_1) alone
    """

    function: str
    variable: str
    empty: Sequence[str]
    name: str = "L"
    reference: str = ""

    @property
    def example(self) -> str:
        """What an answer may look like; it answers another question."""
        return "; ".join(["2x", "cos(xi_1)", "1", "3xi_2^2"][: min(len(self.places), 4)])

    @cached_property
    def _table(self) -> ChainTable:
        return chain_table(self.function, self.variable, whole=self.name)

    @cached_property
    def places(self) -> list[Place]:
        """The rows (counted from 1; the product stands below the last) and columns of the empty cells."""
        return [place for cell in self.empty for place in self._of(cell)]

    def _of(self, cell: str) -> Iterator[Place]:
        column, _, row = cell.partition(" ")
        rows = len(self._table.links)
        if column == "product":
            yield rows + 1, column
        else:
            yield from ((place, column) for place in ([int(row)] if row else range(1, rows + 1)))

    # --- the table ----------------------------------------------------------------------------------------------------

    @property
    def asked(self) -> str:
        """The table with question marks in its empty cells, and how to answer."""
        count = len(self.places)
        how = "" if count == 1 else f"\n\nType the {count} missing cells from the top, separated by semicolons."
        return self._shown() + (how if self._goes_down() else how.replace("from the top", f"({self._listed()})"))

    def _goes_down(self) -> bool:
        return len({column for _, column in self.places}) == 1

    def _listed(self) -> str:
        return ", then ".join(dict.fromkeys(self.empty))

    def _shown(self, filled: bool = False) -> str:
        rows = ["| row | link | local partial | its value |", "|---|:---|:---|:---|"]
        for place, link in enumerate(self._table.links, 1):
            name, of = to_latex(link.symbol), to_latex(link.locals[0].of)
            mark = rf"\dfrac{{\partial {name}}}{{\partial {of}}}"
            defined, partial, value = (self._cell(place, column, filled) for column in _COLUMNS)
            rows.append(f"| {place} | ${name} = {defined}$ | ${mark} = {partial}$ | {_inline(value)} |")
        product = self._cell(len(self._table.links) + 1, "product", filled)
        return "\n".join([*rows, *([f"| | product | | {_inline(product)} |"] if product else [])])

    def _cell(self, row: int, column: str, filled: bool) -> str:
        if not filled and (row, column) in self.places:
            return "?"
        return "" if not filled and self._would_tell(row, column) else to_latex(self._right(row, column))

    def _would_tell(self, row: int, column: str) -> bool:
        """Whether a cell that is not asked for shows an empty partial: its value, or the product of all."""
        asked = {place for place, empty in self.places if empty == "partial"}
        return (column == "value" and row in asked) or (column == "product" and bool(asked))

    def _right(self, row: int, column: str) -> sp.Expr:
        if column == "product":
            return self._table.product
        link = self._table.links[row - 1]
        return {"link": link.link, "partial": link.partial, "value": link.value}[column]

    # --- check --------------------------------------------------------------------------------------------------------

    def check(self, answer: str) -> Check:
        """The verdict on all cells together, with a sentence for each that is not right."""
        if not answer.strip():
            return Check(CheckVerdict.UNANSWERED, f"Nothing is answered yet: type {self._wanted()}.")
        given = [(0, answer)] if len(self.places) == 1 else entries(answer)
        if len(given) != len(self.places):
            there = f"{len(given)} are there" if len(given) > 1 else "one is there"
            return Check(CheckVerdict.UNANSWERED, f"Not finished: {self._wanted()} are wanted, {there}.")
        filled = {place: _right_side(text) for place, (_, text) in zip(self.places, given, strict=True)}
        cells = {(cell.row, cell.column): cell for cell in self._judged(filled)}
        judged = [_as_check(cells[place]) for place in self.places]
        found = together(judged, [self._named(*place) for place in self.places], "Every cell is right.")
        return as_typed(found, "ξ")

    def _judged(self, filled: dict[Place, str]) -> Sequence[Cell]:
        rows = []
        for k, link in enumerate(self._table.links, 1):
            defined, *others = (self._text(k, column, filled) for column in _COLUMNS)
            rows.append((f"{to_text(link.symbol)} = {defined}", *others))
        product = self._text(len(rows) + 1, "product", filled)
        return check_chain_table(self._table.expression, self._table.variable, rows, product).cells

    def _text(self, row: int, column: str, filled: dict[Place, str]) -> str:
        return filled.get((row, column)) or to_text(self._right(row, column))

    def _wanted(self) -> str:
        return "the missing cell" if len(self.places) == 1 else f"{len(self.places)} cells, separated by semicolons"

    def _named(self, row: int, column: str) -> str:
        return "The product" if column == "product" else f"The {column} of row {row}"

    # --- solution -----------------------------------------------------------------------------------------------------

    def solution(self) -> str:
        """The whole table."""
        return self._shown(filled=True)

    def is_proved(self) -> bool:
        """Whether the table is, every link has one parent, and the author's cells are right."""
        right = not self.reference or self.check(self.reference).verdict is CheckVerdict.CORRECT
        return right and self._table.is_chain and self._table.verify()


def _inline(latex: str) -> str:
    return f"${latex}$" if latex else ""


def _right_side(text: str) -> str:
    return text.rpartition("=")[2].strip()


def _as_check(cell: Cell) -> Check:
    """A cell's verdict as a check, with its mistakes."""
    verdict = CheckVerdict(cell.verdict)
    mistakes = [tuple(name.split("+")) for name in cell.mistake.split(";") if name]
    reason = re.sub(r"^this \w+ is wrong(?:\. )?", "", cell.message)
    found = tuple(Diagnosis(names, ("",) * len(names)) for names in mistakes)
    message = f"Wrong. {reason}" if verdict is CheckVerdict.WRONG else reason
    return Check(verdict, message, found, cell.witness)

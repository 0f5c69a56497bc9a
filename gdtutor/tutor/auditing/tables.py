"""Claims that are rows of a chain-rule table: the link, its local partial, the value in the inputs, and the product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.learner_rows import LearnerTable, learner_table
from gdtutor.calculus.notation import as_symbol, read
from gdtutor.calculus.printing import to_latex
from gdtutor.calculus.table_check import Cell, TableCheck
from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.statement import of_comparison, worst
from gdtutor.tutor.check import Check, CheckVerdict, seen
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.table_diagnosis import check_chain_table

Rows = tuple[tuple[str, str, str], ...]
_MAX_ROWS = 12


@dataclass(frozen=True)
class RowStatement:
    """One row of a chain-rule table, judged in its table: an error is blamed in the row where it was made.

    Attributes:
        function, variable: the whole that the table differentiates.
        rows: the table: link, local partial and its value in the inputs, see ``gdtutor.check_chain_table``.
        product: the product of the column.
        row: which row is judged, counted from 1; the product has the number after the last.
        forms: further forms of the row's link in the inputs, each of which has to equal it.

    >>> rows = [["u = -w*x", "-x", "-x"], ["p = e^u", "e^u", "e^(w*x)"]]
    >>> RowStatement("e^(-w*x)", "w", rows, "-x*e^(-w*x)", 2).judge(1.0).message.split(".")[0]
    'Wrong'
    """

    function: str
    variable: str
    rows: Sequence[Sequence[str]]
    product: str
    row: int
    forms: Sequence[str] = ()

    def judge(self, seconds: float) -> Check:
        """The cells of the row, and the forms of its link."""
        if not 1 <= self.row <= len(self.rows) + 1 or len(self.rows) > _MAX_ROWS:
            raise ArgumentError(f"row is {self.row}: a row of a table of at most {_MAX_ROWS} rows is wanted")
        cells = [cell for cell in self._table().cells if cell.row == self.row]
        found = [self._of_cell(cell) for cell in cells]
        found += [self._of_form(form, seconds) for form in self.forms]
        bad = [each for each in found if each.verdict is not CheckVerdict.CORRECT]
        if bad:
            return worst(bad)
        said = "it is the derivative" if self._is_product else "link, partial and value are proved"
        return Check(CheckVerdict.CORRECT, f"Correct: {said}.", evidence="proved cell by cell")

    @property
    def _is_product(self) -> bool:
        return self.row == len(self.rows) + 1

    @property
    def _learner(self) -> LearnerTable:
        return learner_table(self.rows, self.product)

    def _table(self) -> TableCheck:
        rows = tuple((row[0], row[1], row[2]) for row in self.rows)
        return _checked(self.function, self.variable, rows, self.product)

    def _of_cell(self, cell: Cell) -> Check:
        if cell.verdict == "correct":
            return Check(CheckVerdict.CORRECT, "Correct.")
        if cell.verdict != "wrong":
            return Check(CheckVerdict(cell.verdict), f"The {cell.column}: {cell.message}.")
        what = "the derivative is" if self._is_product else "what belongs there is"
        told = f"Wrong. The {cell.column} does not fit. {seen(cell.witness, 'it', what)}"
        if cell.column == "link" and self._has_lost_its_sign():
            mistake = Diagnosis(("overall_sign",), ("",))
            return Check(CheckVerdict.WRONG, f"{told} {mistake.sentence()}", (mistake,), cell.witness)
        ids = [
            Diagnosis(tuple(each.split("+")), ("",) * (each.count("+") + 1)) for each in cell.mistake.split(";") if each
        ]
        return Check(CheckVerdict.WRONG, f"{told} {cell.message}.", tuple(ids), cell.witness)

    def _has_lost_its_sign(self) -> bool:
        """Whether the last link with the opposite sign makes the whole right."""
        return self.row == len(self.rows) and equal(read(self.function).expression, -self._in_inputs()).proved

    def _in_inputs(self) -> sp.Expr:
        """The row's link with the links before it put in."""
        known: dict[sp.Symbol, sp.Expr] = {}
        for row in self._learner.rows[: self.row]:
            name = read(row.name).expression
            known[name] = read(row.link, map(str, known)).expression.xreplace(known)
        return known[name]

    def _of_form(self, form: str, seconds: float) -> Check:
        found = equal(self._in_inputs(), read(form).expression, (), seconds)
        return of_comparison(found, "the written-out form", "the link is")

    def latex(self) -> str:
        return r",\quad ".join(self._latex_parts())

    def _latex_parts(self) -> Iterator[str]:
        whole = to_latex(as_symbol(self.variable))
        if self._is_product:
            name = read(self._learner.rows[-1].name).latex
            yield rf"\frac{{\partial {name}}}{{\partial {whole}}} = {read(self.product).latex}"
            return
        row = self._learner.rows[self.row - 1]
        inner = read(self._learner.rows[self.row - 2].name).latex if self.row > 1 else whole
        name, value = read(row.name).latex, read(row.value).latex
        yield " = ".join([name, read(row.link).latex, *(read(form).latex for form in self.forms)])
        partial = read(row.partial).latex
        yield rf"\frac{{\partial {name}}}{{\partial {inner}}} = {partial}" + (f" = {value}" if value != partial else "")


@lru_cache(maxsize=16)
def _checked(function: str, variable: str, rows: Rows, product: str) -> TableCheck:
    """One table is judged once, though each of its rows is a claim."""
    return check_chain_table(function, variable, rows, product)

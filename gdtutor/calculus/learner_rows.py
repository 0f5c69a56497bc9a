"""Read a learner's own chain table: from tuples, from lines of text, or from CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gdtutor.errors import ArgumentError

COLUMNS = ("link", "partial", "value")
_RULE = re.compile(r"^[\s|:+-]*$")
_MAX_ROWS = 80


@dataclass(frozen=True)
class LearnerRow:
    """One row as it was typed: the link's name and definition, its local partial, and that partial's value."""

    name: str
    link: str
    partial: str
    value: str


@dataclass(frozen=True)
class LearnerTable:
    """The rows as they were typed, and the product of the column."""

    rows: tuple[LearnerRow, ...]
    product: str = ""


def learner_table(rows: str | Iterable[Sequence[str] | Mapping[str, str]], product: str = "") -> LearnerTable:
    """Read rows (link, partial, value); a last row without a link gives the product.

    Args:
        rows: tuples or dictionaries, or text: one row a line with the cells separated by `` | ``, tabs, semicolons or
            two spaces, or CSV with the header ``link,partial,value``.
        product: the product of the column, where it is not the last row.

    Raises:
        ArgumentError: if there are no rows, too many, or one that has no link.

    >>> learner_table("xi_1 = 3w | 3 | 3\\nL = xi_1^2 | 2xi_1 | 6w\\nproduct | | 18w").product
    '18w'
    """
    if not isinstance(rows, Iterable):
        raise ArgumentError(f"rows is {rows!r}: rows such as ('xi_1 = -w*x', '-x', '-x') are wanted")
    found = _from_text(rows) if isinstance(rows, str) else [_cells(row) for row in rows]
    found = [cells for cells in found if any(cells)]
    if not found or len(found) > _MAX_ROWS:
        raise ArgumentError(f"rows has {len(found)} rows: between 1 and {_MAX_ROWS} are wanted")
    if not product and "=" not in found[-1][0]:
        product = next((cell for cell in reversed(found.pop()) if cell), "")
    if not found:
        raise ArgumentError("rows has no link: a row such as ('xi_1 = -w*x', '-x', '-x') is wanted")
    return LearnerTable(tuple(_row(number, cells) for number, cells in enumerate(found, 1)), product)


def _row(number: int, cells: tuple[str, str, str]) -> LearnerRow:
    name, sign, link = cells[0].partition("=")
    if not sign or not name.strip():
        raise ArgumentError(f"row {number} is {cells[0]!r}: a link such as 'xi_1 = -w*x' is wanted in its first cell")
    return LearnerRow(name.strip(), link.strip(), cells[1], cells[2])


def _cells(row: Sequence[str] | Mapping[str, str]) -> tuple[str, str, str]:
    if not isinstance(row, Iterable):
        raise ArgumentError(f"rows has {row!r}: a row such as ('xi_1 = -w*x', '-x', '-x') is wanted")
    found = [row.get(column, "") for column in COLUMNS] if isinstance(row, Mapping) else row
    cells = [str(cell).strip() for cell in found]
    return tuple([*cells, "", "", ""][:3])  # type: ignore[return-value]


def _from_text(text: str) -> list[tuple[str, str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not _RULE.match(line)]
    if lines and [cell.strip() for cell in lines[0].lower().split(",")][:3] == list(COLUMNS):
        return [_cells(row) for row in csv.DictReader([lines[0].lower(), *lines[1:]])]
    return [_cells(_split(line)) for line in lines if not line.strip().lower().strip("| ").startswith("link ")]


def _split(line: str) -> list[str]:
    """The cells of a line, by the first kind of separator that it has."""
    line = line.strip()
    if "\t" in line:
        return line.split("\t")
    if ";" in line:
        return line.split(";")
    if re.search(r"\s\|\s|\|$", line):
        return re.split(r"(?<!\S)\|(?!\S)", line.removeprefix("|").removesuffix("|"))
    return re.split(r"\s{2,}", line)

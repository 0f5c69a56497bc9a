"""Read a class's answers from a CSV file, and grade one of them."""

from __future__ import annotations

import csv
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gdtutor.errors import ArgumentError
from gdtutor.tutor.check import Check, CheckVerdict, check

WANTED = ("id", "expression", "variable", "answer")
ADDED = ("verdict", "mistake", "message", "witness", "domain", "evidence", "milliseconds")
TOO_MANY = "too many fields"
Row = dict[str, str]


@dataclass(frozen=True)
class Answers:
    """The rows of an answer file, in their order, and the names of its columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str = ","


def read_answers(path: str | Path) -> Answers:
    """Read an answer file with the columns id, expression, variable, answer and optionally order.

    Further columns are kept. Commas or semicolons separate the fields, as the header line does.

    Raises:
        ArgumentError: if there is no such file, it is no text, or a column is missing.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as problem:
        raise ArgumentError(f"answers is {str(path)!r}: a CSV file is wanted ({problem.strerror})") from problem
    lines = text.replace("\0", "�").splitlines(keepends=True)
    header = lines[0] if lines else ""
    delimiter = ";" if header.count(";") > header.count(",") else ","
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(lines, restkey=TOO_MANY, restval="", delimiter=delimiter)
    columns = tuple(name.strip() for name in reader.fieldnames or ())
    if missing := [name for name in WANTED if name not in columns]:
        raise ArgumentError(
            f"answers is {str(path)!r}: the columns {', '.join(WANTED)} are wanted, {', '.join(missing)} is missing"
        )
    reader.fieldnames = list(columns)
    return Answers(columns, tuple(_as_strings(row) for row in reader), delimiter)


def _as_strings(row: Mapping[str, str | Sequence[str]]) -> Row:
    return {name: value if isinstance(value, str) else "\x1f".join(value) for name, value in row.items()}


def grade_row(row: Row) -> Row:
    """The columns that grading adds to one row. Whatever the row holds, it costs only itself.

    >>> grade_row({"id": "1", "expression": "x^2", "variable": "x", "answer": "x"})["mistake"]
    'power_coefficient_missing'
    """
    start = time.perf_counter()
    try:
        found = _check_row(row)
    except Exception as problem:  # the border of a row: a fault of ours is reported in it and spares the others
        message = f"Undecided: {type(problem).__name__}: {problem}"
        found = Check(CheckVerdict.UNDECIDED, message, evidence="internal error")
    milliseconds = 1_000 * (time.perf_counter() - start)
    return {**found.to_dict(), "milliseconds": f"{milliseconds:.2f}"}


def _check_row(row: Row) -> Check:
    if TOO_MANY in row:
        return _unusable("this row has more fields than the header; put a text that contains commas in quotes")
    order = (row.get("order") or "").strip() or "1"
    if not (order.isascii() and order.isdigit() and len(order) <= 9):
        return _unusable(f"the order {order[:20]!r} is no whole number")
    return check(row["expression"], row["variable"].strip(), row["answer"], int(order))


def _unusable(why: str) -> Check:
    return Check(CheckVerdict.UNREADABLE, f"This row cannot be graded: {why}.")

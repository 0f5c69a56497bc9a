"""Read a class's answers from a CSV file, and grade one of them."""

from __future__ import annotations

import codecs
import csv
import io
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gdtutor.errors import ArgumentError
from gdtutor.tutor.check import Check, CheckVerdict, check
from gdtutor.tutor.names import definitions

WANTED = ("id", "expression", "variable", "answer")
OPTIONAL = ("order", "where")
ADDED = ("verdict", "mistake", "message", "witness", "domain", "evidence", "milliseconds")
TOO_MANY = "too many fields"
Row = dict[str, str]
_GUESSED = "the answers are not UTF-8 and were read as Windows-1252: save as 'CSV UTF-8' to be sure"
#: Windows-1252 where it differs from Latin-1; the five bytes that it leaves open stay as they are
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_ORDER = re.compile(r"([0-9]{1,9})(?:[.,]0*)?")  # 1.0, as spreadsheets write numbers


@dataclass(frozen=True)
class Answers:
    """The rows of an answer file, in their order.

    Attributes:
        columns: the keys of the rows: the names of the columns, those that are wanted in lower case.
        rows: a text for each column.
        delimiter: what separates the fields.
        header: the columns' names as the file has them.
        note: what the file's reader should know; empty where there is nothing.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    header: tuple[str, ...]
    note: str = ""


def read_answers(path: str | Path) -> Answers:
    """Read an answer file with the columns id, expression, variable, answer and optionally order and where.

    ``where`` says what letters of the question stand for, as ``p = 1/(1+e^(-w*x)); z = w*x``. Further columns are kept;
    capitals in the names do not matter. Commas, semicolons or tabs separate the fields, as in the header line. The
    text is UTF-8, UTF-16 with its mark at the start, or else Windows-1252, which is noted.

    Raises:
        ArgumentError: if there is no such file, it is no text, or a column is missing.
    """
    try:
        text, note = _decoded(Path(path).read_bytes())
    except OSError as problem:
        raise ArgumentError(f"answers is {str(path)!r}: a CSV file is wanted ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        raise ArgumentError(f"answers is {str(path)!r}: it is no whole UTF-16 text ({problem.reason})") from problem
    lines = list(io.StringIO(text.replace("\0", "�"), newline=""))  # a line ends with CR or LF and nothing else
    header = lines[0] if lines else ""
    delimiter = max(",;\t", key=header.count)
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(lines, restkey=TOO_MANY, restval="", delimiter=delimiter)
    names = tuple(name.strip() for name in reader.fieldnames or ())
    columns = _columns(names)
    if missing := [name for name in WANTED if name not in columns]:
        raise ArgumentError(
            f"answers is {str(path)!r}: the columns {', '.join(WANTED)} are wanted, {_listed(missing)} missing; "
            f"the first line has {', '.join(filter(None, names)) or 'nothing'}"
        )
    reader.fieldnames = list(columns)
    return Answers(columns, tuple(_as_strings(row) for row in reader), delimiter, names, note)


def _decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and a note where its encoding is a guess. No byte is lost."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_WINDOWS), _GUESSED


def _columns(names: Sequence[str]) -> tuple[str, ...]:
    """A key for each column, no two alike: ``ID`` is ``id``, unless there is an ``id`` besides."""
    keys: list[str] = []
    for place, name in enumerate(names):
        known = name.casefold()
        key = known if known in (*WANTED, *OPTIONAL) and known not in names else name
        keys.append(f"{name} in column {place + 1}" if key in keys else key)
    return tuple(keys)


def _listed(missing: Sequence[str]) -> str:
    return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'}"


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
    order = _ORDER.fullmatch((row.get("order") or "").strip() or "1")
    if order is None:
        return _unusable(f"the order {row['order'].strip()[:20]!r} is no whole number")
    if not (variable := row["variable"].strip()):
        return _unusable("its variable is empty; the name of one variable is wanted, such as x")
    try:
        where = definitions(row.get("where") or "")
    except ArgumentError as problem:
        return _unusable(str(problem))
    return check(row["expression"], variable, row["answer"], int(order[1]), where=where)


def _unusable(why: str) -> Check:
    return Check(CheckVerdict.UNREADABLE, f"This row cannot be graded: {why}.")

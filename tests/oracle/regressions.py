"""Failures that were found once, in their smallest form: each is judged again by the oracle (regressions.jsonl).

A line is ``{"kind": …, "formulas": […], "data": […], "what": …, "truth": …}`` in our syntax. A
fraction in the data is written as ``"~1/2"``.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.cases import Case, Kind
from tests.oracle.formulas import text
from tests.oracle.reading import read
from tests.oracle.trials import KINDS

FILE = Path(__file__).with_name("regressions.jsonl")


def _plain(part: Any) -> Any:
    if isinstance(part, Fraction):
        return f"~{part}"
    return [_plain(inner) for inner in part] if isinstance(part, tuple | list) else part


def _back(part: Any) -> Any:
    if isinstance(part, str) and part.startswith("~"):
        return Fraction(part[1:])
    return tuple(_back(inner) for inner in part) if isinstance(part, list) else part


def dumped(kind: str, case: Case, what: str, truth: str) -> str:
    record = {
        "kind": kind,
        "formulas": [text(node) for node in case.formulas],
        "data": _plain(case.data),
        "what": what,
        "truth": truth,
    }
    return json.dumps(record, ensure_ascii=False)


def parsed(line: str) -> tuple[Kind, Case, dict[str, Any]]:
    """What one line says."""
    record = json.loads(line)
    case = Case(tuple(read(written) for written in record["formulas"]), _back(record["data"]))
    return next(kind for kind in KINDS if kind.name == record["kind"]), case, record


def regressions(path: Path = FILE) -> list[tuple[Kind, Case, dict[str, Any]]]:
    return [parsed(line) for line in path.read_text(encoding="utf-8").splitlines()]

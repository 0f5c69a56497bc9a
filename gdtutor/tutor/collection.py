"""The collection of exercises: data in ``bank/*.toml``, one file a lesson.

Every ``[[exercise]]`` has ``id``, ``kind``, ``prompt``, ``hints`` and what its kind of question needs (the fields of
its class), and for the tests: ``reference`` (the answer as its author writes it; for a number a formula, which is
computed), ``right`` (other forms that must be correct) and ``wrong`` (pairs: an answer, and the mistake that must be
named for it, or the verdict).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from gdtutor.tutor.number import NumberQuestion
from gdtutor.tutor.questions import ChoiceQuestion, DerivativeQuestion, Question

Record = Mapping[str, Any]
_KINDS: dict[str, tuple[type, tuple[str, ...]]] = {
    "derivative": (DerivativeQuestion, ("function", "variable", "order", "reference", "method", "name")),
    "number": (NumberQuestion, ("reference", "decimals", "let", "slips", "claims")),
    "choice": (ChoiceQuestion, ("options", "claims", "let")),
}


@cache
def records() -> dict[str, Record]:
    """Every exercise's data by its id, in the order of the lessons; ``lesson`` is the name of its file."""
    files = sorted(resources.files("gdtutor.tutor").joinpath("bank").iterdir(), key=lambda file: file.name)
    return {
        record["id"]: {"lesson": file.name.removesuffix(".toml"), **record}
        for file in files
        if file.name.endswith(".toml")
        for record in tomllib.loads(file.read_text("utf-8"))["exercise"]
    }


def question(record: Record) -> Question:
    """What an exercise asks for.

    >>> question({"kind": "derivative", "function": "x^2", "variable": "x"}).check("2x").verdict
    <CheckVerdict.CORRECT: 'correct'>
    """
    kind, fields = _KINDS[record["kind"]]
    made: Question = kind(**{field: record[field] for field in fields if field in record})
    return made

"""The kinds of statement by their names in a notes file, made from a claim's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from typing import Any

from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.descents import DescentStatement, DestinationStatement, GlobalStatement
from gdtutor.tutor.auditing.formulas import DerivativeStatement, EqualityStatement, GradientStatement
from gdtutor.tutor.auditing.images import LayerStatement
from gdtutor.tutor.auditing.numbers import InequalityStatement, NumberStatement, SlopeStatement
from gdtutor.tutor.auditing.series import RecursionStatement, SeriesStatement, TaylorStatement
from gdtutor.tutor.auditing.statement import Statement
from gdtutor.tutor.auditing.tables import RowStatement
from gdtutor.tutor.auditing.theorems import ArgumentStatement, ChainStatement, ConvexStatement, SteepestStatement

KINDS: dict[str, type] = {
    "derivative": DerivativeStatement,
    "gradient": GradientStatement,
    "equality": EqualityStatement,
    "number": NumberStatement,
    "slope": SlopeStatement,
    "inequality": InequalityStatement,
    "row": RowStatement,
    "taylor": TaylorStatement,
    "series": SeriesStatement,
    "recursion": RecursionStatement,
    "layer": LayerStatement,
    "steepest": SteepestStatement,
    "chain": ChainStatement,
    "convex": ConvexStatement,
    "argument": ArgumentStatement,
    "descent": DescentStatement,
    "global": GlobalStatement,
    "destination": DestinationStatement,
}
_MAX_LENGTH = 600
_MAX_ITEMS = 24


def statement(kind: object, given: Mapping[str, Any]) -> Statement:
    """A statement of a kind from its fields.

    Raises:
        ArgumentError: for a kind that does not exist, a field that is missing, unknown or of the wrong sort.

    >>> statement("number", {"value": "1184/338", "number": "3.5"})
    NumberStatement(value='1184/338', number='3.5', let=())
    """
    if not isinstance(kind, str) or kind not in KINDS:
        raise ArgumentError(f"kind is {kind!r}: one of {', '.join(KINDS)} is wanted")
    known = {field.name: field for field in fields(KINDS[kind])}
    for name in given.keys() - known.keys():
        near = get_close_matches(name, known, 1)
        meant = f"; was {near[0]} meant?" if near else ""
        raise ArgumentError(f"{name} is no field of the kind {kind} (its fields: {', '.join(known)}){meant}")
    needed = [name for name, field in known.items() if field.default is MISSING]
    if missing := [name for name in needed if name not in given]:
        raise ArgumentError(f"{missing[0]} is missing: the kind {kind} needs {', '.join(needed)}")
    for name, value in given.items():
        _require_sort(name, value, known[name])
    made: Statement = KINDS[kind](**given)
    return made


def _require_sort(name: str, value: object, field: Field[Any]) -> None:
    """A field's value is of its sort, and of a size that can be judged in a moment."""
    wanted = str(field.type)
    sorts = {"str": (str, "a text"), "int": (int, "a whole number"), "bool": (bool, "true or false")}
    sort, word = sorts.get(wanted, (list, "a list"))
    if wanted.startswith("Mapping"):
        sort, word = dict, "a table"
    if not isinstance(value, sort) or (sort is int and isinstance(value, bool)):
        raise ArgumentError(f"{name} is {_short(value)}: {word} is wanted")
    texts = list(_texts(value))
    if len(texts) > _MAX_ITEMS * 4 or any(len(text) > _MAX_LENGTH for text in texts):
        raise ArgumentError(f"{name} is too long: at most {_MAX_LENGTH} characters a text are wanted")
    inner = list(value) if isinstance(value, list) else []
    if any(not isinstance(item, str) for item in inner) and wanted == "Sequence[str]":
        raise ArgumentError(f"{name} is {_short(value)}: a list of texts is wanted")
    if wanted == "Sequence[Sequence[str]]" and not all(_is_row(item) for item in inner):
        raise ArgumentError(f"{name} is {_short(value)}: a list of lists of texts is wanted")
    if wanted == "Sequence[Mapping[str, str]]" and not all(isinstance(item, dict) for item in inner):
        raise ArgumentError(f"{name} is {_short(value)}: a list of tables is wanted")


def _is_row(item: object) -> bool:
    return isinstance(item, list) and len(item) >= 2 and all(isinstance(cell, str) for cell in item)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, Sequence):
        return [text for item in value for text in _texts(item)]
    return []


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."

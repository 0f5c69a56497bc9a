"""Lecture notes as data: a TOML file with a claim for every formula, number and statement that can be checked.

``lecture`` names the lecture. Every ``[[claim]]`` has ``where`` (the place in the lecture), ``kind`` and the fields of
its kind (see ``gdtutor.tutor.auditing.kinds``), and may have

- ``claim``: the claim as its author writes it; else it is made from the fields;
- ``id``, ``note``, and ``follows``: the id of the claim whose slip it carries forward;
- ``doubt``: why the text at hand may not be what the author wrote; then a wrong claim is not called a slip;
- ``[[claim.case]]``: ``when``, a condition in words, with the fields that differ under it. A claim that is wrong in
  general and right in a case is partly right.

A ``[[table]]`` is a chain-rule table (``function``, ``variable``, ``rows`` of link, partial and value, ``product``,
``forms``), a ``[[series]]`` a Taylor series (``function``, ``variables``, ``at``, ``terms``): a claim for every row and
term. ``[[left_out]]`` says what is not judged and why. There is no field for a verdict.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gdtutor.errors import ArgumentError

Record = Mapping[str, Any]
_OWN = ("id", "where", "claim", "kind", "note", "doubt", "follows", "case")
_LISTS = ("claim", "table", "series", "left_out")
_KNOWN = {
    "table": ("id", "where", "function", "variable", "rows", "product", "forms", "notes", "doubts"),
    "series": ("id", "where", "function", "variables", "at", "terms"),
    "left_out": ("where", "claim", "why"),
}
_MAX_BYTES = 1_000_000
_MAX_CLAIMS = 2_000


@dataclass(frozen=True)
class Entry:
    """One claim as it stands in the notes.

    Attributes:
        id, lecture, where: its name, and where it was found.
        claim: the claim as its author wrote it.
        kind, fields: what it states.
        cases: conditions with the fields that differ under them.
        note, doubt, follows: see the module.
        problem: what is wrong with the entry itself; empty where nothing is.
    """

    id: str
    lecture: str
    where: str
    claim: str
    kind: Any
    fields: Record
    cases: tuple[Record, ...] = ()
    note: str = ""
    doubt: str = ""
    follows: str = ""
    problem: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Something that a lecture says and that is not judged, with the reason."""

    lecture: str
    where: str
    claim: str
    why: str


@dataclass(frozen=True)
class Notes:
    """The claims of one lecture."""

    lecture: str
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = field(default=())


def read_notes(path: str | Path) -> Notes:
    """The notes of a file.

    Raises:
        ArgumentError: if there is no such file, it is not TOML, or it has no claims; with the line where reading ends.
    """
    file = Path(path)
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ArgumentError(f"{file.name} is larger than {_MAX_BYTES} bytes: shorter notes are wanted")
        return notes_of(file.read_text("utf-8"), file.name)
    except OSError as problem:
        raise ArgumentError(f"{file} cannot be read: {problem.strerror or problem}") from None
    except UnicodeDecodeError as problem:
        raise ArgumentError(f"{file.name} is not UTF-8 text: byte {problem.start} cannot be read") from None


def notes_of(text: str, name: str = "notes") -> Notes:
    """The notes that a TOML text says.

    Raises:
        ArgumentError: if it is not TOML, or has no claims.

    >>> found = notes_of('[[claim]]\\nwhere = "p. 1"\\nkind = "number"\\nvalue = "1/3"\\nnumber = "0.33"')
    >>> found.entries[0].claim
    'number: 1/3, 0.33'
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ArgumentError(f"{name} is not TOML: {problem}") from None
    except RecursionError:
        raise ArgumentError(f"{name} is not TOML that can be read: it is nested too deep") from None
    lecture = data.get("lecture", Path(name).stem)
    if not isinstance(lecture, str):
        raise ArgumentError(f"{name}: lecture is {lecture!r}: its name as a text is wanted")
    if unknown := sorted(data.keys() - {"lecture", *_LISTS}):
        raise ArgumentError(f"{name} has {unknown[0]}: lecture and lists of {', '.join(_LISTS)} are wanted")
    for part in _LISTS:
        if not isinstance(data.get(part, []), list) or not all(isinstance(item, dict) for item in data.get(part, [])):
            raise ArgumentError(f"{name}: {part} is no list of tables: [[{part}]] with two brackets is wanted")
    _require_known(data, name)
    entries = tuple(_entries(data, lecture))
    if not 0 < len(entries) <= _MAX_CLAIMS:
        raise ArgumentError(f"{name} has {len(entries)} claims: between 1 and {_MAX_CLAIMS} are wanted")
    left_out = tuple(
        LeftOut(lecture, *(str(item.get(key, "")) for key in ("where", "claim", "why")))
        for item in data.get("left_out", [])
    )
    return Notes(lecture, _numbered(entries), left_out)


def _require_known(data: Record, name: str) -> None:
    """Refuse a key that a list has no use for; those of a claim are judged with its kind."""
    for part, known in _KNOWN.items():
        for record in data.get(part, []):
            if unknown := sorted(record.keys() - set(known)):
                raise ArgumentError(f"{name}: [[{part}]] has {unknown[0]}: only {', '.join(known)} are known there")


def _entries(data: Record, lecture: str) -> Iterator[Entry]:
    for record in data.get("claim", []):
        yield _entry(record, lecture)
    for record in data.get("table", []):
        yield from _guarded(_of_table, record, lecture)
    for record in data.get("series", []):
        yield from _guarded(_of_series, record, lecture)


def _entry(record: Record, lecture: str) -> Entry:
    fields = {name: value for name, value in record.items() if name not in _OWN}
    own = {name: record.get(name, "") for name in ("id", "where", "claim", "note", "doubt", "follows")}
    bad = [name for name, value in own.items() if not isinstance(value, str)]
    own = {name: value if isinstance(value, str) else str(value) for name, value in own.items()}
    kind, cases = record.get("kind"), record.get("case", [])
    problem = f"{bad[0]} is {record[bad[0]]!r}: a text is wanted" if bad else ""
    if "verdict" in fields:
        problem = "verdict is no field: a claim is judged, its verdict is not written down"
    if not isinstance(cases, list) or not all(isinstance(c, dict) and isinstance(c.get("when"), str) for c in cases):
        problem, cases = "case is no list of tables with a condition in when: [[claim.case]] is wanted", []
    own["claim"] = own["claim"] or f"{kind}: {', '.join(map(str, fields.values()))}"
    return Entry(**own, lecture=lecture, kind=kind, fields=fields, cases=tuple(cases), problem=problem)


def _guarded(expand: Any, record: Record, lecture: str) -> Iterator[Entry]:
    """A table or series that lacks something becomes one claim that says so."""
    try:
        yield from list(expand(record, lecture))
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as problem:
        missing = (
            f"{problem.args[0]} is missing" if isinstance(problem, KeyError) else "it does not have the form wanted"
        )
        shown = _entry({name: str(record.get(name, "")) for name in ("id", "where", "claim")}, lecture)
        yield Entry(
            shown.id, lecture, shown.where, shown.claim, None, {}, problem=f"{missing}: see the format of notes"
        )


def _of_table(record: Record, lecture: str) -> Iterator[Entry]:
    """A claim for each row of a table and one for its product; ``notes`` and ``doubts`` are by the number of a row."""
    rows = [list(row) for row in record["rows"]]
    shared = {"kind": "row", "rows": rows, **{name: record[name] for name in ("function", "variable", "product")}}
    for number, row in enumerate([*rows, None], start=1):
        own = {name: record.get(f"{name}s", {}).get(str(number), "") for name in ("note", "doubt")}
        forms = record.get("forms", {}).get(str(number), [])
        text = " | ".join(row) if row else f"product | {record['product']}"
        name = f"{record['id']}-{number if row else 'product'}" if "id" in record else ""
        where = f"{record.get('where', '')}, {f'row {number}' if row else 'product'}"
        said = {**own, "id": name, "where": where, "claim": text, "row": number, "forms": forms}
        yield _entry({**shared, **said}, lecture)


def _of_series(record: Record, lecture: str) -> Iterator[Entry]:
    """A claim for each term of a series, from order 0."""
    shared = {"kind": "taylor", **{name: record[name] for name in ("function", "variables", "at")}}
    for order, term in enumerate(record["terms"]):
        name = f"{record['id']}-{order}" if "id" in record else ""
        said = {"id": name, "where": f"{record.get('where', '')}, order {order}", "claim": term}
        yield _entry({**shared, **said, "order": order, "term": term}, lecture)


def _numbered(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Every entry with an id of its own: a number where it has none, a problem where it has one a second time."""
    known: set[str] = set()
    found = []
    for number, entry in enumerate(entries, start=1):
        problem = f"the id {entry.id!r} is used twice" if entry.id in known else entry.problem
        found.append(Entry(**{**vars(entry), "id": entry.id or f"claim-{number}", "problem": problem}))
        known.add(found[-1].id)
    return tuple(found)

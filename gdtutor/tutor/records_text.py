"""The records of all exercises as JSON for a file, and as a short text to carry away; both may come back damaged."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from gdtutor.tutor.record import Record, is_id, record_from

FORMAT = "gdtutor progress"
VERSION = 1
LONGEST = 2_000_000  # of a file, and of a text when it is unpacked
_MOST = 20_000
_START = "gdtutor-progress-1:"

Records = Mapping[str, Record]


def joined(one: Records, other: Records) -> dict[str, Record]:
    """Both together, exercise by exercise.

    >>> joined({"a-1": Record(attempts=1)}, {"a-1": Record(attempts=4), "b-1": Record()})["a-1"].attempts
    4
    """
    found = dict(one)
    for id, record in other.items():
        found[id] = found[id].joined(record) if id in found else record
    return found


def to_json(records: Records) -> str:
    """The records as JSON, one exercise a line."""
    data = ",\n  ".join(f"{json.dumps(id)}: {json.dumps(record.to_json())}" for id, record in sorted(records.items()))
    return f'{{"format": "{FORMAT}", "version": {VERSION}, "exercises": {{\n  {data}\n}}}}\n'


def from_json(text: str) -> dict[str, Record]:
    """The records of such a text.

    Raises:
        ValueError: with a sentence, for any other text.

    >>> from_json(to_json({"chain-1": Record(attempts=2)}))["chain-1"].attempts
    2
    """
    if len(text) > LONGEST:
        raise ValueError("it is too long for a file of progress")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ValueError("it is damaged, or no file of progress") from problem
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("it is no file of progress")
    if data.get("version") != VERSION:
        raise ValueError(f"it was written by another version of gdtutor ({str(data.get('version'))[:20]!r})")
    return _records(data.get("exercises"))


def _records(data: Any) -> dict[str, Record]:
    if not isinstance(data, dict) or len(data) > _MOST or not all(map(is_id, data)):
        raise ValueError("it is damaged: the exercises cannot be told")
    try:
        return {id: record_from(record) for id, record in data.items()}
    except ValueError as problem:
        raise ValueError(f"it is damaged: {problem}") from problem


def to_text(records: Records) -> str:
    """The records as one word that can be copied.

    >>> to_text({"chain-1": Record(attempts=2)})[:19]
    'gdtutor-progress-1:'
    """
    packed = zlib.compress(to_json(records).encode(), 9)
    return _START + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_text(text: str) -> dict[str, Record]:
    """The records of such a text; spaces and line breaks in it are left aside.

    Raises:
        ValueError: with a sentence, for any other text.

    >>> from_text(to_text({"chain-1": Record(attempts=2)}))["chain-1"].attempts
    2
    """
    if len(text) > LONGEST:
        raise ValueError("it is too long")
    word = "".join(text.split())
    if not word.startswith(_START):
        raise ValueError(f"it does not begin with {_START}")
    code = word.removeprefix(_START)
    try:
        packed = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        unpacked = zlib.decompressobj()
        data = unpacked.decompress(packed, LONGEST)
        if not unpacked.eof:
            raise ValueError("a part of it is missing")
        return from_json(data.decode())
    except (binascii.Error, zlib.error, UnicodeError) as problem:
        raise ValueError("it is damaged: a part of it was changed or is missing") from problem

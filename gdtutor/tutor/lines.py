"""Cut a working into its lines: at line breaks and at every ``=`` that stands between two expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gdtutor.tutor.layout import RELATION, whole_lines
from gdtutor.tutor.left_side import LeftSide, left_side

_ARROW = re.compile(r"^\s*(?:=>|==>|⇒|→|⟹|∴|\\(?:Rightarrow|implies|to|therefore)\b)")
_WORD = r"(?:let|where|with|set|put|so|then|thus|hence|therefore|and|here|now)"
_WORDS = re.compile(rf"^\s*(?:(?:{_WORD}\b|\\text\{{\s*{_WORD}\s*\}})[,:]?\s*)+", re.I)
_SEPARATOR = re.compile(r"[,;]|\band\b|\\q?quad")


@dataclass(frozen=True)
class Line:
    """One expression of a working.

    Attributes:
        text: the expression as it was typed.
        number: in which line of the text it stands, counted from 1.
        left: what its left side names; ``None`` where it has none or goes on with what was before.
        opens: whether it is the left side of an equation of its own, with no ``=`` before it and one behind it.
    """

    text: str
    number: int
    left: LeftSide | None = None
    opens: bool = False


def split_lines(text: str) -> list[Line]:
    r"""The expressions of a working, in their order.

    >>> [line.text for line in split_lines("d/dx x^2 = 2*x\n = x + x")]
    ['d/dx x^2', '2*x', 'x + x']
    >>> [(line.left.name, line.left.order) for line in split_lines("let u = x^2, v = x\nu' = 2x")]
    [('u', 0), ('v', 0), ('u', 1)]
    """
    found: list[Line] = []
    for number, line in whole_lines(text):
        for statement in _statements(_ARROW.sub("", line)):
            found += _of_one_statement(statement, number)
    return found


def _statements(line: str) -> Iterator[str]:
    """``u = x, v = sin x`` and ``u = x and v = sin x`` are two statements, each with its own left side."""
    start = 0
    for found in _SEPARATOR.finditer(line):
        rest = _WORDS.sub("", line[found.end() :])
        relation = RELATION.search(rest)
        before = line[start : found.start()]
        if relation and RELATION.search(before) and _is_level(before) and left_side(rest[: relation.start()].strip()):
            yield _plain(before)
            start = found.end()
    yield _plain(line[start:])


def _is_level(text: str) -> bool:
    """Whether every bracket that is opened is closed."""
    return sum(text.count(sign) for sign in "([{") == sum(text.count(sign) for sign in ")]}")


def _plain(statement: str) -> str:
    """A statement without the words before it and the full stop after it."""
    return _WORDS.sub("", statement).strip().rstrip(".,;") if RELATION.search(statement) else statement


def _of_one_statement(statement: str, number: int) -> list[Line]:
    parts = [part.strip() for part in RELATION.split(statement)]
    left = left_side(parts[0]) if len(parts) > 1 and parts[0] else None
    parts = parts[1:] if left else parts
    lines = [Line(part, number) for part in parts if part]
    opens = left is None and len(parts) > 1 and bool(parts[0])
    return [Line(lines[0].text, number, left, opens), *lines[1:]] if lines else []

"""Cut a working into its lines: at line breaks and at every ``=`` that stands between two expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gdtutor.calculus.language.limits import MAX_LENGTH
from gdtutor.tutor.layout import RELATION, states, whole_lines
from gdtutor.tutor.left_side import LeftSide, left_side
from gdtutor.tutor.words import AT

_WORD = r"(?:let|where|with|set|put|so|then|thus|hence|therefore|and|here|now)"
_WORDS = re.compile(rf"^\s*(?:(?:{_WORD}\b|\\text\{{\s*{_WORD}\s*\}})[,:]?\s*)+", re.I)
_WORDS_BEHIND = re.compile(rf"(?:\s+{_WORD}\b[,:]?)+\s*$", re.I)  # "y = x^2, so", and the rest in the next line
# arrows between statements; "<=>" is looked for before "=>"
_ARROW = r"<=+>|=+>|->|⇒|⇔|→|⟹|⟺|∴|\\(?:Rightarrow|Leftrightarrow|implies|iff|therefore|Longrightarrow)\b"
_FIRST_ARROW = re.compile(r"^\s*\\(?:to|rightarrow)\b")  # further on, \to belongs to a limit
_STOP = r"(?<!\\);|\.\s+(?=[^\W\d]|\\)"
_LINK = rf"(?<!\\),|\\q?quad\b|\\text\{{\s*{_WORD}\s*\}}|\b{_WORD}\b"
_SEPARATOR = re.compile(rf"(?P<arrow>{_ARROW})|(?P<stop>{_STOP})|(?P<link>{_LINK})", re.I)
_OR = re.compile(r"\bor\b|\\lor\b|\\text\{\s*or\s*\}|∨")
_AT = re.compile(rf"^\s*{AT}\s+")
_MARK = re.compile(r"\s*(?:d\s*/\s*d|\\d?frac\s*\{\s*d)")


@dataclass(frozen=True)
class Line:
    """One expression of a working.

    Attributes:
        text: the expression as it was typed.
        number: in which statement of the text it stands, counted from 1; every line of text begins a new one.
        row: the line of text in which its statement begins, counted from 0.
        left: what its left side names; ``None`` where it has none or goes on with what was before.
        opens: whether it is the left side of an equation of its own, with no ``=`` before it and one behind it.
        is_near: whether ≈ stands before it.
        left_text: the left side as it was typed.
        is_datum: whether it says what holds at a moment, as in "at x = 2".
    """

    text: str
    number: int
    row: int = 0
    left: LeftSide | None = None
    opens: bool = False
    is_near: bool = False
    left_text: str = ""
    is_datum: bool = False

    @property
    def shown(self) -> str:
        """The line as it was typed, with its left side."""
        return f"{self.left_text} = {self.text}" if self.left_text else self.text


def split_lines(text: str) -> list[Line]:
    r"""The expressions of a working, in their order.

    >>> [line.text for line in split_lines("d/dx x^2 = 2*x\n = x + x")]
    ['d/dx x^2', '2*x', 'x + x']
    >>> [(line.left.name, line.left.order) for line in split_lines("let u = x^2, v = x\nu' = 2x")]
    [('u', 0), ('v', 0), ('u', 1)]
    """
    found: list[Line] = []
    statements = ((part, row) for line, row in whole_lines(text) for part in _statements(_FIRST_ARROW.sub("", line)))
    for number, (statement, row) in enumerate(statements, start=1):
        found += _of_one_statement(statement, number, row)
    return found


def _statements(line: str) -> Iterator[str]:
    """``u = x, v = sin x``, ``u = x where x = 2t`` and ``u = x^2 => u' = 2x`` are two statements each."""
    start = 0
    for found in _SEPARATOR.finditer(line) if len(line) <= MAX_LENGTH else ():
        before, rest = line[start : found.start()], line[found.end() :]
        if _is_level(before) and _separates(found, before, rest):
            yield _plain(before)
            start = found.end()
    yield _plain(line[start:])


def _separates(found: re.Match[str], before: str, rest: str) -> bool:
    """Whether a sign or a word stands between two statements."""
    if found["arrow"]:
        return "lim" not in before.lower()
    plain = _WORDS.sub("", rest)
    if found["stop"]:
        return found[0] == ";" or states(plain) or plain != rest or _MARK.match(plain) is not None
    return RELATION.search(before) is not None and states(plain)


def _is_level(text: str) -> bool:
    """Whether every bracket that is opened is closed."""
    return sum(text.count(sign) for sign in "([{") == sum(text.count(sign) for sign in ")]}")


def _plain(statement: str) -> str:
    """A statement without the words before and behind it and the full stop after it."""
    if not RELATION.search(statement):
        return statement
    return _WORDS_BEHIND.sub("", _WORDS.sub("", statement)).strip().rstrip(".,;")


def _of_one_statement(statement: str, number: int, row: int) -> list[Line]:
    is_datum = _AT.match(statement) is not None
    plain = _AT.sub("", statement)
    # "x = 2 or x = 3" is one thing that is said of x
    parts = [part.strip() for part in RELATION.split(plain, maxsplit=1 if _OR.search(plain) else 0)]
    signs = ["", *RELATION.findall(plain)[: len(parts) - 1]]
    left = left_side(parts[0]) if len(parts) > 1 and parts[0] else None
    opens = left is None and len(parts) > 1 and bool(parts[0])
    sides = list(zip(parts, signs, strict=True))[1 if left else 0 :]
    lines = [Line(part, number, row, is_near=sign not in ("", "=")) for part, sign in sides if part]
    left_text = parts[0] if left else ""
    return (
        [replace(lines[0], left=left, opens=opens, left_text=left_text, is_datum=is_datum), *lines[1:]] if lines else []
    )

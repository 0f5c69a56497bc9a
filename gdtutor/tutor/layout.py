"""Lines of a working as they were meant: without layout and numbering, a broken line put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gdtutor.calculus.language.limits import MAX_LENGTH
from gdtutor.tutor.left_side import is_named
from gdtutor.tutor.remarks import names_in, without_heading, without_remarks
from gdtutor.tutor.words import without_words

_LATEX_LAYOUT = re.compile(r"\\(?:begin|end)\{[a-z]*\*?\}|\\tag\{[^{}]*\}|&|\$|(?<!\\)\\[\[\]()]")
# numbers that learners put before a line; "2x" and "2.5 x" begin with a number of their own
_NUMBERING = re.compile(r"^\s*\(?[0-9]{1,2}[.)](?:\s|\\[,;:! ]|\\q?quad\b)+(?=\S)")
_TEX_BREAK = re.compile(r"\\\\(?:\[[^\]]*\])?")
_AT_VALUE = re.compile(r"(\|\s*_\s*\{)\s*[^\W\d]\w*\s*=\s*")  # dy/dx|_{x=2} is dy/dx|_{2}
RELATION = re.compile(r"(?<![<>!])=(?!>)|≈|≃|\\approx\b|\\simeq\b")
_LETTER = re.compile(r"^\s*\([a-h]\)\s+")  # "(a) y = x^2" numbers a statement, "(a) x^2" is a product
_DASH = re.compile(r"^\s*[-–]\s+")
_STAR = re.compile(r"^\s*\*\s+")
_TIMES = r"[*·⋅×/÷]|\\(?:cdot|times|div)\b"
_ENDS_OPEN = re.compile(rf"(?:[-+−–=(\[{{]|{_TIMES})\s*$")
_GOES_ON = re.compile(rf"^(?:\s|\\q?quad\b)*(?:\+|{_TIMES})")
_SUBTRACTS = re.compile(r"^(?:\s|\\q?quad\b)*[-−–]\s")
_WIDE, _WIDEST = re.compile(r"\s{30,}"), " " * 30
_INDENT = re.compile(r"(?:\s|\\q?quad\b)*")


class WholeLine(NamedTuple):
    """A line as it was meant, and the row of the text in which it begins, counted from 0."""

    text: str
    row: int


def whole_lines(text: str) -> list[WholeLine]:
    r"""The lines of a text that are not empty; a line that was broken is one.

    >>> [tuple(line) for line in whole_lines("y' = 3x^2 sin x\n   + x^3 cos x\n\ny'' =\n6x")]
    [("y' = 3x^2 sin x    + x^3 cos x", 0), ("y'' = 6x", 3)]
    """
    whole: list[WholeLine] = []
    indent = 0
    for line, row in _without_dashes(_plain_lines(text)):
        is_open = bool(whole and _ENDS_OPEN.search(whole[-1].text))  # then "(3) x" is a product
        plain = line if is_open else _NUMBERING.sub("", line)
        if whole and _goes_on(whole[-1].text, plain, _indent(line) > indent):
            whole[-1] = WholeLine(f"{whole[-1].text} {plain}", whole[-1].row)
        else:
            whole.append(WholeLine(_STAR.sub("", plain), row))
            indent = _indent(line)
    return whole


def rows_of_remarks(text: str) -> Iterator[tuple[int, str]]:
    r"""The rows of a text, counted from 0, in which nothing stands but layout and remarks.

    >>> list(rows_of_remarks("\\begin{align}\ny = x^2 \\\\\n\n(power rule)\n\\end{align}"))
    [(0, '\\begin{align}'), (3, '(power rule)'), (4, '\\end{align}')]
    """
    rows = text.split("\n")
    with_mathematics = {line.row for line in _plain_lines(text)}
    yield from ((row, line) for row, line in enumerate(rows) if line.strip() and row not in with_mathematics)


def states(text: str) -> bool:
    """Whether a text says what something with a name is, as ``u = x^2`` and ``f'(x) = 2x`` do."""
    relation = RELATION.search(text)
    return relation is not None and is_named(text[: relation.start()])


def _plain_lines(text: str) -> list[WholeLine]:
    """The lines of a text without layout, remarks and headings."""
    names = names_in(text)
    rows = _AT_VALUE.sub(r"\1", _LATEX_LAYOUT.sub(" ", text)).split("\n")
    found = []
    for row, whole in enumerate(rows):
        whole = _WIDE.sub(_WIDEST, whole)
        if len(whole) > MAX_LENGTH:  # it is not read anyway
            found.append(WholeLine(whole, row))
            continue
        for line in _TEX_BREAK.split(whole):
            plain = without_words(without_heading(without_remarks(line, names), names), names)
            bare = _LETTER.sub("", plain)
            if plain.strip():
                found.append(WholeLine(bare if states(bare) else plain, row))
    return found


def _without_dashes(lines: list[WholeLine]) -> list[WholeLine]:
    """``- y = x^2`` is a statement behind a dash where every statement has one; otherwise it begins with a minus."""
    statements = [line for line, _ in lines if RELATION.search(line) and not RELATION.match(line.lstrip())]
    bare = {line: _DASH.sub("", line) for line in statements}
    are_bullets = len(bare) > 1 and all(_DASH.match(line) and states(rest) for line, rest in bare.items())
    return [WholeLine(bare.get(line, line), row) for line, row in lines] if are_bullets else lines


def _goes_on(before: str, line: str, is_indented: bool) -> bool:
    """Whether a line is the rest of the line before it."""
    if line.lstrip().startswith(("=", "≈")):
        return False
    if _ENDS_OPEN.search(before):
        return not (before.rstrip().endswith("=") and states(line))
    if _GOES_ON.match(line):
        return not (_STAR.match(line) and states(_STAR.sub("", line)) and RELATION.search(before))
    # "-x/y" may be a line of its own; "- x sin x", set in below an equation, is a term of that
    is_term = is_indented and _SUBTRACTS.match(line) and not RELATION.search(line)
    return bool(is_term and RELATION.search(before))


def _indent(line: str) -> int:
    found = _INDENT.match(line)
    return len(found[0]) if found else 0

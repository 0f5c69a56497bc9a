"""Words between the mathematics of a working: which are passed over, and which carry meaning.

The words are data (``words.toml``), so that another language can be added beside English.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from gdtutor.calculus.language.lexer import GREEK_NAMES
from gdtutor.calculus.language.splitting import is_differential
from gdtutor.calculus.language.vocabulary import CONSTANTS, FUNCTIONS, KEYWORDS

AT = "at"  # stands before what holds at a moment
_KNOWN = FUNCTIONS.keys() | CONSTANTS.keys() | KEYWORDS | set(GREEK_NAMES) | {"lim", "or", "and", "either", "let"}
_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"[A-Za-z]{2,}(?:['’][a-z]{1,2})?[,:;.]?")
_TEXT = re.compile(r"\\(?:text(?:rm)?|mbox)\{\s*([A-Za-z]+)\s*\}")
_GOES = re.compile(r"^\s*\\?\w+\s*(?:→|->|\\to\b)\s*[^\s:,]+\s*[:,]?\s*")  # "as h → 0:"
_POINT = re.compile(r"\s*\(?[-−]?\d[^()]*,[^()]*\d\)?\s*[:,]?\s*$|\s*\([^()]*,[^()]*\)\s*[:,]?\s*$")
_RELATION = re.compile(r"[=≈<>≤≥≠]|\\(?:approx|le|ge|leq|geq|ne|neq)\b")


@cache
def _table() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("gdtutor.tutor").joinpath("words.toml").read_text(encoding="utf-8"))
    return {meaning: frozenset(text.split()) for meaning, text in table["english"].items()}


def without_words(line: str, names: frozenset[str] = frozenset()) -> str:
    """The mathematics of a line; what the words divide is separated by ``;``, and ``at`` stays before a moment.

    A line without a word of the list stays as it is. A line of words without mathematics is empty.

    Args:
        line: a line of a working.
        names: words that are names in it.

    >>> without_words("Find dy/dx if y = x^2 sin x"), without_words("when x = 2: z = 8")
    ('y = x^2 sin x', 'at x = 2; z = 8')
    >>> without_words("which simplifies to 2x + 3"), without_words("collect the terms with x on one side")
    ('2x + 3', '')
    >>> without_words("y = x sin x")
    'y = x sin x'
    """
    line = _TEXT.sub(lambda found: f" {found[1]} " if _is_word(found[1].strip(), names) else found[0], line)
    pieces = list(_PIECE.finditer(line))
    marks = [_is_word(piece[0], names) for piece in pieces]
    if not any(marks):
        return line
    if any(is_word and "rejected" in _meanings(piece[0]) for piece, is_word in zip(pieces, marks, strict=True)):
        return ""
    segments: list[tuple[set[str], str]] = []
    before: set[str] = set()
    start: int | None = None
    for place, (piece, is_word) in enumerate(zip(pieces, marks, strict=True)):
        if is_word or _joins(marks, place, piece[0]):
            if start is not None:
                segments.append((before, line[start : pieces[place - 1].end()]))
                before, start = set(), None
            before |= _meanings(piece[0])
        elif start is None:
            start = piece.start()
    if start is not None:
        segments.append((before, line[start:]))
    stated = [(said, text) for said, text in segments if _RELATION.search(text) or (AT in said and _POINT.match(text))]
    if not stated:
        stated = [(said, text) for said, text in segments if "equals" in said and text.strip(" ,:;.")]
    return "; ".join(f"{AT} {_cut(text)}" if AT in said else _cut(text) for said, text in stated)


def _cut(text: str) -> str:
    """A segment without the signs around it; a colon behind a moment divides it from what holds then."""
    return re.sub(r":\s+(?=\S)", "; ", _GOES.sub("", text).strip().strip(",:;").rstrip("."))


def _joins(marks: list[bool], place: int, piece: str) -> bool:
    """Whether a single letter is the word "a" or "I" between words."""
    is_beside = (place > 0 and marks[place - 1]) and (place + 1 < len(marks) and marks[place + 1])
    return piece in ("a", "I", "A") and is_beside


def _is_word(piece: str, names: frozenset[str]) -> bool:
    if not _WORD.fullmatch(piece):
        return False
    bare = piece.rstrip(",:;.")
    if bare in names or bare in _KNOWN or is_differential(bare):
        return False
    return any(bare.lower() in words for words in _table().values())


def _meanings(piece: str) -> set[str]:
    bare = piece.rstrip(",:;.").lower()
    return {meaning for meaning, words in _table().items() if bare in words}

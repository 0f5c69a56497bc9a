r"""Cut a typed answer into its entries: the components of a vector, the cells of a table."""

from __future__ import annotations

import re
from itertools import pairwise

_LAYOUT = re.compile(r"\\(?:begin|end)\{[a-z]*\*?\}|\\(?:left|right)(?=[()\[\]\\])|\\[,;:!]|[$&]")
_ANGLES = re.compile(r"\\langle|\\rangle|[⟨⟩]")
_SHORT_NAME = re.compile(r"\s*f_?[a-z]\s*=(?!=)")  # fx = …, of which no grammar could tell that it is f_x
_NAMED = re.compile(r"^[^=,;()\[\]]*(?:\([^=;()\[\]]*\))?[^=,;()\[\]]*=\s*(?=[(\[])")
_OPENING, _CLOSING = "([{", ")]}"
_SEPARATORS = (";", "\n", ",")


def entries(text: str) -> list[tuple[int, str]]:
    r"""Each entry with its place in the text; semicolons, lines or commas outside of brackets separate them.

    Brackets around the whole, a name before them (∇f = …) and the layout of LaTeX's matrices are left aside.

    >>> entries("(2x + y, x)")
    [(1, '2x + y'), (9, 'x')]
    >>> [entry for _, entry in entries("<2x, fy>")], [entry for _, entry in entries("fx = 2x; fy = 3")]
    (['2x', 'fy'], ['2x', '3'])
    >>> [entry for _, entry in entries(r"\nabla f = \begin{bmatrix} 2x \\ f(x, y) \end{bmatrix}")]
    ['2x', 'f(x, y)']
    """
    blank = _LAYOUT.sub(lambda found: " " * len(found[0]), text).replace("\\\\", "; ")
    blank = _with_brackets(blank)
    named = _NAMED.match(blank) or re.match(r"^\s*\\nabla[^=]*=", blank)
    start, end = named.end() if named else 0, len(blank)
    bracketed = _inside(blank, start, end)
    cut = _cut(blank, *(bracketed or (start, end)))
    if bracketed and len(cut) == 1:  # (x + 1) is one entry with its brackets
        cut = [(start, blank[start:end])]
    return [_trimmed(place, entry) for place, entry in cut]


def _with_brackets(text: str) -> str:
    """⟨a, b⟩ and <a, b> as (a, b); of the same length."""

    def bracket(found: re.Match[str]) -> str:
        return ("(" if found[0] in ("\\langle", "⟨") else ")").ljust(len(found[0]))

    text = _ANGLES.sub(bracket, text)
    plain = text.strip()
    if plain.startswith("<") and plain.endswith(">") and plain.count("<") == plain.count(">") == 1:
        return text.replace("<", "(").replace(">", ")")
    return text


def _trimmed(place: int, entry: str) -> tuple[int, str]:
    if named := _SHORT_NAME.match(entry):
        place, entry = place + named.end(), entry[named.end() :]
    return place + len(entry) - len(entry.lstrip()), entry.strip()


def _inside(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What stands within the brackets that enclose the whole, before a sign of transposition."""
    whole = re.sub(r"(?:\^\s*\{?\s*(?:T|\\top)\s*\}?|ᵀ)\s*$", "", text[start:end]).rstrip()
    first = start + len(whole) - len(whole.lstrip())
    last = start + len(whole) - 1
    if last <= first or text[first] not in _OPENING or text[last] not in _CLOSING:
        return None
    depths = list(_depths(text, first, last + 1))
    closed = depths[-1] == 0 and all(depth > 0 for depth in depths[:-1])
    return (first + 1, last) if closed else None


def _depths(text: str, start: int, end: int) -> list[int]:
    """How many brackets are open after each character."""
    depth, found = 0, []
    for character in text[start:end]:
        depth += (character in _OPENING) - (character in _CLOSING)
        found.append(depth)
    return found


def _cut(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The text cut at the first kind of separator that it has outside of brackets."""
    depths = _depths(text, start, end)
    for separator in _SEPARATORS:
        places = [k for k in range(start, end) if text[k] == separator and depths[k - start] == 0]
        if places:
            borders = [start - 1, *places, end]
            return [(a + 1, text[a + 1 : b]) for a, b in pairwise(borders)]
    return [(start, text[start:end])]

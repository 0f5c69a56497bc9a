"""Lines of a working as they were meant: without layout and numbering, a broken line put together."""

from __future__ import annotations

import re

from gdtutor.tutor.left_side import is_named
from gdtutor.tutor.remarks import names_in, without_heading, without_remarks

_LATEX_LAYOUT = re.compile(r"\\(?:begin|end)\{[a-z]*\*?\}|\\tag\{[^{}]*\}|&|\$|(?<!\\)\\[\[\]()]")
# numbers that learners put before a line; "2x" and "2.5 x" begin with a number of their own
_NUMBERING = re.compile(r"^\s*\(?[0-9]{1,2}[.)]\s+(?=\S)")
_BREAK = re.compile(r"\n|\\\\(?:\[[^\]]*\])?")
_AT_VALUE = re.compile(r"(\|\s*_\s*\{)\s*[^\W\d]\w*\s*=\s*")  # dy/dx|_{x=2} is dy/dx|_{2}
RELATION = re.compile(r"(?<![<>!])=(?!>)|≈|≃|\\approx\b|\\simeq\b")
_LETTER = re.compile(r"^\s*\([a-h]\)\s+")  # "(a) y = x^2" numbers a statement, "(a) x^2" is a product
_DASH = re.compile(r"^\s*[-–]\s+")
_STAR = re.compile(r"^\s*\*\s+")
_TIMES = r"[*·⋅×/÷]|\\(?:cdot|times|div)\b"
_ENDS_OPEN = re.compile(rf"(?:[-+−–=(\[{{]|{_TIMES})\s*$")
_GOES_ON = re.compile(rf"^(?:\s|\\q?quad\b)*(?:\+|{_TIMES})")
_SUBTRACTS = re.compile(r"^(?:\s|\\q?quad\b)*[-−–]\s")
_INDENT = re.compile(r"(?:\s|\\q?quad\b)*")


def whole_lines(text: str) -> list[str]:
    r"""The lines of a text that are not empty; a line that was broken is one.

    >>> whole_lines("y' = 3x^2 sin x\n   + x^3 cos x\ny'' =\n6x")
    ["y' = 3x^2 sin x    + x^3 cos x", "y'' = 6x"]
    """
    whole: list[str] = []
    indent = 0
    for line in _without_dashes(_plain_lines(text)):
        is_open = bool(whole and _ENDS_OPEN.search(whole[-1]))  # then "(3) x" is a product
        plain = line if is_open else _NUMBERING.sub("", line)
        if whole and _goes_on(whole[-1], plain, _indent(line) > indent):
            whole[-1] += f" {plain}"
        else:
            whole.append(_STAR.sub("", plain))
            indent = _indent(line)
    return whole


def states(text: str) -> bool:
    """Whether a text says what something with a name is, as ``u = x^2`` and ``f'(x) = 2x`` do."""
    relation = RELATION.search(text)
    return relation is not None and is_named(text[: relation.start()])


def _plain_lines(text: str) -> list[str]:
    """The lines of a text without layout, remarks and headings."""
    names = names_in(text)
    lines = _BREAK.split(_AT_VALUE.sub(r"\1", _LATEX_LAYOUT.sub(" ", text)))
    plain = [without_heading(without_remarks(line, names), names) for line in lines]
    bare = [_LETTER.sub("", line) for line in plain]
    return [rest if states(rest) else line for line, rest in zip(plain, bare, strict=True) if line.strip()]


def _without_dashes(lines: list[str]) -> list[str]:
    """``- y = x^2`` is a statement behind a dash where every statement has one; otherwise it begins with a minus."""
    statements = [line for line in lines if RELATION.search(line) and not RELATION.match(line.lstrip())]
    bare = {line: _DASH.sub("", line) for line in statements}
    are_bullets = len(bare) > 1 and all(_DASH.match(line) and states(rest) for line, rest in bare.items())
    return [bare.get(line, line) for line in lines] if are_bullets else lines


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

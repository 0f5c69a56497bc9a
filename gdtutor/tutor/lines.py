"""Cut a working into its lines: at line breaks and at every ``=`` that stands between two expressions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.carry_out import is_undefined_derivative
from gdtutor.calculus.lexer import tokenize
from gdtutor.calculus.marks import right_side_start
from gdtutor.calculus.notation import read
from gdtutor.errors import UnreadableError

_LATEX_LAYOUT = re.compile(r"\\(?:begin|end)\{[a-z]*\*?\}|\\tag\{[^{}]*\}|&|\$")
# numbers and arrows that learners put before a line; "2x" and "2.5 x" begin with a number of their own
_BULLET = re.compile(r"^\s*(?:\(?[0-9]{1,2}[.)]\s+(?=\S)|=>|==>|⇒|→|⟹|\\(?:Rightarrow|implies|to)\b)")
_BREAK = re.compile(r"\n|\\\\(?:\[[^\]]*\])?")


@dataclass(frozen=True)
class Line:
    """One expression of a working.

    Attributes:
        text: the expression as it was typed.
        number: in which line of the text it stands, counted from 1.
        names: what its left side names: nothing (``""``), a ``"function"`` (``f(x) =``) or its ``"derivative"``.
        order: the order of the derivative that is named, 2 for ``f''(x) =``; 0 where none is.
    """

    text: str
    number: int
    names: str = ""
    order: int = 0


def split_lines(text: str) -> list[Line]:
    r"""The expressions of a working, in their order.

    >>> [line.text for line in split_lines("d/dx x^2 = 2*x\n = x + x")]
    ['d/dx x^2', '2*x', 'x + x']
    >>> [line.names for line in split_lines("f(x) = x^2\nf'(x) = 2x")]
    ['function', 'derivative']
    """
    found: list[Line] = []
    for number, line in enumerate(_BREAK.split(_LATEX_LAYOUT.sub(" ", text)), start=1):
        found += _of_one_line(line, number)
    return found


def _of_one_line(line: str, number: int) -> list[Line]:
    parts = [part.strip() for part in _BULLET.sub("", line).split("=")]
    named, order = "", 0
    if len(parts) > 1 and parts[0] and _is_left_side(parts[0]):
        order = _order(parts[0])
        named = "derivative" if order else "function"
        parts = parts[1:]
    lines = [Line(part, number) for part in parts if part]
    return [Line(lines[0].text, number, named, order), *lines[1:]] if lines else []


def _is_left_side(text: str) -> bool:
    """Whether a text names a derivative or a function; ``d/dx x^2`` does not, it is an expression with a mark."""
    try:
        if right_side_start(tokenize(text + " = 0")) is None:
            return False
    except UnreadableError:
        return False
    try:
        marks = read(text).expression.atoms(sp.Derivative)
    except UnreadableError:  # dy/dx by itself is no expression
        return True
    return all(is_undefined_derivative(mark) or mark.expr.is_Symbol for mark in marks)


def _order(left: str) -> int:
    """How often a left side differentiates: its primes, or the power in d^2y/dx^2; ``d`` alone may be a name."""
    if primes := len(re.findall(r"['′’]|\\prime", left)):
        return primes
    if "/" not in left and "frac" not in left:
        return 0
    power = re.search(r"(?:[d∂]|\\partial)\s*(?:\^\s*\{?\s*([2-9])|([²³]))", left)
    return int(unicodedata.normalize("NFKC", power[1] or power[2])) if power else 1

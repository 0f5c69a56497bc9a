"""Cut a working into its lines: at line breaks and at every ``=`` that stands between two expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.carry_out import is_undefined_derivative
from gdtutor.calculus.lexer import tokenize
from gdtutor.calculus.marks import right_side_start
from gdtutor.calculus.notation import read
from gdtutor.errors import UnreadableError

_LATEX_LAYOUT = re.compile(r"\\(?:begin|end)\{[a-z]*\*?\}|\\tag\{[^{}]*\}|&|\$")
_BREAK = re.compile(r"\n|\\\\(?:\[[^\]]*\])?")


@dataclass(frozen=True)
class Line:
    """One expression of a working.

    Attributes:
        text: the expression as it was typed.
        number: in which line of the text it stands, counted from 1.
        names: what its left side names: nothing (``""``), a ``"function"`` (``f(x) =``) or its ``"derivative"``.
    """

    text: str
    number: int
    names: str = ""


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
    parts = [part.strip() for part in line.split("=")]
    named = ""
    if len(parts) > 1 and parts[0] and _is_left_side(parts[0]):
        named = "derivative" if _is_derivative(parts[0]) else "function"
        parts = parts[1:]
    lines = [Line(part, number) for part in parts if part]
    return [Line(lines[0].text, number, named), *lines[1:]] if lines else []


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


def _is_derivative(left: str) -> bool:
    """Whether a left side has a prime or is a quotient of differentials; ``d`` alone may be a name."""
    return "'" in left or "prime" in left or "/" in left or "frac" in left

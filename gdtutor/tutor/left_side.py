"""The left side of a line of a working: what it names, as f(x), f'(x), f'(2), dy/du, u' or u."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import sympy as sp

from gdtutor.calculus.carry_out import is_undefined_derivative
from gdtutor.calculus.language.lexer import Token, tokenize
from gdtutor.calculus.language.marks import match_ratio, right_side_start
from gdtutor.calculus.language.vocabulary import CONSTANTS, FUNCTIONS, KEYWORDS, cut_word
from gdtutor.calculus.notation import read
from gdtutor.errors import UnreadableError

_BAR = r"(?:\\?[|]|\\bigr?\||\bat\b)\s*_?\s*\{?\s*(?:[^\W\d]\w*\s*=\s*)?"
_PLACE = re.compile(rf"^(?P<left>.+?)\s*{_BAR}(?P<at>[^{{}}=|]+?)\}}?$")  # dy/dx|_{x=2}, f'(x) at x = 2
_LOGARITHMS = frozenset({"ln", "Ln", "log", "Log"})
_NO_NAMES = FUNCTIONS.keys() | CONSTANTS.keys() | KEYWORDS
_OF_NAMES = re.compile(r"^\([^'′]*\)\s*(?:'|′)$|^d\s*\(.*\)\s*/\s*d\s*[^\W\d_]$")  # (fg)', d(fg)/dx
_OF_ARGUMENT = re.compile(r"([d∂]\s*[^\W\d_])(\s*\(\s*[^\W\d_]\s*\))(\s*(?:/|\}\s*\{))")  # df(x)/dx


@dataclass(frozen=True)
class LeftSide:
    """What stands before an ``=``.

    Attributes:
        name: the quantity; empty for one that has none, as in ``(fg)' =``.
        order: how often it is differentiated; 0 for the quantity itself.
        variable: by which variable, or of which variable it is a function; empty where that is not said.
        at: the point at which it is taken, as text; empty where there is none.
        is_function: whether it was written with its argument, as f(x).
        arguments: the letters of its argument, where it has been written with letters.
        variables: of a mixed derivative, each variable with its order.
        is_gradient: whether it is the gradient, ∇f.
    """

    name: str
    order: int = 0
    variable: str = ""
    at: str = ""
    is_function: bool = False
    arguments: tuple[str, ...] = ()
    variables: tuple[tuple[str, int], ...] = ()
    is_gradient: bool = False


def typeset_left(left: LeftSide) -> str:
    r"""A left side as LaTeX; empty for one without a name.

    >>> print(*(typeset_left(left_side(text)) for text in ("f''(x)", "dy/dx")))
    f''\left(x\right) \frac{d y}{d x}
    """
    if not left.name:
        return ""
    name = sp.latex(sp.Symbol(left.name))
    if left.is_gradient:
        return rf"\nabla {name}"
    inside = ", ".join(sp.latex(sp.Symbol(letter)) for letter in left.arguments) or left.at
    argument = rf"\left({inside}\right)" if inside and left.is_function else ""
    if left.order and left.variable and not left.is_function:
        by = left.variables or ((left.variable, left.order),)
        below = " ".join(f"d {sp.latex(sp.Symbol(v))}" + (f"^{{{n}}}" if n > 1 else "") for v, n in by)
        power = f"^{{{left.order}}}" if left.order > 1 else ""
        at = rf"\Big|_{{{left.at}}}" if left.at else ""
        return rf"\frac{{d{power} {name}}}{{{below}}}{at}"
    return f"{name}{chr(39) * left.order}{argument}"


def left_side(text: str) -> LeftSide | None:
    """What a text before ``=`` names; ``None`` where it is an expression, as ``d/dx x^2`` and ``(x^2)'`` are.

    >>> found = left_side("f''(x)")
    >>> found.name, found.order, found.variable
    ('f', 2, 'x')
    >>> left_side("dy/du").variable, left_side("f'(2)").at, left_side("∇f").is_gradient, left_side("2x")
    ('u', '2', True, None)
    """
    try:
        if placed := _PLACE.match(text):
            inner = left_side(placed["left"])
            if inner is not None and not inner.at:
                return LeftSide(inner.name, inner.order, inner.variable, placed["at"].strip())
        plain = _OF_ARGUMENT.sub(lambda found: f"{found[1]}{' ' * (len(found[2]))}{found[3]}", text)
        return _of_tokens(tokenize(plain), plain)
    except UnreadableError:
        return None


def is_named(text: str) -> bool:
    """Whether a text is the left side of a statement, as ``y'`` is.

    >>> is_named("y'"), is_named("2x"), is_named(" ")
    (True, False, False)
    """
    return bool(text.strip()) and left_side(text.strip()) is not None


def _of_tokens(tokens: list[Token], text: str) -> LeftSide | None:
    if tokens[0].kind == "∇" or (tokens[0].text == "grad" and tokens[1].kind == "name"):
        found = _of_tokens(tokens[1:], text) if tokens[1].kind == "name" else None
        return replace(found, order=1, is_gradient=True) if found is not None and not found.order else None
    ratio = match_ratio(tokens, 0)
    if ratio is not None:
        mixed = ratio.variables if len(ratio.variables) > 1 else ()
        return _after(
            tokens, ratio.next_index, LeftSide(ratio.name, ratio.order, ratio.variable, variables=mixed), text
        )
    if tokens[0].kind == "name":
        name, place, primes = tokens[0].text, 1, 0
        if name in _NO_NAMES or _is_glued_call(name):
            return None
        while tokens[place].kind == "'":
            primes, place = primes + 1, place + 1
        return _after(tokens, place, LeftSide(name, primes), text)
    return _anonymous(tokens, text)


def _is_glued_call(name: str) -> bool:
    """Whether a word is a logarithm with its argument: lny is ln y, and no name, as cost is."""
    pieces = cut_word(name) if name.isalpha() else None
    return pieces is not None and len(pieces) == 2 and pieces[0] in _LOGARITHMS


def _after(tokens: list[Token], place: int, found: LeftSide, text: str) -> LeftSide | None:
    """What follows a name: nothing, or an argument in brackets, a variable or a point."""
    if tokens[place].kind == "end":
        return found
    closes = {"(": ")", "{": "}"}.get(tokens[place].kind)
    if closes is None or tokens[-2].kind != closes:
        return None
    inside = tokens[place + 1 : -2]
    if inside and all(token.kind == ("," if k % 2 else "name") for k, token in enumerate(inside)):
        variable = inside[0].text if len(inside) == 1 else found.variable
        if variable in CONSTANTS and found.order:
            return LeftSide(found.name, found.order, found.variable, text[inside[0].start : inside[0].end], True)
        if found.variable and variable != found.variable:
            return None
        letters = tuple(token.text for token in inside[::2])
        return LeftSide(found.name, found.order, variable, "", True, letters)
    at = text[inside[0].start : inside[-1].end] if inside else ""
    is_place = bool(at) and all(_is_number(part) for part in at.split(","))
    return LeftSide(found.name, found.order, found.variable, at, True) if is_place else None


def _is_number(text: str) -> bool:
    try:
        return not read(text).expression.free_symbols
    except UnreadableError:
        return False


def _anonymous(tokens: list[Token], text: str) -> LeftSide | None:
    """Left sides that only say that a derivative follows, such as ``(fg)'``."""
    if right_side_start([*tokens[:-1], Token("=", "=", len(text), len(text)), tokens[-1]]) is None:
        return None
    try:
        marks = read(text, primed_by="x").expression.atoms(sp.Derivative)
    except UnreadableError:
        return LeftSide("", 1) if _OF_NAMES.match(text.strip()) else None
    if any(map(is_undefined_derivative, marks)):
        return None
    if len(marks) == 1 and text.strip().startswith("("):  # (u)' is u'
        (mark,) = marks
        return LeftSide(str(mark.expr), 1) if mark.expr.is_Symbol else None
    of_names = all(mark.expr.is_Symbol and mark.expr not in mark.variables for mark in marks)
    return LeftSide("", 1) if of_names else None

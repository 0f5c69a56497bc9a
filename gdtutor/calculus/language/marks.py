"""Recognise d/dx marks among tokens, and the left side of an answer such as ``dy/dx =`` or ``f'(x) =``."""

from __future__ import annotations

from typing import NamedTuple

from gdtutor.calculus.language.lexer import Token

_CLOSED_BY = {"(": ")", "{": "}"}


class Mark(NamedTuple):
    """A d/dx mark: the variables with their orders, and the index of the token after it."""

    variables: tuple[tuple[str, int], ...]
    next_index: int


def match_mark(tokens: list[Token], index: int, declared: frozenset[str]) -> Mark | None:
    """The mark that starts at ``tokens[index]``, as d/dx, ∂/∂x, \\frac{d}{dx} and D_x, or ``None``."""
    if "d" in declared:
        return None
    token = tokens[index]
    if token.kind == "name" and token.text.startswith("D_") and token.text not in declared:
        return Mark(((token.text[2:], 1),), index + 1)
    fraction = tokens[index].kind == "frac"
    place, order = _numerator(tokens, index + 1 if fraction else index, fraction)
    if place is None and not fraction:
        return _in_brackets(tokens, index)
    if place is None or (not fraction and tokens[place].kind not in ("/", "over")):
        return None
    place = place if fraction else place + 1
    return _denominator(tokens, place, order, fraction)


def _in_brackets(tokens: list[Token], index: int) -> Mark | None:
    """``(d)/(dx)``, ``{d \\over dx}``."""
    closing = _CLOSED_BY.get(tokens[index].kind)
    if closing is None or not _is_d(_at(tokens, index + 1)):
        return None
    order, place = _power(tokens, index + 2)
    whole = _at(tokens, place).kind == "over"
    if not whole and (_at(tokens, place).kind != closing or _at(tokens, place + 1).kind not in ("/", "over")):
        return None
    below = denominator(tokens, place + (1 if whole else 2))
    if below is None or not order or sum(count for _, count in below.variables) != order:
        return None
    if not whole:
        return below
    return Mark(below.variables, below.next_index + 1) if _at(tokens, below.next_index).kind == closing else None


class Ratio(NamedTuple):
    """A quotient of differentials such as dy/dx: what is differentiated, by what and how often, the token after it."""

    name: str
    variables: tuple[tuple[str, int], ...]
    next_index: int

    @property
    def variable(self) -> str:
        """By what it is differentiated; of a mixed derivative, the first of the variables."""
        return self.variables[0][0]

    @property
    def order(self) -> int:
        """How often it is differentiated."""
        return sum(count for _, count in self.variables)


def match_ratio(tokens: list[Token], index: int) -> Ratio | None:
    """The quotient dy/dx, ∂L/∂w, (dy)/(dx), {dy \\over dx} or \\frac{d^2 y}{dx^2} that starts here, or ``None``."""
    fraction = tokens[index].kind == "frac"
    place = index + 1 if fraction else index
    closing = _CLOSED_BY.get(_at(tokens, place).kind)
    if fraction and closing != "}":
        return None
    place += closing is not None
    token = _at(tokens, place)
    if _is_d(token):
        order, place = _power(tokens, place + 1)
        name, place = _at(tokens, place).text, place + 1
        if _at(tokens, place - 1).kind != "name":
            return None
    elif token.kind == "name" and token.text.startswith("d") and len(token.text) > 1:
        name, order, place = token.text[1:], 1, place + 1
    else:
        return None
    place = _behind_argument(tokens, place)
    if closing is not None:
        if _at(tokens, place).kind != closing:
            return None
        place += 1
    if not fraction:
        if _at(tokens, place).kind not in ("/", "over"):
            return None
        place += 1
    below = denominator(tokens, place, order)
    if below is None or not order or sum(count for _, count in below.variables) != order:
        return None
    return Ratio(name, below.variables, below.next_index)


def _behind_argument(tokens: list[Token], place: int) -> int:
    """The place behind ``(x)`` in dy(x)/dx."""
    kinds = [_at(tokens, place + k).kind for k in range(3)]
    return place + 3 if kinds == ["(", "name", ")"] else place


def denominator(tokens: list[Token], place: int, most: int = 0) -> Mark | None:
    """``dx``, ``(dx)`` or ``{\\partial x \\partial y}``: the variables, and the token after it.

    Without brackets it ends with the order ``most``: in dr/dt dh/dt the dh is no part of it.
    """
    closing = _CLOSED_BY.get(_at(tokens, place).kind)
    place += closing is not None
    variables: list[tuple[str, int]] = []
    while (found := _one_differential(tokens, place)) is not None:
        variable, order, place = found
        variables.append((variable, order))
        if closing is None and most and sum(count for _, count in variables) >= most:
            break
    if closing is not None:
        if _at(tokens, place).kind != closing:
            return None
        place += 1
    return Mark(tuple(variables), place) if variables else None


def _at(tokens: list[Token], index: int) -> Token:
    return tokens[min(index, len(tokens) - 1)]


def _is_d(token: Token) -> bool:
    return token.kind == "∂" or (token.kind == "name" and token.text == "d")


def _power(tokens: list[Token], place: int) -> tuple[int, int]:
    """The order written as ``^2`` or ``^{2}`` at ``place``: (order, next place); 1 where there is none."""
    if _at(tokens, place).kind != "^":
        return 1, place
    braced = _at(tokens, place + 1).kind == "{"
    number = _at(tokens, place + 1 + braced)
    if number.kind != "number" or not number.text.isdigit():
        return 0, place
    return int(number.text), place + 2 + 2 * braced


def _numerator(tokens: list[Token], place: int, fraction: bool) -> tuple[int | None, int]:
    if fraction:
        if _at(tokens, place).kind != "{":
            return None, 0
        place += 1
    if not _is_d(_at(tokens, place)):
        return None, 0
    order, place = _power(tokens, place + 1)
    if fraction:
        if _at(tokens, place).kind != "}":
            return None, 0
        place += 1
    return (place if order else None), order


def _denominator(tokens: list[Token], place: int, order: int, fraction: bool) -> Mark | None:
    if fraction:
        if _at(tokens, place).kind != "{":
            return None
        place += 1
    variables: list[tuple[str, int]] = []
    while (found := _one_differential(tokens, place)) is not None:
        variable, below, place = found
        variables.append((variable, below))
        if not fraction:
            break
    if fraction:
        if _at(tokens, place).kind != "}":
            return None
        place += 1
    return Mark(tuple(variables), place) if variables and sum(below for _, below in variables) == order else None


def _one_differential(tokens: list[Token], place: int) -> tuple[str, int, int] | None:
    """``dx`` or ``\\partial x^2``: the variable, its order, and the next place."""
    token = _at(tokens, place)
    if _is_d(token) and _at(tokens, place + 1).kind == "name":
        variable, place = _at(tokens, place + 1).text, place + 2
    elif token.kind == "name" and token.text.startswith("d") and len(token.text) > 1:
        variable, place = token.text[1:], place + 1
    else:
        return None
    return variable, *_power(tokens, place)


_LEFT_SIDE = {"∇", "name", "'", "(", ")", "{", "}", "/", "∂", "frac", "^", "number", ","}


def right_side_start(tokens: list[Token]) -> int | None:
    """Index after the ``=`` of a left side that only names the derivative (``y' =``, ``dy/dx =``), else ``None``."""
    in_cases = next((index for index, token in enumerate(tokens) if token.kind == "cases"), len(tokens))
    signs = [index for index, token in enumerate(tokens[:in_cases]) if token.kind == "="]
    if len(signs) != 1 or signs[0] > 40:
        return None
    left = tokens[: signs[0]]
    if not left or (left[0].kind == "(" and left[-1].kind == "'"):  # "= 2x" and "(x^2)' = 2x"
        return signs[0] + 1
    if any(token.kind not in _LEFT_SIDE for token in left) or not left:
        return None
    return signs[0] + 1 if _names_a_derivative(left) else None


def _names_a_derivative(left: list[Token]) -> bool:
    """A bare name (``y``), a function at a name (``f(x)``, ``f'(x)``), or a quotient of differentials."""
    words = [token.text for token in left if token.kind == "name"]
    if any(token.kind in {"/", "frac"} for token in left):
        has_marks = any(token.kind == "∂" for token in left)
        return has_marks or sum(word.startswith("d") for word in words) >= 2
    kinds = "".join(token.kind if token.kind != "name" else "n" for token in left).replace("'", "").removeprefix("∇")
    return kinds in {"n", "n(n)", "n{n}"}

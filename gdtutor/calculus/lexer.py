"""Cut a text into tokens: plain text as learners type it, and LaTeX as they paste it."""

from __future__ import annotations

import re
from typing import NamedTuple

from gdtutor.calculus.characters import (
    FRACTION_SIGNS,
    GREEK,
    GREEK_NAMES,
    INVISIBLE,
    SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    folded,
    visible,
)
from gdtutor.calculus.limits import MAX_DIGITS, MAX_LENGTH
from gdtutor.errors import UnreadableError


class Token(NamedTuple):
    """A piece of the text: its kind, what it says, and where it stands."""

    kind: str  # number, name, command, an operator sign, or "end"
    text: str
    start: int
    end: int


_COMMAND_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|",
    "partial": "∂", "prime": "'", "{": "(", "}": ")", "sqrt": "sqrt", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=",
    "lt": "<", "gt": ">", "ne": "≠", "neq": "≠", "approx": "≈", "simeq": "≈", "sim": "≈",
    "land": "and", "wedge": "and", "circ": "∘", "odot": "∘", "lVert": "|", "rVert": "|", "Vert": "|", "|": "|",
    "\\": "newline",
}  # fmt: skip
_SILENT = frozenset(
    ", ; ! : ( ) [ ] left right boxed big Big bigl bigr Bigl Bigr bigg Bigg displaystyle textstyle quad qquad".split()
    + [" ", "limits"]
)
_PAIRS = {"**": "^", "<=": "<=", ">=": ">=", "!=": "≠"}
_PLAIN = frozenset("+ - * / ^ ( ) { } | ' , = sqrt ∂ ! < > <= >= ≈ ≠ and ∘".split())
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_NAMED_GROUPS = frozenset("operatorname mathrm text mathit textrm mathbf boldsymbol bm vec".split())
_ACCENTS = {"hat": "_hat", "widehat": "_hat", "bar": "_bar", "overline": "_bar", "tilde": "_tilde"}
_ENVIRONMENT = re.compile(r"\{(?:align|aligned|equation|gather|split|math|displaymath)\*?\}")
_SHORT_FRACTION = re.compile(r"\s*(\d)\s*([0-9a-zA-Z])")
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ASCII_NAME = re.compile(r"[A-Za-z]+")
_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,12})\}|(\d+|[A-Za-z]+\d*))")
_TEX_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,12})\}|([A-Za-z0-9]))")  # without braces TeX takes one sign
_GROUP = re.compile(r"\s*(?:\{\s*\\?([A-Za-z]+)\s*\}|\\([A-Za-z]+)|([A-Za-z]))")


def tokenize(text: str) -> list[Token]:
    """Cut ``text`` into tokens; the last one has the kind ``"end"``.

    Raises:
        UnreadableError: for a sign that has no meaning here, or a text that is too long.

    >>> [token.text for token in tokenize("2x^{2}")]
    ['2', 'x', '^', '{', '2', '}', '']
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableError(f"this is {len(text)} characters long; at most {MAX_LENGTH} can be read", text[:80])
    plain = folded(text)
    tokens: list[Token] = []
    position = 0
    while position < len(plain):
        position = _next_token(plain, position, tokens)
    tokens.append(Token("end", "", len(text), len(text)))
    return _with_primes(tokens)


def _with_primes(tokens: list[Token]) -> list[Token]:
    """LaTeX writes a prime as a superscript: ``f^{\\prime}`` and ``f^\\prime``."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        kinds = "".join(token.kind[0] for token in tokens[at : at + 4])
        if tokens[at].kind == "^" and kinds[1:2] == "'":
            found.append(tokens[at + 1])
            at += 2
        elif tokens[at].kind == "^" and kinds == "^{'}":
            found.append(tokens[at + 2])
            at += 4
        else:
            found.append(tokens[at])
            at += 1
    return found


def _next_token(text: str, position: int, tokens: list[Token]) -> int:
    """Append the tokens that start at ``position`` and return where the next one starts."""
    sign = text[position]
    if sign == "&" and any(token.kind == "cases" for token in tokens):
        tokens.append(Token("&", "&", position, position + 1))
        return position + 1
    if sign.isspace() or sign in "$&" or sign in INVISIBLE:
        return position + 1
    if sign in FRACTION_SIGNS:
        _short_fraction(FRACTION_SIGNS[sign], position, position + 1, tokens)
        return position + 1
    if sign in "0123456789.":
        return _number(text, position, tokens)
    if sign == "\\":
        return _command(text, position, tokens)
    if sign in SUPERSCRIPTS:
        return _superscript(text, position, tokens)
    if sign.isalpha() and (sign.isascii() or sign in GREEK):
        return _name(text, position, tokens)
    if text[position : position + 2] in _PAIRS:
        tokens.append(
            Token(_PAIRS[text[position : position + 2]], text[position : position + 2], position, position + 2)
        )
        return position + 2
    plain = SIGNS.get(sign, sign)
    if plain not in _PLAIN:
        raise UnreadableError(f"the sign {visible(sign)} has no meaning here", text, position)
    tokens.append(Token(plain, sign, position, position + 1))
    return position + 1


def _number(text: str, position: int, tokens: list[Token]) -> int:
    match = _NUMBER.match(text, position)
    if match is None:
        raise UnreadableError("a point needs a digit before or after it", text, position)
    digits = match[0]
    exponent = re.search(r"[eE][+-]?(\d+)$", digits)
    too_long = sum(sign.isdigit() for sign in digits) > MAX_DIGITS
    if too_long or (exponent and (len(exponent[1]) > 4 or int(exponent[1]) > 2 * MAX_DIGITS)):
        raise UnreadableError(f"this number is too long; at most {MAX_DIGITS} digits can be read", text, position)
    tokens.append(Token("number", digits, position, match.end()))
    return match.end()


def _superscript(text: str, position: int, tokens: list[Token]) -> int:
    """``x²`` and ``x⁻¹`` are written on as ``x^{2}`` and ``x^{-1}``."""
    end = position
    while end < len(text) and text[end] in SUPERSCRIPTS:
        end += 1
    inner = tokenize("".join(SUPERSCRIPTS[sign] for sign in text[position:end]))[:-1]
    tokens.append(Token("^", "^", position, position))
    tokens.append(Token("{", "{", position, position))
    tokens += [Token(token.kind, token.text, position, end) for token in inner]
    tokens.append(Token("}", "}", end, end))
    return end


def _name(text: str, position: int, tokens: list[Token]) -> int:
    """A run of Latin letters, or one Greek letter, with its digits and subscript."""
    if text[position] in GREEK:
        name, end = GREEK[text[position]], position + 1
    else:
        match = _ASCII_NAME.match(text, position)
        assert match is not None
        name, end = match[0], match.end()
    return _subscripted(text, name, position, end, tokens)


def _short_fraction(digits: str, start: int, end: int, tokens: list[Token]) -> None:
    """``\\frac12`` and ``½``: one sign above and one below."""
    above, below = digits[0], digits[1]
    kind = "number" if below.isdigit() else "name"
    tokens += [Token("(", "(", start, start), Token("number", above, start, end), Token("/", "/", start, end)]
    tokens += [Token(kind, below, start, end), Token(")", ")", end, end)]


def _subscripted(
    text: str, name: str, start: int, end: int, tokens: list[Token], pattern: re.Pattern[str] = _SUBSCRIPT
) -> int:
    digits_end = end
    while digits_end < len(text) and text[digits_end] in SUBSCRIPTS:
        digits_end += 1
    if digits_end > end:
        name += "_" + "".join(SUBSCRIPTS[sign] for sign in text[end:digits_end])
        end = digits_end
    elif match := pattern.match(text, end):
        name += "_" + (match[1] or match[2])
        end = match.end()
    else:
        while end < len(text) and text[end] in "0123456789" and text[start].isascii():
            name += text[end]
            end += 1
    if len(name) > 40:
        raise UnreadableError("this name is too long", text, start)
    tokens.append(Token("name", name, start, end))
    return end


def _command(text: str, position: int, tokens: list[Token]) -> int:
    """A LaTeX command: a sign, a name, a fraction, or spacing without meaning."""
    match = _ASCII_NAME.match(text, position + 1)
    name = match[0] if match else text[position + 1 : position + 2]
    end = position + 1 + len(name)
    if name in _SILENT:
        return end + (1 if text[end : end + 1] == "." and name in {"left", "right"} else 0)
    if name in _COMMAND_SIGNS:
        tokens.append(Token(_COMMAND_SIGNS[name], "\\" + name, position, end))
        return end
    if name in {"begin", "end"} and text.startswith("{cases}", end):
        tokens.append(Token("cases" if name == "begin" else "end of cases", "\\" + name, position, end + 7))
        return end + 7
    if name in {"begin", "end"} and (environment := _ENVIRONMENT.match(text, end)):
        return environment.end()
    if name in _FRACTIONS:
        if short := _SHORT_FRACTION.match(text, end):
            _short_fraction(short[1] + short[2], position, short.end(), tokens)
            return short.end()
        tokens.append(Token("frac", "\\" + name, position, end))
        return end
    if (name in _NAMED_GROUPS or name in _ACCENTS) and (group := _GROUP.match(text, end)):
        inner = group[1] or group[2] or group[3]
        if inner in CLAUSES and name in {"text", "mathrm", "textrm"}:
            tokens.append(Token(CLAUSES[inner], inner, position, group.end()))
            return group.end()
        return _subscripted(text, inner + _ACCENTS.get(name, ""), position, group.end(), tokens, _TEX_SUBSCRIPT)
    if name in LATEX_NAMES:
        pattern = _SUBSCRIPT if name == "log" else _TEX_SUBSCRIPT  # \\log_10 means base 10 to everybody but TeX
        return _subscripted(text, LATEX_NAMES[name], position, end, tokens, pattern)
    raise UnreadableError(f"the command \\{name} is not known here", text, position)


CLAUSES = {"for": "if", "if": "if", "when": "if", "where": "if", "otherwise": "otherwise", "else": "otherwise",
           "and": "and"}  # fmt: skip
LATEX_NAMES = {name: name for name in GREEK_NAMES} | {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi",
} | {name: name for name in (
    "sin cos tan cot sec csc arcsin arccos arctan arccot sinh cosh tanh coth exp ln log lg min max".split()
)}  # fmt: skip

"""Cut a text into tokens: plain text as learners type it, and LaTeX as they paste it."""

from __future__ import annotations

import re
from typing import NamedTuple

from gdtutor.calculus.limits import MAX_DIGITS, MAX_LENGTH
from gdtutor.errors import UnreadableError


class Token(NamedTuple):
    """A piece of the text: its kind, what it says, and where it stands."""

    kind: str  # number, name, command, an operator sign, or "end"
    text: str
    start: int
    end: int


GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values())

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣ", "0123456789+-nx", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_SIGNS = {
    "·": "*", "⋅": "*", "×": "*", "∙": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/", "−": "-", "–": "-", "—": "-",
    "′": "'", "’": "'", "∣": "|", "√": "sqrt", "∂": "∂", "[": "(", "]": ")",
}  # fmt: skip
_COMMAND_SIGNS = {"cdot": "*", "times": "*", "ast": "*", "div": "/", "lvert": "|", "rvert": "|", "vert": "|",
                  "mid": "|", "partial": "∂", "prime": "'", "{": "(", "}": ")", "sqrt": "sqrt"}  # fmt: skip
_SILENT = frozenset(
    ", ; ! : left right big Big bigl bigr Bigl Bigr bigg Bigg displaystyle textstyle quad qquad limits".split() + [" "]
)
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_NAMED_GROUPS = frozenset({"operatorname", "mathrm", "text", "mathit", "textrm"})
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ASCII_NAME = re.compile(r"[A-Za-z]+")
_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,12})\}|([A-Za-z0-9]+))")
_GROUP = re.compile(r"\s*\{\s*([A-Za-z]+)\s*\}")


def tokenize(text: str) -> list[Token]:
    """Cut ``text`` into tokens; the last one has the kind ``"end"``.

    Raises:
        UnreadableError: for a sign that has no meaning here, or a text that is too long.

    >>> [token.text for token in tokenize("2x^{2}")]
    ['2', 'x', '^', '{', '2', '}', '']
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableError(f"this is {len(text)} characters long; at most {MAX_LENGTH} can be read", text[:80])
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        position = _next_token(text, position, tokens)
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _next_token(text: str, position: int, tokens: list[Token]) -> int:
    """Append the tokens that start at ``position`` and return where the next one starts."""
    sign = text[position]
    if sign.isspace() or sign == "$":
        return position + 1
    if sign in "0123456789.":
        return _number(text, position, tokens)
    if sign == "\\":
        return _command(text, position, tokens)
    if sign in _SUPERSCRIPTS:
        return _superscript(text, position, tokens)
    if sign.isalpha() and (sign.isascii() or sign in GREEK):
        return _name(text, position, tokens)
    if text.startswith("**", position):
        tokens.append(Token("^", "^", position, position + 2))
        return position + 2
    plain = _SIGNS.get(sign, sign)
    if plain not in {"+", "-", "*", "/", "^", "(", ")", "{", "}", "|", "'", ",", "=", "sqrt", "∂", "!"}:
        raise UnreadableError(f"the sign {_visible(sign)} has no meaning here", text, position)
    tokens.append(Token(plain, sign, position, position + 1))
    return position + 1


def _visible(sign: str) -> str:
    """The sign itself where it can be seen, else its code point: a hidden mark must not garble the message."""
    return repr(sign) if sign.isprintable() else f"U+{ord(sign):04X}"


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
    while end < len(text) and text[end] in _SUPERSCRIPTS:
        end += 1
    inner = tokenize("".join(_SUPERSCRIPTS[sign] for sign in text[position:end]))[:-1]
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


def _subscripted(text: str, name: str, start: int, end: int, tokens: list[Token]) -> int:
    digits_end = end
    while digits_end < len(text) and text[digits_end] in _SUBSCRIPTS:
        digits_end += 1
    if digits_end > end:
        name += "_" + "".join(_SUBSCRIPTS[sign] for sign in text[end:digits_end])
        end = digits_end
    elif match := _SUBSCRIPT.match(text, end):
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
    if name in _FRACTIONS:
        tokens.append(Token("frac", "\\" + name, position, end))
        return end
    if name in _NAMED_GROUPS and (group := _GROUP.match(text, end)):
        return _subscripted(text, group[1], position, group.end(), tokens)
    if name in LATEX_NAMES:
        return _subscripted(text, LATEX_NAMES[name], position, end, tokens)
    raise UnreadableError(f"the command \\{name} is not known here", text, position)


LATEX_NAMES = {name: name for name in GREEK_NAMES} | {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi",
} | {name: name for name in (
    "sin cos tan cot sec csc arcsin arccos arctan arccot sinh cosh tanh coth exp ln log lg min max".split()
)}  # fmt: skip

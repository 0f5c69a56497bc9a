"""Cut words that are written without signs between: ``xsin(x)``, ``pix``, ``sin2xcos3x``.

The pieces are then read like any others, by the same rules: ``2^nx`` is (2^n)·x as ``2^3x`` is (2^3)·x.
"""

from __future__ import annotations

from gdtutor.calculus.language.lexer import GREEK_NAMES, Token
from gdtutor.calculus.language.vocabulary import CONSTANTS, ENGLISH, KEYWORDS, cut_word, is_function, similar_function
from gdtutor.errors import UnreadableError

_LOGARITHMS = frozenset({"log", "Log", "LOG"})


def split_words(tokens: list[Token], declared: frozenset[str], text: str) -> list[Token]:
    """The tokens with every unknown word cut into known words and single letters.

    Raises:
        UnreadableError: for a word that stays one, with its place.

    >>> from gdtutor.calculus.language.lexer import tokenize
    >>> [token.text for token in split_words(tokenize("sin2xcos3x"), frozenset(), "")]
    ['sin', '2', 'x', 'cos', '3', 'x', '']
    """
    found: list[Token] = []
    for place, token in enumerate(tokens):
        called = tokens[min(place + 1, len(tokens) - 1)].kind == "("
        found += [token] if token.kind != "name" else _pieces(token, declared, text, called)
    return found


def plain(name: str) -> str:
    """A name without its underscore: an answer may write w1 for w_1."""
    return name.replace("_", "")


def is_differential(name: str) -> bool:
    """Whether a name is a differential such as dx or dtheta."""
    return name.startswith("d") and (len(name) == 2 or name[1:] in GREEK_NAMES)


def _pieces(token: Token, declared: frozenset[str], text: str, called: bool) -> list[Token]:
    name = token.text
    head = name.split("_")[0].rstrip("0123456789") if "_" in name else name.rstrip("0123456789")
    tail = name[len(head) :]
    if plain(name) in {plain(known) for known in declared} or (is_differential(name) and "d" not in declared):
        return [token]
    if is_function(name, declared) or name in KEYWORDS or len(head) == 1 or head in CONSTANTS or head in GREEK_NAMES:
        return [token]
    if head in _LOGARITHMS and tail[1:] and tail[0] == "_":
        return [token._replace(text=f"log{tail}")]
    if is_function(head, declared) and tail:
        return _numbered(token, head, tail, text, called)
    strange = head.lower() in ENGLISH and not declared.issuperset(head)
    pieces = None if strange else cut_word(head, declared)
    calls_last = bool(pieces) and pieces is not None and is_function(pieces[-1], declared)
    own = declared | CONSTANTS.keys()
    is_product = pieces is not None and all(len(piece) > 1 or piece in own for piece in pieces)  # xp(1-p)
    if pieces is None or (called and not calls_last and not is_product):
        kind = "function" if called else "name"
        close = "" if strange else similar_function(head)
        hint = f"did you mean {close}?" if close else "write a*b for a product"
        raise UnreadableError(f"the {kind} {name!r} is not known here; {hint}", text, token.start)
    return _cut(token, pieces, tail, calls_last)


def _numbered(token: Token, head: str, tail: str, text: str, called: bool) -> list[Token]:
    """``sin2`` before an ``x`` begins sin 2x, ``log3(x)`` has a base; what else it could mean is asked."""
    if tail[0] == "_":
        raise UnreadableError(f"{head} takes no index; only log has a base, as in log_5(x)", text, token.start)
    if head in _LOGARITHMS and tail == "1":  # log1p is no logarithm to base 1
        raise UnreadableError(f"the function {token.text!r} is not known here", text, token.start)
    if head in _LOGARITHMS and called:
        return [token._replace(text=f"log_{tail}")]
    if called:
        meanings = f"{head}({tail}*(…)) or {head}(…)^{tail}"
        raise UnreadableError(f"{token.text}(…) could be {meanings}; write which one is meant", text, token.start)
    return _cut(token, (head,), tail, True)


def _cut(token: Token, pieces: tuple[str, ...], tail: str, calls_last: bool) -> list[Token]:
    parts, at = [], token.start
    for piece in pieces:
        parts.append(Token("name", piece, at, at + len(piece)))
        at += len(piece)
    if tail.isdigit() and calls_last:
        parts.append(Token("number", tail, token.end - len(tail), token.end))
    elif tail:
        parts[-1] = Token("name", parts[-1].text + tail, parts[-1].start, token.end)
    return parts

"""The words that the grammar knows: functions with their aliases, constants, and how a run of letters is cut."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from gdtutor.calculus.functions import FUNCTIONS as ELEMENTARY, RECORDS
from gdtutor.calculus.language.lexer import GREEK_NAMES

# Spellings of other countries and of calculators -> the spelling that is usual here.
_ELSEWHERE = {
    "sen": "sin", "tg": "tan", "tang": "tan", "ctg": "cot", "cotg": "cot", "cotan": "cot", "ctn": "cot",
    "arcsen": "asin", "asen": "asin", "arctg": "atan", "arctang": "atan", "atg": "atan", "arcctg": "acot",
    "arccotan": "acot", "arccosec": "acsc", "sh": "sinh", "senh": "sinh", "ch": "cosh", "th": "tanh", "tgh": "tanh",
    "cth": "coth", "ctgh": "coth", "cosech": "csch", "arsh": "asinh", "arch": "acosh", "arth": "atanh",
    "arccosech": "acsch", "arsech": "asech", "arcsch": "acsch", "sinus": "sin", "cosinus": "cos", "tangens": "tan",
    "cotangens": "cot", "signum": "sign",
}  # fmt: skip
_USUAL = {spelling: record.name for record in ELEMENTARY for spelling in record.spellings.split()} | {
    "sqrt": "sqrt", "cbrt": "cbrt", "root": "root", "max": "max", "min": "min", "relu": "relu",
    "logsumexp": "logsumexp", "log10": "log10", "lg": "log10", "log2": "log2",
}  # fmt: skip
_SPELLINGS = _USUAL | {spelling: _USUAL[usual] for spelling, usual in _ELSEWHERE.items()}
# What a learner writes -> the name that the rest of the package uses. Phones begin a line with a capital, as
# Mathematica begins a function.
FUNCTIONS = (
    {spelling.capitalize(): name for spelling, name in _SPELLINGS.items()}
    | {spelling.upper(): name for spelling, name in _SPELLINGS.items() if len(spelling) > 2 or spelling == "ln"}
    | {"Arc" + spelling[3:].capitalize(): name for spelling, name in _SPELLINGS.items() if spelling.startswith("arc")}
    | {"ReLU": "relu"}
    | _SPELLINGS
)
# Words that could as well be a product of letters, and are one where all their letters are names.
DOUBTFUL = FUNCTIONS.keys() - _USUAL.keys() | {"lg"}
_SHORT = frozenset(word for word in FUNCTIONS if len(word) == 2 and word.lower() not in {"ln", "lg"})
# f -> what f⁻¹ is read as
INVERSES = {record.name: RECORDS[record.inverse].name for record in ELEMENTARY if record.inverse is not None}
MANY_ARGUMENTS = {"max", "min", "logsumexp"}
TWO_ARGUMENTS = {"log", "root"}
UNDEFINED_FUNCTIONS = frozenset("f g h F G".split())
CONSTANTS = {"e": "e", "E": "e", "pi": "pi"}
# Words of a sentence: read as products of letters they would be silently misread.
ENGLISH = frozenset(
    "an and are as at but by for if in is it not of on or so the then to we with no yes none nan inf oo zoo idk one "
    "two zero true dne der lim int sum mod deg det gcd lcm ans undefined".split()
)
KEYWORDS = frozenset({"Piecewise", "Derivative", "True"})
# Greek letters that are functions elsewhere: "gamma(x)" must not silently become a product.
AMBIGUOUS_CALLS = frozenset({"gamma", "Gamma", "beta", "zeta", "psi", "Psi", "polygamma", "lambda"})


@lru_cache(maxsize=1024)
def cut_word(word: str, declared: frozenset[str] = frozenset()) -> tuple[str, ...] | None:
    """Cut a run of letters into known words and single letters, as few as possible; ``None`` if it stays a word.

    >>> cut_word("xsin"), cut_word("pix"), cut_word("hello")
    (('x', 'sin'), ('pi', 'x'), None)
    """
    known = _known(declared)
    if word in known or len(word) == 1:
        return (word,)
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 9), end):
            piece, before = word[start:end], best[start]
            if before is None or not (end - start == 1 or piece in known) or (piece in _SHORT and start):
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, piece)
    pieces = best[-1]
    single = [piece for piece in pieces or () if piece not in known or len(piece) == 1]
    return pieces if pieces and len(single) <= 3 else None


@lru_cache(maxsize=256)
def _known(declared: frozenset[str]) -> frozenset[str]:
    """The words that a run of letters may be cut into."""
    functions = {word for word in FUNCTIONS if word not in DOUBTFUL or not declared.issuperset(word)}
    return frozenset({*functions, *CONSTANTS, *GREEK_NAMES, *declared})


def is_function(word: str, declared: frozenset[str]) -> bool:
    """Whether a word is the name of a function where these names are variables.

    >>> is_function("tg", frozenset("x")), is_function("tg", frozenset("tg"))
    (True, False)
    """
    return word in FUNCTIONS and (word not in DOUBTFUL or not declared.issuperset(word))


def similar_function(word: str) -> str:
    """The function whose name a mistyped word most resembles; empty where none does.

    >>> similar_function("cso"), similar_function("banana")
    ('cos', '')
    """
    if not 1 < len(word) < 12:
        return ""
    plain = word.lower()
    turned = [name for name in _USUAL if sorted(name) == sorted(plain)]
    begun = sorted((name for name in _USUAL if len(name) > 2 and plain.startswith(name)), key=len, reverse=True)
    return next(iter(turned or begun or get_close_matches(plain, _USUAL, 1, 0.7)), "")

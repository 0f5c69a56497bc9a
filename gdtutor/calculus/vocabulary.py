"""The words that the grammar knows: functions with their aliases, constants, and how a run of letters is cut."""

from __future__ import annotations

from functools import lru_cache

from gdtutor.calculus.functions import FUNCTIONS as ELEMENTARY, RECORDS
from gdtutor.calculus.lexer import GREEK_NAMES

# What a learner writes -> the name that the rest of the package uses.
FUNCTIONS = {spelling: record.name for record in ELEMENTARY for spelling in record.spellings.split()} | {
    "sqrt": "sqrt", "cbrt": "cbrt", "root": "root", "max": "max", "min": "min", "Max": "max", "Min": "min",
    "relu": "relu", "ReLU": "relu", "logsumexp": "logsumexp", "log10": "log10", "lg": "log10", "log2": "log2",
}  # fmt: skip
# f -> what f⁻¹ is read as
INVERSES = {record.name: RECORDS[record.inverse].name for record in ELEMENTARY if record.inverse is not None}
MANY_ARGUMENTS = {"max", "min", "logsumexp"}
TWO_ARGUMENTS = {"log", "root"}
UNDEFINED_FUNCTIONS = frozenset("f g h F G".split())
CONSTANTS = {"e": "e", "E": "e", "pi": "pi"}
# Words of a sentence: read as products of letters they would be silently misread.
ENGLISH = frozenset(
    "an and are as at but by for if in is it not of on or so the then to we with no yes none nan inf oo zoo idk one "
    "two zero true dne der lim int sum mod deg det gcd lcm".split()
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
    known = {*FUNCTIONS, *CONSTANTS, *GREEK_NAMES, *declared}
    if word in known or len(word) == 1:
        return (word,)
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 9), end):
            piece, before = word[start:end], best[start]
            if before is None or not (end - start == 1 or piece in known):
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, piece)
    pieces = best[-1]
    single = [piece for piece in pieces or () if piece not in known or len(piece) == 1]
    return pieces if pieces and len(single) <= 3 else None

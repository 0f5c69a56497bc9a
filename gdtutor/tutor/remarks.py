"""Words that learners put beside the mathematics of a line: remarks behind it, bullets and headings before it."""

from __future__ import annotations

import re

from gdtutor.calculus.language.lexer import GREEK_NAMES
from gdtutor.calculus.language.limits import MAX_LENGTH
from gdtutor.calculus.language.vocabulary import CONSTANTS, FUNCTIONS, cut_word
from gdtutor.tutor.left_side import is_named

_PROSE = re.compile(r"[A-Za-z][A-Za-z ,.:'’-]*")
# words that say what is to be computed: a bracket with one of them may be meant as mathematics
_COMPUTES = frozenset("times plus minus over divided multiplied squared cubed equals half twice".split())
_SAYS_WHY = re.compile(r"\b(?:rule|because|since)\b")  # whatever stands beside these words: "power rule, n = 2"
_KNOWN = FUNCTIONS.keys() | CONSTANTS.keys() | set(GREEK_NAMES) | _COMPUTES
_BRACKETS = re.compile(r"(?:^|(?<=\s))(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\])[.,;]?\s*(?=$|=)")
_TEXT = re.compile(r"(?:\s|\\q?quad\b|\\[,;:!])*\\(?:text(?:bf|it|rm)?|mbox)\{(?P<text>[^{}]*)\}[.,;]?\s*$")
_COMMENT = re.compile(r"(?:^|\s)(?:#+|(?<!\\)%)(?P<comment>[^#%]*)$")
_STATED = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,40}) {0,9}'{0,3} {0,9}(?:\([^()\n]{0,80}\))? {0,9}=")
_BULLET = re.compile(r"^\s*(?:[•◦▪‣]\s*|[a-h]\)\s+|(?:step|part)\s+[0-9]{1,2}\s*[:.)]\s*)", re.I)
_HEADING = re.compile(r"^\s*(?P<heading>[A-Za-z][A-Za-z ']*)(?P<sign>[:,])(?!=)\s*")
_OPEN = re.compile(r"[-+*/^_=·(\[{]\s*$")


def is_remark(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a text is words and no mathematics.

    Args:
        text: what stands in brackets, or behind a line.
        names: words that the working uses as names.

    >>> [is_remark(text) for text in ("product rule", "x sin x", "alpha", "sin", "u = x", "x times x")]
    [True, False, False, False, False, False]
    >>> is_remark("area", frozenset({"area"}))
    False
    """
    words = re.findall(r"[A-Za-z]+", text)
    if _SAYS_WHY.search(text) and names.isdisjoint(words):
        return True
    if not _PROSE.fullmatch(text.strip()) or any(word in _KNOWN | names or word in "xyz" for word in words):
        return False
    return any(len(word) >= 3 and cut_word(word) is None for word in words)


def without_remarks(line: str, names: frozenset[str]) -> str:
    r"""A line without the remarks at its end and before its equals signs.

    >>> without_remarks(r"2x sin x + x^2 cos x (product rule)", frozenset())
    '2x sin x + x^2 cos x'
    >>> without_remarks(r"2x (x + 1)", frozenset())
    '2x (x + 1)'
    """

    def kept(found: re.Match[str]) -> str:
        said = next(part for part in found.groups() if part is not None).strip().removeprefix("(").removesuffix(")")
        before = line[: found.start()]
        is_argument = found.end() < len(line) and is_named(before)  # "cost (price) = …"
        is_beside = is_remark(said, names) and not is_argument and not _OPEN.search(before)
        return "" if is_beside else found[0]

    if len(line) > MAX_LENGTH:  # it is not read anyway
        return line
    for pattern in (_COMMENT, _TEXT, _BRACKETS):
        line = pattern.sub(kept, line)
    return line.rstrip()


def without_heading(line: str, names: frozenset[str]) -> str:
    """A line without the bullet or the heading before it.

    >>> without_heading("Step 1: y = x^2", frozenset()), without_heading("Solution: y = x^2", frozenset())
    ('y = x^2', 'y = x^2')
    """
    line = _BULLET.sub("", line)
    found = _HEADING.match(line)
    if found is None or not is_remark(found["heading"], names):
        return line
    is_list = found["sign"] == "," and any(len(word) == 1 for word in found["heading"].split())  # "where u, v = …"
    return line if is_list else line[found.end() :]


def names_in(text: str) -> frozenset[str]:
    """The words that stand on a left side in a text.

    >>> sorted(names_in("area = x^2; cost(x) = 3"))
    ['area', 'cost']
    """
    return frozenset(_STATED.findall(text)) - FUNCTIONS.keys()

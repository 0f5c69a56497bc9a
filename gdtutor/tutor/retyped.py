"""The same text as another program, a phone or a clipboard may have changed it: raised signs lost, thousands grouped.

These are guesses, and are used for questions only: "is x^2 meant?" where the text as it stands is not right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdtutor.calculus.language.characters import SUPERSCRIPTS

_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:(?:[,.'’ ]|\{,\}|\\,)\d{3})+)(?![\d.,])")
_RAISED_FRACTION = re.compile(r"(?<=[A-Za-z)])([½⅓⅔¼¾])")
_INDEXED_ROOT = re.compile(r"([³⁴])√")
_FUNCTION = r"(?:sin|cos|tan|cot|sec|csc)h?"
_ARC = re.compile(rf"([aA])(?={_FUNCTION}(?![A-Za-z]{{4}}))")
_INVERSE = re.compile(rf"({_FUNCTION})\s*[-−]\s*1(?=\s*[(A-Za-z\d])")
_TIMES = re.compile(r"(?<=[\d)\]A-Za-z]) [x×X] (?=[\d(\[A-Za-z])")
_BREAK = re.compile(r"\s*\n\s*")
_PROGRAM = re.compile(r"\b(?:np|numpy|math|Math|sp|sympy)\.(?=[A-Za-z])")
_POINT_AS_TIMES = re.compile(r"(?<=[)\]}²³⁴⁵⁻¹])\.(?=\d)|(?<=\^\d)\.(?=\d)")  # 3(x²+1)².2x
_LINE_OF_FRACTION = re.compile(r"\s*(?P<above>[^\n]+?)\s*\n\s*[-–—_−]{1,60}\s*\n\s*(?P<below>[^\n]+?)\s*")
_LOG_OF_E = re.compile(r"\\?\blog\s*(?:\(\s*e\s*\)|e\b)")
_LOG_TO_E = re.compile(r"\blog\s?e(?=[\s(])")
_TEX_EXPONENT = re.compile(r"\^(\d)(?=\d)")
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "1/3", "⅔": "2/3"}
_NOT_COMPARED = re.compile(r"[\s\\\u2061\u200b{}*·⋅]|left|right")
_LONGEST = 200  # characters of a text that is looked at


def retyped(text: str, letters: frozenset[str]) -> Iterator[str]:
    """The texts that a learner may have typed or copied.

    Args:
        text: what has arrived.
        letters: those of the question.

    >>> list(retyped("58,024", frozenset())), list(retyped("-asin(x)", frozenset("ax")))
    (['58024'], ['-a*sin(x)'])
    >>> list(retyped("ex+xex", frozenset("x")))
    ['e^(x)+xe^(x)']
    """
    if len(text) > _LONGEST:
        return
    changes = [*_changes(text, letters)]
    yield from dict.fromkeys(other for other in changes if other != text)


def _changes(text: str, letters: frozenset[str]) -> Iterator[str]:
    yield _THOUSANDS.sub(lambda found: found[1] + re.sub(r"\D", "", found[2]), text)
    yield _INDEXED_ROOT.sub(lambda found: f"*{'∛' if found[1] == '³' else '∜'}", text)
    yield _RAISED_FRACTION.sub(r"^\1", text)
    yield _INVERSE.sub(r"\1^-1", text)
    for letter in letters & {"a", "A"}:
        yield _ARC.sub(lambda found, own=letter: f"{own}*" if found[1] == own else found[0], text)  # type: ignore[misc]
    if stacked := _LINE_OF_FRACTION.fullmatch(text):
        yield f"({stacked['above']})/({stacked['below']})"
    yield _PROGRAM.sub("", text)
    yield _POINT_AS_TIMES.sub("*", text)
    yield _LOG_OF_E.sub("log10(e)", text)
    yield _LOG_TO_E.sub("ln", text)
    if "\\" in text:
        yield _TEX_EXPONENT.sub(r"^{\1}", text)
    if not _FRACTIONS.keys().isdisjoint(text):
        yield re.sub("[½¼¾⅓⅔]", lambda found: _FRACTIONS[found[0]], text)
    yield with_carets(text)
    yield from _half(text)
    if "\n" in text:
        yield _BREAK.sub(" ", text)
    yield _TIMES.sub("*", text)
    yield from _raised(text, letters)


def with_carets(text: str) -> str:
    """``x²`` as ``x^2``, behind which brackets may have been forgotten.

    >>> with_carets("1/1+x²·2x")
    '1/1+x^2·2x'
    """
    return re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: "^" + "".join(SUPERSCRIPTS[sign] for sign in found[0]), text)


def _half(text: str) -> Iterator[str]:
    """The first half of a text that was pasted twice, once as it was shown and once as it was written."""
    for place in range(len(text) // 3, 2 * len(text) // 3 + 1):
        halves = [_NOT_COMPARED.sub("", part) for part in (text[:place], text[place:])]
        if len(halves[0]) > 2 and halves[0] == halves[1]:
            yield text[place:].strip()
            return


def _raised(text: str, letters: frozenset[str]) -> Iterator[str]:
    """``ex``, ``3x2`` and ``2xln2`` for eˣ, 3x² and 2ˣ ln 2: what a clipboard makes of raised signs."""
    plain = "".join(re.escape(letter) for letter in sorted(letters) if len(letter) == 1 and letter.isalpha())
    if not plain:
        return
    exponential = re.compile(
        rf"(?<![A-Za-df-z\\])e([-−]?\d*[{plain}])(?!p\(|p )|(?<=[{plain}])e([-−]?\d*[{plain}])(?!p\()"
    )
    power = re.compile(rf"([{plain})])(\d+)")
    number = re.compile(rf"(?<![\d.^])(\d+)([{plain}])(?=\s*(?:ln|log|\*|\(|$))")
    less = re.compile(rf"([{plain}])([{plain}])\s*[-−]\s*(\d+)")
    as_exponential = exponential.sub(lambda found: f"e^({found[1] or found[2]})", text)
    yield as_exponential
    yield power.sub(r"\1^\2", text)
    yield power.sub(r"\1^\2", as_exponential)
    yield number.sub(r"\1^\2 ", text)
    yield less.sub(r"\1^(\2-\3)", text)

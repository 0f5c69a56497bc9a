"""The same text as another program, a phone or a clipboard may have changed it: raised signs lost, thousands grouped.

These are guesses, and are used for questions only: "is x^2 meant?" where the text as it stands is not right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:(?:[,.'’ ]|\{,\}|\\,)\d{3})+)(?![\d.,])")
_RAISED_FRACTION = re.compile(r"(?<=[A-Za-z)])([½⅓⅔¼¾])")
_INDEXED_ROOT = re.compile(r"([³⁴])√")
_FUNCTION = r"(?:sin|cos|tan|cot|sec|csc)h?"
_ARC = re.compile(rf"([aA])(?={_FUNCTION}(?![A-Za-z]{{4}}))")
_INVERSE = re.compile(rf"({_FUNCTION})\s*[-−]\s*1(?=\s*[(A-Za-z\d])")
_TIMES = re.compile(r"(?<=[\d)\]A-Za-z]) [x×X] (?=[\d(\[A-Za-z])")
_BREAK = re.compile(r"\s*\n\s*")
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
    if "\n" in text:
        yield _BREAK.sub(" ", text)
    yield _TIMES.sub("*", text)
    yield from _raised(text, letters)


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

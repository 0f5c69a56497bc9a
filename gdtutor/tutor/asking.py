"""What is asked back instead of a verdict: an answer is called wrong only where it cannot be meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdtutor.calculus.doubts import Doubt, edited
from gdtutor.calculus.notation import Reading, read
from gdtutor.calculus.vocabulary import FUNCTIONS, similar_function
from gdtutor.errors import UnreadableError

_REPEATED = re.compile(r"\s*(?P<unit>\S.{0,200}?)(?:\s*(?P=unit))+\s*", re.S)
_WORD = re.compile(r"[A-Za-z]{2,}")
_SUBSTITUTED = frozenset("u v w s p q r".split())  # letters that are chosen for a part of the question
_MOST = 12  # other readings that are tried


def strange_letters(reading: Reading, known: frozenset[str]) -> UnreadableError | None:
    """What to ask where letters stand that the question does not have; ``None`` where there are none.

    >>> found = strange_letters(read("2X"), frozenset("x"))
    >>> found.reason
    'the question has no letter X; did you mean 2x?'
    """
    strange = {node.value: node.start for node in reversed(list(reading.tree.walk())) if _is_strange(node, known)}
    if not strange:
        return None
    letters = sorted(strange, key=lambda letter: strange[letter])
    names = ", ".join(letters[:4]) + ("…" if len(letters) > 4 else "")
    meant = next((text for text in _corrections(reading, letters, known) if _is_free(text, known)), None)
    hint = f"; did you mean {meant}?" if meant else ""
    if strange.keys() <= _SUBSTITUTED:
        hint = "; put in what it stands for" if len(letters) == 1 else "; put in what they stand for"
    which = "letter" if len(letters) == 1 else "letters"
    return UnreadableError(f"the question has no {which} {names}{hint}", reading.text, min(strange.values()))


def other_texts(reading: Reading) -> Iterator[tuple[str, str]]:
    """What the same text could have been meant as: each text with what has to be said of it.

    >>> list(other_texts(read("e^-2x")))
    [('e^(-2x)', 'with brackets it would be another answer')]
    """
    text = reading.text
    lines = text.strip().splitlines()
    for line in dict.fromkeys(line.strip() for line in reversed(lines)):
        if len(lines) > 1 and line:
            yield line, "one line of it would be another answer"
    if repeated := _REPEATED.fullmatch(text):
        yield repeated["unit"], "it says the same several times"
    made = [edited(text, edits) for edits in _edits(reading.doubts)]
    for other in list(dict.fromkeys(made))[:_MOST]:
        yield other, "with brackets it would be another answer"


def _edits(doubts: tuple[Doubt, ...]) -> Iterator[tuple[tuple[int, str], ...]]:
    """The edits of one doubt, of all doubts of one kind, and of all."""
    for doubt in doubts:
        yield doubt.edits
    for kind in dict.fromkeys(doubt.kind for doubt in doubts):
        yield tuple(edit for doubt in doubts if doubt.kind == kind for edit in doubt.edits)
    yield tuple(edit for doubt in doubts for edit in doubt.edits)
    yield tuple(edit for doubt in doubts if doubt.note for edit in doubt.edits)


def _is_strange(node: object, known: frozenset[str]) -> bool:
    return getattr(node, "kind", "") == "name" and getattr(node, "value", "") not in known


def _is_free(text: str, known: frozenset[str]) -> bool:
    """Whether a text can be read and has no strange letters."""
    try:
        return not any(_is_strange(node, known) for node in read(text, known).tree.walk())
    except UnreadableError:
        return False


def _corrections(reading: Reading, letters: list[str], known: frozenset[str]) -> Iterator[str]:
    """The learner's own text with one change that would give it a meaning, the likeliest first."""
    text = reading.text
    if repeated := _REPEATED.fullmatch(text):
        yield repeated["unit"]
    for word in _WORD.finditer(text):
        function = similar_function(word[0]) if word[0] not in FUNCTIONS else ""
        if function:
            yield text[: word.start()] + function + text[word.end() :]
    if len(letters) > 1:
        return
    (letter,) = letters
    if letter.swapcase() in known:
        yield _replaced(reading, letter, letter.swapcase())
    head = letter.rstrip("0123456789")
    if head in known and head != letter:
        yield _replaced(reading, letter, f"{head}^{letter[len(head) :]}")
    if len(known) == 1:
        yield _replaced(reading, letter, next(iter(known)))


def _replaced(reading: Reading, letter: str, by: str) -> str:
    """The text with another letter for one of its letters."""
    text = reading.text
    places = {(node.start, node.end) for node in reading.tree.walk() if node.kind == "name" and node.value == letter}
    for start, end in sorted(places, reverse=True):
        command = "\\" if text[start] == "\\" and len(by) > 1 and by.isalpha() else ""
        text = f"{text[:start]}{command}{by}{text[end:]}"
    return text

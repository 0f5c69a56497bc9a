"""What is asked back instead of a verdict: an answer is called wrong only where it cannot be meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, permutations

from gdtutor.calculus.language.doubts import Doubt, edited
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.language.vocabulary import FUNCTIONS, similar_function
from gdtutor.calculus.notation import Reading, read
from gdtutor.errors import UnreadableError

_REPEATED = re.compile(r"\s*(?P<unit>\S.{0,200}?)(?:\s*(?P=unit))+\s*", re.S)
_WORD = re.compile(r"[A-Za-z]{2,}")
_SUBSTITUTED = frozenset("u v w s p q r".split())  # letters that are chosen for a part of the question
_MOST_LETTERS = 2  # that are exchanged at once
_MOST = 32  # other readings that are tried
_LONGEST = 80  # characters of a text within a sentence


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
    hint = f"; did you mean {shown(meant)}?" if meant else ""
    if strange.keys() <= _SUBSTITUTED:
        hint = "; put in what it stands for" if len(letters) == 1 else "; put in what they stand for"
    which = "letter" if len(letters) == 1 else "letters"
    return UnreadableError(f"the question has no {which} {names}{hint}", reading.text, min(strange.values()))


def is_constant_of_integration(reading: Reading, known: frozenset[str]) -> bool:
    """Whether the one letter that the question does not have is usual for a constant of integration.

    >>> is_constant_of_integration(read("2x + C"), frozenset("x"))
    True
    """
    strange = {node.value for node in reading.tree.walk() if _is_strange(node, known)}
    return len(strange) == 1 and strange <= set("CcKk")


def other_letters(reading: Reading, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The text in the letters of the question, each with what is said where it is right.

    >>> list(other_letters(read("2x"), frozenset({"t"})))
    [('2t', 'Right, but the letter is t, not x: type 2t.')]
    """
    found = {node.value: None for node in reading.tree.walk()}
    strange = [node for node in found if _is_strange_name(reading, node, known)]
    missing = sorted(known - found.keys())
    if len(strange) > _MOST_LETTERS or len(missing) > _MOST_LETTERS + 1:
        missing = []
    changes = [*permutations(missing, len(strange)), tuple(letter.swapcase() for letter in strange)]
    for letters in dict.fromkeys(changes):
        if not strange or not set(letters) <= known:
            continue
        text = _replaced(reading, dict(zip(strange, letters, strict=True)))
        names = (", ".join(some) for some in (letters, strange))
        which = "letter is" if len(strange) == 1 else "letters are"
        yield text, f"Right, but the {which} {', not '.join(names)}: type {shown(text)}."


def other_texts(reading: Reading, explained: bool = False) -> Iterator[tuple[str, str]]:
    """What the same text could have been meant as: each text with the question that it raises.

    Args:
        reading: what was read.
        explained: whether a known mistake explains the text as it stands. Brackets around a sum that ends a product
            are then not looked for: 7x^6 + 1 is rather a mistake than 7(x^6 + 1).

    >>> list(other_texts(read("e^-2x")))
    [('e^(-2x)', 'This can be read in two ways: is e^(-2x) meant? Type what you mean with brackets.')]
    """
    text = reading.text
    if repeated := _REPEATED.fullmatch(text):
        unit = repeated["unit"]
        question = f"This says the same several times: is {shown(unit)} meant? Type it once."
        yield unit, question
        yield from ((other, question) for other in with_brackets(unit, _doubts(unit)))
    for other in with_brackets(text, tuple(d for d in reading.doubts if not explained or d.kind != "summand")):
        yield other, asked_with(other)


def asked_with(text: str) -> str:
    """The question whether a text with brackets is meant.

    >>> asked_with("e^(2x)")
    'This can be read in two ways: is e^(2x) meant? Type what you mean with brackets.'
    """
    return f"This can be read in two ways: is {shown(text)} meant? Type what you mean with brackets."


def shown(text: str) -> str:
    """A text within a sentence: in one line, and not too long.

    >>> shown(" 2x " + chr(10) + " + 1")
    '2x + 1'
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _doubts(text: str) -> tuple[Doubt, ...]:
    try:
        return read(text).doubts
    except UnreadableError:
        return ()


def with_brackets(text: str, doubts: tuple[Doubt, ...]) -> list[str]:
    """The text with the brackets of one doubt, of all of one kind, of two kinds, and of all."""
    found = tuple({doubt.edits: doubt for doubt in doubts}.values())
    kinds = list(dict.fromkeys(doubt.kind for doubt in found))
    chosen = [*((doubt,) for doubt in found), tuple(doubt for doubt in found if doubt.note)]
    for size in (1, 2):
        for group in combinations(kinds, size):
            chosen.append(tuple(doubt for doubt in found if doubt.kind in group))
    chosen.append(found)
    made = [edited(text, tuple(edit for doubt in some for edit in doubt.edits)) for some in chosen if some]
    return list(dict.fromkeys(made))[:_MOST]


def _is_strange(node: Node, known: frozenset[str]) -> bool:
    return node.kind == "name" and node.value not in known


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
        yield _replaced(reading, {letter: letter.swapcase()})
    head = letter.rstrip("0123456789")
    if head in known and head != letter:
        yield _replaced(reading, {letter: f"{head}^{letter[len(head) :]}"})
    if len(known) == 1 and not known & {node.value for node in reading.tree.walk()}:
        yield _replaced(reading, {letter: next(iter(known))})


def _is_strange_name(reading: Reading, letter: str, known: frozenset[str]) -> bool:
    return any(node.value == letter and _is_strange(node, known) for node in reading.tree.walk())


def _replaced(reading: Reading, letters: Mapping[str, str]) -> str:
    """The text with other letters for some of its letters."""
    text = reading.text
    names = [node for node in reading.tree.walk() if node.kind == "name" and node.value in letters]
    places = {(node.start, node.end): letters[node.value] for node in names}
    for (start, end), by in sorted(places.items(), reverse=True):
        command = "\\" if text[start] == "\\" and len(by) > 1 and by.isalpha() else ""
        text = f"{text[:start]}{command}{by}{text[end:]}"
    return text

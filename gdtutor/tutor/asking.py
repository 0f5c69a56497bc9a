"""What is asked back instead of a verdict: an answer is called wrong only where it cannot be meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice

from gdtutor.calculus.language.characters import GREEK, SUPERSCRIPTS
from gdtutor.calculus.language.doubts import Doubt, edited
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.language.vocabulary import FUNCTIONS, similar_function
from gdtutor.calculus.notation import Reading, read
from gdtutor.errors import UnreadableError
from gdtutor.tutor.retyped import retyped

Question = tuple[str, str]  # a text, and what is asked where it is right
_REPEATED = re.compile(r"\s*(?P<unit>\S.{0,200}?)(?:\s*(?P=unit))+\s*", re.S)
_WORD = re.compile(r"[A-Za-z]{2,}")
_ALIKE = {
    "w": "omega", "u": "mu", "v": "nu", "p": "rho", "a": "alpha", "b": "beta", "B": "beta", "y": "gamma", "k": "kappa",
    "n": "eta", "t": "tau", "s": "sigma", "e": "epsilon", "l": "lambda", "d": "delta", "z": "zeta", "f": "phi",
}  # fmt: skip
_GREEK_SIGNS = {name: sign for sign, name in reversed(GREEK.items())}
_SUBSTITUTED = frozenset("u v w s p q r".split())  # letters that are chosen for a part of the question
_MOST = 32  # other readings that are tried
_MOST_TEXTS, _TWICE = 120, 8  # other texts; of those with brackets, how many are looked at once more
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


def other_letters(reading: Reading, known: frozenset[str], variable: str) -> Iterator[Question]:
    """The text in the letters of the question, each with what is said where it is right.

    Only one letter may be another one, and only in place of the variable, or one that looks like it, as w does like ω;
    an answer in letters of its own choice would be right to many questions.

    >>> list(other_letters(read("2x"), frozenset({"t"}), "t"))
    [('2t', 'Right, but the letter is t, not x: type 2t.')]
    """
    strange = [
        node for node in dict.fromkeys(n.value for n in reading.tree.walk()) if _is_strange_name(reading, node, known)
    ]
    capitals = {letter: letter.swapcase() for letter in strange}
    if strange and known.issuperset(capitals.values()):
        yield _with_letters(reading, capitals)
    if len(strange) != 1:
        return
    (letter,) = strange
    if (alike := _ALIKE.get(letter)) in known:
        yield _with_letters(reading, {letter: str(alike)})
    if any(node.value == variable for node in reading.tree.walk()):
        return
    if letter.rstrip("0123456789") not in known:  # x2 is a lost x²
        yield _with_letters(reading, {letter: variable})


def _with_letters(reading: Reading, letters: Mapping[str, str]) -> Question:
    text = _replaced(reading, letters)
    which = "letter is" if len(letters) == 1 else "letters are"
    meant = ", ".join(_GREEK_SIGNS.get(letter, letter) for letter in letters.values())
    names = f"{meant}, not {', '.join(letters)}"
    return text, f"Right, but the {which} {names}: type {shown(text)}."


def other_texts(reading: Reading, explained: bool = False, known: frozenset[str] = frozenset()) -> Iterator[Question]:
    """What the same text could have been meant as: each text with the question that it raises.

    Args:
        reading: what was read.
        explained: whether a known mistake explains the text as it stands. Brackets around a sum that ends a product
            are then not looked for: 7x^6 + 1 is rather a mistake than 7(x^6 + 1).
        known: the letters of the question.

    >>> list(other_texts(read("e^-2x")))[0]
    ('e^(-2x)', 'This can be read in two ways: is e^(-2x) meant? Type what you mean with brackets.')
    """
    yield from islice(_different(reading.text, _meant_otherwise(reading, explained, known)), _MOST_TEXTS)


def _different(text: str, others: Iterable[Question]) -> Iterator[Question]:
    seen = {text}
    for other, question in others:
        if other not in seen:
            seen.add(other)
            yield other, question


def _meant_otherwise(reading: Reading, explained: bool, known: frozenset[str]) -> Iterator[Question]:
    text = reading.text
    if repeated := _REPEATED.fullmatch(text):
        unit = repeated["unit"]
        question = f"This says the same several times: is {shown(unit)} meant? Type it once."
        yield unit, question
        yield from ((other, question) for other in with_brackets(unit, _doubts(unit)))
    once = with_brackets(text, tuple(d for d in reading.doubts if not explained or d.kind != "summand"))
    yield from ((other, asked_with(other)) for other in once)
    for other in once[:_TWICE]:  # 1/2√x+1 is 1/(2√(x+1)) after two changes
        yield from ((further, asked_with(further)) for further in with_brackets(other, _doubts(other))[:_TWICE])
    for other in retyped(text, known):
        yield other, asked_so(other)
        for further in with_brackets(other, _doubts(other))[:_TWICE]:
            yield further, asked_so(further)


def asked_with(text: str) -> str:
    """The question whether a text with brackets is meant.

    >>> asked_with("e^(2x)")
    'This can be read in two ways: is e^(2x) meant? Type what you mean with brackets.'
    """
    return f"This can be read in two ways: is {shown(text)} meant? Type what you mean with brackets."


def asked_so(text: str) -> str:
    """The question whether another way of typing a text is meant.

    >>> asked_so("e^2")
    'This can be read in two ways: is e^2 meant? Type it so.'
    """
    return f"This can be read in two ways: is {shown(text)} meant? Type it so."


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
    if any(set(text[node.start : node.end]) & SUPERSCRIPTS.keys() for node in names):
        return text  # a raised letter has its place together with the sign before it
    places = {(node.start, node.end): letters[node.value] for node in names}
    for (start, end), by in sorted(places.items(), reverse=True):
        command = "\\" if text[start] == "\\" and len(by) > 1 and by.isalpha() else ""
        written = by if command else _GREEK_SIGNS.get(by, by)
        text = f"{text[:start]}{command}{written}{text[end:]}"
    return text

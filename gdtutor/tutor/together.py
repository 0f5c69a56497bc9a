"""One verdict on an answer of several entries, with a sentence for each entry that is not right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.diagnosis import Diagnosis

# which verdict on an entry decides that on the whole
_DECISIVE = (
    CheckVerdict.UNREADABLE,
    CheckVerdict.UNANSWERED,
    CheckVerdict.WRONG,
    CheckVerdict.PARTIAL,
    CheckVerdict.UNDECIDED,
)
_SAID = {
    CheckVerdict.UNREADABLE: ("This cannot be read. ", "cannot be read"),
    CheckVerdict.UNANSWERED: ("Not finished. ", "is not finished"),
    CheckVerdict.WRONG: ("Wrong. ", "is wrong"),
    CheckVerdict.PARTIAL: ("Partly right. ", "is partly right"),
    CheckVerdict.UNDECIDED: ("Undecided. ", "is undecided"),
}


def together(judged: Sequence[Check], names: Sequence[str], right: str) -> Check:
    """The verdict on the whole, and what is said of each entry that is not right.

    Args:
        judged: the verdicts on the entries.
        names: what each entry is called, at the beginning of a sentence.
        right: the sentence for the case that all are right.

    >>> made = [Check(CheckVerdict.CORRECT, "Correct."), Check(CheckVerdict.WRONG, "Wrong. Mind the sign.")]
    >>> print(together(made, ["The first entry", "The second entry"], "Both are right."))
    Wrong. The second entry is wrong. Mind the sign.
    """
    verdict = next((v for v in _DECISIVE if any(found.verdict is v for found in judged)), CheckVerdict.CORRECT)
    reading = ",\\; ".join(found.reading for found in judged if found.reading)
    notes = tuple(dict.fromkeys(note for found in judged for note in found.notes))
    if verdict is CheckVerdict.CORRECT:
        return Check(verdict, f"Correct. {right}", reading=reading, notes=notes, evidence=judged[0].evidence)
    told = [_sentence(found, name) for found, name in zip(judged, names, strict=True) if found.verdict in _DECISIVE]
    first = next(found for found in judged if found.verdict is verdict)
    if verdict is CheckVerdict.UNREADABLE and not any(_is_illegible(found) for found in judged):
        message = f"Not judged yet. {' '.join(told)}"
        return Check(verdict, message, reading=reading, notes=notes, position=first.position)
    said = _SAID[verdict][0] + " ".join(told).rstrip()
    return Check(
        verdict, said, _ranked(judged), first.witness, first.domain, first.evidence,
        reading, notes, first.position,
    )  # fmt: skip


def _sentence(found: Check, name: str) -> str:
    """The entry's name, its verdict, and the reason without the verdict's own words."""
    _, said = _SAID[found.verdict]
    if found.verdict is CheckVerdict.UNREADABLE and not _is_illegible(found):
        asked = _capital(found.message.removeprefix("This cannot be judged: "))
        return f"{name} is not judged. {asked if asked.endswith('.') else asked + '.'}"
    for opening in ("Wrong. ", "Partly right. ", "Partly right: ", "Undecided. ", "Undecided: ", "Not finished: "):
        if found.message.startswith(opening):
            return f"{name} {said}. {_capital(found.message.removeprefix(opening))}".rstrip()
    return f"{name} {said}. {_capital(found.message.removeprefix('This cannot be read: '))}".rstrip(" .") + "."


def _is_illegible(found: Check) -> bool:
    """Whether an entry is no mathematics, and not one that is asked back."""
    said = ("this cannot be read", "cannot be read")
    return found.verdict is CheckVerdict.UNREADABLE and found.message.lower().startswith(said)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _ranked(judged: Sequence[Check]) -> tuple[Diagnosis, ...]:
    """The likeliest mistake of each entry first, then the second ones."""
    columns = zip_longest(*(found.diagnoses for found in judged))
    return tuple(dict.fromkeys(found for column in columns for found in column if found is not None))

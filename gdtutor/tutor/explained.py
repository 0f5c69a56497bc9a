"""A verdict with its sentence, as the exercises give it."""

from __future__ import annotations

from collections.abc import Sequence

from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.diagnosis import Diagnosis

OPENING = {CheckVerdict.CORRECT: "Correct. ", CheckVerdict.WRONG: "Wrong. ", CheckVerdict.PARTIAL: "Partly right. "}


def explained(verdict: CheckVerdict, why: str, mistakes: Sequence[str] = (), reading: str = "") -> Check:
    """A verdict with its sentence; each of ``mistakes`` is an id, or two joined by ``+``, or empty.

    >>> explained(CheckVerdict.WRONG, "Downhill is the other way.", ["overall_sign"]).mistake
    'overall_sign'
    """
    made = [tuple(mistake.split("+")) for mistake in dict.fromkeys(mistakes) if mistake]
    diagnoses = tuple(Diagnosis(names, ("",) * len(names)) for names in made)
    return Check(verdict, OPENING[verdict] + why, diagnoses, reading=reading)

"""What is kept of a learner's work on one exercise, and how two such records become one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gdtutor.tutor.check import CheckVerdict

#: days until an exercise of the box 1, 2, … is due again: each box waits twice as long as the one before
INTERVALS = (1, 2, 4, 8, 16)
_JUDGED = (CheckVerdict.CORRECT, CheckVerdict.PARTIAL, CheckVerdict.WRONG)
_MOST = 1_000_000
_MOST_MISTAKES = 200
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,8}")
_MISTAKE = re.compile(r"[a-z]+(?:_[a-z]+){0,6}")


@dataclass(frozen=True)
class Record:
    """One exercise: how often it was answered, whether it was solved, which help was taken, which mistakes were made.

    Attributes:
        attempts: answers that were judged: right, partly right or wrong.
        solved: whether a right answer was given.
        hints, solutions: how often a hint, or the solution, was shown.
        mistakes: the likeliest mistake of each wrong answer, with its count.
        box: 1 to 5, as in Leitner's card index; 0 before the first answer.
        moved: the day (``date.toordinal``) of the last answer that moved it.
        helped: the day of the last help.

    >>> Record().answered("wrong", "trig_sign", day=10).answered("correct", "", day=12).box
    2
    """

    attempts: int = 0
    solved: bool = False
    hints: int = 0
    solutions: int = 0
    mistakes: Mapping[str, int] = field(default_factory=dict)
    box: int = 0
    moved: int = 0
    helped: int = 0

    @property
    def due(self) -> int:
        """The day from which on it should be practised again."""
        return self.moved + INTERVALS[self.box - 1] if self.box else 0

    def answered(self, verdict: str, mistake: str, day: int) -> Record:
        """After an answer: a wrong one goes to the first box, a right one without help one box up, once a day."""
        if verdict not in _JUDGED:
            return self
        made = dict(self.mistakes)
        for name in mistake.split(";")[0].split("+"):
            if name:
                made[name] = made.get(name, 0) + 1
        after = replace(self, attempts=self.attempts + 1, mistakes=made)
        if verdict != CheckVerdict.CORRECT:
            return replace(after, box=1, moved=day)
        rises = self.moved < day or not self.box
        box = min(self.box + 1, len(INTERVALS)) if rises and self.helped != day else max(self.box, 1)
        return replace(after, solved=True, box=box, moved=day)

    def shown(self, what: str, day: int) -> Record:
        """After a hint or the solution was shown."""
        hints, solutions = self.hints + (what == "hint"), self.solutions + (what == "solution")
        return replace(self, hints=hints, solutions=solutions, helped=day)

    def joined(self, other: Record) -> Record:
        """Both together: of each count the larger one, so that joining twice changes nothing.

        >>> Record(attempts=2).joined(Record(attempts=3, solved=True)).attempts
        3
        """
        names = {*self.mistakes, *other.mistakes}
        later = max(self, other, key=lambda record: (record.moved, -record.box))
        return Record(
            max(self.attempts, other.attempts),
            self.solved or other.solved,
            max(self.hints, other.hints),
            max(self.solutions, other.solutions),
            {name: max(self.mistakes.get(name, 0), other.mistakes.get(name, 0)) for name in sorted(names)},
            later.box,
            later.moved,
            max(self.helped, other.helped),
        )

    def to_json(self) -> list[Any]:
        """The record as a short list."""
        numbers = [self.attempts, int(self.solved), self.hints, self.solutions, self.box, self.moved, self.helped]
        return [*numbers, dict(self.mistakes)]


def record_from(data: Any) -> Record:
    """A record from what ``to_json`` gave.

    Raises:
        ValueError: for anything else: a file may come from anywhere.

    >>> record_from(Record(attempts=1, box=1, moved=7).to_json()).due
    8
    """
    if not isinstance(data, list) or len(data) != 8:
        raise ValueError("a record is a list of eight")
    *numbers, mistakes = data
    if not all(type(number) is int and 0 <= number <= _MOST for number in numbers):
        raise ValueError("a count is no whole number")
    attempts, solved, hints, solutions, box, moved, helped = numbers
    if solved > 1 or box > len(INTERVALS) or moved > _MOST or not _is_counts(mistakes):
        raise ValueError("a value is out of its range")
    return Record(attempts, bool(solved), hints, solutions, mistakes, box, moved, helped)


def _is_counts(mistakes: Any) -> bool:
    return (
        isinstance(mistakes, dict)
        and len(mistakes) <= _MOST_MISTAKES
        and all(len(name) <= 60 and _MISTAKE.fullmatch(name) for name in mistakes)
        and all(type(count) is int and 0 < count <= _MOST for count in mistakes.values())
    )


def is_id(text: Any) -> bool:
    """Whether a text may be the id of an exercise.

    >>> is_id("practice-chain-2-7"), is_id("../x")
    (True, False)
    """
    return isinstance(text, str) and len(text) <= 80 and bool(_ID.fullmatch(text))

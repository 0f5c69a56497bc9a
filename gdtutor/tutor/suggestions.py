"""What to practise next: what is due again, what the mistakes point at, then what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gdtutor.tutor.collection import records as bank
from gdtutor.tutor.mistakes import MISTAKES
from gdtutor.tutor.record import INTERVALS
from gdtutor.tutor.records_text import Records

_TOPICS = {
    "product": "product",
    "quotient": "quotient",
    "chain": "chain",
    "power": "power",
    "exponential": "exponential",
    "exp": "exponential",
    "log": "logarithm",
    "trig": "trigonometry",
    "degrees": "trigonometry",
    "sum": "sum",
    "constant": "sum",
    "second": "second derivative",
    "wrong_order": "second derivative",
    "wrong_variable": "gradient",
    "wrt": "gradient",
    "implicit": "chain",
    "sigmoid": "chain",
    "residual": "chain",
}


@dataclass(frozen=True)
class Suggestion:
    """An exercise to do next, by its id, and why."""

    id: str
    why: str

    def __str__(self) -> str:
        return f"{self.id}: {self.why}"


def topic_of(mistake: str) -> str:
    """The topic of ``gd.practice`` in which a mistake can be made again.

    >>> topic_of("chain_inner_missing"), topic_of("overall_sign")
    ('chain', 'mixed')
    """
    return next((topic for start, topic in _TOPICS.items() if mistake.startswith(start)), "mixed")


def suggestions(records: Records, day: int, most: int = 3) -> tuple[Suggestion, ...]:
    """At most so many exercises to do next, the most urgent first.

    An exercise comes back after 1, 2, 4, 8, 16 days, the longer the more often it was solved without help; a wrong
    answer starts again at one day. For the most frequent mistakes of those not yet mastered there is a new exercise.

    Source: S. Leitner, *So lernt man lernen* (1972): a card moves up one box when it is known, and back to the first
    one when it is not; each box is looked at half as often as the one before.
    """
    found = [*_due(records, day)[:most], *_by_mistake(records)]
    found += [Suggestion(id, "new to you") for id in bank() if id not in records]
    return tuple({suggestion.id: suggestion for suggestion in reversed(found)}.values())[::-1][:most]


def _due(records: Records, day: int) -> Sequence[Suggestion]:
    """What is due, the lowest box first, then the one with the most mistakes."""
    due = [(id, r) for id, r in records.items() if r.box and r.due <= day and (id in bank() or _is_practice(id))]
    due.sort(key=lambda pair: (pair[1].box, -sum(pair[1].mistakes.values()), pair[0]))
    return [Suggestion(id, _waited(day - record.moved, record.solved)) for id, record in due]


def _is_practice(id: str) -> bool:
    return id.startswith("practice-")


def _waited(days: int, solved: bool) -> str:
    ago = "yesterday" if days == 1 else f"{days} days ago"
    return f"{'solved' if solved else 'tried'} {ago}, due again"


def _by_mistake(records: Records) -> Iterator[Suggestion]:
    """For each topic with mistakes that are not yet mastered, a new exercise."""
    made: Counter[str] = Counter()
    for record in records.values():
        if record.box < len(INTERVALS):
            made.update(record.mistakes)
    topics: dict[str, str] = {}
    for mistake, _ in made.most_common():
        topics.setdefault(topic_of(mistake), mistake)
    for topic, mistake in topics.items():
        what = MISTAKES[mistake].wrong_rule if mistake in MISTAKES else mistake
        yield Suggestion(_new_practice(records, topic), f"because of the mistake {mistake} ({what})")


def _new_practice(records: Records, topic: str) -> str:
    """The first generated exercise of the topic that was not done; one level higher after each three solved."""
    start = f"practice-{topic.replace(' ', '-')}-"
    solved = sum(record.solved for id, record in records.items() if id.startswith(start))
    level = min(3, 1 + solved // 3)
    seed = 1
    while f"{start}{level}-{seed}" in records:
        seed += 1
    return f"{start}{level}-{seed}"

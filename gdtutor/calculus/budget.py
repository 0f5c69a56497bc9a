"""Bound the work that one question may take, without signals and without threads."""

from __future__ import annotations

import time

#: Of this thread alone, so that a verdict does not depend on what else the machine does; a browser's Python has none.
_seconds_used = getattr(time, "thread_time", time.perf_counter)


_BETWEEN_LOOKS = 100  # steps, each a few microseconds at most


class Interruption(Exception):  # noqa: N818 - it says that a computation ends early, not that something is wrong
    """The base of what ends a computation early within the package; caught where the computation was begun."""


class OutOfBudgetError(Interruption):
    """The work allowed for one question is used up. Caught by the equality engine, which then says undecided."""


class Budget:
    """Counts work, so that it ends in time wherever it runs.

    Attributes:
        steps: multiplications of terms that are left.
        deadline: the time of the processor after which nothing more is begun.
    """

    __slots__ = ("_until_look", "deadline", "steps")

    def __init__(self, seconds: float, steps: int = 1_500_000) -> None:
        self.deadline = _seconds_used() + seconds
        self.steps = steps
        self._until_look = 0

    def spend(self, steps: int) -> None:
        """Take ``steps`` from what is left.

        Raises:
            OutOfBudgetError: when nothing is left, or the time is over.
        """
        self.steps -= steps
        self._until_look -= steps + 1
        if self._until_look < 0 or self.steps < 0:  # a look at the clock costs more than a step
            self._until_look = _BETWEEN_LOOKS
            if self.steps < 0 or _seconds_used() > self.deadline:
                raise OutOfBudgetError

    def part(self, share: float) -> Budget:
        """A budget of a share of what is left; what it spends is not taken from this one but by the clock."""
        return Budget(share * self.left(), int(share * self.steps))

    def left(self) -> float:
        """Seconds of the processor that are left, at least 0."""
        return max(0.0, self.deadline - _seconds_used())

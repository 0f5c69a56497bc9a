"""A case to try, what came of it, and how the package is asked."""

from __future__ import annotations

import random
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from mpmath import mp

from tests.oracle.formulas import Node
from tests.oracle.reading import read
from tests.oracle.values import four_times_the_digits, value

SECONDS_ALLOWED = 3.0
HANG = 12.0


@dataclass(frozen=True)
class Case:
    """Formulas (these are shrunk) and what else the question needs."""

    formulas: tuple[Node, ...]
    data: tuple[Any, ...] = ()

    def rng(self) -> random.Random:
        """The same points for the same case, whatever came before."""
        return random.Random(repr((tuple(str(node) for node in self.formulas), self.data)))


@dataclass
class Outcome:
    """``fine``, ``undecided``, ``refused`` (an error on purpose), ``skipped`` or ``failure``; its kind, the truth."""

    status: str
    what: str = ""
    truth: str = ""
    notes: tuple[str, ...] = ()


FINE, SKIPPED = Outcome("fine"), Outcome("skipped")


def failure(what: str, truth: str) -> Outcome:
    return Outcome("failure", what, truth)


class Kind(Protocol):
    """One public function: draws cases, judges what the package says of them, and writes the line that asks again."""

    name: str

    def draw(self, rng: random.Random, number: int) -> Case: ...

    def judge(self, api: Any, case: Case) -> Outcome: ...

    def line(self, case: Case) -> str: ...


class StoppedError(Exception):
    """The package did not answer as it should; ``outcome`` says what it did."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.truth)
        self.outcome = outcome


class _HungError(BaseException):
    pass


LIMITS = re.compile(
    r"too |at most|longer|large|many|deep|not a real number|power of zero|divides by zero|no value|not real|has no"
    r"|wants a base"
)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise _HungError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def ask(api: Any, question: Callable[[], Any], seconds: float = SECONDS_ALLOWED) -> Any:
    """What the package answers; an error, a crash or a slow answer becomes ``StoppedError``."""
    began = time.thread_time()
    try:
        with _alarm(HANG):
            found = question()
    except api.GdtutorError as error:
        name, said = type(error).__name__, str(error)
        if name == "UnreadableError" and not LIMITS.search(said):
            raise StoppedError(failure("a formula is not read", f"{name}: {said}")) from None
        raise StoppedError(Outcome("refused", name, said)) from None
    except _HungError:
        raise StoppedError(failure("does not end", f"no answer after {HANG:g} s of processor time")) from None
    except Exception as error:
        raise StoppedError(failure(f"raises {type(error).__name__}", str(error)[:200])) from None
    if (took := time.thread_time() - began) > seconds:
        raise StoppedError(failure("slow", f"{took:.1f} s of processor time"))
    return found


def tried(kind: Kind, api: Any, case: Case) -> Outcome:
    """What comes of a case; a failure counts if it is one with four times the digits as well."""
    found = _judged(kind, api, case)
    if found.status != "failure" or found.what in ("slow", "does not end") or found.what.startswith("raises"):
        return found
    with four_times_the_digits():
        again = _judged(kind, api, case)
    return found if again.status == "failure" else Outcome("skipped", notes=("a failure for want of digits",))


def _judged(kind: Kind, api: Any, case: Case) -> Outcome:
    try:
        return kind.judge(api, case)
    except StoppedError as stopped:
        return stopped.outcome


def as_fraction(number: Any) -> Fraction:
    """A coordinate of the package's, exact where it is rational."""
    if hasattr(number, "p") and hasattr(number, "q"):
        return Fraction(int(number.p), int(number.q))
    if isinstance(number, int | float | Fraction):
        return Fraction(number)
    with mp.workdps(60):
        return Fraction(mp.nstr(value(read(str(number)), {}), 50))


def as_point(pairs: Any) -> dict[str, Fraction]:
    return {str(name): as_fraction(number) for name, number in pairs}


def close(said: Any, truth: Any, relative: float = 1e-9, floor: float = 1e-300) -> bool:
    """Whether a float is the number of 50 digits, but for its own rounding."""
    try:
        return bool(abs(mp.mpf(float(said)) - truth) <= relative * abs(truth) + floor)
    except OverflowError:
        return True


@dataclass
class Tally:
    """What the trials of one kind came to."""

    trials: int = 0
    seconds: float = 0.0
    is_told: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: Outcome, seconds: float) -> None:
        self.trials += 1
        self.seconds += seconds
        self.count(outcome.status)
        for note in outcome.notes:
            self.count(note)
        if outcome.status == "refused" and outcome.what == "UnreadableError":
            self.count(f"unreadable: {outcome.truth}"[:90])

    def count(self, word: str) -> None:
        self.counts[word] = self.counts.get(word, 0) + 1

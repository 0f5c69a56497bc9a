"""Judge claims in a process of its own, which is replaced when a claim holds it up: somebody's notes may hold anything.

The process is a new Python that imports this package only, so that it can be started from scripts and notebooks alike.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import IO

from gdtutor.tutor.auditing.judge import audited, not_judged
from gdtutor.tutor.auditing.notes import Entry
from gdtutor.tutor.auditing.report import AuditedClaim

SECONDS_A_CLAIM = 10.0
_START_SECONDS = 60.0


def judged_apart(entries: Iterable[Entry], seconds: float = SECONDS_A_CLAIM) -> Iterator[AuditedClaim]:
    """Every claim with its verdict; one without a verdict after so many seconds is undecided, and says so.

    Where no process can be started, as in a browser, the claims are judged here, without that bound.
    """
    if not sys.executable or sys.platform == "emscripten":
        yield from map(audited, entries)
        return
    judge: _Judge | None = None
    try:
        for entry in entries:
            judge = judge or _Judge()
            found = judge.ask(entry, seconds)
            if found is None:
                judge.end()
                judge, found = None, not_judged(entry, f"no verdict came in {seconds:g} s")
            yield found
    finally:
        if judge is not None:
            judge.end()


class _Judge:
    """A process that judges one claim after the other."""

    def __init__(self) -> None:
        known = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-m", "gdtutor.tutor.auditing.apart"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=known)
        self.answers: queue.SimpleQueue[AuditedClaim | None] = queue.SimpleQueue()
        self.patience = _START_SECONDS
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for answer in _pickles(self.process.stdout):
            self.answers.put(answer)
        self.answers.put(None)

    def ask(self, entry: Entry, seconds: float) -> AuditedClaim | None:
        """The claim with its verdict; ``None`` when none comes in time, or the process has ended."""
        assert self.process.stdin is not None
        try:
            pickle.dump(entry, self.process.stdin)
            self.process.stdin.flush()
            found = self.answers.get(timeout=seconds + self.patience)
        except (queue.Empty, OSError):
            return None
        self.patience = 0.0
        return found

    def end(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was still to be written has no reader any more


def _pickles(stream: IO[bytes]) -> Iterator[AuditedClaim]:
    """What our own process sends, until it ends."""
    while True:
        try:
            yield pickle.load(stream)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return


def _serve() -> None:
    """Judge what arrives until there is nothing more; what is printed by the way goes to the errors."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    while True:
        try:
            entry = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(audited(entry), answers)
        answers.flush()


if __name__ == "__main__":
    _serve()

"""Grade rows on all cores, in processes that are replaced when a row ends them or holds them up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic

from gdtutor.tutor.answers import Row, grade_row

Numbered = tuple[int, Row]
SECONDS_A_ROW = 10.0  # far beyond any budget: a row that needs it is stuck
_START_SECONDS = 60.0
STARTED = -1
_CHUNK = 8


def grade_here(rows: Sequence[Numbered]) -> Iterator[Numbered]:
    """Grade rows one after another in this process."""
    for number, row in rows:
        yield number, grade_row(row)


def grade_in_processes(rows: Sequence[Numbered], processes: int | None = None) -> Iterator[Numbered]:
    """Grade rows in several processes; results come as they are ready.

    A process that dies or is stuck is replaced. Its rows are then tried one by one, and a row that ends its process
    again is undecided, with the reason; no other row is lost.
    """
    pool = _Pool(rows, max(1, min(processes or os.cpu_count() or 1, (len(rows) + _CHUNK - 1) // _CHUNK)))
    try:
        yield from pool.results()
    finally:
        pool.stop()


def _serve(connection: Connection) -> None:
    """A worker: say that it has started, grade each chunk that arrives, send every row back at once."""
    connection.send((STARTED, {}))
    try:
        while (chunk := connection.recv()) is not None:
            for number, row in chunk:
                connection.send((number, grade_row(row)))
    except (EOFError, ConnectionError):
        return  # the one who handed out the work is gone


@contextmanager
def _deaf_to_interruptions() -> Iterator[None]:
    """Processes started within never see Ctrl-C: it is the business of the one who handed out the work."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    chunk: deque[Numbered] = field(default_factory=deque)
    deadline: float = 0.0


class _Pool:
    def __init__(self, rows: Sequence[Numbered], processes: int) -> None:
        self.context = multiprocessing.get_context("spawn")
        self.waiting: deque[list[Numbered]] = deque(list(rows[i : i + _CHUNK]) for i in range(0, len(rows), _CHUNK))
        self.workers = [self.start() for _ in range(processes)]

    def start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs,), daemon=True)
        with _deaf_to_interruptions():
            process.start()
        theirs.close()
        return _Worker(process, ours, deadline=monotonic() + _START_SECONDS)

    def results(self) -> Iterator[Numbered]:
        for worker in self.workers:
            self.hand_out(worker, _START_SECONDS)
        while any(worker.chunk for worker in self.workers):
            busy = {worker.connection: worker for worker in self.workers if worker.chunk}
            for connection in wait(list(busy), timeout=0.5):
                yield from self.receive(busy[connection])  # type: ignore[index]
            for worker in list(self.workers):
                if worker.chunk and monotonic() > worker.deadline:
                    yield from self.replace(worker, f"no result came in {SECONDS_A_ROW:.0f} s")

    def hand_out(self, worker: _Worker, patience: float = 0.0) -> None:
        if self.waiting:
            chunk = self.waiting.popleft()
            worker.chunk = deque(chunk)
            worker.deadline = monotonic() + SECONDS_A_ROW + patience
            worker.connection.send(chunk)

    def receive(self, worker: _Worker) -> Iterator[Numbered]:
        try:
            number, graded = worker.connection.recv()
        except (EOFError, ConnectionError):
            yield from self.replace(worker, "grading this row ended its process")
            return
        worker.deadline = monotonic() + SECONDS_A_ROW
        if number == STARTED:
            return
        worker.chunk.popleft()
        yield number, graded
        if not worker.chunk:
            self.hand_out(worker)

    def replace(self, worker: _Worker, reason: str) -> Iterator[Numbered]:
        """End a worker, give its rows back one by one, and start another in its place."""
        self.end(worker)
        lost = list(worker.chunk)
        if len(lost) == 1:
            number, _ = lost[0]
            yield number, _undecided(reason)
        else:
            self.waiting.extendleft([row] for row in reversed(lost))
        fresh = self.start()
        self.workers[self.workers.index(worker)] = fresh
        self.hand_out(fresh, _START_SECONDS)

    def end(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()

    def stop(self) -> None:
        for worker in self.workers:
            self.end(worker)


def _undecided(reason: str) -> Row:
    return {
        "verdict": "undecided", "mistake": "", "message": f"Undecided: {reason}.", "witness": "", "domain": "",
        "evidence": reason, "milliseconds": "",
    }  # fmt: skip

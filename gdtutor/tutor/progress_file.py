"""The file of progress beside the notebooks: written whole or not at all, by several kernels, never over another."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gdtutor.tutor.record import Record
from gdtutor.tutor.records_text import LONGEST, Records, from_json, joined, to_json

NAME = "gdtutor-progress.json"
_WAIT = 0.5  # seconds for another kernel to finish
_MOST_ASIDE = 1000


class ProgressFile:
    """Reads and changes a file of progress.

    Attributes:
        path: where it is.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(os.path.abspath(path)) if _has_a_folder() else Path(path)
        self._aside = self._failure = ""

    @property
    def problem(self) -> str:
        """Sentences for the learner, where a file was moved aside or the last writing failed; else empty."""
        return " ".join(filter(None, [self._aside, self._failure]))

    def read(self) -> dict[str, Record]:
        """What is in it; a file that cannot be used is moved aside, with a sentence that says so."""
        try:
            return self._read()
        except OSError as problem:
            why = problem.strerror or str(problem)
            self._failure = f"{self.path.name} cannot be read ({why}): progress is kept in memory."
            return {}

    def _read(self) -> dict[str, Record]:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return {}
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, "it is no file")
        try:
            if found.st_size > LONGEST:
                raise ValueError("it is too long for a file of progress")
            return from_json(self.path.read_text("utf-8"))
        except ValueError as problem:
            self._move_aside("it is no text" if isinstance(problem, UnicodeError) else str(problem))
            return {}

    def change(self, known: Records, changed: Callable[[dict[str, Record]], dict[str, Record]]) -> dict[str, Record]:
        """Read the file, join what is known here, change it and write it, with no other kernel between.

        Returns:
            What is in the file now; where it cannot be written, what would be in it.
        """
        try:
            with self._locked():
                records = changed(joined(known, self._read()))
                self._write(to_json(records))
            self._failure = ""
        except OSError as problem:
            records = changed(dict(known))
            why = problem.strerror or str(problem)
            self._failure = (
                f"{self.path} cannot be written ({why}): progress is kept in memory until the kernel ends."
                " gd.progress().export() gives it as a text to keep."
            )
        return records

    def _write(self, text: str) -> None:
        """Write a new file beside it and put it in its place, so that it is never half written."""
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    def _move_aside(self, why: str) -> None:
        """Keep a file that cannot be used under another name, never over one that is there."""
        for number in range(1, _MOST_ASIDE):
            aside = self.path.with_name(f"{self.path.stem}.kept-{number}{self.path.suffix}")
            if aside.exists():
                continue
            try:
                self.path.rename(aside)
            except OSError:
                break
            self._aside = f"{self.path.name} cannot be used: {why}. It was kept as {aside.name}, and a new one begun."
            return
        raise PermissionError(0, f"{why}, and it cannot be moved aside")

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold a lock beside the file while it is changed; where there are no locks, go on without."""
        with open(self.path.with_name(f".{self.path.name}.lock"), "a+b") as file:
            deadline = time.monotonic() + _WAIT
            while not _lock(file.fileno()):
                if time.monotonic() > deadline:
                    raise TimeoutError(0, "another kernel is writing")
                time.sleep(0.005)
            yield  # closing the file ends the lock


def _has_a_folder() -> bool:
    """Whether the working directory is still there."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock(descriptor: int) -> bool:
        """Try to take the lock: False only where another one has it."""
        try:
            from fcntl import LOCK_EX, LOCK_NB, flock  # a browser's Python has the module without them

            flock(descriptor, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            return False
        except (ImportError, OSError):
            return True
        return True

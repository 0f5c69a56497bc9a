"""A learner's progress: what was answered, solved and helped, kept beside the notebooks; what to practise next."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from gdtutor.errors import ArgumentError
from gdtutor.tutor.collection import records as bank
from gdtutor.tutor.markdown import Markdown
from gdtutor.tutor.mistakes import MISTAKES
from gdtutor.tutor.progress_file import NAME, ProgressFile
from gdtutor.tutor.record import Record
from gdtutor.tutor.records_text import from_text, joined, to_text
from gdtutor.tutor.suggestions import Suggestion, suggestions

#: where progress is kept: ``off`` for nowhere, or the path of a file
VARIABLE = "GDTUTOR_PROGRESS"
_MOST_MISTAKES = 5


class Progress:
    """What a learner has done, exercise by exercise.

    Attributes:
        records: one for each exercise that was tried, by its id.
        file: where it is kept; ``None`` for in memory only.

    >>> own = Progress()
    >>> own.answered("chain-1", "wrong", "chain_inner_missing")
    >>> own.records["chain-1"].attempts, own.suggest()[0].id
    (1, 'practice-chain-1-1')
    """

    def __init__(self, path: str | Path | None = None, today: Callable[[], date] = date.today) -> None:
        self.file = ProgressFile(path) if path is not None else None
        self._today = today
        self.records: dict[str, Record] = self.file.read() if self.file else {}

    # --- what happened ------------------------------------------------------------------------------------------------

    def answered(self, id: str, verdict: str, mistake: str = "") -> None:
        """Keep an answer; one that was empty, unreadable or undecided counts for nothing."""
        day = self._today().toordinal()
        if Record().answered(verdict, mistake, day) != Record():
            self._change(id, lambda record: record.answered(verdict, mistake, day))

    def shown(self, id: str, what: str) -> None:
        """Keep that a ``hint`` or the ``solution`` was shown."""
        day = self._today().toordinal()
        self._change(id, lambda record: record.shown(what, day))

    def _change(self, id: str, change: Callable[[Record], Record]) -> None:
        def changed(records: dict[str, Record]) -> dict[str, Record]:
            return {**records, id: change(records.get(id, Record()))}

        self.records = self.file.change(self.records, changed) if self.file else changed(self.records)

    # --- to carry away ------------------------------------------------------------------------------------------------

    def export(self) -> Markdown:
        """All of it as one word to copy, from a Binder session say, which forgets; ``gd.import_progress`` reads it.

        >>> Progress().export().startswith("gdtutor-progress-1:")
        True
        """
        return Markdown(to_text(self.records))

    def add(self, text: str) -> None:
        """Join what was exported; doing it twice changes nothing.

        Raises:
            ArgumentError: if the text is not what ``export`` gave.

        >>> own = Progress()
        >>> own.answered("chain-1", "correct")
        >>> other = Progress()
        >>> other.add(own.export())
        >>> other.records["chain-1"].solved
        True
        """
        try:
            found = from_text(str(text))
        except ValueError as problem:
            raise ArgumentError(f"text cannot be used: {problem}. What gd.progress().export() gave is wanted") from None
        if self.file:
            self.records = self.file.change(self.records, lambda records: joined(records, found))
        else:
            self.records = joined(self.records, found)

    # --- looking at it ------------------------------------------------------------------------------------------------

    def suggest(self, most: int = 3) -> tuple[Suggestion, ...]:
        """What to do next, at most so many: what is due again, what the mistakes point at, then what is new."""
        return suggestions(self.records, self._today().toordinal(), most)

    def lessons(self) -> dict[str, tuple[int, int, int]]:
        """For each lesson: how many exercises are solved, tried but not solved, and not yet tried.

        >>> Progress().lessons()["02-product-and-chain-rule"][:2]
        (0, 0)
        """
        names = dict.fromkeys(str(exercise["lesson"]) for exercise in bank().values())
        ids = {name: [id for id, exercise in bank().items() if exercise["lesson"] == name] for name in names}
        if practised := [id for id in self.records if id.startswith("practice-")]:
            ids["practice"] = practised
        return {name: self._counts(some) for name, some in ids.items()}

    def _counts(self, ids: list[str]) -> tuple[int, int, int]:
        solved = sum(id in self.records and self.records[id].solved for id in ids)
        tried = sum(id in self.records and self.records[id].attempts > 0 for id in ids) - solved
        return solved, tried, len(ids) - solved - tried

    def mistakes(self) -> dict[str, int]:
        """The mistakes made so far, the most frequent first."""
        made: Counter[str] = Counter()
        for record in self.records.values():
            made.update(record.mistakes)
        return dict(made.most_common())

    def _lines(self) -> list[str]:
        """Sentences on the whole: how much, where it is kept, what goes wrong."""
        solved = sum(record.solved for record in self.records.values())
        answers, hints = (sum(getattr(r, name) for r in self.records.values()) for name in ("attempts", "hints"))
        counts = [_counted(solved, "exercise"), _counted(answers, "answer"), _counted(hints, "hint")]
        lines = ["{} solved, with {} and {}.".format(*counts)]
        if self.file and self.file.problem:
            lines.append(self.file.problem)
        else:
            lines.append(f"Kept in {self.file.path.name}." if self.file else "Kept in memory only.")
        return lines

    def __str__(self) -> str:
        rows = [f"{name:<36}{s:>3} solved {t:>3} tried {n:>3} not yet" for name, (s, t, n) in self.lessons().items()]
        made = [f"{name} ({_counted(count, 'time')})" for name, count in list(self.mistakes().items())[:_MOST_MISTAKES]]
        wrong = [f"Mistakes: {', '.join(made)}."] if made else []
        return "\n".join([*self._lines(), *rows, *wrong, "Next:", *(f"  {found}" for found in self.suggest())])

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        rows = [f"| {name} | {s} | {t} | {n} |" for name, (s, t, n) in self.lessons().items()]
        table = "\n".join(["| lesson | solved | tried | not yet |", "|:---|---:|---:|---:|", *rows])
        made = list(self.mistakes().items())[:_MOST_MISTAKES]
        wrong = [f"- {count} × `{name}`: `{MISTAKES[name].wrong_rule}`" for name, count in made if name in MISTAKES]
        following = [f'- `gd.card("{found.id}")`: {found.why.replace("*", chr(92) + "*")}' for found in self.suggest()]
        parts = [" ".join(self._lines()), table, *(["Mistakes:\n\n" + "\n".join(wrong)] if wrong else [])]
        return "\n\n".join([*parts, "Next:\n\n" + "\n".join(following)])


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


# --- the progress of this session -------------------------------------------------------------------------------------

_SESSION: list[Progress] = []


def progress(path: str | Path | None = None) -> Progress:
    """The learner's progress in this session.

    In a notebook every answer checked by a card or by ``gd.exercise(id).check`` is kept in ``gdtutor-progress.json``
    beside it. Elsewhere, in a script or a test, it is kept in memory only. The environment variable
    ``GDTUTOR_PROGRESS`` changes that: ``off`` for in memory only, or the path of a file.

    Args:
        path: keep it in this file from now on; what this session knows already is joined to it.

    >>> progress() is progress()
    True
    """
    if not _SESSION:
        _SESSION.append(Progress(_usual_path()))
    if path is not None:
        opened = Progress(path)
        if _SESSION[0].records:
            opened.add(_SESSION[0].export())
        _SESSION[0] = opened
    return _SESSION[0]


def import_progress(text: str) -> Progress:
    """Join what ``gd.progress().export()`` gave to the progress of this session; doing it twice changes nothing.

    Raises:
        ArgumentError: if the text is not what ``export`` gave.

    >>> import_progress(Progress().export()) is progress()
    True
    """
    found = progress()
    found.add(text)
    return found


def _usual_path() -> Path | None:
    wanted = os.environ.get(VARIABLE, "").strip()
    if wanted:
        return None if wanted.lower() == "off" else Path(wanted)
    return Path(NAME) if _in_a_notebook() else None


def _in_a_notebook() -> bool:
    """Whether a Jupyter kernel runs this, in a browser too; not IPython in a terminal."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and type(shell).__name__ != "TerminalInteractiveShell"

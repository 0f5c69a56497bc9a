"""Grade a class: every row checked by itself, kept as soon as it is done, resumed when interrupted."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gdtutor.errors import ArgumentError
from gdtutor.tutor.answers import ADDED, Answers, Row, read_answers
from gdtutor.tutor.mistakes import CATALOGUE
from gdtutor.tutor.workers import Numbered, grade_here, grade_in_processes

_FEW = 40  # rows that are graded sooner than other processes start

Grader = Callable[[Sequence[Numbered]], Iterator[Numbered]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ClassSummary:
    """What a class's answers have in common.

    Attributes:
        rows: how many answers were graded.
        verdicts: how often each verdict was given.
        mistakes: how often each mistake was the likeliest explanation, the most frequent first.
        note: what is to be known of the file that was read; empty where there is nothing.

    >>> print(ClassSummary(2, {"correct": 1, "wrong": 1}, {"trig_sign": 1}))
    2 answers: 1 correct, 1 wrong
    Most frequent mistakes:
          1  trig_sign: (cos)' -> sin, (sin)' -> -cos
    """

    rows: int
    verdicts: dict[str, int]
    mistakes: dict[str, int]
    note: str = ""

    @classmethod
    def of(cls, graded: Sequence[Row], note: str = "") -> ClassSummary:
        """Count verdicts and the first mistake named of every row.

        >>> ClassSummary.of([{"verdict": "wrong", "mistake": "a+b;c"}, {"verdict": "wrong", "mistake": "a"}]).mistakes
        {'a': 2, 'b': 1}
        """
        verdicts = Counter(row["verdict"] for row in graded)
        first = [row["mistake"].split(";")[0] for row in graded if row["mistake"]]
        mistakes = Counter(name for names in first for name in names.split("+"))
        return cls(len(graded), dict(verdicts.most_common()), dict(mistakes.most_common()), note)

    def __str__(self) -> str:
        lines = [f"{self.rows} answers: " + ", ".join(f"{n} {verdict}" for verdict, n in self.verdicts.items())]
        if self.mistakes:
            lines.append("Most frequent mistakes:")
            lines += [f"  {count:>5}  {_with_rule(name)}" for name, count in list(self.mistakes.items())[:10]]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """The summary for JSON."""
        return {"rows": self.rows, "verdicts": self.verdicts, "mistakes": self.mistakes, "note": self.note}


def _with_rule(name: str) -> str:
    """A mistake's id and the wrong rule behind it."""
    return f"{name}: {CATALOGUE[name].wrong_rule}" if name in CATALOGUE else name


def grade(
    answers: str | Path,
    output: str | Path,
    processes: int | None = None,
    scheduler: str | None = None,
    progress: Progress = lambda done, total: None,
) -> ClassSummary:
    """Grade an answer file and write it again with the columns of ``gdtutor.tutor.answers.ADDED``.

    Rows keep their order and further columns. Every finished row is kept at once in ``OUTPUT.part``; a run that was
    interrupted goes on from there when the same command is given again.

    Args:
        answers: a CSV file with the columns id, expression, variable, answer and optionally order and where (what
            letters of the question stand for, as ``p = 1/(1+e^(-w*x)); z = w*x``); separated by commas, semicolons or
            tabs; UTF-8, UTF-16 with its mark, or else taken for Windows-1252.
        output: the file to write.
        processes: how many processes; all cores by default, none besides this one for 1.
        scheduler: the address of a Dask scheduler that is to do the work instead.
        progress: called with the number of finished rows and of all.

    Raises:
        ArgumentError: if the file cannot be read or lacks a column, the output cannot be written, or a number is off.

    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "answers.csv").write_text("id,expression,variable,answer\\n1,x^2,x,2x\\n")
    >>> grade(folder / "answers.csv", folder / "graded.csv").verdicts
    {'correct': 1}
    """
    if processes is not None and processes < 1:
        raise ArgumentError(f"processes is {processes}: a number of at least 1 is wanted")
    asked = read_answers(answers)
    output = Path(output)
    if output.exists() and output.samefile(answers):
        raise ArgumentError(f"output is {str(output)!r}: another file than the answers is wanted")
    part = output.with_name(output.name + ".part")
    done = _finished(part, asked)
    left = [(number, row) for number, row in enumerate(asked.rows) if number not in done]
    progress(len(done), len(asked.rows))
    with _opened(part) as journal:
        for number, graded in _grader(len(left), processes, scheduler)(left):
            done[number] = graded
            journal.write(json.dumps([number, _digest(asked.rows[number]), graded]) + "\n")
            journal.flush()
            progress(len(done), len(asked.rows))
    graded_rows = [done[number] for number in range(len(asked.rows))]
    _write(output, asked, graded_rows)
    part.unlink(missing_ok=True)
    return ClassSummary.of(graded_rows, asked.note)


def _opened(part: Path) -> TextIO:
    try:
        return part.open("a", encoding="utf-8")
    except OSError as problem:
        wanted = f"a folder to write in is wanted ({problem.strerror})"
        raise ArgumentError(f"output is {str(part.parent)!r}: {wanted}") from problem


def _grader(count: int, processes: int | None, scheduler: str | None) -> Grader:
    if scheduler is not None:
        from gdtutor.tutor.cluster import grade_on_cluster

        return lambda rows: grade_on_cluster(rows, scheduler)
    if processes == 1 or count <= _FEW:
        return grade_here
    return lambda rows: grade_in_processes(rows, processes)


def _digest(row: Row) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]


def _finished(part: Path, asked: Answers) -> dict[int, Row]:
    """The rows that an interrupted run has kept, as far as they are still the same; a torn last line is left out."""
    done: dict[int, Row] = {}
    if not part.exists():
        return done
    for line in part.read_text(encoding="utf-8").splitlines():
        try:
            number, digest, graded = json.loads(line)
        except ValueError:
            continue
        if number < len(asked.rows) and digest == _digest(asked.rows[number]):
            done[number] = graded
    return done


def _write(output: Path, asked: Answers, graded: Sequence[Row]) -> None:
    """Write all rows at once: the output is the old file or the whole new one, never a half."""
    names = {key: name for key, name in zip(asked.columns, asked.header, strict=True) if key not in ADDED}
    fresh = output.with_name(output.name + ".new")
    with fresh.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=asked.delimiter)
        writer.writerow([*names.values(), *ADDED])
        for row, added in zip(asked.rows, graded, strict=True):
            writer.writerow([*(row[key] for key in names), *(added[key] for key in ADDED)])
    os.replace(fresh, output)

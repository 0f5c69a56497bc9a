"""Audit the lectures, or a teacher's own notes: judge every claim when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path

from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.apart import judged_apart
from gdtutor.tutor.auditing.judge import audited
from gdtutor.tutor.auditing.notes import Notes, notes_of, read_notes
from gdtutor.tutor.auditing.report import Audit, AuditedClaim

_FILES = (
    "mygrad", "hopkins", "cs109b-1-derivatives", "cs109b-2-minima",
    "lee-1-rates", "lee-2-steps", "lee-3-theory", "adaptive-1-descent", "adaptive-2-networks",
)  # fmt: skip


def audit(notes: str | Path | None = None, progress: Callable[[int, int], None] | None = None) -> Audit:
    """Judge every claim of the five lectures, of one of them, or of your own notes.

    Nothing is looked up: each formula is derived and compared, each number enclosed, each statement proved or refuted.

    Args:
        notes: nothing for all five lectures; a part of a lecture's name; or claims of your own, a TOML file or its text
            in the format of ``gdtutor.tutor.auditing.notes``. They are judged in a process of their own, ten seconds a
            claim at most; a bad claim costs only itself: it is ``unreadable``, or ``undecided``.
        progress: called with the number of claims done and of all, as a progress bar wants it.

    Raises:
        ArgumentError: if there is no such lecture or file, or the file is no TOML with claims.

    Source: the lectures themselves; what damage their transcripts have was restored and is not called a slip.

    >>> found = audit("Hopkins")
    >>> print(found["hopkins-step"])
    M. Hopkins, Gradient Descent, step 9: θ′ = −3.72
    Wrong. The exact value is -2.19. It seems that in log(θ^2)*sin(2*θ) natural logarithm and logarithm to another base
    were mixed up. (ln u)' = u'/u, and log_a(u) = ln(u)/ln(a). It carries the slip of hopkins-slope forward.
    """
    chosen, is_own = _chosen(notes)
    entries = [entry for each in chosen for entry in each.entries]
    judged = judged_apart(entries) if is_own else map(audited, entries)
    claims = tuple(_counted(judged, len(entries), progress))
    return Audit(claims, tuple(left for each in chosen for left in each.left_out))


def _counted(
    claims: Iterable[AuditedClaim], total: int, progress: Callable[[int, int], None] | None
) -> Iterator[AuditedClaim]:
    """The claims as they are judged, each with a word to the progress bar."""
    for done, claim in enumerate(claims, start=1):
        if progress is not None:
            progress(done, total)
        yield claim


def lecture_notes() -> Iterator[Notes]:
    """The claims of the five lectures, as they stand in the package; a long lecture is in several files."""
    for name in _FILES:
        file = resources.files("gdtutor.tutor.auditing").joinpath("claims", f"{name}.toml")
        yield notes_of(file.read_text("utf-8"), file.name)


def _chosen(notes: str | Path | None) -> tuple[list[Notes], bool]:
    """The notes that are meant, and whether they are somebody's own."""
    if notes is None:
        return list(lecture_notes()), False
    if not isinstance(notes, str | Path):
        raise ArgumentError(f"notes is {notes!r}: the path of a TOML file is wanted")
    if isinstance(notes, str) and "\n" in notes:
        return [notes_of(notes)], True
    named = [each for each in lecture_notes() if str(notes).strip() and str(notes).lower() in each.lecture.lower()]
    if named and not Path(notes).is_file():
        return named, False
    if not Path(notes).is_file():
        if Path(notes).suffix.lower() == ".toml" and not Path(notes).exists():
            raise ArgumentError(f"notes is {str(notes)!r}: no such file")
        names = "; ".join(dict.fromkeys(each.lecture for each in lecture_notes()))
        raise ArgumentError(
            f"notes is {str(notes)!r}: a TOML file, or a part of the name of a lecture ({names}), is wanted"
        )
    return [read_notes(notes)], True

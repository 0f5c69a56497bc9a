"""Audit the lectures, or a teacher's own notes: judge every claim when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.errors import ArgumentError, GdtutorError
from gdtutor.tutor.auditing.kinds import statement
from gdtutor.tutor.auditing.notes import Entry, Notes, notes_of, read_notes
from gdtutor.tutor.auditing.report import Audit, AuditedClaim
from gdtutor.tutor.check import Check, CheckVerdict, as_typed

_FILES = (
    "mygrad", "hopkins", "cs109b-1-derivatives", "cs109b-2-minima",
    "lee-1-rates", "lee-2-steps", "lee-3-theory", "adaptive-1-descent", "adaptive-2-networks",
)  # fmt: skip
_SECONDS = 1.0


def audit(notes: str | Path | None = None, progress: Callable[[int, int], None] | None = None) -> Audit:
    """Judge every claim of the five lectures, of one of them, or of your own notes.

    Nothing is looked up: each formula is derived and compared, each number enclosed, each statement proved or refuted.

    Args:
        notes: nothing for all five lectures; a part of a lecture's name; or a TOML file with claims of your own, in the
            format of ``gdtutor.tutor.auditing.notes``. One bad claim costs only itself: it is ``unreadable``.
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
    chosen = _chosen(notes)
    entries = [entry for each in chosen for entry in each.entries]
    claims = []
    for done, entry in enumerate(entries):
        if progress is not None:
            progress(done, len(entries))
        claims.append(audited(entry))
    if progress is not None:
        progress(len(entries), len(entries))
    return Audit(tuple(claims), tuple(left for each in chosen for left in each.left_out))


def lecture_notes() -> Iterator[Notes]:
    """The claims of the five lectures, as they stand in the package; a long lecture is in several files."""
    for name in _FILES:
        file = resources.files("gdtutor.tutor.auditing").joinpath("claims", f"{name}.toml")
        yield notes_of(file.read_text("utf-8"), file.name)


def _chosen(notes: str | Path | None) -> list[Notes]:
    if notes is None:
        return list(lecture_notes())
    if not isinstance(notes, str | Path):
        raise ArgumentError(f"notes is {notes!r}: the path of a TOML file is wanted")
    named = [each for each in lecture_notes() if str(notes).strip() and str(notes).lower() in each.lecture.lower()]
    if named and not Path(notes).is_file():
        return named
    if not Path(notes).is_file():
        names = "; ".join(dict.fromkeys(each.lecture for each in lecture_notes()))
        raise ArgumentError(
            f"notes is {str(notes)!r}: a TOML file, or a part of the name of a lecture ({names}), is wanted"
        )
    return [read_notes(notes)]


def audited(entry: Entry) -> AuditedClaim:
    """A claim with its verdict; never an exception for what the claim says."""
    found, latex = _judged(entry)
    found = as_typed(found, "".join(map(str, entry.fields.values())))
    return AuditedClaim(
        entry.id, entry.lecture, entry.where, entry.claim, str(entry.kind), latex, found,
        entry.note, entry.doubt, entry.follows,
    )  # fmt: skip


def _judged(entry: Entry) -> tuple[Check, str]:
    if entry.problem:
        return Check(CheckVerdict.UNREADABLE, f"This claim cannot be read: {entry.problem}."), ""
    try:
        stated = statement(entry.kind, entry.fields)
        return _with_cases(entry, stated.judge(_SECONDS)), stated.latex()
    except GdtutorError as problem:
        return Check(CheckVerdict.UNREADABLE, f"This claim cannot be read: {problem}."), ""
    except (UncertainError, OutsideDomainError):
        return Check(CheckVerdict.UNDECIDED, "Undecided: there is no real value that can be computed."), ""
    except Exception as problem:  # the border of a claim: a fault of ours is reported in it and spares the others
        message = f"Undecided: {type(problem).__name__}: {problem}"
        return Check(CheckVerdict.UNDECIDED, message, evidence="internal error"), ""


def _with_cases(entry: Entry, found: Check) -> Check:
    """A claim that is wrong in general and right under a condition is partly right."""
    if found.verdict is not CheckVerdict.WRONG:
        return found
    right = []
    for case in entry.cases:
        fields = {**entry.fields, **{name: value for name, value in case.items() if name != "when"}}
        if statement(entry.kind, fields).judge(_SECONDS).verdict is CheckVerdict.CORRECT:
            right.append(case["when"])
    if not right:
        return found
    domain, against = " or ".join(right), found.message.removeprefix("Wrong. ")
    message = f"Partly right: it holds where {domain}, which is proved. Not always: {against}"
    return replace(found, verdict=CheckVerdict.PARTIAL, message=message, domain=domain, diagnoses=())

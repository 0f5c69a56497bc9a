"""Judge one claim: what it states, the conditions under which it is right, and whatever is wrong with it."""

from __future__ import annotations

from dataclasses import replace

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.errors import GdtutorError
from gdtutor.tutor.auditing.kinds import statement
from gdtutor.tutor.auditing.notes import Entry
from gdtutor.tutor.auditing.report import AuditedClaim
from gdtutor.tutor.check import Check, CheckVerdict, as_typed

_SECONDS = 1.0


def audited(entry: Entry) -> AuditedClaim:
    """A claim with its verdict; never an exception for what the claim says."""
    return _told(entry, *_judged(entry))


def not_judged(entry: Entry, why: str) -> AuditedClaim:
    """A claim that is left undecided for a reason that lies outside of it."""
    return _told(entry, Check(CheckVerdict.UNDECIDED, f"Undecided: {why}.", evidence=why), "")


def _told(entry: Entry, found: Check, latex: str) -> AuditedClaim:
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

"""What an audit finds: the claims with their verdicts, as a table, as mathematics for a notebook, and as data."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.notes import LeftOut
from gdtutor.tutor.check import Check, CheckVerdict

_WIDTH = 110


@dataclass(frozen=True)
class AuditedClaim:
    """A claim of a lecture with what is said of it.

    Attributes:
        id, lecture, where: its name, and where it stands.
        claim: the claim as its author wrote it.
        kind: the kind of statement.
        latex: what was judged, as LaTeX without dollar signs; empty where the claim's words say it better.
        found: the verdict with its evidence, as of an answer.
        note: what a reader should know, such as what was restored.
        doubt: why the text at hand may not be the author's.
        follows: the id of the claim whose slip it carries forward.

    >>> from gdtutor.tutor.auditing.audit import audit
    >>> str(audit("Hopkins")["hopkins-slope"].verdict)
    'wrong'
    """

    id: str
    lecture: str
    where: str
    claim: str
    kind: str
    latex: str
    found: Check
    note: str = ""
    doubt: str = ""
    follows: str = ""

    @property
    def verdict(self) -> CheckVerdict:
        """``correct``, ``partial`` (under a condition), ``wrong``, ``undecided`` or ``unreadable``."""
        return self.found.verdict

    @property
    def is_slip(self) -> bool:
        """Whether it is a slip of the author: wrong, not carried forward from another, and no doubt about the text."""
        return self.verdict is CheckVerdict.WRONG and not self.doubt and not self.follows

    @property
    def message(self) -> str:
        """What is said of it, with doubts about the text and where a slip comes from."""
        told = [self.found.message]
        if self.follows:
            told.append(f"It carries the slip of {self.follows} forward.")
        if self.doubt:
            told.append(f"Perhaps not the author's: {self.doubt}")
        return " ".join(told)

    def to_dict(self) -> dict[str, str]:
        """The claim and its verdict as strings, for JSON."""
        about = {"id": self.id, "lecture": self.lecture, "where": self.where, "claim": self.claim, "kind": self.kind}
        return {**about, **self.found.to_dict(), "doubt": self.doubt, "follows": self.follows, "note": self.note}

    def __str__(self) -> str:
        head = f"{self.lecture}, {self.where}: {self.claim}"
        return "\n".join(filter(None, [head, self.message, f"Note: {self.note}" if self.note else ""]))

    def _repr_markdown_(self) -> str:
        shown = _plain(self.claim) + (f"\n\n$\\displaystyle {self.latex}$" if self.latex else "")
        note = f"\n\n*{_plain(self.note)}*" if self.note else ""
        return f"{_plain(self.lecture)}, {_plain(self.where)}: {shown}\n\n{_plain(self.message)}{note}"


@dataclass(frozen=True)
class Audit:
    """The claims of one or several lectures with their verdicts.

    Attributes:
        claims: every claim that was judged, in the order of the lectures.
        left_out: what was not judged, and why.

    >>> from gdtutor.tutor.auditing.audit import audit
    >>> found = audit("MyGrad")
    >>> found.counts["wrong"], len(found) == sum(found.counts.values())
    (0, True)
    """

    claims: tuple[AuditedClaim, ...]
    left_out: tuple[LeftOut, ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many claims have each verdict."""
        found = Counter(str(claim.verdict) for claim in self.claims)
        return {
            str(verdict): found[str(verdict)]
            for verdict in CheckVerdict
            if found[str(verdict)] or verdict != "unanswered"
        }

    @property
    def slips(self) -> tuple[AuditedClaim, ...]:
        """The slips of the authors: see ``AuditedClaim.is_slip``."""
        return tuple(claim for claim in self.claims if claim.is_slip)

    @property
    def lectures(self) -> tuple[str, ...]:
        """The lectures, in order."""
        return tuple(dict.fromkeys(claim.lecture for claim in self.claims))

    def having(self, verdict: str) -> Audit:
        """The claims with a verdict only.

        >>> from gdtutor.tutor.auditing.audit import audit
        >>> [claim.id for claim in audit("MyGrad").having("wrong")]
        []
        """
        if verdict not in list(CheckVerdict):
            raise ArgumentError(f"verdict is {verdict!r}: one of {', '.join(CheckVerdict)} is wanted")
        return Audit(tuple(claim for claim in self.claims if claim.verdict == verdict))

    def __len__(self) -> int:
        return len(self.claims)

    def __iter__(self) -> Iterator[AuditedClaim]:
        return iter(self.claims)

    def __getitem__(self, id: str) -> AuditedClaim:
        for claim in self.claims:
            if claim.id == id:
                return claim
        raise ArgumentError(f"id is {id!r}: the id of one of the {len(self)} claims is wanted")

    @property
    def summary(self) -> str:
        """How many claims there are with each verdict, in words."""
        counted = ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items() if count)
        return f"{len(self)} claim{'s' if len(self) != 1 else ''}: {counted or 'none'}."

    def __str__(self) -> str:
        lines = [self.summary]
        for lecture in self.lectures:
            part = Audit(tuple(claim for claim in self.claims if claim.lecture == lecture))
            lines += ["", f"{lecture}. {part.summary}", *(line for claim in part for line in _lines(claim))]
        if self.left_out:
            lines += ["", "Not judged:"]
            lines += [_wrapped(f"{o.lecture}, {o.where}: {o.claim} ({o.why})", "  ") for o in self.left_out]
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        lines = [f"**{self.summary}**"]
        for lecture in self.lectures:
            lines += ["", f"**{_plain(lecture)}**", "", "| where | claim | verdict |", "|---|---|---|"]
            lines += [_row(claim) for claim in self.claims if claim.lecture == lecture]
        if self.left_out:
            lines += ["", "**Not judged**", ""]
            lines += [
                f"- {_plain(o.lecture)}, {_plain(o.where)}: {_plain(o.claim)} ({_plain(o.why)})" for o in self.left_out
            ]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, for JSON."""
        return {"counts": self.counts, "claims": [claim.to_dict() for claim in self.claims],
                "left_out": [vars(each) for each in self.left_out]}  # fmt: skip


def _lines(claim: AuditedClaim) -> Iterator[str]:
    yield _wrapped(f"{claim.verdict:<10} {claim.where}: {claim.claim}", "  ")
    if claim.verdict is not CheckVerdict.CORRECT:
        yield _wrapped(claim.message, "             ")


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)


def _row(claim: AuditedClaim) -> str:
    """Where, the claim in its author's words with what was judged below, and the verdict with its reason."""
    judged = f"<br>${claim.latex}$".replace("|", r"\vert ") if claim.latex else ""
    told = "" if claim.verdict is CheckVerdict.CORRECT else f"<br>{_plain(claim.message)}"
    cells = (_plain(claim.where), f"{_plain(claim.claim)}{judged}", f"**{claim.verdict}**{told}")
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """A sentence as Markdown in a table: no emphasis, no cell, no mathematics, no markup."""
    for sign in ("\\", "*", "_", "`", "|", "$", "<"):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())

"""An exercise that asks for a choice with its reason; both are judged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.explained import explained
from gdtutor.tutor.questions import ChoiceQuestion, Option

_JOINT = re.compile(r"^[\s,;:.–—-]*(?:because|since|as|for|due to)?[\s,;:.–—-]*(?:of\s+|the reason is\s+)?")


@dataclass(frozen=True)
class ReasonedChoiceQuestion:
    """Choose one of several named options, and one of several named reasons for it.

    Attributes:
        options: as for ``ChoiceQuestion``; exactly one is right.
        reasons: likewise, the reasons; exactly one is right for the right option.
        claims: what makes them right, proved, see ``ChoiceQuestion``.
        let: definitions that the claims use.

    >>> rates = [{"name": "0.1", "text": "", "why": "Right.", "right": True}, {"name": "9", "text": "", "why": "No."}]
    >>> whys = [{"name": "a", "text": "", "why": "Yes.", "right": True}, {"name": "b", "text": "", "why": "It is not."}]
    >>> asked = ReasonedChoiceQuestion(rates, whys, [])
    >>> [str(asked.check(answer).verdict) for answer in ("0.1 because a", "0.1, b", "9 a", "0.1")]
    ['correct', 'partial', 'wrong', 'unanswered']
    """

    options: Sequence[Mapping[str, object]]
    reasons: Sequence[Mapping[str, object]]
    claims: Sequence[Sequence[str]]
    let: Sequence[Sequence[str]] = ()
    example = "one of the options because one of the reasons"

    @cached_property
    def _choice(self) -> ChoiceQuestion:
        return ChoiceQuestion(self.options, self.claims, self.let)

    @cached_property
    def _reason(self) -> ChoiceQuestion:
        return ChoiceQuestion(self.reasons, self.claims, self.let)

    @property
    def asked(self) -> str:
        """The options and the reasons as lists."""
        return f"{self._choice.asked}\n\nbecause\n\n{self._reason.asked}"

    def check(self, answer: str) -> Check:
        """Look both names up; a right choice for a wrong reason is partly right."""
        named, reasons = (", ".join(part.choices) for part in (self._choice, self._reason))
        how = f"type one of {named}, then because, then one of {reasons}"
        if not answer.strip():
            return Check(CheckVerdict.UNANSWERED, f"Nothing is answered yet: {how}.")
        text = " ".join(answer.lower().strip(" .\"'*").split())
        option, rest = _named_first(text, self._choice.choices)
        if option is None:
            return Check(CheckVerdict.UNREADABLE, f"This begins with none of the options: {how}.", position=0)
        if not rest:
            return Check(CheckVerdict.UNANSWERED, f"Not finished: the reason is missing; {how}.")
        reason = self._reason.choices.get(rest)
        if reason is None:
            message = f"The reason is none of those listed: {how}."
            return Check(CheckVerdict.UNREADABLE, message, position=max(0, len(answer) - len(rest)))
        return _judged(option, reason)

    def solution(self) -> str:
        """The right option and the right reason, and what was proved."""
        (reason,) = [reason for reason in self._reason.choices.values() if reason.right]
        return f"{self._choice.solution()}\n\nbecause **{reason.name}**: {reason.why}"

    def is_proved(self) -> bool:
        """Whether each claim is."""
        return self._choice.is_proved()


def _named_first(text: str, options: Mapping[str, Option]) -> tuple[Option | None, str]:
    """The option whose name a text begins with, and what follows after a word such as because."""
    for name in sorted(options, key=len, reverse=True):
        rest = text.removeprefix(name)
        if rest != text and not re.match(r"[\w.]\w", rest) and not re.match(r"\w", rest):
            return options[name], rest[_JOINT.match(rest).end() :].strip(" .\"'*")  # type: ignore[union-attr]
    return None, text


def _judged(option: Option, reason: Option) -> Check:
    mistakes = [found.mistake for found in (option, reason) if not found.right]
    if option.right and reason.right:
        return explained(CheckVerdict.CORRECT, f"{option.why} {reason.why}")
    if option.right:
        return explained(CheckVerdict.PARTIAL, f"The choice is right, the reason is not: {reason.why}", mistakes)
    if reason.right:
        why = f"{option.why} The reason would be a good one: does it lead there?"
    else:
        why = f"{option.why} And the reason: {reason.why}"
    return explained(CheckVerdict.WRONG, why, mistakes)

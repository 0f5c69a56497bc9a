"""What an exercise can ask for: a derivative, or one of several options with a reason. (A number: ``number.py``.)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import sympy as sp

from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.chain_table import ChainTable, chain_table
from gdtutor.calculus.derivation import Derivation, derive
from gdtutor.calculus.notation import as_symbol, read_expression
from gdtutor.calculus.printing import to_latex
from gdtutor.errors import GdtutorError
from gdtutor.tutor.check import Check, CheckVerdict, check
from gdtutor.tutor.definitions import Definitions
from gdtutor.tutor.explained import explained
from gdtutor.tutor.names import Names


class Question(Protocol):
    """The part of an exercise that judges and solves."""

    @property
    def asked(self) -> str:
        """Markdown that belongs below the prompt; empty where the prompt says all."""

    @property
    def example(self) -> str:
        """What an answer may look like; it answers another question."""

    def check(self, answer: str) -> Check:
        """The verdict on an answer; never an exception."""

    def solution(self) -> str:
        """The whole working, as Markdown."""

    def is_proved(self) -> bool:
        """Whether the equality engine proves every step of the solution."""


@dataclass(frozen=True)
class DerivativeQuestion:
    """Differentiate a function.

    Attributes:
        function, variable, order: what is differentiated, with respect to what, how often.
        reference: the derivative in its author's form; the solution ends with it.
        method: how the solution goes: by ``steps``, or by a ``table`` of links.
        name: what the table calls the function.
        where: letters that the prompt defines, such as ``p = "1/(1+e^(-w*x))"``; they may stand in the answer.

    >>> DerivativeQuestion("x^2", "x").check("2x").verdict
    <CheckVerdict.CORRECT: 'correct'>
    """

    function: str
    variable: str
    order: int = 1
    reference: str = ""
    method: str = "steps"
    name: str = "L"
    where: Mapping[str, str] = field(default_factory=dict)
    asked = ""
    example = "2x*cos(x^2)"

    @cached_property
    def _working(self) -> Derivation | ChainTable:
        if self.method == "table":
            return chain_table(self.function, self.variable, whole=self.name)
        return derive(self.function, self.variable, self.order)

    @property
    def _names(self) -> list[str]:
        return [str(as_symbol(name)) for name in (self.variable, *self.where)]

    def check(self, answer: str) -> Check:
        """See ``gdtutor.check``."""
        return check(self.function, self.variable, answer, self.order, where=self.where)

    def slopes(self, answer: str) -> tuple[sp.Expr, sp.Expr, sp.Symbol] | None:
        """The derivative, the answer, and their variable; ``None`` where the answer cannot be read or has others."""
        symbol = as_symbol(self.variable)
        try:
            letters = Names.defined(self.where)
            names = [symbol.name, *map(str, letters.meanings)]
            function, given = (letters.put_in(read_expression(text, names)) for text in (self.function, answer))
            right = derivative(function, symbol, self.order)
        except GdtutorError:
            return None
        drawable = (right.free_symbols | given.free_symbols) <= {symbol} and not given.has(sp.Derivative)
        return (right, given, symbol) if drawable else None

    def solution(self) -> str:
        """The derivation line by line, or the table row by row, and the result in its author's form."""
        working = self._working
        if isinstance(working, ChainTable):
            shown, found = f"Link by link:\n\n{working._repr_markdown_()}", to_latex(working.product)
        else:
            shown, found = f"$$\n{working.latex()}\n$$", to_latex(working.result)
        short = to_latex(read_expression(self.reference, self._names)) if self.reference else found
        return shown if short == found else f"{shown}\n\nWritten in one line: $\\displaystyle {short}$"

    def is_proved(self) -> bool:
        """Whether each step of the working is, and the author's form of the result."""
        right = not self.reference or self.check(self.reference).verdict is CheckVerdict.CORRECT
        return right and self._working.verify()


@dataclass(frozen=True)
class Option:
    """One answer of a choice: its name, what it says, why it is right or wrong, and the mistake behind a wrong one."""

    name: str
    text: str
    why: str
    right: bool = False
    mistake: str = ""


@dataclass(frozen=True)
class ChoiceQuestion:
    """Choose one of several named options; what makes one right is stated as claims that are proved.

    Attributes:
        options: exactly one is right.
        claims: triples such as ``("slope", "<", "0")``: a relation of numbers, or an identity (``=``).
        let: definitions that the claims use, see ``Definitions``.
    """

    options: Sequence[Mapping[str, object]]
    claims: Sequence[Sequence[str]]
    let: Sequence[Sequence[str]] = ()
    example = "one of the words in bold"

    @cached_property
    def choices(self) -> dict[str, Option]:
        """The options by their names."""
        return {str(option["name"]): Option(**option) for option in self.options}  # type: ignore[arg-type]

    @property
    def asked(self) -> str:
        """The options as a list."""
        return "\n".join(f"- **{option.name}**: {option.text}" for option in self.choices.values())

    def check(self, answer: str) -> Check:
        """Look the answer up among the names of the options."""
        names = ", ".join(self.choices)
        if not answer.strip():
            return Check(CheckVerdict.UNANSWERED, f"Nothing is answered yet: type one of {names}.")
        option = self.choices.get(" ".join(answer.lower().strip(" .\"'*").split()))
        if option is None:
            return Check(CheckVerdict.UNREADABLE, f"This is none of the options: type one of {names}.", position=0)
        return explained(CheckVerdict.CORRECT if option.right else CheckVerdict.WRONG, option.why, [option.mistake])

    def solution(self) -> str:
        """The right option with its reason, and what was proved."""
        (right,) = [option for option in self.choices.values() if option.right]
        lines = [f"- ${self._definitions.claim_latex(*claim)}$" for claim in self.claims]
        lines += [f"- with ${line.replace('&', '')}$" for line in self._definitions.lines_latex()]
        return "\n".join([f"**{right.name}**: {right.why}", "", "What was proved for it:", "", *lines])

    def is_proved(self) -> bool:
        """Whether each claim is."""
        return all([self._definitions.holds(*claim) for claim in self.claims])

    @property
    def _definitions(self) -> Definitions:
        return Definitions(self.let)

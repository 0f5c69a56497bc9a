"""An exercise that asks for a number after some steps of descent; the steps are formulas, and they are carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.certified import rounded
from gdtutor.calculus.notation import as_symbol
from gdtutor.calculus.printing import to_latex
from gdtutor.tutor.check import Check, as_typed
from gdtutor.tutor.definitions import Definitions, claim_holds
from gdtutor.tutor.formula_slips import wrong_numbers
from gdtutor.tutor.number_judge import NumberJudge, Slip, shown_value

Values = dict[sp.Symbol, sp.Expr]


@dataclass(frozen=True)
class StepsQuestion:
    """Predict a number of a descent: where it stands, how steep it is there, how long a step was.

    Attributes:
        state: triples (name, start, update): what changes from step to step, in the order of the updates. An update
            sees the new values of the names before it and the old ones of the others.
        let: definitions, see ``Definitions``, such as g = d/dθ(L); they hold at the old values, before the updates.
        steps: how many steps are made.
        ask: the formula whose value is asked for after them; its definitions hold at the last values.
        decimals: how many decimal places are wanted.
        slips: wrong ways to be expected: ``mistake``, ``why``, and what is different there: ``put`` (pairs of a name
            and another formula for its update or definition), ``steps`` or ``ask``.
        claims: what else holds, see ``Definitions.holds``.

    >>> way = {"state": [("θ", "-5", "θ - α·g")], "let": [("g", "d/dθ(θ^2)"), ("α", "0.1")]}
    >>> question = StepsQuestion(**way, steps=2, ask="θ", decimals=2)
    >>> question.value, str(question.check("-3.20").verdict)
    (-16/5, 'correct')
    """

    state: Sequence[Sequence[str]]
    steps: int
    ask: str
    decimals: int
    let: Sequence[Sequence[str]] = ()
    slips: Sequence[Mapping[str, Any]] = ()
    claims: Sequence[Sequence[str]] = ()
    asked = ""
    example = "12.34"

    # --- the steps ---

    def rows(self) -> list[Values]:
        """The state at the start and after each step, exact."""
        found: list[Values] = [{as_symbol(name): self._number(start) for name, start, _ in self.state}]
        for _ in range(self.steps):
            found.append(self._next(found[-1]))
        return found

    def _next(self, old: Values) -> Values:
        new = dict(old)
        for name, _, update in self.state:
            definitions_first = self._open(update, old)
            new[as_symbol(name)] = definitions_first.xreplace(new)
        return new

    def _open(self, formula: str, at: Values) -> sp.Expr:
        """A formula with its definitions put in and taken at some values; the state itself still open."""
        expression = self._defined.reading(formula).expression
        values = {name: self._defined_value(name, at) for name in self._let & expression.free_symbols}
        return carry_out(expression).xreplace(values)

    def _defined_value(self, name: sp.Symbol, at: Values) -> sp.Expr:
        return self._definition(name).xreplace(at)

    def _definition(self, name: sp.Symbol) -> sp.Expr:
        """What a name stands for, in the state alone: marks are carried out after the definitions are put in."""
        formula = next(formula for defined, formula in self.let if as_symbol(defined) == name)
        expression = self._defined.reading(formula).expression
        inner = {other: self._definition(other) for other in self._let & expression.free_symbols if other != name}
        return carry_out(expression.xreplace(inner))

    def _number(self, formula: str) -> sp.Expr:
        return self._open(formula, {})

    @property
    def _let(self) -> set[sp.Symbol]:
        return {as_symbol(name) for name, _ in self.let}

    @property
    def _defined(self) -> Definitions:
        """The reader of the formulas: it knows every name."""
        return Definitions([*self.let, *((name, start) for name, start, _ in self.state)])

    @cached_property
    def value(self) -> sp.Expr:
        """The exact number that is asked for."""
        last = self.rows()[-1]
        return self._open(self.ask, last).xreplace(last)

    # --- as a question ---

    @property
    def _judge(self) -> NumberJudge:
        return NumberJudge(self.value, self.decimals, self._slips, self._defined.names, self._further)

    def _slips(self) -> Iterator[tuple[sp.Expr, Slip]]:
        for slip in self.slips:
            yield self.slipped(slip).value, Slip(slip["mistake"], slip["why"])

    @property
    def formulas(self) -> dict[str, str]:
        """The updates and the definitions by their names; what is asked for has none."""
        updates = ((name, update) for name, _, update in self.state)
        definitions = ((name, formula) for name, formula in self.let)
        return {"": self.ask, **dict(updates), **dict(definitions)}

    def with_formula(self, name: str, formula: str) -> StepsQuestion:
        """The same question with one formula changed."""
        return self.slipped({"put": [(name, formula)]}) if name else self.slipped({"ask": formula})

    def _further(self) -> Iterator[tuple[sp.Expr, Slip]]:
        """The numbers of other steps and of other quantities, and those that one wrong rule leads to."""
        for steps in (*range(self.steps), self.steps + 1):
            made = "no step" if steps == 0 else "one step" if steps == 1 else f"{steps} steps"
            why = f"It seems that this is the number after {made}."
            yield self.slipped({"steps": steps}).value, Slip("", why, True)
        for name, _, _ in self.state:
            if name != self.ask:
                yield self.slipped({"ask": name}).value, Slip("wrong_variable", f"It seems that this is {name}.", True)
        yield from wrong_numbers(self)

    def slipped(self, slip: Mapping[str, Any]) -> StepsQuestion:
        """The same question on a wrong way."""
        put: dict[str, str] = dict(slip.get("put", ()))
        return replace(
            self,
            state=[(name, start, put.get(name, update)) for name, start, update in self.state],
            let=[(name, put.get(name, formula)) for name, formula in self.let],
            steps=slip.get("steps", self.steps),
            ask=slip.get("ask", self.ask),
        )

    def check(self, answer: str) -> Check:
        """The verdict on a decimal number, a fraction or a formula without variables."""
        return as_typed(self._judge.check(answer), "".join(self.formulas.values()))

    def solution(self) -> str:
        """The update rule, what its names stand for, and a row for each step."""
        write = self._defined.latex
        rules = [rf"{write(name)} &\leftarrow {write(update)}" for name, _, update in self.state]
        lines = [*rules, *(f"{write(name)} &= {self._sides(name, formula)}" for name, formula in self.let)]
        shown = "$$\n" + r"\begin{aligned}" + r" \\[4pt] ".join(lines) + r"\end{aligned}" + "\n$$"
        value, relation = shown_value(self.value, self.decimals + 2)
        facts = [f"- ${self._defined.claim_latex(*claim)}$" for claim in self.claims]
        held = ["", "What holds for it:", "", *facts] if facts else []
        return "\n".join([shown, "", *self._table(), "", f"${write(self.ask)} {relation} {value}$", *held])

    def _sides(self, name: str, formula: str) -> str:
        """A definition as it is written and, where that differs, with its derivatives carried out."""
        has_marks = self._defined.reading(formula).expression.has(sp.Derivative)
        written = self._defined.latex(formula)
        return f"{written} = {to_latex(self._definition(as_symbol(name)))}" if has_marks else written

    def _table(self) -> list[str]:
        names = [f"${self._defined.latex(name)}$" for name, _, _ in self.state]
        head = [f"| step | {' | '.join(names)} |", "|" + "---|" * (len(names) + 1)]
        rows = [[shown_value(value, self.decimals + 2)[0] for value in row.values()] for row in self.rows()]
        return [*head, *(f"| {place} | {' | '.join(row)} |" for place, row in enumerate(rows))]

    def is_proved(self) -> bool:
        """Whether the claims are proved, and every number enclosed as narrowly as the solution states it."""
        facts = [self._holds(*claim) for claim in self.claims]
        numbers = [self.value, *(value for row in self.rows() for value in row.values())]
        return all(facts) and all(rounded(number, self.decimals + 2) for number in numbers)

    def _holds(self, left: str, relation: str, right: str) -> bool:
        return claim_holds(self._put_in(left), relation, self._put_in(right))

    def _put_in(self, formula: str) -> sp.Expr:
        """A formula of a claim with all definitions put in, the state left open."""
        expression = self._defined.reading(formula).expression
        return carry_out(expression.xreplace({name: self._definition(name) for name in self._let}))

"""The whole argument for one loss: why a small step along −∇L lowers it, how large a step may be, and when it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from gdtutor.calculus.budget import Budget, OutOfBudgetError
from gdtutor.calculus.descending.first_order import along_the_gradient, model, smallest_in_circle
from gdtutor.calculus.descending.newton_step import NewtonStep, best_step, newton_step
from gdtutor.calculus.descending.overshoot import Overshoot, overshoot
from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.descending.safe_rate import SafeRate, safe_rate
from gdtutor.calculus.notation import read
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.proof import Argument, ProofStep
from gdtutor.calculus.several.at_point import smooth_form
from gdtutor.calculus.variables import as_box, as_point, as_symbols, read_with
from gdtutor.errors import ArgumentError, TooLargeError

_MAX_VARIABLES = 6
_MAX_OPERATIONS = 300
_SECONDS = 3.0
_PART_FOR_RATE = 0.6  # of the time; the rest is for the counterexample


@dataclass(frozen=True)
class DescentArgument:
    """Does every update lower the loss? The proof for small rates, the safe rates, and a counterexample.

    Attributes:
        problem: the loss with its derivatives.
        parts: the arguments in their order, each a chain of proved lines.
        safe_rate: the rates that lower the loss wherever it is; ``None`` where no bound of the curvature was found.
        newton: Newton's step; ``None`` where the Hessian is singular or large.
        counterexample: an update that raises the loss; ``None`` where none was found.
        is_complete: whether all of this was looked for to its end within the time allowed.

    >>> found = descent_argument("x^2", ["x"])
    >>> found.verify(), found.counterexample is not None
    (True, True)
    """

    problem: Problem
    parts: tuple[Argument, ...]
    safe_rate: SafeRate | None
    newton: NewtonStep | None
    counterexample: Overshoot | None
    is_complete: bool = True

    @property
    def answer(self) -> str:
        """The answer to the lecture's question, in words."""
        rest = "" if self.is_complete else " The time allowed was used up before everything was looked for."
        return self._found + rest

    @property
    def _found(self) -> str:
        if all(entry == 0 for entry in self.problem.gradient):
            return "The loss is constant: no update changes it."
        if self.safe_rate is not None and self.safe_rate.limit == sp.oo:
            return f"Yes: every rate lowers this loss, {self.safe_rate.where}."
        small = "wherever the gradient is not zero, every rate that is small enough lowers the loss"
        if self.safe_rate is not None:
            small = str(self.safe_rate)
        if self.counterexample is None:
            return f"For small rates: {small}. No update that raises the loss was found."
        return f"No: {self.counterexample}. But {small}."

    def unproved(self, seconds: float = 1.0) -> tuple[ProofStep, ...]:
        """The lines that are not proved."""
        return tuple(step for part in self.parts for step in part.unproved(seconds))

    def verify(self) -> bool:
        """Whether every line is proved and the counterexample is certified.

        >>> descent_argument("x^2 + y^2", "x y").verify()
        True
        """
        return not self.unproved() and (self.counterexample is None or self.counterexample.verify())

    def __str__(self) -> str:
        head = f"Loss: {to_text(self.problem.loss)}"
        return "\n\n".join([head, *map(str, self.parts), f"Does every update lower the loss? {self.answer}"])

    def _repr_markdown_(self) -> str:
        head = f"$$\nL = {to_latex(self.problem.loss)}\n$$"
        shown = [part._repr_markdown_() for part in self.parts]
        return "\n\n".join([head, *shown, f"**Does every update lower the loss?** {self.answer}"])

    def to_dict(self) -> dict[str, Any]:
        """The argument as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        return {
            "loss": to_text(self.problem.loss),
            "variables": [str(variable) for variable in self.problem.variables],
            "verified": self.verify(),
            "parts": [part.to_dict() for part in self.parts],
            "safe_rate": to_text(self.safe_rate.limit) if self.safe_rate else None,
            "newton_step": [to_text(part) for part in self.newton.step] if self.newton else None,
            "counterexample": str(self.counterexample) if self.counterexample else None,
            "answer": self.answer,
        }


def descent_argument(
    loss: Any,
    variables: str | sp.Symbol | Sequence[str | sp.Symbol] | None = None,
    at: object = None,
    on: object = None,
) -> DescentArgument:
    """Prove what gradient descent does to a loss: the argument of the lectures for this loss.

    It takes 3 seconds of the processor at most. A safe rate or a counterexample that is not found by then is left out,
    and the answer says so; ``verify()`` takes another second for each line at most.

    Args:
        loss: a text, a SymPy expression, or a loss with ``expression`` and ``parameters``.
        variables: the parameters, at most 6; without them those of the loss, or all its symbols.
        at: a point from which the counterexample is to start, rational numbers; the loss has a gradient there.
        on: what is given about symbols, ``{"x": (0, 1)}``; on a box the safe rate is found from a bound of the Hessian.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for bad variables, a bad point or a bad box.
        TooLargeError: for more variables or a longer loss than can be argued about.

    Source: Lee's lecture, *Gradient Descent Theory*.

    >>> print(descent_argument("0.1x^2 + 2y^2", "x y").answer)
    No: at x = 1, y = 2 with eta = 3/4 the loss rises from 8.1 to 32.0722. But 0 < eta < 1/2 lowers the loss,
    wherever the gradient is not zero; no larger rate is safe everywhere.
    """
    given = getattr(loss, "expression", loss)
    wanted = getattr(loss, "parameters", None) if variables is None else variables
    symbols = as_symbols(wanted) if wanted is not None else None
    function = read_with(given, symbols or ())
    symbols = symbols or as_symbols(sorted(function.free_symbols, key=str))
    if len(symbols) > _MAX_VARIABLES or function.count_ops() > _MAX_OPERATIONS:
        raise TooLargeError(f"at most {_MAX_VARIABLES} variables and {_MAX_OPERATIONS} operations are argued about")
    problem = Problem(function, symbols, as_box(on, symbols))
    point = None if at is None else _rational_point(at, problem)
    budget, is_complete = Budget(_SECONDS), True
    rate = found = None
    newton, best = newton_step(problem), best_step(problem)
    is_partial = _is_partial(given, symbols)  # as cosh(acosh x): a step may leave the domain of the text
    try:
        rate = None if is_partial else safe_rate(problem, budget.part(_PART_FOR_RATE))
    except OutOfBudgetError:
        is_complete = False
    try:
        found = None if is_partial else overshoot(problem, point, rate.limit if rate else None, budget)
    except OutOfBudgetError:
        is_complete = False
    parts = [model(problem), smallest_in_circle(problem), along_the_gradient(problem)]
    parts += [part.argument for part in (rate, newton) if part is not None]
    parts += [best] if best is not None else []
    return DescentArgument(problem, tuple(parts), rate, newton, found, is_complete)


def _is_partial(given: Any, symbols: Sequence[sp.Symbol]) -> bool:
    return isinstance(given, str) and bool(read(given, map(str, symbols)).domain)


def _rational_point(at: object, problem: Problem) -> dict[sp.Symbol, Fraction]:
    point = as_point(at, problem.variables)
    if problem.loss.free_symbols - set(problem.variables) or not all(value.is_Rational for value in point.values()):
        raise ArgumentError(f"at is {at!r}: rational numbers and a loss without other symbols are wanted")
    smooth_form(problem.loss, problem.variables, point)
    return {symbol: Fraction(int(value.p), int(value.q)) for symbol, value in point.items()}

"""What symbolic differentiation gives, and what automatic differentiation gives, side by side for one loss."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.loss import Loss
from gdtutor.errors import ArgumentError


class Question(NamedTuple):
    """One row of the table.

    >>> Question("The formula?", "2*x", "none").symbolic
    '2*x'
    """

    question: str
    symbolic: str
    automatic: str


@dataclass(frozen=True)
class DifferentiationTable:
    """The rows, in the order in which a lesson asks; shown as a table in a notebook.

    Attributes:
        rows: each with a question and both answers.
        largest_difference: between the two gradients; NaN if no automatic one was given.

    >>> differentiation_table(Loss("x²", "x"), 3.0, lambda x: 2 * x).largest_difference
    0.0
    """

    rows: tuple[Question, ...]
    largest_difference: float

    def __iter__(self) -> Iterator[Question]:
        return iter(self.rows)

    def __str__(self) -> str:
        return "\n".join(
            f"{row.question}\n  symbolic:  {row.symbolic}\n  automatic: {row.automatic}" for row in self.rows
        )

    def _repr_markdown_(self) -> str:
        lines = [f"| {' | '.join(map(_literal, row))} |" for row in self.rows]
        return "\n".join(["| question | symbolic (gdtutor) | automatic (such as MyGrad) |", "|---|---|---|", *lines])


def differentiation_table(
    loss: Loss, w: ArrayLike | float, automatic: Callable[[Any], ArrayLike] | None = None
) -> DifferentiationTable:
    """What each way of differentiating says about a loss at a point.

    Args:
        loss: the loss.
        w: the point.
        automatic: the gradient by a library of automatic differentiation, a function of the point; its value is put
            beside ours.

    Raises:
        ArgumentError: as ``Loss.gradient``; if ``automatic`` gives another number of components.

    >>> table = differentiation_table(Loss("sin(2θ)·log(θ²)", "theta"), -5.0)
    >>> table.rows[0].symbolic
    '2*log(theta**2)*cos(2*theta) + 2*sin(2*theta)/theta'
    >>> table.rows[1]
    Question(question='Its value at -5?', symbolic='-5.61934256', automatic='a number, exact up to rounding')
    """
    ours = np.atleast_1d(loss.gradient(w))
    theirs = np.atleast_1d(np.asarray(automatic(w), dtype=float)) if automatic else np.full(ours.shape, np.nan)
    if theirs.shape != ours.shape:
        raise ArgumentError(f"automatic gives shape {theirs.shape}: {ours.shape}, one number a parameter, is wanted")
    formula = ", ".join(map(str, loss.gradient_expressions))
    rows = (
        Question("The derivative as a formula?", formula, "none: it computes values of the derivative at points"),
        Question(
            f"Its value at {_listed(w)}?",
            _listed(ours),
            _listed(theirs) if automatic else "a number, exact up to rounding",
        ),
        Question(
            "Why is it so?", "each rule that was used, one a line", "the local derivative of each operation, hidden"
        ),
        Question(
            "Where is it zero?", "an equation, that may have a solution in closed form", "only by looking at points"
        ),
        Question(
            "Is a hand-derived formula right?", "proved or refuted, for all points", "compared, at the points tried"
        ),
        Question(
            "The second derivative?", "the same rules once more", "only if the library can go through itself again"
        ),
        Question(
            "Loops and branches of a program?", "no: one formula is wanted", "yes: whatever the program did is followed"
        ),
        Question("Millions of parameters?", "no: a formula for each", "yes: one backward pass for all of them"),
    )
    difference = float(np.abs(ours - theirs).max())
    return DifferentiationTable(rows, difference)


def _literal(cell: str) -> str:
    """A cell whose stars, underscores and bars Markdown shows as they are."""
    return re.sub(r"([*_|`\\])", r"\\\1", cell)


def _listed(values: ArrayLike | float) -> str:
    return ", ".join(f"{value:.9g}" for value in np.atleast_1d(np.asarray(values, dtype=float)))

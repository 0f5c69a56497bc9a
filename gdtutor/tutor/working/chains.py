"""Sides of equations, chains of them, and the equations that were stated."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy as sp

from gdtutor.calculus.notation import Reading


@dataclass(frozen=True)
class Side:
    """A side of an equation as it was read."""

    raw: sp.Expr
    reading: Reading | None = None
    row: int = 0


@dataclass
class Chain:
    """A left side and the sides that were said to equal it.

    Attributes:
        head: the left side, or the expression with which the chain begins.
        sides: the sides so far.
        right: whether the last of them is proved, or given.
        order: how often the head differentiates, 0 for a quantity itself.
        name: what the head is about.
        text: the head as it was typed.
        opens: whether it is the left side of an equation, which may be given.
        before: what an earlier chain with the same head ended with.
        before_is_right: whether that is proved, or given.
    """

    head: Side
    sides: list[Side] = field(default_factory=list)
    right: bool = True
    order: int = 0
    name: sp.Symbol | None = None
    text: str = ""
    opens: bool = False
    before: Side | None = None
    before_is_right: bool = True

    @property
    def is_right(self) -> bool:
        """Whether what the next side goes on from is proved, or given."""
        return self.right if self.sides else self.before_is_right

    @property
    def last(self) -> Side:
        """The side that the next one goes on from."""
        return self.sides[-1] if self.sides else self.before or self.head


@dataclass(frozen=True)
class Fact:
    """An equation that was stated.

    Attributes:
        left, right: its sides.
        is_right: whether it is given or proved; else it is the learner's own.
    """

    left: Side
    right: Side
    is_right: bool

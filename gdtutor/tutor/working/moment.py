"""Numbers put in: a row that is an earlier one with values for its letters says what holds at a moment."""

from __future__ import annotations

import sympy as sp

from gdtutor.tutor.working.chains import Chain, Fact, Side
from gdtutor.tutor.working.context import Context
from gdtutor.tutor.working.instances import Bindings, instance


class Moment:
    """The data of a working.

    Attributes:
        known: what was said; the data are kept there.
        facts: the equations that were stated.
    """

    def __init__(self, known: Context, facts: list[Fact]) -> None:
        self.known, self.facts = known, facts

    def instance_of_a_fact(self, chain: Chain, side: Side) -> tuple[Fact, Bindings] | None:
        """What was put in for letters, where a statement is an earlier one with numbers in it."""
        if chain.sides or (chain.head.reading is None and not chain.head.raw.free_symbols):
            return None
        for fact in reversed(self.facts):
            left = instance(fact.left, chain.head, {})
            found = instance(fact.right, side, left) if left is not None else None
            if found is None and left is None:
                left = instance(fact.right, chain.head, {})
                found = instance(fact.left, side, left) if left is not None else None
            if found and all(self.agrees(letter, value) for letter, value in found.items()):
                return fact, found
        return None

    def instance_of_a_side(self, side: Side) -> Bindings | None:
        """What was put in for letters, where a side is one of an earlier statement with numbers in it."""
        for fact in reversed(self.facts):
            if fact.is_right and (found := instance(fact.right, side, {})):
                return found
        return None

    def agrees(self, letter: sp.Expr, value: sp.Expr) -> bool:
        """Whether a datum does not contradict one that is known."""
        known = self.known.moment.get(letter)
        return known is None or bool(self.known.vanishes(known - value, (), 0.2))

    def learn(self, bound: Bindings) -> None:
        """Remember what was put in."""
        for letter, number in bound.items():
            key = self.known.value(letter)
            if key.is_Symbol:
                self.known.moment[key] = self.known.value(number)
            else:
                self.known.at_moment.append(key - self.known.value(number))

"""Name the slip between two lines of a working: the wrong rules of algebra that lead from one to the other.

As with the wrong rules of differentiation, each is first tried with numbers; what meets the next line is then proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.decide import Verdict, equal
from gdtutor.calculus.evaluation import Floats
from gdtutor.calculus.language.build import Builder
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import Reading
from gdtutor.calculus.printing import to_text
from gdtutor.errors import UnreadableError
from gdtutor.tutor.algebra_rules import Slip, slips
from gdtutor.tutor.diagnosis import Diagnosis, close
from gdtutor.tutor.generic import generic_points
from gdtutor.tutor.mistakes import ALGEBRA
from gdtutor.tutor.prediction import NO_VALUE

_PRIORITY = {name: place for place, name in enumerate(ALGEBRA)}
_MAX_PARTS = 120
_MOST = 3
_LARGEST = 1000  # numerator and denominator of a number by which two lines differ


def diagnose_algebra(
    before: Reading, after: sp.Expr, meaning: Callable[[sp.Expr], sp.Expr], seconds: float = 1.0
) -> tuple[Diagnosis, ...]:
    """The slips that lead from one line to the next, which does not equal it; the likeliest first.

    Args:
        before: the line before, as it was read.
        after: the next line, with everything carried out and put in.
        meaning: carries out and puts in the same in what a slip makes of the line before.
        seconds: a bound on the work.

    >>> from gdtutor.calculus.notation import read
    >>> x = sp.Symbol("x")
    >>> [str(found) for found in diagnose_algebra(read("2*(x - 1)^2"), 2 * x**2 - 2, lambda made: made)]
    ['power_of_sum']
    """
    search = _Search(before, after, meaning, Budget(seconds))
    found: dict[str, Diagnosis] = {}
    for diagnosis in [*search.rewritten(), *search.of_the_whole()]:
        found.setdefault(str(diagnosis), diagnosis)
    return tuple(sorted(found.values(), key=lambda one: _PRIORITY[str(one)]))[:_MOST]


class _Search:
    """The search for one step."""

    def __init__(self, before: Reading, after: sp.Expr, meaning: Callable[[sp.Expr], sp.Expr], budget: Budget) -> None:
        self.before, self.after, self.meaning, self.budget = before, after, meaning, budget
        self.right = meaning(before.expression)
        self.points: list[Floats] = []
        self.target: list[float] = []
        self.symbols = self.right.free_symbols | after.free_symbols
        for point in map(Floats, generic_points(self.symbols)):
            try:
                self.target.append(float(point.value(after)))
            except NO_VALUE:
                continue
            self.points.append(point)
            if len(self.points) == 3:
                break

    def rewritten(self) -> Iterator[Diagnosis]:
        """What one wrong rule at one part of the line before explains."""
        if not self.points or sum(1 for _ in self.before.tree.walk()) > _MAX_PARTS:
            return
        for slip in everywhere(self.before.tree):
            if self.budget.left() == 0:
                return
            made = self.expression(slip.made)
            if made is not None and self.meets(made):
                yield Diagnosis((slip.mistake,), (self.place(slip),))

    def place(self, slip: Slip) -> str:
        """Where it happened, in the words of the line before."""
        whole = f" of {_quoted(self.before.text, slip.within)}" if slip.within else ""
        return _quoted(self.before.text, slip.where) + whole

    def expression(self, tree: Node) -> sp.Expr | None:
        """What a tree says; ``None`` where it says nothing real."""
        try:
            return self.meaning(Builder(self.before.text).build(tree))
        except UnreadableError:
            return None

    def meets(self, made: sp.Expr) -> bool:
        """Whether what was made is the next line."""
        if not made.free_symbols <= self.symbols:  # a letter that cancelled in the line before
            return False
        try:
            values = [float(point.value(made)) for point in self.points]
        except NO_VALUE:
            return False
        if not close(values, self.target):
            return False
        compared = equal(made, self.after, seconds=min(0.1, self.budget.left()))
        return compared.verdict in (Verdict.PROVED, Verdict.PARTLY)  # √(x²) is x for half of the numbers only

    def of_the_whole(self) -> Iterator[Diagnosis]:
        """A sign, a number as a factor, or a number added."""
        try:
            values = [float(point.value(self.right)) for point in self.points]
        except NO_VALUE:
            return
        if not self.right.free_symbols:  # every wrong number is the right one times something
            return
        pairs = list(zip(self.target, values, strict=True))
        if self.before.tree.kind == "derivative":  # it would be the answer
            return
        factor = _shared([after / before for after, before in pairs if before])
        if factor is not None and self.meets(self.right * factor):
            yield Diagnosis(("whole_sign",) if factor == -1 else ("line_multiplied",), (to_text(factor),))
        number = _shared([after - before for after, before in pairs])
        if number is not None and self.right.free_symbols and self.meets(self.right + number):
            yield Diagnosis(("line_shifted",), (to_text(number),))


def everywhere(node: Node) -> Iterator[Slip]:
    """The slips at every part, each as what becomes of the whole."""
    yield from slips(node)
    for place, part in enumerate(node.arguments):
        for slip in everywhere(part):
            parts = (*node.arguments[:place], slip.made, *node.arguments[place + 1 :])
            yield slip._replace(made=replace(node, arguments=parts))


def _shared(values: list[float]) -> sp.Rational | None:
    """The simple number that all of them are."""
    if not values:
        return None
    simple = Rational(values[0]).limit_denominator(_LARGEST)
    if not simple or abs(simple.numerator) > _LARGEST or not close(values, [float(simple)] * len(values)):
        return None
    return sp.Rational(simple.numerator, simple.denominator)


def _quoted(text: str, node: Node) -> str:
    """The part as it was typed, with the brackets that belong to it."""
    start, end = node.start, node.end
    closed = opened = 0  # brackets that the part closes and opens without their partners
    for sign in text[start:end]:
        if sign in "([{":
            opened += 1
        elif sign in ")]}" and opened:
            opened -= 1
        elif sign in ")]}":
            closed += 1
    while closed > 0 and start > 0:
        start -= 1
        closed += (text[start] in ")]}") - (text[start] in "([{")
    while opened > 0 and end < len(text):
        opened += (text[end] in "([{") - (text[end] in ")]}")
        end += 1
    if text[:start].endswith("\\left"):
        start -= len("\\left")
    return text[start:end].strip()

"""Predict the wrong answers that wrong rules lead to, put in at any node of a derivation.

Predictions are first made with numbers at a few points, all at once and cheaply, since there are thousands of them
when two mistakes come together; only those that meet the learner's values are then made as expressions and proved.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction as Rational
from itertools import combinations
from typing import Any

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, UncertainError
from gdtutor.calculus.forms import Form, Kind
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.rules import outer_function, slope_of
from gdtutor.tutor.closures import Closure, U, closure
from gdtutor.tutor.parts import Parts
from gdtutor.tutor.readings import other_readings
from gdtutor.tutor.wrong_rules import WrongRule, rules_of

Values = tuple[float, ...]
NO_VALUE = (ArithmeticError, ValueError, OutsideDomainError, UncertainError)
_MAX_ALTERNATIVES = 1_500


@dataclass(frozen=True)
class Edit:
    """A wrong rule put in at one node, in the reading in which it was used."""

    form: Form
    rule: WrongRule

    @property
    def term(self) -> sp.Expr:
        """The part of the question that the rule is about."""
        return self.form.expression if self.rule.place is None else self.form.parts[self.rule.place].expression


@dataclass(frozen=True)
class Alternative:
    """A derivative that some wrong rules lead to.

    Attributes:
        values: its values at the points.
        edits: the wrong rules with the places of the nodes at which they were put in.
        mistakes: how many wrong rules there are.
        strained: how many need another reading of the question than the usual one, less those that lose a minus.
    """

    values: Values
    edits: tuple[tuple[int, Edit], ...] = ()
    mistakes: int = 0
    strained: int = 0


@dataclass
class Node:
    """A form at the points: its values, its right derivative, its rules and its other readings."""

    form: Form
    parts: list[Node]
    values: Values
    slopes: Values
    nested: bool
    place: int
    rules: list[WrongRule]
    constants: Sequence[float | None]
    pair: tuple[sp.Expr, sp.Expr]
    closures: list[tuple[Closure, Closure]]
    readings: list[Node] = field(default_factory=list)


class Predictor:
    """The predictions for one function at a few points; raises one of ``NO_VALUE`` where the function has no value."""

    def __init__(
        self, form: Form, variable: sp.Symbol, points: Sequence[dict[sp.Symbol, Rational]], budget: Budget
    ) -> None:
        self.variable = variable
        self.budget = budget
        self.points = [Floats(point) for point in points]
        self.at = self.values_of(variable)
        self.places = 0
        self.root = self._node(form, nested=False)

    def values_of(self, expression: sp.Expr) -> Values:
        """The values of an expression at the points; raises one of ``NO_VALUE`` where it has none."""
        return tuple(float(point.value(expression)) for point in self.points)

    def _node(self, form: Form, nested: bool, with_readings: bool = True) -> Node:
        if self.budget.left() == 0:
            raise UncertainError
        chain = form.kind in (Kind.POWER, Kind.EXPONENTIAL, Kind.FUNCTION)
        parts = [self._node(part, chain, with_readings) for part in form.parts]
        (derivative,) = partials(form.expression, (self.variable,))
        constants = [None] * len(self.points) if form.constant is None else self.values_of(form.constant)
        closures = [self._closures(form, point) for point in self.points]
        self.places += 1
        found = Node(
            form, parts, self.values_of(form.expression), self.values_of(derivative), nested, self.places,
            list(rules_of(form, nested)), constants, outer_pair(form), closures,
        )  # fmt: skip
        if with_readings:
            found.readings = list(self._other_readings(form, nested))
        return found

    def _closures(self, form: Form, point: Floats) -> tuple[Closure, Closure]:
        """The outer function and its derivative at one point, other symbols put in."""
        outer, slope = outer_pair(form)
        exact = {symbol: sp.Rational(point.point[symbol]) for symbol in outer.free_symbols - {U}}
        return closure(outer.xreplace(exact)), closure(slope.xreplace(exact))

    def _other_readings(self, form: Form, nested: bool) -> Iterator[Node]:
        for reading in other_readings(form):
            try:
                yield self._node(reading, nested, with_readings=False)
            except NO_VALUE:
                continue

    # --- one mistake, the same mistake everywhere, several mistakes ---

    def single(self) -> Iterator[Alternative]:
        """What one wrong rule leads to, every rule by itself even where two coincide."""
        yield from self._candidates(self.root, 1, keep_all=True)

    def double(self) -> Iterator[Alternative]:
        """What at most two wrong rules lead to; below the root the simplest explanation of each value is kept."""
        yield from self._candidates(self.root, 2)

    def alternatives(self, node: Node, most: int) -> list[Alternative]:
        """The right derivative first, then what at most ``most`` wrong rules at or below the node lead to."""
        found: dict[Values, Alternative] = {}
        for candidate in self._candidates(node, most):
            key = tuple(float(f"{value:.9e}") for value in candidate.values)
            known = found.get(key)
            if known is None or (candidate.mistakes, candidate.strained) < (known.mistakes, known.strained):
                found[key] = candidate
            if len(found) > _MAX_ALTERNATIVES:
                break
        return [Alternative(node.slopes), *found.values()]

    def everywhere(self, together: int = 1) -> Iterator[Alternative]:
        """The same wrong rules at every node that has them: ``together`` misconceptions, used throughout."""
        nodes = list(self._nodes(self.root))
        having = Counter(name for node in nodes for name in {r.mistakes[0] for r in node.rules if len(r.mistakes) == 1})
        names = [name for name, count in having.items() if together > 1 or count > 1]
        variants = {name: max(sum(rule.mistakes == (name,) for rule in node.rules) for node in nodes) for name in names}
        for chosen in combinations(sorted(names), together):
            for variant in range(max(variants[name] for name in chosen)):
                if self.budget.left() == 0:
                    return
                found = self._throughout(self.root, set(chosen), variant)
                used = {name for _, edit in found.edits for name in edit.rule.mistakes} if found else set()
                if found is not None and len(found.edits) > 1 and len(used) == together:
                    yield found

    def _nodes(self, node: Node) -> Iterator[Node]:
        yield node
        for part in node.parts:
            yield from self._nodes(part)

    def _throughout(self, node: Node, wanted: set[str], variant: int) -> Alternative | None:
        if not node.parts:
            return Alternative(node.slopes)
        below = [self._throughout(part, wanted, variant) for part in node.parts]
        rules = [rule for rule in node.rules if len(rule.mistakes) == 1 and rule.mistakes[0] in wanted]
        rule = rules[min(variant, len(rules) - 1)] if rules else next((r for r in node.rules if not r.mistakes), None)
        if rule is None or any(choice is None for choice in below):
            return None
        values = self._apply(node, rule, [choice.values for choice in below if choice])
        own = ((node.place, Edit(node.form, rule)),) if rule.mistakes else ()
        edits = own + tuple(edit for choice in below if choice for edit in choice.edits)
        return Alternative(values, edits, len(wanted)) if values is not None else None

    def _candidates(self, node: Node, most: int, keep_all: bool = False) -> Iterator[Alternative]:
        for reading in (node, *node.readings):
            below = [list(self._below(part, most, keep_all)) for part in reading.parts]
            for rule in reading.rules:
                if len(rule.mistakes) > most or (not rule.mistakes and reading is not node):
                    continue
                strained = int(reading is not node) + rule.strain
                yield from self._combined(reading, node.place, rule, below, most - len(rule.mistakes), strained)

    def _below(self, part: Node, most: int, keep_all: bool) -> Iterator[Alternative]:
        if not keep_all:
            yield from self.alternatives(part, most)
            return
        yield Alternative(part.slopes)
        yield from self._candidates(part, most, keep_all)

    def _combined(
        self, reading: Node, place: int, rule: WrongRule, below: list[list[Alternative]], left: int, strained: int
    ) -> Iterator[Alternative]:
        own = ((place, Edit(reading.form, rule)),) if rule.mistakes else ()
        for chosen in _choices(below, left):
            if self.budget.left() == 0:
                return
            edits = own + tuple(edit for choice in chosen for edit in choice.edits)
            if not edits:
                continue
            values = self._apply(reading, rule, [choice.values for choice in chosen])
            if values is not None:
                count = len(rule.mistakes) + sum(choice.mistakes for choice in chosen)
                yield Alternative(values, edits, count, strained + sum(choice.strained for choice in chosen))

    def _apply(self, node: Node, rule: WrongRule, slopes: list[Values]) -> Values | None:
        found = []
        try:
            for index in range(len(self.points)):
                value = rule.formula(self._parts(node, index, [slope[index] for slope in slopes]))
                if isinstance(value, complex) or not math.isfinite(value):
                    return None
                found.append(float(value))
        except NO_VALUE:
            return None
        return tuple(found)

    def _parts(self, node: Node, index: int, slopes: list[float]) -> Parts:
        outer, slope = node.closures[index]
        return Parts(
            [part.values[index] for part in node.parts], slopes, node.values[index], node.constants[index],
            self.at[index], slope, outer, math.log, math.pi,
        )  # fmt: skip

    # --- as expressions ---

    def expression(self, alternative: Alternative) -> sp.Expr:
        """The expression that an alternative's wrong rules lead to."""
        return self._predicted(self.root, dict(alternative.edits))

    def _predicted(self, node: Node, edits: dict[int, Edit]) -> sp.Expr:
        edit = edits.get(node.place)
        reading = node if edit is None else next(r for r in (node, *node.readings) if r.form is edit.form)
        rule = edit.rule if edit else next((rule for rule in node.rules if not rule.mistakes), None)
        if rule is None:
            return partials(node.form.expression, (self.variable,))[0]
        slopes = [self._predicted(part, edits) for part in reading.parts]
        outer, slope = reading.pair
        parts = Parts(
            [part.form.expression for part in reading.parts], slopes, reading.form.expression, reading.form.constant,
            self.variable, _substitution(slope), _substitution(outer), sp.log, sp.pi,
        )  # fmt: skip
        return sp.Add(rule.formula(parts))


def _substitution(expression: sp.Expr) -> Callable[[Any], sp.Expr]:
    return lambda argument: expression.xreplace({U: argument})


def _choices(below: list[list[Alternative]], left: int) -> Iterator[tuple[Alternative, ...]]:
    """One alternative a part, with at most ``left`` mistakes in all."""
    if not below:
        yield ()
        return
    for first in below[0]:
        if first.mistakes <= left:
            for rest in _choices(below[1:], left - first.mistakes):
                yield (first, *rest)


def outer_pair(form: Form) -> tuple[sp.Expr, sp.Expr]:
    """The outer function of a chain and its derivative, as expressions in ``U``.

    >>> from gdtutor.calculus.forms import form_of
    >>> outer_pair(form_of(sp.sin(2 * sp.Symbol("x")), sp.Symbol("x")))
    (sin(_u), cos(_u))
    """
    if form.kind not in (Kind.POWER, Kind.EXPONENTIAL, Kind.FUNCTION):
        return U, sp.Integer(1)
    outer = outer_function(form, U)
    return outer, slope_of(form.kind, outer, U, form.constant)

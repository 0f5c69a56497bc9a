"""Predict the wrong answers that wrong rules lead to, put in at any node of a derivation.

Predictions are first made with numbers at a few points, all at once and cheaply, since there are thousands of them
when two mistakes come together; only those that meet the learner's values are then made as expressions and proved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction as Rational
from typing import Any

import sympy as sp

from gdtutor.calculus.elementary import DERIVATIVES
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, UncertainError
from gdtutor.calculus.forms import Form, Kind
from gdtutor.calculus.gradient import partials
from gdtutor.tutor.wrong_rules import (
    ANTIDERIVATIVES,
    COFUNCTIONS,
    GENERAL_POWER,
    PRODUCT,
    QUOTIENT,
    RIGHT,
    Named,
    Parts,
    chain_rules,
    multiple_rules,
    sum_rules,
    wrong_slopes,
)

Values = tuple[float, ...]
_ARITHMETIC_ERRORS = (ArithmeticError, ValueError, OutsideDomainError, UncertainError)
_MAX_ALTERNATIVES = 1_500
_SLOPE = sp.Symbol("_u")


@dataclass(frozen=True)
class Edit:
    """A wrong rule put in at one node.

    Attributes:
        form: the node, in the reading in which the rule was used.
        mistakes: the ids of the wrong rules, one or two.
        formula: what is put in place of the right rule.
    """

    form: Form
    mistakes: tuple[str, ...]
    formula: Callable[[Parts], Any]


@dataclass(frozen=True)
class Alternative:
    """A derivative that some wrong rules lead to.

    Attributes:
        values: its values at the points.
        edits: the wrong rules with the nodes at which they were put in.
        mistakes: how many wrong rules there are.
    """

    values: Values
    edits: tuple[tuple[int, Edit], ...] = ()
    mistakes: int = 0


@dataclass
class Node:
    """A form at the points: its values and its right derivative."""

    form: Form
    parts: list[Node]
    values: Values
    slopes: Values
    nested: bool
    place: int
    readings: list[Node] = field(default_factory=list)


class Predictor:
    """The predictions for one function at a few points."""

    def __init__(self, form: Form, variable: sp.Symbol, points: Sequence[dict[sp.Symbol, Rational]]) -> None:
        self.variable = variable
        self.points = [Floats(point) for point in points]
        self.places = 0
        self.pairs: dict[int, tuple[sp.Expr, sp.Expr]] = {}
        self.root = self.node(form, nested=False)

    # --- values ---------------------------------------------------------------------------------------------------------

    def values_of(self, expression: sp.Expr) -> Values:
        """The values of an expression at the points; raises where it has none."""
        return tuple(float(point.value(expression)) for point in self.points)

    def node(self, form: Form, nested: bool, with_readings: bool = True) -> Node:
        chain = form.kind in (Kind.POWER, Kind.EXPONENTIAL, Kind.FUNCTION)
        parts = [self.node(part, chain, with_readings) for part in form.parts]
        (derivative,) = partials(form.expression, (self.variable,))
        self.places += 1
        found = Node(form, parts, self.values_of(form.expression), self.values_of(derivative), nested, self.places)
        if with_readings:
            found.readings = list(self._other_readings(form, nested))
        return found

    def _other_readings(self, form: Form, nested: bool) -> Iterator[Node]:
        for reading in other_readings(form):
            try:
                yield self.node(reading, nested, with_readings=False)
            except _ARITHMETIC_ERRORS:
                continue

    # --- alternatives -----------------------------------------------------------------------------------------------------

    def alternatives(self, node: Node, most: int) -> list[Alternative]:
        """The right derivative first, then what at most ``most`` wrong rules at or below the node lead to."""
        right = Alternative(node.slopes)
        found: dict[Values, Alternative] = {}
        for candidate in self._candidates(node, most):
            key = tuple(float(f"{value:.9e}") for value in candidate.values)
            known = found.get(key)
            if known is None or candidate.mistakes < known.mistakes:
                found[key] = candidate
            if len(found) > _MAX_ALTERNATIVES:
                break
        return [right, *found.values()]

    def single(self, node: Node | None = None) -> Iterator[Alternative]:
        """What one wrong rule leads to, every rule by itself even where two coincide."""
        yield from self._candidates(node or self.root, 1, keep_all=True)

    def _candidates(self, node: Node, most: int, keep_all: bool = False) -> Iterator[Alternative]:
        for reading in (node, *node.readings):
            below = [
                list(self._with_right(part, most, keep_all)) if most else [Alternative(part.slopes)]
                for part in reading.parts
            ]
            for mistakes, formula in self._rules(reading.form, reading.nested):
                if len(mistakes) > most or (not mistakes and reading is not node):
                    continue
                yield from self._combined(reading, node.place, mistakes, formula, below, most)

    def _with_right(self, part: Node, most: int, keep_all: bool) -> Iterator[Alternative]:
        if keep_all:
            yield Alternative(part.slopes)
            yield from self._candidates(part, most, keep_all)
        else:
            yield from self.alternatives(part, most)

    def _combined(
        self,
        reading: Node,
        place: int,
        mistakes: tuple[str, ...],
        formula: Callable[[Parts], Any],
        below: list[list[Alternative]],
        most: int,
    ) -> Iterator[Alternative]:
        left = most - len(mistakes)
        for chosen in _choices(below, left):
            if not mistakes and not any(choice.edits for choice in chosen):
                continue
            values = self._apply(reading, formula, [choice.values for choice in chosen])
            if values is not None:
                own = ((place, Edit(reading.form, mistakes, formula)),) if mistakes else ()
                count = len(mistakes) + sum(choice.mistakes for choice in chosen)
                yield Alternative(values, own + tuple(edit for choice in chosen for edit in choice.edits), count)

    def _apply(self, node: Node, formula: Callable[[Parts], Any], slopes: list[Values]) -> Values | None:
        try:
            found = []
            for index, point in enumerate(self.points):
                parts = self._parts(node, index, [slope[index] for slope in slopes], point)
                value = formula(parts)
                if isinstance(value, complex) or not math.isfinite(value):
                    return None
                found.append(float(value))
            return tuple(found)
        except _ARITHMETIC_ERRORS:
            return None

    def _parts(self, node: Node, index: int, slopes: list[float], point: Floats) -> Parts:
        form = node.form
        constant = point.value(form.constant) if form.constant is not None else None
        if id(form) not in self.pairs:
            self.pairs[id(form)] = outer_pair(form)
        outer, slope = self.pairs[id(form)]
        return Parts(
            [part.values[index] for part in node.parts], slopes, node.values[index], constant,
            point.value(self.variable), _at(slope, point), _at(outer, point), math.log, math.pi,
        )  # fmt: skip

    # --- rules --------------------------------------------------------------------------------------------------------------

    def _rules(self, form: Form, nested: bool) -> Iterator[tuple[tuple[str, ...], Callable[[Parts], Any]]]:
        for name, formula in rules_of(form, nested):
            yield ((name,) if name else ()), formula
        yield from combined_rules(form, nested)
        if form.kind not in (Kind.CONSTANT, Kind.VARIABLE):
            yield ("not_differentiated",), lambda p: p.whole


def _choices(below: list[list[Alternative]], left: int) -> Iterator[tuple[Alternative, ...]]:
    """One alternative a part, with at most ``left`` mistakes in all."""
    if not below:
        yield ()
        return
    for first in below[0]:
        if first.mistakes <= left:
            for rest in _choices(below[1:], left - first.mistakes):
                yield (first, *rest)


def _at(expression: sp.Expr, point: Floats) -> Callable[[float], float]:
    def evaluate(value: float) -> float:
        floats = Floats(point.point)
        floats.known[_SLOPE] = value
        return float(floats.value(expression))

    return evaluate


def outer_pair(form: Form) -> tuple[sp.Expr, sp.Expr]:
    """The outer function of a chain and its derivative, as expressions in one symbol."""
    if form.kind is Kind.POWER:
        return _SLOPE**form.constant, form.constant * _SLOPE ** (form.constant - 1)
    if form.kind is Kind.EXPONENTIAL:
        return form.constant**_SLOPE, form.constant**_SLOPE * sp.log(form.constant)
    if form.kind is Kind.FUNCTION:
        function = type(form.expression)
        return function(_SLOPE), DERIVATIVES[function](_SLOPE)
    return _SLOPE, sp.Integer(1)


def rules_of(form: Form, nested: bool) -> list[Named]:
    """The right rule of a form and its wrong twins."""
    if form.kind is Kind.SUM:
        return sum_rules(form)
    if form.kind is Kind.MULTIPLE:
        return multiple_rules(form)
    if form.kind is Kind.PRODUCT:
        return PRODUCT if len(form.parts) == 2 else [(RIGHT, _long_product)]
    if form.kind is Kind.QUOTIENT:
        return QUOTIENT
    if form.kind is Kind.GENERAL_POWER:
        return GENERAL_POWER
    if form.kind in (Kind.POWER, Kind.EXPONENTIAL, Kind.FUNCTION):
        return chain_rules(form, nested)
    return []


def _long_product(parts: Parts) -> Any:
    terms = []
    for place, slope in enumerate(parts.ds):
        term = slope
        for other, value in enumerate(parts.us):
            term = term if other == place else term * value
        terms.append(term)
    return sum(terms)


def combined_rules(form: Form, nested: bool) -> Iterator[tuple[tuple[str, ...], Callable[[Parts], Any]]]:
    """A wrong outer derivative, alone or together with a wrong chain rule, and the outer antiderivative."""
    if form.kind not in (Kind.POWER, Kind.EXPONENTIAL, Kind.FUNCTION):
        return
    slopes = [(name, make) for name, make in wrong_slopes(form)]
    for other in COFUNCTIONS.get(type(form.expression), []):
        for sign in (1, -1):
            slopes.append(("trig_cofunction", _cofunction(sign * other(_SLOPE))))
    for slope_name, make in slopes:
        for chain_name, formula in chain_rules(form, nested):
            names = (slope_name, chain_name) if chain_name else (slope_name,)
            yield names, _with_slope(formula, make)
    for formula in antiderivative_rules(form):
        yield ("integrated",), formula


def _with_slope(formula: Callable[[Parts], Any], make: Callable[[Parts], Any]) -> Callable[[Parts], Any]:
    def changed(parts: Parts) -> Any:
        wrong = Parts(**{**parts.__dict__, "slope": make(parts)})
        return formula(wrong)

    return changed


def _cofunction(expression: sp.Expr) -> Callable[[Parts], Any]:
    def make(parts: Parts) -> Callable[[Any], Any]:
        def slope(value: Any) -> Any:
            if isinstance(value, float):
                return _at(expression, Floats({}))(value)
            return expression.xreplace({_SLOPE: value})

        return slope

    return make


def antiderivative_rules(form: Form) -> list[Callable[[Parts], Any]]:
    """What integrating the outer function gives, the inner derivative ignored, multiplied or divided."""
    if form.kind is Kind.POWER and form.constant is not None and form.constant != -1:
        whole: Callable[[Parts], Any] = lambda p: p.u ** (p.constant + 1) / (p.constant + 1)  # noqa: E731
    elif form.kind is Kind.EXPONENTIAL:
        whole = lambda p: p.whole / p.log(p.constant)  # noqa: E731
    elif type(form.expression) in ANTIDERIVATIVES:
        found = ANTIDERIVATIVES[type(form.expression)](_SLOPE)
        whole = lambda p: _cofunction(found)(p)(p.u)  # noqa: E731
    else:
        return []
    return [whole, lambda p: whole(p) / p.du, lambda p: whole(p) * p.du]


def other_readings(form: Form) -> Iterator[Form]:
    """Other ways to see a node: a reciprocal as a quotient, a constant with one of the factors, a product in two parts."""
    if form.kind is Kind.POWER and form.constant is not None and form.constant.is_negative:
        yield _as_quotient(Form(Kind.CONSTANT, sp.Integer(1)), form)
    if form.kind is Kind.MULTIPLE and form.constant is not None:
        yield from _constant_taken_in(form, form.constant, form.parts[0])
    if form.kind is Kind.PRODUCT and len(form.parts) > 2:
        yield from _in_two(form)


def _as_quotient(above: Form, power: Form) -> Form:
    assert power.constant is not None
    base = power.parts[0]
    below = base if power.constant == -1 else Form(
        Kind.POWER, base.expression ** -power.constant, power.parts, -power.constant
    )
    return Form(Kind.QUOTIENT, above.expression * power.expression, (above, below))


def _constant_taken_in(form: Form, constant: sp.Expr, inner: Form) -> Iterator[Form]:
    if inner.kind is Kind.POWER and inner.constant is not None and inner.constant.is_negative:
        yield _as_quotient(Form(Kind.CONSTANT, constant), inner)
    if inner.kind not in (Kind.PRODUCT, Kind.QUOTIENT):
        return
    readings = [inner] if len(inner.parts) == 2 else list(_in_two(inner))
    for reading in readings:
        for place in range(2 if reading.kind is Kind.PRODUCT else 1):
            parts = list(reading.parts)
            taken = parts[place]
            parts[place] = Form(Kind.MULTIPLE, constant * taken.expression, (taken,), constant)
            yield Form(reading.kind, form.expression, tuple(parts))


def _in_two(form: Form) -> Iterator[Form]:
    for place, part in enumerate(form.parts):
        rest = form.parts[:place] + form.parts[place + 1 :]
        others = rest[0] if len(rest) == 1 else Form(Kind.PRODUCT, sp.Mul(*(p.expression for p in rest)), rest)
        yield Form(Kind.PRODUCT, form.expression, (part, others))


def predicted(node: Node, edits: dict[int, Edit], variable: sp.Symbol) -> sp.Expr:
    """The expression that the edits lead to: the right rules everywhere else."""
    if not edits:
        return partials(node.form.expression, (variable,))[0]
    edit = edits.get(node.place)
    reading = node
    if edit is not None:
        reading = next(r for r in (node, *node.readings) if r.form is edit.form)
    slopes = [predicted(part, edits, variable) for part in reading.parts]
    form = reading.form
    if edit is None:
        formula = next((f for name, f in rules_of(form, node.nested) if name == RIGHT), None)
        if formula is None:
            return partials(form.expression, (variable,))[0]
    else:
        formula = edit.formula
    outer, slope = outer_pair(form)
    parts = Parts(
        [part.form.expression for part in reading.parts], slopes, form.expression, form.constant, variable,
        lambda x: slope.xreplace({_SLOPE: x}), lambda x: outer.xreplace({_SLOPE: x}),
        lambda x: sp.log(sp.Integer(x) if isinstance(x, int) else x), sp.pi,
    )  # fmt: skip
    return sp.Add(formula(parts))

"""What a computation gives with one wrong rule: a factor forgotten, the sum for the mean, base 10, a wrong derivative.

A wrong number is explained by carrying the computation out again with one of its formulas changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Protocol

import sympy as sp

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.language.build import build
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import as_symbol, read
from gdtutor.calculus.printing import to_text
from gdtutor.errors import GdtutorError
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.generic import generic_points
from gdtutor.tutor.number_judge import Slip
from gdtutor.tutor.prediction import NO_VALUE, Predictor

_TRIGONOMETRIC = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
_LETTER = 3  # characters of a letter with its index; longer names are those of the author
_SECONDS = 1.0  # for all that is tried
_LOG_BASE = Slip(
    "log_base", "It seems that a logarithm was taken to base 10. In the derivative it is the natural one.", True
)
_DEGREES = Slip("degrees", "It seems that an angle was taken in degrees. The formulas hold in radians.", True)
_SIGN = Slip("overall_sign", "The size is right, the sign is not.", True)
_SUM_FOR_MEAN = Slip(
    "", "It seems that this is made with a sum in place of a mean. Divide it by how many there are.", True
)
_INVERTED = Slip("quotient_inverted", "It seems that a quotient is upside down.", True)
_DIVISOR = Slip("", "It seems that a division is missing.")
_ONE_SIGN = Slip(
    "sum_sign", "It seems that a sign is wrong: a term was added that is to be subtracted, or the other way round."
)
_TERM = Slip("term_lost", "It seems that a term is missing.")
_POWER = Slip("", "It seems that a power is missing.")
_SQUARE = Slip("", "It seems that a square is missing.")
_ROOT = Slip("", "It seems that a root is missing.")
_OTHER = Slip("", "It seems that the numbers of the other example, or of the other part, were put in.", True)
_EXCHANGED = Slip("", "It seems that the two examples, or the two parts, were exchanged.", True)
_ON_THE_WAY = Slip("", "This is a number on the way. Something is still to be done with it.")


class Computation(Protocol):
    """An exercise that computes a number from formulas."""

    @property
    def value(self) -> sp.Expr:
        """The exact number."""

    @property
    def formulas(self) -> Mapping[str, str]:
        """Every formula by the name that it stands for; that which is asked for has no name."""

    def with_formula(self, name: str, formula: str) -> Computation:
        """The same computation with one formula changed."""


def wrong_numbers(question: Computation, seconds: float = _SECONDS) -> Iterator[tuple[sp.Expr, Slip]]:
    """The numbers that one wrong rule leads to, each with what is said of it, the likeliest first.

    >>> from gdtutor.tutor.number import NumberQuestion
    >>> mean = NumberQuestion("η·m", 2, let=[["m", "(2 + 4 + 9)/3"], ["η", "0.1"]])
    >>> [str(slip.why) for value, slip in wrong_numbers(mean) if value == sp.Rational(3, 2)]
    ['It seems that this is made with a sum in place of a mean. Divide it by how many there are.']
    """
    right, budget = question.value, Budget(seconds)
    yield -right, _SIGN
    for changes, slip in _changed(question, budget):
        if budget.left() == 0:
            return
        changed = question
        for name, formula in changes.items():
            changed = changed.with_formula(name, formula)
        try:
            value = changed.value
        except (GdtutorError, *NO_VALUE, Interruption):
            continue
        if value != right and value.is_number and not value.has(sp.I, sp.oo, sp.zoo, sp.nan):
            yield value, slip


def _changed(question: Computation, budget: Budget) -> Iterator[tuple[dict[str, str], Slip]]:
    """The changed formulas by their names."""
    formulas = dict(question.formulas)
    names = [str(as_symbol(name)) for name in formulas if name]
    for name, formula in formulas.items():
        yield from (({name: text}, slip) for text, slip in _calculator(formula, names, formulas))
    exchanged: dict[str, str] = {}
    for name, formula in formulas.items():
        reading = read(formula, names)
        for tree, slip in _variants(reading.tree, formula):
            try:
                yield {name: to_text(build(tree, formula))}, slip
            except (GdtutorError, *NO_VALUE):
                continue
        if (other := _other_indices(reading.expression)) is not None:
            exchanged[name] = to_text(other)
            yield {name: exchanged[name]}, _OTHER
    yield exchanged, _EXCHANGED
    for name, formula in formulas.items():
        yield from (({name: text}, slip) for text, slip in _derivatives(formula, names, formulas, budget))
    for name, formula in formulas.items():
        if name and not _is_given(formula, names):
            yield {"": name}, _ON_THE_WAY


def _is_given(formula: str, names: list[str]) -> bool:
    """Whether a formula is a number that the prompt gives."""
    return bool(read(formula, names).expression.is_number)


def _is_of_itself(name: str, formula: str, names: list[str]) -> bool:
    """Whether a formula makes a new value of the old one, as an update does."""
    return as_symbol(name) in read(formula, names).expression.free_symbols


def _open(formula: str, names: list[str], formulas: Mapping[str, str]) -> sp.Expr | None:
    """A formula with the definitions put in that are made of letters, and its derivatives carried out."""
    try:
        expression = read(formula, names).expression
        for _ in formulas:
            inner = {
                as_symbol(name): read(text, names).expression
                for name, text in formulas.items()
                if name and not _is_given(text, names) and not _is_of_itself(name, text, names)
            }
            expression = expression.xreplace(inner)
        return carry_out(expression)
    except (GdtutorError, *NO_VALUE):
        return None


def _calculator(formula: str, names: list[str], formulas: Mapping[str, str]) -> Iterator[tuple[str, Slip]]:
    """The calculator's log key, and its degrees."""
    expression = _open(formula, names, formulas)
    if expression is None:
        return
    ten = expression.replace(sp.log, lambda u: sp.log(u) / sp.log(10))
    if ten != expression:
        yield to_text(ten), _LOG_BASE
    degrees = expression
    for function in _TRIGONOMETRIC:
        degrees = degrees.replace(function, lambda u, f=function: f(u * sp.pi / 180))
    if degrees != expression:
        yield to_text(degrees), _DEGREES


def _derivatives(
    formula: str, names: list[str], formulas: Mapping[str, str], budget: Budget
) -> Iterator[tuple[str, Slip]]:
    """What a derivative becomes by the wrong rules of differentiation."""
    mark = read(formula, names).expression
    if not isinstance(mark, sp.Derivative) or len(mark.variables) != 1:
        return
    variable = mark.variables[0]
    function = _open(to_text(mark.expr), [name for name in names if name != str(variable)], {
        name: text for name, text in formulas.items() if name and as_symbol(name) != variable
    })  # fmt: skip
    if function is None:
        return
    try:
        point = next(generic_points(function.free_symbols | {variable}))
        predictor = Predictor(form_of(function, variable), variable, [point], budget)
        for alternative in predictor.single():
            if alternative.strained > 0:
                continue
            edits = [(name, to_text(edit.term)) for _, edit in alternative.edits for name in edit.rule.mistakes]
            mistakes, terms = (tuple(column) for column in zip(*edits, strict=True))
            found = Diagnosis(mistakes, terms)
            yield to_text(predictor.expression(alternative)), Slip(str(found), found.sentence())
    except (GdtutorError, *NO_VALUE):
        return


def _other_indices(expression: sp.Expr) -> sp.Expr | None:
    """A formula with the letters of index 1 and of index 2 exchanged; ``None`` where it has none of them."""
    exchanged = {}
    for letter in expression.free_symbols:
        head, _, index = str(letter).rpartition("_")
        if head and index in ("1", "2"):
            exchanged[letter] = sp.Symbol(f"{head}_{'2' if index == '1' else '1'}")
    return expression.xreplace(exchanged) if exchanged else None


# --- changed trees ----------------------------------------------------------------------------------------------------


def _variants(tree: Node, text: str) -> Iterator[tuple[Node, Slip]]:
    """The tree with one of its parts changed."""
    if tree.kind == "derivative":
        return
    yield from _changes(tree, text)
    for place, part in enumerate(tree.arguments):
        for changed, slip in _variants(part, text):
            arguments = (*tree.arguments[:place], changed, *tree.arguments[place + 1 :])
            yield replace(tree, arguments=arguments), slip


def _changes(node: Node, text: str) -> Iterator[tuple[Node, Slip]]:
    """What a part becomes by one slip."""
    if node.kind == "divide":
        above, below = node.arguments
        terms = len(above.arguments) if above.kind == "add" else 0
        yield above, _SUM_FOR_MEAN if terms and below.value == str(terms) else _DIVISOR
        yield replace(node, arguments=(below, above)), _INVERTED
    elif node.kind == "multiply":
        for place, factor in enumerate(node.arguments):
            rest = (*node.arguments[:place], *node.arguments[place + 1 :])
            left = rest[0] if len(rest) == 1 else replace(node, arguments=rest)
            yield left, Slip("constant_multiple_dropped", _missing(text[factor.start : factor.end], factor.kind), True)
    elif node.kind == "add":
        for place, term in enumerate(node.arguments):
            around = node.arguments[:place], node.arguments[place + 1 :]
            turned = term.arguments[0] if term.kind == "negative" else Node("negative", arguments=(term,))
            yield replace(node, arguments=(*around[0], turned, *around[1])), _ONE_SIGN
            rest = (*around[0], *around[1])
            yield (rest[0] if len(rest) == 1 else replace(node, arguments=rest)), _TERM
    elif node.kind == "power":
        yield node.arguments[0], _SQUARE if node.arguments[1].value == "2" else _POWER
    elif node.kind == "call" and node.value == "sqrt":
        yield node.arguments[0], _ROOT


def _missing(written: str, kind: str) -> str:
    """That a factor is missing: by its name where it is a letter or a number; a formula would be half the answer."""
    is_plain = kind == "number" or (kind == "name" and len(written) <= _LETTER)
    return f"It seems that the factor {written} is missing." if is_plain else "It seems that a factor is missing."

"""The wrong rules of algebra, each put in place of its right twin at one part of what a learner wrote.

They work on the tree that was read, not on SymPy's expression, which has multiplied out ``-(x + 1)`` on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from gdtutor.calculus.functions import FUNCTIONS
from gdtutor.calculus.language.tree import Node
from gdtutor.tutor.algebra_trees import (
    HALF,
    ONE,
    factors_of,
    fraction,
    negative,
    over,
    power_of,
    powers_repeated,
    signed,
    sum_of,
    sum_of_each,
    terms_of,
    times,
    without,
    without_places,
)

_EVEN_OR_ODD = frozenset(record.name for record in FUNCTIONS if record.parity)
_LOGARITHMS = frozenset(("log", "ln"))


class Slip(NamedTuple):
    """What a wrong rule makes of a part.

    Attributes:
        mistake: its id in the catalogue.
        where: the part that the sentence is about.
        made: what stands in place of the part that was looked at.
        within: the product that a lost factor is of.
    """

    mistake: str
    where: Node
    made: Node
    within: Node | None = None


def slips(node: Node) -> Iterator[Slip]:
    """What the wrong rules make of one part.

    >>> from gdtutor.calculus.language.build import build
    >>> from gdtutor.calculus.language.grammar import Parser
    >>> made = [(slip.mistake, str(build(slip.made, ""))) for slip in slips(Parser("(x + 1)^2").whole())]
    >>> made[0], made[-1]
    (('power_of_sum', 'x**2 + 1'), ('power_as_multiple', '2*x + 2'))
    """
    if node.kind == "add":
        yield from _of_sum(node)
    elif node.kind == "negative":
        yield from _of_negative(node)
    elif node.kind in ("multiply", "divide"):
        yield from _of_product(node)
    elif node.kind == "power":
        yield from _of_power(node, *node.arguments)
    elif node.kind == "call" and node.value == "sqrt":
        yield from _of_power(node, node.arguments[0], HALF)
    elif node.kind == "call" and len(node.arguments) == 1:
        yield from _of_function(node)


def _of_sum(node: Node) -> Iterator[Slip]:
    terms = terms_of(node)
    for place, term in enumerate(terms):
        yield Slip("term_sign", signed(term)[1], sum_of(*terms[:place], negative(term), *terms[place + 1 :]))
        yield Slip("term_lost", signed(term)[1], sum_of(*without(terms, place)))
    for one in range(len(terms)):
        for other in range(one + 1, len(terms)):
            rest = without(without(terms, other), one)
            for made in _like_terms(terms[one], terms[other]):
                yield Slip("unlike_terms", node, sum_of(made, *rest))
    if len(terms) == 2:
        yield from _of_two_terms(node, *map(signed, terms))


def _like_terms(one: Node, other: Node) -> Iterator[Node]:
    """2x + 3 taken for 5x, 2x + 3y for 5xy, and 2x^2 + 3x^2 for 5x^4."""
    (minus, first), (other_minus, second) = signed(one), signed(other)
    (count, parts), (other_count, other_parts) = _counted(first), _counted(second)
    if not parts and not other_parts:
        return
    total = sum_of(negative(count) if minus else count, negative(other_count) if other_minus else other_count)
    yield times(total, *parts, *other_parts)
    if parts and other_parts:
        yield times(total, *parts)
        yield times(total, *other_parts)


def _counted(term: Node) -> tuple[Node, list[Node]]:
    """The number before a term, and its other factors."""
    above, below = factors_of(term)
    numbers = [factor for factor in above if factor.kind == "number"]
    others = [factor for factor in above if factor.kind != "number"]
    if below:
        return times(*numbers), [fraction(others, below)]
    return times(*numbers), others


def _of_two_terms(node: Node, one: tuple[bool, Node], other: tuple[bool, Node]) -> Iterator[Slip]:
    (minus, first), (other_minus, second) = one, other
    if first.kind == second.kind == "divide":
        (a, b), (c, d) = first.arguments, second.arguments
        above = sum_of(negative(a) if minus else a, negative(c) if other_minus else c)
        yield Slip("fractions_added", node, over(above, sum_of(b, d)))
        yield Slip("fractions_added", node, over(above, times(b, d)))
    if _is_logarithm(first) and _is_logarithm(second) and not minus:
        inner = [first.arguments[0], second.arguments[0]]
        combined = sum_of(inner[0], negative(inner[1]) if other_minus else inner[1])
        yield Slip("logs_combined", node, replace(first, arguments=(combined,)))


def _of_negative(node: Node) -> Iterator[Slip]:
    """−(a + b), and −c·(a + b)."""
    (inner,) = node.arguments
    above, below = factors_of(inner)
    for place, factor in enumerate(above):
        if factor.kind == "add":
            rest = without(above, place)
            first, *others = [fraction([*rest, term], below) for term in terms_of(factor)]
            yield Slip("minus_one_term", node, sum_of(negative(first), *others))


def _of_product(node: Node) -> Iterator[Slip]:
    above, below = factors_of(node)
    for place, factor in enumerate(above):
        rest = without(above, place)
        if factor.kind == "add":
            yield from _of_bracket(node, terms_of(factor), rest, below)
        if factor.kind == "call" and len(factor.arguments) == 1:
            yield from _of_factor_beside(node, factor, rest, below)
        yield Slip("factor_lost", factor, fraction(rest, below), node)
    for place, factor in enumerate(below):
        rest = without(below, place)
        if factor.kind == "add":
            yield from _of_sum_below(node, above, terms_of(factor), rest)
        yield Slip("factor_lost", factor, fraction(above, rest), node)
    if below:
        yield Slip("fraction_inverted", node, fraction(below, above))
    yield from _of_powers(node, above, below)
    yield from _of_logarithms(node, above, below)


def _of_factor_beside(node: Node, function: Node, rest: list[Node], below: list[Node]) -> Iterator[Slip]:
    """The factor a in a·f(b)."""
    for place, factor in enumerate(rest):
        taken_in = replace(function, arguments=(times(factor, function.arguments[0]),))
        yield Slip("factor_into_function", node, fraction([*without(rest, place), taken_in], below))


def _of_bracket(node: Node, terms: list[Node], rest: list[Node], below: list[Node]) -> Iterator[Slip]:
    """The bracket (b + c) in a·(b + c)/d."""
    sign = next((place for place, factor in enumerate(rest) if factor.kind == "negative"), None)
    if sign is not None:
        size = [*without(rest, sign), negative(rest[sign])]
        first, *others = (fraction([*size, term], below) for term in terms)
        yield Slip("minus_one_term", node, sum_of(negative(first), *others))
    if rest:
        for place in (0, len(terms) - 1):
            made = [times(*rest, term) if k == place else term for k, term in enumerate(terms)]
            yield Slip("factor_one_term", node, fraction([sum_of(*made)], below))
    for divisor in range(len(below := powers_repeated(below))):
        for place in range(len(terms)):
            made = [over(term, below[divisor]) if k == place else term for k, term in enumerate(terms)]
            yield Slip("cancelled_one_term", node, fraction([*rest, sum_of(*made)], without(below, divisor)))


def _of_sum_below(node: Node, above: list[Node], terms: list[Node], rest: list[Node]) -> Iterator[Slip]:
    """The sum (b + c) in a/((b + c)·d)."""
    yield Slip("fraction_of_sum", node, sum_of_each(terms, lambda term: fraction(above, [term, *rest])))
    for place in range(len(terms)):
        made = [over(term, times(*above)) if k == place else term for k, term in enumerate(terms)]
        yield Slip("cancelled_one_term", node, over(ONE, times(sum_of(*made), *rest)))


def _of_powers(node: Node, above: list[Node], below: list[Node]) -> Iterator[Slip]:
    """Two powers of the same base, both above the line or one below."""
    for sides, kind in (((above, above), "multiply"), ((above, below), "divide")):
        for i, one in enumerate(sides[0]):
            for j, other in enumerate(sides[1]):
                same_side = sides[0] is sides[1]
                if one.kind != "power" or other.kind != "power" or (same_side and j <= i):
                    continue
                (base, m), (other_base, n) = one.arguments, other.arguments
                if without_places(base) == without_places(other_base):
                    made = power_of(base, Node(kind, arguments=(m, n)))
                    left = without(without(above, j), i) if same_side else without(above, i)
                    yield Slip("exponents_multiplied", node, fraction([*left, made], _others(below, j, same_side)))


def _others(below: list[Node], place: int, all_of_them: bool) -> list[Node]:
    return below if all_of_them else without(below, place)


def _of_logarithms(node: Node, above: list[Node], below: list[Node]) -> Iterator[Slip]:
    if len(above) == len(below) == 1 and _is_logarithm(above[0]) and _is_logarithm(below[0]):
        a, b = above[0].arguments[0], below[0].arguments[0]
        for made in (over(a, b), sum_of(a, negative(b))):
            yield Slip("logs_combined", node, replace(above[0], arguments=(made,)))
        yield Slip("logs_combined", node, sum_of(above[0], negative(below[0])))
    if len(above) == 2 and not below and all(map(_is_logarithm, above)):
        a, b = (factor.arguments[0] for factor in above)
        yield Slip("logs_combined", node, replace(above[0], arguments=(times(a, b),)))
        yield Slip("logs_combined", node, sum_of(*above))


def _is_logarithm(node: Node) -> bool:
    return node.kind == "call" and node.value in _LOGARITHMS and len(node.arguments) == 1


def _of_power(node: Node, base: Node, exponent: Node) -> Iterator[Slip]:
    if base.kind == "add":
        terms = terms_of(base)
        yield Slip("power_of_sum", node, sum_of_each(terms, lambda term: power_of(term, exponent)))
        yield Slip("power_of_sum", node, sum_of(*(power_of(term, exponent) for term in terms)))
    if exponent.kind == "add":
        yield Slip("exponential_of_sum", node, sum_of_each(terms_of(exponent), lambda term: power_of(base, term)))
    parts, divided = factors_of(exponent)
    if len(parts) > 1 and not divided:
        yield Slip("exponential_of_product", node, times(*(power_of(base, part) for part in parts)))
    if base.kind == "call" and len(base.arguments) == 1:
        yield Slip("power_moved", node, replace(base, arguments=(power_of(base.arguments[0], exponent),)))
    if base.kind == "power":
        inner, other = base.arguments
        yield Slip("exponents_added", node, power_of(inner, sum_of(other, exponent)))
    above, below = factors_of(base)
    if len(above) + len(below) > 1:
        yield from _of_power_of_product(node, above, below, exponent)
    minus, positive = signed(base)
    if minus:
        yield Slip("power_of_negative", node, negative(power_of(positive, exponent)))
        yield Slip("power_of_negative", node, power_of(positive, exponent))
    minus, size = signed(exponent)
    if minus:
        yield Slip("negative_exponent", node, negative(power_of(base, size)))
        yield Slip("negative_exponent", node, power_of(base, size))
    if _is_logarithm(base):
        yield Slip("log_power_outside", node, times(exponent, base))
    yield Slip("power_as_multiple", node, times(exponent, base))


def _of_power_of_product(node: Node, above: list[Node], below: list[Node], exponent: Node) -> Iterator[Slip]:
    for place in range(len(above)):
        raised = [power_of(factor, exponent) if k == place else factor for k, factor in enumerate(above)]
        yield Slip("power_one_factor", node, fraction(raised, below))
    for place in range(len(below)):
        raised = [power_of(factor, exponent) if k == place else factor for k, factor in enumerate(below)]
        yield Slip("power_one_factor", node, fraction(above, raised))


def _of_function(node: Node) -> Iterator[Slip]:
    (inner,) = node.arguments

    def of(argument: Node) -> Node:
        return replace(node, arguments=(argument,))

    if inner.kind == "add":
        yield Slip("function_of_sum", node, sum_of_each(terms_of(inner), of))
    if inner.kind == "power" and node.value in _LOGARITHMS:
        yield Slip("log_power_added", node, sum_of(inner.arguments[1], of(inner.arguments[0])))
    if inner.kind == "power":
        yield Slip("power_moved", node, power_of(of(inner.arguments[0]), inner.arguments[1]))
    above, below = factors_of(inner)
    if len(above) + len(below) > 1:
        for place, factor in enumerate(above):
            yield Slip("function_of_multiple", node, times(factor, of(fraction(without(above, place), below))))
        if below:
            yield Slip("function_of_multiple", node, over(of(times(*above)), times(*below)))
    minus, positive = signed(inner)
    if minus and node.value in _EVEN_OR_ODD:
        yield Slip("function_sign", node, of(positive))
        yield Slip("function_sign", node, negative(of(positive)))

"""One number of an answer put right: an arithmetic slip is what changing a single number mends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.evaluation import Floats, OutsideDomainError, UncertainError
from gdtutor.tutor.evidence import bits

_NO_VALUE = (ArithmeticError, ValueError, OutsideDomainError, UncertainError)
_NUMBER = sp.Symbol("_number")
_STEP = 2  # a slip in counting is of one or two
_MOST = 24  # numbers that are tried
_MOST_OPERATIONS = 300  # of an answer in which a slip is looked for
_LARGEST = 1000  # denominator of a number that was meant
REST = 6  # bits that the rest of the answer has to have: two monomials agree but for a number by chance


def numbers_put_right(
    answer: sp.Expr, points: Sequence[dict[sp.Symbol, Rational]], right: Sequence[float]
) -> Iterator[tuple[sp.Rational, sp.Expr]]:
    """Each number of ``answer`` that was written for another one near it, with the answer as it then would be.

    Args:
        answer: what was written.
        points: where values are compared.
        right: the values there of what was to be written.

    >>> x = sp.Symbol("x")
    >>> list(numbers_put_right(338 * x - 1183, [{x: Rational(2)}, {x: Rational(3)}], (-508.0, -170.0)))
    [(-1183, 338*x - 1184)]
    """
    if sp.count_ops(answer) > _MOST_OPERATIONS:
        return
    for tried, (number, opened, in_exponent) in enumerate(_opened(answer, False)):
        if tried == _MOST:
            return
        if bits(answer) - bits(number) < REST:
            continue
        for meant in _meant(number, opened, in_exponent, points, right):
            if _near(number, meant) and _meets(opened, meant, points, right):
                yield number, opened.xreplace({_NUMBER: meant})


def _opened(node: sp.Expr, in_exponent: bool) -> Iterator[tuple[sp.Rational, sp.Expr, bool]]:
    """Each number in an expression, the expression with a symbol in its place, and whether it is an exponent."""
    if node.is_Rational:
        if abs(node) != 1 and node != 0:
            yield node, _NUMBER, in_exponent
        return
    for place, part in enumerate(node.args):
        for number, opened, raised in _opened(part, in_exponent or (node.is_Pow and place == 1)):
            yield number, node.func(*node.args[:place], opened, *node.args[place + 1 :]), raised


def _meant(
    number: sp.Rational,
    opened: sp.Expr,
    in_exponent: bool,
    points: Sequence[dict[sp.Symbol, Rational]],
    right: Sequence[float],
) -> Iterator[sp.Rational]:
    """What could have been meant: where the value depends on the number by a straight line, its solution."""
    if in_exponent:
        if number.is_Integer:
            yield from (number + step for step in range(-_STEP, _STEP + 1) if step)
        return
    low, high = _value(opened, number, points[0]), _value(opened, number + 1, points[0])
    if low is None or high is None or high == low:
        return
    found = float(number) + (right[0] - low) / (high - low)
    if abs(found) < 1e12:
        simple = Rational(found).limit_denominator(_LARGEST)
        yield sp.Rational(simple.numerator, simple.denominator)


def _near(number: sp.Rational, meant: sp.Rational) -> bool:
    """Whether one may have been written for the other: the same sign, and one change in all."""
    if meant == number or meant * number <= 0:
        return False
    above, below = (int(abs(number.p)), int(abs(meant.p))), (int(number.q), int(meant.q))
    changed = [pair for pair in (above, below) if pair[0] != pair[1]]
    return len(changed) == 1 and _alike(*changed[0])


def _alike(one: int, other: int) -> bool:
    """Two whole numbers that are one or two apart, or differ in one digit, in the order of two, or in a zero."""
    if abs(one - other) <= _STEP or one == 10 * other or other == 10 * one:
        return True
    first, second = str(one), str(other)
    if len(first) != len(second) or len(first) == 1:
        return False
    places = [k for k, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    swapped = len(places) == 2 and places[1] == places[0] + 1 and sorted(first) == sorted(second)
    return len(places) == 1 or swapped


def _meets(
    opened: sp.Expr, meant: sp.Rational, points: Sequence[dict[sp.Symbol, Rational]], right: Sequence[float]
) -> bool:
    values = [_value(opened, meant, point) for point in points]
    return all(
        value is not None and abs(value - wanted) <= 1e-8 * max(abs(wanted), 1e-12)
        for value, wanted in zip(values, right, strict=True)
    )


def _value(opened: sp.Expr, number: sp.Rational, point: dict[sp.Symbol, Rational]) -> float | None:
    try:
        return float(Floats({**point, _NUMBER: Rational(int(number.p), int(number.q))}).value(opened))
    except _NO_VALUE:
        return None

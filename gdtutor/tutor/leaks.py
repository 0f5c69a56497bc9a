"""Whether a hint says the answer: as the same formula in another form, or as a multiple of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import Floats
from gdtutor.calculus.language.build import build
from gdtutor.calculus.notation import Reading, read
from gdtutor.errors import GdtutorError
from gdtutor.tutor.prediction import NO_VALUE

_MATHEMATICS = re.compile(r"\$+(.*?)\$+|`(.*?)`", re.S)
_GENERIC = [Fraction(text) for text in "1.37 2.11 0.73 0.31 5.23 11.17 0.019 3.17".split()]
_SIDES = re.compile(r"=|\\approx|\\to|:|\\\\|&")


def formulas(markdown: str) -> Iterator[Reading]:
    """Every formula in a text, and every side of an equation, that can be read.

    >>> [found.expression for found in formulas("From $y = x^2$ follows `2x`, not $x +$.")]
    [y, x**2, 2*x]
    """
    for found in _MATHEMATICS.finditer(markdown):
        for side in _SIDES.split(found[1] or found[2] or ""):
            try:
                yield read(side.strip(" ,.?;"))
            except GdtutorError:
                continue


def says(hint: str, answer: sp.Expr) -> bool:
    """Whether a part of a formula in a hint equals the answer, or a whole formula is a number times the answer.

    Single variables and numbers are no answer that a formula could give away by having them among its parts.

    >>> x = sp.Symbol("x")
    >>> says("It has the form $a + b$.", 2 * x + 1), says("Half of $2(1 + 2x)$.", 2 * x + 1), says("$-1-2x$", 2 * x + 1)
    (False, True, True)
    """
    if answer.is_Symbol or answer.is_number:
        return False
    for formula in formulas(hint):
        parts = (build(node, formula.text) for node in formula.tree.walk() if node.kind not in ("name", "number"))
        if _is_multiple(carry_out(formula.expression), answer) or any(_same(part, answer) for part in parts):
            return True
    return False


def _same(one: sp.Expr, other: sp.Expr) -> bool:
    return isinstance(one, sp.Expr) and one.free_symbols == other.free_symbols and equal(other, one).proved


def _is_multiple(one: sp.Expr, answer: sp.Expr) -> bool:
    """Whether one is a number times the answer, the sign included; x^2 is not the answer 2x^2, there is more to it."""
    if one.free_symbols != answer.free_symbols or _is_monomial(answer):
        return False
    ratios = [value for shift in range(len(_GENERIC)) if (value := _ratio(one, answer, shift))][:2]
    if len(ratios) < 2 or abs(ratios[0] - ratios[1]) > 1e-9 * abs(ratios[0]):
        return False
    factor = Fraction(ratios[0]).limit_denominator(1000)
    return equal(answer * sp.Rational(factor.numerator, factor.denominator), one).proved


def _ratio(one: sp.Expr, other: sp.Expr, shift: int) -> float:
    """The quotient at a generic point; 0 where it has none."""
    symbols = sorted(other.free_symbols, key=str)
    point = Floats({symbol: _GENERIC[(shift + 3 * k) % len(_GENERIC)] for k, symbol in enumerate(symbols)})
    try:
        return float(point.value(one)) / float(point.value(other))
    except NO_VALUE:
        return 0.0


def _is_monomial(answer: sp.Expr) -> bool:
    return all(factor.is_number or factor.as_base_exp()[0].is_Symbol for factor in sp.Mul.make_args(answer))

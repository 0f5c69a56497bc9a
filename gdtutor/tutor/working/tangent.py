"""Tangent lines: a line through a point of the graph whose derivative was stated there."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.printing import to_text
from gdtutor.errors import GdtutorError
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.working.context import Context

Point = dict[sp.Symbol, sp.Expr]


class Tangents:
    """The points at which the working has taken a derivative.

    Attributes:
        points: values of the variable.
    """

    def __init__(self) -> None:
        self.points: list[Point] = []

    def learn(self, bound: dict[sp.Expr, sp.Expr]) -> None:
        """Remember a point."""
        point = {letter: value for letter, value in bound.items() if letter.is_Symbol}
        if point and point not in self.points:
            self.points.append(point)

    def of_equation(self, known: Context, left: sp.Expr, right: sp.Expr) -> Check | None:
        """``y - 9 = 6(x - 3)``: the line solved for the letter that is not the variable."""
        residual = left - right
        if residual.has(sp.Derivative, sp.Limit) or not self.points:
            return None
        for point in self.points:
            letters = residual.free_symbols - set(point)
            if len(letters) != 1:
                continue
            (name,) = letters
            factor = sp.expand(residual).coeff(name, 1)
            rest = sp.expand(residual - factor * name)
            if factor.is_Rational and factor != 0 and name not in rest.free_symbols:
                return self.claimed(known, name, -rest / factor)
        return None

    def claimed(self, known: Context, name: sp.Symbol, raw: sp.Expr) -> Check | None:
        """The verdict on ``y = 11x - 16`` after a derivative at a point; ``None`` where it is no such line.

        It is one where its slope or its value at the point is that of the tangent.
        """
        if not known.meanings:
            return None
        first = next(iter(known.meanings))
        wrong = None
        for point in reversed(self.points):
            if len(point) != 1:
                continue
            ((letter, at),) = point.items()
            if name == letter or raw.free_symbols != {letter} or not _is_line(raw, letter):
                continue
            try:
                function = known.value(first)
                if function.free_symbols != {letter}:
                    continue
                value = function.xreplace({letter: at})
                slope = known.total(function, letter).xreplace({letter: at})
            except GdtutorError:
                continue
            own = sp.expand(raw).coeff(letter, 1)
            has_slope = known.vanishes(own - slope, (), 0.2)
            has_value = known.vanishes(raw.xreplace({letter: at}) - value, (), 0.2)
            if has_slope and has_value:
                return Check(CheckVerdict.CORRECT, f"Correct: the tangent line at {letter} = {to_text(at)}.")
            if has_value and known.vanishes(own * slope + 1, (), 0.2):
                return Check(CheckVerdict.CORRECT, f"Correct: the normal line at {letter} = {to_text(at)}.")
            if has_slope or has_value:
                named = Diagnosis(("tangent_point" if has_slope else "tangent_slope",), ("",))
                told = f"Wrong. This is no tangent line at {letter} = {to_text(at)}. {named.sentence()}"
                wrong = wrong or Check(CheckVerdict.WRONG, told, (named,))
        return wrong


def _is_line(raw: sp.Expr, letter: sp.Symbol) -> bool:
    return bool(raw.is_polynomial(letter)) and sp.Poly(raw, letter).degree() <= 1

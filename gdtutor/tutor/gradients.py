"""An exercise that asks for a gradient: every component is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.notation import as_symbol, read
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.several.gradient import Gradient, gradient
from gdtutor.errors import ArgumentError, UnreadableError
from gdtutor.tutor.check import Check, CheckVerdict, check
from gdtutor.tutor.corners import may_have_no_derivative
from gdtutor.tutor.entries import entries
from gdtutor.tutor.formula_slips import wrong_numbers
from gdtutor.tutor.names import Names
from gdtutor.tutor.number import NumberQuestion
from gdtutor.tutor.number_judge import NumberJudge, Slip, shown_value
from gdtutor.tutor.ordinals import ordinal
from gdtutor.tutor.together import together

_UNIT_VECTORS = (("i", "j", "k"), ("i_hat", "j_hat", "k_hat"), ("e_1", "e_2", "e_3"), ("e_x", "e_y", "e_z"))
_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class GradientQuestion:
    """Find the gradient: all its components, as formulas or at a point as numbers.

    Attributes:
        function, variables: what is differentiated, and with respect to which variables, in order.
        reference: the gradient in its author's form, such as ``(2x, 3y)``; without ``at`` only.
        at: the point, a formula for each variable, where the gradient's value is asked for.
        decimals: how many decimal places of the values are wanted.
        where: letters that the prompt defines, such as ``e_1 = "a + 2b - 3"``; they may stand in the answer.

    >>> found = GradientQuestion("x^2*y", ["x", "y"]).check("(2x*y, x)")
    >>> str(found.verdict), found.message.split(".")[1].strip()
    ('wrong', 'The second component, ∂/∂y, is wrong')
    """

    function: str
    variables: Sequence[str]
    reference: str = ""
    at: Sequence[str] = ()
    decimals: int = 2
    where: Mapping[str, str] = field(default_factory=dict)
    asked = ""

    @property
    def example(self) -> str:
        """What an answer may look like."""
        return f"({', '.join(['1.5', '-2', '0.25', '4'][: len(self.variables)] if self.at else self._formulas)})"

    @property
    def _formulas(self) -> list[str]:
        return [f"{factor}{name}^2" for factor, name in zip("357924", self.variables, strict=False)]

    @property
    def _names(self) -> list[str]:
        return [str(as_symbol(name)) for name in (*self.variables, *self.where)]

    @cached_property
    def _gradient(self) -> Gradient:
        return gradient(self.function, list(self.variables))

    def values(self) -> list[sp.Expr]:
        """The exact values of the components at the point.

        Raises:
            ArgumentError: where the function may have no gradient: at a corner, a jump, an edge of its domain.
        """
        point = {as_symbol(v): read(text).expression for v, text in zip(self.variables, self.at, strict=True)}
        if may_have_no_derivative(read(self.function, self.variables).expression, point):
            raise ArgumentError(f"the function may have no gradient at ({', '.join(self.at)}): ask at another point")
        return [component.result.xreplace(point) for component in self._gradient]

    # --- check --------------------------------------------------------------------------------------------------------

    def check(self, answer: str) -> Check:
        """The verdict on all components together, with a sentence for each that is not right."""
        if not answer.strip():
            return Check(CheckVerdict.UNANSWERED, f"Nothing is answered yet: type {len(self.variables)} components.")
        given = entries(answer)
        given = self._of_unit_vectors(given) or given
        if len(given) != len(self.variables):
            return self._of_another_length(given)
        judged = [_moved(found, place) for found, place in self._judged(given)]
        names = [f"The {ordinal(k)} component, ∂/∂{name}," for k, name in enumerate(self.variables)]
        return together(judged, names, "Every component is right.")

    def _judged(self, given: Sequence[tuple[int, str]]) -> Iterator[tuple[Check, int]]:
        for k, (place, entry) in enumerate(given):
            if self.at:
                slips, further = partial(self._slips, k), partial(self._further, k)
                judge = NumberJudge(self.values()[k], self.decimals, slips, further=further)
                yield judge.check(entry), place
            else:
                yield check(self.function, self.variables[k], entry, where=self.where), place

    def _slips(self, k: int) -> Iterator[tuple[sp.Expr, Slip]]:
        """What may stand in a component's place: its opposite, and the other components."""
        values = self.values()
        yield -values[k], Slip("overall_sign", "The size is right, the sign is not.")
        for other, value in enumerate(values):
            if other != k:
                why = f"This is the {ordinal(other)} component, ∂/∂{self.variables[other]}."
                yield value, Slip("wrong_variable", why)

    def _further(self, k: int) -> Iterator[tuple[sp.Expr, Slip]]:
        """What a component becomes by one wrong rule of differentiation, or of the calculation."""
        point = list(zip(self.variables, self.at, strict=True))
        slope = ("slope", f"d/d{self.variables[k]}({self.function})")
        yield from wrong_numbers(NumberQuestion("slope", self.decimals, [slope, *point]))

    def _of_unit_vectors(self, given: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        """The components of ``2x i + y j``; nothing where it is no such sum."""
        for vectors in _UNIT_VECTORS:
            units = [sp.Symbol(name) for name in vectors[: len(self.variables)]]
            if len(given) != 1 or len(units) != len(self.variables) or {*vectors} & {*self._names}:
                continue
            try:
                expression = read(given[0][1], [*self._names, *vectors]).expression
            except UnreadableError:
                continue
            used = expression.free_symbols & {*units}
            if not used or not expression.is_polynomial(*units):
                continue
            total = sp.Poly(expression, *units)
            if total.total_degree() == 1 and total.coeff_monomial(1) == 0:
                return [(0, to_text(total.coeff_monomial(unit))) for unit in units]
        return []

    def _of_another_length(self, given: Sequence[tuple[int, str]]) -> Check:
        numbers = given[0][1].split() if len(given) == 1 else []
        if len(numbers) == len(self.variables) and all(_NUMBER.fullmatch(number) for number in numbers):
            message = f"Is ({', '.join(numbers)}) meant? Type the components with commas between them."
            return Check(CheckVerdict.UNREADABLE, message)
        for place, entry in given:
            try:
                read(entry, self._names)
            except UnreadableError as problem:
                message = f"This cannot be read: {problem}."
                return Check(CheckVerdict.UNREADABLE, message, position=(problem.position or 0) + place)
        wanted, names = len(self.variables), ", ".join(self.variables)
        there = "one is" if len(given) == 1 else f"{len(given)} are"
        why = f"The gradient has a component for each of {names}: {wanted} are wanted, {there} there."
        if len(given) == 1 and self._is_sum(given[0][1]):
            why += " It seems that the partial derivatives were added."
        return Check(CheckVerdict.WRONG, f"Wrong. {why}")

    def _is_sum(self, entry: str) -> bool:
        total = sp.Add(*(self.values() if self.at else [component.result for component in self._gradient]))
        return bool(equal(total, Names.defined(self.where).put_in(read(entry, self._names).expression)))

    # --- solution -----------------------------------------------------------------------------------------------------

    def solution(self) -> str:
        """The derivation of every component, the gradient, and its value at the point."""
        parts = [self._gradient._repr_markdown_()]
        if self.reference:
            short = [to_latex(read(entry, self._names).expression) for _, entry in entries(self.reference)]
            parts.append(f"Written shortly: $\\left({', '.join(short)}\\right)$")
        if self.at:
            shown = [shown_value(value, self.decimals + 2) for value in self.values()]
            relation = "=" if all(sign == "=" for _, sign in shown) else r"\approx"
            point, found = ", ".join(read(text).latex for text in self.at), ", ".join(value for value, _ in shown)
            parts.append(f"At $({point})$: $\\nabla f {relation} \\left({found}\\right)$")
        return "\n\n".join(parts)

    def is_proved(self) -> bool:
        """Whether each step of each component is, and the author's form."""
        right = not self.reference or self.check(self.reference).verdict is CheckVerdict.CORRECT
        return right and self._gradient.verify()


def _moved(found: Check, place: int) -> Check:
    """The verdict with its position counted in the whole answer."""
    return found if found.position is None else replace(found, position=found.position + place)

"""The slope of a function in a direction, and the proof that the gradient is the direction of steepest ascent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.notation import as_expression
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.proof import Argument, ProofStep
from gdtutor.calculus.putting_in import put_in
from gdtutor.calculus.several.gradient import Gradient, column, gradient, text_rows
from gdtutor.calculus.several.inner_product import (
    attained,
    cauchy_schwarz,
    dot,
    lagrange_identity,
    largest_product,
    norm,
)
from gdtutor.calculus.variables import as_point, as_symbols
from gdtutor.errors import ArgumentError, TooLargeError

_MAX_VARIABLES = 6
_ALONG = sp.Symbol("t")


@dataclass(frozen=True)
class DirectionalDerivative:
    """The slope of a function along a unit vector, with the proof that it is ∇f·u.

    Attributes:
        gradient: the partial derivatives, step by step.
        unit: the direction, divided by its length.
        argument: the proved lines.
        result: the slope.
    """

    gradient: Gradient
    unit: tuple[sp.Expr, ...]
    argument: Argument
    result: sp.Expr

    def verify(self) -> bool:
        """Whether the partial derivatives and every line are proved."""
        return self.gradient.verify() and self.argument.verify()

    def __str__(self) -> str:
        return f"{self.argument}\nResult: {to_text(self.result)}"

    def _repr_markdown_(self) -> str:
        return f"{self.argument._repr_markdown_()}\n\n$$\nD_u f = {to_latex(self.result)}\n$$"

    def to_dict(self) -> dict[str, object]:
        """The slope and its proof as strings, for JSON."""
        found = self.argument.to_dict()
        return {**found, "direction": [to_text(part) for part in self.unit], "result": to_text(self.result)}


def directional_derivative(
    expression: str | sp.Expr,
    variables: str | sp.Symbol | Sequence[str | sp.Symbol],
    direction: Sequence[str | sp.Expr | float],
    at: object = None,
) -> DirectionalDerivative:
    """The slope of a function in a direction: the derivative of t ↦ f(x + t·u) at t = 0.

    Args:
        expression: the function.
        variables: its n variables.
        direction: n numbers or expressions, not all zero; divided by its length.
        at: a point, or ``None`` for the slope as a formula.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for a direction of the wrong length or without length, and a point without a gradient.

    >>> print(directional_derivative("x^2*y", "x y", (3, 4), at=(1, 2)).result)
    16/5
    """
    symbols = as_symbols(variables)
    found = gradient(expression, symbols)
    if not isinstance(direction, Iterable):
        raise ArgumentError(f"direction is {direction!r}: expected {len(symbols)} numbers")
    given = [as_expression(part) for part in direction]
    if len(given) != len(symbols) or all(part == 0 for part in given):
        raise ArgumentError(f"direction is {direction!r}: {len(symbols)} numbers, not all 0, are wanted")
    unit = tuple(part / norm(given) for part in given)
    steps = _along_the_line(found, unit)
    result = dot(unit, list(found.vector))
    if at is not None:
        point = as_point(at, symbols)
        there = dot(unit, found.near(point))
        steps.append(ProofStep("at the point", put_in(there, point), there.subs(point), "put in the values"))
        result = there.subs(point)
    steps = [step for step in steps if step.before != step.after]
    conclusion = "The slope in a direction is the inner product of the gradient and the unit vector."
    return DirectionalDerivative(found, unit, Argument("Slope along a line", tuple(steps), conclusion), result)


def _along_the_line(found: Gradient, unit: Sequence[sp.Expr]) -> list[ProofStep]:
    """φ(t) = f(x + tu), its derivative by the chain rule, and that at t = 0."""
    t = _ALONG if _ALONG not in found.expression.free_symbols else sp.Dummy("t")
    moved = {x: x + t * u for x, u in zip(found.variables, unit, strict=True)}
    slopes = [put_in(component.result, moved) for component in found.components]
    on_line = put_in(carry_out(found.expression), moved)
    domain = (found.expression, on_line)
    chain = dot(slopes, unit)
    start = put_in(chain, {t: sp.Integer(0)})
    return [
        ProofStep("unit length", dot(unit, unit), sp.Integer(1), "the direction divided by its length"),
        ProofStep("chain rule", sp.Derivative(on_line, t), chain, "each variable moves with speed u_i", domain=domain),
        ProofStep("at t = 0", start, dot(unit, list(found.vector)), "back at the point", domain=domain),
    ]


@dataclass(frozen=True)
class SteepestAscent:
    """The direction in which a function rises most, with the proof.

    Attributes:
        gradient: the partial derivatives, step by step.
        argument: the proved lines: no unit vector has a larger slope than g/‖g‖, whose slope is ‖g‖.
        direction: g/‖g‖, a unit vector.
        slope: ‖g‖, the slope in this direction.
    """

    gradient: Gradient
    argument: Argument
    direction: tuple[sp.Expr, ...]
    slope: sp.Expr

    def verify(self) -> bool:
        """Whether the partial derivatives and every line are proved."""
        return self.gradient.verify() and self.argument.verify()

    def __str__(self) -> str:
        shown = text_rows(sp.ImmutableMatrix([list(self.direction)]))
        return f"{self.argument}\nDirection: {shown}\nSlope: {to_text(self.slope)}"

    def _repr_markdown_(self) -> str:
        result = rf"u^* = {column(self.direction)}, \qquad D_{{u^*}} f = {to_latex(self.slope)}"
        return f"{self.argument._repr_markdown_()}\n\n$$\n{result}\n$$"

    def to_dict(self) -> dict[str, object]:
        """The direction and its proof as strings, for JSON."""
        found = self.argument.to_dict()
        return {**found, "direction": [to_text(part) for part in self.direction], "slope": to_text(self.slope)}


def steepest_ascent(
    expression: str | sp.Expr, variables: str | sp.Symbol | Sequence[str | sp.Symbol], at: object = None
) -> SteepestAscent:
    """Prove that the gradient points in the direction of steepest ascent, and its negative in that of steepest descent.

    Args:
        expression: the function.
        variables: its variables, at most 6.
        at: a point where the gradient is not zero, or ``None`` for the direction as a formula.

    Raises:
        UnreadableError, ArgumentError, TooLargeError: as for ``gradient``; a point without a gradient is refused, and a
            gradient that is zero, for it has no direction.

    Source: notes on MyGrad: the gradient points to the steepest increase; Cauchy and Schwarz' inequality.

    >>> found = steepest_ascent("x^2 + 2y^2", "x y", at=(3, 2))
    >>> found.direction, found.slope, found.verify()
    ((3/5, 4/5), 10, True)
    """
    symbols = as_symbols(variables)
    if len(symbols) > _MAX_VARIABLES:
        raise TooLargeError(f"variables are {len(symbols)}: at most {_MAX_VARIABLES} for this proof are wanted")
    found = gradient(expression, symbols)
    slopes = found.at(at) if at is not None else tuple(found.vector)
    if all(slope == 0 for slope in slopes):
        raise ArgumentError(f"at is {at!r}: a point where the gradient is not zero is wanted")
    u = [sp.Symbol(f"u_{k}") for k in range(1, len(symbols) + 1)]
    g = [sp.Symbol(f"g_{k}") for k in range(1, len(symbols) + 1)]
    direction = tuple(slope / norm(slopes) for slope in slopes)
    why = "the same with the gradient put in"
    last = ProofStep("steepest slope", dot(direction, slopes), norm(slopes), why, domain=(found.expression,))
    steps = (lagrange_identity(u, g), cauchy_schwarz(u, g), largest_product(u, g), *attained(g), last)
    conclusion = "Among all unit vectors u the slope u·g is largest for u = g/|g|, and smallest for u = -g/|g|."
    return SteepestAscent(found, Argument("Steepest ascent", steps, conclusion), direction, norm(slopes))

"""Is a function convex? Proved by rules and second derivatives, refuted by a certified witness, or undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.equality.decide import Verdict
from gdtutor.calculus.notation import read
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.range import EVERYTHING, Range, between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.several.composition import shape
from gdtutor.calculus.several.data_sum import expanded, sizes, with_named_data
from gdtutor.calculus.several.domain import Box, Domain, domain_of
from gdtutor.calculus.several.shape import Shape
from gdtutor.calculus.several.witness import Witness, refutation
from gdtutor.calculus.variables import as_box, as_symbols, read_with
from gdtutor.errors import TooLargeError

_MAX_VARIABLES = 12
_MAX_OPERATIONS = 400
_AT_LEAST_ONE = between(1, None)  # the number of examples
_CONCLUSION = "A stationary point of a convex function is a global minimum."


@dataclass(frozen=True)
class Convexity:
    """Whether a function is convex, with the proof or the witness.

    Attributes:
        expression: the function.
        variables: in which symbols; every other symbol is a parameter, and the verdict is for all its values.
        verdict: proved, refuted or undecided.
        domain: where the function is real.
        shape: the proof, a tree of rules; ``None`` where there is none.
        witness: a certified point or chord against convexity; ``None`` where there is none.
        given: what was given about the symbols.

    >>> found = convexity("x^2 + y^2", ["x", "y"])
    >>> str(found.verdict), found.witness
    ('proved', None)
    """

    expression: sp.Expr
    variables: tuple[sp.Symbol, ...]
    verdict: Verdict
    domain: Domain
    shape: Shape | None = None
    witness: Witness | None = None
    given: tuple[tuple[sp.Symbol, Range], ...] = ()

    @property
    def proved(self) -> bool:
        """Whether the function is proved to be convex."""
        return self.verdict is Verdict.PROVED

    @property
    def refuted(self) -> bool:
        """Whether a certified witness shows that it is not convex."""
        return self.verdict is Verdict.REFUTED

    def verify(self) -> bool:
        """Whether the verdict stands: every line of the proof is proved, or the witness is certified.

        >>> convexity("x^2 + y^2 - x*y", "x y").verify()
        True
        """
        if self.proved:
            return (
                self.shape is not None and self.shape.sense >= 0 and self._is_shown(self.shape) and self.domain.verify()
            )
        return self.witness is None or self.witness.is_certified(_written_out(self.expression), self.variables)

    def _is_shown(self, shape: Shape) -> bool:
        same = shape.expression == self.expression and shape.symbols == self.variables
        return same and _is_everywhere(shape, self.domain.box) and shape.is_proved()

    def __str__(self) -> str:
        name = to_text(self.expression)
        if self.proved and self.shape is not None:
            where = "" if not self.domain.conditions else f"Domain: {self.domain}, a convex set.\n"
            proof = "\n".join(self.shape.lines())
            return f"{name} is convex in {', '.join(map(str, self.variables))}:\n{where}{proof}\n{_CONCLUSION}"
        if self.refuted:
            return f"{name} is not convex: {self.witness}."
        return f"{name}: neither a proof that it is convex nor a witness against it was found."

    def _repr_markdown_(self) -> str:
        name = rf"$\displaystyle {to_latex(self.expression)}$"
        if self.refuted:
            return f"{name} is not convex: {self.witness}."
        if self.shape is None or not self.proved:
            return f"{name}: neither a proof that it is convex nor a witness against it was found."
        steps = list(self.shape.all_steps())
        lines = r" \\[4pt] ".join(step.latex() for step in steps)
        tree = "\n".join(self.shape.lines())
        aligned = rf"\begin{{aligned}}{lines}\end{{aligned}}"
        return f"{name} is convex.\n\n```\n{tree}\n```\n\n$$\n{aligned}\n$$\n\n{_CONCLUSION}"

    def to_dict(self) -> dict[str, object]:
        """The verdict with its proof or witness as strings, for JSON."""
        return {
            "expression": to_text(self.expression),
            "variables": [str(variable) for variable in self.variables],
            "verdict": str(self.verdict),
            "verified": self.verify(),
            "domain": str(self.domain),
            "proof": self.shape.to_dict() if self.shape else None,
            "witness": str(self.witness) if self.witness else None,
        }


def convexity(
    expression: str | sp.Expr, variables: str | sp.Symbol | Sequence[str | sp.Symbol], on: object = None
) -> Convexity:
    """Decide whether a function is convex on its domain.

    Args:
        expression: a text or a SymPy expression.
        variables: in which symbols it is asked to be convex, at most 12; any other symbol is a parameter.
        on: what is given about symbols, such as ``{"x": (0, 1), "y": (0, None)}``: then the question is about this box.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for bad variables or a bad box.
        TooLargeError: for more variables or a longer expression than can be looked at.

    Source: CS109B: convex where the Hessian is positive semi-definite everywhere.

    >>> convexity("softplus(w*x) - y*w*x", "w").proved
    True
    >>> print(*convexity("max(x, 0)*x", "x").shape.lines(), sep=chr(10))  # doctest: +ELLIPSIS
      0 is affine    [affine]
      x^2 is convex    [second derivative: d^2/dx^2(x^2) >= 0, the range is [2, 2]]
    x*Max(0, x) is convex    [in pieces: 0 = 0, both sides at x = 0; 0 >= 0, the slopes of both sides at x = 0: ...]
    >>> print(convexity("sin(2t)*log(t^2)", "t"))
    log(t^2)*sin(2*t) is not convex: at t = 1 the second derivative is -5.14777, below zero.
    """
    symbols = as_symbols(variables)
    function, box = read_with(expression, symbols), as_box(on, symbols)
    if len(symbols) > _MAX_VARIABLES or function.count_ops() > _MAX_OPERATIONS:
        raise TooLargeError(f"at most {_MAX_VARIABLES} variables and {_MAX_OPERATIONS} operations are looked at")
    box = {**dict.fromkeys(sizes(function), _AT_LEAST_ONE), **box}
    given = tuple(box.items())
    domain = domain_of(with_named_data(function), symbols, box)
    if isinstance(expression, str) and read(expression, map(str, symbols)).domain:
        return Convexity(function, symbols, Verdict.UNDECIDED, domain, None, None, given)  # less is real than is seen
    found = shape(function, symbols, 1, domain.box)
    if found is not None and domain.is_convex and found.is_proved() and domain.verify():
        return Convexity(function, symbols, Verdict.PROVED, domain, found, None, given)
    witness = refutation(_written_out(function), symbols, domain.box)
    verdict = Verdict.REFUTED if witness is not None else Verdict.UNDECIDED
    return Convexity(function, symbols, verdict, domain, None, witness, given)


def _is_everywhere(shape: Shape, box: Box) -> bool:
    """Whether what is shown in pieces is shown for all values that the variable takes in the box."""
    used = [symbol for symbol in shape.symbols if symbol in shape.expression.free_symbols]
    if shape.within is not None and [box.get(symbol, EVERYTHING) for symbol in used] != [shape.within]:
        return False
    if shape.line is not None:
        ((place,), (quantity,)) = shape.line.symbols, shape.parts
        if not _is_everywhere(shape.line, {**box, place: range_of(quantity.expression, box)}):
            return False
    return all(_is_everywhere(part, box) for part in shape.parts)


def _written_out(function: sp.Expr) -> sp.Expr:
    """Sums over data for two examples: what is not convex for two is not convex for all numbers."""
    return expanded(function, 2) if function.has(sp.Sum) else function

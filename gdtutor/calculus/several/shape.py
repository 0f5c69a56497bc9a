"""A proof that a function is convex, as a tree of rules in which every node checks itself.

Sums, positive multiples and maxima of convex functions are convex. g(u₁, …, uₙ) is convex where g is convex, and for
each uᵢ that is not affine g is moreover monotone in the right sense. A limit of convex functions is convex. A function
that is convex inside a box and continuous on it is convex on it. A continuous function of one variable is convex where
its pieces are and its slope does not fall at their borders. The leaves are proved by their second derivatives.
Source: Boyd and Vandenberghe, *Convex Optimization*, sections 3.1 and 3.2; Rockafellar, *Convex Analysis*, section 24.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.proving.signs import positive
from gdtutor.calculus.proving.small_polynomial import degree_bound
from gdtutor.calculus.several.along import along
from gdtutor.calculus.several.cells import Cell, cells_of
from gdtutor.calculus.several.conditions import conditions
from gdtutor.calculus.several.data_sum import with_named_data
from gdtutor.calculus.several.joints import claims
from gdtutor.calculus.several.second_order import curvature_mark, directions, minor_marks

_NAMES = {1: "convex", -1: "concave", 0: "affine"}
Box = Mapping[sp.Symbol, Range]
VANISHING = sp.Symbol("epsilon")  # what a limit lets go to zero


class ShapeRule(StrEnum):
    """The rules by which a function is convex, concave or affine."""

    AFFINE = "affine"
    CURVATURE = "second derivative"
    LIMIT = "limit of smooth functions"
    INSIDE = "convex inside the box, continuous up to its border"
    PIECES = "in pieces"
    MOVED = "the variable moved and scaled"
    ALONG = "function of an affine quantity"
    SUM = "sum"
    DATA_SUM = "sum over data"
    MULTIPLE = "multiple"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    ABSOLUTE = "absolute value"
    COMPOSITION = "composition"


@dataclass(frozen=True)
class Shape:
    """One node of the proof: an expression is convex (or concave, or affine) by a rule.

    Attributes:
        rule: the rule.
        expression: what is shown to be convex.
        sense: 1 for convex, -1 for concave, 0 for affine.
        symbols: in which symbols.
        parts: the nodes that the rule puts together.
        steps: the equalities and inequalities that the rule needs.
        outer: of a composition the outer function; of a multiple the factor; of a limit the function with epsilon; of
            what is moved what stands for the variable.
        places: of a composition the symbols of the outer function that stand for the parts.
        within: of pieces the range of the variable.
        line: of a function of an affine quantity what is shown of the function.
    """

    rule: ShapeRule
    expression: sp.Expr
    sense: int
    symbols: tuple[sp.Symbol, ...]
    parts: tuple[Shape, ...] = ()
    steps: tuple[ProofStep, ...] = ()
    outer: sp.Expr | None = None
    places: tuple[sp.Symbol, ...] = ()
    within: Range | None = None
    line: Shape | None = None

    def is_proved(self) -> bool:
        """Whether the rule fits, and all its inequalities and parts are proved."""
        return (
            _FITS[self.rule](self)
            and all(step.is_proved() for step in self.steps)
            and all(part.symbols == self.symbols and part.is_proved() for part in self.parts)
        )

    @property
    def made_of(self) -> tuple[Shape, ...]:
        """The nodes below this one."""
        return self.parts if self.line is None else (*self.parts, self.line)

    @property
    def made(self) -> list[sp.Expr]:
        """The expressions of the parts."""
        return [part.expression for part in self.parts]

    @property
    def senses(self) -> set[int]:
        """The senses of the parts."""
        return {part.sense for part in self.parts}

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as indented text, the parts before what they make up."""
        for part in self.made_of:
            yield from part.lines(depth + 1)
        told = () if self.rule is ShapeRule.AFFINE else self.steps
        why = "; ".join(f"{to_text(s.before)} {s.relation} {to_text(s.after)}, {s.why}" for s in told)
        shown = f"{to_text(self.expression)} is {_NAMES[self.sense]}"
        yield f"{'  ' * depth}{shown}    [{self.rule}{': ' * bool(why)}{why}]"

    def all_steps(self) -> Iterator[ProofStep]:
        """Every line that is needed, from the leaves up."""
        for part in self.made_of:
            yield from part.all_steps()
        yield from self.steps

    def to_dict(self) -> dict[str, object]:
        """The tree as strings, for JSON."""
        return {
            "rule": str(self.rule),
            "expression": to_text(self.expression),
            "shape": _NAMES[self.sense],
            "steps": [step.to_dict() for step in self.steps],
            "parts": [part.to_dict() for part in self.made_of],
        }


# --- whether the parts make up the expression, and the steps are those that the rule asks for -------------------------


def _is_affine(shape: Shape) -> bool:
    used = [symbol for symbol in shape.symbols if symbol in shape.expression.free_symbols]
    return shape.sense == 0 and _bends(shape.expression, used, shape.steps, "=")


def _bends(expression: sp.Expr, symbols: list[sp.Symbol], steps: tuple[ProofStep, ...], relation: str) -> bool:
    """Whether the steps say that vᵀHv (or every principal minor) has a sign."""
    if not symbols:
        return not steps
    if any(step.after != 0 for step in steps):
        return False
    names = directions(symbols, expression)
    if len(steps) == 1:
        return steps[0].before == curvature_mark(expression, symbols, names) and steps[0].relation == relation
    minors = minor_marks(expression, symbols, -1 if relation == "<=" else 1)
    return [step.before for step in steps] == [mark for _, mark in minors] and {s.relation for s in steps} == {">="}


def _sign(sense: int) -> str:
    return ">=" if sense > 0 else "<="


def _is_curved(shape: Shape) -> bool:
    used = [symbol for symbol in shape.symbols if symbol in shape.expression.free_symbols]
    is_smooth = not has_kinks(shape.expression, _box(shape.steps))
    return is_smooth and _bends(shape.expression, used, shape.steps, _sign(shape.sense))


def _box(steps: tuple[ProofStep, ...]) -> dict[sp.Symbol, Range]:
    """Where all the steps hold."""
    boxes = {step.box for step in steps}
    return dict(boxes.pop()) if len(boxes) == 1 else {}


def _is_limit(shape: Shape) -> bool:
    assert shape.outer is not None
    used = [symbol for symbol in shape.symbols if symbol in shape.expression.free_symbols]
    positive = all(dict(step.box)[VANISHING].is_positive for step in shape.steps)
    is_same = shape.outer.xreplace({VANISHING: sp.Integer(0)}) == shape.expression
    return is_same and positive and _bends(shape.outer, used, shape.steps, _sign(shape.sense))


def _is_sum(shape: Shape) -> bool:
    return bool(sp.Add(*shape.made) == shape.expression) and shape.senses <= {0, shape.sense}


def _is_data_sum(shape: Shape) -> bool:
    """The summand is convex whatever the data, so that any number of such summands is."""
    (part,) = shape.parts
    is_summand = isinstance(shape.expression, sp.Sum) and with_named_data(shape.expression.function) == part.expression
    return is_summand and part.sense in (0, shape.sense)


def _is_extremum(shape: Shape) -> bool:
    kind = sp.Max if shape.sense > 0 else sp.Min
    same = isinstance(shape.expression, kind) and set(shape.expression.args) == set(shape.made)
    return same and shape.senses <= {0, shape.sense}


def _is_absolute(shape: Shape) -> bool:
    return shape.expression == sp.Abs(*shape.made, evaluate=False) and shape.sense == 1 and shape.senses == {0}


def _is_multiple(shape: Shape) -> bool:
    (part,), (step,) = shape.parts, shape.steps
    sense = part.sense if step.relation == ">=" else -part.sense
    claims = step.before == shape.outer and step.after == 0
    return claims and sense == shape.sense and equal(shape.outer * part.expression, shape.expression).proved


def _is_composition(shape: Shape) -> bool:
    assert shape.outer is not None
    curved = [place for place, part in zip(shape.places, shape.parts, strict=True) if part.sense]
    bends, slopes = shape.steps[: len(shape.steps) - len(curved)], shape.steps[len(shape.steps) - len(curved) :]
    inside = dict(zip(shape.places, shape.made, strict=True))
    is_same = not has_kinks(shape.outer, _box(bends)) and shape.outer.xreplace(inside) == shape.expression
    rising = {place: _sign(part.sense * shape.sense) for place, part in zip(shape.places, shape.parts, strict=True)}
    monotone = [
        step.before == sp.Derivative(shape.outer, place) and step.after == 0 and step.relation == rising[place]
        for place, step in zip(curved, slopes, strict=True)
    ]
    return is_same and all(monotone) and _bends(shape.outer, list(shape.places), bends, _sign(shape.sense))


def _is_inside(shape: Shape) -> bool:
    """A function that is put together from continuous ones is continuous where it is real."""
    (part,) = shape.parts
    return part.expression == shape.expression and part.sense == shape.sense and not has_corners(shape.expression)


def _is_in_pieces(shape: Shape) -> bool:
    used = [symbol for symbol in shape.symbols if symbol in shape.expression.free_symbols]
    if len(used) != 1 or shape.within is None or not shape.senses <= {0, shape.sense}:
        return False
    (symbol,) = used
    found = cells_of(shape.expression, symbol, shape.within)
    if found is None or len(found.cells) != len(shape.parts):
        return False
    needed = claims(found, symbol, shape.sense)
    if needed is None or len(needed) != len(shape.steps):
        return False
    said = all(claim.is_made_by(step, symbol) for claim, step in zip(needed, shape.steps, strict=True))
    return said and all(_fills(part, cell, symbol) for part, cell in zip(shape.parts, found.cells, strict=True))


def _fills(part: Shape, cell: Cell, symbol: sp.Symbol) -> bool:
    """Whether what is shown of a part is shown in the whole cell."""
    where = cell.inside
    if part.rule is ShapeRule.MOVED:
        moved, where = cell.moved(symbol)
        if part.outer != moved:
            return False
    boxes = [dict(step.box) for step in part.all_steps()]
    return part.expression == cell.branch and all(box.get(symbol, where) == where for box in boxes)


def _is_along(shape: Shape) -> bool:
    """F(u) is convex where F is and u is affine."""
    (part,), line = shape.parts, shape.line
    if line is None or part.sense != 0 or line.sense != shape.sense or len(line.symbols) != 1:
        return False
    (place,) = line.symbols
    is_new = place not in shape.expression.free_symbols
    return is_new and along(shape.expression, part.expression, place) == line.expression and line.is_proved()


def _is_moved(shape: Shape) -> bool:
    """A function of a + b·x is convex in x where the function itself is."""
    (part,), used = shape.parts, [symbol for symbol in shape.symbols if symbol in shape.expression.free_symbols]
    if len(used) != 1 or shape.outer is None or shape.outer.diff(used[0], 2) != 0:
        return False
    return part.sense == shape.sense and part.expression == shape.expression.subs(used[0], shape.outer)


def has_kinks(expression: sp.Expr, box: Box | None = None) -> bool:
    """Whether there may be points without a second derivative inside the domain, within a box.

    A root and an arc have no derivative at the border of where they are real. That is the border of the domain where
    the quantity is linear; else it may be inside, as where cos x = 1 in asin(cos x).

    >>> x = sp.Symbol("x")
    >>> has_kinks(sp.Abs(x)), has_kinks(sp.sqrt(x**2)), has_kinks(sp.sqrt(x)), has_kinks(sp.sqrt(x**2 + 1))
    (True, True, False, False)
    >>> has_kinks(sp.asin(sp.cos(x))), has_kinks(sp.asin(x / 2))
    (True, False)
    """
    return has_corners(expression) or _may_be_rough(expression, tuple((box or {}).items()))


@lru_cache(maxsize=256)
def _may_be_rough(expression: sp.Expr, box: tuple[tuple[sp.Symbol, Range], ...]) -> bool:
    closed = [quantity for quantity, relation in conditions(expression) if relation == ">="]
    return any(not _is_linear(quantity) and not positive(quantity, dict(box)) for quantity in closed)


def has_corners(expression: sp.Expr) -> bool:
    """Whether it contains a function that is put together from pieces."""
    return bool(expression.has(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise))


def vanishing_roots(expression: sp.Expr) -> list[sp.Pow]:
    """The roots of what may be zero inside the domain: neither positive nor linear."""
    roots = [power for power in expression.atoms(sp.Pow) if power.exp.is_Rational and not power.exp.is_Integer]
    risky = [root for root in roots if root.exp > 0 and not _is_linear(root.base)]
    return [root for root in risky if not positive(root.base)]


def _is_linear(base: sp.Expr) -> bool:
    """The zeros of a linear function are the border of the domain of its root, not inside it."""
    return (degree_bound(base, base.free_symbols) or 0) <= 1 and base.is_polynomial()


_FITS = {
    ShapeRule.AFFINE: _is_affine,
    ShapeRule.CURVATURE: _is_curved,
    ShapeRule.LIMIT: _is_limit,
    ShapeRule.INSIDE: _is_inside,
    ShapeRule.PIECES: _is_in_pieces,
    ShapeRule.MOVED: _is_moved,
    ShapeRule.ALONG: _is_along,
    ShapeRule.SUM: _is_sum,
    ShapeRule.DATA_SUM: _is_data_sum,
    ShapeRule.MULTIPLE: _is_multiple,
    ShapeRule.MAXIMUM: _is_extremum,
    ShapeRule.MINIMUM: _is_extremum,
    ShapeRule.ABSOLUTE: _is_absolute,
    ShapeRule.COMPOSITION: _is_composition,
}

"""Find the proof that a function is convex: take it apart from the outside, and differentiate twice where it helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import sympy as sp

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.functions import DERIVATIVES
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.proving.range import EVERYTHING, Range, between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.proving.signs import SignProof, nonnegative, positive
from gdtutor.calculus.several.along import affine_quantities, along
from gdtutor.calculus.several.cells import Cell, cells_of
from gdtutor.calculus.several.conditions import conditions, narrowed
from gdtutor.calculus.several.data_sum import with_named_data
from gdtutor.calculus.several.joints import claims
from gdtutor.calculus.several.log_sum_exp import log_sum_exp, log_sum_exp_step
from gdtutor.calculus.several.second_order import curvature_mark, curvature_steps, directions, second_partials
from gdtutor.calculus.several.shape import VANISHING, Shape, ShapeRule, has_corners, has_kinks, vanishing_roots

_JUST_POSITIVE = between(0, None)._replace(low_open=True)

Box = Mapping[sp.Symbol, Range]


def shape(expression: sp.Expr, symbols: Sequence[sp.Symbol], sense: int, box: Box) -> Shape | None:
    """A proof that the expression is convex (``sense`` 1) or concave (-1) in the symbols; ``None`` if none is found.

    The proof is for the domain of the expression, which has to be convex as well: that is not looked at here.

    >>> x, y = sp.symbols("x y")
    >>> print(*shape(sp.exp(2 * x + y) + x**2, (x, y), 1, {}).lines(), sep=chr(10))
      x^2 is convex    [second derivative: d^2/dx^2(x^2) >= 0, the range is [2, 2]]
        2*x + y is affine    [affine]
      exp(2*x + y) is convex    [composition: d^2/dz^2(exp(z)) >= 0, the range is (0, ∞)]
    x^2 + exp(2*x + y) is convex    [sum]
    """
    return _Prover(tuple(symbols), box, _new_symbol(expression)).shape(expression, sense)


def _new_symbol(expression: sp.Expr) -> sp.Symbol:
    """A name for a quantity inside that does not occur in the expression."""
    taken = {str(symbol) for symbol in expression.free_symbols}
    return sp.Symbol(next(name for name in ("z", "u", "q", "inner") if name not in taken))


class _Prover:
    """Looks for a proof, from the outside to the inside; what was found is kept."""

    def __init__(self, symbols: tuple[sp.Symbol, ...], box: Box, inner: sp.Symbol) -> None:
        self.symbols, self.box, self.inner = symbols, box, inner
        self.known: dict[tuple[sp.Expr, int], Shape | None] = {}

    def shape(self, expression: sp.Expr, sense: int) -> Shape | None:
        key = (expression, sense)
        if key not in self.known:
            self.known[key] = next((found for rule in self.rules() if (found := rule(expression, sense))), None)
        return self.known[key]

    def rules(self) -> tuple[Callable[[sp.Expr, int], Shape | None], ...]:
        return (
            self.by_data_sum,
            self.by_affinity,
            self.by_multiple,
            self.by_sum,
            self.by_extremum,
            self.by_composition,
            self.by_log_sum_exp,
            self.by_curvature,
            self.by_inside,
            self.by_limit,
            self.by_pieces,
            self.by_line,
        )

    def node(
        self,
        rule: ShapeRule,
        expression: sp.Expr,
        sense: int,
        parts: Sequence[Shape | None] = (),
        steps: Sequence[ProofStep] = (),
        outer: sp.Expr | None = None,
        places: tuple[sp.Symbol, ...] = (),
    ) -> Shape | None:
        """A node, where all its parts were found."""
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return Shape(rule, expression, sense, self.symbols, known, tuple(steps), outer, places)

    def used(self, expression: sp.Expr) -> list[sp.Symbol]:
        return [symbol for symbol in self.symbols if symbol in expression.free_symbols]

    def by_data_sum(self, expression: sp.Expr, sense: int) -> Shape | None:
        """A sum over data is convex where its summand is, whatever the data."""
        if not isinstance(expression, sp.Sum):
            return None
        part = self.shape(with_named_data(expression.function), sense)
        return self.node(ShapeRule.DATA_SUM, expression, part.sense if part else sense, (part,))

    def by_affinity(self, expression: sp.Expr, sense: int) -> Shape | None:
        used = self.used(expression)
        if (
            expression.has(sp.Sum)
            or has_kinks(expression)
            or any(entry != 0 for entry in second_partials(expression, used))
        ):
            return None
        mark = curvature_mark(expression, used, directions(used, expression)) if used else None
        steps = (ProofStep("no curvature", mark, sp.Integer(0), "linear in each variable"),) if used else ()
        return self.node(ShapeRule.AFFINE, expression, 0, steps=steps)

    def by_multiple(self, expression: sp.Expr, sense: int) -> Shape | None:
        factor, rest = expression.as_independent(*self.symbols, as_Add=False)
        if factor == 1 or not expression.is_Mul:
            return None
        for sign in (1, -1):
            proof = nonnegative(sign * factor, self.box)
            if proof is not None:
                part = self.shape(rest, sign * sense)
                step = self.signed("sign of the factor", factor, sign, proof, self.box)
                return self.node(ShapeRule.MULTIPLE, expression, sense, (part,), (step,), factor)
        return None

    def signed(self, rule: str, before: sp.Expr, sign: int, proof: SignProof, box: Box) -> ProofStep:
        relation, given = ">=" if sign > 0 else "<=", tuple(box.items())
        why = proof.why if sign > 0 else f"for its negative {proof.why}"
        return ProofStep(rule, before, sp.Integer(0), why, relation, proof.certificate, (), given)

    def by_sum(self, expression: sp.Expr, sense: int) -> Shape | None:
        """The polynomial terms stay together: their squares may need each other."""
        if not expression.is_Add:
            return None
        polynomial = [term for term in expression.args if term.is_polynomial(*self.symbols)]
        others = [term for term in expression.args if not term.is_polynomial(*self.symbols)]
        groups = [*([sp.Add(*polynomial)] if polynomial else []), *others]
        if len(groups) < 2:
            return None
        parts = []
        for group in groups:
            parts.append(self.shape(group, sense))
            if parts[-1] is None:
                return None
        return self.node(ShapeRule.SUM, expression, sense, parts)

    def by_extremum(self, expression: sp.Expr, sense: int) -> Shape | None:
        if isinstance(expression, sp.Abs) and sense > 0:
            part = self.by_affinity(expression.args[0], 1)
            return self.node(ShapeRule.ABSOLUTE, expression, 1, (part,))
        if not isinstance(expression, sp.Max if sense > 0 else sp.Min):
            return None
        parts = [self.shape(argument, sense) for argument in expression.args]
        return self.node(ShapeRule.MAXIMUM if sense > 0 else ShapeRule.MINIMUM, expression, sense, parts)

    def by_composition(self, expression: sp.Expr, sense: int) -> Shape | None:
        """g(u) by the signs of g″ and g′ on the range of u."""
        taken = _taken_apart(expression, self.symbols, self.inner)
        if taken is None or taken[1] in self.symbols:
            return None
        outer, inner = taken
        try:
            box = narrowed({**self.box, self.inner: range_of(inner, self.box)}, conditions(outer))
        except (UncertainError, OutsideDomainError):
            return None
        bends = curvature_steps(outer, [self.inner], sense, box)
        if bends is None:
            return None
        affine = self.by_affinity(inner, 1)
        if affine is not None:
            return self.node(ShapeRule.COMPOSITION, expression, sense, (affine,), bends, outer, (self.inner,))
        for rising in (1, -1):
            slope = self.slope(outer, self.inner, rising, box)
            part = self.shape(inner, rising * sense) if slope else None
            if slope and part:
                steps = (*bends, slope)
                return self.node(ShapeRule.COMPOSITION, expression, sense, (part,), steps, outer, (self.inner,))
        return None

    def slope(self, outer: sp.Expr, place: sp.Symbol, sign: int, box: Box) -> ProofStep | None:
        """The line that the outer function is monotone."""
        (value,) = partials(outer, (place,))
        proof = nonnegative(sign * value, box)
        mark = sp.Derivative(outer, place, evaluate=False)
        return self.signed("monotone", mark, sign, proof, box) if proof else None

    def by_log_sum_exp(self, expression: sp.Expr, sense: int) -> Shape | None:
        """log Σ cᵢ exp(uᵢ) with positive cᵢ: convex and increasing in every uᵢ."""
        taken = log_sum_exp(expression, self.symbols) if sense > 0 else None
        if taken is None or not all(positive(weight, self.box) for weight in taken.weights):
            return None
        parts = [self.by_affinity(inner, 1) or self.shape(inner, 1) for inner in taken.inner]
        curved = [place for place, part in zip(taken.places, parts, strict=True) if part is not None and part.sense]
        slopes = [slope for place in curved if (slope := self.slope(taken.outer, place, 1, self.box))]
        if len(slopes) < len(curved):
            return None
        steps = (log_sum_exp_step(taken, self.box), *slopes)
        return self.node(ShapeRule.COMPOSITION, expression, 1, parts, steps, taken.outer, taken.places)

    def by_curvature(self, expression: sp.Expr, sense: int) -> Shape | None:
        if expression.has(sp.Sum) or has_kinks(expression, self.box):
            return None
        steps = curvature_steps(expression, self.used(expression), sense, self.box)
        return self.node(ShapeRule.CURVATURE, expression, sense, steps=steps) if steps else None

    def by_inside(self, expression: sp.Expr, sense: int) -> Shape | None:
        """A function without a derivative at the border of the box, such as √(xy) for x, y ≥ 0: it is continuous."""
        if expression.has(sp.Sum) or has_corners(expression) or not has_kinks(expression, self.box):
            return None
        box = {symbol: side._replace(low_open=True, high_open=True) for symbol, side in self.box.items()}
        opened = {**self.box, **{symbol: box[symbol] for symbol in self.used(expression) if symbol in box}}
        if opened == self.box or any(side.low == side.high for side in opened.values()):
            return None
        part = _Prover(self.symbols, opened, self.inner).by_curvature(expression, sense)
        return self.node(ShapeRule.INSIDE, expression, sense, (part,))

    def by_pieces(self, expression: sp.Expr, sense: int) -> Shape | None:
        """One variable, cut at all borders: every piece in its cell, and the slopes at the borders."""
        used = self.used(expression)
        if len(used) != 1 or expression.has(sp.Sum) or not has_corners(expression):
            return None
        (symbol,) = used
        within = self.box.get(symbol, EVERYTHING)
        cells = cells_of(expression, symbol, within)
        needed = claims(cells, symbol, sense) if cells else None
        if cells is None or needed is None:
            return None
        steps = []
        for claim in needed:
            step = claim.proved(symbol, self.box)
            if step is None:
                return None
            steps.append(step)
        parts = []
        for cell in cells.cells:
            parts.append(self.in_cell(cell, symbol, sense))
            if parts[-1] is None:
                return None
        node = self.node(ShapeRule.PIECES, expression, sense, parts, steps)
        return node and replace(node, within=within)

    def by_line(self, expression: sp.Expr, sense: int) -> Shape | None:
        """Pieces that depend on one affine quantity."""
        if expression.has(sp.Sum) or not has_corners(expression) or self.inner in expression.free_symbols:
            return None
        for quantity in affine_quantities(expression, self.used(expression)):
            function = along(expression, quantity, self.inner)
            affine = self.by_affinity(quantity, 1) if function is not None else None
            if function is None or affine is None:
                continue
            box = {**self.box, self.inner: range_of(quantity, self.box)}
            line = _Prover((self.inner,), box, _new_symbol(function)).shape(function, sense)
            if line is not None and line.sense == sense:
                node = self.node(ShapeRule.ALONG, expression, sense, (affine,))
                return node and replace(node, line=line)
        return None

    def in_cell(self, cell: Cell, symbol: sp.Symbol, sense: int) -> Shape | None:
        """A piece in its cell; where an end is no binary number, also moved to a cell with such ends."""
        part = _Prover(self.symbols, {**self.box, symbol: cell.inside}, self.inner).shape(cell.branch, sense)
        if part is not None or cell.is_exact:
            return part
        moved, where = cell.moved(symbol)
        prover = _Prover(self.symbols, {**self.box, symbol: where}, self.inner)
        part = prover.shape(cell.branch.subs(symbol, moved), sense)
        sense = part.sense if part else sense
        return self.node(ShapeRule.MOVED, cell.branch, sense, (part,), outer=moved)

    def by_limit(self, expression: sp.Expr, sense: int) -> Shape | None:
        """Roots of what may vanish have kinks there: sqrt(u) is the limit of the smooth sqrt(u + ε)."""
        roots = [] if expression.has(sp.Sum) else vanishing_roots(expression)
        nested = any(root.base.has(*roots) for root in roots)
        if not roots or nested or has_corners(expression) or VANISHING in expression.free_symbols:
            return None
        smooth = expression.xreplace({root: (root.base + VANISHING) ** root.exp for root in roots})
        box = {**self.box, VANISHING: _JUST_POSITIVE}
        steps = curvature_steps(smooth, self.used(expression), sense, box)
        return self.node(ShapeRule.LIMIT, expression, sense, (), steps, smooth) if steps else None


def _taken_apart(expression: sp.Expr, symbols: Sequence[sp.Symbol], place: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    """g and u of an expression g(u), where u alone depends on the symbols."""
    if expression.is_Pow:
        base, exponent = expression.args
        if not exponent.free_symbols & set(symbols):
            return place**exponent, base
        if not base.free_symbols & set(symbols):
            return base**place, exponent
        return None
    if type(expression) in DERIVATIVES and not has_corners(expression.func(place)):
        return expression.func(place), expression.args[0]
    return None

"""What a working has said so far: what names stand for, what varies with what, and which equations hold.

A letter is one of three things. It *stands for* a formula (u = x²), it *varies* with another letter in a way that only
equations say (x² + y² = 25), or it is free. So every side has a value in free letters, varying letters and derivatives
of these; from an equation follows its derivative, from which a derivative is solved. Data of a moment (r = 5) are put
in last and are never differentiated.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.branches import rebuilt
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.gradient import partials
from gdtutor.errors import ArgumentError, TooLargeError
from gdtutor.tutor.curve import Curve
from gdtutor.tutor.working.limits import limit_of

By = tuple[sp.Symbol, ...]
_NOTHING: frozenset[sp.Symbol] = frozenset()
_DEEPEST, _MOST_JETS, _MOST_PARTS = 40, 8, 4000


@dataclass
class Context:
    """The facts of one working.

    Attributes:
        meanings: what names stand for.
        parameters: the arguments of a name that is a function.
        varies: the letters with which a letter varies.
        equations: left minus right of each equation that was given.
        claims: derivatives as the learner has them, by quantity and variables; used only where it is said so.
        moment: values of letters and derivatives at the moment that the working is about.
        at_moment: equations that hold at that moment.
        jets: the letters of derivatives, each with its quantity and variables.
        sides: the two sides of each equation.
    """

    meanings: dict[sp.Symbol, sp.Expr] = field(default_factory=dict)
    parameters: dict[sp.Symbol, By] = field(default_factory=dict)
    varies: dict[sp.Symbol, frozenset[sp.Symbol]] = field(default_factory=dict)
    equations: list[sp.Expr] = field(default_factory=list)
    claims: dict[tuple[sp.Symbol, By], sp.Expr] = field(default_factory=dict)
    moment: dict[sp.Symbol, sp.Expr] = field(default_factory=dict)
    at_moment: list[sp.Expr] = field(default_factory=list)
    jets: dict[sp.Symbol, tuple[sp.Symbol, By]] = field(default_factory=dict)
    sides: dict[sp.Expr, tuple[sp.Expr, sp.Expr]] = field(default_factory=dict)
    _open: list[sp.Symbol] = field(default_factory=list)
    _values: dict[tuple[sp.Symbol, frozenset[sp.Symbol]], sp.Expr] = field(default_factory=dict)

    # --- values -------------------------------------------------------------------------------------------------------

    def value(self, node: sp.Expr, kept: frozenset[sp.Symbol] = _NOTHING) -> sp.Expr:
        """What a side is, in letters and derivatives of varying letters: all meanings put in, all marks carried out.

        Raises:
            ArgumentError: for names that are defined through each other, and what nothing is known about.

        >>> x, y, u = sp.symbols("x y u")
        >>> known = Context({u: x**2}, varies={y: frozenset({x})})
        >>> known.value(sp.Derivative(u * y, x)), known.value(sp.Derivative(u**3, u))
        (dy/dx*x**2 + 2*x*y, 3*x**4)
        """
        if node.is_Symbol:
            return self._of_name(node, kept)
        if isinstance(node, sp.Derivative):
            return self._of_mark(node, kept)
        if isinstance(node, sp.Subs):
            inner = self.value(node.expr, kept | frozenset(node.variables))
            return self._placed(inner, dict(zip(node.variables, node.point, strict=True)), kept)
        if isinstance(node, AppliedUndef):
            return self._applied(node, kept)
        if isinstance(node, sp.Limit):
            body, letter, to = node.args[:3]
            found = limit_of(self.value(body, kept | {letter}), letter, self.value(to, kept))
            if found is None or found is sp.zoo:
                raise ArgumentError("this limit is not known")
            return found
        if not node.args:
            return node
        return rebuilt(node, lambda part: self.value(part, kept))

    def _placed(self, inner: sp.Expr, places: dict[sp.Symbol, sp.Expr], kept: frozenset[sp.Symbol]) -> sp.Expr:
        at = {letter: self.value(place, kept) for letter, place in places.items()}
        if inner.has(sp.Derivative):
            return sp.Subs(inner, tuple(at), tuple(at.values()))
        return inner.xreplace(at)

    def _of_name(self, name: sp.Symbol, kept: frozenset[sp.Symbol]) -> sp.Expr:
        meaning = self.meanings.get(name)
        if name in kept or meaning is None:
            return name
        if name in self._open or len(self._open) > _DEEPEST:
            raise ArgumentError(f"{name} is defined through itself")
        if (name, kept) in self._values:
            return self._values[name, kept]
        self._open.append(name)
        try:
            found = self.value(meaning, kept)
        finally:
            self._open.pop()
        if any(count > _MOST_PARTS for count, _ in enumerate(sp.preorder_traversal(found))):
            raise TooLargeError(f"what {name} stands for is too large to be put in")
        if self._open:  # values of the names within one side
            self._values[name, kept] = found
        else:
            self._values.clear()
        return found

    def _applied(self, node: AppliedUndef, kept: frozenset[sp.Symbol]) -> sp.Expr:
        """f(u): its formula with u in place of its argument; y(x) is the letter y where that varies with x."""
        name = sp.Symbol(node.func.__name__)
        arguments = [self.value(part, kept) for part in node.args]
        own = self.parameters.get(name)
        if name in self.meanings:
            own = own or self._only_letter(name)
            if own and len(own) == len(arguments):
                return self.value(name, (kept | frozenset(own)) - {name}).xreplace(
                    dict(zip(own, arguments, strict=True))
                )
        elif self.varies.get(name) and all(part.is_Symbol for part in node.args):
            return name
        return node.func(*arguments)

    def _only_letter(self, name: sp.Symbol) -> By | None:
        letters = self.value(name).free_symbols
        return tuple(letters) if len(letters) == 1 else None

    def _of_mark(self, mark: sp.Derivative, kept: frozenset[sp.Symbol]) -> sp.Expr:
        node = mark.expr
        for variable, count in mark.variable_count:
            if not variable.is_Symbol:
                raise ArgumentError(f"a derivative by {variable} is not followed here")
            for _ in range(int(count)):
                node = self.slope(node, variable, kept)
        return node

    # --- derivatives --------------------------------------------------------------------------------------------------

    def slope(self, node: sp.Expr, by: sp.Symbol, kept: frozenset[sp.Symbol] = _NOTHING) -> sp.Expr:
        """The derivative of a side; by a name that stands for something, that of an outer function, or dy/dt : dx/dt.

        Raises:
            ArgumentError: where nothing says how one depends on the other.
        """
        if node.is_Symbol and (node, (by,)) in self.claims:
            return self.value(self.claims[node, (by,)], kept)
        if (through := self._through_claims(node, by, kept)) is not None:
            return through
        inner = self.value(node, kept | {by})
        if by not in self.meanings or by in kept:
            return self.total(inner, by)
        if by in inner.free_symbols:
            return self.value(self.total(inner, by), kept)
        outer, below = self.value(node, kept), self.value(by, kept)
        shared = sorted(outer.free_symbols & below.free_symbols, key=str)
        if not shared:
            return sp.Integer(0)
        if len(shared) > 1:
            raise ArgumentError(f"nothing says yet how this depends on {by}")
        slopes = [self.total(side, shared[0]) for side in (outer, below)]
        if slopes[1] == 0:
            raise ArgumentError(f"nothing says yet how this depends on {by}")
        return slopes[0] / slopes[1]

    def _through_claims(self, node: sp.Expr, by: sp.Symbol, kept: frozenset[sp.Symbol]) -> sp.Expr | None:
        """dL/dw = dL/dp · dp/dw with the dL/dp that the learner has, where L depends on w through p only."""
        for (quantity, (outer, *more)), claim in self.claims.items():
            if quantity != node or more or outer not in self.meanings or outer == by:
                continue
            inner = self.value(node, kept | {outer, by})
            if outer in inner.free_symbols and self.total(inner, by) == 0:
                return self.value(claim, kept) * self.slope(outer, by, kept)
        return None

    def total(self, expression: sp.Expr, by: sp.Symbol) -> sp.Expr:
        """The derivative of a value by a letter, with every letter that varies with it."""
        self.settle(by)
        moving = sorted((w for w in expression.free_symbols if w != by and by in self.depends(w)), key=str)
        if any(count > _MOST_PARTS for count, _ in enumerate(sp.preorder_traversal(expression))):
            raise TooLargeError("a derivative of this would be too large to write down")
        slopes = partials(expression, (by, *moving))
        return sp.Add(slopes[0], *(slope * self.jet(w, by) for slope, w in zip(slopes[1:], moving, strict=True)))

    def settle(self, by: sp.Symbol) -> None:
        """Where an equation ties one other letter to the one that varies, it varies too."""
        for relation in self.equations:
            letters = relation.free_symbols
            if by in letters and len(letters) == 2 and not any(self.depends(letter) for letter in letters):
                (other,) = letters - {by}
                self.varies[other] = frozenset({by})

    def depends(self, letter: sp.Symbol) -> frozenset[sp.Symbol]:
        """The letters with which a letter, or a derivative, varies."""
        quantity = self.jets[letter][0] if letter in self.jets else letter
        return _NOTHING if quantity in self.meanings else self.varies.get(quantity, _NOTHING)

    def jet(self, letter: sp.Symbol, by: sp.Symbol) -> sp.Symbol:
        """The letter for the derivative of a letter."""
        quantity, before = self.jets.get(letter, (letter, ()))
        order = tuple(sorted((*before, by), key=str))
        power = f"^{len(order)}" if len(order) > 1 else ""
        below = "".join(f"d{name}" for name in order) if len(set(order)) > 1 else f"d{by}{power}"
        made = sp.Symbol(f"d{power}{quantity}/{below}")
        self.jets[made] = (quantity, order)
        return made

    # --- what follows from equations ----------------------------------------------------------------------------------

    def reduced(self, expression: sp.Expr) -> sp.Expr:
        """A value with the derivatives put in that the equations determine."""
        for _ in range(_MOST_JETS):
            found = {jet: solved for jet in self.jets_in(expression) if (solved := self.solved(jet)) is not None}
            if not found:
                return expression
            expression = expression.xreplace(found)
        return expression

    def jets_in(self, expression: sp.Expr) -> list[sp.Symbol]:
        """The derivatives in a value, the highest first."""
        found = [letter for letter in expression.free_symbols if letter in self.jets]
        return sorted(found, key=lambda jet: (-len(self.jets[jet][1]), str(jet)))

    def solved(self, jet: sp.Symbol) -> sp.Expr | None:
        """A derivative, from the derivative of the equation that determines it."""
        quantity, by = self.jets[jet]
        if len(by) > 1:
            lower = self.jets_of(quantity, by[:-1])
            first = self.solved(lower)
            return None if first is None else self.reduced(self.total(first, by[-1]))
        relation = self.determines(by[0]).get(quantity)
        if relation is None:
            return None
        whole = self.total(relation, by[0])
        (factor,) = partials(whole, (jet,))
        if factor == 0 or jet in factor.free_symbols:
            return None
        return -whole.xreplace({jet: sp.Integer(0)}) / factor

    def jets_of(self, quantity: sp.Symbol, by: By) -> sp.Symbol:
        letter = quantity
        for variable in by:
            letter = self.jet(letter, variable)
        return letter

    def give(self, left: sp.Expr, right: sp.Expr, variable: sp.Symbol) -> None:
        """Take an equation as given. A letter that it alone determines varies with the variable."""
        relation = left - right
        self.equations.append(relation)
        self.sides[relation] = left, right
        letters = relation.free_symbols
        if variable in letters and not any(self.depends(letter) for letter in letters):
            free = [letter for letter, _ in linear_letters(relation) if letter != variable]
            others = free or [letter for letter in letters if letter != variable]
            if len(others) == 1:
                self.varies[others[0]] = frozenset({variable})

    def on_the_curve_at(self, value: sp.Expr, place: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
        """A value at a place of a curve, where the equation has only one real solution there."""
        for relation in self.equations:
            at = sp.numer(sp.together(relation.xreplace(place)))
            letters = at.free_symbols
            if len(letters) != 1 or not letters <= value.free_symbols:
                continue
            (letter,) = letters
            if not at.is_polynomial(letter):
                continue
            polynomial = sp.Poly(at, letter)
            if polynomial.degree() > 6 or not all(c.is_Rational for c in polynomial.all_coeffs()):
                continue
            roots = set(polynomial.real_roots())
            if len(roots) == 1:
                return value.xreplace({letter: roots.pop()})
        return value

    def determines(self, by: sp.Symbol) -> dict[sp.Symbol, sp.Expr]:
        """For each letter that an equation determines as a function of ``by`` and the others, that equation."""
        found: dict[sp.Symbol, sp.Expr] = {}
        for relation in self.equations:
            letters = [w for w in sorted(relation.free_symbols, key=str) if by in self.depends(w) and w not in found]
            if letters:
                found[letters[-1]] = relation
        return found

    # --- proofs -------------------------------------------------------------------------------------------------------

    def vanishes(self, residual: sp.Expr, domain: tuple[sp.Expr, ...] = (), seconds: float = 1.0) -> bool:
        """Whether a value is 0 wherever all equations hold, proved."""
        forms = [residual]
        reduced = self.reduced(residual)
        forms += [reduced] if reduced != residual else []
        zero = sp.Integer(0)
        if any(equal(form, zero, domain, seconds=seconds).proved for form in forms):
            return True
        for relation in self.equations:
            if not relation.free_symbols & reduced.free_symbols:
                continue
            for letter, solution in linear_letters(relation):
                if letter in reduced.free_symbols:
                    put_in = self.reduced(reduced.xreplace({letter: solution}))
                    if equal(put_in, zero, domain, seconds=seconds / 2).proved:
                        return True
            if (curve := self.curve(relation)) is not None and curve.divides(reduced):
                return True
            left, right = relation.as_two_terms() if relation.is_Add else (relation, zero)
            for old, new in ((left, -right), (right, -left)):
                if old.is_number or old.is_Symbol or not reduced.has(old):
                    continue
                if equal(reduced.subs(old, new), zero, domain, seconds=seconds / 2).proved:
                    return True
        return False

    def curve(self, relation: sp.Expr) -> Curve | None:
        """An equation as a curve in two of its letters."""
        whole = sp.numer(sp.together(relation))
        relation = whole if whole.is_polynomial(*relation.free_symbols) else relation
        letters = sorted((w for w in relation.free_symbols if w not in self.jets), key=str)
        varying = [w for w in letters if self.depends(w)]
        if not letters or len(letters) < 2:
            return None
        across = varying[-1] if varying else letters[-1]
        along = next(w for w in letters if w != across)
        try:
            return Curve(relation, along, across, 0.5)
        except ArgumentError:
            return None

    # --- the moment ---------------------------------------------------------------------------------------------------

    def at_the_moment(self, expression: sp.Expr) -> sp.Expr:
        """A value with the data of the moment put in, and what its equations then determine."""
        made = expression.xreplace(self.moment)
        for relation in (*self.at_moment, *(self.equations if self.moment else ())):
            relation = relation.xreplace(self.moment)
            for letter, solution in linear_letters(relation):
                if letter in made.free_symbols and letter not in solution.free_symbols:
                    made = made.xreplace({letter: solution})
                    break
        return made.xreplace(self.moment)

    # --- the learner's own --------------------------------------------------------------------------------------------

    @contextmanager
    def assuming(self, **changes: object) -> Iterator[Context]:
        """The facts with other ones in their place; the letters of derivatives are shared."""
        yield replace(self, _open=[], _values={}, **changes)  # type: ignore[arg-type]


def linear_letters(relation: sp.Expr) -> Iterator[tuple[sp.Symbol, sp.Expr]]:
    """The letters in which an equation is linear, each solved for."""
    for letter in sorted(relation.free_symbols, key=str, reverse=True):
        try:
            (factor,) = partials(relation, (letter,))
        except ArgumentError:
            continue
        if factor != 0 and letter not in factor.free_symbols:
            yield letter, -relation.xreplace({letter: sp.Integer(0)}) / factor

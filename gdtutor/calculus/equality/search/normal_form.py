"""Read a SymPy expression into the field: every elementary function becomes a fraction in independent generators.

exp of a sum becomes a product of powers of basis exponentials, log of a product a sum of logs of units, trigonometric
functions rational functions of tan of half a basis angle, roots algebraic generators, hyperbolic functions
exponentials. What has no such form (erf, an undefined function) is a generator, recognised again by its arguments.

An expression is real where all its parts are; powers with a broken exponent want a positive base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction as Rational
from typing import ClassVar

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.search.angles import Angles
from gdtutor.calculus.equality.search.arcs import Arcs
from gdtutor.calculus.equality.search.denesting import Denesting
from gdtutor.calculus.equality.search.exponentials import Exponentials
from gdtutor.calculus.equality.search.field import Field, Fraction, UndefinedError
from gdtutor.calculus.equality.search.kernels import Kernels
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.signs import Parity, Signs
from gdtutor.calculus.equality.search.units import Units

_MULTIPLIED_OUT = 400  # terms of a power up to which it is multiplied out


class NoNormalFormError(Exception):
    """No normal form is known for a part of the expression."""


class NormalForm:
    """Reads expressions into one field, under assumptions about signs.

    Attributes:
        readers: for each class of SymPy functions, what reads its arguments (filled in by ``readers``).
    """

    readers: ClassVar[Mapping[type, Callable[..., Fraction]]] = {}

    def __init__(self, memory: Memory, budget: Budget, assumed: Iterable[Parity] = ()) -> None:
        self.field = Field(memory, budget)
        self.signs = Signs(self.field, assumed)
        self.units = Units(self.field, self.signs)
        self.signs.parity_of = lambda value: self.units.product(value).parity
        self.exponentials = Exponentials(self.field, self.units, self.signs)
        self.units.denest = Denesting(self.field, self.units, self.signs, self.exponentials).product
        self.kernels = Kernels(self.field, self.units, self.signs)
        self.arcs = Arcs(self.field, self.units, self.signs, self.exponentials, self.kernels)
        self.angles = Angles(self.field, self.arcs)
        self._known: dict[sp.Expr, Fraction] = {}

    def read(self, expression: sp.Expr) -> Fraction:
        """The expression as a fraction of the field.

        Raises:
            UndefinedError: where it is not real under the signs assumed.
            NoNormalFormError: where it has a part without a normal form.
            SignNeededError, RestartError, OutOfBudgetError: to be handled by the caller.
        """
        if expression not in self._known:
            self._known[expression] = self._read(expression)
        return self._known[expression]

    def _read(self, expression: sp.Expr) -> Fraction:
        if expression.is_Rational:
            return self.field.constant(Rational(int(expression.p), int(expression.q)))
        if expression.is_Symbol or expression is sp.pi:
            return self.field.of_generator(self.field.memory.symbol(expression))
        if expression.is_Add:
            return self._sum([self.read(term) for term in expression.args])
        if expression.is_Mul:
            return self._times([self.read(factor) for factor in expression.args])
        if expression.is_Pow:
            return self._power(*expression.args)
        if expression is sp.E:
            return self.exponentials.exp(self.field.constant(1))
        reader = self.readers.get(type(expression))
        if reader is not None:
            return reader(self, *expression.args)
        if isinstance(expression, AppliedUndef | sp.Derivative | sp.Subs):
            return self._undefined_function(expression)
        raise NoNormalFormError(type(expression).__name__)

    def _sum(self, terms: list[Fraction]) -> Fraction:
        total = terms[0]
        for term in terms[1:]:
            total = self.field.add(total, term)
        return total

    def _times(self, factors: list[Fraction]) -> Fraction:
        total = factors[0]
        for factor in factors[1:]:
            total = self.field.multiply(total, factor)
        return total

    def divide(self, above: Fraction, below: Fraction) -> Fraction:
        """The quotient; raises UndefinedError where ``below`` is zero."""
        return self.field.multiply(above, self.arcs.inverse(below))

    # --- powers, exponentials, logarithms -----------------------------------------------------------------------------

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Fraction:
        if base is sp.E:
            return self.exponentials.exp(self.read(exponent))
        value = self.field.settled(self.read(base))
        if exponent.is_Integer:
            return self._integer_power(value, int(exponent))
        product = self.units.product(value)
        if product.is_zero:
            if exponent.is_Rational and exponent > 0:
                return value
            raise UndefinedError
        self.signs.require(product.parity)
        if exponent.is_Rational:
            return self.exponentials.power(product, Rational(int(exponent.p), int(exponent.q)))
        return self.exponentials.exp(self.field.multiply(self.read(exponent), self.exponentials.log(product)))

    def _integer_power(self, value: Fraction, exponent: int) -> Fraction:
        if value.is_zero or exponent == 0:
            if exponent < 0:
                raise UndefinedError
            return self.field.constant(int(exponent == 0))
        terms = max([len(value.numerator), *(len(self.field.memory.factors[place]) for place, _ in value.below)])
        if terms > 1 and abs(exponent) * (terms - 1) > _MULTIPLIED_OUT:
            return self._large_power(value, exponent)
        base = value if exponent > 0 else self.arcs.inverse(value)
        return self.field.power(base, abs(exponent))

    def _large_power(self, value: Fraction, exponent: int) -> Fraction:
        product = self.units.product(value)
        total = self.field.of_poly(self.signs.poly(product.parity)) if exponent % 2 else self.field.constant(1)
        for unit, power in product.powers.items():
            total = self.field.multiply(total, self.exponentials.absolute_power(unit, power * exponent))
        return total

    # --- what readers are made of -------------------------------------------------------------------------------------

    def log(self, value: Fraction) -> Fraction:
        """The logarithm, where the value has to be positive."""
        product = self.units.product(value)
        if product.is_zero:
            raise UndefinedError
        self.signs.require(product.parity)
        return self.exponentials.log(product)

    def sign(self, value: Fraction) -> Fraction:
        """+1 or −1, as a product of signs of units; 0 for zero."""
        product = self.units.product(value)
        return self.field.constant(0) if product.is_zero else self.field.of_poly(self.signs.poly(product.parity))

    def absolute(self, value: Fraction) -> Fraction:
        """|value|, with a sign for every unit whose sign matters."""
        product = self.units.product(value)
        return value if product.is_zero else self.arcs.signed(value, product.parity)

    def _undefined_function(self, expression: sp.Expr) -> Fraction:
        """f(u), f′(u), …: known by the function, the orders of its derivatives, and the arguments."""
        inner, at = expression, None
        if isinstance(inner, sp.Subs):
            if len(inner.variables) != 1:
                raise NoNormalFormError("Subs")
            inner, at = expression.expr, (expression.variables[0], expression.point[0])
        orders = tuple((v, int(n)) for v, n in inner.variable_count) if isinstance(inner, sp.Derivative) else ()
        applied = inner.expr if isinstance(inner, sp.Derivative) else inner
        if not isinstance(applied, AppliedUndef) or (orders and len(set(applied.args)) < len(applied.args)):
            raise NoNormalFormError(type(applied).__name__)
        places = tuple(sorted((applied.args.index(v), n) for v, n in orders if v in applied.args))
        if len(places) != len(orders) or (at and not all(a.is_Symbol for a in applied.args)):
            raise NoNormalFormError("Derivative")
        arguments = [at[1] if at and argument == at[0] else argument for argument in applied.args]
        return self.kernels.kernel((applied.func, places), tuple(map(self.read, arguments)), lambda *_: expression)

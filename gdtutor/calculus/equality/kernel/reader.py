"""Read a SymPy expression into the field: every elementary function becomes a fraction in independent generators.

exp of a sum becomes a product of powers of basis exponentials, log of a product a sum of logs of units, trigonometric
functions rational functions of tan of half a basis angle, roots algebraic generators, hyperbolic functions
exponentials. What has no such form (erf, an undefined function) is a generator, recognised again by its arguments.

An expression is real where all its parts are; powers with a fractional exponent need a positive base. What is divided
by, and every unit, is shown not to vanish on a part of the case (``nonzero``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction as Rational
from typing import TypeVar

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.equality.kernel.advice import NOTHING, Advice, AdviceError, Notes, Product, key_of
from gdtutor.calculus.equality.kernel.angles import Angles
from gdtutor.calculus.equality.kernel.arcs import Arcs, Counts
from gdtutor.calculus.equality.kernel.exponentials import Exponentials
from gdtutor.calculus.equality.kernel.field import Field, Fraction, UndefinedError
from gdtutor.calculus.equality.kernel.nonzero import Nonzero
from gdtutor.calculus.equality.kernel.opaque import Opaque
from gdtutor.calculus.equality.kernel.signs import Parity, SignNeededError, Signs
from gdtutor.calculus.equality.kernel.tables import Tables

_MULTIPLIED_OUT = 400  # terms of a power up to which it is multiplied out
Taken = TypeVar("Taken")


class NoNormalFormError(Interruption):
    """No normal form is known for a part of the expression."""


class Reader:
    """Reads expressions into one field, under assumptions about signs.

    Attributes:
        advice: where choices come from; each is checked before it is used.
        notes: the advice that was taken.
        readers: for each class of SymPy functions, what reads its arguments.
    """

    def __init__(
        self,
        tables: Tables,
        budget: Budget,
        assumed: Iterable[Parity],
        advise: Callable[[Reader], Advice],
        readers: Mapping[type, Callable[..., Fraction]],
    ) -> None:
        self.tables = tables
        self.readers = readers
        self.field = Field(tables, budget)
        self.signs = Signs(self.field, lambda value: self.product(value).parity)
        self.notes = Notes()
        self.nonzero = Nonzero(self)
        self.exponentials = Exponentials(self)
        self.opaque = Opaque(self)
        self.arcs = Arcs(self)
        self.angles = Angles(self)
        self._known: dict[sp.Expr, Fraction] = {}
        self._products: dict[object, Product] = {}
        self.advice = advise(self)
        for parity in assumed:
            self.signs.require(parity)

    # --- expressions --------------------------------------------------------------------------------------------------

    def read(self, expression: sp.Expr) -> Fraction:
        """The expression as a fraction of the field.

        Raises:
            UndefinedError: where it is not real under the signs assumed.
            NoNormalFormError: where it has a part without a normal form.
            AdviceError: where advice is wrong, or there is none.
            SignNeededError, RestartError, OutOfBudgetError, ...: to be handled by the caller.
        """
        if expression not in self._known:
            self._known[expression] = self._read(expression)
        return self._known[expression]

    def _read(self, expression: sp.Expr) -> Fraction:
        if expression.is_Rational:
            return self.field.constant(Rational(int(expression.p), int(expression.q)))
        if expression.is_Symbol or expression is sp.pi:
            return self.field.of_generator(self.tables.symbol(expression))
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

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Fraction:
        if base is sp.E:
            return self.exponentials.exp(self.read(exponent))
        value = self.field.settled(self.read(base))
        if exponent.is_Integer:
            return self._integer_power(value, int(exponent))
        product = self.product(value)
        if product.is_zero:
            return self._power_of_zero(exponent)
        self.signs.require(product.parity)
        if exponent.is_Rational:
            return self.exponentials.power(product, Rational(int(exponent.p), int(exponent.q)))
        return self.exponentials.exp(self.field.multiply(self.read(exponent), self.exponentials.log(product)))

    def _power_of_zero(self, exponent: sp.Expr) -> Fraction:
        """0**v, which is 0 where v is positive, and has no value where v is negative."""
        product = self.product(self.read(exponent))
        if product.is_zero:
            raise NoNormalFormError("0**0")
        sign, free = self.signs.reduced(product.parity)
        if free:
            raise SignNeededError(free)
        if sign < 0:
            raise UndefinedError
        return self.field.constant(0)

    def _integer_power(self, value: Fraction, exponent: int) -> Fraction:
        if value.is_zero or exponent == 0:
            if exponent < 0:
                raise UndefinedError
            return self.field.constant(int(exponent == 0))
        terms = max([len(value.numerator), *(len(self.tables.factors[place]) for place, _ in value.below)])
        if terms > 1 and abs(exponent) * (terms - 1) > _MULTIPLIED_OUT:
            return self._large_power(value, exponent)
        base = value if exponent > 0 else self.inverse(value)
        return self.field.power(base, abs(exponent))

    def _large_power(self, value: Fraction, exponent: int) -> Fraction:
        product = self.product(value)
        if product.is_zero:
            if exponent < 0:
                raise UndefinedError
            return self.field.constant(0)
        total = self.field.of_poly(self.signs.poly(product.parity)) if exponent % 2 else self.field.constant(1)
        for unit, power in product.powers.items():
            total = self.field.multiply(total, self.exponentials.absolute_power(unit, power * exponent))
        return total

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
        return self.opaque.function((applied.func, places), tuple(map(self.read, arguments)), expression)

    # --- values -------------------------------------------------------------------------------------------------------

    def product(self, value: Fraction) -> Product:
        """A fraction as a product of powers of units, by advice that is multiplied out and compared.

        Raises:
            SignNeededError: where signs decide between different products.
        """
        value = self.simplified(value)
        if value.is_zero:
            return NOTHING
        key = key_of(value)
        known = self._products.get(key)
        if known is None:
            known = self.taken("products", value, self.advice.product)
            self._check_product(value, known)
            self._products[key] = known
        return known

    def _check_product(self, value: Fraction, product: Product) -> None:
        if product.is_zero:
            raise AdviceError
        for unit in product.powers:
            self.nonzero.unit(unit)
        total = self.field.of_poly(self.signs.poly(product.parity))
        total = self.field.multiply(total, self.exponentials.power(product, Rational(1)))
        if not self.field.settled(self.field.subtract(value, total)).is_zero:
            raise AdviceError

    def taken(self, table: str, value: Fraction, ask: Callable[[Fraction], Taken]) -> Taken:
        """Advice on a value, noted down."""
        found = ask(value)
        getattr(self.notes, table)[key_of(value)] = found
        return found

    def note_sum(self, value: Fraction, counts: Counts) -> None:
        """Note a sum of arcs that was found constant."""
        key = key_of(value)
        self.notes.sums[key] = (*self.notes.sums.get(key, ()), counts)

    def simplified(self, value: Fraction) -> Fraction:
        """The value with what is known by now, and with arcs replaced that others determine."""
        return self.arcs.without_sums(self.field.settled(value))

    def settled(self, value: Fraction) -> Fraction:
        """A meaning from the tables in this case: roots in it are related to what they are roots of."""
        for generator in self.tables.inside(value.numerator, value.below):
            self.relate(generator)
        return self.field.settled(value)

    def relate(self, generator: int) -> None:
        """Give a root or a sign its relation, and those within its meaning."""
        found = self.tables.generators[generator]
        if generator in self.field.relations:
            return
        if found.kind == "root":
            for inner in found.inside:
                self.relate(inner)
            self.field.relate(generator, self.exponentials.root_relation(*found.meaning))
        elif found.kind == "sign":
            self.signs.relate(found.meaning[0])

    def inverse(self, value: Fraction) -> Fraction:
        """One over a value; raises UndefinedError where it is zero."""
        value = self.simplified(value)
        units, rest = self.signs.as_factor(value.numerator)
        del units
        if rest:
            self.nonzero.poly(rest)
        return self.field.inverse(value)

    def divide(self, above: Fraction, below: Fraction) -> Fraction:
        """The quotient; raises UndefinedError where ``below`` is zero."""
        return self.field.multiply(above, self.inverse(below))

    def square_root(self, value: Fraction) -> Fraction:
        """The square root, where the value has to be positive."""
        product = self.product(value)
        if product.is_zero:
            return self.field.constant(0)
        self.signs.require(product.parity)
        return self.exponentials.power(product, Rational(1, 2))

    def log(self, value: Fraction) -> Fraction:
        """The logarithm, where the value has to be positive."""
        product = self.product(value)
        if product.is_zero:
            raise UndefinedError
        self.signs.require(product.parity)
        return self.exponentials.log(product)

    def sign(self, value: Fraction) -> Fraction:
        """+1 or −1, as a product of signs of units; 0 for zero."""
        product = self.product(value)
        return self.field.constant(0) if product.is_zero else self.field.of_poly(self.signs.poly(product.parity))

    def absolute(self, value: Fraction) -> Fraction:
        """|value|, with a sign for every unit whose sign matters."""
        product = self.product(value)
        return self.field.constant(0) if product.is_zero else self.arcs.signed(value, product.parity)

    def is_zero(self, value: Fraction) -> bool:
        """Whether a value is zero in this case; asks for the signs on which that depends.

        Raises:
            SignNeededError: for a sign that decides.
        """
        value = self.simplified(value)
        if value.is_zero:
            return True
        self.signs.as_factor(value.numerator)
        self.signs.ask(self.tables.hidden_signs(value.numerator))
        return False

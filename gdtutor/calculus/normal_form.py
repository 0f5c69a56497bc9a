"""Read a SymPy expression into the field: every elementary function becomes a fraction in independent generators.

exp of a sum becomes a product of powers of basis exponentials, log of a product a sum of logs of units, trigonometric
functions rational functions of tan of half a basis angle, roots algebraic generators, hyperbolic functions exponentials.
What has no such form (erf, an undefined function) is a generator of its own, recognised again by its arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Rational
from math import comb, gcd, lcm

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus import polynomial as poly
from gdtutor.calculus.field import Field, Fraction
from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.polynomial import Budget, OutOfBudgetError
from gdtutor.calculus.units import Learnt, UndefinedError, UnitKey, Units

_MAX_MULTIPLE = 128
_EXACT_ANGLES = {1, 2, 3, 4, 6}  # denominators of multiples of π whose sine is a square root of a rational


class Unreadable(Exception):
    """No normal form is known for a part of the expression."""


class NormalForm:
    """Reads expressions into one field under one assumption about signs."""

    def __init__(self, budget: Budget, learnt: Learnt, assumed: dict[UnitKey, int]) -> None:
        self.field = Field(budget)
        self.units = Units(self.field, learnt, assumed)
        self.learnt = learnt
        self._known: dict[sp.Expr, Fraction] = {}
        self._symbols: dict[sp.Expr, int] = {}
        self._opaque: dict[object, list[tuple[tuple[Fraction, ...], int]]] = {}
        self._exponentials: dict[object, int] = {}
        self._angles: dict[object, int] = {}
        self._inverse: dict[int, tuple[type, sp.Expr]] = {}  # generator -> (asin or atan, its argument)

    def read(self, expression: sp.Expr) -> Fraction:
        """The expression as a fraction of the field.

        Raises:
            UndefinedError: where it is not real under the signs assumed.
            Unreadable: where it has a part without a normal form.
            RestartError, OutOfBudgetError: to be handled by the caller.
        """
        if expression not in self._known:
            self._known[expression] = self._read(expression)
        return self._known[expression]

    def _read(self, expression: sp.Expr) -> Fraction:
        if expression.is_Rational:
            return self.field.constant(Rational(int(expression.p), int(expression.q)))
        if expression.is_Symbol or expression is sp.pi:
            if expression not in self._symbols:
                self._symbols[expression] = self.field.new_generator("symbol", expression)
            return self.field.of_generator(self._symbols[expression])
        if expression.is_Add:
            return self._sum([self.read(term) for term in expression.args])
        if expression.is_Mul:
            return self._times([self.read(factor) for factor in expression.args])
        if expression.is_Pow:
            return self._power(*expression.args)
        if expression is sp.E:
            return self._exp(self.field.constant(1))
        reader = READERS.get(type(expression))
        if reader is not None:
            return reader(self, *expression.args)
        if isinstance(expression, AppliedUndef | sp.Derivative | sp.Subs):
            return self._undefined_function(expression)
        raise Unreadable(type(expression).__name__)

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

    # --- powers, exponentials, logarithms -------------------------------------------------------------------------------

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Fraction:
        value = self.read(base)
        if exponent.is_Integer:
            if exponent < 0 and not value.numerator:
                raise UndefinedError
            return self.field.power(value, int(exponent))
        product = self.units.product(value)
        if exponent.is_Rational:
            if not product.sign and exponent > 0:
                return value
            self.units.require_positive(product)
            return self.units.power(product, Rational(int(exponent.p), int(exponent.q)), self._exp_power)
        self.units.require_positive(product)
        return self._exp(self.field.multiply(self.read(exponent), self.units.log(product)))

    def _log(self, argument: sp.Expr) -> Fraction:
        product = self.units.product(self.read(argument))
        self.units.require_positive(product)
        return self.units.log(product)

    def _terms(self, value: Fraction) -> list[tuple[Rational, int, tuple[tuple[int, int], ...]]]:
        """The fraction as a sum of rational multiples of (monomial / denominator)."""
        return [(Rational(c, value.divisor), packed, value.below) for packed, c in value.numerator.items()]

    def _exp(self, exponent: Fraction) -> Fraction:
        total = self.field.constant(1)
        for coefficient, packed, below in self._terms(exponent):
            total = self.field.multiply(total, self._exp_term(coefficient, packed, below))
        return total

    def _exp_term(self, coefficient: Rational, packed: int, below: tuple[tuple[int, int], ...]) -> Fraction:
        single = poly.exponents(packed)
        if not below and len(single) == 1 and single[0][1] == 1:
            unit = self.units.unit_of_log(single[0][0])
            if unit is not None:
                return self.units.absolute_power(unit, coefficient, self._exp_power)
        key = ("exp", packed, below)
        step = self._step(key, coefficient)
        if key not in self._exponentials:
            argument = self._shown(packed, below) * sp.Rational(step.numerator, step.denominator)
            place = self.field.new_generator("exp", sp.exp(argument))
            self._exponentials[key] = place
            exponent = self._fraction_of(step, packed, below)
            self.units.exponent_of[place] = lambda: exponent
        return self.field.of_generator(self._exponentials[key], int(coefficient / step))

    def _exp_power(self, generator: int, power: Rational) -> Fraction:
        """A broken power of an exponential generator, by way of its exponent."""
        return self._exp(self.field.multiply(self.field.constant(power), self.units.exponent_of[generator]()))

    def _step(self, key: object, coefficient: Rational) -> Rational:
        """The step of a basis argument, refined so that ``coefficient`` is a whole multiple of it."""
        step = self.learnt.steps.get(key)
        if step is None:
            step = self.learnt.steps[key] = abs(coefficient)
        if (coefficient / step).denominator != 1:
            bottom = lcm(step.denominator, coefficient.denominator)
            top = gcd(int(step * bottom), int(abs(coefficient) * bottom))
            self.learnt.steps[key] = Rational(top, bottom)
            raise self.learnt.restart()
        return step

    def _fraction_of(self, coefficient: Rational, packed: int, below: tuple[tuple[int, int], ...]) -> Fraction:
        if not coefficient:
            return self.field.constant(0)
        return Fraction({packed: coefficient.numerator}, coefficient.denominator, below)

    def _shown(self, packed: int, below: tuple[tuple[int, int], ...]) -> sp.Expr:
        generators = self.field.generators
        above = sp.Mul(*(generators[k].expression ** e for k, e in poly.exponents(packed)))
        for place, exponent in below:
            factor = [
                sp.Mul(c, *(generators[k].expression ** e for k, e in poly.exponents(m)))
                for m, c in self.field.factors[place].items()
            ]
            above = above / sp.Add(*factor) ** exponent
        return above

    # --- angles -----------------------------------------------------------------------------------------------------------

    def _cos_sin(self, angle: Fraction) -> tuple[Fraction, Fraction]:
        """The cosine and sine of a sum of multiples of basis angles, by the addition theorems."""
        cosine, sine = self.field.constant(1), self.field.constant(0)
        for coefficient, packed, below in self._terms(angle):
            cosine, sine = self._rotated(cosine, sine, *self._cos_sin_term(coefficient, packed, below))
        return cosine, sine

    def _rotated(self, c: Fraction, s: Fraction, cosine: Fraction, sine: Fraction) -> tuple[Fraction, Fraction]:
        field = self.field
        real = field.add(field.multiply(c, cosine), field.negative(field.multiply(s, sine)))
        return real, field.add(field.multiply(s, cosine), field.multiply(c, sine))

    def _cos_sin_term(
        self, coefficient: Rational, packed: int, below: tuple[tuple[int, int], ...]
    ) -> tuple[Fraction, Fraction]:
        single = poly.exponents(packed)
        if not below and len(single) == 1 and single[0][1] == 1:
            generator = single[0][0]
            if self.field.generators[generator].expression is sp.pi and coefficient.denominator in _EXACT_ANGLES:
                angle = sp.Rational(coefficient.numerator, coefficient.denominator) * sp.pi
                return self.read(sp.cos(angle)), self.read(sp.sin(angle))
            if generator in self._inverse and coefficient.denominator == 1 and abs(coefficient) <= 8:
                return self._of_inverse(generator, int(coefficient))
        key = ("angle", packed, below)
        step = self._step(key, coefficient)
        if key not in self._angles:
            argument = self._shown(packed, below) * sp.Rational(step.numerator, 2 * step.denominator)
            self._angles[key] = self.field.new_generator("angle", sp.tan(argument))
        return self._multiple_angle(self._angles[key], int(coefficient / step))

    def _multiple_angle(self, generator: int, times: int) -> tuple[Fraction, Fraction]:
        """cos and sin of ``times`` basis angles from t = tan(half the basis angle): (1 + it)^2n / (1 + t²)^n."""
        count = abs(times)
        if count > _MAX_MULTIPLE:
            raise OutOfBudgetError
        real, imaginary = {}, {}
        for power in range(2 * count + 1):
            part = real if power % 2 == 0 else imaginary
            part[poly.monomial(generator, power)] = comb(2 * count, power) * (-1) ** (power // 2)
        self.field.budget.spend(2 * count + 1)
        below = ((self.field.factor({poly.monomial(generator, 2): 1, 0: 1}), count),)
        sine = Fraction(imaginary if times > 0 else poly.scale(imaginary, -1), 1, below)
        return Fraction(real, 1, below), sine

    def _of_inverse(self, generator: int, times: int) -> tuple[Fraction, Fraction]:
        """cos and sin of n·asin(u) or n·atan(u), which are algebraic in u."""
        function, argument = self._inverse[generator]
        if function is sp.asin:
            base = self.read(sp.sqrt(1 - argument**2)), self.read(argument)
        else:
            size = self.read(1 / sp.sqrt(1 + argument**2))
            base = size, self.field.multiply(size, self.read(argument))
        cosine, sine = self.field.constant(1), self.field.constant(0)
        for _ in range(abs(times)):
            cosine, sine = self._rotated(cosine, sine, *base)
        return cosine, sine if times > 0 else self.field.negative(sine)

    # --- functions ----------------------------------------------------------------------------------------------------

    def _sin(self, angle: sp.Expr) -> Fraction:
        return self._cos_sin(self.read(angle))[1]

    def _cos(self, angle: sp.Expr) -> Fraction:
        return self._cos_sin(self.read(angle))[0]

    def _quotient(self, above: Fraction, below: Fraction) -> Fraction:
        if not below.numerator:
            raise UndefinedError
        return self.field.multiply(above, self.field.inverse(below))

    def _tan(self, angle: sp.Expr) -> Fraction:
        cosine, sine = self._cos_sin(self.read(angle))
        return self._quotient(sine, cosine)

    def _cot(self, angle: sp.Expr) -> Fraction:
        cosine, sine = self._cos_sin(self.read(angle))
        return self._quotient(cosine, sine)

    def _sign(self, argument: sp.Expr) -> Fraction:
        return self.field.constant(self.units.sign_of(self.units.product(self.read(argument))))

    def _abs(self, argument: sp.Expr) -> Fraction:
        value = self.read(argument)
        sign = self.units.sign_of(self.units.product(value))
        return value if sign >= 0 else self.field.negative(value)

    def _largest(self, *arguments: sp.Expr, sense: int = 1) -> Fraction:
        best = self.read(arguments[0])
        for argument in arguments[1:]:
            value = self.read(argument)
            difference = self.field.add(value, self.field.negative(best))
            if sense * self.units.sign_of(self.units.product(difference)) > 0:
                best = value
        return best

    def _smallest(self, *arguments: sp.Expr) -> Fraction:
        return self._largest(*arguments, sense=-1)

    def _piecewise(self, *branches: tuple[sp.Expr, sp.Basic]) -> Fraction:
        for branch, condition in branches:
            if self._holds(condition):
                return self.read(branch)
        raise UndefinedError

    def _holds(self, condition: sp.Basic) -> bool:
        if condition in (sp.true, sp.false):
            return condition is sp.true
        if isinstance(condition, sp.And):
            return all([self._holds(part) for part in condition.args])
        if isinstance(condition, sp.Or):
            return any([self._holds(part) for part in condition.args])
        if not isinstance(condition, sp.core.relational._Inequality):
            raise Unreadable(str(type(condition).__name__))
        difference = self.field.add(self.read(condition.gts), self.field.negative(self.read(condition.lts)))
        sign = self.units.sign_of(self.units.product(difference))
        return sign > 0 or (sign == 0 and not isinstance(condition, sp.StrictGreaterThan | sp.StrictLessThan))

    def _asin(self, argument: sp.Expr) -> Fraction:
        self.units.require_positive(self.units.product(self.read(1 - argument**2)))
        return self._inverse_trigonometric(sp.asin, argument)

    def _atan(self, argument: sp.Expr) -> Fraction:
        return self._inverse_trigonometric(sp.atan, argument)

    def _inverse_trigonometric(self, function: type, argument: sp.Expr) -> Fraction:
        value = self._odd(function, argument)
        for packed, sign in value.numerator.items():
            self._inverse.setdefault(poly.exponents(packed)[0][0], (function, sign * argument))
        return value

    def _acos(self, argument: sp.Expr) -> Fraction:
        half_turn = self.read(sp.pi / 2)
        return self.field.add(half_turn, self.field.negative(self._asin(argument)))

    def _odd(self, function: type, argument: sp.Expr) -> Fraction:
        """An opaque odd function: f(−u) = −f(u)."""
        value = self.read(argument)
        if not value.numerator:
            return self.field.constant(0)
        if poly.content(value.numerator) < 0:
            return self.field.negative(self._kernel(function, (self.field.negative(value),), function(argument)))
        return self._kernel(function, (value,), function(argument))

    def _kernel(self, head: object, arguments: tuple[Fraction, ...], shown: sp.Expr) -> Fraction:
        """A generator of its own for ``head(arguments)``, the same one for arguments that are equal."""
        known = self._opaque.setdefault(head, [])
        for others, place in known:
            if all(self._same(one, other) for one, other in zip(arguments, others, strict=True)):
                return self.field.of_generator(place)
        place = self.field.new_generator("opaque", shown)
        known.append((arguments, place))
        return self.field.of_generator(place)

    def _same(self, one: Fraction, other: Fraction) -> bool:
        return not self.field.add(one, self.field.negative(other)).numerator

    def _undefined_function(self, expression: sp.Expr) -> Fraction:
        """f(u), f′(u), …: known by the function, the orders of its derivatives, and the arguments."""
        inner, at = expression, None
        if isinstance(inner, sp.Subs):
            if len(inner.variables) != 1:
                raise Unreadable("Subs")
            inner, at = expression.expr, (expression.variables[0], expression.point[0])
        orders = tuple((v, int(n)) for v, n in inner.variable_count) if isinstance(inner, sp.Derivative) else ()
        applied = inner.expr if isinstance(inner, sp.Derivative) else inner
        if not isinstance(applied, AppliedUndef):
            raise Unreadable(type(applied).__name__)
        places = tuple((applied.args.index(v), n) for v, n in orders if v in applied.args)
        if len(places) != len(orders):
            raise Unreadable("Derivative")
        arguments = [at[1] if at and argument == at[0] else argument for argument in applied.args]
        return self._kernel((applied.func, places), tuple(map(self.read, arguments)), expression)


def _rewritten(form: Callable[..., sp.Expr]) -> Callable[..., Fraction]:
    """A reader that goes by an identity: the function written through others."""

    def reader(normal_form: NormalForm, *arguments: sp.Expr) -> Fraction:
        return normal_form.read(form(*arguments))

    return reader


def _cosh(u: sp.Expr) -> sp.Expr:
    return (sp.exp(u) + sp.exp(-u)) / 2


def _sinh(u: sp.Expr) -> sp.Expr:
    return (sp.exp(u) - sp.exp(-u)) / 2


def _acosh(u: sp.Expr) -> sp.Expr:
    return sp.log(u + sp.sqrt(u - 1) * sp.sqrt(u + 1))


def _asinh(u: sp.Expr) -> sp.Expr:
    return sp.log(u + sp.sqrt(u**2 + 1))


READERS: dict[type, Callable[..., Fraction]] = {
    sp.exp: lambda self, u: self._exp(self.read(u)),
    sp.log: NormalForm._log,
    sp.sin: NormalForm._sin,
    sp.cos: NormalForm._cos,
    sp.tan: NormalForm._tan,
    sp.cot: NormalForm._cot,
    sp.sec: _rewritten(lambda u: 1 / sp.cos(u)),
    sp.csc: _rewritten(lambda u: 1 / sp.sin(u)),
    sp.asin: NormalForm._asin,
    sp.acos: NormalForm._acos,
    sp.atan: NormalForm._atan,
    sp.acot: lambda self, u: self._odd(sp.acot, u),
    sp.asec: _rewritten(lambda u: sp.acos(1 / u)),
    sp.acsc: _rewritten(lambda u: sp.asin(1 / u)),
    sp.sinh: _rewritten(_sinh),
    sp.cosh: _rewritten(_cosh),
    sp.tanh: _rewritten(lambda u: _sinh(u) / _cosh(u)),
    sp.coth: _rewritten(lambda u: _cosh(u) / _sinh(u)),
    sp.sech: _rewritten(lambda u: 1 / _cosh(u)),
    sp.csch: _rewritten(lambda u: 1 / _sinh(u)),
    sp.asinh: _rewritten(_asinh),
    sp.acosh: _rewritten(_acosh),
    sp.atanh: _rewritten(lambda u: (sp.log(1 + u) - sp.log(1 - u)) / 2),
    sp.acoth: _rewritten(lambda u: sp.log((u + 1) / (u - 1)) / 2),
    sp.asech: _rewritten(lambda u: _acosh(1 / u)),
    sp.acsch: _rewritten(lambda u: _asinh(1 / u)),
    sp.Abs: NormalForm._abs,
    sp.sign: NormalForm._sign,
    sp.Max: NormalForm._largest,
    sp.Min: NormalForm._smallest,
    sp.Piecewise: NormalForm._piecewise,
    sp.erf: lambda self, u: self._odd(sp.erf, u),
    sigmoid: _rewritten(lambda u: 1 / (1 + sp.exp(-u))),
    softplus: _rewritten(lambda u: sp.log(1 + sp.exp(u))),
}

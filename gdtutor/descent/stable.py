"""The same value by operations that do not overflow on the way: softplus for log(1 + eᵘ), sigmoid for 1/(1 + e⁻ᵘ).

Written as a learner writes it, log(1 + eᵘ) is infinite at u = 1000 and its slope eᵘ/(1 + eᵘ) is ∞/∞. What all such
formulas have in common is a positive factor c·eᴮ·Π(Σeᵗ)ᵖ: ``_Positive`` is that form, its logarithm is a sum of
logsumexps, and a quotient of such factors is a product of shares eᵗ/Σeᵗ, each between 0 and 1. Everything below is an
identity over the reals; the formula that is shown stays as it was written.

    log(c·eᴮ·(Σeᵗ)ᵖ)    = log c + B + p·logsumexp(t)      eᵗ/Σeᵗ              = softmax, for two terms sigmoid
    eᵃ − eᵇ             = tanh((a − b)/2)·(eᵃ + eᵇ)        sinh u              = tanh u·cosh u
    1 − σ(u)            = σ(−u)                            1 − tanh² u         = 4σ(2u)σ(−2u)
    σ(u) − σ(−u)        = tanh(u/2)                       1 ± erf u, 2 − erfc u = erfc(∓u), erfc(−u)
    eᵘ − 1, log(1 + u)  = expm1(u), log1p(u)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement, product

import sympy as sp
from sympy.codegen.cfunctions import expm1, log1p

from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.descent.opaque import Largest, rebuilt

_MOST_CHOICES = 256  # of shares for the factors of a quotient; beyond, its logarithm is computed
_MOST_TERMS = 64  # of a product that is multiplied out


class LogSumExp(sp.Function):
    """log Σ eᵗ over all arguments."""


class SoftMax(sp.Function):
    """The share eᵃ/Σeᵗ of the first argument; the arguments after it are all t, a among them."""


class Erfc(sp.Function):
    """1 − erf u; SymPy's own writes erfc(−u) as 2 − erfc u, which cancels."""


def stable(expression: sp.Expr) -> sp.Expr:
    """An expression of equal value at real numbers, whose parts stay finite wherever the whole is.

    The result may contain ``Largest``, ``Erfc``, ``expm1`` and ``log1p``.

    >>> u, v = sp.symbols("u v")
    >>> stable(sp.log(1 + sp.exp(u))), stable(sp.exp(u) / (1 + sp.exp(u)))
    (softplus(u), sigmoid(u))
    >>> stable(1 - sp.exp(u) / (sp.exp(u) + sp.exp(v))), stable(sp.exp(u) - 1)
    (sigmoid(-u + v), expm1(u))
    """
    if not _concerned(expression):
        return expression
    return _spelled(_rewritten(expression, {}), {}, _BY_THE_LARGEST)


def stable_formula(expression: sp.Expr) -> sp.Expr:
    """The same in functions that have a rule of differentiation; the expression itself if nothing is to be mended.

    What is derived from this form has the same value as what is derived from the other, and less of it cancels.

    >>> u, v = sp.symbols("u v")
    >>> stable_formula(sp.log(1 + sp.exp(u))), stable_formula(-sp.log(sp.exp(u) / (sp.exp(u) + sp.exp(v))))
    (softplus(u), softplus(-u + v))
    """
    if not _concerned(expression):
        return expression
    return _spelled(_rewritten(expression, {}), {}, _BY_THE_RULES)


@dataclass(frozen=True)
class _Positive:
    """scale·e^exponent·Π(Σⱼ e^tⱼ)^power with a positive number for a scale; the first t of each sum is 0."""

    scale: sp.Expr = sp.S.One
    exponent: sp.Expr = sp.S.Zero
    sums: dict[tuple[sp.Expr, ...], sp.Expr] = field(default_factory=dict)

    @property
    def varies(self) -> bool:
        return bool(self.sums) or bool(self.exponent.free_symbols)

    def times(self, other: _Positive) -> _Positive:
        sums = dict(self.sums)
        for terms, power in other.sums.items():
            sums[terms] = sums.get(terms, sp.S.Zero) + power
        kept = {terms: power for terms, power in sums.items() if power != 0}
        return _Positive(self.scale * other.scale, self.exponent + other.exponent, kept)

    def power(self, exponent: sp.Expr) -> _Positive:
        sums = {terms: power * exponent for terms, power in self.sums.items()}
        if exponent.is_number:
            return _Positive(self.scale**exponent, self.exponent * exponent, sums)
        return _Positive(sp.S.One, (self.exponent + sp.log(self.scale)) * exponent, sums)

    def logarithm(self) -> sp.Expr:
        constant = sp.log(self.scale)
        if len(self.sums) == 1 and self.exponent.free_symbols:
            ((terms, power),) = self.sums.items()
            if power in (1, -1):  # the largest is taken out of B + t, so that B cancels nothing
                return constant + power * _logsumexp([term + power * self.exponent for term in terms])
        return constant + self.exponent + sp.Add(*(power * _logsumexp(t) for t, power in self.sums.items()))

    def value(self) -> sp.Expr:
        shares = self._shares()
        if shares is not None:
            return shares
        if list(self.sums.values()) == [1]:
            ((terms, _),) = self.sums.items()
            return self.scale * sp.Add(*(sp.exp(term + self.exponent) for term in terms))
        return self.scale * sp.exp(_Positive(sp.S.One, self.exponent, self.sums).logarithm())

    def _shares(self) -> sp.Expr | None:
        """The value as a product of shares: each sum in the denominator takes one of its terms for a numerator."""
        choices: list[list[tuple[tuple[sp.Expr, ...], ...]]] = []
        count = 1
        for terms, power in self.sums.items():
            if not (power.is_Integer and -4 <= power < 0):
                return None
            chosen = list(combinations_with_replacement([(term, *terms) for term in terms], -int(power)))
            choices.append(chosen)
            count *= len(chosen)
        if count > _MOST_CHOICES:
            return None
        for several in product(*choices):
            shares = [share for one in several for share in one]
            rest = sp.expand(self.exponent - sp.Add(*(share[0] for share in shares)))
            if not rest.free_symbols:
                return sp.Mul(self.scale, sp.exp(rest), *map(_share, shares))
        return None


def _share(arguments: Sequence[sp.Expr]) -> sp.Expr:
    """eᵃ/Σeᵗ with the difference in place of two terms."""
    own, *terms = arguments
    if len(terms) == 2:
        (other,) = [term for term in terms if term != own]
        return sigmoid(own - other)
    return SoftMax(own, *terms)


def _logsumexp(terms: Sequence[sp.Expr]) -> sp.Expr:
    if len(terms) == 2 and sp.S.Zero in terms:
        (other,) = [term for term in terms if term != 0]
        return softplus(other)
    return LogSumExp(*sorted(terms, key=sp.default_sort_key))


def _positive(expression: sp.Expr) -> _Positive | None:
    """What is positive at all real numbers, in the form that has a logarithm; ``None`` where it is not seen to be."""
    if expression.is_number:
        return _Positive(scale=expression) if expression.is_positive else None
    if isinstance(expression, sp.exp):
        return _exponential(expression.args[0])
    if isinstance(expression, sigmoid):
        return _sum([sp.S.Zero, expression.args[0]], -1).times(_Positive(exponent=expression.args[0]))
    if isinstance(expression, SoftMax):
        own, *terms = expression.args
        return _sum(terms, -1).times(_Positive(exponent=own))
    if isinstance(expression, sp.cosh | sp.sech):
        (u,) = expression.args
        cosh = _sum([u, -u], 1).times(_Positive(scale=sp.S.Half))
        return cosh if isinstance(expression, sp.cosh) else cosh.power(sp.S.NegativeOne)
    if expression.is_Pow:
        base = _positive(expression.base)
        return base and base.power(expression.exp)
    if expression.is_Mul:
        found = _Positive()
        for factor in expression.args:
            part = _positive(factor)
            if part is None:
                return None
            found = found.times(part)
        return found
    if expression.is_Add:
        parts = [_positive(term) for term in expression.args]
        terms = [part.exponent + sp.log(part.scale) for part in parts if part is not None and not part.sums]
        if len(terms) == len(parts) and any(term.free_symbols for term in terms):
            return _sum(terms, 1)
    return None


def _exponential(exponent: sp.Expr) -> _Positive:
    """eᵘ, with e^(p·logsumexp(t)) for the power of a sum that it is."""
    found, left = _Positive(), []
    for term in sp.Add.make_args(exponent):
        factor, function = term.as_coeff_Mul()
        if factor.is_Integer and isinstance(function, softplus | LogSumExp):
            terms = function.args if isinstance(function, LogSumExp) else (sp.S.Zero, *function.args)
            found = found.times(_sum(terms, int(factor)))
        else:
            left.append(term)
    return found.times(_Positive(exponent=sp.Add(*left)))


def _sum(terms: Sequence[sp.Expr], power: int) -> _Positive:
    """(Σeᵗ)^power; a sum of two terms in the one of its two forms that both orders share."""
    base, *others = sorted(terms, key=sp.default_sort_key)
    if len(others) == 1 and (others[0] - base).could_extract_minus_sign():
        base, others = others[0], [base]
    differences = tuple(sorted((other - base for other in others), key=sp.default_sort_key))
    return _Positive(exponent=power * base, sums={(sp.S.Zero, *differences): sp.Integer(power)})


def _rewritten(expression: sp.Basic, known: dict[sp.Basic, sp.Basic]) -> sp.Basic:
    """From the leaves up; each distinct part is looked at once."""
    if expression in known:
        return known[expression]
    if not expression.args:
        return expression
    arguments = [_rewritten(argument, known) for argument in expression.args]
    new = rebuilt(expression, arguments)
    if new.is_Mul:
        new = _product(new)
    elif new.is_Pow:
        new = _product_of([new])
    elif new.is_Add:
        new = _total(new)
    elif isinstance(new, sp.log):
        new = _log(new)
    known[expression] = new
    return new


def _product(expression: sp.Expr) -> sp.Expr:
    return _product_of(sp.Mul.make_args(expression))


def _product_of(factors: Sequence[sp.Expr]) -> sp.Expr:
    """A product in which what may overflow is put together, so that ∞·0 and ∞/∞ cannot arise."""
    forms = [_positive(factor) for factor in factors]
    if not any(form is not None and form.varies for form in forms):
        return sp.Mul(*factors)
    rest = [factor for factor, form in zip(factors, forms, strict=True) if form is None]
    found, meeting = _Positive(), False
    for form in forms:
        if form is not None:
            meeting |= found.varies and form.varies and (bool(found.sums or form.sums) or _opposed(found, form))
            found = found.times(form)
    for factor in rest:
        if factor.is_Add and _differs(factor) is None and len(factor.args) <= _MOST_TERMS and _meets(factor, found):
            others = sp.Mul(*(other for other in factors if other is not factor))
            return _total(sp.Add(*(_product(term * others) for term in factor.args)))
    kept = []
    for factor in rest:
        base, power = factor.as_base_exp()
        signed = _differs(base)
        if signed is None or not power.is_Integer:
            kept.append(factor)
            continue
        tangent, growing = signed
        meeting = True
        kept.append(tangent**power)
        found = found.times(growing.power(power))
    if not meeting and (not found.sums or found._shares() is None):
        return sp.Mul(*factors)  # nothing that it could meet
    return sp.Mul(*kept) * found.value()


def _meets(total: sp.Expr, found: _Positive) -> bool:
    """Whether a term of the sum may be infinite where the factor is 0, or the other way round."""
    forms = [_positive(factor) for term in total.args for factor in sp.Mul.make_args(term)]
    return any(form.sums or (form.varies and found.sums) or _opposed(form, found) for form in forms if form is not None)


def _opposed(one: _Positive, other: _Positive) -> bool:
    """Whether something grows in one exponent and falls in the other."""
    signs = {term: number > 0 for term, number in _exponents(one)}
    return any(signs.get(term, number > 0) is not (number > 0) for term, number in _exponents(other))


def _exponents(form: _Positive) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    for term in sp.Add.make_args(sp.expand(form.exponent)):
        number, rest = term.as_independent(*term.free_symbols, as_Add=False)
        if number.is_real and number != 0 and rest != 1:
            yield rest, number


def _differs(expression: sp.Expr) -> tuple[sp.Expr, _Positive] | None:
    """A difference of two exponentials: tanh of half the difference of the exponents, and their sum."""
    if isinstance(expression, sp.sinh):
        (u,) = expression.args
        return sp.tanh(u), _sum([u, -u], 1).times(_Positive(scale=sp.S.Half))
    if isinstance(expression, expm1):
        (u,) = expression.args
        return sp.tanh(u / 2), _sum([sp.S.Zero, u], 1)
    if expression.is_Add and len(expression.args) == 2:
        plus, minus = expression.args
        for first, second, sign in ((plus, -minus, 1), (minus, -plus, 1)):
            forms = _positive(first), _positive(second)
            if forms[0] is not None and forms[1] is not None and not (forms[0].sums or forms[1].sums):
                a, b = (form.exponent + sp.log(form.scale) for form in forms if form is not None)
                if (a - b).free_symbols:
                    return sign * sp.tanh((a - b) / 2), _sum([a, b], 1)
    return None


def _total(expression: sp.Expr) -> sp.Expr:
    """A sum without the differences in which everything cancels."""
    terms = dict.fromkeys(sp.Add.make_args(expression))
    for term in list(terms):
        for partner, both in _pairs(term):
            if term in terms and partner in terms:
                del terms[term], terms[partner]
                new = _product(both)
                terms = dict.fromkeys(sp.Add.make_args(sp.Add(*terms, new)))
                break
    return sp.Add(*terms) if len(terms) < len(sp.Add.make_args(expression)) else expression


def _pairs(term: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """What would cancel with the term, and the sum of the two in a form in which nothing does."""
    for factor in sp.Mul.make_args(term):
        base, power = factor.as_base_exp()
        if isinstance(factor, sp.exp) and (rest := term / factor).is_number:
            yield -rest, rest * expm1(*factor.args)
        if isinstance(factor, sp.erf):
            rest, (u,) = term / factor, factor.args
            yield rest, rest * Erfc(-u)
            yield -rest, -rest * Erfc(u)
        if isinstance(factor, sp.erfc):
            rest, (u,) = term / factor, factor.args
            yield -2 * rest, -rest * Erfc(-u)
            yield -rest, -rest * sp.erf(u)
        if not (power.is_Integer and power >= 1):
            continue
        if isinstance(base, sigmoid):
            rest, (u,) = term / base, base.args
            yield -rest, -rest * sigmoid(-u)
            yield -rest * sigmoid(-u), rest * sp.tanh(u / 2)
            yield -rest / 2, rest * sp.tanh(u / 2) / 2
        elif isinstance(base, SoftMax):
            own, *others = base.args
            rest = term / base
            yield -rest, -rest * sp.Add(*(SoftMax(other, *others) for other in others if other != own))
        elif isinstance(base, sp.tanh) and power >= 2:
            rest, (u,) = term / base**2, base.args
            yield -rest, -rest * 4 * sigmoid(2 * u) * sigmoid(-2 * u)


def _log(expression: sp.Expr) -> sp.Expr:
    """The logarithm of a product as a sum, as far as its factors are seen to be positive."""
    (argument,) = expression.args
    growing, rest = _Positive(), []
    for factor in sp.Mul.make_args(argument):
        form = _positive(factor)
        if form is None or not form.varies:
            rest.append(factor)
        else:
            growing = growing.times(form)
    left = sp.Mul(*rest)
    if growing.varies and not left.is_nonpositive:
        return growing.logarithm() + (_log_of(left) if left != 1 else sp.S.Zero)
    return _log_of(argument)


def _log_of(argument: sp.Expr) -> sp.Expr:
    if argument.is_Add and sp.S.One in argument.args:
        return log1p(argument - 1)
    return sp.log(argument)


def _spelled(
    expression: sp.Basic, known: dict[sp.Basic, sp.Basic], spellings: Mapping[type, Callable[..., sp.Expr]]
) -> sp.Basic:
    """With each function of this module in other words."""
    if expression in known:
        return known[expression]
    if not expression.args or not expression.has(*spellings):
        return expression
    arguments = [_spelled(argument, known, spellings) for argument in expression.args]
    spell = spellings.get(type(expression))
    known[expression] = new = spell(*arguments) if spell else rebuilt(expression, arguments)
    return new


def _shifted(terms: Iterable[sp.Expr], top: sp.Expr) -> sp.Expr:
    return sp.Add(*(sp.exp(term - top) for term in terms))


# exponentials whose largest exponent is 0, in expressions that share their parts
_BY_THE_LARGEST: dict[type, Callable[..., sp.Expr]] = {
    LogSumExp: lambda *terms: Largest(*terms) + sp.log(_shifted(terms, Largest(*terms))),
    SoftMax: lambda own, *terms: sp.exp(own - Largest(*terms)) / _shifted(terms, Largest(*terms)),
}
_BY_THE_RULES: dict[type, Callable[..., sp.Expr]] = {
    LogSumExp: lambda *terms: (
        sp.log(sp.cosh(terms[0])) + sp.log(2)
        if len(terms) == 2 and terms[0] == -terms[1]
        else sp.log(sp.Add(*map(sp.exp, terms)))
    ),
    SoftMax: lambda own, *terms: sp.exp(own) / sp.Add(*map(sp.exp, terms)),
    expm1: lambda u: sp.exp(u) - 1,
    log1p: lambda u: sp.log(1 + u),
    Erfc: lambda u: 1 - sp.erf(u),
}


def _concerned(expression: sp.Expr) -> bool:
    return expression.has(*_CONCERNED) or any(power.exp.free_symbols for power in expression.atoms(sp.Pow))


_CONCERNED = (sp.exp, sp.cosh, sp.sinh, sp.tanh, sp.sech, sp.log, sp.erf, sp.erfc, sigmoid)

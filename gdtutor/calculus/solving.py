"""Compare the real solutions of one row with those of the next: the same, more, fewer, or others.

Four ways, the cheapest first. None of them guesses: what none of them settles is open.

* **One equation from another.** The difference of the sides of the new row is that of the old one times a factor; of
  "or" the differences are multiplied. The factor tells what has come or gone: it is a number, or has no zeros.
* **A sign table.** With one letter and rational functions of it the line is cut at the roots of all numerators and
  denominators; each cut and each open piece between them is a point at which both rows are true or false, exactly.
* **Polynomial systems.** A row with several letters has the solutions of another if each of its equations is in the
  radical of the other's ideal (over the complex numbers, so it may fail where only the real solutions agree).
* **The same done on both sides.** Squares, roots, exponentials and logarithms of both sides.

Where none of them finds the rows alike, a solution of the old row is looked for that the new one does not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import product
from math import prod

import sympy as sp

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.certified import sign
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import Floats
from gdtutor.calculus.language.statements import Every, Formula, Relation, Some, letters_of, relations
from gdtutor.calculus.solution_witness import solution_that_is_lost

_DIGITS = 30  # to which roots are known at first
_MOST_BARS, _HIGHEST, _LARGEST = 4, 12, 400  # |·| in a row, degree, and operations of what is compared
_DEGREES, _TERMS = {2: 6, 3: 3, 4: 2}, 20  # by the number of letters: a Gröbner basis may take for ever
_MOST_CHOICES = 8  # products of equations that are looked up in an ideal
_PARAMETERS = frozenset("abcdkmnpqr")  # taken not to be 0 beside a letter that is solved for
_HINTS = (Fraction(5, 7), Fraction(9, 4), Fraction(-7, 5))  # places at which sides are compared at first
_EVERYWHERE = (sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.Abs)  # real for every real argument


class Change(Enum):
    """How the solutions of a row differ from those of the row before."""

    SAME = "the same solutions"
    MORE = "more solutions"
    FEWER = "fewer solutions"
    OTHER = "other solutions"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Compared:
    """What was found.

    Attributes:
        change: how the solutions differ.
        lost, gained: a value of the letter that solves only the old row, or only the new one.
        letter: the letter that both are values of.
        place: a solution that is lost, in words, where there are several letters or no value is exact.
    """

    change: Change
    lost: sp.Expr | None = None
    gained: sp.Expr | None = None
    letter: sp.Symbol | None = None
    place: str = ""


UNKNOWN = Compared(Change.UNKNOWN)


def compare(old: Formula, new: Formula) -> Compared:
    """The solutions of a row beside those of the row before it.

    >>> from gdtutor.calculus.language.statements import read_statement as row
    >>> compare(row("x^2 = 4"), row("x = 2 or x = -2")).change
    <Change.SAME: 'the same solutions'>
    >>> found = compare(row("x^2 = 4"), row("x = 2"))
    >>> found.change, found.lost
    (<Change.FEWER: 'fewer solutions'>, -2)
    >>> compare(row("a^2 = b^2"), row("(a-b)(a+b) = 0")).change, compare(row("x > 1"), row("x^2 > 1")).change
    (<Change.SAME: 'the same solutions'>, <Change.MORE: 'more solutions'>)
    """
    if sum(sp.count_ops(one.residual) for row in (old, new) for one in relations(row)) > _LARGEST:
        return UNKNOWN
    letters = letters_of(old) | letters_of(new)
    old, new = _in_real_numbers(old), _in_real_numbers(new)
    for way in (_by_signs, _by_factor, _by_system, _by_operation):
        try:
            found = way(old, new, letters)
        except (Interruption, sp.PolynomialError, NotImplementedError, _NotSuchError):
            continue
        if found.change is not Change.UNKNOWN:
            return found
    if lost := solution_that_is_lost(old, new):
        is_other = solution_that_is_lost(new, old)
        return Compared(Change.OTHER if is_other else Change.FEWER, place=lost)
    return UNKNOWN


class _NotSuchError(Exception):
    """The rows are not of the kind that a way is for."""


# --- one equation from another ----------------------------------------------------------------------------------------


def _equations(formula: Formula) -> list[Relation]:
    """The equations of an "or" of equations."""
    if isinstance(formula, Every) or any(one.sign != "=" for one in relations(formula)):
        raise _NotSuchError
    if isinstance(formula, Some) and any(isinstance(part, Every) for part in formula.parts):
        raise _NotSuchError
    return list(relations(formula))


def _by_factor(old: Formula, new: Formula, letters: set[sp.Symbol]) -> Compared:
    before, after = (prod((_difference(one) for one in _equations(row)), start=sp.Integer(1)) for row in (old, new))
    both = [one for row in (old, new) for one in relations(row)]
    domain = tuple(part for one in both for part in (one.left, one.right, *one.domain) if part.free_symbols)
    if before == 0 or after == 0:
        return Compared(Change.SAME) if before == after else UNKNOWN
    if equal(before, after, domain, seconds=0.3).proved:
        return _where_both_mean(Change.SAME, old, new, letters)
    ratio = sp.cancel(sp.together(after / before))
    above, below = ratio.as_numer_denom()
    if not _never_zero(above, letters) or not _never_zero(below, letters):
        return UNKNOWN
    same = equal(before * above, after * below, domain, seconds=0.5).proved
    return _where_both_mean(Change.SAME, old, new, letters) if same else UNKNOWN


Bound = tuple[str, sp.Expr]  # what is needed, and of what: "positive", "not negative", "not zero", "a value"


def _where_both_mean(change: Change, old: Formula, new: Formula, letters: set[sp.Symbol]) -> Compared:
    """What a proof that holds where both rows have a value says of the rows themselves."""
    before, after = _bounds(old, letters), _bounds(new, letters)
    if isinstance(new, Relation):
        seen = {u for u, v in ((new.left, new.right), (new.right, new.left)) if _is_positive(v)}
        before = {bound for bound in before if bound[1] not in seen}
    after = {bound for bound in after if bound in before or not _is_implied(bound, before, old)}
    if before == after:
        return Compared(change)
    return Compared(Change.MORE) if after < before and change in (Change.SAME, Change.MORE) else UNKNOWN


def _bounds(formula: Formula, letters: set[sp.Symbol]) -> set[Bound]:
    """What a row needs to have a value."""
    found: set[Bound] = set()
    for one in relations(formula):
        for side in (one.left, one.right, *one.domain):
            for power in side.atoms(sp.Pow):
                if _is_positive(power.base) or _never_zero(power.base, letters):
                    continue
                if not (power.exp.is_Integer or _least(power.base) is not None):
                    found.add(("positive" if not power.exp.is_positive else "not negative", power.base))
                elif power.exp.is_negative:
                    found.add(("not zero", power.base))
            found |= {("positive", part.args[0]) for part in side.atoms(sp.log) if not _is_positive(part.args[0])}
            for part in side.atoms(sp.Function):
                if not isinstance(part, (*_EVERYWHERE, sp.log)):
                    found.add(("a value", part))
    return {bound for bound in found if bound[1].free_symbols}


def _is_implied(bound: Bound, before: set[Bound], old: Formula) -> bool:
    """Whether a row that has a value, and holds, has what is needed anyway."""
    need, part = bound
    if need == "a value":
        return False
    positive = {u for what, u in before if what == "positive"}
    if all(factor.as_base_exp()[0] in positive or _is_positive(factor) for factor in sp.Mul.make_args(sp.factor(part))):
        return True
    if need == "not zero":
        return ("not zero", part) in before
    if need != "not negative" or not isinstance(old, Relation) or old.sign != "=":
        return False
    if ("positive", part) in before:
        return True
    squares = [side for side in (old.left, old.right) if side.is_Pow and side.exp.is_Integer and side.exp % 2 == 0]
    return any(sp.expand(square - part - s * old.residual) == 0 for square in squares for s in (1, -1))


def _in_real_numbers(formula: Formula) -> Formula:
    """A row with |u| for the root of u²."""
    if not isinstance(formula, Relation):
        return type(formula)(tuple(map(_in_real_numbers, formula.parts)))

    def is_root(part: sp.Basic) -> bool:
        return part.is_Pow and part.exp.is_Rational and part.exp.q == 2 and part.base.is_Pow and part.base.exp == 2

    def made(part: sp.Expr) -> sp.Expr:
        return part.replace(is_root, lambda root: sp.Abs(root.base.base) ** (2 * root.exp))

    return Relation(made(formula.left), formula.sign, made(formula.right), formula.domain)


def _is_positive(part: sp.Expr) -> bool:
    """Whether a part is seen to be positive wherever it has a value."""
    if not part.free_symbols:
        return bool(sign(part) > 0)
    return isinstance(part, sp.exp) or (part.is_Pow and part.base.is_positive is True)


def _difference(one: Relation) -> sp.Expr:
    """The difference of the sides; of two absolute values, that of their squares."""
    if isinstance(one.left, sp.Abs) and isinstance(one.right, sp.Abs):
        return one.left.args[0] ** 2 - one.right.args[0] ** 2
    return one.residual


def _never_zero(factor: sp.Expr, letters: set[sp.Symbol]) -> bool:
    """Whether a factor has no zeros: a number, or a parameter that is taken not to be 0, or always of one sign."""
    if not factor.free_symbols:
        return bool(sign(factor) != 0)
    if factor.is_Symbol:
        return str(factor) in _PARAMETERS and bool({str(letter) for letter in letters} - _PARAMETERS)
    if factor.is_Mul or (factor.is_Pow and factor.exp.is_Integer):
        return all(_never_zero(part, letters) for part in (factor.args if factor.is_Mul else factor.args[:1]))
    if isinstance(factor, sp.exp):
        return True
    if not factor.is_Add:
        return False
    found = [_least(term) for term in factor.args]
    return None not in found and any(found)


def _least(term: sp.Expr) -> bool | None:
    """Whether a term is positive (true) or at least 0 (false); ``None`` where that is not seen."""
    if not term.free_symbols:
        return True if sign(term) > 0 else None
    number, rest = term.as_coeff_Mul()
    if number <= 0:
        return None
    if isinstance(rest, sp.exp):
        return True
    return False if rest.is_Pow and rest.exp.is_Integer and rest.exp % 2 == 0 else None


# --- rows that name their solutions -----------------------------------------------------------------------------------


def explicit(formula: Formula, any_sign: bool = False) -> bool:
    """Whether a row names values: x = 2 or x = -1; with ``any_sign`` bounds too, as x > 2.

    >>> from gdtutor.calculus.language.statements import read_statement as row
    >>> explicit(row("x = 2 or x = -1")), explicit(row("x^2 = 4"))
    (True, False)
    """
    return all((any_sign or one.sign == "=") and _named(one) is not None for one in relations(formula))


def _named(one: Relation) -> sp.Expr | None:
    """The value beside a letter that stands alone; ``None`` where there is none."""
    if one.left.is_Symbol and not one.right.free_symbols:
        return one.right
    return one.left if one.right.is_Symbol and not one.left.free_symbols else None


def rounds_to(old: Formula, new: Formula, every: bool = True) -> bool:
    """Whether a row names the solutions of another one as decimal numbers, each rounded to its places.

    Args:
        old: the row that is solved.
        new: the row that names decimal numbers.
        every: whether all solutions have to be named.

    >>> from gdtutor.calculus.language.statements import read_statement as row
    >>> rounds_to(row("x^2 = 2"), row("x = 1.41 or x = -1.41")), rounds_to(row("x^2 = 2"), row("x = 1.41"))
    (True, False)
    """
    letters = letters_of(old) | letters_of(new)
    given = [_named(one) for one in relations(new)]
    if len(letters) != 1 or not explicit(new) or not all(value is not None and value.is_Rational for value in given):
        return False
    try:
        (letter,) = letters
        if explicit(old) and not isinstance(old, Every):
            roots = [value for value in map(_named, relations(old)) if value is not None]
        else:
            table = _Table(letter, list(relations(old)))
            roots = [place.near for place in table.places() if table.holds(old, place)]
    except (_NotSuchError, sp.PolynomialError, NotImplementedError, Interruption):
        return False
    places = [_places(value) for value in given if value is not None]
    if None in places or not any(places) or len(roots) > 12:
        return False
    near = [[_is_rounded(root, value, digits) for value, digits in zip(given, places, strict=True)] for root in roots]
    is_complete = all(any(row) for row in near) or not every
    return is_complete and all(any(row[k] for row in near) for k in range(len(given)))


def solutions(formula: Formula) -> list[sp.Expr] | None:
    """The solutions of equations in one letter, exactly; ``None`` where they are not known.

    >>> from gdtutor.calculus.language.statements import read_statement as row
    >>> solutions(row("(x - 3)(x + 2) = 0")), solutions(row("x = 1 or x = 4")), solutions(row("sin(x) = 1"))
    ([-2, 3], [1, 4], None)
    """
    if explicit(formula) and not isinstance(formula, Every):
        return [value for value in map(_named, relations(formula)) if value is not None]
    letters = letters_of(formula)
    if len(letters) != 1 or any(one.sign != "=" for one in relations(formula)):
        return None
    try:
        table = _Table(letters.pop(), list(relations(formula)))
        places = [place for place in table.places() if table.holds(formula, place)]
    except (_NotSuchError, sp.PolynomialError, NotImplementedError, Interruption):
        return None
    is_exact = all(place.factor is None or place.factor.degree() < 3 for place in places)
    return [place.shown for place in places] if is_exact and len(places) < 12 else None


def _is_rounded(root: sp.Expr, value: sp.Expr, digits: int | None) -> bool:
    """Whether a number is a root to its places; a whole number must be it exactly."""
    gap = (root - value).evalf(30)
    return bool(abs(gap) <= sp.Rational(1, 2) / 10**digits if digits else abs(gap) < sp.Rational(1, 10**25))


def _places(value: sp.Rational) -> int | None:
    """The decimal places of a number; ``None`` for one that no decimal is."""
    for digits in range(13):
        if (value * 10**digits).is_Integer:
            return digits
    return None


# --- a sign table -----------------------------------------------------------------------------------------------------


def _by_signs(old: Formula, new: Formula, letters: set[sp.Symbol]) -> Compared:
    if len(letters) != 1:
        raise _NotSuchError
    (letter,) = letters
    table = _Table(letter, [one for row in (old, new) for one in relations(row)])
    lost = gained = None
    for place in table.places():
        one, other = table.holds(old, place), table.holds(new, place)
        if one and not other and lost is None:
            lost = place.shown
        if other and not one and gained is None:
            gained = place.shown
    change = {
        (True, True): Change.SAME,
        (False, True): Change.FEWER,
        (True, False): Change.MORE,
        (False, False): Change.OTHER,
    }[lost is None, gained is None]
    return Compared(change, lost, gained, letter)


@dataclass(frozen=True)
class _Place:
    """A point of the line: rational, or a root of an irreducible polynomial, which is near a rational number."""

    value: sp.Expr
    near: sp.Rational
    factor: sp.Poly | None = None

    def nearer(self, digits: int) -> sp.Rational:
        """A rational number that is off by less than 10^-digits."""
        if self.factor is None:
            return self.near
        is_root = isinstance(self.value, sp.CRootOf)
        return self.value.eval_rational(n=digits + 2) if is_root else _near(self.value, digits)

    @property
    def shown(self) -> sp.Expr:
        if self.factor is None or self.factor.degree() > 2:
            return self.value if self.factor is None else self.near.evalf(6)
        roots = sp.roots(self.factor)
        return min(roots, key=lambda root: abs(root.evalf(20) - self.near))


class _Table:
    """The line, cut at every root that matters."""

    def __init__(self, letter: sp.Symbol, rows: Sequence[Relation]) -> None:
        self.letter = letter
        self.bars = sorted({bar for one in rows for part in self.parts(one) for bar in part.atoms(sp.Abs)}, key=str)
        if len(self.bars) > _MOST_BARS or any(bar.args[0].has(sp.Abs) for bar in self.bars):
            raise _NotSuchError
        self.factors: dict[sp.Poly, None] = {}
        for one in rows:
            for part in self.parts(one):
                for form in self.forms(part):
                    self.learn(form)
        for bar in self.bars:
            self.learn(bar.args[0])

    @staticmethod
    def parts(one: Relation) -> tuple[sp.Expr, ...]:
        return (one.residual, *one.domain)

    def forms(self, part: sp.Expr) -> Iterator[sp.Expr]:
        """A part with each of its |u| as u and as −u."""
        bars = [bar for bar in self.bars if part.has(bar)]
        for signs in product((1, -1), repeat=len(bars)):
            yield part.xreplace({bar: s * bar.args[0] for bar, s in zip(bars, signs, strict=True)})

    def learn(self, form: sp.Expr) -> None:
        for side in sp.together(form).as_numer_denom():
            if self.letter in side.free_symbols:
                polynomial = sp.Poly(side, self.letter)
                if polynomial.degree() > _HIGHEST or not all(c.is_Rational for c in polynomial.all_coeffs()):
                    raise _NotSuchError
                self.factors |= {factor: None for factor, _ in polynomial.factor_list()[1]}
            elif not side.is_Rational:
                raise _NotSuchError

    def places(self) -> list[_Place]:
        """Every root, and a rational point between each two neighbours and beyond the last ones."""
        roots = [self.place(root, factor) for factor in self.factors for root in factor.real_roots(radicals=False)]
        roots = sorted(roots, key=lambda place: place.near)
        if not roots:
            return [_rational(sp.Integer(0))]
        found = [_rational(sp.floor(roots[0].near) - 1)]
        for place, after in zip(roots, [*roots[1:], None], strict=True):
            found.append(place)
            found.append(_rational(_between(place.near, after.near) if after else sp.ceiling(place.near) + 1))
        return found

    @staticmethod
    def place(root: sp.Expr, factor: sp.Poly) -> _Place:
        if root.is_Rational:
            return _rational(root)
        exact = root if isinstance(root, sp.CRootOf) else None
        near = _near(root, _DIGITS) if exact is None else exact.eval_rational(n=_DIGITS + 2)
        return _Place(root, near, factor)

    def holds(self, formula: Formula, place: _Place) -> bool:
        if isinstance(formula, Every):
            return all(self.holds(part, place) for part in formula.parts)
        if isinstance(formula, Some):
            return any(self.holds(part, place) for part in formula.parts)
        if any(self.sign(part, place) is None for part in formula.domain):
            return False
        found = self.sign(formula.residual, place)
        if found is None:
            return False
        return {"=": found == 0, "≠": found != 0, "<": found < 0, ">": found > 0, "<=": found <= 0, ">=": found >= 0}[
            formula.sign
        ]

    def sign(self, part: sp.Expr, place: _Place) -> int | None:
        """The sign of a part at a place; ``None`` where it has no value."""
        signs = {bar: self.sign_of(bar.args[0], place) for bar in self.bars if part.has(bar)}
        plain = part.xreplace({bar: (s or 0) * bar.args[0] for bar, s in signs.items()})
        above, below = sp.together(plain).as_numer_denom()
        # what cancels when the fraction is put together was divided by all the same
        if any(self.sign_of(power.base, place) == 0 for power in part.atoms(sp.Pow) if power.exp.is_negative):
            return None
        under = self.sign_of(below, place)
        return None if under == 0 else self.sign_of(above, place) * under

    def sign_of(self, polynomial: sp.Expr, place: _Place) -> int:
        if place.factor is None:
            return _sign_of_rational(polynomial.xreplace({self.letter: place.value}))
        if self.letter not in polynomial.free_symbols:
            return _sign_of_rational(polynomial)
        poly = sp.Poly(polynomial, self.letter)
        if poly.rem(place.factor).is_zero:
            return 0
        for digits in (_DIGITS, 4 * _DIGITS):
            near = place.nearer(digits)
            # how much the polynomial may change within 10^-digits
            size = sum(abs(c) * n * (abs(near) + 1) ** (n - 1) for (n,), c in poly.terms() if n)
            value = poly.eval(near)
            if abs(value) > size / sp.Integer(10) ** digits:
                return int(value.p > 0) - int(value.p < 0)
        raise _NotSuchError


def _near(root: sp.Expr, digits: int) -> sp.Rational:
    """A rational number near a root that SymPy writes with radicals or as a multiple."""
    return sp.Rational(str(root.evalf(digits + 15)))


def _rational(value: sp.Rational) -> _Place:
    return _Place(value, value)


def _between(low: sp.Rational, high: sp.Rational) -> sp.Rational:
    """The simplest binary fraction between two numbers that are not too near to each other."""
    for power in range(60):
        step = sp.Integer(2) ** power
        middle = sp.floor((low + high) / 2 * step + sp.Rational(1, 2)) / step
        if min(middle - low, high - middle) > sp.Rational(1, 10**20):
            return middle
    raise _NotSuchError


def _sign_of_rational(value: sp.Expr) -> int:
    value = sp.nsimplify(value) if value.is_Float else sp.expand(value)
    if not value.is_Rational:
        return sign(value)
    return int(value.p > 0) - int(value.p < 0)


# --- polynomial systems -----------------------------------------------------------------------------------------------


def _by_system(old: Formula, new: Formula, letters: set[sp.Symbol]) -> Compared:
    if len(letters) < 2 or len(letters) > 4:
        raise _NotSuchError
    before, after = (list(_ideals(row, letters)) for row in (old, new))
    lost, gained = not _within(before, after, letters), not _within(after, before, letters)
    if not lost:
        return Compared(Change.MORE if gained else Change.SAME)
    return UNKNOWN  # over the complex numbers they differ; over the real ones they may not


def _ideals(formula: Formula, letters: set[sp.Symbol]) -> Iterator[list[sp.Expr]]:
    """The polynomials of each alternative."""
    if isinstance(formula, Relation):
        above, below = sp.together(formula.residual).as_numer_denom()
        if formula.sign != "=" or formula.domain or below.free_symbols or not above.is_polynomial(*letters):
            raise _NotSuchError
        yield [above]
    elif isinstance(formula, Some):
        for part in formula.parts:
            yield from _ideals(part, letters)
    else:
        for chosen in product(*(list(_ideals(part, letters)) for part in formula.parts)):
            yield [one for some in chosen for one in some]


def _within(inner: Iterable[list[sp.Expr]], outer: Sequence[list[sp.Expr]], letters: set[sp.Symbol]) -> bool:
    """Whether every common zero of an alternative of the first is one of an alternative of the second."""
    spare = sp.Dummy("spare")
    variables = [spare, *sorted(letters, key=str)]
    for ideal in inner:
        choices = list(product(*outer))
        whole = [sp.Poly(p, *variables) for p in (*ideal, *(p for choice in choices for p in choice))]
        degree = _DEGREES.get(len(letters), 0)
        if len(choices) > _MOST_CHOICES or any(p.total_degree() > degree or len(p.terms()) > _TERMS for p in whole):
            raise _NotSuchError
        for choice in choices:
            basis = sp.groebner([*ideal, 1 - spare * sp.prod(choice)], *variables, order="grevlex")
            if basis.exprs != [1]:
                return False
    return True


# --- the same done on both sides --------------------------------------------------------------------------------------


def _by_operation(old: Formula, new: Formula, letters: set[sp.Symbol]) -> Compared:
    if not isinstance(old, Relation) or not isinstance(new, Relation) or {old.sign, new.sign} != {"="}:
        raise _NotSuchError
    for left, right in ((new.left, new.right), (new.right, new.left)):
        for change, done in _OPERATIONS:
            try:
                sides = [done(old, side) for side in (old.left, old.right)]
            except (ValueError, TypeError):
                continue
            if all(
                side is not None
                and _may_be_equal(side, given)
                and equal(side, given, (old.left, old.right), seconds=0.3).proved
                for side, given in zip(sides, (left, right), strict=True)
            ):
                return _where_both_mean(change, old, new, letters)
    return UNKNOWN


def _may_be_equal(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether two sides agree in floating point wherever both have a value: cheap, and no more than a hint."""
    letters = sorted(one.free_symbols | other.free_symbols, key=str)
    for start in _HINTS:
        place = Floats({letter: start + Fraction(k, 3) for k, letter in enumerate(letters)})
        try:
            left, right = float(place.value(one)), float(place.value(other))
        except (ArithmeticError, ValueError, Interruption):
            continue
        if abs(left - right) > 1e-6 * max(1.0, abs(left), abs(right)):
            return False
    return True


def _base(old: Relation) -> sp.Expr:
    """The base of a logarithm in a row."""
    for side in (old.left, old.right):
        for part in side.atoms(sp.Pow):
            if part.exp == -1 and isinstance(part.base, sp.log) and part.base.args[0].is_number:
                return part.base.args[0]
    return sp.E


_OPERATIONS = (
    (Change.MORE, lambda old, side: side**2),
    (Change.SAME, lambda old, side: sp.exp(side * sp.log(_base(old)))),
    (Change.SAME, lambda old, side: sp.log(side)),
    (Change.SAME, lambda old, side: sp.log(side) / sp.log(_base(old)) if _base(old) is not sp.E else None),
    (Change.SAME, lambda old, side: sp.sqrt(side)),
    (Change.SAME, lambda old, side: 1 / side),
    (Change.SAME, lambda old, side: side**3),
    (Change.MORE, lambda old, side: side**4),
)

"""Show that a polynomial in generators is zero on no part of a case, so that one may divide by it.

A formally non-zero polynomial can be a hidden zero: atan(x) + atan(1/x) − π/2 is zero for all x > 0. It is not, where
its generators are algebraically independent, and that is seen from their definitions (Ax; the structure theorem of
Rothstein and Caviness): exponentials of Aᵢ and logarithms of uⱼ are independent where the derivatives Aᵢ′ and uⱼ′/uⱼ
are linearly independent over the rationals, tangents of half angles Bᵢ and arcs of tangents vⱼ where the derivatives
Bᵢ′ and vⱼ′/(1 + vⱼ²) are. The theorem speaks of germs of analytic functions, so it holds on each piece of a case.
Derivatives are compared at random values of the generators modulo a prime: vectors that are independent there are so.

Roots are algebraic: a polynomial with roots is no zero divisor where the determinant of multiplication by it is not
zero (its norm); those within other functions have to be shown to be roots (``radicals``), or the values modulo the
prime may be those of another branch. Signs that are free are tried both ways. Numbers are enclosed in intervals:
beside variables one coefficient that is no zero is enough. Only π, powers of e, tangents of rational angles, and logs
of coprime numbers count as independent by their form, which is Schanuel's conjecture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product as choices
from math import gcd, prod
from random import Random
from typing import TYPE_CHECKING

import sympy as sp

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.definite import certified_sign, constant_sign, sign_of_arcs
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.radicals import are_roots
from gdtutor.calculus.equality.kernel.showing import show_poly
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.kernel.tables import Tables
from gdtutor.calculus.printing import to_text

if TYPE_CHECKING:
    from gdtutor.calculus.equality.kernel.reader import Reader

PRIME = 2_305_841_548_298_728_439  # p and (p − 1)/2 are prime, and p = −1 modulo 8·3·5·…·29: small primes are squares
_MOST_SIGNS = 3
_MOST_DIMENSIONS = 64
_TRIES = 200
_SPARE = 3  # more values than there are vectors, so that chance does not decide
_TRANSCENDENTAL = frozenset({"exp", "log", "angle", "opaque"})
_NEVER_ZERO = frozenset({"exp", "root", "power", "sign"})  # but where their unit is, which is shown not to vanish
_MOST_TERMS_SHOWN = 4
Dual = tuple[int, tuple[int, ...]]  # a value and its derivatives by the symbols, modulo the prime


class UnclearError(Interruption):
    """It could not be shown that a divisor, or a unit, is not zero on a part of the case."""

    def __init__(self, value: Poly, tables: Tables) -> None:
        self.value, self.tables = value, tables
        super().__init__()

    def __str__(self) -> str:  # asked for where a reason is told: to write a large polynomial down takes long
        if len(self.value) > _MOST_TERMS_SHOWN:
            return "where a divisor is zero could not be determined"
        return f"where {to_text(show_poly(self.tables, self.value))} is zero could not be determined"


class Nonzero:
    """What was shown not to vanish in one case."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.tables = reader.field.tables
        self._shown: set[frozenset[tuple[int, int]]] = set()
        self._independent: dict[frozenset[int], bool] = {}

    def unit(self, unit: int) -> None:
        """Show that a unit does not vanish; raises UnclearError."""
        if self.tables.units[unit].kind != "prime":
            self.poly(self.tables.units[unit].value)

    def poly(self, value: Poly) -> None:
        """Show that a polynomial does not vanish.

        Raises:
            UnclearError: where that is not seen.
        """
        key = frozenset(value.items())
        if key not in self._shown:
            if not self._is_shown(value):
                raise UnclearError(value, self.tables)
            self._shown.add(key)

    def _is_shown(self, value: Poly) -> bool:
        found = poly.generators(value)
        kinds = {self.tables.generators[g].kind for g in found}
        if kinds <= {"symbol"} and not any(self.tables.generators[g].constant for g in found):
            return True
        if self.tables.is_constant(value):
            return bool(constant_sign(value, self.reader.field))
        if len(value) == 1 and kinds <= _NEVER_ZERO | {"symbol"}:
            return True
        if "sign" in kinds:  # one of its signs may make it zero
            return False
        if self._has_one_sign(value) or sign_of_arcs(value, self.tables):
            return True
        closure = self._closure(found)
        if not self.independent(closure):
            return False
        return self._has_norm(value) if self._are_apart(closure) else self._has_coefficient(value)

    def _has_coefficient(self, value: Poly) -> bool:
        """Whether the coefficient of a product of independent generators is certified not to be zero."""
        by_product: dict[int, Poly] = {}
        for packed, coefficient in value.items():
            varying = 0
            for generator, exponent in poly.exponents(packed):
                found = self.tables.generators[generator]
                if not found.constant:
                    if found.kind in ("root", "power"):
                        return False
                    varying += poly.monomial(generator, exponent)
            by_product.setdefault(varying, {})[packed - varying] = coefficient
        return any(certified_sign(coefficient, self.reader.field) for coefficient in by_product.values())

    def _has_one_sign(self, value: Poly) -> bool:
        """Whether no term is negative (or positive), and one is nowhere zero."""
        signs, strict = set(), False
        for packed, coefficient in value.items():
            kinds = [(self.tables.generators[g], exponent) for g, exponent in poly.exponents(packed)]
            positive = [g.kind in ("exp", "root") or (g.kind == "symbol" and g.constant) for g, _ in kinds]
            if any(exponent % 2 and not sure for (_, exponent), sure in zip(kinds, positive, strict=True)):
                return False
            signs.add(coefficient > 0)
            strict = strict or all(positive)
        return strict and len(signs) == 1

    def _closure(self, generators: Iterable[int]) -> frozenset[int]:
        """The generators with all that their definitions speak of."""
        found: set[int] = set()
        pending = list(generators)
        while pending:
            generator = pending.pop()
            if generator not in found:
                found.add(generator)
                pending.extend(self.tables.generators[generator].inside)
        return frozenset(found)

    # --- independence -------------------------------------------------------------------------------------------------

    def independent(self, closure: frozenset[int]) -> bool:
        """Whether the transcendental generators are algebraically independent on every piece of the case."""
        if closure not in self._independent:
            self._independent[closure] = self._are_independent(closure)
        return self._independent[closure]

    def _are_independent(self, closure: frozenset[int]) -> bool:
        varying = [g for g in sorted(closure) if not self.tables.generators[g].constant]
        functions = [g for g in closure if self.tables.generators[g].kind in _TRANSCENDENTAL]
        inner = self._closure(g for function in functions for g in self.tables.generators[function].inside)
        if not self._are_apart(inner):
            return False
        real = [g for g in varying if self.tables.generators[g].kind in ("exp", "log")]
        turning = [g for g in varying if self.tables.generators[g].kind == "angle" or g in self.tables.arcs]
        heads = {g: head for g in closure if (head := self._head(g)) is not None}
        integrals = [g for g in varying if g in heads and not isinstance(heads[g], tuple)]
        if len(integrals) > 1:  # one integral such as erf(u) is no elementary function; of several that is not known
            return False
        if integrals and any(
            self._head(g) is not None
            for family in (real, turning)
            for g in (self._closure(family) if len(family) > 1 else ())
        ):
            return False
        named = [[g for g in heads if heads[g] == head] for head in set(heads.values())]
        roots = sorted(g for g in inner if self.tables.generators[g].kind == "root")
        assignments = self._assignments(inner)
        return assignments is not None and all(
            are_roots(roots, self.tables, sign_of, self.reader.field.budget)
            and all(self._derivatives_are(family, inner, sign_of) for family in (real, turning, integrals))
            and all(self._arguments_differ(same, inner, sign_of) for same in named)
            for sign_of in assignments
        )

    def _head(self, generator: int) -> object:
        """The function of an opaque generator that is no arc."""
        found = self.tables.generators[generator]
        return found.meaning[0] if found.kind == "opaque" and generator not in self.tables.arcs else None

    def _are_apart(self, closure: Iterable[int]) -> bool:
        """Whether constants count as independent: π, e^q, tan(q/2), logs of coprime numbers, f(q), and roots.

        cos(π/7), atan(1/5) or log(1 + √2) are not: such numbers can depend on one another in ways that no form tells.
        """
        numbers: list[int] = []
        rational = set()
        for generator in closure:
            kind, meaning, _, constant, *_ = self.tables.generators[generator]
            if not constant or kind in ("symbol", "root", "power") or isinstance(self._head(generator), tuple):
                continue
            if kind == "log" and self.tables.units[meaning[0]].kind == "prime":
                numbers.append(self.tables.units[meaning[0]].value[0])
            elif kind in ("exp", "angle") and kind not in rational and set(meaning[0].numerator) == {0}:
                rational.add(kind)
            else:
                return False
        return all(gcd(one, other) == 1 for one, other in combinations(numbers, 2))

    def _assignments(self, generators: Iterable[int]) -> list[Callable[[int], int]] | None:
        """The signs that units of roots and signs can have together, as functions; ``None`` for too many."""
        found = map(self.tables.generators.__getitem__, generators)
        units = [generator.meaning[0] for generator in found if generator.kind in ("root", "sign")]
        known = {unit: self.reader.signs.reduced(Parity(1, frozenset({unit}))) for unit in units}
        free = sorted({unit for parity in known.values() for unit in parity.units})
        if len(free) > _MOST_SIGNS:
            return None

        def assigned(signs: Sequence[int]) -> Callable[[int], int]:
            of_free = dict(zip(free, signs, strict=True))
            signs_of = {unit: parity.sign * prod(of_free[u] for u in parity.units) for unit, parity in known.items()}
            return signs_of.__getitem__

        return [assigned(signs) for signs in choices((1, -1), repeat=len(free))]

    def _derivatives_are(self, family: Sequence[int], inner: frozenset[int], sign_of: Callable[[int], int]) -> bool:
        """Whether the derivatives that belong to a family are linearly independent over the rationals."""
        if not family:
            return True
        symbols = [g for g in sorted(inner) if self._is_variable(g)]
        rows: list[list[int]] = [[] for _ in family]
        chance = Random(7)  # the same values every time
        for _ in range(len(family) + _SPARE):
            values = self._values(sorted(inner), symbols, sign_of, chance)
            if values is None:
                return False
            for row, member in zip(rows, family, strict=True):
                row += self._logarithmic(member, values)
        return _rank(rows) == len(rows)

    def _arguments_differ(self, same: Sequence[int], inner: frozenset[int], sign_of: Callable[[int], int]) -> bool:
        """Whether no two generators of one function have the same arguments."""
        if len(same) < 2:
            return True
        values = self._values(sorted(inner), (), sign_of, Random(3))
        if values is None:
            return False
        arguments = [tuple(values.fraction(u)[0] for u in self.tables.generators[g].meaning[1]) for g in same]
        return len(set(arguments)) == len(arguments)

    def _is_variable(self, generator: int) -> bool:
        found = self.tables.generators[generator]
        return found.kind == "symbol" and not found.constant

    def _logarithmic(self, generator: int, values: _Values) -> tuple[int, ...]:
        """A′ of an exponential, u′/u of a logarithm, B′ of a half angle, v′/(1 + v²) of an arc, u′ of erf(u)."""
        kind, meaning, *_ = self.tables.generators[generator]
        if kind in ("exp", "angle"):
            return values.fraction(meaning[0])[1]
        if self._head(generator) is not None:
            return values.fraction(meaning[1][0])[1]
        if kind == "log":
            at, slopes = values.poly(self.tables.units[meaning[0]].value)
        else:
            at, slopes = values.fraction(meaning[1][0])
            at = 1 + at * at
        inverse = pow(at, -1, PRIME)
        return tuple(slope * inverse % PRIME for slope in slopes)

    def _values(
        self, closure: Sequence[int], symbols: Sequence[int], sign_of: Callable[[int], int], chance: Random
    ) -> _Values | None:
        """Random values of the generators that fit their relations; ``None`` where none were found."""
        for _ in range(_TRIES):
            self.reader.field.budget.spend(20 * len(closure))
            values = _Values(self.tables, symbols, sign_of, chance)
            if all(values.add(generator) for generator in closure):
                return values
        return None

    # --- roots --------------------------------------------------------------------------------------------------------

    def _has_norm(self, value: Poly) -> bool:
        """Whether a polynomial with roots or large powers is no zero divisor; true at once where it has none."""
        tower = self._tower(value)
        if not tower and not any(self.tables.generators[g].kind == "power" for g in poly.generators(value)):
            return True
        dimension = prod(self.tables.generators[root].meaning[1] for root in tower)
        assignments = self._assignments({*tower}.union(*(self.tables.generators[root].inside for root in tower)))
        if dimension > _MOST_DIMENSIONS or assignments is None:
            return False
        return all(self._determinant(value, tower, sign_of) for sign_of in assignments)

    def _tower(self, value: Poly) -> list[int]:
        """The roots in a polynomial and within those, the inner ones first."""
        found: set[int] = set()
        pending = [g for g in poly.generators(value) if self.tables.generators[g].kind == "root"]
        while pending:
            root = pending.pop()
            if root not in found:
                found.add(root)
                inside = self.tables.generators[root].inside
                pending += [g for g in inside if self.tables.generators[g].kind == "root"]
        return sorted(found)

    def _determinant(self, value: Poly, tower: Sequence[int], sign_of: Callable[[int], int]) -> bool:
        """Whether multiplication by the polynomial is invertible at random values of what is no root."""
        chance = Random(11)
        at: dict[int, int] = {}

        def number(generator: int) -> int:
            found = self.tables.generators[generator]
            if found.kind == "sign":
                return sign_of(found.meaning[0])
            if found.kind == "power":
                unit, step = found.meaning
                (inner,) = _Algebra({}, number).read(self.tables.units[unit].value).values() or (0,)
                return pow(inner, step, PRIME)
            return at.setdefault(generator, chance.randrange(1, PRIME))

        degrees = {root: self.tables.generators[root].meaning[1] for root in tower}
        algebra = _Algebra(degrees, number)
        for root in tower:
            unit = self.tables.generators[root].meaning[0]
            radicand = algebra.read(self.tables.units[unit].value)
            algebra.replacements[root] = algebra.times_number(radicand, sign_of(unit))
        basis = list(choices(*(range(degrees[root]) for root in tower)))
        element = algebra.read(value)
        rows = []
        for powers in basis:
            self.reader.field.budget.spend(20 * len(basis))
            moved = algebra.times(element, {powers: 1})
            rows.append([moved.get(other, 0) for other in basis])
        return _rank(rows) == len(basis)


class _Values:
    """Values and derivatives of generators modulo the prime."""

    def __init__(self, tables: Tables, symbols: Sequence[int], sign_of: Callable[[int], int], chance: Random) -> None:
        self.tables, self.sign_of, self.chance = tables, sign_of, chance
        self.symbols = symbols
        self.none = (0,) * len(symbols)
        self.known: dict[int, Dual] = {}

    def add(self, generator: int) -> bool:
        """Choose a value that fits the definition; false where there is none, by chance."""
        kind, meaning, *_ = self.tables.generators[generator]
        at, slopes = self.chance.randrange(2, PRIME), self.none
        try:
            if kind == "symbol":
                slopes = tuple(int(symbol == generator) for symbol in self.symbols)
            elif kind == "exp":
                slopes = _scaled(self.fraction(meaning[0])[1], at)
            elif kind == "angle":
                slopes = _scaled(self.fraction(meaning[0])[1], (1 + at * at) * pow(2, -1, PRIME))
            elif kind in ("log", "root", "sign", "power"):
                return self._of_unit(generator, kind, meaning, at)
            else:
                slopes = self._of_function(generator, meaning)
        except ValueError:  # something is not invertible
            return False
        self.known[generator] = at, slopes
        return True

    def _of_unit(self, generator: int, kind: str, meaning: tuple[int, ...], at: int) -> bool:
        unit = self.tables.units[meaning[0]]
        inner, inner_slopes = self.poly(unit.value)
        relative = _scaled(inner_slopes, pow(inner, -1, PRIME))
        if kind == "log":
            self.known[generator] = at, relative
        elif kind == "power":
            raised = pow(inner, meaning[1], PRIME)
            self.known[generator] = raised, _scaled(relative, raised * meaning[1])
        else:
            sign = self.sign_of(meaning[0])
            if kind == "sign":
                self.known[generator] = sign % PRIME, self.none
                return True
            root = _root(sign * inner % PRIME, meaning[1])
            if root is None:
                return False
            if meaning[1] % 2 == 0 and self.chance.random() < 0.5:  # both roots are as good, which keeps √2 from 1
                root = PRIME - root
            self.known[generator] = root, _scaled(relative, root * pow(meaning[1], -1, PRIME))
        return True

    def _of_function(self, generator: int, meaning: tuple[object, ...]) -> tuple[int, ...]:
        """Of an arc v′/(1 + v²); of a function that is not given, its derivatives by its arguments at random."""
        head, arguments = meaning[0], meaning[1]
        total = self.none
        for place, argument in enumerate(arguments):  # type: ignore[arg-type, var-annotated]
            at, slopes = self.fraction(argument)
            factor = pow(1 + at * at, -1, PRIME) if head is sp.atan else self._outer_slope(generator, head, place)
            total = tuple(map(sum, zip(total, _scaled(slopes, factor), strict=True)))
        return total

    def _outer_slope(self, generator: int, head: object, place: int) -> int:
        """∂f by an argument: the value of its own generator where there is one."""
        if isinstance(head, tuple):
            function, orders = head
            raised = dict(orders)
            raised[place] = raised.get(place, 0) + 1
            wanted = (function, tuple(sorted(raised.items())))
            for other, found in enumerate(self.tables.generators):
                same = found.kind == "opaque" and found.meaning[0] == wanted
                if same and found.meaning[1] == self.tables.generators[generator].meaning[1]:
                    if other not in self.known:
                        self.known[other] = self.chance.randrange(2, PRIME), self.none
                    return self.known[other][0]
        return self.chance.randrange(2, PRIME)

    def poly(self, value: Poly) -> Dual:
        """The value of a polynomial with its derivatives."""
        total, slopes = 0, [0] * len(self.symbols)
        for packed, coefficient in value.items():
            term = coefficient
            factors = poly.exponents(packed)
            for generator, exponent in factors:
                term = term * pow(self.known[generator][0], exponent, PRIME) % PRIME
            total += term
            for generator, exponent in factors:
                at, inner = self.known[generator]
                if any(inner):
                    by = term * exponent * pow(at, -1, PRIME) % PRIME
                    slopes = [s + by * i for s, i in zip(slopes, inner, strict=True)]
        return total % PRIME, tuple(s % PRIME for s in slopes)

    def fraction(self, value: Fraction) -> Dual:
        """The value of a fraction with its derivatives."""
        above, above_slopes = self.poly(value.numerator)
        factor, relative = pow(value.divisor, -1, PRIME), self.none
        for place, exponent in value.below:
            at, slopes = self.poly(self.tables.factors[place])
            inverse = pow(at, -1, PRIME)
            factor = factor * pow(inverse, exponent, PRIME) % PRIME
            relative = tuple(r + exponent * inverse * s for r, s in zip(relative, slopes, strict=True))
        slopes = tuple(factor * (s - above * r) % PRIME for s, r in zip(above_slopes, relative, strict=True))
        return above * factor % PRIME, slopes


class _Algebra:
    """Polynomials in roots over the numbers modulo the prime: {powers of the roots: coefficient}."""

    def __init__(self, degrees: dict[int, int], number: Callable[[int], int]) -> None:
        self.roots, self.degrees, self.number = list(degrees), degrees, number
        self.replacements: dict[int, dict[tuple[int, ...], int]] = {}

    def read(self, value: Poly) -> dict[tuple[int, ...], int]:
        """A polynomial with numbers for all that is no root."""
        total: dict[tuple[int, ...], int] = {}
        for packed, coefficient in value.items():
            powers = dict(poly.exponents(packed))
            for generator, exponent in powers.items():
                if generator not in self.degrees:
                    coefficient = coefficient * pow(self.number(generator), exponent, PRIME) % PRIME
            key = tuple(powers.get(root, 0) for root in self.roots)
            total[key] = (total.get(key, 0) + coefficient) % PRIME
        return self._reduced(total)

    def times_number(self, value: dict[tuple[int, ...], int], factor: int) -> dict[tuple[int, ...], int]:
        """The element times a number."""
        return {powers: coefficient * factor % PRIME for powers, coefficient in value.items()}

    def times(self, left: dict[tuple[int, ...], int], right: dict[tuple[int, ...], int]) -> dict[tuple[int, ...], int]:
        """The product of two elements."""
        total: dict[tuple[int, ...], int] = {}
        for one, a in left.items():
            for other, b in right.items():
                key = tuple(map(sum, zip(one, other, strict=True)))
                total[key] = (total.get(key, 0) + a * b) % PRIME
        return self._reduced(total)

    def _reduced(self, value: dict[tuple[int, ...], int]) -> dict[tuple[int, ...], int]:
        """Powers of roots below their degrees, the outermost root first."""
        for place in reversed(range(len(self.roots))):
            root, degree = self.roots[place], self.degrees[self.roots[place]]
            while high := [powers for powers in value if powers[place] >= degree]:
                for powers in high:
                    coefficient = value.pop(powers)
                    lowered = tuple(p - degree * (at == place) for at, p in enumerate(powers))
                    for other, factor in self.replacements[root].items():
                        key = tuple(map(sum, zip(lowered, other, strict=True)))
                        value[key] = (value.get(key, 0) + coefficient * factor) % PRIME
        return {powers: coefficient for powers, coefficient in value.items() if coefficient}


def _scaled(slopes: Sequence[int], factor: int) -> tuple[int, ...]:
    return tuple(slope * factor % PRIME for slope in slopes)


def _root(value: int, degree: int) -> int | None:
    """A root modulo the prime, that is itself a square where there is one; ``None`` where there is none."""
    odd = degree
    while odd % 2 == 0:
        if pow(value, (PRIME - 1) // 2, PRIME) != 1:
            return None
        value, odd = pow(value, (PRIME + 1) // 4, PRIME), odd // 2
        if pow(value, (PRIME - 1) // 2, PRIME) != 1:
            value = PRIME - value
    return pow(value, pow(odd, -1, PRIME - 1), PRIME) if odd > 1 else value


def _rank(rows: Sequence[Sequence[int]]) -> int:
    """The rank of a matrix modulo the prime."""
    rest = [list(row) for row in rows]
    rank = 0
    for column in range(len(rest[0]) if rest else 0):
        pivot = next((row for row in rest[rank:] if row[column] % PRIME), None)
        if pivot is None:
            continue
        rest.remove(pivot)
        inverse = pow(pivot[column], -1, PRIME)
        rest = [
            row
            if place < rank or not row[column]
            else [(r - row[column] * inverse * p) % PRIME for r, p in zip(row, pivot, strict=True)]
            for place, row in enumerate(rest)
        ]
        rest.insert(rank, pivot)
        rank += 1
    return rank

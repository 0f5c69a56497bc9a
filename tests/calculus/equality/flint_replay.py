"""Go through a certificate a second time, with FLINT's polynomials: a reader that shares no code with the kernel.

Of a certificate it takes the data alone: what generators, units and factors stand for, the cases, and the notes. It
walks both sides itself, finds for each function the note whose key has the value at hand, checks what the note claims,
and sees that the difference is zero in each case and that the cases are all there are. A fraction is a pair of
polynomials modulo the relations rⁿ = ±u of roots, s² = 1 of signs, and the sums of arcs. That divisors vanish on no
part of a case is not looked at here; the tests of ``nonzero`` do.
"""

from __future__ import annotations

from fractions import Fraction as Rational
from itertools import pairwise, product as choices

import flint
import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.functions import RECORDS

_BITS, _HALF = 32, Rational(1, 2)
_SQUARE_ROOTS = {2, 3, 4, 6, 8, 10}  # of π: SymPy writes cosine and sine of these parts with square roots
_LARGE = 32
_POSITIVE = {"exp", "root"}


class ReplayError(Exception):
    """The certificate claims something that is not so, or needs a note that it does not have."""


class UndefinedError(Exception):
    """What is read is not real in the case at hand."""


def replay(certificate) -> None:
    """Check a certificate; raises ReplayError where something in it is not so."""
    if not certificate.cases:
        if certificate.problem.question != certificate.problem.answer:
            raise ReplayError("there is no case")
        return
    _check_tree((), [c.assumed for c in certificate.cases] + [e.case.assumed for e in certificate.excluded])
    for case in certificate.cases:
        _CaseReplay(certificate, case).run()
    for exclusion in certificate.excluded:
        _check_exclusion(certificate, exclusion)


def _check_tree(start, leaves) -> None:
    below = [leaf for leaf in leaves if leaf[: len(start)] == start]
    if start in below:
        return
    if not below:
        raise ReplayError("a case is missing")
    units = below[0][len(start)].units
    for sign in (1, -1):
        _check_tree((*start, (sign, units)), below)


def _rational(number) -> flint.fmpq:
    return flint.fmpq(int(number.numerator), int(number.denominator))


def _terms(value) -> dict[tuple[int, ...], flint.fmpq]:
    """The coefficients by the exponents of the generators, the later generators first."""
    return {tuple(map(int, powers)): coefficient for powers, coefficient in value.to_dict().items()}


class _Ring:
    """The polynomials in the generators of the tables, the later ones leading, and fractions of them."""

    def __init__(self, tables) -> None:
        self.tables = tables
        self.count = len(tables.generators)
        self.ring = flint.fmpq_mpoly_ctx.get(
            tuple(f"g{place}" for place in reversed(range(self.count))) or ("g",), flint.Ordering.lex
        )
        self.gens = list(reversed(self.ring.gens()))
        self.one = self.ring.constant(1)
        self.units = [self.poly(unit.value.items()) for unit in tables.units]

    def poly(self, items):
        """A polynomial of the tables: pairs of a packed monomial and a coefficient."""
        found = {}
        for packed, coefficient in items:
            powers = [(packed >> (_BITS * place)) & 0xFFFFFFFF for place in range(self.count)]
            found[tuple(reversed(powers))] = coefficient
        return self.ring.from_dict(found)

    def places(self, value) -> set[int]:
        """The generators that occur."""
        return {self.count - 1 - k for k, degree in enumerate(value.degrees()) if degree > 0}


class _CaseReplay:
    """One case: the relations that hold in it, and the last notes."""

    def __init__(self, certificate, case) -> None:
        self.problem, self.case = certificate.problem, case
        self.tables, self.ring = certificate.tables, _Ring(certificate.tables)
        if not case.passes:
            raise ReplayError("a case has no notes")
        self.notes = case.passes[-1]
        self.required = list(case.assumed)
        self.relations = {}
        self.signs = {}
        self.natural = {}
        self.known = {}
        self.pi = self.place_of("symbol", (sp.pi,))
        for sign, units in case.conditions:
            self.solve_for_sign(sign, units)
        self.relations.clear()  # of signs that were not yet known
        self.keys = {
            name: [(self.of_key(key), taken) for key, taken in getattr(self.notes, name).items()]
            for name in ("products", "exponents", "angles")
        }
        for sums in self.notes.sums.values():
            for counts in sums:
                self.add_sum(counts)

    def read_question(self):
        """The question, after what has to be real besides."""
        for part in self.problem.domain:
            self.read(part)
        return self.read(self.problem.question)

    def run(self) -> None:
        """See whether the case is what it is said to be."""
        outcome = self.case.outcome.name
        try:
            question = self.read_question()
        except UndefinedError:
            if outcome != "QUESTION_UNDEFINED":
                raise ReplayError("the question is not real in a case") from None
            return
        self.check_asked()
        if outcome != "EQUAL":
            raise ReplayError(f"a case is {outcome}")
        known = len(self.required)
        try:
            for part in self.problem.answer_domain:
                self.read(part)
            answer = self.read(self.problem.answer)
        except UndefinedError:
            raise ReplayError("the answer is not real in a case") from None
        for sign, units in self.required[known:]:
            if self.parity(sign, units) != (1, frozenset()):
                raise ReplayError("the answer needs a sign that is not known")
        if not self.is_zero(self.minus(question, answer)):
            raise ReplayError("the difference is not zero")

    # --- signs --------------------------------------------------------------------------------------------------------

    def parity(self, sign, units):
        """A product of signs, in units whose signs are free."""
        free, pending = frozenset(), list(units)
        while pending:
            unit = pending.pop()
            if unit not in self.signs and unit not in self.natural:
                self.natural[unit] = (1, frozenset({unit}))  # while its own form is looked at
                self.natural[unit] = self.by_form(unit)
            known = self.signs.get(unit) or self.natural[unit]
            if known[1] == {unit}:
                free ^= {unit}
            else:
                sign *= known[0]
                pending += known[1]
        return sign, free

    def solve_for_sign(self, sign, units) -> None:
        """Let a product of signs be +1: the sign of one unit is that of the others."""
        sign, free = self.parity(sign, units)
        if not free:
            if sign < 0:
                raise ReplayError("the conditions of a case contradict each other")
            return
        pivot = max(free)
        known = sign, free - {pivot}
        for unit, (other, others) in self.signs.items():
            if pivot in others:
                self.signs[unit] = other * known[0], (others - {pivot}) ^ known[1]
        self.signs[pivot] = known

    def require(self, sign, units) -> None:
        """Note that a product of signs has to be +1."""
        self.required.append((sign, units))
        sign, free = self.parity(sign, units)
        if sign < 0 and not free:
            raise UndefinedError

    def check_asked(self) -> None:
        """Whether the conditions besides those assumed follow from what the question requires."""
        kept = self.signs, self.natural, self.relations
        self.signs, self.natural, self.relations = {}, {}, {}
        try:
            rows = [self.parity(*parity) for parity in self.required]
            asked = [self.parity(*parity) for parity in self.case.asked]
        finally:
            self.signs, self.natural, self.relations = kept
        if not all(_follows(parity, rows) for parity in asked):
            raise ReplayError("a case asks for a sign that the question does not need")

    def by_form(self, unit):
        """The sign of a unit by its form: ±1, that of another product, or its own."""
        value = self.ring.units[unit]
        places = self.ring.places(value)
        if not places or all(self.tables.generators[place].constant for place in places):
            return self.numeric_sign(value), frozenset()
        if len(value.monoms()) == 1 and len(places) == 1:
            (place,) = places
            generator = self.tables.generators[place]
            if generator.kind in _POSITIVE:
                return 1, frozenset()
            if generator.kind == "opaque" and generator.meaning[0] in (sp.atan, sp.erf):
                return self.parity_of(self.of_fraction(generator.meaning[1][0])) or (1, frozenset({unit}))
        sign = self.definite(value, 4)
        if sign:
            return sign, frozenset()
        return self.of_exponentials(value) or (1, frozenset({unit}))

    def numeric_sign(self, value) -> int:
        """The sign of a number."""
        with mpmath.workdps(80):
            at = self.number(value)
            if abs(at) < mpmath.mpf(10) ** -60:
                raise ReplayError("a unit that is a number seems to be zero")
            return 1 if at > 0 else -1

    def number(self, value):
        """The value of a polynomial in constants, by mpmath."""
        total = mpmath.mpf(0)
        for powers, coefficient in _terms(value).items():
            term = mpmath.mpf(int(coefficient.p)) / int(coefficient.q)
            for k, power in enumerate(powers):
                if power:
                    term *= self.number_of_generator(self.ring.count - 1 - k) ** power
            total += term
        return total

    def number_of_generator(self, place):
        kind, meaning, *_ = self.tables.generators[place]
        if kind == "symbol":
            return +mpmath.pi
        if kind in ("exp", "angle", "opaque"):
            above, below = self.of_fraction(meaning[0] if kind != "opaque" else meaning[1][0])
            inner = self.number(above) / self.number(below)
            if kind == "opaque":
                return {sp.atan: mpmath.atan, sp.erf: mpmath.erf}[meaning[0]](inner)
            return mpmath.exp(inner) if kind == "exp" else mpmath.tan(inner / 2)
        inner = abs(self.number(self.ring.units[meaning[0]]))
        if kind == "root":
            return mpmath.root(inner, meaning[1])
        return mpmath.log(inner) if kind == "log" else inner ** meaning[1]

    def definite(self, value, depth) -> int:
        """±1 for a polynomial that has one sign: all terms have it, or a discriminant is negative."""
        signs = set()
        for powers, coefficient in _terms(value).items():
            odd = [self.ring.count - 1 - k for k, power in enumerate(powers) if power % 2]
            sure = all(self.tables.generators[g].kind in _POSITIVE or g == self.pi for g in odd)
            signs.add((1 if coefficient > 0 else -1) if sure else 0)
        if len(signs) == 1 and 0 not in signs:
            return signs.pop()
        if sign := self.sign_of_arcs(value):
            return sign
        for place in sorted(self.ring.places(value)) if depth else ():
            name = self.ring.count - 1 - place
            if value.degrees()[name] == 2 and self.tables.generators[place].kind != "sign":
                a, b, c = (self.coefficient(value, name, power) for power in (2, 1, 0))
                sign = self.definite(a, depth - 1)
                if sign:
                    rest = b * b - 4 * a * c
                    return sign if rest == 0 or self.definite(self.reduced(rest), depth - 1) < 0 else 0
        return 0

    def sign_of_arcs(self, value) -> int:
        """π/2 is more than any arc."""
        turn, most = Rational(0), Rational(0)
        for powers, coefficient in _terms(value).items():
            places = [self.ring.count - 1 - k for k, power in enumerate(powers) for _ in range(power)]
            number = Rational(int(coefficient.p), int(coefficient.q))
            if places == [self.pi]:
                turn += number
            elif len(places) == 1 and self.is_arc(places[0]):
                most += abs(number) / 2
            else:
                return 0
        return 0 if abs(turn) < most else (1 if turn > 0 else -1)

    def coefficient(self, value, name, power):
        """What stands with one power of a generator."""
        found = {}
        for powers, coefficient in _terms(value).items():
            if powers[name] == power:
                found[(*powers[:name], 0, *powers[name + 1 :])] = coefficient
        return self.ring.ring.from_dict(found)

    def of_exponentials(self, value):
        """e^u − e^v has the sign of u − v."""
        terms = _terms(value)
        kinds = {self.tables.generators[place].kind for place in self.ring.places(value)}
        if len(terms) != 2 or sum(terms.values()) != 0 or kinds != {"exp"}:
            return None
        (more, _), (less, _) = sorted(terms.items(), key=lambda term: -term[1])
        total = self.constant(0)
        for k in range(self.ring.count):
            if more[k] != less[k]:
                exponent = self.of_fraction(self.tables.generators[self.ring.count - 1 - k].meaning[0])
                total = self.plus(total, self.times(self.constant(more[k] - less[k]), exponent))
        return self.parity_of(total)

    def parity_of(self, value):
        """The signs of a value by its note, as they stand there; ``None`` where there is none."""
        found = self.found("products", value)
        return (found.parity.sign, found.parity.units) if found else None

    def sign_poly(self, sign, units):
        """A product of signs as a polynomial."""
        sign, free = self.parity(sign, units)
        total = self.ring.one * sign
        for unit in free:
            total *= self.ring.gens[self.place_of("sign", (unit,))]
        return total

    # --- fractions modulo the relations -------------------------------------------------------------------------------

    def place_of(self, kind, meaning) -> int:
        for place, generator in enumerate(self.tables.generators):
            if generator.kind == kind and generator.meaning == meaning:
                return place
        if meaning == (sp.pi,):
            return -1
        raise ReplayError(f"there is no generator {kind} {meaning}")

    def is_arc(self, place) -> bool:
        generator = self.tables.generators[place]
        return generator.kind == "opaque" and generator.meaning[0] is sp.atan

    def relation(self, place):
        """What a generator's power is equal to: (degree, polynomial in earlier ones), or ``None``."""
        if place not in self.relations:
            kind, meaning, *_ = self.tables.generators[place]
            self.relations[place] = None
            if kind == "sign":
                known = self.parity(1, {meaning[0]})
                free = known[1] == {meaning[0]}
                self.relations[place] = (2, self.ring.one) if free else (1, self.sign_poly(*known))
            elif kind == "root":
                unit, degree = meaning
                self.relations[place] = degree, self.ring.units[unit] * self.sign_poly(1, {unit})
            elif kind == "opaque":
                self.relations[place] = self.same_before(place)
        return self.relations[place]

    def same_before(self, place):
        """An earlier generator of the same function, where the arguments are the same in this case but for a sign."""
        head, arguments, _ = self.tables.generators[place].meaning
        for earlier, (kind, meaning, *_) in enumerate(self.tables.generators[:place]):
            if kind != "opaque" or meaning[0] != head:
                continue
            try:
                pairs = [tuple(map(self.of_fraction, pair)) for pair in zip(arguments, meaning[1], strict=True)]
            except UndefinedError:
                continue
            if all(self.is_zero(self.minus(*pair)) for pair in pairs):
                return 1, self.ring.gens[earlier]
            if not isinstance(head, tuple) and all(self.is_zero(self.plus(*pair)) for pair in pairs):
                return 1, -self.ring.gens[earlier]
        return None

    def reduced(self, value):
        """The remainder modulo the relations, the later generators first."""
        changed = True
        while changed:
            changed = False
            for place in sorted(self.ring.places(value), reverse=True):
                found = self.relation(place)
                if found and value.degrees()[self.ring.count - 1 - place] >= found[0]:
                    value = self.without_powers(value, place, *found)
                    changed = True
        return value

    def without_powers(self, value, place, degree, other):
        name = self.ring.count - 1 - place
        total = self.ring.one * 0
        for power in {powers[name] for powers in _terms(value)}:
            rest = self.ring.gens[place] ** (power % degree)
            total += self.coefficient(value, name, power) * other ** (power // degree) * rest
        return total

    def fraction(self, above, below):
        """A fraction in lowest terms, as far as a greatest common divisor tells."""
        above, below = self.reduced(above), self.reduced(below)
        if below == 0:
            raise UndefinedError
        if above == 0:
            return above, self.ring.one
        shared = above.gcd(below)
        above, below = above // shared, below // shared
        leading = below.leading_coefficient()
        return above / leading, below / leading

    def constant(self, number):
        return self.ring.one * _rational(Rational(number)), self.ring.one

    def generator(self, place, power=1):
        value = self.ring.gens[place] ** abs(power)
        return self.fraction(value, self.ring.one) if power >= 0 else self.fraction(self.ring.one, value)

    def plus(self, one, other):
        return self.fraction(one[0] * other[1] + other[0] * one[1], one[1] * other[1])

    def minus(self, one, other):
        return self.fraction(one[0] * other[1] - other[0] * one[1], one[1] * other[1])

    def times(self, one, other):
        return self.fraction(one[0] * other[0], one[1] * other[1])

    def over(self, one, other):
        if self.is_zero(other):
            raise UndefinedError
        return self.times(one, (other[1], other[0]))

    def scaled(self, number, value):
        return self.times(self.constant(number), value)

    def is_zero(self, value) -> bool:
        return self.reduced(value[0]) == 0

    def power(self, value, exponent):
        if exponent < 0:
            value = self.over(self.constant(1), value)
        above, below = self.ring.one, self.ring.one
        for bit in bin(abs(exponent))[2:]:
            above, below = self.reduced(above * above), self.reduced(below * below)
            if bit == "1":
                above, below = self.reduced(above * value[0]), self.reduced(below * value[1])
        return self.fraction(above, below)

    def of_key(self, key):
        """What was asked for, from the key of a note: numerator, divisor, powers of factors."""
        items, divisor, below = key
        under = self.ring.one * divisor
        for place, exponent in below:
            under *= self.ring.poly(self.tables.factors[place].items()) ** exponent
        return self.ring.poly(items), under

    def of_fraction(self, value):
        """A meaning from the tables."""
        return self.fraction(*self.of_key((value.numerator.items(), value.divisor, value.below)))

    def found(self, table, value):
        """The note whose key has the value; ``None`` where there is none."""
        for (above, below), taken in self.keys[table]:
            if self.reduced(above * value[1] - value[0] * below) == 0:
                return taken
        return None

    def note(self, table, value):
        taken = self.found(table, value)
        if taken is None:
            raise ReplayError(f"there is no note in {table}")
        return taken

    # --- what the notes claim -----------------------------------------------------------------------------------------

    def product(self, value):
        """The signs and powers of a value, multiplied out and compared."""
        taken = self.note("products", value)
        total = self.sign_poly(*taken.parity), self.ring.one
        for unit, power in taken.powers.items():
            total = self.times(total, self.unit_power(unit, power))
        if taken.is_zero or not self.is_zero(self.minus(total, value)):
            raise ReplayError("a product is not its value")
        return taken

    def unit_power(self, unit, power):
        """|unit|**power."""
        generator = self.tables.units[unit].generator
        if generator >= 0 and self.tables.generators[generator].kind == "exp":
            return self.exp(self.scaled(power, self.of_fraction(self.tables.generators[generator].meaning[0])))
        whole = power.numerator // power.denominator
        total = self.times(
            self.integer_power(unit, whole), (self.sign_poly(1, {unit} if whole % 2 else ()), self.ring.one)
        )
        if power != whole:
            degree = self.notes.degrees[unit]
            rest = (power - whole) * degree
            if rest.denominator != 1:
                raise ReplayError("a root is of the wrong degree")
            total = self.times(total, self.generator(self.place_of("root", (unit, degree)), int(rest)))
        return total

    def integer_power(self, unit, power):
        value = self.ring.units[unit], self.ring.one
        if len(value[0].monoms()) == 1 or abs(power) <= _LARGE:
            return self.power(value, power)
        step = self.notes.steps[unit]
        times = round(Rational(power, step))
        large = self.generator(self.place_of("power", (unit, step)), times)
        return self.times(large, self.power(value, power - times * step))

    def log_of(self, taken):
        total = self.constant(0)
        for unit, power in taken.powers.items():
            total = self.plus(total, self.scaled(power, self.log_of_unit(unit)))
        return total

    def log_of_unit(self, unit):
        """log|unit|, or the exponent of an exponential."""
        if not 0 <= unit < len(self.tables.units):
            raise ReplayError("there is no such unit")
        generator = self.tables.units[unit].generator
        if generator >= 0 and self.tables.generators[generator].kind == "exp":
            return self.of_fraction(self.tables.generators[generator].meaning[0])
        return self.generator(self.place_of("log", (unit,)))

    def check_sum(self, value, parts) -> None:
        for times, part in parts:
            value = self.minus(value, self.scaled(times, part))
        if not self.is_zero(value):
            raise ReplayError("the parts do not add up")

    def exp(self, value):
        if self.is_zero(value):
            return self.constant(1)
        parts = self.note("exponents", value)
        meanings = [
            self.log_of_unit(place) if kind == "log" else self.meaning("exp", place) for kind, place, _ in parts
        ]
        self.check_sum(value, [(part.times, meaning) for part, meaning in zip(parts, meanings, strict=True)])
        total = self.constant(1)
        for kind, place, times in parts:
            if kind != "log" and times.denominator != 1:
                raise ReplayError("a part of an exponential")
            total = self.times(
                total, self.unit_power(place, times) if kind == "log" else self.generator(place, int(times))
            )
        return total

    def meaning(self, kind, place):
        generator = self.tables.generators[place]
        if generator.kind != kind:
            raise ReplayError(f"a part is no {kind}")
        return self.of_fraction(generator.meaning[0])

    # --- angles: cosine and sine as a pair ----------------------------------------------------------------------------

    def turn(self, value):
        total = self.constant(1), self.constant(0)
        if self.is_zero(value):
            return total
        parts = self.note("angles", value)
        sums = []
        for kind, place, times in parts:
            if kind == "pi":
                sums.append((times, self.generator(self.pi)))
                total = self.joined(total, self.turn_of_pi(times))
                continue
            if times.denominator != 1 or (kind == "arc") != self.is_arc(place):
                raise ReplayError("a part of an angle")
            sums.append((times, self.generator(place) if kind == "arc" else self.meaning("angle", place)))
            once = self.turn_of_arc(place) if kind == "arc" else self.turn_of_half_angle(place)
            total = self.joined(total, self.repeated(once, int(times)))
        self.check_sum(value, sums)
        return total

    def joined(self, one, other):
        (c, s), (d, t) = one, other
        return self.minus(self.times(c, d), self.times(s, t)), self.plus(self.times(s, d), self.times(c, t))

    def repeated(self, turn, times):
        total = self.constant(1), self.constant(0)
        for bit in bin(abs(times))[2:]:
            total = self.joined(total, total)
            if bit == "1":
                total = self.joined(total, turn)
        return total if times >= 0 else (total[0], self.scaled(-1, total[1]))

    def turn_of_half_angle(self, place):
        t = self.generator(place)
        squared = self.times(t, t)
        below = self.plus(self.constant(1), squared)
        return self.over(self.minus(self.constant(1), squared), below), self.over(self.scaled(2, t), below)

    def turn_of_arc(self, place):
        tangent = self.of_fraction(self.tables.generators[place].meaning[1][0])
        cosine = self.over(self.constant(1), self.root(self.plus(self.constant(1), self.times(tangent, tangent))))
        return cosine, self.times(tangent, cosine)

    def turn_of_pi(self, times):
        count = times.denominator
        if count in (1, *_SQUARE_ROOTS):
            once = self.read(sp.cos(sp.pi / count)), self.read(sp.sin(sp.pi / count))
        elif count == 5:
            once = self.repeated(self.turn_of_pi(Rational(1, 10)), 2)
        elif count == 12:
            once = self.joined(self.turn_of_pi(Rational(1, 3)), self.turn_of_pi(Rational(-1, 4)))
        else:
            raise ReplayError("a part of pi")
        return self.repeated(once, times.numerator % (2 * count))

    def root(self, value):
        taken = self.product(value)
        self.require(*taken.parity)
        total = self.constant(1)
        for unit, power in taken.powers.items():
            total = self.times(total, self.unit_power(unit, power * _HALF))
        return total

    # --- arcs ---------------------------------------------------------------------------------------------------------

    def atan(self, value):
        if self.is_zero(value):
            return value
        squared = self.times(value, value)
        for number, part in ((1, Rational(1, 4)), (3, Rational(1, 3)), (Rational(1, 3), Rational(1, 6))):
            if self.is_zero(self.minus(squared, self.constant(number))):
                return self.times(self.sign(value), self.scaled(part, self.generator(self.pi)))
        return self.odd(sp.atan, value)

    def odd(self, function, value):
        """A generator of f(value) or −f(−value)."""
        if self.is_zero(value):
            return value
        for place, (kind, meaning, *_) in enumerate(self.tables.generators):
            if kind == "opaque" and meaning[0] is function:
                argument = self.of_fraction(meaning[1][0])
                for sign, combined in ((1, self.minus), (-1, self.plus)):
                    if self.is_zero(combined(value, argument)):
                        return self.scaled(sign, self.generator(place))
        raise ReplayError(f"there is no {function}")

    def asin(self, value):
        rest = self.minus(self.constant(1), self.times(value, value))
        if self.is_zero(rest):
            return self.times(self.sign(value), self.scaled(_HALF, self.generator(self.pi)))
        return self.atan(self.over(value, self.root(rest)))

    def add_sum(self, counts) -> None:
        """Check that a sum of arcs is a constant, and let one of them be replaced by the others."""
        total, tangent = self.constant(0), self.constant(0)
        half = self.scaled(_HALF, self.generator(self.pi))
        for arc, times in counts:
            if not self.is_arc(arc):
                raise ReplayError("a sum of arcs")
            once = self.of_fraction(self.tables.generators[arc].meaning[1][0])
            once = once if times > 0 else self.scaled(-1, once)
            for _ in range(abs(times)):
                if tangent is None:  # a right angle and an arc
                    total = self.plus(total, self.times(half, self.sign(once)))
                    tangent = self.over(self.constant(-1), once)
                    continue
                rest = self.minus(self.constant(1), self.times(tangent, once))
                if self.is_zero(rest):
                    total = self.plus(total, self.times(half, self.sign(once)))
                    tangent = None
                    continue
                if not self.is_zero(tangent):  # across the cut where 1 − uv is negative: by π in the direction of v
                    jump = self.minus(self.constant(1), self.sign(rest))
                    total = self.plus(total, self.times(half, self.times(self.sign(once), jump)))
                tangent = self.over(self.plus(tangent, once), rest)
        if tangent is not None:
            total = self.plus(total, self.scaled(self.part_of_pi(tangent), self.generator(self.pi)))
        for arc, times in counts:
            total = self.minus(total, self.scaled(times, self.generator(arc)))
        rest, below = total
        arcs = [place for place in self.ring.places(rest) if self.is_arc(place)]
        if not arcs:  # two arcs that are the same in this case
            return
        name = self.ring.count - 1 - max(arcs)
        times = self.coefficient(rest, name, 1)
        if not (below.is_constant() and times.is_constant()):
            raise ReplayError("a sum of arcs")
        self.relations[max(arcs)] = 1, -self.coefficient(rest, name, 0) / times.leading_coefficient()

    def part_of_pi(self, tangent):
        """The multiple of π between ±1/2 whose tangent it is."""
        for number, part in ((0, 0), (1, Rational(1, 4))):
            for sign in (1, -1):
                if self.is_zero(self.minus(tangent, self.constant(sign * number))):
                    return sign * part
        for count in (3, 6, 8, 12):
            for times in range(1 - count // 2, (count + 1) // 2):
                try:
                    cosine, sine = self.turn_of_pi(Rational(times, count))
                except ReplayError:  # without notes of its square roots, the tangent is not this one
                    continue
                if self.is_zero(self.minus(self.times(tangent, cosine), sine)):
                    return Rational(times, count)
        raise ReplayError("a sum of arcs is not constant")

    # --- expressions --------------------------------------------------------------------------------------------------

    def sign(self, value):
        if self.is_zero(value):
            return self.constant(0)
        return self.sign_poly(*self.product(value).parity), self.ring.one

    def absolute(self, value):
        return self.times(value, self.sign(value))

    def log(self, value):
        if self.is_zero(value):
            raise UndefinedError
        taken = self.product(value)
        self.require(*taken.parity)
        return self.log_of(taken)

    def read(self, node, given=None):
        """A SymPy expression as a fraction; ``given`` are the values of its dummies."""
        if given:
            return self.walk(node, given)
        if node not in self.known:
            self.known[node] = self.walk(node, {})
        return self.known[node]

    def walk(self, node, given):
        if node in given:
            return given[node]
        if node.is_Rational:
            return self.constant(Rational(int(node.p), int(node.q)))
        if node.is_Symbol or node is sp.pi:
            return self.generator(self.place_of("symbol", (node,)))
        if node is sp.E:
            return self.exp(self.constant(1))
        if node.is_Add or node.is_Mul:
            total, *rest = (self.read(part, given) for part in node.args)
            for part in rest:
                total = self.plus(total, part) if node.is_Add else self.times(total, part)
            return total
        if node.is_Pow:
            return self.walk_power(*node.args, given)
        if isinstance(node, sp.Max | sp.Min):
            return self.extremum(node, given)
        if isinstance(node, sp.Piecewise):
            return self.piecewise(node, given)
        if isinstance(node, AppliedUndef | sp.Derivative | sp.Subs):
            return self.undefined_function(node)
        return self.function(type(node), self.read(node.args[0], given))

    def function(self, function, value):
        if function in (sp.sin, sp.cos, sp.tan, sp.cot):
            cosine, sine = self.turn(value)
            if function in (sp.sin, sp.cos):
                return sine if function is sp.sin else cosine
            return self.over(sine, cosine) if function is sp.tan else self.over(cosine, sine)
        if function is sp.acos:
            return self.minus(self.scaled(_HALF, self.generator(self.pi)), self.asin(value))
        simple = {sp.exp: self.exp, sp.log: self.log, sp.atan: self.atan, sp.asin: self.asin,
                  sp.Abs: self.absolute, sp.sign: self.sign}  # fmt: skip
        if function in simple:
            return simple[function](value)
        if function is sp.erf:
            return self.odd(function, value)
        dummy = sp.Dummy("u")
        return self.read(RECORDS[function].identity(dummy), {dummy: value})

    def walk_power(self, base, exponent, given):
        if base is sp.E:
            return self.exp(self.read(exponent, given))
        value = self.read(base, given)
        if exponent.is_Integer:
            return self.whole_power(value, int(exponent))
        if self.is_zero(value):
            if exponent.is_Rational and exponent > 0:
                return self.constant(0)
            raise UndefinedError
        taken = self.product(value)
        self.require(*taken.parity)
        if not exponent.is_Rational:
            return self.exp(self.times(self.read(exponent, given), self.log_of(taken)))
        total = self.constant(1)
        for unit, power in taken.powers.items():
            total = self.times(total, self.unit_power(unit, power * Rational(int(exponent.p), int(exponent.q))))
        return total

    def whole_power(self, value, exponent):
        if abs(exponent) > _LARGE and (taken := self.found("products", value)):
            taken = self.product(value)
            total = self.sign_poly(*taken.parity) if exponent % 2 else self.ring.one, self.ring.one
            for unit, power in taken.powers.items():
                total = self.times(total, self.unit_power(unit, power * exponent))
            return total
        return self.power(value, exponent)

    def extremum(self, node, given):
        first, *rest = sorted(node.args, key=sp.default_sort_key)
        best = self.read(first, given)
        for argument in rest:
            value = self.read(argument, given)
            apart = self.scaled(1 if isinstance(node, sp.Max) else -1, self.absolute(self.minus(best, value)))
            best = self.scaled(_HALF, self.plus(self.plus(best, value), apart))
        return best

    def piecewise(self, node, given):
        total, before = self.constant(0), self.constant(1)
        for branch, condition in node.args:
            holds = self.times(before, self.indicator(condition, given))
            if not self.is_zero(holds):
                total = self.plus(total, self.times(holds, self.read(branch, given)))
                before = self.minus(before, holds)
        if not self.is_zero(before):
            raise UndefinedError
        return total

    def indicator(self, condition, given):
        """1 where a condition holds, 0 where it does not."""
        if condition in (sp.true, sp.false):
            return self.constant(int(condition is sp.true))
        if isinstance(condition, sp.And | sp.Or | sp.Not):
            negated = not isinstance(condition, sp.And)
            total = self.constant(1)
            for part in condition.args:
                value = self.indicator(part, given)
                total = self.times(total, self.minus(self.constant(1), value) if negated else value)
            return self.minus(self.constant(1), total) if isinstance(condition, sp.Or) else total
        left, right = (self.read(side, given) for side in condition.args)
        if isinstance(condition, sp.Eq | sp.Ne):
            return self.constant(int(self.is_zero(self.minus(left, right)) == isinstance(condition, sp.Eq)))
        greater, lesser = (self.read(side, given) for side in (condition.gts, condition.lts))
        sign = self.sign(self.minus(greater, lesser))
        if self.is_zero(sign):
            return self.constant(int(not isinstance(condition, sp.Gt | sp.Lt)))
        return self.scaled(_HALF, self.plus(self.constant(1), sign))

    def undefined_function(self, node):
        """f(u), f′(u): the generator with the same function, orders of derivatives, and arguments."""
        put_in = {}
        if isinstance(node, sp.Subs):
            put_in, node = dict(zip(node.variables, node.point, strict=True)), node.expr
        orders = {}
        if isinstance(node, sp.Derivative):
            for variable, order in node.variable_count:
                orders[node.expr.args.index(variable)] = int(order)
            node = node.expr
        head = node.func, tuple(sorted(orders.items()))
        arguments = [self.read(put_in.get(argument, argument)) for argument in node.args]
        for place, (kind, meaning, *_) in enumerate(self.tables.generators):
            if kind == "opaque" and meaning[0] == head:
                others = map(self.of_fraction, meaning[1])
                if all(self.is_zero(self.minus(*both)) for both in zip(arguments, others, strict=True)):
                    return self.generator(place)
        raise ReplayError(f"there is no {head}")


def _follows(wanted, rows) -> bool:
    """Whether a product of signs is a product of others."""
    solved = {}
    for sign, units in rows:
        sign, units = _lowered(sign, units, solved)
        if units:
            solved[max(units)] = sign, units
    return _lowered(*wanted, solved) == (1, frozenset())


def _lowered(sign, units, solved):
    """A product of signs without the units that rows are solved for."""
    for pivot in sorted(solved, reverse=True):
        if pivot in units:
            sign, units = sign * solved[pivot][0], units ^ solved[pivot][1]
    return sign, units


# --- what cannot occur ------------------------------------------------------------------------------------------------


def _check_exclusion(certificate, exclusion) -> None:
    """Rows add up to no positive number; on a line, no interval between zeros has the signs."""
    conditions, evidence = exclusion.case.conditions, exclusion.evidence
    if exclusion.case.asked:
        again = _CaseReplay(certificate, exclusion.case)
        again.read_question()
        again.check_asked()
    if hasattr(evidence, "units"):
        _check_rows(certificate, conditions, evidence)
    else:
        _check_line(certificate, conditions, evidence)


def _check_rows(certificate, conditions, evidence) -> None:
    ring = _Ring(certificate.tables)
    solved = {}
    for signs in choices((1, -1), repeat=len(units := sorted({u for c in conditions for u in c.units}))):
        found = dict(zip(units, signs, strict=True))
        if all(_product(c.sign, c.units, found) > 0 for c in conditions):
            for unit, sign in found.items():
                solved.setdefault(unit, set()).add(sign)
    known = {unit: min(signs) for unit, signs in solved.items() if len(signs) == 1}
    total = ring.one * 0
    for unit, times in evidence.units:
        if unit not in known or times < 0:
            raise ReplayError("a row of an exclusion")
        total += ring.units[unit] * (known[unit] * times)
    of_generators = {certificate.tables.units[unit].generator: sign for unit, sign in known.items()}
    for packed, times in evidence.monomials:
        monomial = ring.poly([(packed, 1)])
        sign = 1
        for place, power in enumerate(reversed(monomial.degrees())):
            generator = certificate.tables.generators[place]
            positive = generator.kind in _POSITIVE or generator.meaning == (sp.pi,)
            sign *= 1 if power % 2 == 0 or positive else of_generators.get(place, 0)
        if not sign or times < 0:
            raise ReplayError("a row of an exclusion")
        total += monomial * (sign * times)
    if not any(times for _, times in (*evidence.units, *evidence.monomials)):
        raise ReplayError("an exclusion takes no row")
    if not total.is_constant() or total.leading_coefficient() > 0 if total != 0 else False:
        raise ReplayError("the rows of an exclusion add up to what can be positive")


def _product(sign, units, found) -> int:
    for unit in units:
        sign *= found[unit]
    return sign


def _check_line(certificate, conditions, evidence) -> None:
    """Look at a point between any two zeros that FLINT isolates of the polynomials in which the signs change."""
    ring, place = _Ring(certificate.tables), evidence.generator
    units = sorted({unit for condition in conditions for unit in condition.units})
    positive = certificate.tables.generators[place].kind in _POSITIVE
    whole = flint.fmpz_poly([0, 1] if positive else [1])
    for unit in units:
        for value in _changes(ring, ring.units[unit]):
            whole *= _dense(ring, value, place)
    zeros = sorted(_bounds(root.real) for root, _ in whole.complex_roots() if root.imag.is_zero())
    middles = [(one[1] + other[0]) / 2 for one, other in pairwise(zeros)]
    for point in [zeros[0][0] - 1, *middles, zeros[-1][1] + 1] if zeros else [Rational(1)]:
        if positive and point < 0:
            continue
        with mpmath.workdps(60):
            at = mpmath.mpf(point.numerator) / point.denominator
            found = {unit: mpmath.sign(_value(ring, ring.units[unit], place, at)) for unit in units}
        if all(_product(condition.sign, condition.units, found) > 0 for condition in conditions):
            raise ReplayError("a case that was excluded can occur")


def _changes(ring, value):
    """Polynomials without roots among whose zeros a polynomial changes its sign."""
    pending, found = [value], []
    while pending:
        value = pending.pop()
        roots = [place for place in ring.places(value) if ring.tables.generators[place].kind == "root"]
        if not roots:
            found.append(value)
            continue
        root = max(roots)
        unit, degree = ring.tables.generators[root].meaning
        pending.append(ring.units[unit])
        for sign in (1, -1):
            relation = ring.gens[root] ** degree - sign * ring.units[unit]
            pending.append(value.resultant(relation, f"g{root}"))
    return found


def _dense(ring, value, place):
    """A polynomial in one generator, with whole coefficients."""
    if value == 0 or not ring.places(value) <= {place}:
        raise ReplayError("an exclusion speaks of more than one generator")
    name = ring.count - 1 - place
    coefficients = {powers[name]: coefficient for powers, coefficient in _terms(value).items()}
    return flint.fmpq_poly([coefficients.get(power, 0) for power in range(max(coefficients) + 1)]).numer()


def _bounds(ball):
    """Numbers below and above a real number."""
    low, high = (
        Rational(int(end.man_exp()[0])) * Rational(2) ** int(end.man_exp()[1]) for end in (ball.lower(), ball.upper())
    )
    return low, high


def _value(ring, value, place, at):
    total = mpmath.mpf(0)
    for powers, coefficient in _terms(value).items():
        term = mpmath.mpf(int(coefficient.p)) / int(coefficient.q)
        for k, power in enumerate(powers):
            if power:
                other = ring.count - 1 - k
                term *= (at if other == place else _root_value(ring, other, place, at)) ** power
        total += term
    return total


def _root_value(ring, root, place, at):
    unit, degree = ring.tables.generators[root].meaning
    return mpmath.root(abs(_value(ring, ring.units[unit], place, at)), degree)

"""Every record of an elementary function, in everything it says, against mpmath: no record is its own oracle."""

import time
from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, UncertainError
from gdtutor.calculus.functions import BROKEN, FUNCTIONS, NOT_EVERYWHERE, RECORDS
from gdtutor.calculus.identities import by_identity, has_identity
from gdtutor.calculus.intervals import Intervals, is_narrow
from gdtutor.calculus.language.grammar import Parser
from gdtutor.calculus.language.lost_domain import lost_domain
from gdtutor.calculus.language.typeset import typeset
from gdtutor.calculus.notation import read, read_expression
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.several.conditions import conditions
from gdtutor.errors import UnreadableError

X = sp.Symbol("x")


# name: the function by mpmath, what else it is called, and an identity that a learner may know
ORACLES = {
    "exp": (mpmath.exp, "", "exp(x+2) = e^2*exp(x)"),
    "log": (mpmath.log, "ln", "log(7x) = log(x) + log(7)"),
    "sin": (mpmath.sin, "", "sin(2x) = 2*sin(x)*cos(x)"),
    "cos": (mpmath.cos, "", "cos(x)^2 + sin(x)^2 = 1"),
    "tan": (mpmath.tan, "", "tan(2x) = 2*tan(x)/(1 - tan(x)^2)"),
    "cot": (mpmath.cot, "", "cot(x) = cos(x)/sin(x)"),
    "sec": (mpmath.sec, "", "sec(x)^2 = 1 + tan(x)^2"),
    "csc": (mpmath.csc, "cosec", "csc(x)^2 = 1 + cot(x)^2"),
    "asin": (mpmath.asin, "arcsin", "sin(asin(x)) = x"),
    "acos": (mpmath.acos, "arccos", "acos(x) + asin(x) = pi/2"),
    "atan": (mpmath.atan, "arctan", "tan(atan(x)) = x"),
    "acot": (mpmath.acot, "arccot", "acot(-x) = -acot(x)"),
    "asec": (mpmath.asec, "arcsec", "asec(x) + acsc(x) = pi/2"),
    "acsc": (mpmath.acsc, "arccsc", "acsc(-x) = -acsc(x)"),
    "sinh": (mpmath.sinh, "", "sinh(2x) = 2*sinh(x)*cosh(x)"),
    "cosh": (mpmath.cosh, "", "cosh(x)^2 - sinh(x)^2 = 1"),
    "tanh": (mpmath.tanh, "", "tanh(x) = sinh(x)/cosh(x)"),
    "coth": (mpmath.coth, "", "coth(x) = cosh(x)/sinh(x)"),
    "sech": (mpmath.sech, "", "sech(x)^2 = 1 - tanh(x)^2"),
    "csch": (mpmath.csch, "", "csch(x)^2 = coth(x)^2 - 1"),
    "asinh": (mpmath.asinh, "arcsinh arsinh", "sinh(asinh(x)) = x"),
    "acosh": (mpmath.acosh, "arccosh arcosh", "cosh(2*acosh(x)) = 2*x^2 - 1"),
    "atanh": (mpmath.atanh, "arctanh artanh", "atanh(x) = log((1+x)/(1-x))/2"),
    "acoth": (mpmath.acoth, "arccoth", "acoth(x) = log((x+1)/(x-1))/2"),
    "asech": (mpmath.asech, "arcsech", "cosh(asech(x)) = 1/x"),
    "acsch": (mpmath.acsch, "arccsch", "sinh(acsch(x)) = 1/x"),
    "abs": (mpmath.fabs, "Abs", "abs(x)^2 = x^2"),
    "sign": (mpmath.sign, "sgn", "sign(x)*abs(x) = x"),
    "erf": (mpmath.erf, "", "erf(-x) = -erf(x)"),
    "erfc": (mpmath.erfc, "", "(erfc(x) + erf(x))^2 = 1"),
    "sigmoid": (lambda u: 1 / (1 + mpmath.exp(-u)), "logistic", "sigmoid(x) + sigmoid(-x) = 1"),
    "softplus": (lambda u: mpmath.log(1 + mpmath.exp(u)), "", "softplus(x) - softplus(-x) = x"),
}
GRID = [Fraction(k, 64) for k in range(-256, 257)]
PLACES = [Fraction(text) for text in "-7 -5/2 -10/9 -1 -9/10 -1/3 -1/70 0 1/70 2/7 3/4 1 11/10 9/5 3 13/2".split()]
TINY = mpmath.mpf(10) ** -30


@pytest.fixture(autouse=True)
def _sixty_digits():
    with mpmath.workdps(60):
        yield


def exact(place):
    return mpmath.mpf(place.numerator) / place.denominator


def real(name, u):
    """The real value, to 60 digits; ``None`` where there is none."""
    try:
        value = ORACLES[name][0](u)
    except (ValueError, ZeroDivisionError):
        return None
    if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value):
        return None
    return value


def number(value):
    """A number of SymPy's, perhaps infinite, to 60 digits."""
    return mpmath.mpf(str(sp.N(value, 60)).replace("oo", "inf"))


def each(*records):
    return pytest.mark.parametrize("record", records or FUNCTIONS, ids=lambda record: record.name)


every_record = each()


def test_every_record_has_an_oracle_of_its_own():
    assert [record.name for record in FUNCTIONS] == list(ORACLES)


# --- words ------------------------------------------------------------------------------------------------------------


@every_record
def test_it_is_read_in_every_spelling(record):
    assert record.spellings.split() == [record.name, *ORACLES[record.name][1].split()]
    for word in record.spellings.split():
        for text in (f"{word}(x)", f"{word} x", rf"\operatorname{{{word}}}(x)", f"3{word}(x)/3"):
            assert read_expression(text) == record.function(X), text


@every_record
def test_what_is_typeset_and_printed_is_read_back(record):
    expression = record.function(2 * X / 3 + 1) ** 2
    for written in (typeset(Parser(to_text(expression)).whole()), to_text(expression), to_latex(expression)):
        assert read_expression(written) == expression, written


@each(*(record for record in FUNCTIONS if record.inverse))
def test_its_inverse_undoes_it_and_is_what_minus_one_means(record):
    assert read_expression(f"{record.name}^-1(x)") == record.inverse(X)
    known = [v for v in map(exact, PLACES) if (back := real(RECORDS[record.inverse].name, v)) is not None]
    assert len(known) >= 4
    for v in known:
        back = real(RECORDS[record.inverse].name, v)
        again = real(record.name, back)
        assert again is None or mpmath.almosteq(again, v, TINY), v  # cot(acot(0)) may be a pole but for rounding


# --- values -----------------------------------------------------------------------------------------------------------


@every_record
def test_floats_are_the_values(record):
    for place in PLACES:
        expected = real(record.name, exact(place))
        if expected is None:
            with pytest.raises(OutsideDomainError):
                Floats({X: place}).value(record.function(X))
        else:
            found = Floats({X: place}).value(record.function(X))
            assert isinstance(found, float)
            assert found == pytest.approx(float(expected), rel=3e-14, abs=0), place


@every_record
@pytest.mark.parametrize("precision", [80, 300])
def test_enclosures_contain_the_values_and_are_narrow(record, precision):
    for place in PLACES:
        with mpmath.workdps(120):
            expected = real(record.name, exact(place))
        if expected is None:
            with pytest.raises(OutsideDomainError):
                Intervals({X: place}, precision).value(record.function(X))
        else:
            low, high = Intervals({X: place}, precision).value(record.function(X))
            with mpmath.workdps(120):
                assert mpmath.mpf(low) <= expected <= mpmath.mpf(high), place
            assert is_narrow((low, high)), place


@each(*(record for record in FUNCTIONS if record.rounded))
@pytest.mark.parametrize("place", [Fraction(1, 10**30), Fraction(-1, 10**9), Fraction(8), Fraction(-30), Fraction(30)])
def test_enclosures_by_rounding_are_narrow_far_out_and_at_zero(record, place):
    low, high = Intervals({X: place}, 120).value(record.function(X))
    with mpmath.workdps(800):
        assert mpmath.mpf(low) <= real(record.name, exact(place)) <= mpmath.mpf(high)
    size = max(abs(mpmath.mpf(low)), abs(mpmath.mpf(high)))
    assert mpmath.mpf(high) - mpmath.mpf(low) <= size * mpmath.mpf(2) ** -100


@each(*(record for record in FUNCTIONS if record.rounded))
def test_enclosures_by_rounding_hold_over_an_interval(record):
    values = Intervals({}, 80)
    values.known[X] = (values.rational(-1, 3)[0], values.rational(3, 2)[1])
    low, high = map(mpmath.mpf, values.value(record.function(X)))
    for place in (place for place in GRID if Fraction(-1, 3) <= place <= Fraction(3, 2)):
        assert low <= real(record.name, exact(place)) <= high


@each(*(record for record in FUNCTIONS if record.rounded))
def test_what_is_too_large_to_be_rounded_is_refused(record):
    with pytest.raises(UncertainError):
        Intervals({X: Fraction(10) ** 40}, 80).value(record.function(X))


@every_record
def test_ranges_contain_the_values(record):
    ends = [Fraction(-3), Fraction(-1), Fraction(-1, 4), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(7, 2)]
    for low in ends:
        for high in (end for end in ends if end >= low):
            inside = [place for place in (*GRID, low, high) if low <= place <= high]
            known = [value for value in (real(record.name, exact(place)) for place in inside) if value is not None]
            try:
                found = range_of(record.function(X), {X: between(low, high)})
            except OutsideDomainError:
                assert not known
                continue
            bottom, top = mpmath.mpf(found.low), mpmath.mpf(found.high)
            for value in known:
                assert bottom < value if found.low_open else bottom <= value, (low, high)
                assert value < top if found.high_open else value <= top, (low, high)


@each(*(record for record in FUNCTIONS if record.rises and record.parity != 1))
def test_the_range_of_a_monotone_function_is_sharp_up_to_infinity(record):
    found = range_of(record.function(X))
    ends = mpmath.mpf(found.low), mpmath.mpf(found.high)
    limits = sorted(map(number, record.limits))
    for end, limit in zip(ends, limits, strict=True):
        assert end == limit or abs(end - limit) < 1e-20


# --- where it is real and differentiable ------------------------------------------------------------------------------


def holds(demands, place):
    at = sp.Rational(place.numerator, place.denominator)
    return all(
        bool(sp.Rel(demand.quantity.subs(X, at), 0, {"!=": "ne"}.get(demand.relation, demand.relation)))
        for demand in demands
    )


@every_record
def test_its_demands_are_met_exactly_where_it_is_real(record):
    beside = [border + step for border in (-1, 0, 1) for step in (Fraction(-1, 10**9), 0, Fraction(1, 10**9))]
    for place in (*PLACES, *map(Fraction, beside)):
        assert holds(record.demands(X), place) == (real(record.name, exact(place)) is not None), place


@every_record
def test_the_lists_of_what_is_not_everywhere_are_right(record):
    missing = [real(record.name, exact(place)) is None for place in GRID]
    for_a_while = any(one and other for one, other in pairwise(missing))
    assert record.is_partial == for_a_while
    assert (record.function in NOT_EVERYWHERE) == bool(record.demands(X))
    assert bool(lost_domain([record.function(X)], X)) == bool(record.demands(X))


@every_record
def test_what_is_broken_has_a_gap_or_a_jump(record):
    values = [real(record.name, exact(place)) for place in GRID]
    known = [place for place, value in enumerate(values) if value is not None]
    together = known == list(range(known[0], known[-1] + 1))
    steps = [abs(values[one] - values[other]) for one, other in pairwise(known)]
    assert (record.function in BROKEN) == (not together or max(steps) >= 1)


@every_record
def test_its_conditions_leave_no_gap_and_no_jump_inside(record):
    for jump in record.jumps:
        assert not all(condition.quantity.subs(X, jump) != 0 for condition in conditions(record.function(X)))


def slopes(name, place, side):
    """Difference quotients from one side, closer and closer; none where the function is not real."""
    here = real(name, exact(place))
    steps = [side * mpmath.mpf(10) ** -power for power in (10, 14, 18)]
    beside = [real(name, exact(place) + step) for step in steps]
    return [] if None in beside else [(value - here) / step for value, step in zip(beside, steps, strict=True)]


@every_record
def test_its_boundary_is_where_it_has_no_derivative(record):
    for place in PLACES:
        if real(record.name, exact(place)) is None:
            assert place not in record.boundary
            continue
        sides = [quotients for side in (1, -1) if (quotients := slopes(record.name, place, side))]
        assert sides
        explodes = any(abs(quotients[-1]) > 10 * abs(quotients[0]) > 0 for quotients in sides)
        corner = len(sides) == 2 and abs(sides[0][-1] - sides[1][-1]) > 1e-6
        assert (place in record.boundary) == (explodes or corner), place
        jumps = any(abs(quotients[-1] * mpmath.mpf(10) ** -18) > 0.5 for quotients in sides)
        assert (place in record.jumps) == jumps, place


@every_record
def test_inside_is_where_it_is_real_and_not_at_its_boundary(record):
    condition = record.inside(X)
    for place in PLACES:
        if real(record.name, exact(place)) is not None:
            held = condition is None or condition.subs(X, sp.Rational(place.numerator, place.denominator)) == sp.true
            assert held == (place not in record.boundary), place


@every_record
def test_its_derivative_is_the_slope(record):
    inner = [place for place in PLACES if real(record.name, exact(place)) is not None and place not in record.boundary]
    assert len(inner) >= 3
    for place in inner:
        point = {X: sp.Rational(place.numerator, place.denominator)}
        symbolic = record.derivative(X).subs(point).doit()
        slope = mpmath.diff(ORACLES[record.name][0], exact(place))
        assert abs(mpmath.mpf(sp.re(symbolic.evalf(60))._to_mpmath(200)) - slope) <= 1e-25 * (1 + abs(slope)), place


@every_record
def test_it_is_derived_and_the_derivation_verifies(record):
    assert gd.derive(f"x*{record.name}(x/2)", "x").verify()


# --- monotony, parity, size -------------------------------------------------------------------------------------------


@every_record
def test_it_is_even_or_odd_as_its_record_says(record):
    pairs = [(real(record.name, exact(p)), real(record.name, -exact(p))) for p in PLACES if p]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    both_or_none = all((one is None) == (other is None) for one, other in pairs)
    even = both_or_none and all(mpmath.almosteq(one, other, TINY) for one, other in known)
    odd = both_or_none and all(mpmath.almosteq(one, -other, TINY) for one, other in known)
    assert record.parity == even - odd


@every_record
def test_it_is_monotone_as_its_record_says(record):
    places = [place for place in GRID if place >= 0 or record.parity != 1]
    values = [real(record.name, exact(place)) for place in places]
    known = [value for value in values if value is not None]
    steps = {int(mpmath.sign(after - before)) for before, after in pairwise(known)}
    (monotone,) = steps if len(steps) == 1 else (0,)
    assert record.rises == (0 if record.function in BROKEN else monotone)


@each(*(record for record in FUNCTIONS if record.rises))
def test_it_tends_to_its_limits(record):
    low, high = (0, None) if record.parity == 1 else record.interval[:2]
    far = mpmath.mpf(100 if record.exponent else 10**6)
    ends = (-far if low is None else low + TINY), (far if high is None else high - TINY)
    for end, limit in zip(ends, record.limits, strict=True):
        with mpmath.workprec(1000):
            value = real(record.name, end)
            if limit in (sp.oo, -sp.oo):
                assert abs(value) > 10 and (value > 0) == (limit is sp.oo)
            else:
                assert abs(value - number(limit)) < 1e-5


@every_record
def test_its_size_is_known_before_it_is_looked_at(record):
    sizes = [abs(mpmath.log(abs(real(record.name, mpmath.mpf(u))))) for u in (-30.1, 30.1) if real(record.name, u)]
    large = max(sizes, default=0)
    if record.exponent is None:
        assert large < 10
    else:
        assert large == pytest.approx(float(record.exponent(sp.Float(30.1))), rel=0.03)


@every_record
def test_a_huge_argument_is_read_or_refused_at_once(record):
    for text in ("10^9", "-10^40", "10^4*pi^9", "10^-40"):
        start = time.process_time()
        try:
            read_expression(f"1 + {record.name}({text})")
        except UnreadableError as refused:
            assert "too large" in refused.reason or "not a real number" in refused.reason
        assert time.process_time() - start < 1


# --- the normal form --------------------------------------------------------------------------------------------------


@each(*(record for record in FUNCTIONS if record.identity))
def test_the_normal_form_knows_its_identity(record):
    arguments = ["x"] if record.function is sp.asin else ["x", "x^2/3 - 1/5"]  # halves of arcs are hard to relate
    for u in map(read_expression, arguments):
        assert equal(record.function(u), record.identity(u)).proved


@every_record
def test_the_normal_form_knows_what_learners_know(record):
    left, right = map(read_expression, ORACLES[record.name][2].split(" = "))
    assert equal(left, right).proved
    assert equal(left + X / 10**6, right).refuted


@each(*(record for record in FUNCTIONS if record.identity))
def test_its_identity_is_real_at_the_same_places_and_has_its_values(record):
    """By intervals alone, without what they do better: the identity itself, on the borders too."""
    for place in PLACES:
        if place in record.jumps:
            continue
        numbers = Intervals({}, 300)
        argument = numbers.rational(place.numerator, place.denominator)
        expected = real(record.name, exact(place))
        if expected is None:
            with pytest.raises(OutsideDomainError):
                by_identity(numbers, record.function, argument)
        else:
            low, high = map(mpmath.mpf, by_identity(numbers, record.function, argument))
            assert low <= expected + TINY and expected - TINY <= high and high - low < 1e-50, place


def test_a_function_without_identity_has_none_to_be_computed_by():
    assert not has_identity(sp.exp)
    assert not has_identity(sp.gamma)
    with pytest.raises(KeyError):
        by_identity(Intervals({}, 80), sp.exp, None)


@pytest.mark.parametrize("outer", sorted(record.name for record in FUNCTIONS))
def test_no_function_of_a_function_loses_a_part_of_its_domain(outer):
    """SymPy rewrites many of them as they are made, some in a way that is right for complex numbers only."""
    for inner in (record.name for record in FUNCTIONS):
        found = read(f"{outer}({inner}(x))")
        for place in (place for place in PLACES if abs(place) not in (0, 1)):
            inside = real(inner, exact(place))
            wanted = None if inside is None else real(outer, inside)
            numbers = Intervals({X: place}, 300)
            try:
                value = [numbers.value(part) for part in (*found.domain, found.expression)][-1]
            except OutsideDomainError:
                value = None
            except UncertainError:
                continue
            assert (value is None) == (wanted is None), (inner, place)

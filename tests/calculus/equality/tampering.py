"""Certificates of many kinds, and changes of one thing in each."""

import copy
from dataclasses import replace
from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.case import Outcome
from gdtutor.calculus.equality.kernel.certificate import Exclusion
from gdtutor.calculus.equality.kernel.exclusion import ByRows, OnLine
from gdtutor.calculus.equality.kernel.signs import Parity

X = sp.Symbol("x")
PAIRS = {
    "units": ("sqrt((x^3 - x)^2)*sqrt(x^2)", "x^2*|x^2 - 1|"),
    "exponents": ("cosh(x)^2 - sinh(x)^2 + e^(2x + y)", "1 + e^y*e^x/e^(-x)"),
    "angles": ("sin(3x)/cos(x + 1)", "(3sin(x) - 4sin(x)^3)/(cos(x)*cos(1) - sin(x)*sin(1))"),
    "arcs": ("atan(x) + atan(1/x)", "pi/2*sign(x)"),
    "roots": ("(x^2 + 1)^(1/3)*sqrt(x^2 + 1)*log(x)", "(x^2 + 1)^(5/6)*log(x^2)/2"),
    "powers": ("(x^2 + 2x + 1)^2500 + x", "x + (x + 1)^5000"),
    "cases": ("max(|x|, x)/x", "sign(x)"),
    "line": ("max(x - 1, -x - 1, x - 3)", "|x| - 1"),
    "rows": ("max(a, b, c)", "(a + max(b, c) + |a - max(b, c)|)/2"),
    "undefined": ("sqrt(x + sqrt(x^2 - 1))", "sqrt((x + 1)/2) + sqrt((x - 1)/2)"),
    "asked": ("asin(x)", "2atan(x/(1 + sqrt(1 - x^2)))"),
    "opaque": ("erf(x^2 - 1)*f(2x)", "-erf((1 - x)*(1 + x))*f(x + x)"),
}
NAMES = (*PAIRS, "passes")


def certificates_by_name():
    """A certificate for each name."""
    grown = sp.exp(sp.Abs(X))
    twice = equal(sp.sqrt(X) * grown, sp.sqrt(X) * sp.exp(X), domain=[grown])  # sign(x) is known too late
    return {name: equal(*pair, seconds=5).certificate for name, pair in PAIRS.items()} | {"passes": twice.certificate}


def copied(certificate):
    """A copy to be changed; not of the problem, for a copy of a SymPy expression is simplified."""
    tables, cases, excluded = copy.deepcopy((certificate.tables, certificate.cases, certificate.excluded))
    return replace(certificate, tables=tables, cases=cases, excluded=excluded)


# --- one thing changed: each function takes a copy of a certificate and changes it, or makes another one --------------


def last_notes(certificate):
    return certificate.cases[0].passes[-1]


def first(table, wanted=lambda value: True):
    """The first entry that is wanted, with its key."""
    return next((key, value) for key, value in table.items() if wanted(value))


def a_power_in_a_product(certificate):
    products = last_notes(certificate).products
    key, product = first(products, lambda p: p.powers)
    unit = min(product.powers)
    products[key] = product._replace(powers={**product.powers, unit: product.powers[unit] + 1})


def a_unit_left_out_of_a_product(certificate):
    products = last_notes(certificate).products
    key, product = first(products, lambda p: len(p.powers) > 1)
    products[key] = product._replace(powers=dict(list(product.powers.items())[1:]))


def the_sign_of_a_product(certificate):
    products = last_notes(certificate).products
    key, product = first(products)
    products[key] = product._replace(parity=Parity(-product.parity.sign, product.parity.units))


def a_unit_in_a_parity(certificate):
    products = last_notes(certificate).products
    key, product = first(products, lambda p: p.parity.units)
    products[key] = product._replace(parity=Parity(product.parity.sign, frozenset()))


def a_product_said_to_be_zero(certificate):
    products = last_notes(certificate).products
    key, product = first(products)
    products[key] = product._replace(is_zero=True)


def two_products_swapped(certificate):
    products = last_notes(certificate).products
    one, other = list(products)[:2]
    products[one], products[other] = products[other], products[one]


def a_note_left_out(certificate):
    products = last_notes(certificate).products
    del products[next(iter(products))]


def a_part_of_an_exponent(certificate):
    exponents = last_notes(certificate).exponents
    key, parts = first(exponents)
    exponents[key] = (parts[0]._replace(times=parts[0].times + 1), *parts[1:])


def a_part_of_an_exponent_left_out(certificate):
    exponents = last_notes(certificate).exponents
    key, parts = first(exponents, lambda parts: len(parts) > 1)
    exponents[key] = parts[1:]


def the_kind_of_a_part(certificate):
    exponents = last_notes(certificate).exponents
    key, parts = first(exponents)
    exponents[key] = (parts[0]._replace(kind="log"), *parts[1:])


def a_part_of_an_angle(certificate):
    angles = last_notes(certificate).angles
    key, parts = first(angles)
    angles[key] = (parts[0]._replace(times=-parts[0].times), *parts[1:])


def half_a_basis_angle(certificate):
    angles = last_notes(certificate).angles
    key, parts = first(angles)
    angles[key] = (parts[0]._replace(times=parts[0].times / 2),) * 2 + parts[1:]


def a_sum_of_arcs(certificate):
    sums = last_notes(certificate).sums
    key, ((one, *others), *rest) = first(sums)
    sums[key] = (((one[0], one[1] + 1), *others), *rest)


def a_sum_of_arcs_left_out(certificate):
    last_notes(certificate).sums.clear()


def the_degree_of_a_root(certificate):
    degrees = last_notes(certificate).degrees
    unit, degree = first(degrees)
    degrees[unit] = degree // 2


def the_exponent_of_a_large_power(certificate):
    steps = last_notes(certificate).steps
    unit, step = first(steps)
    steps[unit] = -step


def notes_of_two_passes_swapped(certificate):
    case = certificate.cases[0]
    assert len(case.passes) > 1
    return replace(certificate, cases=(replace(case, passes=case.passes[::-1]), *certificate.cases[1:]))


def a_pass_left_out(certificate):
    case = certificate.cases[0]
    return replace(certificate, cases=(replace(case, passes=case.passes[:-1]), *certificate.cases[1:]))


def notes_of_two_cases_swapped(certificate):
    one, other, *rest = certificate.cases
    changed = (replace(one, passes=other.passes), replace(other, passes=one.passes), *rest)
    return replace(certificate, cases=changed)


def a_case_left_out(certificate):
    return replace(certificate, cases=certificate.cases[1:])


def all_cases_left_out(certificate):
    return replace(certificate, cases=(), excluded=())


def the_sign_that_a_case_assumes(certificate):
    case = certificate.cases[0]
    (sign, units), *rest = case.assumed
    changed = replace(case, assumed=(Parity(-sign, units), *rest))
    return replace(certificate, cases=(changed, *certificate.cases[1:]))


def a_case_that_assumes_nothing(certificate):
    return replace(certificate, cases=(replace(certificate.cases[0], assumed=()),), excluded=())


def a_case_said_to_be_undefined(certificate):
    case = replace(certificate.cases[0], outcome=Outcome.QUESTION_UNDEFINED)
    return replace(certificate, cases=(case, *certificate.cases[1:]))


def an_undefined_case_said_to_be_equal(certificate):
    changed = tuple(replace(case, outcome=Outcome.EQUAL) for case in certificate.cases)
    assert changed != certificate.cases
    return replace(certificate, cases=changed)


def a_case_said_to_differ(certificate):
    case = replace(certificate.cases[0], outcome=Outcome.DIFFERENT)
    return replace(certificate, cases=(case, *certificate.cases[1:]))


def an_exclusion_left_out(certificate):
    return replace(certificate, excluded=certificate.excluded[1:])


def other_evidence(certificate, evidence):
    exclusion = certificate.excluded[0]
    assert exclusion.evidence != evidence
    return replace(certificate, excluded=(replace(exclusion, evidence=evidence), *certificate.excluded[1:]))


def a_cut_left_out(certificate):
    evidence = certificate.excluded[0].evidence
    return other_evidence(certificate, replace(evidence, cuts=evidence.cuts[1:]))


def other_cuts(certificate):
    evidence = certificate.excluded[0].evidence
    cuts = tuple((low + Rational(1, 7), high + Rational(1, 7)) for low, high in evidence.cuts)
    return other_evidence(certificate, replace(evidence, cuts=cuts))


def one_cut_for_all_zeros(certificate):
    evidence = certificate.excluded[0].evidence
    assert len(evidence.cuts) > 1
    return other_evidence(certificate, replace(evidence, cuts=((Rational(-99), Rational(100)),)))


def a_line_of_another_generator(certificate):
    evidence = certificate.excluded[0].evidence
    other = certificate.tables.symbol(sp.pi)
    return other_evidence(certificate, OnLine(other, evidence.cuts))


def a_row_taken_less_often_than_not_at_all(certificate):
    (unit, times), *rest = certificate.excluded[0].evidence.units
    return other_evidence(certificate, ByRows(((unit, -times), *rest), certificate.excluded[0].evidence.monomials))


def a_row_left_out(certificate):
    evidence = certificate.excluded[0].evidence
    return other_evidence(certificate, replace(evidence, units=evidence.units[1:]))


def no_rows(certificate):
    return other_evidence(certificate, ByRows((), ()))


def a_case_that_can_occur_excluded(certificate):
    case, *rest = certificate.cases
    evidence = certificate.excluded[0].evidence
    excluded = (*certificate.excluded, Exclusion(replace(case, passes=(), asked=()), evidence))
    return replace(certificate, cases=tuple(rest), excluded=excluded)


def more_asked_than_the_question_needs(certificate):
    exclusion = next(exclusion for exclusion in certificate.excluded if exclusion.case.passes)
    case, *_ = certificate.cases
    changed = replace(exclusion.case, assumed=case.assumed, asked=exclusion.case.conditions)
    return replace(certificate, cases=(), excluded=(replace(exclusion, case=changed),))


def what_is_asked_without_a_reading(certificate):
    exclusion = next(exclusion for exclusion in certificate.excluded if exclusion.case.passes)
    others = tuple(e for e in certificate.excluded if e is not exclusion)
    changed = replace(exclusion, case=replace(exclusion.case, passes=()))
    return replace(certificate, excluded=(*others, changed))


def change_generator(certificate, wanted, **changes):
    """Change the first generator of a kind, or for which a condition holds."""
    generators = certificate.tables.generators
    holds = wanted if callable(wanted) else lambda generator: generator.kind == wanted
    place = next(k for k, generator in enumerate(generators) if holds(generator))
    generators[place] = generators[place]._replace(**changes)


def the_meaning_of_an_exponential(certificate):
    meaning = next(g.meaning[0] for g in certificate.tables.generators if g.kind == "exp")
    change_generator(certificate, "exp", meaning=(meaning._replace(divisor=2),))


def the_meaning_of_an_angle(certificate):
    meaning = next(g.meaning[0] for g in certificate.tables.generators if g.kind == "angle")
    change_generator(certificate, "angle", meaning=(meaning._replace(divisor=3),))


def the_meaning_of_an_arc(certificate):
    head, (argument,), shown = next(g.meaning for g in certificate.tables.generators if g.kind == "opaque")
    change_generator(certificate, "opaque", meaning=(head, (argument._replace(divisor=2),), shown))


def a_symbol_for_another(certificate):
    change_generator(certificate, "symbol", meaning=(sp.Symbol("z"),))


def a_symbol_said_to_be_constant(certificate):
    change_generator(certificate, lambda g: g.meaning[0] == X, constant=True)


def a_definition_that_speaks_of_nothing(certificate):
    change_generator(certificate, lambda g: g.inside, inside=frozenset())


def a_definition_by_a_later_entry(certificate):
    tables = certificate.tables
    later = poly.monomial(len(tables.generators) - 1)
    meaning = next(g.meaning[0] for g in tables.generators if g.kind == "exp")
    numerator = poly.add(meaning.numerator, {later: 1})
    inside = frozenset(poly.generators(numerator))
    change_generator(certificate, "exp", meaning=(meaning._replace(numerator=numerator),), inside=inside)


def a_unit_replaced(certificate):
    units = certificate.tables.units
    place = next(k for k, unit in enumerate(units) if unit.kind == "poly")
    units[place] = units[place]._replace(value=poly.add(units[place].value, {0: 1}))


def a_prime_replaced(certificate):
    units = certificate.tables.units
    units[:] = [unit._replace(value={0: 1}) if unit.kind == "prime" else unit for unit in units]


def a_factor_replaced(certificate):
    factors = certificate.tables.factors
    factors[:] = [poly.add(factor, {0: 1}) if len(factor) > 1 else {**factor, 0: 1} for factor in factors]


def the_unit_of_a_sign(certificate):
    tables = certificate.tables
    place = next(iter(tables.unit_of_sign))
    tables.unit_of_sign[place] += 1


def another_answer(certificate):
    problem = replace(certificate.problem, answer=certificate.problem.answer + X**2 / 10**30)
    return replace(certificate, problem=problem)


def another_question(certificate):
    problem = replace(certificate.problem, question=certificate.problem.question * sp.exp(X / 10**30))
    return replace(certificate, problem=problem)


def an_answer_that_needs_more(certificate):
    problem = replace(certificate.problem, answer_domain=(sp.log(X - 5),))
    return replace(certificate, problem=problem)


TAMPERED = [(change, name) for change, names in {
    a_power_in_a_product: ("units", "roots", "cases", "undefined"),
    a_unit_left_out_of_a_product: ("units",),
    the_sign_of_a_product: ("units", "arcs", "cases", "rows"),
    a_unit_in_a_parity: ("units", "arcs"),
    a_product_said_to_be_zero: ("units", "roots"),
    two_products_swapped: ("units", "roots"),
    a_note_left_out: ("units", "arcs", "line"),
    a_part_of_an_exponent: ("exponents",),
    a_part_of_an_exponent_left_out: ("exponents",),
    the_kind_of_a_part: ("exponents",),
    a_part_of_an_angle: ("angles",),
    half_a_basis_angle: ("angles",),
    a_sum_of_arcs: ("arcs",),
    a_sum_of_arcs_left_out: ("arcs",),
    the_degree_of_a_root: ("roots",),
    the_exponent_of_a_large_power: ("powers",),
    notes_of_two_passes_swapped: ("passes",),
    a_pass_left_out: ("passes", "units"),
    notes_of_two_cases_swapped: ("undefined",),
    a_case_left_out: ("cases", "line", "rows", "undefined"),
    all_cases_left_out: NAMES,
    the_sign_that_a_case_assumes: ("cases", "line", "rows", "undefined"),
    a_case_that_assumes_nothing: ("cases", "line", "rows"),
    a_case_said_to_be_undefined: ("units", "cases"),
    an_undefined_case_said_to_be_equal: ("undefined",),
    a_case_said_to_differ: ("units", "cases"),
    an_exclusion_left_out: ("line", "rows"),
    a_cut_left_out: ("line", "asked"),
    other_cuts: ("line", "asked"),
    one_cut_for_all_zeros: ("line",),
    a_line_of_another_generator: ("line", "asked"),
    a_row_taken_less_often_than_not_at_all: ("rows",),
    a_row_left_out: ("rows",),
    no_rows: ("rows", "line"),
    a_case_that_can_occur_excluded: ("line", "rows"),
    more_asked_than_the_question_needs: ("asked",),
    what_is_asked_without_a_reading: ("asked",),
    the_meaning_of_an_exponential: ("exponents",),
    the_meaning_of_an_angle: ("angles",),
    the_meaning_of_an_arc: ("arcs", "opaque"),
    a_symbol_for_another: NAMES,
    a_symbol_said_to_be_constant: ("arcs", "opaque"),
    a_definition_that_speaks_of_nothing: ("exponents", "angles", "arcs", "opaque", "roots"),
    a_definition_by_a_later_entry: ("exponents",),
    a_unit_replaced: ("units", "roots", "line", "rows"),
    a_prime_replaced: ("undefined",),
    a_factor_replaced: ("arcs", "angles"),
    the_unit_of_a_sign: ("units", "arcs"),
    another_answer: NAMES,
    another_question: NAMES,
    an_answer_that_needs_more: NAMES,
}.items() for name in names]  # fmt: skip

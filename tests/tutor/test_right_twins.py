"""The right rule beside each group of wrong ones is the rule that derivations show: one formula, in two notations."""

import pytest
import sympy as sp

from gdtutor.calculus.forms import Kind, form_of
from gdtutor.calculus.rules import FORMULAS
from gdtutor.tutor.parts import Parts
from gdtutor.tutor.prediction import outer_pair
from gdtutor.tutor.wrong_rules import rules_of

x = sp.Symbol("x", positive=True)
SLOPES = sp.symbols("d0:6", positive=True)
EXPRESSIONS = {
    Kind.SUM: x**2 + sp.sin(x) + sp.exp(x),
    Kind.MULTIPLE: 7 * sp.sin(x),
    Kind.PRODUCT: x**2 * sp.sin(x),
    Kind.QUOTIENT: sp.sin(x) / (x**2 + 1),
    Kind.POWER: (x**2 + 1) ** 5,
    Kind.EXPONENTIAL: sp.Rational(1, 3) ** (x**2),
    Kind.GENERAL_POWER: (x**2 + 1) ** sp.sin(x),
    Kind.FUNCTION: sp.atan(x**3),
}
CASES = [*EXPRESSIONS.items(), (Kind.PRODUCT, x**2 * sp.sin(x) * sp.exp(x)), (Kind.FUNCTION, sp.acosh(x**2 + 2))]


@pytest.mark.parametrize(("kind", "expression"), CASES)
def test_the_rule_without_a_mistake_is_that_of_the_table(kind, expression):
    form = form_of(expression, x)
    assert form.kind is kind
    slopes = dict(zip(form.parts, SLOPES, strict=False))
    outer, slope = outer_pair(form)
    ((unknown,), *_) = [tuple(outer.free_symbols)] if outer.free_symbols else [(sp.Dummy(),)]
    parts = Parts(
        us=[part.expression for part in form.parts],
        ds=[slopes[part] for part in form.parts],
        whole=form.expression,
        constant=form.constant,
        variable=x,
        slope=lambda at: slope.xreplace({unknown: at}),
        outer=lambda at: outer.xreplace({unknown: at}),
        log=sp.log,
        pi=sp.pi,
    )
    (right,) = [rule for rule in rules_of(form, False) if not rule.mistakes][:1]
    shown = FORMULAS[kind](form, lambda part: slopes[part])
    difference = (right.formula(parts) - shown).subs(x, sp.Rational(13, 11))
    for number, symbol in enumerate(SLOPES, start=2):
        difference = difference.subs(symbol, sp.Rational(number, 7))
    assert abs(sp.N(difference, 50)) < sp.Float("1e-40")

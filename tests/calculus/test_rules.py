"""One table of rules: steps and the pass backwards give one derivative, also in pieces, and it is verified."""

import mpmath
import pytest
import sympy as sp
from exact import value_at
from in_pieces import ALL

import gdtutor as gd
from gdtutor.calculus import boundaries, branches
from gdtutor.calculus.forms import Kind
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import read_expression
from gdtutor.calculus.rules import slope_of

x = sp.Symbol("x")


@pytest.mark.parametrize("case", ALL, ids=[case.text for case in ALL])
def test_step_by_step_and_backwards_give_one_derivative(case):
    stepwise = gd.derive(case.text, "x").result
    backwards = partials(read_expression(case.text), (x,))[0]
    for point in case.points:
        at = {x: sp.Rational(point)}
        assert abs(value_at(stepwise, at) - value_at(backwards, at)) < mpmath.mpf(10) ** -45


PROVED = [
    "(1/2)^x", "0.1^x", "x*(1/2)^x", "relu(a) + x^2", "relu(a)*x + |b|*max(x, c)", "max(x, |x|)",
    "max(x, y, x*y)*sin(x)", "max((x+1)^2, x^2+2x+1)", "sqrt(max(0, x))", "sqrt(x + |x|)",
    "asin(max(-1, min(x, 1)))", "acosh(max(x, 1))", "relu(x)^(3/2)", "|relu(x)|", "relu(x)^x",
    "Piecewise((x, x < 0), (sqrt(x), True))", "min(x, 1)^2*e^x", "Piecewise((x^2, x < 0), (sqrt(x)*sin(x), True))",
    "Piecewise((x, x > 0), (e^x - 1, True))", "sign(x)*x^2", "|log(x)|", "softplus(max(x, 1))",
    "Piecewise((-x*log(x), x > 0), (0, True))",
]  # fmt: skip


@pytest.mark.parametrize("text", PROVED)
def test_every_step_in_pieces_is_proved(text):
    assert gd.derive(text, "x").unproved() == ()


def test_a_piecewise_is_derived_branch_by_branch():
    derivation = gd.derive("Piecewise((x^2, x < 0), (sqrt(x)*sin(x), True))", "x")
    assert str(derivation.steps[0]).splitlines() == [
        "d/dx(Piecewise((x^2, x < 0), (sqrt(x)*sin(x), True)))",
        "    = Piecewise((d/dx(x^2), x < 0), (d/dx(sqrt(x)*sin(x)), True))"
        "    [definition: each branch by itself; none where two branches meet]",
    ]
    assert derivation.steps[-1].rule == "assemble"
    assert derivation.result.args[0].args[0] == 2 * x


def test_linear_branches_need_one_step():
    assert [str(step.after) for step in gd.derive("relu(x)", "x").steps] == ["Piecewise((1, x > 0), (0, True))"]


def test_a_boundary_value_is_a_case_of_its_own():
    text = str(gd.derive("sqrt(max(0, x))", "x").result)
    assert "(1/(2*sqrt(Max(0, x))), Max(0, x) > 0), (0, True)" in text


def test_what_is_printed_reads_back():
    for text in ("sqrt(max(0, x))", "asin(max(-1, min(x, 1)))", "max(x, |x|, 2)", "acsc(min(x, -1))"):
        shown = gd.derive(text, "x").to_dict()["result"]
        again = read_expression(shown)
        for point in ("-1.7", "0.4", "2.6"):
            at = {x: sp.Rational(point)}
            assert value_at(again, at) == value_at(gd.derive(text, "x").result, at)


def test_a_tampered_branch_is_found(monkeypatch):
    def swapped(node):
        right = branches.branches(node) if branches.has_branches(node) else ()
        return [(branch, condition) for (branch, _), (_, condition) in zip(right[::-1], right, strict=True)]

    monkeypatch.setattr("gdtutor.calculus.derivation.cases_of", swapped)
    assert not gd.derive("max(x^2, x)", "x").verify()
    assert not gd.derive("Piecewise((x, x < 0), (x^2, True))", "x").verify()


@pytest.mark.parametrize("text", ["sqrt(max(0, x))", "asin(max(-1, min(x, 1)))", "acosh(max(x, 1))"])
def test_a_boundary_without_its_case_is_found(monkeypatch, text):
    monkeypatch.setattr("gdtutor.calculus.rules.off_the_boundary", lambda slope, condition: slope)
    assert not gd.derive(text, "x").verify()


def test_the_slope_of_one_part_holds_the_others():
    y = sp.Symbol("y")
    assert slope_of(Kind.POWER, x**y, x, y) == y * x ** (y - 1)
    assert slope_of(Kind.EXPONENTIAL, x**y, y, x) == x**y * sp.log(x)
    assert slope_of(Kind.MULTIPLE, x * y, x, y) == y


@pytest.mark.parametrize("function", list(boundaries.BOUNDARY))
def test_the_table_of_boundaries_names_the_ends_of_the_domain(function):
    """Just inside the condition the slope is large, just outside the function is not real, on the edge it is."""
    condition = boundaries.BOUNDARY[function](x)
    slope = slope_of(Kind.FUNCTION, function(x), x)
    ends = [end for end in (-1, 0, 1) if value_is_real(function, end) and not condition.subs(x, end)]
    assert ends
    for end in ends:
        beside = [sp.Rational(end) + side * sp.Rational(1, 10**20) for side in (-1, 1)]
        inside = [at for at in beside if condition.subs(x, at)]
        assert len(inside) == 1
        assert abs(value_at(slope, {x: inside[0]})) > 10**9
        assert not any(value_is_real(function, at) for at in beside if at not in inside)


def value_is_real(function, at):
    return sp.N(function(sp.Rational(at)), 50).is_real

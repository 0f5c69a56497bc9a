"""Convexity: known convex and other functions, chords of random points as an oracle, tampered proofs found."""

import random
from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.calculus.equality.decide import Verdict
from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.several.shape import ShapeRule

NEURON = "-y*log(1/(1+e^(-w*x-b))) - (1-y)*log(1-1/(1+e^(-w*x-b)))"
# Boyd and Vandenberghe, Convex Optimization, section 3.1.5 and exercises of chapter 3; the losses of the lectures
CONVEX = [
    ("(20-5θ)^2 + (41-12θ)^2", "θ", {}),
    ("0.1x^2 + 2y^2", "x y", {}),
    ("x^2 + y^2 - x*y", "x y", {}),
    ("(y-w*x-b)^2 + (q-w*p-b)^2", "w b", {}),
    (NEURON, "w b", {}),
    ("softplus(w*x) - y*w*x", "w", {}),
    ("softplus(x) + softplus(2x-y) + 0.1*(x^2+y^2)", "x y", {}),
    ("max(0, 1-y*(w*x+b)) + 0.01*w^2", "w b", {}),
    ("|x| + max(y, 2x)", "x y", {}),
    ("sqrt(x^2+y^2)", "x y", {}),
    ("log(e^x+e^y+e^z)", "x y z", {}),
    ("log(e^(x^2)+e^(2y)+1)", "x y", {}),
    ("-log(x)", "x", {}),
    ("x*log(x)", "x", {}),
    ("x^x", "x", {}),
    ("-log(1-x^2-y^2)", "x y", {}),
    ("x^2/y", "x y", {"y": (0, None)}),
    ("1/x", "x", {"x": (0, None)}),
    ("-sqrt(x)", "x", {}),
    ("(x^2+y^2)^2", "x y", {}),
    ("x^4 - 4x^3 + 6x^2 - 4x + 1 + y^2", "x y", {}),
    ("log(cosh(x))", "x", {}),
    ("max(0, x)^2", "x", {}),
    ("x^2 + sin(x)", "x", {}),
    ("sin(x)", "x", {"x": (3.2, 6)}),
    ("-y*log(p) - (1-y)*log(1-p)", "p", {"y": (0, 1)}),
    ("7", "x", {}),
    ("3x + y", "x y", {}),
]
NOT_CONVEX = [
    ("sin(2θ)*log(θ^2)", "θ", {}),
    ("(1-x)^2 + 100*(y-x^2)^2", "x y", {}),
    ("x*y", "x y", {}),
    ("x*y*z", "x y z", {}),
    ("1/2*(y-1/(1+e^(-w*x)))^2", "w", {}),
    ("sin(x)", "x", {"x": (1, 4)}),
    ("x^3", "x", {}),
    ("log(x)", "x", {}),
    ("sqrt(x)", "x", {}),
    ("-sqrt(x^2)", "x", {}),
    ("|x| - |x-1|", "x", {}),
    ("min(x, 0)", "x", {}),
    ("1/x^2", "x", {}),
    ("1/x", "x", {}),
    ("-log(x^2)", "x", {}),
    ("a*x^2 + b*x + c", "x", {}),
    ("x^2 + y^2 - 2.001*x*y", "x y", {}),
    ("x^4 - x^2", "x", {}),
    ("tan(x)", "x", {}),
    ("sigmoid(x)", "x", {}),
]


@pytest.mark.parametrize(("text", "variables", "on"), CONVEX, ids=[c[0] for c in CONVEX])
def test_convex_functions_are_proved(text, variables, on):
    found = gd.convexity(text, variables, on=on)
    assert found.proved
    assert found.verify()


@pytest.mark.parametrize(("text", "variables", "on"), NOT_CONVEX, ids=[c[0] for c in NOT_CONVEX])
def test_other_functions_are_refuted_by_a_certified_witness(text, variables, on):
    found = gd.convexity(text, variables, on=on)
    assert found.refuted
    assert found.verify()


def value(function, symbols, numbers):
    """50 digits by mpmath; ``None`` outside the domain."""
    with mpmath.workdps(50):
        try:
            result = mpmath.mpmathify(function(*(mpmath.mpf(n.numerator) / n.denominator for n in numbers)))
        except (ZeroDivisionError, ValueError, TypeError):
            return None
        return None if mpmath.im(result) or not mpmath.isfinite(result) else mpmath.re(result)


@pytest.mark.parametrize(("text", "variables", "on"), CONVEX, ids=[c[0] for c in CONVEX])
def test_no_chord_of_a_proved_function_runs_below_it(text, variables, on):
    found = gd.convexity(text, variables, on=on)
    names = sorted(found.expression.free_symbols | set(found.variables), key=str)
    function = sp.lambdify(names, found.expression.rewrite([sigmoid, softplus], sp.exp), "mpmath")
    generator = random.Random(1)
    sides = {sp.Symbol(name): side for name, side in on.items()}

    def number(symbol):
        low, high = sides.get(symbol, (-3, 3))
        high = 5 if high is None else high
        return Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(generator.randint(1, 99), 100)

    compared = 0
    while compared < 25:
        fixed = {name: number(name) for name in names if name not in found.variables}
        start, end = ([fixed[n] if n in fixed else number(n) for n in names] for _ in range(2))
        weight = Fraction(generator.randint(1, 9), 10)
        between = [weight * a + (1 - weight) * b for a, b in zip(start, end, strict=True)]
        ends = value(function, names, start), value(function, names, end)
        if None in ends:
            continue
        middle = value(function, names, between)
        compared += 1
        assert middle is not None  # a convex domain
        with mpmath.workdps(50):
            share = mpmath.mpf(weight.numerator) / weight.denominator
            assert middle <= share * ends[0] + (1 - share) * ends[1] + mpmath.mpf(10) ** -40


PIECES = st.sampled_from(
    ["x^2", "y^2", "x*y", "-x*y", "e^x", "e^(x-2y)", "softplus(x+y)", "|x-y|", "sqrt(1+x^2)", "-x^2", "x", "cosh(y)",
     "x^4", "sin(x)", "3*y^2", "max(x, y)"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=4))
def test_random_sums_get_a_verdict_that_verifies(pieces):
    found = gd.convexity(" + ".join(pieces), "x y")
    assert found.verify()
    if set(pieces) <= {"x^2", "y^2", "e^x", "e^(x-2y)", "softplus(x+y)", "|x-y|", "x", "cosh(y)", "x^4", "max(x, y)"}:
        assert found.proved


@given(st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=3, max_size=3))
def test_quadratics_are_decided_exactly(rows):
    x = sp.symbols("x y z")
    matrix = sp.Matrix(rows) + sp.Matrix(rows).T
    found = gd.convexity(sp.expand((sp.Matrix([x]) * matrix * sp.Matrix(x))[0]), "x y z")
    assert found.verdict is (Verdict.PROVED if matrix.is_positive_semidefinite else Verdict.REFUTED)


def test_a_chain_of_rules_is_shown():
    found = gd.convexity("softplus(2x-y) + x^2", "x y")
    rules = [part.rule for part in found.shape.parts]
    assert found.shape.rule is ShapeRule.SUM
    assert rules == [ShapeRule.CURVATURE, ShapeRule.COMPOSITION]
    assert "softplus(2*x - y) is convex" in str(found)
    assert str(found).splitlines()[-1] == "A stationary point of a convex function is a global minimum."


def test_the_witness_is_told():
    found = gd.convexity("x*y", "x y")
    assert str(found) == ("x*y is not convex: at x = 1, y = 2 the second derivative along (1, -1) is -2, below zero.")


def test_tampered_proofs_are_found():
    found = gd.convexity("softplus(2x-y) + x^2", "x y")
    first, second = found.shape.parts
    bad_step = replace(first.steps[0], certificate=sp.Integer(3))
    wrong = [
        replace(found.shape, parts=(second,)),  # not the whole sum
        replace(found.shape, parts=(replace(first, steps=(bad_step,)), second)),
        replace(found.shape, parts=(replace(first, steps=()), second)),
        replace(found.shape, parts=(first, replace(second, sense=0))),
        replace(found.shape, parts=(first, replace(second, steps=first.steps))),
        replace(found.shape, sense=-1),
        replace(first, expression=found.expression),
        replace(found.shape, rule=ShapeRule.MAXIMUM),
    ]
    assert found.verify()
    assert [replace(found, shape=shape).verify() for shape in wrong] == [False] * len(wrong)


def test_a_concave_function_is_not_shown_convex_by_its_own_proof():
    concave = gd.convexity("-x^2", "x")
    assert concave.refuted
    proof = gd.convexity("x^2", "x").shape
    assert not replace(concave, verdict=Verdict.PROVED, shape=replace(proof, expression=concave.expression)).verify()


def test_tampered_witnesses_are_found():
    found = gd.convexity("x^4 - x^2", "x")
    assert not replace(found, witness=replace(found.witness, point=(("x", sp.Integer(2)),))).verify()
    chord = gd.convexity("-|x|", "x")
    assert not replace(chord, witness=replace(chord.witness, end=(("x", sp.Integer(2)),))).verify()


def test_undecided_is_said():
    motzkin = "x^4*y^2 + x^2*y^4 - 3*x^2*y^2"  # its Hessian's minors are no sums of squares; it is not convex
    assert gd.convexity(motzkin, "x y").refuted
    found = gd.convexity("f(x)", "x")
    assert found.verdict is Verdict.UNDECIDED
    assert "neither a proof" in str(found)


def test_views():
    found = gd.convexity("x^2", "x")
    assert found.to_dict()["verdict"] == "proved"
    assert found.to_dict()["verified"] is True
    assert r"\begin{aligned}" in found._repr_markdown_()
    assert gd.convexity("-x^2", "x").to_dict()["witness"] == "at x = 1 the second derivative is -2, below zero"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x^2", "x", {"x": 3}), "on has the side 3"),
        (("x^2", "x", {"x": (2, 1)}), "the ends are 2 and 1"),
        (("x^2", "x", {"x": ("a", 1)}), "rational numbers"),
        (("x*y", "x y", (0, 1)), "a mapping from names"),
        (("x^2", ""), "variables are none"),
    ],
)
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(gd.ArgumentError, match=words):
        gd.convexity(*arguments)


def test_what_is_too_large_is_refused():
    with pytest.raises(gd.TooLargeError):
        gd.convexity("+".join(f"x_{k}^2" for k in range(13)), [f"x_{k}" for k in range(13)])

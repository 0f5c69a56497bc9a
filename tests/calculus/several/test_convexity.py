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
from gdtutor.calculus.proving.range import EVERYTHING
from gdtutor.calculus.several.cells import cells_of
from gdtutor.calculus.several.joints import claims
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
    ("Piecewise((x^2, x>0), (0, True))", "x", {}),
    ("-Piecewise((x, x<1/2), (1/2, True))", "x", {"x": (0, 1)}),
    ("Piecewise((x^2/2, (x<=1)&(x>=-1)), (|x|-1/2, True))", "x", {}),
    ("Piecewise((x^2/2, |x|<=1), (|x|-1/2, True)) + y^2", "x y", {}),
    ("e^Piecewise((x^2/2, |x|<=1), (|x|-1/2, True))", "x", {}),
    ("Piecewise(((y-w*x-b)^2/2, |y-w*x-b|<=1), (|y-w*x-b|-1/2, True))", "w b", {}),
    ("Piecewise((y*(q-w*x), q-w*x>=0), ((y-1)*(q-w*x), True))", "w", {"y": (0, 1)}),  # the quantile loss
    ("Piecewise((0, z>=1), ((1-z)^2/2, (z>0)&(z<1)), (1/2-z, True))", "z", {}),
    ("Piecewise(((x-1/3)^3, x>1/3), (0, True))", "x", {}),
    ("Piecewise(((x^2-2)^2, x^2>2), (0, True))", "x", {}),
    ("max(x^3-2, 0)", "x", {}),
    ("Piecewise(((x^3-2)^2, x^3>2), (0, True))", "x", {}),
    ("Piecewise((a*x^2, x>0), (0, True))", "x", {"a": (0, None)}),
    ("Piecewise((x*log(x), x>0), (0, True))", "x", {"x": (0, 1)}),
    ("Piecewise((x^2, x>0), (1, True))", "x", {"x": (0, 1)}),
    ("Piecewise((-sin(x), x>0), (-x, True))", "x", {"x": (-3, 3)}),
    ("x*|x|", "x", {"x": (0, None)}),
    ("max(x, 0)*x", "x", {}),
    ("x^2/(1+|x|)", "x", {}),
    ("|x| - log(1+|x|)", "x", {}),
    ("(x+y)^2*|x+y|", "x y", {}),
    ("-sqrt(x*y)", "x y", {"x": (0, None), "y": (0, None)}),
    ("-sqrt(x*y)", "x y", {"x": (0, 1), "y": (0, 1)}),
    ("-(x*y)^(1/3)", "x y", {"x": (0, None), "y": (0, None)}),
    ("-(x*y*z)^(1/3)", "x y z", {"x": (0, None), "y": (0, None), "z": (0, None)}),
    ("-sqrt(x^2+x*y)", "x y", {"x": (0, None), "y": (0, None)}),
    ("x^2 - sqrt(x*y)", "x y", {"x": (0, None), "y": (0, None)}),
    ("asin(x^2)", "x", {"x": (-1, 1)}),
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
    ("asin(cos(x))", "x", {}),  # π/2 − |x| near 0: its second derivative is 0 wherever there is one
    ("acos(cos(x))", "x", {}),
    ("asin(sin(x))", "x", {"x": (0, 2)}),
    ("Piecewise((x^2, x>0), (1/10^9, True))", "x", {}),
    ("Piecewise((x^2, x!=1), (1-1/10^6, True))", "x", {}),
    ("Piecewise((x^2, x!=1), (1+1/10^6, True))", "x", {}),
    ("Piecewise((x, x<1/3), (1/3+(1-1/10^9)*(x-1/3), True))", "x", {}),
    ("Piecewise((e^x, x<1/3), (e^(1/3)+(e^(1/3)-1/10^9)*(x-1/3), True))", "x", {}),
    ("Piecewise((x*log(x), x>1), ((1+1/10^8)*(x-1), True))", "x", {}),
    ("Piecewise((x*log(x), x>0), (-1/10^9, True))", "x", {"x": (0, 1)}),
    ("Piecewise((x^2, x>0), (-1/10^9, True))", "x", {"x": (0, 1)}),
    ("Piecewise((-sqrt(x), x>0), (0, True))", "x", {}),  # convex for x ≥ 0, but real everywhere
    ("Piecewise((a*x^2, x>0), (0, True))", "x", {}),
    ("Piecewise((x^2/2, |x|<=1), (|x|-1/2-1/10^9, True))", "x", {}),
    ("Piecewise(((x-y)^2, x>y), (x-y, True))", "x y", {}),
    ("x^2 - |x|/10^9", "x", {}),
    ("|x|^3 - x^2/10^6", "x", {}),
    ("min(x^2, (x-1)^2)", "x", {}),
    ("-sqrt(x*y)", "x y", {}),
    ("-(x*y)^(51/100)", "x y", {"x": (0, None), "y": (0, None)}),
    ("-sqrt(x*y+1)", "x y", {"x": (0, None), "y": (0, None)}),
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


BORDERS = {"x < 1/2": sp.Rational(1, 2), "x <= -1/3": sp.Rational(-1, 3)}
SMALL = sp.Rational(1, 10**9)


@pytest.mark.parametrize("fall", [-1, 0, 1])
@pytest.mark.parametrize("jump", [-1, 0, 1])
@pytest.mark.parametrize("bends", [(0, 0), (1, 0), (0, 2), (-1, 0), (0, -1)])
@pytest.mark.parametrize("condition", BORDERS)
def test_two_parabolas_are_decided_by_their_jump_and_slopes(condition, bends, jump, fall):
    x, border = sp.Symbol("x"), BORDERS[condition]
    left = bends[0] * (x - border) ** 2 + 3 * x - 1
    right = bends[1] * (x - border) ** 2 + (3 + fall * SMALL) * (x - border) + 3 * border - 1 + jump * SMALL
    found = gd.convexity(f"Piecewise(({left}, {condition}), ({right}, True))".replace("**", "^"), "x")
    is_convex = min(bends) >= 0 and jump == 0 and fall >= 0
    assert found.verdict is (Verdict.PROVED if is_convex else Verdict.REFUTED)
    assert found.verify()


@pytest.mark.parametrize("fall", [-1, 0, 1])
@pytest.mark.parametrize("jump", [-1, 0, 1])
@pytest.mark.parametrize(
    ("condition", "zero"), [("x^2 < 2", "x^2-2"), ("x^3 + x < 1", "x^3+x-1"), ("2 > x^3", "x^3-2")]
)
def test_irrational_borders_are_exact(condition, zero, jump, fall):
    """A multiple of a polynomial that rises through zero at the border, on its right side."""
    right = f"x^2 + ({fall}/10^9)*({zero}) + {jump}/10^9 + 3*({zero})^2"
    found = gd.convexity(f"Piecewise((x^2, {condition}), ({right}, True))", "x", on=(0, 3))
    assert found.verdict is (Verdict.PROVED if jump == 0 and fall >= 0 else Verdict.REFUTED)
    assert found.verify()


PARTS = ["x^2", "-x", "2x", "0", "1/2", "x^3", "e^x", "e^x-1", "-log(1+x)", "x*log(1+x)", "sqrt(1+x^2)", "-sqrt(1+x)",
         "x*|x|", "cosh(x)", "max(x, x^2)", "|x-1/2|", "sin(x)", "1-cos(x)", "x/(2+x)", "log(cosh(x))"]  # fmt: skip

FORMS = ["Piecewise(({0}, x<{b}), ({1}, True))", "Piecewise(({0}, x<{b}), ({1}, x<3/4), ({2}, True))", "max({0}, {1})",
         "|{0}| + {1}", "({0})*|{1}|", "max({0}, 0) + min({1}, {2})"]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_what_is_proved_of_random_pieces_has_no_chord_below(seed):
    """Chords across every place near the borders, by 50 digits."""
    generator = random.Random(seed)
    parts, border = generator.choices(PARTS, k=3), generator.choice([0, 0, Fraction(1, 2), Fraction(1, 3)])
    text = generator.choice(FORMS).format(*parts, b=border)
    found = gd.convexity(text, "x", on=(sp.Rational(-9, 10), 2))
    assert found.verify()
    function = sp.lambdify("x", found.expression.rewrite([sigmoid, softplus], sp.exp), "mpmath")
    places = [Fraction(k, 60) for k in range(-54, 121)]
    if not found.proved:
        return
    with mpmath.workdps(50):
        values = {p: mpmath.mpf(function(mpmath.mpf(p.numerator) / p.denominator)) for p in places}
        for _ in range(300):
            start, end = generator.sample(places, 2)
            middle = start + (end - start) * Fraction(generator.randint(0, 60), 60)
            middle = Fraction(round(middle * 60), 60)
            share = mpmath.mpf((middle - start).numerator) / (middle - start).denominator
            share /= mpmath.mpf((end - start).numerator) / (end - start).denominator
            assert values[middle] <= share * values[end] + (1 - share) * values[start] + mpmath.mpf(10) ** -40


def test_pieces_say_why():
    told = str(gd.convexity("Piecewise((x^2, x>1), (2*x-1, True))", "x"))
    assert "in pieces: 1 = 1, both sides at x = 1; 2 >= 2, the slopes of both sides at x = 1" in told


def test_tampered_pieces_are_found():
    found = gd.convexity("Piecewise((x^2, x>0), (-x, True))", "x")
    left, right = found.shape.parts
    value, slope = found.shape.steps
    other = gd.convexity("Piecewise((x^2, x>0), (-x, True))", "x", on=(-1, 1)).shape
    bent = gd.convexity("Piecewise((x^2, x>0), (x, True))", "x")
    wrong = [
        replace(found.shape, steps=(value,)),
        replace(found.shape, steps=(value, replace(slope, after=sp.Integer(-2)))),
        replace(found.shape, parts=(right, left)),
        replace(found.shape, parts=(left,)),
        replace(found.shape, within=None),
        replace(found.shape, expression=bent.expression),
        other,  # on a part of the line only
    ]
    assert found.verify()
    assert bent.refuted
    assert [replace(found, shape=shape).verify() for shape in wrong] == [False] * len(wrong)


def test_a_piece_has_to_be_convex_in_its_whole_cell():
    """x³ is convex for x > 0 alone, and that is no proof for x > -1."""
    good = gd.convexity("Piecewise((x^3, x>0), (0, True))", "x")
    bent = gd.convexity("Piecewise((x^3, x>-1), (3*x+2, True))", "x")
    x = sp.Symbol("x")
    line = gd.convexity("Piecewise((x^2, x>-1), (-2*x-1, True))", "x").shape.parts[0]
    joints = [c.proved(x, {}) for c in claims(cells_of(bent.expression, x, EVERYTHING), x, 1)]
    left = replace(line, expression=3 * x + 2, steps=gd.convexity("3*x+2", "x").shape.steps)
    forged = replace(good.shape, expression=bent.expression, parts=(left, good.shape.parts[1]), steps=tuple(joints))
    assert bent.refuted
    assert left.is_proved()
    assert None not in joints
    assert not forged.is_proved()


def test_a_proof_on_part_of_the_line_is_none_for_a_function_of_an_affine_quantity():
    text = "Piecewise(((x-y)^2, x>y), (0, True))"
    found = gd.convexity(text, "x y")
    small = gd.convexity(text, "x y", on={"x": (0, 1), "y": (0, 1)})
    assert found.verify()
    assert small.verify()
    assert not replace(found, shape=small.shape).verify()
    assert not replace(found, shape=replace(found.shape, parts=(gd.convexity("x+y", "x y").shape,))).verify()


def test_pieces_without_a_value_or_with_a_singular_one_are_not_proved():
    for text in ["Piecewise((x^2, x>0), (1/x, True))", "Piecewise((1/x, x=0), (x^2, True))", "Piecewise((x^2, x>0))",
                 "Piecewise((x^2, x>0), (log(x), True))", "Piecewise((x^2, e^x>2), (0, True))"]:  # fmt: skip
        try:
            found = gd.convexity(text, "x")
        except gd.UnreadableError:
            continue
        assert not found.proved
        assert found.verify()


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


def test_a_number_that_is_zero_is_shown_as_zero():
    assert "the chord is at 0 in the middle" in str(gd.convexity("sin(sign(x))", "x"))

"""Whatever is asked of the package, only a ``GdtutorError`` leaves it: nothing of SymPy's, NumPy's or Python's.

Every public function is called with formulas of the whole grammar, with formulas in which a letter was lost or added,
with hostile text, and with points, directions, boxes, shapes and numbers of which some are none. What it gives is then
shown and written out as well. ``GDTUTOR_PROFILE=long`` tries fifty times as many.
"""

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import gdtutor as gd
from gdtutor.calculus.vocabulary import FUNCTIONS

EXAMPLES = 400 if os.environ.get("GDTUTOR_PROFILE") == "long" else 8
LETTERS = ["x", "y", "a", "θ", "w_1", "t"]

# --- texts ------------------------------------------------------------------------------------------------------------

NUMBERS = ["0", "1", "2", "3", "-1", "1/2", "0.3", "π", "e", "sqrt(2)", "10^9", "1e-30", "7/3", "-0.5"]
LEAVES = st.sampled_from(["x", "x", "x", "y", "a", "θ", *NUMBERS])


def grown(parts):
    """Formulas of formulas."""
    pair = st.tuples(parts, parts)
    return st.one_of(
        pair.map("({0[0]} + {0[1]})".format),
        pair.map("({0[0]} - {0[1]})".format),
        pair.map("{0[0]}*({0[1]})".format),
        pair.map("({0[0]})/({0[1]})".format),
        pair.map(r"\frac{{{0[0]}}}{{{0[1]}}}".format),
        pair.map("({0[0]})^({0[1]})".format),
        st.tuples(parts, st.sampled_from(["2", "3", "(1/2)", "-1", "0", "(1/3)"])).map("({0[0]})^{0[1]}".format),
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), parts).map("{0[0]}({0[1]})".format),
        st.tuples(st.sampled_from(["max", "min", "log", "root", "logsumexp"]), parts, parts).map(
            "{0[0]}({0[1]}, {0[2]})".format
        ),
        parts.map("|{}|".format),
        parts.map("d/dx ({})".format),
        st.tuples(st.sampled_from(["f", "g", "f'", "h''"]), parts).map("{0[0]}({0[1]})".format),
        st.tuples(parts, parts, st.sampled_from(["x < 0", "x >= 1", "x <= y", "0 < x < a"])).map(
            "Piecewise(({0[0]}, {0[2]}), ({0[1]}, True))".format
        ),
    )


VALID = st.recursive(LEAVES, grown, max_leaves=6)
ALPHABET = "x2+-*/^()|'=,.<>{}\\_ sincotalgepydfθπ√²½≈≠!;:&\n"


@st.composite
def near_valid(draw):
    """A formula in which a sign was lost or added."""
    text = draw(VALID)
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(["", *ALPHABET])) + text[at + draw(st.integers(0, 2)) :]


HOSTILE = st.one_of(
    st.text(ALPHABET, max_size=30),
    st.text(max_size=20),
    st.sampled_from([
        "", " ", "(" * 200, "-" * 300 + "x", "x" * 500, "e^(e^(e^(e^x)))", "9^9^9^9", "0^0", "1/0", "x^x^x^x", "√",
        "|" * 9, "\0", "∞", "nan", "I", "zoo", "__import__('os')", "x = y = z", "f(", "d/dx", "∂/∂", "x_", "x^",
        "1e999", "(x)'", "sin", "max()", "log_0(x)", "root(x, 0)", "sqrt[0]{x}", r"\begin{cases}", "x+a-a",
        "relu(a)+x^2", "erf(x)+x^2", "0*x", "x/x", "x - x", "sin(" * 30 + "x" + ")" * 30,
        "(" * 30 + "x" + "+y)^2" * 30, "+".join(f"|x-{k}|" for k in range(12)),
        "*".join(f"cos({k}x)" for k in range(1, 12)), "max(" + ",".join(f"x*{k}+y" for k in range(9)) + ")",
    ]),
)  # fmt: skip
TEXTS = st.one_of(VALID, VALID, near_valid(), HOSTILE)
ODD = st.sampled_from([None, True, -1, 0, 0.5, 1e300, float("nan"), float("inf"), [], (), {}, "", "?", object, b"x"])


def or_odd(strategy):
    """Mostly what is expected, now and then what nobody expects."""
    return st.one_of(strategy, strategy, strategy, strategy, ODD)


NAMES = or_odd(st.sampled_from([*LETTERS, "x", "x", "x"]))
LISTS = or_odd(st.sampled_from(["x", "x y", "x y a", "x, y", ["x", "y"], ("x",), "x x", "y", "x y a θ w_1 t"]))
VALUES = st.one_of(st.integers(-3, 3), st.floats(-3, 3), st.sampled_from([*NUMBERS, *NUMBERS, "x", "b", "1/0", "?"]))
POINTS = or_odd(
    st.one_of(
        st.lists(VALUES, min_size=1, max_size=3),
        VALUES,
        st.dictionaries(st.sampled_from(["x", "y", "a"]), VALUES, max_size=3),
    )
)
SIDES = or_odd(st.tuples(st.sampled_from([None, -1, 0, "1/2"]), st.sampled_from([None, 1, 0, 2, "π"])))
BOXES = or_odd(st.one_of(SIDES, st.dictionaries(st.sampled_from(["x", "y", "a"]), SIDES, max_size=2)))
COUNTS = or_odd(st.integers(-1, 6))
FLOATS = or_odd(st.floats(-2, 12))

# --- vectors and matrices ---------------------------------------------------------------------------------------------

SHAPES = st.fixed_dictionaries(
    {},
    optional={
        "x": or_odd(st.sampled_from(["p", "p", "2", "1", "p q", 3])),
        "w": or_odd(st.sampled_from(["p", "N", "1"])),
        "A": or_odd(st.sampled_from(["p p", "N p", "2 2", "p"])),
    },
)
PIECES = ["x", "w", "A", "x^T", "w^T", "A^T", "x^T x", "w^T x", "x^T A x", "A x", "|x|", "|A x - w|", "|x|^2", "2", "c",
          "1^T x", "tr(A)", "sum(x)", "diag(x)", "ones", "sigmoid(x)", "exp(w^T x)", "A^2", "0"]  # fmt: skip
SIGNS = [" ", "*", " + ", " - ", "/", " ∘ "]
MATRIX_TEXTS = st.one_of(
    st.recursive(
        st.sampled_from(PIECES),
        lambda parts: st.one_of(
            st.tuples(parts, st.sampled_from(SIGNS), parts).map("({0[0]}{0[1]}{0[2]})".format),
            st.tuples(parts, st.sampled_from(["2", "3", "T", "(1/2)", "-1", "x"])).map("({0[0]})^{0[1]}".format),
            st.tuples(st.sampled_from(["sigmoid", "log", "sqrt", "tr", "sum", "max", "abs", "e^"]), parts).map(
                "{0[0]}({0[1]})".format
            ),
        ),
        max_leaves=5,
    ),
    HOSTILE,
)

# --- numbers ----------------------------------------------------------------------------------------------------------

RATES = or_odd(st.sampled_from([0.1, 1.0, 0, -1, 1e308, 1e-300]))
LOSSES = ["x^2", "x^2 + 3y^2", "x^4 - x*y", "log(x)", "1/x", "e^(e^x)", "|x|", "max(x, y)"]
LOSS_TEXTS = st.one_of(VALID, st.sampled_from(LOSSES))
TABLE = "id,expression,variable,answer\n1,x^2,x,2x\n"
STARTS = or_odd(st.one_of(st.lists(st.floats(-3, 3), min_size=1, max_size=3), st.floats(-3, 3)))
IMAGES = or_odd(st.sampled_from([[[1, 2], [3, 4]], [[1]], [[1, 2, 3]] * 3, [[]], [[[1]]], [["a"]], [[float("nan")]]]))
CLAIMS = st.one_of(
    st.tuples(
        st.sampled_from(["f(", "f'(", "f''(", "dL/dx at (", "2f(", "|f("]),
        TEXTS,
        st.sampled_from([")", ")", ")|", ""]),
        st.sampled_from([" = ", " is about ", " <= ", " != ", " ≈ ", " > ", " "]),
        TEXTS,
    ).map("".join),
    st.sampled_from(["f(f(2)) = 4", "the slope at -1 is 3", "f(1) - f(2) = f'(0)", "f(0) = 1/f(0)", "dL/dx", "at at"]),
    TEXTS,
)


def optimizers(draw):
    kinds = [gd.GradientDescent, gd.Momentum, gd.Nesterov, gd.AdaGrad, gd.Adam, gd.RMSProp, gd.Newton]
    return draw(st.sampled_from(kinds))(draw(RATES))


def loss(draw):
    return gd.Loss(draw(LOSS_TEXTS), draw(LISTS))


def rows(draw):
    row = st.one_of(st.tuples(TEXTS, TEXTS, TEXTS), st.tuples(st.just("u = 3x"), st.just("3"), st.just("3")))
    return draw(st.one_of(st.lists(row, max_size=3), TEXTS, ODD))


def given_path(draw, name):
    """A file with hostile contents, or a path to none."""
    text = draw(st.one_of(TEXTS, st.text(max_size=40), st.just(TABLE)))
    folder = Path(tempfile.mkdtemp())
    (folder / name).write_text(text, encoding="utf-8")
    return draw(st.sampled_from([folder / name, folder / "nothing", folder]))


# --- every public function --------------------------------------------------------------------------------------------

CALLS: dict[str, Callable] = {
    "derive": lambda d: gd.derive(d(TEXTS), d(NAMES), d(st.sampled_from([1, 1, 1, 2, 3, 0, -1, None]))),
    "check": lambda d: gd.check(d(TEXTS), d(NAMES), d(TEXTS), d(st.sampled_from([1, 1, 1, 0, 2, -1, None]))),
    "check_claim": lambda d: gd.check_claim(d(TEXTS), d(NAMES), d(CLAIMS)),
    "equal": lambda d: gd.equal(d(TEXTS), d(TEXTS)),
    "chain_table": lambda d: gd.chain_table(d(TEXTS), d(NAMES), d(st.sampled_from(["xi", "x", "", "L"]))),
    "check_chain_table": lambda d: gd.check_chain_table(d(TEXTS), d(NAMES), rows(d), d(TEXTS)),
    "check_working": lambda d: gd.check_working("\n".join(d(st.lists(TEXTS, max_size=4))), d(NAMES)),
    "gradient": lambda d: at_a_point(d, gd.gradient(d(TEXTS), d(LISTS))),
    "hessian": lambda d: at_a_point(d, gd.hessian(d(TEXTS), d(LISTS))),
    "jacobian": lambda d: gd.jacobian(d(or_odd(st.lists(TEXTS, max_size=3))), d(LISTS)),
    "directional_derivative": lambda d: gd.directional_derivative(d(TEXTS), d(LISTS), d(POINTS), d(POINTS)),
    "steepest_ascent": lambda d: gd.steepest_ascent(d(TEXTS), d(LISTS), d(POINTS)),
    "convexity": lambda d: gd.convexity(d(TEXTS), d(LISTS), d(BOXES)),
    "descent_argument": lambda d: gd.descent_argument(d(TEXTS), d(LISTS), d(POINTS), d(BOXES)),
    "taylor": lambda d: gd.taylor(d(TEXTS), d(POINTS), d(COUNTS), d(LISTS)),
    "data_sum": lambda d: gd.data_sum(d(TEXTS), d(LISTS), d(NAMES), d(NAMES), d(st.booleans())),
    "vector_chain": lambda d: gd.vector_chain(
        d(TEXTS), d(or_odd(st.dictionaries(st.sampled_from(["u", "v", "x"]), TEXTS, max_size=2))), d(LISTS)
    ),
    "matrices": lambda d: gd.matrices(**d(SHAPES)),
    "matrix_gradient": lambda d: gd.matrix_gradient(d(MATRIX_TEXTS), d(NAMES), **d(SHAPES)),
    "matrix_jacobian": lambda d: gd.matrix_jacobian(d(MATRIX_TEXTS), d(NAMES), **d(SHAPES)),
    "check_matrix_gradient": lambda d: gd.check_matrix_gradient(
        d(MATRIX_TEXTS), d(NAMES), d(MATRIX_TEXTS), **d(SHAPES)
    ),
    "Loss": loss,
    "descend": lambda d: gd.descend(loss(d), optimizers(d), d(STARTS), d(COUNTS), d(FLOATS)),
    "compare": lambda d: gd.compare(loss(d), [optimizers(d)], d(STARTS), d(COUNTS)),
    "sweep": lambda d: gd.sweep(loss(d), optimizers(d), d(STARTS), d(COUNTS), rate=d(or_odd(st.just([0.1, 0.2])))),
    "random_restarts": lambda d: gd.random_restarts(loss(d), optimizers(d), d(COUNTS), None, d(COUNTS)),
    "differentiation_table": lambda d: gd.differentiation_table(loss(d), d(STARTS)),
    "condition_number": lambda d: gd.condition_number(loss(d), d(STARTS)),
    "trace": lambda d: gd.trace(optimizers(d), d(STARTS)),
    "batches": lambda d: next(gd.batches(d(COUNTS), d(COUNTS), d(COUNTS), d(st.booleans()))),
    "updates_per_epoch": lambda d: gd.updates_per_epoch(d(COUNTS), d(COUNTS)),
    "convolve": lambda d: gd.convolve(d(IMAGES), d(IMAGES), d(FLOATS)),
    "convolution_gradients": lambda d: gd.convolution_gradients(d(IMAGES), d(IMAGES), d(IMAGES)),
    "Dataset": lambda d: gd.Dataset(d(IMAGES), d(STARTS)),
    "SquaredError": lambda d: gd.SquaredError(gd.Dataset(d(IMAGES), d(STARTS))),
    "LogisticLoss": lambda d: gd.LogisticLoss(gd.Dataset(d(IMAGES), d(STARTS))),
    "dataset": lambda d: gd.dataset(d(st.sampled_from([*gd.datasets(), "?", ""])), d(COUNTS), d(COUNTS)),
    "surface": lambda d: gd.surface(d(st.sampled_from([*gd.surfaces(), "?", ""]))),
    "prove": lambda d: gd.prove(d(st.sampled_from(["?", "", gd.proofs()[0]]))),
    "exercise": lambda d: gd.exercise(d(st.sampled_from([*gd.exercises()[:9], "?", ""]))).check(d(TEXTS)),
    "Exercise": lambda d: gd.Exercise(d(st.sampled_from([*gd.exercises()[9:20], "?", ""]))).check(d(TEXTS)),
    "exercises": lambda d: gd.exercises(d(or_odd(st.sampled_from(["01", "?", ""])))),
    "practice": lambda d: gd.practice(d(st.sampled_from(["chain", "mixed", "?", ""])), d(COUNTS), d(COUNTS)),
    "grade": lambda d: gd.grade(given_path(d, "answers.csv"), Path(tempfile.mkdtemp()) / "graded.csv", processes=1),
    "audit": lambda d: gd.audit(given_path(d, "notes.toml")),
    "import_progress": lambda d: gd.import_progress(d(st.text(max_size=40))),
    "progress": lambda d: gd.progress(given_path(d, "progress.json")),
    "require": lambda d: gd.require(gd.check(d(TEXTS), "x", d(TEXTS))),
    "card": lambda d: gd.card(d(st.sampled_from(["?", "", gd.exercises()[0]]))),
    "tangent_experiment": lambda d: gd.tangent_experiment(d(TEXTS), d(NAMES), points=9),
    "chain_table_experiment": lambda d: gd.chain_table_experiment(d(TEXTS), d(NAMES), points=9),
    "chain_rule_experiment": lambda d: gd.chain_rule_experiment(d(TEXTS), d(TEXTS), d(NAMES), points=9),
    "product_rule_experiment": lambda d: gd.product_rule_experiment(d(TEXTS), d(TEXTS), d(NAMES), points=9),
    "taylor_experiment": lambda d: gd.taylor_experiment(d(TEXTS), d(VALUES), d(COUNTS), points=9),
    "gradient_field_experiment": lambda d: gd.gradient_field_experiment(d(TEXTS), d(LISTS)),
    "descent_experiment": lambda d: gd.descent_experiment(loss(d), [0.1, 0.2], start=d(FLOATS), steps=d(COUNTS)),
    "wrong_gradient_experiment": lambda d: gd.wrong_gradient_experiment(loss(d), d(TEXTS), start=d(FLOATS), starts=9),
    "newton_experiment": lambda d: gd.newton_experiment(loss(d), d(FLOATS), starts=9),
    "contour_experiment": lambda d: gd.contour_experiment(loss(d), start=d(STARTS), steps=d(COUNTS), rates=[0.1, 0.2]),
    "red_circle_experiment": lambda d: gd.red_circle_experiment(loss(d), d(STARTS), places=5),
    "landscape_experiment": lambda d: gd.landscape_experiment(loss(d), runs=2, steps=d(COUNTS)),
}  # fmt: skip
for kind in ("GradientDescent", "Momentum", "Nesterov", "AdaGrad", "Adam", "RMSProp", "Newton", "ConstantRate"):
    CALLS[kind] = partial(lambda d, kind: getattr(gd, kind)(d(RATES)), kind=kind)
CALLS["InverseSquareRoot"] = lambda d: gd.InverseSquareRoot(d(RATES))(d(COUNTS))
for kind in ("ExponentialDecay", "TimeBasedDecay"):
    CALLS[kind] = partial(lambda d, kind: getattr(gd, kind)(d(RATES), d(RATES))(d(COUNTS)), kind=kind)
CALLS["PiecewiseConstant"] = lambda d: gd.PiecewiseConstant([d(RATES), d(RATES)], [d(COUNTS)])

#: what the package makes itself and gives back, what takes nothing, and what only shows runs that others have made
NOT_CALLED = {
    "ChainTable", "Derivation", "Step", "Equality", "DescentArgument", "MatrixDerivation", "Convexity", "Gradient",
    "Jacobian", "Hessian", "VectorChain", "Taylor", "DifferentiationTable", "Comparison", "ConvolutionGradients",
    "Descents", "Proof", "Sweep", "StopReason", "Trajectory", "Effect", "GradientTrial", "Audit", "AuditedClaim",
    "Check", "CheckVerdict", "Progress", "Working", "ClassSummary", "Optimizer", "Schedule", "ArgumentError",
    "GdtutorError", "MissingLibraryError", "NotAcceptedError", "TooLargeError", "UnreadableError", "datasets",
    "proofs", "surfaces", "adagrad_experiment", "adam_experiment", "comparison_experiment", "convolution_experiment",
    "mistake_chart", "feature_scaling_experiment", "momentum_experiment", "progress_chart", "schedule_experiment",
    "stochastic_experiment",
}  # fmt: skip


def at_a_point(draw, found):
    """The values at a point besides."""
    shown(found)
    found.at(draw(POINTS))
    return found


def shown(found):
    """Everything that shows a result."""
    str(found)
    for name in ("_repr_markdown_", "_repr_latex_", "latex", "to_dict"):
        if hasattr(found, name):
            getattr(found, name)()


def test_every_public_function_is_called():
    assert CALLS.keys() | NOT_CALLED == set(gd.__all__)
    assert not CALLS.keys() & NOT_CALLED


@pytest.mark.parametrize("name", CALLS)
def test_only_our_errors_leave_the_package(name):
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def called(data):
        try:
            shown(CALLS[name](data.draw))
        except gd.GdtutorError as problem:
            assert str(problem)

    called()

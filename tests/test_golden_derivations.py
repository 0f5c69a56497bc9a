"""The derivation at the heart of each lesson, as LaTeX in ``tests/golden/``: a changed derivation fails.

After a change that is meant, read the new text and write it there:
``python tests/test_golden_derivations.py 01-slope-and-gradient``.
"""

import json
import sys
from pathlib import Path

import pytest

import gdtutor as gd

GOLDEN = Path(__file__).parent / "golden"
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CALLS = {  # lesson: the call as its code cell has it, and how to make it
    "02-product-and-chain-rule": ("sin(2θ)*log(θ^2)", lambda text: gd.derive(text, "θ").latex()),
    "05-logistic-regression-table": (
        "-y*log(1/(1+e^(-w*x)))",
        lambda text: gd.chain_table(text, "w", whole="L_A")._repr_markdown_(),
    ),
    "06-gradient-descent": ("sin(2θ)*log(θ^2)", lambda text: gd.derive(text, "θ").latex()),
    "07-learning-rate": ("sin(2θ)*log(θ^2)", lambda text: gd.derive(text, "θ", order=2).latex()),
    "01-slope-and-gradient": ("x^2 + y^2", lambda text: gd.steepest_ascent(text, "x y", at=(1, -2))._repr_markdown_()),
    "04-check-your-own-derivation": ("sin(2x)/x^2", lambda text: gd.derive(text, "x").latex()),
    "03-vector-chain-rule": (
        "1/2*|X w - y|^2",
        lambda text: gd.matrix_gradient(text, "w", X="N p", w="p", y="N")._repr_markdown_(),
    ),
    "08-schedules-and-adagrad": ("adagrad", lambda text: gd.prove(text)._repr_markdown_()),
    "09-second-derivative-and-newton": ("a*x^2 + b*x + c", lambda text: gd.derive(text, "x", order=2).latex()),
    "10-stochastic-and-mini-batch": (
        "1/2*(b + w*x - y)^2",
        lambda text: gd.gradient(gd.data_sum(text, "x y", mean=True), "b w")._repr_markdown_(),
    ),
    "11-feature-scaling": (
        "1/2*(w_1*x_1 + w_2*x_2 - y)^2",
        lambda text: gd.gradient(text, "w_1 w_2")._repr_markdown_(),
    ),
    "12-taylor-argument": ("sin(x)", lambda text: gd.taylor(text, "pi/4", 10).latex()),
    "13-momentum-and-adam": ("adam", lambda name: gd.prove(name)._repr_markdown_()),
    "14-minima-saddles-convexity": (
        "1/2*(b + w*x - y)^2",
        lambda text: gd.convexity(gd.data_sum(text, "x y"), "b w")._repr_markdown_(),
    ),
    "15-symbolic-automatic-convolution": (
        "1/2*(u + v_0*x_1 + v_1*x_2 - t_1)^2 + 1/2*(u + v_0*x_2 + v_1*x_3 - t_2)^2",
        lambda text: gd.gradient(text, "u v_0 v_1")._repr_markdown_(),
    ),
    "16-the-lectures-audited": (
        "0.1x^2 + 2y^2",
        lambda text: gd.descent_argument(text, "x y")._repr_markdown_(),
    ),
}


def latex(lesson):
    text, derive = CALLS[lesson]
    return derive(text).strip() + "\n"


@pytest.mark.parametrize("lesson", CALLS)
def test_the_derivation_is_the_one_that_was_read(lesson):
    assert latex(lesson) == (GOLDEN / f"{lesson}.tex").read_text("utf-8")


@pytest.mark.parametrize("lesson", CALLS)
def test_the_lesson_derives_it(lesson):
    cells = json.loads((NOTEBOOKS / f"{lesson}.ipynb").read_text("utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert f'"{CALLS[lesson][0]}"' in code


def test_every_golden_text_belongs_to_a_lesson():
    assert {path.stem for path in GOLDEN.iterdir()} == CALLS.keys()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        (GOLDEN / f"{name}.tex").write_text(latex(name), "utf-8")

"""Mathematics as it is pasted and typed: from LaTeX editors, phones and PDFs, and with signs left out."""

import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.notation import read

x, y, w, t, z, k, n, a, b = sp.symbols("x y w t z k n a b")
theta, theta_0, theta_1, w_1, x_1, x_2 = sp.symbols("theta theta_0 theta_1 w_1 x_1 x_2")
sigmoid = gd.derive("softplus(z)", "z").result.func

PASTED = [
    (r"\( 2x \)", 2 * x),
    (r"\[ \frac{1}{x} \]", 1 / x),
    (r"$$x^{2}$$", x**2),
    (r"\begin{aligned} 2x \end{aligned}", 2 * x),
    (r"\boxed{2x}", 2 * x),
    (r"\frac12 x^2", x**2 / 2),
    (r"\dfrac{x}{2}", x / 2),
    (r"\left( x+1 \right)\,\left( x-1 \right)", (x + 1) * (x - 1)),
    (r"\ln\left|x\right|", sp.log(sp.Abs(x))),
    (r"f^{\prime}(x) = 2x", 2 * x),
    (r"f^\prime(x)=2x", 2 * x),
    (r"\frac{\mathrm{d}}{\mathrm{d}x}\left[x^2\right]", sp.Derivative(x**2, x)),
    (r"\hat{y} - y", sp.Symbol("y_hat") - y),
    (r"\mathbf{w}\bar{x}", w * sp.Symbol("x_bar")),
    (r"\theta_0+\theta_1x", theta_0 + theta_1 * x),
    (r"\boldsymbol{\theta}_1", theta_1),
    ("w_1x_1", w_1 * x_1),
    ("2x_1x_2", 2 * x_1 * x_2),
    (r"\log_10 x", sp.log(x) / sp.log(10)),
    (r"\operatorname{sech}(x)", sp.sech(x)),
    ("½x", x / 2),
    ("2\u200bx\ufeff", 2 * x),
    ("𝑥²·𝑦", x**2 * y),
    ("２ｘ＋１", 2 * x + 1),
    ("2x.", 2 * x),
    ("2.5.", None),
    ("= 2x", 2 * x),
    ("(x^2)' = 2x", 2 * x),
    ("dL/dw = x", x),
    ("∂L/∂w = x", x),
    ("d^2y/dx^2 = 2", sp.Integer(2)),
]
TOGETHER = [
    ("sin2xcos3x", sp.sin(2 * x) * sp.cos(3 * x)),
    ("cos2xsinx", sp.cos(2 * x) * sp.sin(x)),
    ("ln2xsinx", sp.log(2 * x) * sp.sin(x)),
    ("2xsin3x", 2 * x * sp.sin(3 * x)),
    ("xsin(x)^2", x * sp.sin(x) ** 2),
    ("2costsint", 2 * sp.cos(t) * sp.sin(t)),
    ("sin^2xcosx", sp.sin(x) ** 2 * sp.cos(x)),
    ("xlnx", x * sp.log(x)),
    ("log3(x)", sp.log(x) / sp.log(3)),
    ("σ(z)(1-σ(z))", sigmoid(z) * (1 - sigmoid(z))),
    ("sigma*(w+b)", sp.Symbol("sigma") * (w + b)),
]
WITH_A_NOTE = [
    ("e^2x", sp.exp(2) * x),
    ("e^-2x", sp.exp(-2) * x),
    ("2^nx", 2**n * x),
    ("x^1/2", x / 2),
    ("x^-1/2", 1 / (2 * x)),
    ("1/xy", y / x),
    ("1/2x", x / 2),
    ("√2x", sp.sqrt(2) * x),
    ("3x2", 3 * sp.Symbol("x2")),
    ("L(w)", sp.Function("L")(w)),
    ("σ(z)", sigmoid(z)),
    ("sin x/2", sp.sin(x) / 2),
    ("log x", sp.log(x)),
    ("sin^-1 x", sp.asin(x)),
    ("cbrt(x)", sp.cbrt(x)),
    (r"\sqrt[3]{x}", sp.cbrt(x)),
]


@pytest.mark.parametrize(("text", "wanted"), PASTED + TOGETHER)
def test_what_is_pasted_or_run_together_is_read(text, wanted):
    if wanted is None:
        with pytest.raises(gd.UnreadableError):
            read(text)
    else:
        assert read(text).expression == wanted


@pytest.mark.parametrize(("text", "wanted"), WITH_A_NOTE)
def test_what_is_ambiguous_follows_the_policy_and_says_so(text, wanted):
    found = read(text)
    assert found.expression == wanted
    assert found.notes


UNREADABLE = [
    ("2x dx", "differential", 3),
    ("2x or 2*x", "'or' is not known", 3),
    ("log1p(x)", "not known", 0),
    (r"2x \\ 3x", "several lines", 3),
    ("\u202e2x", "U+202E", 0),
    (r"\newcommand{a}{b}", "newcommand", 0),
    ("gamma(x)", "function gamma", 0),
    ("Ei(x)", "not known", 0),
]


@pytest.mark.parametrize(("text", "words", "position"), UNREADABLE)
def test_what_would_be_misread_is_refused_with_the_place(text, words, position):
    with pytest.raises(gd.UnreadableError, match=words.replace("+", r"\+")) as refused:
        read(text)
    assert refused.value.position == position


def test_undefined_functions_of_functions():
    assert gd.check("f(g(x))", "x", "f'(g(x)) g'(x)").verdict == "correct"
    assert gd.check("f(g(x))", "x", "f'(g(x))").verdict == "wrong"


def test_a_learners_sigma_is_the_sigmoid():
    assert gd.check("σ(wx+b)", "w", "x σ(wx+b)(1-σ(wx+b))").verdict == "correct"

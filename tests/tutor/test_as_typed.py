"""Right answers typed as learners do: other spellings, brackets left out, pasted LaTeX. None may be called wrong."""

import itertools
import random

import pytest

import gdtutor as gd

# Questions with their derivatives, as trees: numbers, letters, and (operator or function, parts).
X = "x"


def times(*parts):
    return ("*", *parts)


def power(base, exponent):
    return ("^", base, exponent)


def over(above, below):
    return ("/", above, below)


def plus(*parts):
    return ("+", *parts)


def minus(part):
    return ("-", part)


def e_to(exponent):
    return power("e", exponent)


RIGHT = [
    ("x^2", times(2, X)),
    ("x^5", times(5, power(X, 4))),
    ("x^23", times(23, power(X, 22))),
    ("x^2 - 3x + 1", plus(times(2, X), minus(3))),
    ("1/x", minus(over(1, power(X, 2)))),
    ("1/x", minus(power(X, minus(2)))),
    ("sqrt(x)", over(1, times(2, ("sqrt", X)))),
    ("sqrt(x)", times(over(1, 2), power(X, minus(over(1, 2))))),
    ("sqrt(1 - x^2)", minus(over(X, ("sqrt", plus(1, minus(power(X, 2))))))),
    ("x^(2/3)", times(over(2, 3), power(X, minus(over(1, 3))))),
    ("sin(2x)", times(2, ("cos", times(2, X)))),
    ("cos(x)", minus(("sin", X))),
    ("tan(x)", power(("sec", X), 2)),
    ("tan(x)", plus(1, power(("tan", X), 2))),
    ("cot(x)", minus(over(1, power(("sin", X), 2)))),
    ("sin(x)^3", times(3, power(("sin", X), 2), ("cos", X))),
    ("sin(x)*cos(x)", plus(power(("cos", X), 2), minus(power(("sin", X), 2)))),
    ("x*sin(x)", plus(("sin", X), times(X, ("cos", X)))),
    ("x^2*sin(3x)", plus(times(2, X, ("sin", times(3, X))), times(3, power(X, 2), ("cos", times(3, X))))),
    ("e^(2x)", times(2, e_to(times(2, X)))),
    ("e^(-x)", minus(e_to(minus(X)))),
    ("x*e^(-2x)", times(e_to(minus(times(2, X))), plus(1, minus(times(2, X))))),
    ("e^(-x^2/2)", minus(times(X, e_to(minus(over(power(X, 2), 2)))))),
    ("sin(x)*e^x", plus(times(("cos", X), e_to(X)), times(("sin", X), e_to(X)))),
    ("ln(x)", over(1, X)),
    ("x*ln(x)", plus(("ln", X), 1)),
    ("ln(x^2 + 1)", over(times(2, X), plus(power(X, 2), 1))),
    ("ln(x)^2", over(times(2, ("ln", X)), X)),
    ("ln(3x)/x", over(plus(1, minus(("ln", times(3, X)))), power(X, 2))),
    ("x/(x + 1)", over(1, power(plus(X, 1), 2))),
    ("x^2/(x + 1)", over(plus(times(2, X, plus(X, 1)), minus(power(X, 2))), power(plus(X, 1), 2))),
    ("x/(x^2 + 1)", over(plus(1, minus(power(X, 2))), power(plus(power(X, 2), 1), 2))),
    ("(x^2 + 1)^3", times(6, X, power(plus(power(X, 2), 1), 2))),
    ("asin(x)", over(1, ("sqrt", plus(1, minus(power(X, 2)))))),
    ("atan(x)", over(1, plus(1, power(X, 2)))),
    ("cosh(x)", ("sinh", X)),
    ("sinh(2x)", times(2, ("cosh", times(2, X)))),
    ("x*atan(x)", plus(("arctan", X), over(X, plus(1, power(X, 2))))),
    ("x/2 + x^2/4", plus(over(1, 2), over(X, 2))),
    ("3x^2/4", times(over(3, 2), X)),
    ("5x^2/4", times(over(5, 2), X)),
    ("0.25*x^2", times("0.5", X)),
    ("sin(x^2)", times(2, X, ("cos", power(X, 2)))),
    ("2^x", times(power(2, X), ("ln", 2))),
    ("x^x", times(power(X, X), plus(("ln", X), 1))),
]
FUNCTIONS = {
    "sin": ["sin", "sin", "Sin", "SIN", "sen", "\\sin", "\\mathrm{sin}", "\\operatorname{sin}"],
    "cos": ["cos", "cos", "Cos", "\\cos", "{\\rm cos}"],
    "tan": ["tan", "tg", "Tan", "\\tan", "\\operatorname{tg}"],
    "sec": ["sec", "Sec", "\\sec"],
    "ln": ["ln", "ln", "Ln", "log", "\\ln", "\\log", "log_e", "\\log_{e}"],
    "sqrt": ["sqrt", "√", "Sqrt", "\\sqrt"],
    "sinh": ["sinh", "sh", "Sinh", "\\sinh"],
    "cosh": ["cosh", "ch", "\\cosh"],
    "arctan": ["arctan", "atan", "Arctan", "arctg", "\\arctan", "ArcTan"],
}
RAISED = str.maketrans("0123456789-x", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ˣ")
GLYPHS = {(1, 2): "½", (1, 3): "⅓", (2, 3): "⅔", (1, 4): "¼", (3, 4): "¾", (3, 2): "1½", (5, 2): "2½"}


class Typist:
    """Writes a tree as a learner may: ``careless`` is how often a bracket is left out that would be needed."""

    def __init__(self, seed, careless=0.5):
        self.chance, self.careless = random.Random(seed), careless
        self.latex = self.chance.random() < 0.3
        self.letter = self.chance.choice([*["x"] * 6, "X", "t", "θ"])

    def one(self, *choices):
        return self.chance.choice(choices)

    def often(self, probability):
        return self.chance.random() < probability

    def write(self, node):
        if not isinstance(node, tuple):
            return self.letter if node == X else str(node)
        kind, *parts = node
        if kind in FUNCTIONS:
            return self.function(kind, parts[0])
        return {"*": self.product, "+": self.sum, "-": self.negative, "/": self.quotient, "^": self.power}[kind](*parts)

    def bracketed(self, node, careful=False):
        """The part in brackets, unless they are not needed, or forgotten."""
        written = self.write(node)
        is_sum = isinstance(node, tuple) and node[0] in "+-"
        if not is_sum and not careful:
            return written
        if not careful and self.often(self.careless * 0.2):
            return written
        return self.one("({})", "({})", "[{}]", "\\left({}\\right)" if self.latex else "({})").format(written)

    def sum(self, *parts):
        written = self.write(parts[0])
        for part in parts[1:]:
            inner = part[1] if isinstance(part, tuple) and part[0] == "-" else None
            sign = "+" if inner is None else self.one("-", "-", "−", "–", "‐")
            space = self.one("", " ", "\n") if self.often(0.2) else self.one("", " ")
            written += space + sign + self.one("", " ") + self.write(part if inner is None else inner)
        return written

    def negative(self, part):
        return self.one("-", "-", "−", "- ") + self.bracketed(part)

    def product(self, *parts):
        written = self.bracketed(parts[0])
        for before, part in itertools.pairwise(parts):
            sign = self.one("*", " * ", "·", " ", "", "×", "\\cdot " if self.latex else "⋅")
            digits = isinstance(part, int) or (isinstance(part, tuple) and isinstance(part[1], int) and part[0] in "^/")
            joined = isinstance(before, tuple) and before[0] in FUNCTIONS
            if not sign.strip() and (digits or joined):
                sign = "*" if digits else " "
            written += sign + self.bracketed(part)
        return written

    def quotient(self, above, below):
        if (above, below) in GLYPHS and self.often(0.3):
            return GLYPHS[above, below]
        if self.latex or self.often(0.1):
            if all(isinstance(part, int) and part < 10 for part in (above, below)) and self.often(0.3):
                return f"\\frac{above}{below}"
            return f"\\{self.one('frac', 'dfrac', 'tfrac')}{{{self.write(above)}}}{{{self.write(below)}}}"
        plain_above = self.bracketed(above)
        is_plain = not isinstance(below, tuple) or below[0] in ("^", "sqrt")
        forgotten = self.often(self.careless * 0.2)
        written_below = self.write(below) if is_plain or forgotten else self.bracketed(below, careful=True)
        return plain_above + self.one("/", "/", " / ", "÷") + written_below

    def power(self, base, exponent):
        if base == "e" and self.often(0.3):
            return self.one("exp", "Exp", "\\exp" if self.latex else "exp") + f"({self.write(exponent)})"
        if isinstance(base, tuple) and base[0] in FUNCTIONS and base[0] != "sqrt" and self.often(0.5):
            name = self.one("^2", "²", "^{2}")
            return self.function(base[0], base[1], name)
        below = self.one("e", "e", "ℯ", "\\mathrm{e}" if self.latex else "e") if base == "e" else None
        below = below or self.bracketed(base, careful=isinstance(base, tuple) and base[0] not in FUNCTIONS)
        if isinstance(base, tuple) and base[0] in FUNCTIONS and not below.endswith((")", "}", "]")):
            below = f"({below})"
        written = self.write(exponent)
        if written.translate(RAISED).isprintable() and set(written) <= set("0123456789-x") and self.often(0.2):
            return below + written.translate(RAISED)
        sign = self.one("^", "^", "**", " ^ ", "ˆ")
        if self.latex:
            return f"{below}^{{{written}}}"
        if not isinstance(exponent, tuple) or self.often(self.careless * 0.6):
            return below + sign + written
        return below + sign + self.one("({})", "{{{}}}").format(written)

    def function(self, name, argument, raised=""):
        spelling = self.one(*FUNCTIONS[name])
        if "\\" in spelling and not self.latex:
            spelling = name
        written = self.write(argument)
        is_plain = not isinstance(argument, tuple) or (argument[0] in "*^" and self.careless > 0)
        if name == "sqrt" and spelling == "\\sqrt":
            return f"\\sqrt{{{written}}}"
        if is_plain and name != "sqrt" and self.often(0.4):
            return spelling + raised + " " + written
        if name == "sqrt" and is_plain and self.often(0.3):
            return spelling + self.one("", " ") + written
        if not is_plain and self.often(self.careless * 0.3):
            return spelling + raised + " " + written
        return spelling + raised + self.one("({})", "({})", " ({})", "[{}]").format(written)

    def answer(self, tree):
        """The whole answer, with what learners put around it."""
        written = self.write(tree)
        around = ["{}"] * 12 + ["y' = {}", "f'(x)={}", "= {}", "${}$", "\\boxed{{{}}}", "{}.", " {} ", "dy/dx = {}"]
        around += ["\\( {} \\)", "\\[{}\\]", "f'(x)\n{}", "\\boxed{{f'(x)={}}}", "\\displaystyle {}", "{}\n{}", "{} {}"]
        return self.one(*around).format(written, written)


def typed(seed):
    question, tree = RIGHT[seed % len(RIGHT)]
    return question, Typist(seed).answer(tree)


SEEDS = range(2000)


def test_no_right_answer_is_called_wrong_however_it_is_typed():
    wrong = []
    for seed in SEEDS:
        question, answer = typed(seed)
        if gd.check(question, "x", answer).verdict in ("wrong", "partial"):
            wrong.append((seed, question, answer))
    assert not wrong


@pytest.mark.parametrize("seed", range(len(RIGHT)))
def test_what_is_typed_with_care_is_right(seed):
    """So that the generator writes what it means: with every bracket in its place the answer is proved right."""
    question, tree = RIGHT[seed]
    typist = Typist(seed, careless=0)
    typist.letter = "x"
    assert gd.check(question, "x", typist.write(tree)).verdict == "correct", typist.write(tree)

"""Random expressions and what may become of them: right rewritings, and wrong ones that learners believe in."""

import sympy as sp
from hypothesis import assume, strategies as st

from gdtutor.calculus.functions import sigmoid, softplus

NOT_REAL = (sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I, sp.re, sp.im, sp.arg)
X, Y = sp.symbols("x y")
NUMBERS = [1, 2, 3, -1, -2, 5, sp.Rational(1, 2), sp.Rational(-2, 3), sp.pi]
EXPONENTS = [2, 3, 4, -1, -2, sp.Rational(1, 2), sp.Rational(1, 3), sp.Rational(-1, 2), sp.Rational(3, 2)]


def _abs(u):
    return sp.Abs(u, evaluate=False)


def _max(u, v):
    return sp.Max(u, v, evaluate=False)


FUNCTIONS = [
    sp.sin, sp.cos, sp.tan, sp.exp, sp.log, sp.sqrt, _abs, sp.sinh, sp.cosh, sp.tanh, sp.asin, sp.acos, sp.atan,
    sp.asinh, sp.acosh, sp.atanh, sp.sec, sp.cot, sigmoid, softplus, lambda u: sp.sign(u, evaluate=False),
]  # fmt: skip
LEAVES = st.sampled_from([X, X, X, X, Y, *map(sp.sympify, NUMBERS)])
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.builds(lambda u, v: u + v, part, part),
        st.builds(lambda u, v: u - v, part, part),
        st.builds(lambda u, v: u * v, part, part),
        st.builds(lambda u, n: u**n, part, st.sampled_from(EXPONENTS)),
        st.builds(lambda f, u: f(u), st.sampled_from(FUNCTIONS), part),
        st.builds(_max, part, part),
    ),
    max_leaves=5,
)

# what may stand for f(u): some of it everywhere, some of it on a part of the domain only, some of it nowhere
REWRITINGS = {
    sp.sin: [
        lambda u: 2 * sp.sin(u / 2) * sp.cos(u / 2),
        lambda u: sp.tan(u) * sp.cos(u),
        lambda u: sp.sqrt(1 - sp.cos(u) ** 2),
        lambda u: 2 * sp.tan(u / 2) / (1 + sp.tan(u / 2) ** 2),
        lambda u: u - u**3 / 6,
    ],
    sp.cos: [
        lambda u: 1 - 2 * sp.sin(u / 2) ** 2,
        lambda u: sp.sin(u) / sp.tan(u),
        lambda u: sp.sqrt(1 - sp.sin(u) ** 2),
    ],
    sp.tan: [
        lambda u: sp.sin(u) / sp.cos(u),
        lambda u: (1 - sp.cos(2 * u)) / sp.sin(2 * u),
        lambda u: sp.sqrt(1 / sp.cos(u) ** 2 - 1),
    ],
    sp.exp: [lambda u: sp.cosh(u) + sp.sinh(u), lambda u: sp.exp(u / 2) ** 2, lambda u: 1 + u + u**2 / 2],
    sp.log: [
        lambda u: sp.log(u**2) / 2,
        lambda u: 2 * sp.log(sp.sqrt(u)),
        lambda u: -sp.log(1 / u),
        lambda u: sp.log(3 * u) - sp.log(3),
        lambda u: sp.log(_abs(u)),
        lambda u: sp.log(u + 1) - sp.log(2),
    ],
    sp.Abs: [
        lambda u: sp.sqrt(u**2),
        lambda u: u,
        lambda u: _max(u, -u),
        lambda u: u * sp.sign(u, evaluate=False),
        lambda u: sp.sqrt(u**2 + sp.Rational(1, 10**20)),
    ],
    sp.sign: [
        lambda u: u / _abs(u),
        lambda u: sp.Piecewise((1, sp.Gt(u, 0, evaluate=False)), (-1, True), evaluate=False),
        lambda u: sp.Integer(1),
    ],
    sp.sinh: [lambda u: (sp.exp(u) - sp.exp(-u)) / 2, lambda u: sp.sqrt(sp.cosh(u) ** 2 - 1)],
    sp.cosh: [lambda u: (sp.exp(u) + sp.exp(-u)) / 2, lambda u: sp.sqrt(sp.sinh(u) ** 2 + 1)],
    sp.tanh: [lambda u: 1 - 2 / (sp.exp(2 * u) + 1), lambda u: 2 * sigmoid(2 * u) - 1],
    sigmoid: [lambda u: 1 / (1 + sp.exp(-u)), lambda u: (1 + sp.tanh(u / 2)) / 2],
    softplus: [lambda u: sp.log(1 + sp.exp(u)), lambda u: u + softplus(-u), lambda u: _max(u, 0)],
    sp.asin: [
        lambda u: sp.atan(u / sp.sqrt(1 - u**2)),
        lambda u: sp.pi / 2 - sp.acos(u),
        lambda u: sp.acos(sp.sqrt(1 - u**2)),
    ],
    sp.acos: [lambda u: 2 * sp.atan(sp.sqrt((1 - u) / (1 + u))), lambda u: sp.asin(sp.sqrt(1 - u**2))],
    sp.atan: [
        lambda u: sp.asin(u / sp.sqrt(1 + u**2)),
        lambda u: sp.pi / 2 - sp.atan(1 / u),
        lambda u: sp.acos(1 / sp.sqrt(1 + u**2)),
        lambda u: sp.atan(2 * u / (1 - u**2)) / 2,
    ],
    sp.asinh: [lambda u: sp.log(u + sp.sqrt(u**2 + 1)), lambda u: -sp.log(sp.sqrt(u**2 + 1) - u)],
    sp.acosh: [lambda u: sp.log(u + sp.sqrt(u**2 - 1)), lambda u: -sp.log(u - sp.sqrt(u**2 - 1))],
    sp.atanh: [lambda u: sp.log((1 + u) / (1 - u)) / 2, lambda u: sp.acoth(1 / u)],
    sp.Max: [lambda u, v: (u + v + _abs(u - v)) / 2, lambda u, v: u],
}
OF_POWERS = [
    lambda b, n: sp.exp(n * sp.log(b)),
    lambda b, n: (b**2) ** (n / 2),
    lambda b, n: 1 / b ** (-n),
    lambda b, n: _abs(b) ** n,
    lambda b, n: b * b ** (n - 1),
]
OF_SUMS = [
    lambda u, v: (u**2 - v**2) / (u - v),
    lambda u, v: 1 / (1 / (u + v)),
    lambda u, v: sp.sqrt((u + v) ** 2),
    lambda u, v: u + v + sp.Rational(1, 10**9),
]
OF_SYMBOLS = [
    lambda u: u * (sp.sin(u) ** 2 + sp.cos(u) ** 2),
    lambda u: sp.sqrt(u) ** 4 / u,
    lambda u: u + sp.Rational(1, 10**12),
    _abs,
]


def rewritten(node: sp.Expr) -> list[sp.Expr]:
    """What may stand in place of one node."""
    if node.is_Symbol:
        return [rule(node) for rule in OF_SYMBOLS]
    if node.is_Pow and node.exp.is_Rational:
        return [rule(node.base, node.exp) for rule in OF_POWERS]
    if node.is_Add and len(node.args) == 2:
        return [rule(*node.args) for rule in OF_SUMS]
    rules = REWRITINGS.get(type(node), [])
    return [rule(*node.args) for rule in rules if len(node.args) == rule.__code__.co_argcount]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[sp.Expr, sp.Expr]:
    """An expression, and the same one with up to three nodes rewritten."""
    question = draw(EXPRESSIONS)
    assume(question.free_symbols and not question.has(*NOT_REAL))
    answer = question
    for _ in range(draw(st.integers(1, 3))):
        nodes = [node for node in sp.preorder_traversal(answer) if isinstance(node, sp.Expr) and rewritten(node)]
        if nodes:
            node = draw(st.sampled_from(nodes))
            rewriting = draw(st.sampled_from(rewritten(node)))
            try:
                answer = replaced(answer, node, rewriting)
            except TypeError:  # SymPy compares complex infinity with numbers
                assume(False)
        assume(not answer.has(*NOT_REAL))
    return question, answer


def replaced(whole: sp.Expr, old: sp.Expr, new: sp.Expr) -> sp.Expr:
    """The expression with one part replaced; SymPy decides nothing about signs on the way."""
    if whole == old:
        return new
    if not whole.has(old):
        return whole
    parts = [replaced(part, old, new) for part in whole.args]
    unevaluated = isinstance(whole, sp.Abs | sp.Max | sp.Min | sp.sign | sp.Piecewise | sp.Rel)
    return whole.func(*parts, evaluate=False) if unevaluated else whole.func(*parts)

"""Show a tree that was read as LaTeX, so that a learner sees what was understood."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.functions import NAMED
from gdtutor.calculus.language.tree import Node

_STRENGTH = {"add": 1, "negative": 2, "multiply": 3, "divide": 5, "derivative": 3, "power": 4}
_LATEX_FUNCTIONS = {name: record.typeset for name, record in NAMED.items()} | {
    "log10": r"\log_{10}", "log2": r"\log_{2}", "max": r"\max", "min": r"\min",
}  # fmt: skip


def typeset(node: Node) -> str:
    """LaTeX of what was read, with every bracket that the reading implies.

    >>> from gdtutor.calculus.language.grammar import Parser
    >>> typeset(Parser("sin 2x/3").whole())
    '\\\\frac{\\\\sin\\\\left(2 \\\\, x\\\\right)}{3}'
    """
    return _KINDS[node.kind](node)


def _wrapped(node: Node, strength: int) -> str:
    shown = typeset(node)
    return shown if _STRENGTH.get(node.kind, 9) > strength else rf"\left({shown}\right)"


def _number(node: Node) -> str:
    digits, _, exponent = node.value.lower().partition("e")
    return rf"{digits} \cdot 10^{{{exponent}}}" if exponent else digits


def _name(node: Node) -> str:
    return str(sp.latex(sp.Symbol(node.value)))


def _add(node: Node) -> str:
    terms = [typeset(node.arguments[0])]
    for term in node.arguments[1:]:
        negative = term.kind == "negative"
        shown = _wrapped(term.arguments[0], 1) if negative else _wrapped(term, 1)
        terms.append(("- " if negative else "+ ") + shown)
    return " ".join(terms)


def _multiply(node: Node) -> str:
    shown = [_wrapped(factor, 2) for factor in node.arguments]
    pieces = [shown[0]]
    for before, after, text in zip(node.arguments, node.arguments[1:], shown[1:], strict=False):
        dotted = not node.implied or _starts_with_number(after) or before.kind == "call"
        pieces.append((r" \cdot " if dotted else r" \, ") + text)
    return "".join(pieces)


def _starts_with_number(node: Node) -> bool:
    return node.kind == "number" or (node.kind in {"power", "multiply"} and _starts_with_number(node.arguments[0]))


def _power(node: Node) -> str:
    base, exponent = node.arguments
    return f"{_wrapped(base, 5)}^{{{typeset(exponent)}}}"


def _call(node: Node) -> str:
    shown = [typeset(argument) for argument in node.arguments]
    if node.value == "abs":
        return rf"\left|{shown[0]}\right|"
    if node.value == "sqrt":
        return rf"\sqrt{{{shown[0]}}}"
    if node.value in {"cbrt", "root"}:
        return rf"\sqrt[{shown[1] if len(shown) == 2 else 3}]{{{shown[0]}}}"
    if node.value == "log" and len(shown) == 2:
        return rf"\log_{{{shown[1]}}}\left({shown[0]}\right)"
    name = _LATEX_FUNCTIONS.get(node.value, rf"\operatorname{{{node.value}}}")
    return rf"{name}\left({', '.join(shown)}\right)"


def _apply(node: Node) -> str:
    primes, arguments = "'" * node.order, ", ".join(map(typeset, node.arguments))
    return rf"{_name(node)}{primes}\left({arguments}\right)"


def _derivative(node: Node) -> str:
    power = f"^{{{node.order}}}" if node.order > 1 else ""
    variable = sp.latex(sp.Symbol(node.value))
    if node.arguments[0].kind == "name":
        return rf"\frac{{d{power} {typeset(node.arguments[0])}}}{{d{variable}{power}}}"
    return rf"\frac{{d{power}}}{{d{variable}{power}}}\left({typeset(node.arguments[0])}\right)"


def _limit(node: Node) -> str:
    body, to = node.arguments
    return rf"\lim_{{{sp.latex(sp.Symbol(node.value))} \to {typeset(to)}}} \left({typeset(body)}\right)"


def _piecewise(node: Node) -> str:
    pairs = zip(node.arguments[::2], node.arguments[1::2], strict=True)
    lines = [f"{typeset(value)} & {_condition(condition)}" for value, condition in pairs]
    return r"\begin{cases}" + r" \\ ".join(lines) + r"\end{cases}"


def _condition(node: Node) -> str:
    if node.kind == "otherwise":
        return r"\text{otherwise}"
    if node.kind == "all":
        return r" \text{ and } ".join(map(_condition, node.arguments))
    sign = {"<=": r"\le", ">=": r"\ge"}.get(node.value, node.value)
    return f"{typeset(node.arguments[0])} {sign} {typeset(node.arguments[1])}"


_KINDS = {
    "number": _number,
    "name": _name,
    "constant": lambda node: {"e": "e", "pi": r"\pi"}[node.value],
    "add": _add,
    "multiply": _multiply,
    "divide": lambda node: rf"\frac{{{typeset(node.arguments[0])}}}{{{typeset(node.arguments[1])}}}",
    "negative": lambda node: f"- {_wrapped(node.arguments[0], 1)}",
    "power": _power,
    "call": _call,
    "apply": _apply,
    "derivative": _derivative,
    "limit": _limit,
    "piecewise": _piecewise,
}

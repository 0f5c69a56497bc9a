"""From the equations of an update rule to the statements of one step."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from gdtutor.descent.optimizer import CURVATURE_STEP, GRADIENT, PARAMETER, STEP
from gdtutor.descent.source import Program
from gdtutor.errors import ArgumentError

Rule = tuple[sp.Eq, ...]


def uses_curvature(rule: Rule) -> bool:
    """Whether the rule needs the Hessian."""
    return any(equation.rhs.has(CURVATURE_STEP) for equation in rule)


def carried(rule: Rule) -> list[int]:
    """The numbers of the equations whose result is state that a later step needs, apart from the parameters."""
    used = {term for equation in rule for term in equation.rhs.atoms(sp.Indexed)}
    return [k for k, equation in enumerate(rule[:-1]) if _before(equation.lhs) in used]


def _before(term: sp.Indexed) -> sp.Indexed:
    """The same quantity one step earlier: v_t for v_{t+1}."""
    return term.base[term.indices[0] - 1]


def update(rule: Rule, size: int, settings: tuple[sp.Symbol, ...], batch: bool) -> list[str]:
    """Assignments of one step: equation by equation, each for every parameter.

    They read ``w0``, ``g0``, ``n0`` (the step that the Hessian asks for), ``old0_0`` and ``h0``, and assign
    ``new0_0``: equation first, parameter after it. A ``batch`` of points may differ in the settings too.

    Raises:
        ArgumentError: if the rule speaks of something that is not defined.
    """
    count = sp.Symbol("count")
    common = {STEP: count} | {symbol: sp.Symbol(f"h{k}") for k, symbol in enumerate(settings)}
    terms = [common | _here(i) for i in range(size)]
    for i, known in enumerate(terms):
        known.update({_before(rule[k].lhs): sp.Symbol(f"old{k}_{i}") for k in carried(rule)})
    lines, counted = [], False
    for k, equation in enumerate(rule):
        outputs = {f"new{k}_{i}": _rewritten(equation.rhs, known) for i, known in enumerate(terms)}
        program = Program(outputs, {}, f"u{k}_")
        lines += program.batch if batch else program.point
        counted |= any(count in output.free_symbols for output in outputs.values())
        for i, known in enumerate(terms):
            known[equation.lhs] = sp.Symbol(f"new{k}_{i}")
    # as a float of the library that runs the loop, so that what NumPy divides by it raises nothing
    return ["count = real(t)", *lines] if counted else lines


def _here(i: int) -> dict[sp.Basic, sp.Symbol]:
    bases = {PARAMETER: "w", GRADIENT: "g", CURVATURE_STEP: "n"}
    return {base[STEP]: sp.Symbol(f"{letter}{i}") for base, letter in bases.items()}


def _rewritten(expression: sp.Expr, known: Mapping[sp.Basic, sp.Symbol]) -> sp.Expr:
    """The expression in the variables of the program."""
    rewritten = expression.xreplace(known)
    if unknown := rewritten.free_symbols - set(known.values()):
        wanted = "a hyperparameter, t, θ_t, g_t, carried state or an earlier result"
        raise ArgumentError(f"update_rule speaks of {unknown}: {wanted} is wanted")
    return rewritten


def fill(template: str, parts: Mapping[str, str | list[str]]) -> str:
    """Put names and blocks of statements into a template; a block keeps the indentation of its place."""
    lines = []
    for line in template.splitlines():
        place = line.strip().strip("{}")
        indent = line[: len(line) - len(line.lstrip())]
        block = parts.get(place)
        lines += [indent + statement for statement in block] if isinstance(block, list) else [line.format(**parts)]
    return "\n".join(lines) + "\n"

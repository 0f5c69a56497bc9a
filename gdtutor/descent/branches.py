"""The steps of a computation with conditions: which of them are taken always, and which in one branch only.

A part that both ways of a condition need, or that stands outside all of them, is computed before the condition and
once; any other part in its own branch, so that what it does elsewhere (log of a negative number, an overflow) is
neither computed nor seen. Compilers speak of very busy expressions and of hoisting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import sympy as sp

from gdtutor.descent.opaque import replaced
from gdtutor.errors import ArgumentError

_DEEPEST = 60  # conditions inside conditions; Python's own limit on indentation is 100
_NOTHING = sp.Symbol("nan")  # outside every branch


class Assign(NamedTuple):
    """One variable of the program and its value."""

    name: str
    value: sp.Expr


class Branch(NamedTuple):
    """A condition and the steps of its two ways, both of which assign the same names."""

    names: tuple[str, ...]
    condition: sp.Basic
    then: list[Step]
    otherwise: list[Step]


Step: TypeAlias = "Assign | Branch"


def steps(outputs: Mapping[str, sp.Expr], prefix: str) -> list[Step]:
    """The steps that give each output its value; the names of intermediate results begin with the prefix.

    >>> x = sp.Symbol("x")
    >>> (branch,) = steps({"y": sp.Piecewise((sp.log(x), x > 1), (0, True))}, "c")
    >>> branch.condition, branch.then, branch.otherwise
    (x > 1, [Assign(name='y', value=log(x))], [Assign(name='y', value=0)])
    """
    return _steps(dict(outputs), sp.numbered_symbols(prefix))


def written(program: Sequence[Step], doprint: Callable[[sp.Basic], str], batch: bool) -> list[str]:
    """The lines of a program: with ``if`` for a point, with ``select`` for a batch.

    Raises:
        ArgumentError: if conditions are nested too deep.
    """
    return list(_batch(program, doprint) if batch else _point(program, doprint, 0))


def conditions(expression: sp.Basic) -> list[sp.Basic]:
    """The parts of And and Or in the order in which they are looked at."""
    return sorted(expression.args, key=sp.default_sort_key)


def _steps(outputs: dict[str, sp.Expr], symbols: Iterator[sp.Symbol]) -> list[Step]:
    found: list[Step] = []
    while pieces := [part for part in _busy(outputs.values()) if isinstance(part, sp.Piecewise)]:
        condition = pieces[0].args[0].cond  # no branch in it: parts come before their wholes
        group = [piece for piece in pieces if piece.args[0].cond == condition]
        own = {value: sp.Symbol(name) for name, value in reversed(outputs.items())}
        names = {piece: own.get(piece) or next(symbols) for piece in group}
        ways = [
            {name.name: _decided(piece, condition, holds) for piece, name in names.items()} for holds in (True, False)
        ]
        inside = {part for way in ways for value in way.values() for part in sp.preorder_traversal(value)}
        shared = _outermost([part for part in _busy(outputs.values()) if part in inside and _hoisted(part)])
        before = {part: next(symbols) for part in shared}
        found += _assigned({name.name: part for part, name in before.items()}, symbols)
        outputs = {name: replaced(replaced(value, names), before) for name, value in outputs.items()}
        then, otherwise = (
            _steps({name: replaced(value, before) for name, value in way.items()}, symbols) for way in ways
        )
        found.append(Branch(tuple(name.name for name in names.values()), replaced(condition, before), then, otherwise))
    return found + _assigned({name: value for name, value in outputs.items() if value != sp.Symbol(name)}, symbols)


def _assigned(outputs: Mapping[str, sp.Expr], symbols: Iterator[sp.Symbol]) -> list[Step]:
    """Steps without a condition."""
    wanted = list(outputs.values())
    # asked for as outputs too, the bases of integer powers become variables, which are cheap to multiply
    bases = [base for base in _power_bases(wanted) if not base.is_Atom]
    shared, results = sp.cse([*wanted, *bases], symbols=symbols)
    return [
        *(Assign(symbol.name, value) for symbol, value in shared),
        *(Assign(name, value) for name, value in zip(outputs, results, strict=False)),
    ]


def _power_bases(expressions: Iterable[sp.Expr]) -> list[sp.Expr]:
    powers = {power for expression in expressions for power in expression.atoms(sp.Pow)}
    return sorted({power.base for power in powers if power.exp.is_Integer and power.exp != -1}, key=sp.default_sort_key)


def _busy(expressions: Iterable[sp.Basic]) -> dict[sp.Basic, None]:
    """The parts that are computed whichever conditions hold, each after its own parts."""
    found: dict[sp.Basic, None] = {}
    for expression in expressions:
        _visit(expression, found)
    return found


def _visit(node: sp.Basic, found: dict[sp.Basic, None]) -> None:
    if not node.args or node in found:
        return
    if isinstance(node, sp.Piecewise):
        (value, condition), *_ = node.args
        _visit(condition, found)
        otherwise = _always(_decided(node, condition, False))
        for part in _always(value):
            if part in otherwise:
                found.setdefault(part)
    elif isinstance(node, sp.And | sp.Or):
        _visit(conditions(node)[0], found)  # the others are not always looked at
    else:
        for argument in node.args:
            _visit(argument, found)
    found[node] = None


@lru_cache(maxsize=2048)  # of many clauses, each rest is asked for once more for every clause before it
def _always(expression: sp.Expr) -> dict[sp.Basic, None]:
    return _busy([expression])


def _hoisted(part: sp.Basic) -> bool:
    return isinstance(part, sp.Expr) and not part.is_number and not part.has(sp.Piecewise)


def _outermost(parts: Sequence[sp.Basic]) -> list[sp.Basic]:
    inner = {part for whole in parts for argument in whole.args for part in sp.preorder_traversal(argument)}
    return [part for part in parts if part not in inner]


@lru_cache(maxsize=2048)
def _decided(expression: sp.Expr, condition: sp.Basic, holds: bool) -> sp.Expr:
    """What is left where the condition is known to hold, or not to."""
    known = {
        piece: _decided(piece.args[0].expr, condition, True) if holds else _decided(_rest(piece), condition, False)
        for piece in expression.atoms(sp.Piecewise)
        if piece.args[0].cond == condition
    }
    return replaced(expression, known) if known else expression


def _rest(piece: sp.Piecewise) -> sp.Expr:
    clauses = piece.args[1:]
    if not clauses:
        return _NOTHING
    return clauses[0].expr if clauses[0].cond == sp.true else sp.Piecewise(*clauses, evaluate=False)


def _point(program: Sequence[Step], doprint: Callable[[sp.Basic], str], depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ArgumentError(f"the expression has conditions inside conditions: expected at most {_DEEPEST} of them")
    for step in program:
        if isinstance(step, Assign):
            yield f"{step.name} = {doprint(step.value)}"
            continue
        word = "if"
        while True:
            yield f"{word} {doprint(step.condition)}:"
            yield from ("    " + line for line in _point(step.then, doprint, depth + 1))
            if len(step.otherwise) != 1 or not isinstance(step.otherwise[0], Branch):
                break
            word, step = "elif", step.otherwise[0]
        yield "else:"
        yield from ("    " + line for line in _point(step.otherwise, doprint, depth + 1))


def _batch(program: Sequence[Step], doprint: Callable[[sp.Basic], str]) -> Iterator[str]:
    for step in program:
        if isinstance(step, Assign):
            yield f"{step.name} = {doprint(step.value)}"
            continue
        values = []
        for way, ending in ((step.then, "t"), (step.otherwise, "e")):
            names = {name: f"{name}{ending}" for name in step.names}
            if _independent(way, step.names):
                values.append({each.name: doprint(each.value) for each in way if isinstance(each, Assign)})
            else:
                yield from _batch([_renamed(each, names) for each in way], doprint)
                values.append(names)
        for name in step.names:
            yield f"{name} = select({doprint(step.condition)}, {values[0][name]}, {values[1][name]})"


def _independent(way: Sequence[Step], names: Sequence[str]) -> bool:
    """Whether the steps are the values of the names, each made of nothing that is assigned here."""
    assigned = {each.name for each in way if isinstance(each, Assign)}
    return (
        len(way) == len(names) == len(assigned)
        and assigned == set(names)
        and not any(str(symbol) in assigned for each in way for symbol in each[1].free_symbols)
    )


def _renamed(step: Step, names: Mapping[str, str]) -> Step:
    symbols: dict[sp.Basic, sp.Basic] = {sp.Symbol(old): sp.Symbol(new) for old, new in names.items()}
    if isinstance(step, Assign):
        return Assign(names.get(step.name, step.name), replaced(step.value, symbols))
    return Branch(
        tuple(names.get(name, name) for name in step.names),
        replaced(step.condition, symbols),
        [_renamed(each, names) for each in step.then],
        [_renamed(each, names) for each in step.otherwise],
    )

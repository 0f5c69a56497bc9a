"""The chain-table experiment: every link of a chain with its value and local partial, while the weight moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy

from gdtutor.calculus.chain_table import ChainTable, Link, chain_table
from gdtutor.calculus.notation import as_symbol
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.evaluate import on_grid
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import derivative_formula, equation, formula
from gdtutor.show.numbers import letter, readable, readable_all
from gdtutor.show.scene import Dial, Formula, Mark, Plot, Preset, Scene, Table, Words

_HEADER = ("link", "its value", "local partial", "its value", "product so far")


@dataclass(frozen=True)
class ChainSettings:
    """What makes a chain-table experiment: all that is needed to make it again.

    ``inputs`` are pairs (symbol, value), ``presets`` triples (name, value of the variable, why).
    """

    expression: str
    variable: str
    inputs: tuple[tuple[str, float], ...]
    low: float
    high: float
    points: int
    start: float
    presets: tuple[tuple[str, float, str], ...] = ()
    link_name: str = "xi"
    whole: str = "L"


def chain_table_experiment(
    table: ChainTable | str | sympy.Expr,
    variable: str | sympy.Symbol = "w",
    at: tuple[float, float] = (-3.0, 3.0),
    *,
    inputs: Mapping[str, float] | None = None,
    start: float = 0.0,
    points: int = 121,
    presets: Mapping[str, tuple[float, str]] | None = None,
) -> Experiment:
    """Show a chain table whose numbers follow a slider over the variable, beside the curve and its tangent.

    Args:
        table: a chain table, or an expression to make one of.
        variable: the variable of the derivative, where an expression is given.
        at: the interval over which the variable moves.
        inputs: a number for every other symbol.
        start: where the variable stands at first.
        points: how many places the slider has.
        presets: a name for each noteworthy value, with the value and a sentence that says why.

    Raises:
        ArgumentError: when an argument is not usable, or a symbol has no value.

    >>> experiment = chain_table_experiment("-y*log(1/(1+e^(-w*x)))", inputs={"x": 2, "y": 1})
    >>> experiment.caption
    'w = 0, x = 2, y = 1: L = 0.693, slope ∂L/∂w = (−2)·1·1·(−0.25)·2·(−1) = −1.'
    """
    made = table if isinstance(table, ChainTable) else chain_table(table, variable)
    low, high = (float(end) for end in at)
    if not low < high:
        raise ArgumentError(f"at is {at!r}: an interval (low, high) with low < high is wanted")
    settings = ChainSettings(
        expression=str(made.expression),
        variable=str(made.variable),
        inputs=tuple((str(as_symbol(name)), float(value)) for name, value in (inputs or {}).items()),
        low=low,
        high=high,
        points=int(points),
        start=float(start),
        presets=tuple((name, float(value), why) for name, (value, why) in (presets or {}).items()),
        link_name=str(made.links[0].symbol).rpartition("_")[0] or "xi",
        whole=str(made.links[-1].symbol),
    )
    return Experiment(settings, chain_scene(settings))


class _Columns:
    """The numbers of a table over the slider's grid: of every link, of every local partial, of every derivative."""

    def __init__(self, settings: ChainSettings, table: ChainTable, grid: np.ndarray) -> None:
        known = {as_symbol(name): sympy.Float(value) for name, value in settings.inputs}
        locals_ = [local.value for link in table.links for local in link.locals]
        expressions = [*(link.in_inputs for link in table.links), *locals_]
        numbers = on_grid([expression.xreplace(known) for expression in expressions], table.variable, grid)
        self.links = dict(zip((link.symbol for link in table.links), numbers, strict=False))
        rest = iter(numbers[len(table.links) :])
        self.locals = {(link.symbol, local.of): next(rest) for link in table.links for local in link.locals}
        self.so_far = {table.variable: np.ones_like(grid)}
        for link in table.links:
            terms = [self.locals[link.symbol, local.of] * self.so_far[local.of] for local in link.locals]
            self.so_far[link.symbol] = np.sum(terms, axis=0)


def chain_scene(settings: ChainSettings) -> Scene:
    """Compute the whole sweep of a chain-table experiment."""
    table = chain_table(settings.expression, settings.variable, settings.link_name, settings.whole)
    chosen = [value for _, value, _ in settings.presets]
    even = np.round(np.linspace(settings.low, settings.high, settings.points), 10)
    grid = np.unique(np.concatenate([even, chosen]))
    dial = Dial(settings.variable, letter(settings.variable), tuple(grid.tolist()))
    columns = _Columns(settings, table, grid)
    presets = tuple(Preset(name, (dial.nearest(value),), why) for name, value, why in settings.presets)
    return Scene(
        name="chain table",
        panels=(_table(table, columns), _curve(settings, table, grid, columns)),
        dials=(dial,),
        start=(dial.nearest(settings.start),),
        caption=_caption(settings, table, grid, columns),
        pace=60,
        presets=presets,
    )


def _table(table: ChainTable, columns: _Columns) -> Table:
    rows = [row for link in table.links for row in _rows(link, columns)]
    last, name = table.links[-1].symbol, "product of the column" if table.is_chain else "sum over the paths"
    whole = derivative_formula(str(last), str(table.variable))
    rows.append(
        (Words(name), Words(""), equation(whole, formula(table.product)), Words(""), _word(columns.so_far[last]))
    )
    return Table("Chain table", _HEADER, tuple(rows))


def _word(values: np.ndarray) -> Words:
    return Words("{0}", (readable_all(values),))


def _rows(link: Link, columns: _Columns) -> list[tuple[Formula | Words, ...]]:
    """Return a row for each local partial; the link and its derivative so far stand in the first of them."""
    left = (equation(formula(link.symbol), formula(link.link)), _word(columns.links[link.symbol]))
    right = _word(columns.so_far[link.symbol])
    rows: list[tuple[Formula | Words, ...]] = []
    for local in link.locals:
        partial = equation(derivative_formula(str(link.symbol), str(local.of)), formula(local.partial))
        value = _word(columns.locals[link.symbol, local.of])
        rows.append((Words(""), Words(""), partial, value, Words("")) if rows else (*left, partial, value, right))
    return rows


def _curve(settings: ChainSettings, table: ChainTable, grid: np.ndarray, columns: _Columns) -> Plot:
    last, w = table.links[-1].symbol, letter(settings.variable)
    values, slopes = columns.links[last], columns.so_far[last]
    ends = (settings.high - settings.low) * 0.2 * np.array([-1.0, 1.0])
    rises = values[:, None] + slopes[:, None] * ends
    curve = np.stack([grid, values], -1)
    marks = (
        Mark("curve", f"{letter(last)}({w})", curve[None]),
        Mark("tangent", "slope = the product", np.stack([grid[:, None] + ends, rises], -1)),
        Mark("here", "now", curve[:, None]),
    )
    slots = tuple(readable_all(column) for column in (grid, values, slopes))
    text = f"Curve of {letter(last)} over {w} with its tangent at {w} = {{0}}: height {{1}}, slope {{2}}."
    across = axis(w, settings.low, settings.high)
    return Plot("The product is this slope", across, axis(letter(last), *limits(values)), marks, Words(text, slots), 0)


def _caption(settings: ChainSettings, table: ChainTable, grid: np.ndarray, columns: _Columns) -> Words:
    last, w = table.links[-1].symbol, letter(settings.variable)
    slots = [readable_all(column) for column in (grid, columns.links[last], columns.so_far[last])]
    factors = ""
    if table.is_chain:
        numbers = [readable_all(columns.locals[link.symbol, link.locals[0].of]) for link in table.links]
        slots += [np.array([f"({n})" if n.startswith("−") else n for n in column], dtype=object) for column in numbers]
        factors = "·".join(f"{{{k + 3}}}" for k in range(len(numbers))) + " = "
    fixed = "".join(f", {letter(name)} = {readable(value)}" for name, value in settings.inputs)
    name = letter(last)
    return Words(f"{w} = {{0}}{fixed}: {name} = {{1}}, slope ∂{name}/∂{w} = {factors}{{2}}.", tuple(slots))

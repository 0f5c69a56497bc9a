"""The tangent experiment: a curve, its slope at a point that the learner moves, and the terms of the product rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import sympy

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import as_expression, as_symbol
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.evaluate import on_grid
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula, product_formula
from gdtutor.show.numbers import letter, readable_all
from gdtutor.show.points import interval, pairs
from gdtutor.show.scene import Axis, Dial, Formula, Mark, Plot, Scene, Words

Function: TypeAlias = str | sympy.Expr


@dataclass(frozen=True)
class TangentSettings:
    """What makes a tangent experiment: all that is needed to make it again."""

    factors: tuple[str, ...]
    variable: str
    low: float
    high: float
    points: int
    start: float
    name: str = "f"


def tangent_experiment(
    expression: Function | Sequence[Function],
    variable: str | sympy.Symbol,
    at: tuple[float, float] = (-6.0, 6.0),
    *,
    start: float | None = None,
    points: int = 241,
    name: str = "f",
) -> Experiment:
    """Show a curve with the tangent at a point, its derivative, and the two terms of the product rule.

    Args:
        expression: a function of one variable; a pair (u, v) for a product, whose terms u′v and uv′ are then shown.
        variable: its variable.
        at: the interval over which the point moves.
        start: where the point stands at first; by default a quarter of the way.
        points: how many places the slider has.
        name: what the curve is called.

    Raises:
        ArgumentError: when an argument is not usable.
        UnreadableError: when a text is not mathematics.

    >>> experiment = tangent_experiment(("sin(2*theta)", "log(theta**2)"), "theta", at=(-6, 6), start=-5, name="L")
    >>> experiment.caption
    'At θ = −5: L(θ) = 1.75, slope L′(θ) = −5.62. The curve falls here. u′v = −5.4, uv′ = −0.218.'
    """
    low, high = interval("at", at)
    given = (expression,) if isinstance(expression, str | sympy.Expr) else tuple(expression)
    if len(given) not in (1, 2):
        raise ArgumentError(f"expression has {len(given)} factors: one function or a pair (u, v) is wanted")
    first = low + (high - low) / 4 if start is None else float(start)
    factors = tuple(as_expression(factor) for factor in given)
    settings = TangentSettings(tuple(map(str, factors)), str(as_symbol(variable)), low, high, int(points), first, name)
    return Experiment(settings, tangent_scene(settings))


def tangent_scene(settings: TangentSettings) -> Scene:
    """Compute the whole sweep of a tangent experiment."""
    factors = [as_expression(factor) for factor in settings.factors]
    variable = as_symbol(settings.variable)
    whole = sympy.Mul(*factors)
    (slope,) = partials(whole, (variable,))
    grid = np.round(np.linspace(settings.low, settings.high, settings.points), 10)
    dial = Dial(settings.variable, f"{letter(variable)}", tuple(grid.tolist()))
    values, slopes = on_grid([whole, slope], variable, grid)
    curve = _curve_panel(settings, _title(factors, settings), grid, values, slopes)
    below = _slope_panel(settings, formula(slope, *_names(settings, "′")), grid, slopes)
    terms = _terms(factors, variable, grid) if len(factors) == 2 else None
    panels = (curve, below) if terms is None else (curve, below, _terms_panel(*terms, slopes))
    caption = _caption(settings, grid, values, slopes, terms)
    return Scene("tangent and slope", panels, (dial,), (dial.nearest(settings.start),), caption, pace=60)


def _names(settings: TangentSettings, mark: str = "") -> tuple[str, str]:
    x, prime = settings.variable, "'" * len(mark)
    return f"{settings.name}{mark}({letter(x)})", f"{settings.name}{prime}({sympy.latex(sympy.Symbol(x))})"


def _title(factors: list[sympy.Expr], settings: TangentSettings) -> Formula:
    if len(factors) == 2:
        return product_formula(factors[0], factors[1], *_names(settings))
    return formula(factors[0], *_names(settings))


def _curve_panel(
    settings: TangentSettings, title: Formula, grid: np.ndarray, values: np.ndarray, slopes: np.ndarray
) -> Plot:
    reach = (settings.high - settings.low) * 0.14
    ends = np.array([-reach, reach])
    tangents = pairs(grid[:, None] + ends, values[:, None] + slopes[:, None] * ends)
    marks = (
        Mark("curve", "curve", pairs(grid, values)[None]),
        Mark("tangent", "tangent", tangents),
        Mark("here", "the point", pairs(grid, values)[:, None]),
    )
    f, x = _names(settings)[0], letter(settings.variable)
    slots = (readable_all(grid), readable_all(values), readable_all(slopes))
    summary = Words(f"Curve of {title.text}, with its tangent at {x} = {{0}}: height {{1}}, slope {{2}}.", slots)
    return Plot(title, _across(settings), axis(f, *limits(values)), marks, summary, follows=0)


def _across(settings: TangentSettings) -> Axis:
    return axis(letter(settings.variable), settings.low, settings.high)


def _slope_panel(settings: TangentSettings, title: Formula, grid: np.ndarray, slopes: np.ndarray) -> Plot:
    zero = np.array([[[settings.low, 0.0], [settings.high, 0.0]]])
    marks = (
        Mark("guide", "", zero),
        Mark("derivative", "derivative", pairs(grid, slopes)[None]),
        Mark("here", "slope at the point", pairs(grid, slopes)[:, None]),
    )
    point = f"with the point at {letter(settings.variable)} = {{0}}, height {{1}}"
    words = f"Curve of the derivative {title.text}, {point}."
    summary = Words(words, (readable_all(grid), readable_all(slopes)))
    vertical = axis(_names(settings, "′")[0], *limits(slopes))
    return Plot(title, _across(settings), vertical, marks, summary, follows=0)


def _terms(factors: list[sympy.Expr], variable: sympy.Symbol, grid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    u, v = factors
    (du,), (dv,) = partials(u, (variable,)), partials(v, (variable,))
    first, second = on_grid([du * v, u * dv], variable, grid)
    return first, second


def _terms_panel(first: np.ndarray, second: np.ndarray, total: np.ndarray) -> Plot:
    low, high = limits(np.concatenate([first, second, total]))
    reach = max(-low, high)
    rows = [("first_term", 2, first), ("second_term", 1, second), ("total", 0, total)]
    marks = tuple(_bar(*row) for row in rows)
    slots = tuple(readable_all(data) for _, _, data in rows)
    summary = Words("Bars of the product rule's terms: u′v = {0}, uv′ = {1}, their sum {2}.", slots)
    names = Axis("", -0.6, 2.6, ((2.0, "u′v"), (1.0, "uv′"), (0.0, "(uv)′")))
    across = axis("contribution to the slope", -reach, reach)
    return Plot("Product rule: (uv)′ = u′v + uv′", across, names, marks, summary)


def _bar(role: str, row: float, lengths: np.ndarray) -> Mark:
    ends = pairs(lengths, np.full_like(lengths, row))[:, None]
    return Mark(role, "", ends, "bars", texts=(Words("{0}", (readable_all(lengths),)),))


def _caption(
    settings: TangentSettings,
    grid: np.ndarray,
    values: np.ndarray,
    slopes: np.ndarray,
    terms: tuple[np.ndarray, np.ndarray] | None,
) -> Words:
    course = np.select([slopes > 0, slopes < 0, slopes == 0], ["rises", "falls", "is level"], "has no slope")
    f, slope = _names(settings)[0], _names(settings, "′")[0]
    text = f"At {letter(settings.variable)} = {{0}}: {f} = {{1}}, slope {slope} = {{2}}. The curve {{3}} here."
    slots = [readable_all(grid), readable_all(values), readable_all(slopes), course.astype(object)]
    if terms is not None:
        text += " u′v = {4}, uv′ = {5}."
        slots += [readable_all(term) for term in terms]
    return Words(text, tuple(slots))

"""The chain rule as gears of change: turning x turns u, turning u turns y, and the rates multiply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import as_expression, as_symbol
from gdtutor.descent.arguments import count
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.evaluate import on_grid
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.numbers import letter, readable
from gdtutor.show.points import interval, moving, pairs, places, still
from gdtutor.show.scene import Axis, Dial, Mark, Numbers, Plot, Preset, Scene, Words

TURNS = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
_CURVE_POINTS = 300
_THREADS = 25  # of the background, from x to u to y


@dataclass(frozen=True)
class ChainRuleSettings:
    """What makes a chain-rule experiment: all that is needed to make it again. Nothing here is random."""

    outer: str
    inner: str
    middle: str
    variable: str
    low: float
    high: float
    points: int
    start: float
    turns: tuple[float, ...]
    turn: float
    seed: int = 0


def chain_rule_experiment(
    outer: str | sp.Expr,
    inner: str | sp.Expr,
    variable: str | sp.Symbol,
    at: Sequence[float] = (-2.0, 2.0),
    *,
    start: float | None = None,
    turn: float = 0.2,
    points: int = 81,
) -> Experiment:
    """Show y = f(u), u = g(x): how far a turn of x turns u and y, on three number lines, and the product of the rates.

    Args:
        outer: y as a function of one variable, u.
        inner: u as a function of ``variable``.
        variable: x.
        at: the interval over which x moves.
        start: x at first; by default three quarters of the way.
        turn: the turn Δx at first; the slider has turns from 1 to 0.01.
        points: how many places the slider over x has.

    Raises:
        ArgumentError: when an argument is not usable.
        UnreadableError: when a text is not mathematics.

    Source: Hopkins 4 and 7 (the chain rule dy/dx = dy/du·du/dx).

    >>> experiment = chain_rule_experiment("3u", "2x", "x", start=0.5)
    >>> experiment.caption
    'At x = 0.5: u = 1, y = 3. Turning x by 0.2 turns u by 0.4, which is 2 times as far, and y by 1.2, 3 times as far
    as u: 2·3 = 6. In the limit du/dx = 2, dy/du = 3, and dy/dx = 3·2 = 6.'
    """
    f, g, x = as_expression(outer), as_expression(inner), as_symbol(variable)
    if len(f.free_symbols) != 1:
        names = ", ".join(sorted(map(str, f.free_symbols))) or "none"
        raise ArgumentError(f"outer is {f} with the symbols {names}: a function of one variable is wanted")
    (u,) = f.free_symbols
    if u == x:
        raise ArgumentError(f"outer is {f}: another name than {x} is wanted for its variable")
    low, high = interval("at", at)
    turns = sorted({float(turn), *TURNS}, reverse=True)
    if not turns[-1] > 0:
        raise ArgumentError(f"turn is {turn!r}: a positive number is wanted")
    first = low + 0.75 * (high - low) if start is None else float(start)
    settings = ChainRuleSettings(
        str(f), str(g), str(u), str(x), low, high, count("points", points), first, tuple(turns), float(turn)
    )
    return Experiment(settings, chain_rule_scene(settings))


class _Story:
    """The numbers over places (rows) and turns (columns)."""

    def __init__(self, settings: ChainRuleSettings) -> None:
        self.settings = settings
        self.f, self.g = as_expression(settings.outer), as_expression(settings.inner)
        self.u, self.x = as_symbol(settings.middle), as_symbol(settings.variable)
        (df,), (dg,) = partials(self.f, (self.u,)), partials(self.g, (self.x,))
        self.places = places(settings.low, settings.high, settings.points, settings.start)
        self.turns = np.array(settings.turns)
        self.middles, self.inner_rates = on_grid([self.g, dg], self.x, self.places)
        self.ends, self.outer_rates = on_grid([self.f, df], self.u, self.middles)
        self.turned = self.places[:, None] + self.turns
        (self.turned_middles,) = on_grid([self.g], self.x, self.turned)
        (self.turned_ends,) = on_grid([self.f], self.u, self.turned_middles)

    @property
    def rates(self) -> np.ndarray:
        """dy/dx at each place."""
        return self.outer_rates * self.inner_rates

    def whole(self, grid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """U and y at each place of a grid."""
        (middles,) = on_grid([self.g], self.x, grid)
        (ends,) = on_grid([self.f], self.u, middles)
        return middles, ends


def chain_rule_scene(settings: ChainRuleSettings) -> Scene:
    """Compute everything for all places and turns."""
    story = _Story(settings)
    x = letter(settings.variable)
    place_dial = Dial(settings.variable, f"place {x}", tuple(story.places.tolist()))
    turn_dial = Dial("turn", f"turn Δ{x}", settings.turns)
    return Scene(
        name="chain rule",
        panels=(_curve_panel(story), _lines_panel(story), _rates_panel(story)),
        dials=(place_dial, turn_dial),
        start=(place_dial.nearest(settings.start), turn_dial.nearest(settings.turn)),
        caption=_caption(story),
        pace=80,
        presets=_presets(story, turn_dial),
        note=f"Each rate is derived by the rules; the turns of u and y are differences of values. Seed {settings.seed} "
        "(nothing here is random).",
    )


def _presets(story: _Story, turns: Dial) -> tuple[Preset, ...]:
    """The fastest gear with a small and a large turn, and a place where a gear stands still."""
    x, u = letter(story.x), letter(story.u)
    speeds = np.abs(story.rates)
    if not np.isfinite(speeds).any():
        return ()
    fast, fine, coarse = int(np.nanargmax(speeds)), turns.nearest(0.01), turns.nearest(1.0)
    found = []
    for name, k, word in (("small turn", fine, "Good"), ("large turn", coarse, "Bad")):
        quotient = (story.turned_ends[fast, k] - story.ends[fast]) / story.turns[k]
        rates = f"the quotient Δy/Δ{x} is {readable(quotient)}, the rate is {readable(story.rates[fast])}"
        found.append(Preset(name, (fast, k), f"{word}: with Δ{x} = {readable(story.turns[k])} {rates}."))
    slow = int(np.nanargmin(speeds))
    if speeds[slow] < 1e-9:
        which = f"d{u}/d{x}" if abs(story.inner_rates[slow]) < 1e-9 else f"dy/d{u}"
        why = f"{which} = 0 here: one gear that stands still stops all that come after it."
        found.append(Preset("a gear stands still", (slow, fine), why))
    return tuple(found)


def _curve_panel(story: _Story) -> Plot:
    settings, x = story.settings, letter(story.x)
    fine = np.linspace(settings.low, settings.high, _CURVE_POINTS)
    _, curve = story.whole(fine)
    reach = (settings.high - settings.low) * 0.14 * np.array([-1.0, 1.0])
    tangents = pairs(story.places[:, None] + reach, story.ends[:, None] + story.rates[:, None] * reach)
    secant = np.stack(
        [
            pairs(story.places, story.ends)[:, None] + 0 * story.turned[..., None],
            pairs(story.turned, story.turned_ends),
        ],
        axis=-2,
    )
    marks = (
        Mark("curve", "y", still(pairs(fine, curve), 2)),
        Mark("tangent", "slope dy/dx".replace("x", x), tangents[:, None]),
        Mark("rest", f"Δy over Δ{x}", secant),
        Mark("here", "the place", moving(story.places, story.ends)[:, None]),
    )
    composed = story.f.xreplace({story.u: story.g})
    title = formula(composed, "y", "y")
    words = Words(
        f"Curve of {title.text} with its tangent at {x} = {{0}}: height {{1}}, slope {{2}}.", _numbers(story)[:3]
    )
    across = axis(x, settings.low, settings.high)
    return Plot(title, across, axis("y", *limits(curve, 0.15)), marks, words, follows=0)


def _numbers(story: _Story) -> tuple[Numbers, ...]:
    """Place, y, dy/dx, u, du/dx, dy/du, for each place."""
    columns = (story.places, story.ends, story.rates, story.middles, story.inner_rates, story.outer_rates)
    return tuple(Numbers(column[:, None], brackets=k in (4, 5)) for k, column in enumerate(columns))


def _lines_panel(story: _Story) -> Plot:
    """Three number lines of one scale: so that how far each turns can be seen."""
    x, u, rows = letter(story.x), letter(story.u), np.array([2.0, 1.0, 0.0])
    some = np.linspace(story.settings.low, story.settings.high, _THREADS)
    threads = np.stack([some, *story.whole(some), np.full(_THREADS, np.nan)], axis=-1)
    low, high = limits(threads, pad=0.06)
    here = np.stack([story.places, story.middles, story.ends], axis=-1)[:, None]
    there = np.stack([story.turned, story.turned_middles, story.turned_ends], axis=-1)
    gaps = np.full(there.shape, np.nan)
    turned = np.stack(np.broadcast_arrays(here, there, gaps), axis=-1)  # (places, turns, line, from · to · gap)
    marks = (
        Mark("contour", "", still(pairs(threads, np.append(rows, np.nan)).reshape(-1, 2), 2)),
        Mark("guide", "", still(np.concatenate([[(low, r), (high, r), (np.nan, r)] for r in rows]), 2)),
        Mark("path", f"from {x} to {u} to y", pairs(here, rows)),
        Mark("second_path", f"from {x} + Δ{x}", pairs(there, rows)),
        Mark("circle", "turns", pairs(turned, rows[:, None]).reshape(*turned.shape[:2], -1, 2)),
    )
    up = Axis("", -0.3, 2.3, ((2.0, x), (1.0, u), (0.0, "y")))
    words = Words(
        f"Three number lines with threads from {x} = {{0}} to {u} = {{1}} and to y = {{2}}; a turn of {{3}} on the "
        f"first is one "
        "of {4} on the second and of {5} on the third.",
        (_numbers(story)[0], _numbers(story)[3], _numbers(story)[1], *_turns(story)),
    )
    return Plot("Three gears: one scale", axis("", low, high), up, marks, words)


def _turns(story: _Story) -> tuple[Numbers, Numbers, Numbers]:
    """Δx, Δu, Δy."""
    return (
        Numbers(story.turns[None]),
        Numbers(story.turned_middles - story.middles[:, None]),
        Numbers(story.turned_ends - story.ends[:, None]),
    )


def _rates_panel(story: _Story) -> Plot:
    x, u = letter(story.x), letter(story.u)
    low, high = limits(np.concatenate([story.inner_rates, story.outer_rates, story.rates]))
    rows = (
        ("first_term", 2.0, story.inner_rates),
        ("second_term", 1.0, story.outer_rates),
        ("total", 0.0, story.rates),
    )
    marks = tuple(
        Mark(role, "", moving(lengths, row)[:, None], "bars", texts=(Words("{0}", (Numbers(lengths[:, None]),)),))
        for role, row, lengths in rows
    )
    words = Words(
        f"Bars of the rates: d{u}/d{x} = {{0}}, dy/d{u} = {{1}}, their product {{2}}.",
        tuple(mark.texts[0].slots[0] for mark in marks),
    )
    up = Axis("", -0.6, 2.6, ((2.0, f"d{u}/d{x}"), (1.0, f"dy/d{u}"), (0.0, f"dy/d{x}")))
    across = axis("rate", min(low, 0.0), max(high, 0.0))
    return Plot(f"Rates multiply: dy/d{x} = dy/d{u}·d{u}/d{x}", across, up, marks, words)


def _caption(story: _Story) -> Words:
    x, u = letter(story.x), letter(story.u)
    place, end, rate, middle, inner, outer = _numbers(story)
    dx, du, dy = (turn.values for turn in _turns(story))
    with np.errstate(divide="ignore", invalid="ignore"):
        quotients = (du / dx, dy / du, dy / dx)
    shown = (
        Numbers(quotients[0]),
        Numbers(quotients[1]),
        Numbers(quotients[0], brackets=True),
        Numbers(quotients[1], brackets=True),
        Numbers(quotients[2]),
    )
    plain = (Numbers(story.inner_rates[:, None]), Numbers(story.outer_rates[:, None]))
    text = (
        f"At {x} = {{0}}: {u} = {{3}}, y = {{1}}. Turning {x} by {{6}} turns {u} by {{7}}, which is {{9}} times as "
        f"far, and y by "
        f"{{8}}, {{10}} times as far as {u}: {{11}}·{{12}} = {{13}}. In the limit d{u}/d{x} = {{14}}, dy/d{u} = "
        f"{{15}}, and "
        f"dy/d{x} = {{5}}·{{4}} = {{2}}."
    )
    return Words(text, (place, end, rate, middle, inner, outer, *_turns(story), *shown, *plain))

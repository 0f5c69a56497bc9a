"""What the experiments in the plane share: a start that is dragged on a grid, presets, names, the frame of a plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import count, decay_factor, positive, start_point
from gdtutor.descent.loss import Loss
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis
from gdtutor.show.contours import Window, contour_mark, window_of
from gdtutor.show.formula import formula
from gdtutor.show.numbers import letter, readable
from gdtutor.show.scene import Dial, Mark, Numbers, Plot, Preset, Words

#: learning rates from 0.001 to 1, four to each power of ten
RATES = tuple(float(f"{rate:.3g}") for rate in np.geomspace(0.001, 1.0, 13))
Presets = tuple[tuple[str, float, str], ...]
PairPresets = tuple[tuple[str, float, float, str], ...]
_WORTH = 600_000  # bytes that the runs from a grid of starts may take


@dataclass(frozen=True, kw_only=True)
class PlaneSettings:
    """What every record of descents in the plane holds. Where nothing is random, the seed is there all the same."""

    loss: str
    parameters: tuple[str, ...]
    start: tuple[float, float]
    steps: int
    window: Window
    minima: tuple[tuple[float, ...], ...] = ()
    seed: int = 0


def plane_settings(loss: Loss, start: ArrayLike, steps: int, window: Window | None) -> dict[str, Any]:
    """Return what a ``PlaneSettings`` is made of, looked at.

    Raises:
        ArgumentError: when the loss has not two parameters, or an argument is not usable.

    >>> from gdtutor.descent.surfaces import surface
    >>> PlaneSettings(**plane_settings(surface("bowl"), [1, 2], 5, None)).start
    (1.0, 2.0)
    """
    return {
        "loss": str(loss.expression),
        "parameters": tuple(map(str, loss.parameters)),
        "window": window_of(loss, window),
        "start": in_plane(loss, start),
        "steps": count("steps", steps),
        "minima": tuple(getattr(loss, "minima", ())),
    }


def start_grid(window: Window, start: tuple[float, float], cost: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the coordinates that a dragged start can have along each axis, the given one among them.

    Args:
        window: what the picture shows.
        start: where it stands at first.
        cost: bytes that the runs from one start take; the grid is as fine as the payload allows.

    >>> start_grid(((-6, 6), (-3, 3)), (5.0, 1.0), 20_000)[1]
    (-2.64, -1.32, 0.0, 1.0, 2.64)
    """
    columns, rows = 9, 7
    while columns > 1 and columns * rows * cost > _WORTH:
        columns, rows = (columns - 1, rows) if columns > rows else (columns, rows - 1)
    across, up = (_around(ends, at, n) for ends, at, n in zip(window, start, (columns, rows), strict=True))
    return across, up


def _around(ends: tuple[float, float], at: float, count: int) -> tuple[float, ...]:
    low, high = ends
    pad = 0.06 * (high - low)
    digits = max(0, 2 - int(np.floor(np.log10(high - low))))
    places = np.round(np.linspace(low + pad, high - pad, count), digits)
    places[np.argmin(np.abs(places - at))] = at
    return tuple(sorted({float(place) for place in places}))


def start_dials(loss: Loss, starts: tuple[tuple[float, ...], tuple[float, ...]]) -> tuple[Dial, Dial]:
    """Return the two dials of a start."""
    first, second = (
        Dial(f"start_{symbol}", f"start {letter(symbol)}", grid)
        for symbol, grid in zip(loss.parameters, starts, strict=True)
    )
    return first, second


def start_mark(starts: tuple[tuple[float, ...], tuple[float, ...]], dials: int = 4) -> Mark:
    """Return the marker of a start that the first two dials move."""
    points = np.stack(np.meshgrid(*starts, indexing="ij"), axis=-1)
    return Mark("start", "start", points.reshape(*points.shape[:2], *[1] * (dials - 2), 1, 2))


def steps_dial(steps: int) -> Dial:
    """Return the dial over the steps of a descent.

    >>> steps_dial(2).values
    (0.0, 1.0, 2.0)
    """
    return Dial("step", "step t", tuple(float(t) for t in range(steps + 1)), whole=True)


def in_plane(loss: Loss, start: ArrayLike) -> tuple[float, float]:
    """Return a start as two floats.

    Raises:
        ArgumentError: when it is no point in the plane.
    """
    x, y = start_point(start, loss.parameters)
    return x, y


def rates_and_presets(
    rates: ArrayLike, rate: float | None, presets: Mapping[str, tuple[float, str]] | None
) -> tuple[tuple[float, ...], float, Presets]:
    """Return the grid of rates with those of the presets, the rate shown at first, and the presets as a record.

    Raises:
        ArgumentError: when a rate is not positive, or a preset has no sentence.

    >>> rates_and_presets([0.1, 1.0], None, {"right": (0.3, "It settles.")})
    ((0.1, 0.3, 1.0), 0.3, (('right', 0.3, 'It settles.'),))
    """
    chosen = tuple((str(name), positive("rate", value), str(why)) for name, (value, why) in (presets or {}).items())
    if any(not why for _, _, why in chosen):
        raise ArgumentError(f"presets is {presets!r}: a rate and a sentence that says why are wanted for each")
    given = [positive("rate", value) for value in np.atleast_1d(np.asarray(rates, dtype=float)).tolist()]
    named = [value for _, value, _ in chosen]
    shown = positive("rate", rate) if rate is not None else named[0] if named else given[len(given) // 2]
    return tuple(sorted({*given, *named, shown})), shown, chosen


def grids_and_presets(
    rates: Sequence[float], decays: Sequence[float], presets: Mapping[str, tuple[float, float, str]], decay_name: str
) -> tuple[tuple[float, ...], tuple[float, ...], PairPresets]:
    """Return the grids of rates and of decays with those of the presets, and the presets as a record.

    Raises:
        ArgumentError: when a preset's rate is not positive, or its decay is not in [0, 1).

    >>> grids_and_presets([0.1, 1.0], [0.5], {"right": (0.3, 0.9, "It settles.")}, "decay")
    ((0.1, 0.3, 1.0), (0.5, 0.9), (('right', 0.3, 0.9, 'It settles.'),))
    """
    chosen = tuple(
        (name, positive("rate", rate), decay_factor(decay_name, decay), why)
        for name, (rate, decay, why) in presets.items()
    )
    all_rates = {*map(float, rates), *(rate for _, rate, _, _ in chosen)}
    all_decays = {*map(float, decays), *(decay for _, _, decay, _ in chosen)}
    return tuple(sorted(all_rates)), tuple(sorted(all_decays)), chosen


def pair_presets(presets: PairPresets, rates: Dial, decays: Dial) -> tuple[Preset, ...]:
    """Return presets of the first two of three dials."""
    return tuple(Preset(name, (rates.nearest(a), decays.nearest(b), -1), why) for name, a, b, why in presets)


def own_slots(dials: Sequence[Dial]) -> tuple[Numbers | np.ndarray, ...]:
    """Return where each dial stands as a slot of a sentence: its number, or the name of its method.

    >>> [slot.at((1, 0)) for slot in own_slots([Dial("a", "a", (1.0, 2.0)), Dial("b", "b", (0.5,))])]
    ['2', '0.5']
    """
    shapes = [[-1 if k == place else 1 for k in range(len(dials))] for place in range(len(dials))]
    return tuple(
        np.array(dial.texts, dtype=object).reshape(shape)
        if dial.texts
        else Numbers(np.array(dial.values).reshape(shape))
        for dial, shape in zip(dials, shapes, strict=True)
    )


def place_words(symbols: Sequence[object], first: str, second: str) -> str:
    """Return ``(x, y) = (…, …)`` with these slots.

    >>> place_words(["x", "theta"], "{0}", "{1}")
    '(x, θ) = ({0}, {1})'
    """
    x, y = map(letter, symbols)
    return f"({x}, {y}) = ({first}, {second})"


def plane_plot(
    loss: Loss,
    window: Window,
    marks: Sequence[Mark],
    summary: Words,
    dials: int,
    minima: Sequence[tuple[float, ...]] = (),
    *,
    dragged: bool = True,
    name: str = "L",
) -> Plot:
    """Return a plot of the contours of a loss, with marks over them; where it is dragged, by the first two dials."""
    x, y = map(letter, loss.parameters)
    lows = [Mark("minimum", "minimum", np.array(minima).reshape(*[1] * dials, -1, 2))] if len(minima) else []
    title = formula(loss.expression, f"{name}({x}, {y})", name)
    across, up = axis(x, *window[0]), axis(y, *window[1])
    what = "contours of the loss" if name == "L" else "contours"
    all_marks = (contour_mark(loss, window, dials, what), *lows, *marks)
    follows, follows_up = (0, 1) if dragged else (-1, -1)
    return Plot(title, across, up, all_marks, summary, follows, follows_up, equal=True)


def fixed_words(steps: int, seed: int, where: str, noise: float = 0.0) -> str:
    """Return what every run of an experiment has in common.

    >>> fixed_words(40, 0, "the same start (5, 1)")
    'Every run: the same start (5, 1), at most 40 steps, seed 0 (nothing here is random).'
    """
    chance = f"noise {readable(noise)}" if noise else "nothing here is random"
    return f"Every run: {where}, at most {steps} steps, seed {seed} ({chance})."

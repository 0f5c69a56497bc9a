"""Several methods in one picture: their paths in the contours, what they are compared by against the step, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdtutor.descent.loss import Loss
from gdtutor.show.contours import Window
from gdtutor.show.numbers import letter
from gdtutor.show.plane import PlaneSettings, own_slots, plane_plot
from gdtutor.show.scene import Axis, Choice, Dial, Mark, Numbers, Plot, Words
from gdtutor.show.ways import Heights, Ways, steps_axis

_PLACED = 2  # of more runners than that a sentence tells the losses only


@dataclass(frozen=True, eq=False)
class Runner:
    """A method in a race: what it is called, and its descents over the dials."""

    name: str
    ways: Ways


def start_at(start: Sequence[float], dials: int) -> Mark:
    """Return the marker of a start that no dial moves.

    >>> start_at([5, 1], dials=2).data.shape
    (1, 1, 1, 2)
    """
    return Mark("start", "start", np.array(start, dtype=float).reshape(*[1] * dials, 1, 2))


def paths_panel(
    loss: Loss,
    window: Window,
    minima: Sequence[tuple[float, ...]],
    runners: Sequence[Runner],
    start: Mark,
    dials: Sequence[Dial],
    *,
    dragged: bool = False,
) -> Plot:
    """Return the contours of the loss with the path of each runner."""
    paths = [runner.ways.path(f"way_{k}", runner.name) for k, runner in enumerate(runners)]
    ends = [runner.ways.here(f"end_{k}", "") for k, runner in enumerate(runners)]
    text, slots = _places(loss, runners, len(dials))
    settings = ", ".join(f"{dial.label} {{{k}}}" for k, dial in enumerate(dials))
    summary = Words(f"Contours of the loss with one path each; {settings}: {text}.", (*own_slots(dials), *slots))
    return plane_plot(loss, window, (*paths, start, *ends), summary, len(dials), minima, dragged=dragged)


def race_panels(settings: PlaneSettings, loss: Loss, runners: Sequence[Runner], dials: Sequence[Dial]) -> list[Plot]:
    """Return the paths from one start, and the losses against the step."""
    start, losses = start_at(settings.start, len(dials)), [runner.ways.losses for runner in runners]
    return [
        paths_panel(loss, settings.window, settings.minima, runners, start, dials),
        heights_panel("Trace plot: loss", "loss", runners, losses, loss(settings.start)),
    ]


def _places(loss: Loss, runners: Sequence[Runner], first: int) -> tuple[str, list[Any]]:
    """Where each runner is and its loss, in slots that are numbered from ``first``."""
    x, y = map(letter, loss.parameters)
    parts, slots = [], []
    for k, runner in enumerate(runners):
        a, b, c, d = (f"{{{first + 4 * k + j}}}" for j in range(4))
        place = f"at ({x}, {y}) = ({a}, {b}), " if len(runners) <= _PLACED else ""
        parts.append(f"{runner.name} {place}loss {c}{d}")
        slots += [*runner.ways.place(), _lost(runner.ways)]
    return "; ".join(parts), slots


def _lost(ways: Ways) -> Choice:
    """Say of a runner that it diverged, once it has."""
    ending = ways.ending()
    diverged = len(ending.options) - 1  # the last of the reasons
    return Choice((ending.which == diverged).astype(float), (Words(""), Words(" (diverged)")))


def race_caption(head: str, loss: Loss, runners: Sequence[Runner], dials: Sequence[Dial]) -> Words:
    """Return the sentence below a race: ``head`` with a slot for each dial, then each runner, and who is ahead."""
    text, slots = _places(loss, runners, len(dials))
    last = f"{{{len(dials) + len(slots)}}}"
    return Words(f"{head}: {text}.{last}", (*own_slots(dials), *slots, _ahead(runners)))


def _ahead(runners: Sequence[Runner]) -> Choice:
    """Say who has the lowest loss; nothing where all are level."""
    losses = np.stack(np.broadcast_arrays(*(runner.ways.losses for runner in runners)))
    losses = np.where(np.isnan(losses), np.inf, losses)
    level = (losses == losses[:1]).all(axis=0)
    which = np.where(level, 0, 1 + losses.argmin(axis=0))
    return Choice(which, (Words(""), *(Words(f" The loss is lowest with {runner.name}.") for runner in runners)))


def heights_panel(
    title: str, label: str, runners: Sequence[Runner], heights: Sequence[np.ndarray], first: float
) -> Plot:
    """Return heights of each runner (its losses, its distances) against the step; a pointer in it moves the steps."""
    whole = np.concatenate([np.ravel(values) for values in heights])
    scale = Heights.of(label, whole, first)
    return curves_panel(title, scale, runners, heights)


def curves_panel(title: str, scale: Heights, runners: Sequence[Runner], heights: Sequence[np.ndarray]) -> Plot:
    """Return the same on a given vertical axis."""
    paired = [(runner, scale.on(values)) for runner, values in zip(runners, heights, strict=True)]
    lines = [runner.ways.trace(drawn, f"way_{k}", runner.name) for k, (runner, drawn) in enumerate(paired)]
    ends = [runner.ways.trace_here(drawn, f"end_{k}", "") for k, (runner, drawn) in enumerate(paired)]
    ways = runners[0].ways
    step = Numbers(np.arange(ways.steps + 1.0).reshape(*[1] * ways.step_dial, -1))
    said = ", ".join(f"{runner.name} {{{k + 1}}}" for k, runner in enumerate(runners))
    how = ", on a logarithmic scale" if scale.logarithmic else ""
    summary = Words(f"{title} against the step{how}. At step {{0}}: {said}.", (step, *map(Numbers, heights)))
    across: Axis = steps_axis(ways.steps)
    return Plot(title, across, scale.axis, (*lines, *ends), summary, follows=ways.step_dial)

"""A picture as plain data: what the browser draws, and what Matplotlib draws for print.

A ``Scene`` holds panels side by side, one to four dials (the sliders), and words. Whatever changes with a dial carries
one leading axis for each dial: as long as that dial's grid, or 1 where it does not depend on it. So the whole sweep
is in the scene, and drawing is looking up.

Equal numbers are sent once, whatever uses them (a path, the marker at its end, a caption), and axes along which nothing
changes are not sent: broadcast freely. Sentences that depend on every dial want ``Numbers`` and ``Choice`` slots
(``words.py``): texts for ten thousand places do not fit into the payload. A logarithmic axis is ``axes.log_axis``, with
marks that hold the logarithms: the page does no mathematics.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from gdtutor.show.words import Choice, Numbers, Position, Words, pick

__all__ = [
    "Axis", "Choice", "Dial", "Formula", "Grid", "Mark", "Numbers", "Panel", "Plot",
    "Position", "Preset", "Scene", "Table", "Words", "pick",
]  # fmt: skip


@dataclass(frozen=True)
class Axis:
    """An axis: its label, its limits, its ticks as pairs of place and text."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, eq=False)
class Mark:
    """Points in a plot, shape (*dials, n, 2).

    Attributes:
        kind: a ``line`` joins them (NaN breaks it) and shows a marker at each where its style has one; ``bars`` reach
            from 0 to each, horizontally; an ``area`` is filled, its outline drawn (NaN between polygons); ``labels``
            writes ``texts`` centred at the points.
        upto: the dial (by its place) whose value says how many points are shown; -1: all are.
        texts: one for each point; of bars they stand at the right-hand edge.
    """

    role: str
    label: str
    data: np.ndarray
    kind: Literal["line", "bars", "area", "labels"] = "line"
    upto: int = -1
    texts: tuple[Words, ...] = ()

    def points(self, position: Position) -> np.ndarray:
        """Return the points shown at a dial position, shape (n, 2)."""
        points = pick(self.data, position)
        return points if self.upto < 0 else points[: position[self.upto] + 1]


@dataclass(frozen=True)
class Formula:
    """A formula: LaTeX for print, MathML for the page, plain text for alternative texts."""

    latex: str
    mathml: str
    text: str


@dataclass(frozen=True, eq=False)
class Plot:
    """Two axes and the marks in them.

    Attributes:
        summary: the plot in words, for those who do not see it.
        follows: the dial that a pointer (mouse, pen or finger) moves along the horizontal axis, or -1.
        follows_up: the dial that it moves along the vertical axis, or -1. With both, a point is dragged in the plane.
        equal: whether a unit is as long on both axes, as directions and gradients want it.
    """

    title: Formula | str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    summary: Words
    follows: int = -1
    follows_up: int = -1
    equal: bool = False

    def summary_at(self, position: Position) -> str:
        """Return the plot at a dial position in words."""
        return self.summary.at(position)


@dataclass(frozen=True, eq=False)
class Table:
    """A table with a header; with ``total`` the last row is the sum of it all and stands out."""

    title: Formula | str
    header: tuple[str, ...]
    rows: tuple[tuple[Formula | Words, ...], ...]
    total: bool = True

    def cells_at(self, position: Position) -> list[list[Formula | str]]:
        """Return the rows at a dial position, words filled in."""
        return [[cell.at(position) if isinstance(cell, Words) else cell for cell in row] for row in self.rows]

    def summary_at(self, position: Position) -> str:
        """Return the table at a dial position in words, row by row."""
        rows = [[cell.text if isinstance(cell, Formula) else cell for cell in row] for row in self.cells_at(position)]
        return "Table: " + "; ".join(", ".join(text for text in row if text) for row in rows) + "."


@dataclass(frozen=True, eq=False)
class Grid:
    """Numbers in shaded cells: an image, a kernel, a table of signed numbers.

    Attributes:
        values: shape (*dials, rows, columns); a cell with NaN is empty.
        scale: the size of a number that is shaded fully; the sign has its own colour.
        summary: the grid in words.
        framed: 1 where a cell has a thick frame, else 0; shape as ``values``, or none is framed.
        digits: how many significant digits are written.
        follows: the dial that a pointer moves from column to column (0, 1, …), or -1; ``follows_down`` row to row.
    """

    title: Formula | str
    values: np.ndarray
    scale: float
    summary: Words
    framed: np.ndarray | None = None
    digits: int = 3
    follows: int = -1
    follows_down: int = -1

    def cells_at(self, position: Position) -> np.ndarray:
        """Return the numbers at a dial position, shape (rows, columns)."""
        return pick(self.values, position)

    def frames_at(self, position: Position) -> np.ndarray:
        """Return which cells are framed at a dial position, shape (rows, columns)."""
        cells = self.cells_at(position)
        return (
            np.zeros(cells.shape) if self.framed is None else np.broadcast_to(pick(self.framed, position), cells.shape)
        )

    def summary_at(self, position: Position) -> str:
        """Return the grid at a dial position in words."""
        return self.summary.at(position)


Panel: TypeAlias = Plot | Table | Grid


@dataclass(frozen=True)
class Dial:
    """A slider: its name in the settings, its label, the grid of its values; ``whole`` where they count something.

    ``texts`` name the values of a dial that chooses among methods: it then has a list to choose from beside its
    slider, in place of a number box.
    """

    name: str
    label: str
    values: tuple[float, ...]
    whole: bool = False
    texts: tuple[str, ...] = ()

    def nearest(self, value: float) -> int:
        """Return the index of the grid value nearest to ``value``.

        >>> Dial("rate", "learning rate", (0.1, 0.2, 0.4)).nearest(0.25)
        1
        """
        return int(np.argmin(np.abs(np.asarray(self.values) - value)))


@dataclass(frozen=True)
class Preset:
    """A named dial position with a sentence that says why it is good or bad; -1 leaves a dial where it is."""

    name: str
    position: Position
    why: str

    def holds(self, position: Position) -> bool:
        """Tell whether the dials stand at this preset."""
        return all(mine in (-1, theirs) for mine, theirs in zip(self.position, position, strict=True))


@dataclass(frozen=True, eq=False)
class Scene:
    """A whole experiment as data.

    Attributes:
        panels: plots, tables and grids, side by side where there is room.
        dials: one to four sliders; ``start`` is where they stand at first.
        caption: the sentence below the picture.
        play: which dial the buttons Play, Step and Reset move; ``pace`` milliseconds a step.
        note: what the comparison holds fixed: start, budget, seed.
    """

    name: str
    panels: tuple[Panel, ...]
    dials: tuple[Dial, ...]
    start: Position
    caption: Words
    play: int = 0
    pace: int = 250
    presets: tuple[Preset, ...] = ()
    note: str = ""

    def preset_at(self, position: Position) -> Preset | None:
        """Return the preset that stands at this position of its dials, if one does."""
        return next((p for p in self.presets if p.holds(position)), None)

    def alt_text(self, position: Position) -> str:
        """Return the picture at a dial position in words."""
        return " ".join(panel.summary_at(position) for panel in self.panels)

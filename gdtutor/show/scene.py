"""A picture as plain data: what the browser draws, and what Matplotlib draws for print.

A ``Scene`` holds panels side by side, one or two dials (the sliders), and words. Whatever changes with a dial carries
one leading axis for each dial: as long as that dial's grid, or 1 where it does not depend on it. So the whole sweep
is in the scene, and drawing is looking up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Position = tuple[int, ...]


def pick(array: np.ndarray, position: Position) -> np.ndarray:
    """Take the entry of a broadcast array at a dial position.

    >>> pick(np.array([[10, 20, 30]]), (4, 2)).item()
    30
    """
    return array[tuple(min(i, length - 1) for i, length in zip(position, array.shape, strict=False))]


@dataclass(frozen=True, eq=False)
class Words:
    """A sentence whose slots ``{0}``, ``{1}``, … are looked up, one string for each dial position.

    >>> Words("step {0}", (np.array(["0", "1"], dtype=object),)).at((1,))
    'step 1'
    """

    template: str
    slots: tuple[np.ndarray, ...] = ()

    def at(self, position: Position) -> str:
        """Return the sentence at a dial position."""
        return self.template.format(*(str(pick(slot, position)) for slot in self.slots))


@dataclass(frozen=True)
class Axis:
    """An axis: its label, its limits, its ticks as pairs of place and text."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, eq=False)
class Mark:
    """Points in a plot, shape (*dials, n, 2): joined by a line, shown as markers, or as horizontal bars from 0.

    ``upto`` names the dial (by its place) whose value says how many points are shown; -1: all are.
    ``texts`` stand at the right-hand edge, one for each point.
    """

    role: str
    label: str
    data: np.ndarray
    kind: Literal["line", "bars"] = "line"
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

    ``summary`` is the plot in words, for those who do not see it; ``follows`` the dial that a pointer on the
    horizontal axis moves, or -1.
    """

    title: Formula | str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    summary: Words
    follows: int = -1

    def summary_at(self, position: Position) -> str:
        """Return the plot at a dial position in words."""
        return self.summary.at(position)


@dataclass(frozen=True, eq=False)
class Table:
    """A table with a header; the last row is the sum of it all and stands out."""

    title: Formula | str
    header: tuple[str, ...]
    rows: tuple[tuple[Formula | Words, ...], ...]

    def cells_at(self, position: Position) -> list[list[Formula | str]]:
        """Return the rows at a dial position, words filled in."""
        return [[cell.at(position) if isinstance(cell, Words) else cell for cell in row] for row in self.rows]

    def summary_at(self, position: Position) -> str:
        """Return the table at a dial position in words, row by row."""
        rows = [[cell.text if isinstance(cell, Formula) else cell for cell in row] for row in self.cells_at(position)]
        return "Table: " + "; ".join(", ".join(text for text in row if text) for row in rows) + "."


@dataclass(frozen=True)
class Dial:
    """A slider: its name in the settings, its label, the grid of its values; ``whole`` where they count something."""

    name: str
    label: str
    values: tuple[float, ...]
    whole: bool = False

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
        panels: plots and tables, side by side where there is room.
        dials: one or two sliders; ``start`` is where they stand at first.
        caption: the sentence below the picture.
        play: which dial the buttons Play, Step and Reset move; ``pace`` milliseconds a step.
        note: what the comparison holds fixed: start, budget, seed.
    """

    name: str
    panels: tuple[Plot | Table, ...]
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

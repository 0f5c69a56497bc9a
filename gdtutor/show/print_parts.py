"""Tables and grids of numbers for print, drawn by Matplotlib."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from gdtutor.show.numbers import readable
from gdtutor.show.palette import COLOURS
from gdtutor.show.scene import Formula, Grid, Position, Table

PRINT_INK = "#222222"
_CHAIN_WIDTHS = (0.23, 0.15, 0.28, 0.15, 0.19)  # of a chain table's columns


def title_text(title: Formula | str) -> str:
    """Return a title as Matplotlib typesets it.

    >>> title_text("Trace plot")
    'Trace plot'
    """
    return f"${title.latex}$" if isinstance(title, Formula) else title


def _cell(cell: Formula | str) -> str:
    if isinstance(cell, str):
        return cell
    tall = cell.latex.replace(r"\frac", r"\dfrac")
    return f"${tall}$"


def _widths(columns: int) -> tuple[float, ...]:
    """Of a table's columns; the first one holds names."""
    one = 1 / (columns + 0.4)
    return _CHAIN_WIDTHS if columns == len(_CHAIN_WIDTHS) else (1.4 * one, *[one] * (columns - 1))


def draw_table(spot: Axes, panel: Table, at: Position) -> None:
    """Draw a table at a dial position."""
    spot.set_title(title_text(panel.title), loc="left")
    spot.axis("off")
    rows = panel.cells_at(at)
    texts = [[_cell(cell) for cell in row] for row in rows]
    grid = spot.table(
        texts,
        colLabels=list(panel.header),
        cellLoc="left",
        colLoc="left",
        bbox=Bbox.unit(),
        edges="B",
        colWidths=_widths(len(panel.header)),
    )
    grid.auto_set_font_size(False)
    for (row, _), cell in grid.get_celld().items():
        cell.set_edgecolor(PRINT_INK if row == 0 else "#BBBBBB")
        if row == 0 or (panel.total and row == len(rows)):
            cell.get_text().set_fontweight("bold")


def draw_grid(spot: Axes, panel: Grid, at: Position, name: str) -> None:
    """Draw shaded cells at a dial position: the first row on top."""
    cells, frames = panel.cells_at(at), panel.frames_at(at)
    rows, columns = cells.shape
    spot.set_title(title_text(panel.title), loc="left")
    spot.set(xlim=(-0.05, columns + 0.05), ylim=(rows + 0.05, -0.05), aspect="equal")
    spot.axis("off")
    for (row, column), value in np.ndenumerate(cells):
        strength = 0.0 if np.isnan(value) else 0.55 * min(1.0, abs(value) / panel.scale)
        colour = COLOURS["orange" if value < 0 else "sky"][0]
        spot.add_patch(Rectangle((column, row), 1, 1, facecolor=(colour, strength), edgecolor="#999999"))
        if not np.isnan(value):
            text = readable(float(np.float32(value)), panel.digits)
            spot.text(column + 0.5, row + 0.5, text, ha="center", va="center", gid=f"{name}-{row}-{column}")
    for row, column in np.argwhere(frames):
        spot.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=PRINT_INK, linewidth=2.5, zorder=3))

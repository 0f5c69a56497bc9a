"""The pictures of the experiments for print: the same scene, drawn by Matplotlib."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from gdtutor.show.palette import STYLES, Style, print_colour
from gdtutor.show.scene import Formula, Mark, Plot, Position, Scene, Table

_PRINT: Any = {"svg.hashsalt": "gdtutor", "font.size": 9, "axes.titlesize": 10}
_MARKERS = {"circle": "o", "square": "s"}
_WIDTHS = (0.23, 0.15, 0.28, 0.15, 0.19)  # of a table's columns
_PRINT_INK = "#222222"


def draw(scene: Scene, position: Position | None = None) -> Figure:
    """Draw a scene at a dial position (where it starts, if none is given).

    The figure is not registered with pyplot, so nothing has to close it.
    """
    at = scene.start if position is None else position
    widths = [6.4 if isinstance(panel, Table) else 4.4 for panel in scene.panels]
    lines = max((len(panel.rows) for panel in scene.panels if isinstance(panel, Table)), default=0)
    figure = Figure(figsize=(sum(widths), max(3.4, 0.5 * lines + 0.6)), layout="constrained", facecolor="white")
    with rc_context(_PRINT):
        spots = np.atleast_1d(figure.subplots(1, len(widths), width_ratios=widths))
        for number, (spot, panel) in enumerate(zip(spots, scene.panels, strict=True)):
            if isinstance(panel, Table):
                _table(spot, panel, at)
            else:
                _plot(spot, panel, at, number)
    return figure


def to_svg(scene: Scene, position: Position | None = None) -> str:
    """Return the picture as SVG text, with its alternative text as title: the same text on every run."""
    buffer = io.StringIO()
    at = scene.start if position is None else position
    with rc_context(_PRINT):
        details: dict[str, Any] = {"Date": None, "Title": scene.alt_text(at), "Creator": "gdtutor"}
        draw(scene, at).savefig(buffer, format="svg", metadata=details)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def to_png(scene: Scene, position: Position | None = None, dpi: float = 110) -> bytes:
    """Return the picture as PNG bytes, with its alternative text as the file's description."""
    buffer = io.BytesIO()
    at = scene.start if position is None else position
    draw(scene, at).savefig(buffer, format="png", dpi=dpi, metadata={"Description": scene.alt_text(at)})
    return buffer.getvalue()


def _title(title: Formula | str) -> str:
    return f"${title.latex}$" if isinstance(title, Formula) else title


def _plot(spot: Axes, panel: Plot, at: Position, number: int) -> None:
    spot.set_title(_title(panel.title), loc="left")
    spot.set(xlim=(panel.x.low, panel.x.high), ylim=(panel.y.low, panel.y.high))
    spot.set(xlabel=panel.x.label, ylabel=panel.y.label)
    spot.set_xticks([place for place, _ in panel.x.ticks], [text for _, text in panel.x.ticks])
    spot.set_yticks([place for place, _ in panel.y.ticks], [text for _, text in panel.y.ticks])
    spot.grid(alpha=0.25)
    for order, mark in enumerate(panel.marks):
        (_bars if mark.kind == "bars" else _line)(spot, mark, at, f"mark-{number}-{order}")
    if any(mark.label for mark in panel.marks):
        below = (0.5, -0.17)
        spot.legend(loc="upper center", bbox_to_anchor=below, ncols=5, columnspacing=1.2, frameon=False, fontsize=8)


def _line(spot: Axes, mark: Mark, at: Position, name: str) -> None:
    style, points = STYLES[mark.role], mark.points(at)
    spot.plot(
        *points.T,
        color=print_colour(style),
        linestyle=_dashes(style),
        linewidth=style.width * 0.8,
        marker=_MARKERS[style.marker] if style.size else None,
        markersize=style.size * 1.4,
        markeredgecolor="white",
        markeredgewidth=0.8 if style.size > 4 else 0,
        alpha=style.opacity,
        label=mark.label or "_",
        gid=name,
    )


def _dashes(style: Style) -> Any:
    """Matplotlib measures dashes in line widths, the page in pixels."""
    if not style.width:
        return "none"
    return (0, [length / style.width for length in style.dash]) if style.dash else "solid"


def _bars(spot: Axes, mark: Mark, at: Position, name: str) -> None:
    style, points = STYLES[mark.role], mark.points(at)
    spot.barh(points[:, 1], points[:, 0], height=0.5, color=print_colour(style), edgecolor=_PRINT_INK, gid=name)
    spot.axvline(0, color=_PRINT_INK, linewidth=1)
    for (_, height), text in zip(points, mark.texts, strict=True):
        spot.annotate(
            text.at(at), (1.02, float(height)), xycoords=("axes fraction", "data"), va="center", annotation_clip=False
        )


def _cell(cell: Formula | str) -> str:
    if isinstance(cell, str):
        return cell
    tall = cell.latex.replace(r"\frac", r"\dfrac")
    return f"${tall}$"


def _table(spot: Axes, panel: Table, at: Position) -> None:
    spot.set_title(_title(panel.title), loc="left")
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
        colWidths=_WIDTHS,
    )
    grid.auto_set_font_size(False)
    for (row, _), cell in grid.get_celld().items():
        cell.set_edgecolor(_PRINT_INK if row == 0 else "#BBBBBB")
        if row in (0, len(rows)):
            cell.get_text().set_fontweight("bold")

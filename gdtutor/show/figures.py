"""The pictures of the experiments for print: the same scene, drawn by Matplotlib."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from gdtutor.show.palette import STYLES, Style, print_colour
from gdtutor.show.print_parts import PRINT_INK, draw_grid, draw_table, title_text
from gdtutor.show.scene import Grid, Mark, Panel, Plot, Position, Scene, Table

_PRINT: Any = {"svg.hashsalt": "gdtutor", "font.size": 9, "axes.titlesize": 10}
_MARKERS = {"circle": "o", "square": "s", "triangle": "^", "down": "v", "diamond": "D", "plus": "P"}


def draw(scene: Scene, position: Position | None = None) -> Figure:
    """Draw a scene at a dial position (where it starts, if none is given).

    The figure is not registered with pyplot, so nothing has to close it. Its margins are fixed: Matplotlib's own
    layout would draw everything twice, and an experiment's first picture waits for it.
    """
    at = scene.start if position is None else position
    rows = _rows(scene.panels)
    heights = [_TOP + max(frame.height + frame.bottom for _, _, frame in row) for row in rows]
    width, height = max(sum(map(_across, row)) for row in rows), sum(heights)
    figure = Figure(figsize=(width, height), facecolor="white")
    with rc_context(_PRINT):
        for above, row in zip(np.cumsum([0, *heights]), rows, strict=False):
            edge = 0.0
            for number, panel, frame in row:
                low = height - above - _TOP - frame.height
                box = ((edge + frame.left) / width, low / height, frame.width / width, frame.height / height)
                _panel(figure.add_axes(box), panel, at, number)
                edge += frame.left + frame.width + frame.right
    return figure


def _panel(spot: Axes, panel: Panel, at: Position, number: int) -> None:
    if isinstance(panel, Table):
        draw_table(spot, panel, at)
    elif isinstance(panel, Grid):
        draw_grid(spot, panel, at, f"grid-{number}")
    else:
        _plot(spot, panel, at, number)


def _rows(panels: Sequence[Panel]) -> list[list[tuple[int, Panel, _Frame]]]:
    """The panels with their numbers and frames, in rows that are not too wide for a page."""
    rows: list[list[tuple[int, Panel, _Frame]]] = [[]]
    for number, panel in enumerate(panels):
        placed = (number, panel, _frame(panel))
        if rows[-1] and sum(map(_across, rows[-1])) + _across(placed) > _WIDEST:
            rows.append([])
        rows[-1].append(placed)
    return rows


def _across(placed: tuple[int, Panel, _Frame]) -> float:
    frame = placed[2]
    return frame.left + frame.width + frame.right


class _Frame(NamedTuple):
    """Width and height of a panel's inside, and the margins around it, in inches."""

    width: float
    height: float
    left: float = 0.75
    right: float = 0.18
    bottom: float = 0.6


_QUICK: dict[str, Any] = {"compress_level": 2}  # a quarter of the time for a tenth more bytes
_TOP = 0.55  # room for a title with a fraction
_LEGEND_ROW = 0.2
_WIDE, _HIGH, _TALLEST = 3.6, 2.45, 3.4
_WIDEST = 14.5


def _frame(panel: Panel) -> _Frame:
    if isinstance(panel, Table):
        return _Frame(6.0, max(2.4, 0.5 * len(panel.rows)), left=0.2, bottom=0.2)
    if isinstance(panel, Grid):
        rows, columns = panel.values.shape[-2:]
        side = min(0.6, 3.6 / columns)
        return _Frame(side * columns, side * rows, left=0.25, bottom=0.25)
    width, height = _WIDE, _HIGH
    if panel.equal:
        shape = (panel.y.high - panel.y.low) / (panel.x.high - panel.x.low)
        height = min(_TALLEST, width * shape)
        width = height / shape
    right = 0.75 if any(mark.kind == "bars" and mark.texts for mark in panel.marks) else 0.18
    bottom = 0.6 + _LEGEND_ROW * -(-len(_labelled(panel)) // _legend_columns(panel))
    return _Frame(max(width, 0.5), max(height, 0.5), right=right, bottom=bottom)


def _labelled(panel: Plot) -> list[str]:
    return [mark.label for mark in panel.marks if mark.label]


def _legend_columns(panel: Plot) -> int:
    """How many entries of the legend stand side by side below the plot."""
    labels = _labelled(panel)
    rows = -(-sum(len(label) + 8 for label in labels) // 80)
    return -(-len(labels) // max(1, rows)) or 1


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
    draw(scene, at).savefig(
        buffer, format="png", dpi=dpi, metadata={"Description": scene.alt_text(at)}, pil_kwargs=_QUICK
    )
    return buffer.getvalue()


def _plot(spot: Axes, panel: Plot, at: Position, number: int) -> None:
    spot.set_title(title_text(panel.title), loc="left")
    spot.set(xlim=(panel.x.low, panel.x.high), ylim=(panel.y.low, panel.y.high))
    spot.set(xlabel=panel.x.label, ylabel=panel.y.label)
    spot.set_xticks([place for place, _ in panel.x.ticks], [text for _, text in panel.x.ticks])
    spot.set_yticks([place for place, _ in panel.y.ticks], [text for _, text in panel.y.ticks])
    if panel.equal:
        spot.set_aspect("equal")
    spot.grid(alpha=0.25)
    for order, mark in enumerate(panel.marks):
        _DRAWERS[mark.kind](spot, mark, at, f"mark-{number}-{order}")
    if _labelled(panel):
        below, columns = (0.5, -0.45 / _frame(panel).height), _legend_columns(panel)
        look: dict[str, Any] = {"columnspacing": 1.2, "frameon": False, "fontsize": 8}
        spot.legend(loc="upper center", bbox_to_anchor=below, ncols=columns, borderaxespad=0, **look)


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
    spot.barh(points[:, 1], points[:, 0], height=0.5, color=print_colour(style), edgecolor=PRINT_INK, gid=name)
    spot.axvline(0, color=PRINT_INK, linewidth=1)
    for (_, height), text in zip(points, mark.texts, strict=True):
        spot.annotate(
            text.at(at), (1.02, float(height)), xycoords=("axes fraction", "data"), va="center", annotation_clip=False
        )


def _area(spot: Axes, mark: Mark, at: Position, name: str) -> None:
    style = STYLES[mark.role]
    colour = print_colour(style)
    look: dict[str, Any] = {
        "facecolor": to_rgba(colour, style.fill),
        "edgecolor": PRINT_INK,
        "linestyle": _dashes(style),
    }
    polygons = [Path(np.vstack([part, part[:1]]), closed=True) for part in _polygons(mark.points(at))]
    path = Path.make_compound_path(*polygons)
    spot.add_patch(PathPatch(path, linewidth=style.width * 0.8, label=mark.label or "_", gid=name, **look))


def _polygons(points: np.ndarray) -> list[np.ndarray]:
    """The parts of an area between its NaNs."""
    gaps = np.flatnonzero(np.isnan(points).any(axis=-1))
    return [part for part in (piece[~np.isnan(piece).any(-1)] for piece in np.split(points, gaps)) if len(part)]


def _labels(spot: Axes, mark: Mark, at: Position, name: str) -> None:
    for (x, y), text in zip(mark.points(at), mark.texts, strict=True):
        if np.isfinite(x + y):
            spot.text(x, y, text.at(at), ha="center", va="center", gid=name, clip_on=True, path_effects=[_HALO])


_HALO = withStroke(linewidth=2, foreground="white")
_DRAWERS = {"line": _line, "bars": _bars, "area": _area, "labels": _labels}

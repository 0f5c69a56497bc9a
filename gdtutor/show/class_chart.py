"""A chart of a class's most frequent mistakes."""

from __future__ import annotations

from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from gdtutor.errors import ArgumentError
from gdtutor.tutor.grade import ClassSummary

_MOST = 12


def mistake_chart(summary: ClassSummary, path: str | Path | None = None) -> Figure:
    """Draw the most frequent mistakes as horizontal bars, each with its count.

    Args:
        summary: what ``gd.grade`` gives.
        path: where to save the picture, by its ending as SVG, PNG or PDF; the text of an SVG stays text.

    Raises:
        ArgumentError: if the picture cannot be saved there.

    >>> figure = mistake_chart(ClassSummary(3, {"wrong": 3}, {"trig_sign": 2, "chain_inner_missing": 1}))
    >>> [text.get_text() for text in figure.axes[0].get_yticklabels()]
    ['trig_sign', 'chain_inner_missing']
    """
    rows = list(summary.mistakes.items())[:_MOST]
    figure = Figure(figsize=(7, 1.2 + 0.35 * max(len(rows), 1)), layout="constrained")
    axes = figure.add_subplot()
    bars = axes.barh([name for name, _ in rows], [count for _, count in rows], color="#0072B2")
    axes.bar_label(bars, padding=3)
    axes.invert_yaxis()
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.set_xticks([])
    axes.set_title(f"Most frequent mistakes in {summary.rows} answers", loc="left")
    if path is not None:
        _save(figure, path)
    return figure


def _save(figure: Figure, path: str | Path) -> None:
    try:
        with matplotlib.rc_context({"svg.fonttype": "none"}):
            figure.savefig(path)
    except (OSError, ValueError) as problem:
        raise ArgumentError(
            f"chart is {str(path)!r}: a picture to write is wanted, .svg, .png or .pdf ({problem})"
        ) from problem

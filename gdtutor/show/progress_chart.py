"""A chart of a learner's progress: for each lesson what is solved, tried and not yet tried."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gdtutor.show.palette import COLOURS
from gdtutor.tutor.progress import Progress, progress

# name, colour, hatch: the hatch tells them apart without colours
_PARTS = (
    ("solved", COLOURS["blue"][0], ""),
    ("tried, not solved", COLOURS["orange"][0], "////"),
    ("not yet tried", "white", ""),
)
_DPI = 110


@dataclass(frozen=True)
class ProgressChart:
    """The chart as a figure, with the same said in words.

    Attributes:
        figure: the Matplotlib figure.
        alt_text: what it shows, in a sentence for each lesson that was begun.
    """

    figure: Figure
    alt_text: str

    def _repr_html_(self) -> str:
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Description": self.alt_text})
        picture = base64.b64encode(buffer.getvalue()).decode("ascii")
        return f'<img alt="{html.escape(self.alt_text)}" src="data:image/png;base64,{picture}">'


def progress_chart(of: Progress | None = None) -> ProgressChart:
    """Draw what is solved, tried and not yet tried, a bar for each lesson.

    Args:
        of: whose progress; that of this session if none is given.

    >>> own = Progress()
    >>> own.answered("product-1", "correct")
    >>> chart = progress_chart(own)
    >>> "02-product-and-chain-rule: 1 solved, 0 tried and not solved" in chart.alt_text
    True
    """
    lessons = (of or progress()).lessons()
    with rc_context({"hatch.linewidth": 0.6, "font.size": 9, "hatch.color": "#222222"}):
        figure = Figure(figsize=(7, 1.1 + 0.3 * len(lessons)), layout="constrained", facecolor="white")
        axes = figure.add_subplot()
        _bars(axes, lessons)
        axes.invert_yaxis()
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xlabel("exercises")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        figure.legend(loc="outside upper left", ncols=3, frameon=False)
    return ProgressChart(figure, _in_words(lessons))


def _bars(axes: Axes, lessons: dict[str, tuple[int, int, int]]) -> None:
    left = [0] * len(lessons)
    for place, (name, colour, hatch) in enumerate(_PARTS):
        widths = [counts[place] for counts in lessons.values()]
        bars = axes.barh(
            list(lessons), widths, left=left, color=colour, hatch=hatch, label=name, edgecolor="#222222", linewidth=0.8
        )
        ink = "white" if place == 0 else "#222222"
        for bar, width in zip(bars, widths, strict=True):
            if width:
                where = (bar.get_x() + width / 2, bar.get_y() + bar.get_height() / 2)
                box = {"facecolor": colour, "edgecolor": "none", "pad": 0.8} if hatch else None
                axes.text(*where, str(width), ha="center", va="center", color=ink, bbox=box)
        left = [before + width for before, width in zip(left, widths, strict=True)]


def _in_words(lessons: dict[str, tuple[int, int, int]]) -> str:
    begun = {name: counts for name, counts in lessons.items() if counts[0] or counts[1]}
    said = [
        f"{name}: {solved} solved, {tried} tried and not solved, {left} not yet tried"
        for name, (solved, tried, left) in begun.items()
    ]
    rest = [f"{len(lessons) - len(begun)} lessons not begun"] if len(begun) < len(lessons) else []
    return ". ".join(["Bar chart of the exercises of each lesson", *said, *rest]) + "."

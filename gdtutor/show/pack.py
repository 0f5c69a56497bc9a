"""A scene in the form in which it is sent to the browser: words and layout as JSON, numbers as float32 bytes."""

from __future__ import annotations

import html
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from gdtutor.errors import TooLargeError
from gdtutor.show.numbers import readable
from gdtutor.show.palette import STYLES
from gdtutor.show.scene import Axis, Dial, Formula, Mark, Plot, Scene, Table, Words

LIMIT = 1 << 20  # bytes an experiment may send: a second on a slow line


def pack(scene: Scene) -> tuple[dict[str, Any], bytes]:
    """Return the JSON layout and the bytes of a scene.

    Raises:
        TooLargeError: when both together exceed 1 MiB.
    """
    numbers: list[np.ndarray] = []
    layout = {
        "name": scene.name,
        "panels": [_panel(panel, numbers) for panel in scene.panels],
        "dials": [_dial(dial) for dial in scene.dials],
        "start": scene.start,
        "caption": _words(scene.caption),
        "play": scene.play,
        "pace": scene.pace,
        "presets": [asdict(preset) for preset in scene.presets],
        "note": scene.note,
    }
    data = np.concatenate(numbers).tobytes() if numbers else b""
    size = len(data) + len(json.dumps(layout, ensure_ascii=False).encode())
    if size > LIMIT:
        raise TooLargeError(f"the experiment needs {size:,} bytes, more than {LIMIT:,}: take fewer values or steps")
    return layout, data


def _panel(panel: Plot | Table, numbers: list[np.ndarray]) -> dict[str, Any]:
    if isinstance(panel, Table):
        rows = [[_cell(cell) for cell in row] for row in panel.rows]
        return {"kind": "table", "title": _html(panel.title), "header": panel.header, "rows": rows}
    return {
        "kind": "plot",
        "title": _html(panel.title),
        "x": asdict(panel.x),
        "y": asdict(panel.y),
        "marks": [_mark(mark, panel, numbers) for mark in panel.marks],
        "summary": _words(panel.summary),
        "follows": panel.follows,
    }


def _mark(mark: Mark, panel: Plot, numbers: list[np.ndarray]) -> dict[str, Any]:
    offset = sum(block.size for block in numbers)
    numbers.append(_near(mark.data, panel.x, panel.y).astype("<f4").ravel())
    return {
        "kind": mark.kind,
        "role": mark.role,
        "label": mark.label,
        "style": asdict(STYLES[mark.role]),
        "offset": offset,
        "shape": mark.data.shape,
        "upto": mark.upto,
        "texts": [_words(text) for text in mark.texts],
    }


def _near(data: np.ndarray, x: Axis, y: Axis) -> np.ndarray:
    """Pull far points to ten spans off the picture: float32 and the page's drawing cannot hold 1e300."""
    low = np.array([x.low, y.low])
    high = np.array([x.high, y.high])
    reach = 10 * (high - low)
    return np.clip(data, low - reach, high + reach)


def _dial(dial: Dial) -> dict[str, Any]:
    return {**asdict(dial), "texts": [readable(value) for value in dial.values]}


def _html(title: Formula | str) -> str:
    return f"<math>{title.mathml}</math>" if isinstance(title, Formula) else html.escape(title)


def _cell(cell: Formula | Words) -> dict[str, Any]:
    return {"mathml": cell.mathml, "text": cell.text} if isinstance(cell, Formula) else _words(cell)


def _words(words: Words) -> dict[str, Any]:
    slots = [{"shape": slot.shape, "texts": slot.ravel().tolist()} for slot in words.slots]
    return {"template": words.template, "slots": slots}

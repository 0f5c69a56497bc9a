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
from gdtutor.show.scene import Dial, Formula, Grid, Mark, Panel, Scene, Table
from gdtutor.show.words import Choice, Numbers, Slot, Words

LIMIT = 1 << 20  # bytes an experiment may send: a second on a slow line


class _Columns:
    """The numbers of a scene: equal blocks are kept once, and axes along which nothing changes have length 1."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.length = 0
        self.places: dict[bytes, int] = {}

    def add(self, values: np.ndarray, own: int = 0) -> dict[str, Any]:
        """Return where the numbers are; the last ``own`` axes are no dial's."""
        with np.errstate(over="ignore"):  # what float32 cannot hold is infinite
            block = np.asarray(values).astype("<f4")
        for axis in range(block.ndim - own):
            first = block.take([0], axis)
            if np.array_equal(np.broadcast_to(first.view("<u4"), block.shape), block.view("<u4")):  # NaN is equal too
                block = first
        content = block.tobytes()
        if content not in self.places:
            self.places[content] = self.length
            self.length += block.size
            self.blocks.append(content)
        return {"offset": self.places[content], "shape": block.shape}


def pack(scene: Scene) -> tuple[dict[str, Any], bytes]:
    """Return the JSON layout and the bytes of a scene.

    Raises:
        TooLargeError: when both together exceed 1 MiB.
    """
    columns = _Columns()
    layout = {
        "name": scene.name,
        "panels": [_panel(panel, columns) for panel in scene.panels],
        "dials": [_dial(dial) for dial in scene.dials],
        "start": scene.start,
        "caption": _words(scene.caption, columns),
        "play": scene.play,
        "pace": scene.pace,
        "presets": [asdict(preset) for preset in scene.presets],
        "note": scene.note,
    }
    data = b"".join(columns.blocks)
    size = len(data) + len(json.dumps(layout, ensure_ascii=False).encode())
    if size > LIMIT:
        raise TooLargeError(f"the experiment needs {size:,} bytes, more than {LIMIT:,}: take fewer values or steps")
    return layout, data


def _panel(panel: Panel, columns: _Columns) -> dict[str, Any]:
    if isinstance(panel, Table):
        rows = [[_cell(cell, columns) for cell in row] for row in panel.rows]
        words = {"title": _html(panel.title), "header": panel.header, "rows": rows}
        return {"kind": "table", "total": panel.total, **words}
    if isinstance(panel, Grid):
        return _grid(panel, columns)
    return {
        "kind": "plot",
        "title": _html(panel.title),
        "x": asdict(panel.x),
        "y": asdict(panel.y),
        "marks": [_mark(mark, columns) for mark in panel.marks],
        "summary": _words(panel.summary, columns),
        "follows": [panel.follows, panel.follows_up],
        "equal": panel.equal,
    }


def _grid(panel: Grid, columns: _Columns) -> dict[str, Any]:
    frames = np.zeros_like(panel.values) if panel.framed is None else panel.framed
    return {
        "kind": "grid",
        "title": _html(panel.title),
        "values": columns.add(panel.values, own=2),
        "framed": columns.add(frames, own=2),
        "scale": panel.scale,
        "digits": panel.digits,
        "summary": _words(panel.summary, columns),
        "follows": [panel.follows, panel.follows_down],
    }


def _mark(mark: Mark, columns: _Columns) -> dict[str, Any]:
    return {
        "kind": mark.kind,
        "role": mark.role,
        "label": mark.label,
        "style": asdict(STYLES[mark.role]),
        "x": columns.add(mark.data[..., 0], own=1),
        "y": columns.add(mark.data[..., 1], own=1),
        "upto": mark.upto,
        "texts": [_words(text, columns) for text in mark.texts],
    }


def _dial(dial: Dial) -> dict[str, Any]:
    return {**asdict(dial), "texts": dial.texts or [readable(value) for value in dial.values]}


def _html(title: Formula | str) -> str:
    return f"<math>{title.mathml}</math>" if isinstance(title, Formula) else html.escape(title)


def _cell(cell: Formula | Words, columns: _Columns) -> dict[str, Any]:
    return {"mathml": cell.mathml, "text": cell.text} if isinstance(cell, Formula) else _words(cell, columns)


def _words(words: Words, columns: _Columns) -> dict[str, Any]:
    return {"template": words.template, "slots": [_slot(slot, columns) for slot in words.slots]}


def _slot(slot: Slot, columns: _Columns) -> dict[str, Any]:
    if isinstance(slot, Numbers):
        return {"numbers": columns.add(slot.values), "digits": slot.digits, "brackets": slot.brackets}
    if isinstance(slot, Choice):
        options = [_words(option, columns) for option in slot.options]
        return {"which": columns.add(slot.which), "options": options}
    return {"shape": slot.shape, "texts": slot.ravel().tolist()}

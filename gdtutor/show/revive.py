"""Bring a recorded widget to life: its parts and their links run in the browser, Python only hands their state over."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import comm

_VIEW = "application/vnd.jupyter.widget-view+json"
_PROTOCOL = "2.1.0"
_REFERENCE = re.compile(r"IPY_MODEL_(\w+)")
_OPEN: list[Any] = []  # a comm that nobody holds is closed, and its model with it


def revive(recorded: dict[str, Any], moved: Callable[[], None]) -> dict[str, Any]:
    """Open the models of a recorded widget under new names, and return what shows it.

    Args:
        recorded: ``{"root": name, "models": {name: model}}``, the models as ``ipywidgets.embed`` writes them.
        moved: called when a control does not stand any more where it was recorded.
    """
    fresh = {name: uuid.uuid4().hex for name in recorded["models"]}
    for name in parts_first(recorded["models"]):
        model = recorded["models"][name]
        text = _REFERENCE.sub(lambda found: f"IPY_MODEL_{fresh[found[1]]}", json.dumps(model["state"]))
        buffers = model.get("buffers", [])
        opened = comm.create_comm(
            target_name="jupyter.widget",
            comm_id=fresh[name],
            data={"state": json.loads(text), "buffer_paths": [buffer["path"] for buffer in buffers]},
            buffers=[base64.b64decode(buffer["data"]) for buffer in buffers],
            metadata={"version": _PROTOCOL},
        )
        opened.on_msg(_watch(model["state"], moved))
        _OPEN.append(opened)
    return {_VIEW: {"version_major": 2, "version_minor": 0, "model_id": fresh[recorded["root"]]}}


def _watch(recorded: dict[str, Any], moved: Callable[[], None]) -> Callable[[dict[str, Any]], None]:
    def look(message: dict[str, Any]) -> None:
        state = message["content"]["data"].get("state", {})
        if any(name in state and state[name] != recorded.get(name) for name in ("value", "index")):
            moved()

    return look


def parts_first(models: dict[str, Any]) -> Iterator[str]:
    """Yield the models' names, each after those that its state refers to.

    >>> list(parts_first({"box": {"state": {"children": ["IPY_MODEL_text"]}}, "text": {"state": {}}}))
    ['text', 'box']
    """
    done: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name not in done:
            done.add(name)
            for part in _REFERENCE.findall(json.dumps(models[name]["state"])):
                yield from visit(part)
            yield name

    for name in models:
        yield from visit(name)

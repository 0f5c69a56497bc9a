"""Run the lessons and write down what they compute with NumPy, for a browser that has none.

``gdtutor/show/recorded.py`` looks it up there. Whatever needs NumPy or Matplotlib is found out by blocking both; every
result is the one that the package itself gives while the lessons run, and nothing is written by hand.
"""

from __future__ import annotations

import enum
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ipywidgets
import numpy as np
import sympy
from IPython.core.formatters import DisplayFormatter
from ipywidgets.embed import dependency_state

import gdtutor as gd
from gdtutor.calculus.notation import as_expression
from gdtutor.show.recorded import TABLE, Recorded, Scalar
from gdtutor.show.stills import code_cells, experiments

BLOCKED = ("numpy", "matplotlib")
BLOCK = f"import sys\nfor name in {BLOCKED}: sys.modules[name] = None\n"
_LIST = """
import gdtutor as gd
for name in gd.__all__:
    try: getattr(gd, name)
    except gd.MissingLibraryError: print(name)
"""
_PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "{name}"
version = "{version}"
[tool.hatch.build.targets.wheel]
packages = ["{name}"]
"""


class Recorder:
    """A tape that computes each step and writes its result down."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}
        self.widgets: dict[str, Any] = {}
        self.reals: dict[str, Any] = {}
        self.nodes: dict[str, Recorded] = {}
        self.formatter = DisplayFormatter()

    def step(self, key: str, action: Callable[..., Any], node: Recorded, *args: Any, **options: Any) -> Any:
        """Compute a step with the real values, and keep its result under its key."""
        given = [self.real(arg) for arg in args]
        named = {name: self.real(value) for name, value in options.items()}
        value, entry = self.described(key, action(self.reals[node._key], *given, **named))
        if entry == {"kind": "same", "key": key}:  # the member of an enumeration, asked of the enumeration
            return value
        if self.entries.setdefault(key, entry) != entry:
            raise SystemExit(f"{key} gives two different results: it cannot be computed in advance")
        return value

    def real(self, value: Any) -> Any:
        """Return what a value stands for; inside lists, tuples, dictionaries and slices too."""
        if isinstance(value, Recorded):
            return self.reals[value._key]
        if type(value) in (list, tuple):
            return type(value)(map(self.real, value))
        if type(value) is dict:
            return {name: self.real(entry) for name, entry in value.items()}
        if isinstance(value, slice):
            return slice(self.real(value.start), self.real(value.stop), self.real(value.step))
        return value

    def described(self, key: str, real: Any) -> tuple[Any, dict[str, Any]]:
        """Return the value that a lesson goes on with, and the entry from which the browser makes the same."""
        if isinstance(real, enum.Enum):
            key = f"{type(real).__name__}.{real.name}"
            self.entries.setdefault(key, {"kind": "node", "shows": self.shows(real)})
            return self.node(key, real), {"kind": "same", "key": key}
        if isinstance(real, np.floating):
            return Scalar(real), {"kind": "scalar", "value": float(real)}
        plain = real.item() if isinstance(real, np.generic) else real
        if plain is None or type(plain) in (bool, int, float, str):
            return plain, {"kind": "plain", "value": plain}
        if isinstance(real, sympy.Expr) and as_expression(str(real)) == real:
            return real, {"kind": "expression", "text": str(real)}
        if type(real) is tuple:
            items = [self.described(f"{key}[{k}]", item) for k, item in enumerate(real)]
            return tuple(value for value, _ in items), {"kind": "tuple", "items": [entry for _, entry in items]}
        entry = {"kind": "node", "shows": self.shows(real)}
        if entry["shows"]:
            entry["text"] = str(real)
        if isinstance(real, ipywidgets.Widget):
            entry["widget"] = self.kept(real)
        self.entries.setdefault(key, entry)
        return self.node(key, real), entry

    def node(self, key: str, real: Any) -> Recorded:
        """Return the one node of a key."""
        self.reals.setdefault(key, real)
        return self.nodes.setdefault(key, Recorded(key, self))

    def shows(self, real: Any) -> dict[str, Any]:
        """Return what a notebook shows for a value; of a widget its text, the rest is its state."""
        if callable(real) and not isinstance(real, type) and not hasattr(real, "_repr_latex_"):
            return {}  # a method on its way to being called
        if isinstance(real, ipywidgets.Widget):
            return {"text/plain": real._repr_mimebundle_()["text/plain"]}
        shown, _ = self.formatter.format(real)
        return {kind: text for kind, text in shown.items() if isinstance(text, str)}

    def show(self, key: str) -> dict[str, Any]:
        """Return what a notebook shows for a node."""
        return self.entries[key]["shows"]

    def text(self, key: str) -> str:
        """Return what is printed for a node."""
        return str(self.reals[key])

    def kept(self, widget: ipywidgets.Widget) -> str:
        """Keep the state of a widget with all its parts and links, and return the name of its file."""
        models = dependency_state([widget], drop_defaults=False)
        name = f"widget-{len(self.widgets)}.json"
        self.widgets[name] = {"root": widget.model_id, "models": models}
        return name


def names_that_need() -> list[str]:
    """Return the public names that cannot be loaded without NumPy and Matplotlib."""
    command = [sys.executable, "-c", BLOCK + _LIST]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def record(notebooks: Iterable[Path]) -> Recorder:
    """Run the lessons and return what was recorded."""
    tape = Recorder()
    for name in names_that_need():
        value, tape.entries[name] = tape.described(name, getattr(gd, name))
        setattr(gd, name, value)
    for notebook in notebooks:
        for _ in experiments(code_cells(notebook)):
            pass
    return tape


def write_package(tape: Recorder, folder: Path) -> Path:
    """Write the table as a package to import, with what builds a wheel of it beside."""
    package = folder / TABLE
    package.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(_PYPROJECT.format(name=TABLE, version=version("gdtutor")))
    (package / "__init__.py").write_text('"""What the lessons of gdtutor compute with NumPy, computed in advance."""\n')
    for name, state in {"table.json": tape.entries, **tape.widgets}.items():
        (package / name).write_text(json.dumps(state, ensure_ascii=False, default=list), "utf-8")
    return package


if __name__ == "__main__":
    write_package(record(sorted(Path(sys.argv[1]).glob("*.ipynb"))), Path(sys.argv[2]))

"""The still pictures of a lesson: what its experiments show when they open, for readers without a kernel.

``python -m gdtutor.show.stills notebooks/03-*.ipynb`` runs the lesson, writes ``figures/03-….svg`` beside it for
each experiment, and prints the Markdown line that shows the picture with its alternative text.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gdtutor.show.experiment import Experiment


def code_cells(notebook: Path) -> list[str]:
    """Return the sources of a notebook's code cells."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def experiments(cells: Iterable[str]) -> Iterator[Experiment]:
    """Run cells in one namespace, as a kernel does, and yield each experiment that a cell shows.

    >>> first, = experiments(["import gdtutor as gd", "gd.tangent_experiment('x^2', 'x', start=1)"])
    >>> first.caption
    'At x = 1: f(x) = 1, slope f′(x) = 2. The curve rises here.'
    """
    names: dict[str, Any] = {"__name__": "__lesson__"}
    for cell in cells:
        shown = _run(cell, names)
        if isinstance(shown, Experiment):
            yield shown


def _run(cell: str, names: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last line, where that is an expression."""
    *before, last = ast.parse(cell).body or [ast.Pass()]
    if not isinstance(last, ast.Expr):
        before.append(last)
    exec(compile(ast.Module(before, []), "<lesson>", "exec"), names)
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "<lesson>", "eval"), names)
    return None


def still_names(notebook: Path, count: int) -> list[str]:
    """Return the names of a lesson's pictures, relative to the notebook.

    >>> still_names(Path("notebooks/07-learning-rate.ipynb"), 2)
    ['figures/07-learning-rate.svg', 'figures/07-learning-rate-2.svg']
    """
    return [f"figures/{notebook.stem}{f'-{k}' if k > 1 else ''}.svg" for k in range(1, count + 1)]


def markdown_image(experiment: Experiment, name: str) -> str:
    """Return the Markdown line that shows a still picture in a lesson."""
    return f"![{experiment.alt_text}]({name})"


def main(paths: list[str]) -> None:
    """Write the pictures of the given notebooks, and print how a lesson shows them."""
    for notebook in map(Path, paths):
        found = list(experiments(code_cells(notebook)))
        for experiment, name in zip(found, still_names(notebook, len(found)), strict=True):
            target = notebook.parent / name
            target.parent.mkdir(exist_ok=True)
            experiment.save(target)
            print(markdown_image(experiment, name))


if __name__ == "__main__":
    main(sys.argv[1:])

"""The pages that are made from the package itself: what it says of its names, experiments, mistakes, formulas, command.

Everything here is read from the objects that run, so that a page cannot say what the package does not do.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import inspect
import io
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import sympy as sp

import gdtutor as gd
from gdtutor.__main__ import main
from gdtutor.show.experiment import Experiment
from gdtutor.tutor.mistakes import ALGEBRA, MISTAKES, TABLES, Mistake

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
TITLES = {
    "calculus": "Derive and prove",
    "tutor": "Check, exercise, grade",
    "descent": "Go downhill",
    "show": "Pictures and widgets",
    "errors": "Errors",
}
PICTURE = re.compile(r"!\[([^\]]+)\]\((figures/[^)]+\.svg)\)")


def write(folder: Path) -> None:
    """Write every generated page into a folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pictures").mkdir(parents=True)
    pages = {f"reference-{layer}": "\n".join(reference(layer)) for layer in TITLES}
    pages |= {"gallery": "\n\n".join(gallery(folder / "pictures")), "formulas": "\n\n".join(formulas())}
    pages |= {"mistakes": "\n".join(mistakes()), "command-line": "\n".join(command_line())}
    (folder / "derivation.txt").write_text(f"$$\n{gd.derive('sin(2t)*log(t^2)', 't').latex()}\n$$\n", "utf-8")
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text + "\n", "utf-8")


def public(layer: str) -> list[str]:
    """Return the public names that a layer holds, in the order of the public door.

    >>> public("errors")
    ['ArgumentError', 'GdtutorError', 'TooLargeError', 'UnreadableError']
    """
    return [name for name in gd.__all__ if _value(name).__module__.split(".")[1] == layer]


def _value(name: str) -> type:
    return getattr(gd, name)


def reference(layer: str) -> Iterator[str]:
    """Yield the lines of the reference of one layer: a directive for each public name, filled in from its docstring."""
    module = importlib.import_module(f"gdtutor.{layer}")
    yield from (f"# {TITLES[layer]}", "", inspect.getdoc(module) or "", "", "```{eval-rst}")
    for name in public(layer):
        value = _value(name)
        if inspect.isclass(value):
            shown = ["   :members:", "   :inherited-members: BaseException, str, tuple, VBox, Protocol"]
            yield from (f".. autoclass:: gdtutor.{name}", *([] if issubclass(value, Exception) else shown), "")
        else:
            yield from (f".. autofunction:: gdtutor.{name}", "")
    yield "```"


def gallery(pictures: Path) -> Iterator[str]:
    """Yield the paragraphs of the gallery, and write its pictures: what the experiments show when they open."""
    yield "# Gallery of experiments"
    yield (
        "Each is the still picture that a reader without a kernel sees, drawn from the same data as the live one; "
        "in a notebook it has sliders. Below each stands the code that made it, which also runs as a test."
    )
    for name in (name for name in gd.__all__ if name.endswith("_experiment")):
        experiment, code = from_docstring(name)
        experiment.save(pictures / f"{name}.svg")
        yield f"## {name.removesuffix('_experiment').replace('_', ' ').capitalize()}"
        yield inspect.getdoc(_value(name)).splitlines()[0]
        yield f"```{{figure}} pictures/{name}.svg\n:alt: {experiment.alt_text}\n\n{experiment.caption}\n```"
        yield f"```pycon\n{code}```\n\n{{py:func}}`gdtutor.{name}` tells all its arguments."
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        shown = dict(reversed(pair) for pair in PICTURE.findall(notebook.read_text("utf-8")))
        for number, (picture, words) in enumerate(shown.items(), 1):
            shutil.copy(NOTEBOOKS / picture, pictures)
            heading = f"## Lesson {notebook.stem.partition('-')[0]}: {notebook.stem[3:].replace('-', ' ')}"
            yield f"{heading}{f' ({number})' if len(shown) > 1 else ''}"
            yield f"![{words}](pictures/{Path(picture).name})"


def from_docstring(name: str) -> tuple[Experiment, str]:
    """Run the example of an experiment's docstring; return the experiment and the code."""
    value = _value(name)
    examples = doctest.DocTestParser().get_examples(inspect.getdoc(value))
    names = dict(vars(sys.modules[value.__module__]))
    for example in examples:
        exec(compile(example.source, name, "exec"), names)
    experiment = next(shown for shown in names.values() if isinstance(shown, Experiment))
    return experiment, "".join(f">>> {example.source}{example.want}" for example in examples)


def formulas() -> Iterator[str]:
    """Yield the paragraphs on the optimizers: the update rules that run, and the proofs."""
    yield "# Optimizers and what is proved of them"
    yield (
        "The update rule of an optimizer is written once, as equations. They are shown here, proved below, and "
        "compiled to the step that runs."
    )
    for name in gd.__all__:
        value = _value(name)
        if inspect.isclass(value) and issubclass(value, gd.Optimizer) and value is not gd.Optimizer:
            equations = (value() if value is gd.Newton else value(rate=0.1)).update_rule
            yield f"## {name}"
            yield from (f"$$\n{sp.latex(equation)}\n$$" for equation in equations)
            yield f"{{py:class}}`gdtutor.{name}`"
    yield "## Proofs"
    for name in gd.proofs():
        yield f"**`gd.prove({name!r})`**\n\n```text\n{gd.prove(name)}\n```"


def mistakes() -> Iterator[str]:
    """Yield the lines of the catalogue of mistakes."""
    yield from ("# The mistakes that are recognised", "")
    yield (
        "Each is a wrong rule of differentiation. It is named when putting it in place of the right rule leads to "
        "exactly what was written; several are named when several do, the likeliest first. So is the order here."
    )
    yield from _catalogue(MISTAKES)
    yield from ("", "# Slips of algebra", "")
    yield "Each is a wrong rule by which a line of a working is made from the one before; it is named in the same way."
    yield from _catalogue(ALGEBRA)
    yield from ("", "# Mistakes of a chain table", "")
    yield "What stands in a cell is right for another one."
    yield from _catalogue(TABLES)


def _catalogue(mistakes: dict[str, Mistake]) -> Iterator[str]:
    for mistake in mistakes.values():
        sentence = mistake.sentence.replace("{term}", "…")
        yield from ("", f"## `{mistake.id}`", "", f"```text\n{mistake.wrong_rule}\n```", "")
        yield re.sub(r"([*_])", r"\\\1", f"It seems that {sentence}. {mistake.remedy}")


def command_line() -> Iterator[str]:
    """Yield the lines on the command, as it explains itself."""
    yield from ("# Command line", "", "`python -m gdtutor` is the same as `gdtutor`.", "", *_block(_help()))
    for verb in re.findall(r"^    (\w+) ", _help(), re.M):
        if verb != "lab":  # all its options belong to JupyterLab
            yield from ("", f"## gdtutor {verb}", "", *_block(_help(verb)))
    yield from ("", "## gdtutor lab", "", "Opens JupyterLab on the lessons; what follows is handed to `jupyter lab`.")


def _help(*verb: str) -> str:
    os.environ["COLUMNS"] = "86"  # what a page has room for
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main([*verb, "--help"])
    return printed.getvalue()


def _block(text: str) -> tuple[str, str, str]:
    return ("```text", text.rstrip(), "```")

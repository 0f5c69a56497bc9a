"""Imports go down only: show -> tutor -> descent -> calculus -> errors; and each layer uses its own few libraries."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PACKAGE = Path(__file__).parents[1] / "gdtutor"
ORDER = ["errors", "calculus", "descent", "tutor", "show", "__main__"]  # a layer may import those before it
LIBRARIES = {
    "__init__": set(),
    "errors": set(),
    "calculus": {"sympy", "mpmath"},
    "descent": {"sympy", "mpmath", "numpy"},
    "tutor": {"sympy", "mpmath"},
    "show": {"sympy", "mpmath", "numpy", "matplotlib", "contourpy", "IPython"}
    | {"ipywidgets", "anywidget", "traitlets", "comm"},
    "__main__": set(),
}
# what a declared library hands out as its own
BROUGHT_BY = {"mpmath": "sympy", "traitlets": "ipywidgets", "comm": "ipywidgets", "IPython": "ipywidgets"}
OPTIONAL = {"tutor/cluster.py": {"distributed"}}  # an extra, imported where it is asked for


def imported(file: Path, package: Path) -> Iterator[str]:
    """Absolute dotted name of everything that the file imports, within functions too."""
    inside = (package.name, *file.relative_to(package).parts[:-1])
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = inside[: len(inside) - node.level + 1] if node.level else ()
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def objection(layer: str, name: str, package: str, optional: frozenset[str] = frozenset()) -> str | None:
    top, *rest = name.split(".")
    if top == package:
        target = rest[0] if rest else "__init__"
        if target == layer:
            return None
        if target not in ORDER:
            return None if layer == "__main__" else "goes through the public door"
        reaches = ORDER[: ORDER.index(layer)] if layer in ORDER else []
        return None if target in reaches else "goes up"
    if top in sys.stdlib_module_names or top in LIBRARIES[layer] | optional:
        return None
    return "is not a library of this layer"


def violations(package: Path) -> list[str]:
    found = []
    for file in sorted(package.rglob("*.py")):
        layer = file.relative_to(package).parts[0].removesuffix(".py")
        optional = frozenset(OPTIONAL.get(file.relative_to(package).as_posix(), ()))
        for name in imported(file, package):
            if why := objection(layer, name, package.name, optional):
                found.append(f"{file.relative_to(package)}: import of {name} {why}")
    return found


def test_every_import_goes_down():
    assert violations(PACKAGE) == []


def test_every_library_is_a_declared_dependency():
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())["project"]
    declared = {Requirement(text).name for text in project["dependencies"]}
    assert {BROUGHT_BY.get(name, name) for libraries in LIBRARIES.values() for name in libraries} <= declared


def test_no_layer_is_unknown():
    parts = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in PACKAGE.rglob("*.py")}
    assert parts <= LIBRARIES.keys()
    assert set(ORDER) - {"__main__"} <= parts


@pytest.mark.parametrize(
    ("file", "line", "why"),
    [
        ("calculus/rules.py", "from gdtutor.tutor.check import check", "goes up"),
        ("calculus/rules.py", "from ..tutor import check", "goes up"),
        ("calculus/rules.py", "def f():\n    import gdtutor.descent.loss", "goes up"),
        ("calculus/rules.py", "import numpy as np", "is not a library of this layer"),
        ("tutor/check.py", "from numpy import array", "is not a library of this layer"),
        ("tutor/check.py", "import distributed", "is not a library of this layer"),
        ("descent/loss.py", "import matplotlib.pyplot as plt", "is not a library of this layer"),
        ("descent/loss.py", "import gdtutor", "goes through the public door"),
        ("descent/loss.py", "from gdtutor import Derivation", "goes through the public door"),
        ("__init__.py", "import gdtutor.calculus.rules", "goes up"),
    ],
)
def test_a_wrong_import_is_found(tmp_path, file, line, why):
    bad = tmp_path / "gdtutor" / file
    bad.parent.mkdir(parents=True)
    bad.write_text(line)
    (found,) = violations(tmp_path / "gdtutor")
    assert found.startswith(file)
    assert found.endswith(why)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("show/figures.py", "import matplotlib\nfrom gdtutor.descent.loss import Loss"),
        ("tutor/check.py", "import sympy\nfrom ..calculus import rules\nfrom .mistakes import Mistake"),
        ("__main__.py", "import argparse\nimport gdtutor as gd\nfrom gdtutor.show import experiment"),
    ],
)
def test_a_right_import_is_left_alone(tmp_path, file, line):
    good = tmp_path / "gdtutor" / file
    good.parent.mkdir(parents=True)
    good.write_text(line)
    assert violations(tmp_path / "gdtutor") == []


def modules(layer: str) -> list[str]:
    files = sorted((PACKAGE / layer).rglob("*.py"))
    names = [".".join(("gdtutor", *file.relative_to(PACKAGE).with_suffix("").parts)) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


BLOCK = "import sys\nfor name in ('numpy', 'matplotlib', 'ipywidgets', 'anywidget'): sys.modules[name] = None\n"


def test_calculus_and_tutor_load_without_numpy_and_matplotlib():
    names = modules("calculus") + modules("tutor")
    done = run(BLOCK + "import importlib\n" + "\n".join(f"importlib.import_module({name!r})" for name in names))
    assert done.returncode == 0, done.stderr


def test_blocking_blocks():
    assert "ModuleNotFoundError" in run(BLOCK + "import numpy").stderr


def test_the_public_door_loads_nothing_heavy():
    code = "import sys, gdtutor; print(sorted({'sympy', 'numpy', 'matplotlib', 'ipywidgets'} & set(sys.modules)))"
    assert run(code).stdout.strip() == "[]"

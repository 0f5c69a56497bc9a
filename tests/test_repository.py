"""What every committed file keeps to: no address of a registry, no path of somebody's machine."""

import inspect
import json
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import gdtutor

ROOT = Path(__file__).parents[1]
LONGEST_CELL = 10

REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|anaconda\.(?:org|com)|debian\.org|jsdelivr\.net|unpkg\.com"
    r"|--(?:extra-)?index-url[ =]",
)
MACHINE = re.compile(r"(?<![\w.)])/(?:work|root|opt|tmp/team)/|/(?:home|Users)/\w|[A-Z]:\\Users|\.\./shared\b")


def committed() -> list[Path]:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file()]  # not those just deleted


def texts() -> Iterator[tuple[Path, str]]:
    for file in committed():
        content = file.read_bytes()
        if b"\0" not in content:
            yield file.relative_to(ROOT), content.decode()


def long_cells(source: str) -> list[str]:
    cells = ["".join(cell["source"]) for cell in json.loads(source)["cells"] if cell["cell_type"] == "code"]
    return [cell for cell in cells if len(cell.strip().splitlines()) > LONGEST_CELL]


def test_no_registry_is_named():
    assert [str(path) for path, text in texts() if REGISTRY.search(text)] == []


def test_no_path_of_a_machine_is_named():
    assert [str(path) for path, text in texts() if MACHINE.search(text)] == []


def test_no_conflict_is_left_in_a_file():
    assert [str(path) for path, text in texts() if re.search(r"^(?:<{7}|>{7}) ", text, re.M)] == []


def test_no_lock_file_that_names_registries():
    assert {path.name for path, _ in texts()}.isdisjoint({"uv.lock", "pylock.toml", "poetry.lock", "package-lock.json"})


def test_notebook_cells_are_short():
    found = {str(path): long_cells(text) for path, text in texts() if path.suffix == ".ipynb"}
    assert {path: cells for path, cells in found.items() if cells} == {}


@pytest.mark.parametrize("text", ["https://py" + "pi.org/simple", "at python" + "hosted.org", "--index" + "-url x"])
def test_a_registry_is_recognised(text):
    assert REGISTRY.search(text)


@pytest.mark.parametrize("text", ["open('/wo" + "rk/main/a.csv')", "/ro" + "ot/x", '"/ho' + 'me/ann/a.csv"'])
def test_a_machine_path_is_recognised(text):
    assert MACHINE.search(text)


@pytest.mark.parametrize("text", ["f(x)/root/2", "team/work/plan", "make opt/fast", "at home/away"])
def test_other_slashes_are_left_alone(text):
    assert not MACHINE.search(text)


def test_a_long_cell_is_recognised():
    def notebook(lines: int) -> str:
        return json.dumps({"cells": [{"cell_type": "code", "source": ["x\n"] * lines}]})

    assert long_cells(notebook(LONGEST_CELL)) == []
    assert len(long_cells(notebook(LONGEST_CELL + 1))) == 1


@pytest.mark.parametrize("name", gdtutor.__all__)
def test_every_public_name_is_there_and_explained(name):
    value = getattr(gdtutor, name)
    explained = value.__doc__ or ""
    assert explained
    assert not explained.startswith(f"{name}(")  # what a dataclass without a docstring gets
    if inspect.isfunction(value) or (inspect.isclass(value) and not issubclass(value, Exception)):
        assert ">>>" in explained, f"the docstring of {name} has no example"


@pytest.mark.parametrize("name", [name for name in gdtutor.__all__ if inspect.isclass(getattr(gdtutor, name))])
def test_every_method_of_a_public_class_is_explained(name):
    public = getattr(gdtutor, name)
    ours = [(method, value) for method, value in vars(public).items() if not method.startswith("_")]
    methods = [method for method, value in ours if inspect.isroutine(value) or isinstance(value, property)]
    assert [method for method in methods if not inspect.getdoc(getattr(public, method))] == []


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'derivate'"):
        _ = gdtutor.derivate


def test_a_warning_is_an_error_and_none_is_hidden():
    with pytest.raises(UserWarning, match="seen"):
        warnings.warn("seen", stacklevel=1)
    hidden = re.compile(r"simplefilter\(|filterwarnings\(|mark\.filterwarnings|ignore::")
    found = [str(name) for name, text in texts() if name.suffix in {".py", ".toml", ".ipynb"} and hidden.search(text)]
    assert found == [str(Path(__file__).relative_to(ROOT))]

"""The wheel in a clean environment: nothing beside it but what it declares, and no checkout in sight."""

import os
import subprocess
import sys
import textwrap
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import gdtutor


def declared(name: str, found: set[str]) -> set[str]:
    """Add to ``found`` the distributions that one needs, directly and indirectly, without its extras."""
    for text in distribution(name).requires or []:
        wanted = Requirement(text)
        needed = canonicalize_name(wanted.name)
        if needed not in found and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
            found.add(needed)
            declared(needed, found)
    return found


def link(name: str, site: Path) -> None:
    """Put the files of an installed distribution into another environment."""
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or [] if file.parts[0] not in ("..", "__pycache__")}:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(found.locate_file(top))))


@pytest.fixture(scope="module")
def clean(wheel_file, tmp_path_factory) -> Path:
    """The scripts of an environment that holds the wheel and its declared dependencies only; no network is needed."""
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for name in declared("gdtutor", set()):
        link(name, site)
    # without --no-deps: pip refuses if a declared dependency is not there
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "install", "--quiet", "--no-index", wheel_file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "bin"


def run(command: list, folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**environment, "PYTHONWARNINGS": "error"}
    )
    assert done.stderr == ""
    return done.stdout


def test_the_command_names_a_mistake(clean, tmp_path):
    printed = run(
        ["sh", "-c", f"{clean / 'gdtutor'} check 'x^2*sin(x)' '2x*cos(x)' --wrt x; echo exit code $?"], tmp_path
    )
    assert "the derivatives of the factors were multiplied" in printed
    assert printed.endswith("exit code 1\n")


def test_the_command_tells_its_verbs_and_its_version(clean, tmp_path):
    assert {"derive", "check", "grade", "lab"} <= set(run([clean / "gdtutor", "--help"], tmp_path).split())
    assert run([clean / "gdtutor", "--version"], tmp_path) == f"gdtutor {gdtutor.__version__}\n"


def test_it_is_the_installed_package_that_runs(clean, tmp_path):
    printed = run([clean / "python", "-c", "import gdtutor; print(gdtutor.__file__)"], tmp_path)
    assert Path(printed.strip()).is_relative_to(clean.parent)


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        ("print(gd.exercise('product-1').check('2θ·3cos(3θ)').mistake)", "product_of_derivatives"),
        ("print(gd.descend(gd.Loss('w^2', 'w'), gd.GradientDescent(0.25), 4, 2).points[-1])", "[1.]"),
        ("e = gd.tangent_experiment('x^2', 'x', start=1); print(e.caption)", "At x = 1: f(x) = 1, slope f′(x) = 2."),
        (
            "v = gd.tangent_experiment('x^2', 'x').view; print('export default' in v._esm, '.gd-' in v._css)",
            "True True",
        ),
    ],
    ids=["exercise", "descent", "experiment", "JavaScript and CSS"],
)
def test_python_sessions_run(clean, tmp_path, program, printed):
    assert run([clean / "python", "-c", f"import gdtutor as gd; {program}"], tmp_path).startswith(printed)


def test_the_lessons_come_along(clean, tmp_path):
    program = """
        from gdtutor.tutor.lessons import lessons_folder
        print(*sorted(file.name for file in lessons_folder().glob("*.ipynb")))
    """
    lessons = sorted(file.name for file in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
    assert run([clean / "python", "-c", textwrap.dedent(program)], tmp_path).split() == lessons
    assert (tmp_path / "gdtutor-lessons" / lessons[0]).is_file()

"""The example assignments through the real nbgrader and otter-grader: ``make teaching``."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

HERE = Path(__file__).parent
RIGHT = {
    "answer": "x(2sin(x) + x*cos(x))",
    "slope": "-x/(1 + e^(w*x))",
    "working": "= 2cos(2t)*log(t^2) + 2sin(2t)/t",
}
WRONG = {
    "answer": "2x*cos(x)",
    "slope": "e^(-w*x)/(1 + e^(-w*x))",
    "working": "= cos(2t)*log(t^2) + 2sin(2t)/t",
}
# the working answers another question than the one that was asked
ASTRAY = {"answer": "", "slope": "2x +", "working": "f(t) = t\nf'(t) = 1"}
MULTIPLIED = "the derivatives of the factors were multiplied"
INNER_MISSING = "the derivative of the inner function is missing"


def run(folder: Path, *command: str) -> str:
    """Run a module of this environment's Python as a command; return what it printed."""
    # nbgrader looks for its helper alembic on the path
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hand_in(released: Path, answers: dict[str, str], target: Path) -> None:
    """Fill in the released notebook as a student does: each answer in the cell that is there for it."""
    notebook = nbformat.read(released, 4)
    for name, answer in answers.items():
        (cell,) = [cell for cell in notebook.cells if cell.source.startswith(f"{name} = ")]
        cell.source = f"{name} = {answer!r}"
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """An nbgrader course with three students, released, handed in, graded, with feedback."""
    folder = tmp_path_factory.mktemp("course") / "nbgrader"
    shutil.copytree(HERE / "nbgrader", folder)
    run(folder, "nbgrader", "generate_assignment", "derivatives")
    released = folder / "release" / "derivatives" / "derivatives.ipynb"
    for student, answers in {"ann": RIGHT, "ben": WRONG, "cem": ASTRAY}.items():
        hand_in(released, answers, folder / "submitted" / student / "derivatives" / "derivatives.ipynb")
    run(folder, "nbgrader", "autograde", "derivatives")
    run(folder, "nbgrader", "generate_feedback", "derivatives")
    return folder


def test_nbgrader_releases_no_solution(course):
    released = (course / "release" / "derivatives" / "derivatives.ipynb").read_text("utf-8")
    assert "gd.require(" in released
    assert "2x*sin(x)" not in released
    assert "SOLUTION" not in released


def test_nbgrader_gives_the_points(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        scores = {
            found["student"]: (found["score"], found["max_score"]) for found in book.submission_dicts("derivatives")
        }
    assert scores == {"ann": (7, 7), "ben": (0, 7), "cem": (0, 7)}


def test_the_feedback_of_nbgrader_names_the_mistakes(course):
    pages = {
        name: (course / "feedback" / name / "derivatives" / "derivatives.html").read_text("utf-8")
        for name in ("ann", "ben", "cem")
    }
    assert MULTIPLIED in pages["ben"]
    assert pages["ben"].count(INNER_MISSING) == 2
    assert "Nothing is answered yet" in pages["cem"]
    assert "Traceback (most recent call last)" not in "".join(pages.values())
    assert MULTIPLIED not in pages["ann"]


@pytest.fixture(scope="module")
def assigned(tmp_path_factory) -> Path:
    """What otter makes of the assignment; it refuses one whose solutions fail its own tests."""
    folder = tmp_path_factory.mktemp("otter")
    run(folder, "otter", "assign", str(HERE / "otter" / "derivatives.ipynb"), "made")
    return folder / "made"


def test_otter_releases_no_solution(assigned):
    assert "2x*sin(x)" not in (assigned / "student" / "derivatives.ipynb").read_text("utf-8")


def test_otter_gives_the_points_and_names_the_mistakes(assigned, tmp_path):
    answers = {**WRONG, "slope": RIGHT["slope"]}
    hand_in(assigned / "student" / "derivatives.ipynb", answers, tmp_path / "work" / "derivatives.ipynb")
    (autograder,) = (assigned / "autograder").glob("*.zip")
    run(tmp_path / "work", "otter", "run", "-a", str(autograder), "-o", str(tmp_path), "--no-logo", "derivatives.ipynb")
    results = json.loads((tmp_path / "results.json").read_text("utf-8"))["tests"]
    assert {found["name"]: found["score"] for found in results if "score" in found} == {
        "product": 0,
        "chain": 2,
        "working": 0,
    }
    told = {found["name"]: found["output"] for found in results}
    assert MULTIPLIED in told["product"]
    assert "All test cases passed" in told["chain"]
    assert INNER_MISSING in told["working"]

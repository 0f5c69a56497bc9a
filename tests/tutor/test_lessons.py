"""`gdtutor lab` finds the lessons, in a checkout and where the wheel put them, and starts JupyterLab on them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gdtutor.__main__ import main
from gdtutor.errors import GdtutorError
from gdtutor.tutor import lessons

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture
def started(monkeypatch):
    seen = []

    class Ended:
        def __init__(self, command):
            seen.append(command)
            self.returncode = None

        def poll(self):
            return self.returncode

        def wait(self):
            self.returncode = 3

    monkeypatch.setattr(lessons.subprocess, "Popen", Ended)
    return seen


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """As after `pip install`: no checkout beside the package, the lessons where the wheel puts them."""
    shipped = tmp_path / "prefix" / "share" / "gdtutor" / "notebooks"
    (shipped / "figures").mkdir(parents=True)
    (shipped / "01-first.ipynb").write_text("one")
    (shipped / "figures" / "01-first.svg").write_text("picture")
    monkeypatch.setattr(lessons, "_CHECKOUT", tmp_path / "nowhere")
    prefix = tmp_path / "prefix"
    monkeypatch.setattr(
        lessons.importlib.metadata, "files", lambda _: [Recorded(prefix, file) for file in shipped.rglob("*.*")]
    )
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return shipped


class Recorded:
    """One line of an installed package's record: relative, with a place to look it up."""

    def __init__(self, prefix, file):
        self.file, self.name = file, f"../../../{file.relative_to(prefix).as_posix()}"

    def as_posix(self):
        return self.name

    def locate(self):
        return self.file


def test_a_checkout_has_its_own_lessons():
    assert lessons.lessons_folder() == NOTEBOOKS


def test_installed_lessons_are_copied_to_the_current_directory(installed):
    folder = lessons.lessons_folder()
    assert folder == Path.cwd() / lessons.COPY
    assert (folder / "01-first.ipynb").read_text() == "one"
    assert (folder / "figures" / "01-first.svg").read_text() == "picture"


def test_work_in_a_copied_lesson_is_kept(installed):
    folder = lessons.lessons_folder()
    (folder / "01-first.ipynb").write_text("my work")
    (installed / "02-second.ipynb").write_text("two")
    assert lessons.lessons_folder() == folder
    assert (folder / "01-first.ipynb").read_text() == "my work"


def test_without_any_lessons_it_says_so(installed, monkeypatch):
    monkeypatch.setattr(lessons.importlib.metadata, "files", lambda _: None)
    with pytest.raises(GdtutorError, match="lessons are not installed"):
        lessons.lessons_folder()


def test_an_uninstalled_package_says_so_too(installed, monkeypatch):
    def missing(_):
        raise lessons.importlib.metadata.PackageNotFoundError("gdtutor")

    monkeypatch.setattr(lessons.importlib.metadata, "files", missing)
    with pytest.raises(GdtutorError, match="lessons are not installed"):
        lessons.lessons_folder()


def test_jupyterlab_is_started_on_the_lessons_with_the_options(started):
    assert main(["lab", "--no-browser", "--port=9999", "-y"]) == 3
    assert started == [[sys.executable, "-m", "jupyter", "lab", str(NOTEBOOKS), "--no-browser", "--port=9999", "-y"]]


def test_a_missing_jupyterlab_is_a_clear_error(started, monkeypatch, capsys):
    monkeypatch.setattr(lessons.importlib.util, "find_spec", lambda name: None)
    assert main(["lab"]) == 2
    assert "JupyterLab is not installed" in capsys.readouterr().err
    assert started == []


def test_ctrl_c_is_left_to_jupyterlab(tmp_path):
    """JupyterLab answers Ctrl-C with a question; until it ends, so does not `gdtutor lab`."""
    asks = tmp_path / "asks.py"
    asks.write_text(
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, lambda *_: print('Shut down?', flush=True))\n"
        "print('up', flush=True)\n"
        "sys.stdin.read()\n"
        "sys.exit(5)\n"
    )
    waits = (
        "import sys, subprocess; from gdtutor.tutor import lessons\n"
        "start = subprocess.Popen\n"
        f"lessons.subprocess.Popen = lambda command: start([sys.executable, {str(asks)!r}])\n"
        "sys.exit(lessons.open_lab())\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", waits], start_new_session=True, **pipes) as process:
        assert process.stdout.readline() == "up\n"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to both
        assert process.stdout.readline() == "Shut down?\n"
        process.stdin.close()
        assert process.wait(20) == 5

"""The first cell of every lesson: it installs gdtutor where that is missing, and does nothing where it is there."""

import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
CELL = next(c for c in nbformat.read(ROOT / "notebooks" / "00-map.ipynb", 4).cells if c.cell_type == "code").source
MAGICS = """
class Shell:
    def run_line_magic(self, name, line):
        print(name, line)

get_ipython = Shell
"""
# whatever opens a connection or starts a process ends this one
WATCH = """
import sys

def watch(event, _):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "urllib.")):
        raise SystemExit(event)

sys.addaudithook(watch)
"""


def run(program, *options, folder):
    command = [sys.executable, "-I", *options, "-c", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_where_gdtutor_is_there_nothing_happens(tmp_path):
    # without get_ipython a call of it would be an error
    assert run(f"{WATCH}{CELL}\nassert 'gdtutor' not in sys.modules", folder=tmp_path) == ""


def test_where_gdtutor_is_missing_pip_is_asked_for_it(tmp_path):
    # -S: no package of site-packages is there, as on a machine that never heard of gdtutor
    name, line = run(MAGICS + CELL, "-S", folder=tmp_path).strip().split(" ", 1)
    assert name == "pip"
    assert line.startswith("install -q git+https://")


def test_what_pip_is_asked_for_is_the_repository_that_the_package_names(tmp_path):
    address = run(MAGICS + CELL, "-S", folder=tmp_path).split()[-1]
    name = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["name"]
    assert Requirement(f"{name} @ {address}").url == address
    repository = address.removeprefix("git+https://github.com/")
    assert f"mybinder.org/v2/gh/{repository}/HEAD" in (ROOT / "README.md").read_text("utf-8")
    assert f"colab.research.google.com/github/{repository}/" in (ROOT / "docs" / "anywhere.md").read_text("utf-8")


def test_a_connection_would_be_seen(tmp_path):
    program = f"{WATCH}import socket\nsocket.create_connection(('127.0.0.1', 9))"
    command = [sys.executable, "-I", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("socket.")

"""Every example in README.md and in the documentation is run: Python sessions as doctests, commands in a shell."""

import doctest
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
TEXTS = {"README.md": README} | {file.name: file.read_text("utf-8") for file in sorted((ROOT / "docs").glob("*.md"))}
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def blocks(markdown: str, mark: str) -> list[str]:
    """The fenced blocks that hold the mark at the start of a line."""
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", markdown, re.M | re.S)
    return [block for block in fenced if re.search(rf"^{re.escape(mark)} ", block, re.M)]


def commands(block: str) -> list[tuple[str, str]]:
    """(command, what it prints) of a block of `$ command` lines, each followed by its output."""
    parts = re.split(r"^\$ ", block, flags=re.M)[1:]
    return [(first.strip(), rest.strip()) for first, _, rest in (part.partition("\n") for part in parts)]


def failures(session: str, names: dict) -> int:
    test = doctest.DocTestParser().get_doctest(session, names, "README.md", "README.md", 0)
    found = doctest.DocTestRunner(optionflags=FLAGS).run(test, clear_globs=False).failed
    names |= test.globs  # the sessions of one text go on from each other
    return found


def test_the_readme_opens_with_an_example():
    assert blocks(README, ">>>") or blocks(README, "$")


@pytest.mark.parametrize("name", TEXTS)
def test_python_sessions_give_what_they_show(name):
    names: dict = {}
    assert sum(failures(session, names) for session in blocks(TEXTS[name], ">>>")) == 0


SHOWN = [pair for text in TEXTS.values() for block in blocks(text, "$") for pair in commands(block)]


@pytest.mark.parametrize(("command", "printed"), [pair for pair in SHOWN if pair[0].startswith("gdtutor ") and pair[1]])
def test_commands_print_what_they_show(command, printed):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONWARNINGS": "error"}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.strip() == printed


def test_how_the_commands_are_found_is_said_before_the_first_of_them():
    before = README.partition("$ gdtutor ")[0]
    assert all(f"`{words}`" in before for words in (". .venv/bin/activate", r".venv\Scripts\activate", "pip install ."))
    brought = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert any("jupyterlab" in each for each in brought) or "`pip install jupyterlab`" in before


def test_a_false_example_is_found():
    (session,) = blocks("```pycon\n>>> 1 + 1\n3\n```\n", ">>>")
    assert failures(session, {}) == 1


def test_commands_are_read_with_their_output():
    (block,) = blocks("```console\n$ a 1\n$ b\nx\ny\n```\n", "$")
    assert commands(block) == [("a 1", ""), ("b", "x\ny")]

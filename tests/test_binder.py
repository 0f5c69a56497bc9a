"""Binder and conda users get what the tests ran on, and repo2docker reads the files that we think it reads."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PYTHON = "3.11"
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def conda_pins() -> dict[str, str]:
    """Name on PyPI -> exact version, for every dependency that environment.yml pins."""
    lines = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pins = dict(line.split("=", 1) for line in lines if "=" in line)
    return {CONDA_NAMES.get(name, name): version for name, version in pins.items()}


def locked() -> dict[str, str]:
    """Name -> version in requirements.lock for the Python that environment.yml pins."""
    here = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.9"}
    entries = re.findall(r"^(\S+==[^\\\n]+?) *\\?$", (ROOT / "requirements.lock").read_text(), re.M)
    requirements = [Requirement(entry) for entry in entries]
    wanted = [r for r in requirements if r.marker is None or r.marker.evaluate(here)]
    return {r.name: str(r.specifier).removeprefix("==") for r in wanted}


def test_python_is_pinned():
    assert conda_pins()["python"] == PYTHON  # else repo2docker takes 3.10


def test_every_pin_is_the_locked_version():
    pins = {name: version for name, version in conda_pins().items() if name != "python"}
    versions = locked()
    assert pins == {name: versions[name] for name in pins}


def test_every_runtime_dependency_is_pinned():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    texts = pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["lab"]
    assert {Requirement(text).name for text in texts} <= conda_pins().keys()


def test_only_pip_is_left_unpinned():
    lines = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert [line for line in lines if "=" not in line] == ["pip"]


def test_binder_has_the_same_environment():
    # beside a binder/ folder the root's environment.yml is silently ignored
    assert (ROOT / "binder" / "environment.yml").read_text() == (ROOT / "environment.yml").read_text()


@pytest.fixture(scope="module")
def dockerfile() -> str:
    command = [Path(sys.executable).with_name("jupyter-repo2docker"), "--no-build", "--debug", ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def test_repo2docker_solves_our_environment(dockerfile):
    assert re.search(r'env update .*--file "binder/environment\.yml"', dockerfile)


def test_a_changed_notebook_does_not_solve_again(dockerfile):
    whole_repository = re.search(r"COPY --chown=\S+ src/ ", dockerfile)
    assert whole_repository.start() > dockerfile.index("env update")


def test_repo2docker_runs_our_post_build(dockerfile):
    assert "RUN ./binder/postBuild" in dockerfile
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)


def test_post_build_installs_the_package_and_loads_every_name(tmp_path):
    """Run it with a pip that only notes what it was asked for: the environment here has the package already."""
    (tmp_path / "pip").write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n')
    (tmp_path / "pip").chmod(0o755)
    path = os.pathsep.join([str(tmp_path), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    command = ["bash", "binder/postBuild"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"install .*--no-deps \.", (tmp_path / "asked").read_text().strip())


def test_the_badge_opens_a_lesson_that_is_there():
    (target,) = re.findall(
        r"mybinder\.org/v2/gh/[\w/]+/HEAD\?urlpath=lab/tree/([^)\s]+)", (ROOT / "README.md").read_text()
    )
    assert target.endswith(".ipynb")
    assert (ROOT / target).is_file()

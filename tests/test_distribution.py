"""What a learner installs: sdist and wheel hold every file, and the lock fits what the project asks for."""

import re
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import gdtutor

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()


@pytest.fixture(scope="module")
def wheel(wheel_file) -> zipfile.ZipFile:
    with zipfile.ZipFile(wheel_file) as opened:
        yield opened


def test_the_sdist_holds_every_committed_file(sdist_file):
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    committed = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    with tarfile.open(sdist_file) as opened:
        assert committed <= {name.partition("/")[2] for name in opened.getnames()}


def test_the_wheel_holds_every_file_of_the_package(wheel):
    files = [file for file in (ROOT / "gdtutor").rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    wanted = {file.relative_to(ROOT).as_posix() for file in files}
    assert {name for name in wheel.namelist() if not name.startswith("gdtutor-")} == wanted


def test_the_wheel_holds_the_lessons_with_their_pictures(wheel):
    lessons = [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "notebooks" / "figures").iterdir()]
    wanted = {f"share/gdtutor/notebooks/{file.relative_to(ROOT / 'notebooks').as_posix()}" for file in lessons}
    assert wanted <= {name.partition(".data/data/")[2] for name in wheel.namelist()}


def test_the_wheel_has_the_command(wheel):
    (entry_points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "gdtutor = gdtutor.__main__:main" in wheel.read(entry_points).decode()


@pytest.mark.parametrize("teaching", [False, True])
def test_the_locks_fit_the_project(teaching):
    lock = (ROOT / "docs" / "teaching" / "requirements.lock").read_text() if teaching else LOCK
    versions = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.M))
    groups = [group for name, group in PYPROJECT["dependency-groups"].items() if (name == "teaching") is teaching]
    for text in [*PYPROJECT["project"]["dependencies"], *(text for group in groups for text in group)]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), text


@pytest.mark.parametrize("name", ["requirements.lock", "docs/teaching/requirements.lock"])
def test_every_locked_version_has_a_hash(name):
    entries = re.split(r"^(?=\S+==)", (ROOT / name).read_text(), flags=re.M)[1:]
    assert len(entries) > 100
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_one_version_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert citation["version"] == newest[1] == gdtutor.__version__


def test_the_citation_has_what_its_format_demands():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["license"] == PYPROJECT["project"]["license"]
    assert citation["keywords"] == PYPROJECT["project"]["keywords"]
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in PYPROJECT["project"]["authors"]
    ]

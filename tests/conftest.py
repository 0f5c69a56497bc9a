"""Fixtures for several test files."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("MPLBACKEND", "Agg")  # no test opens a window
# SymPy would take its numbers from python-flint, which is here for the tests alone: not what learners have
os.environ.setdefault("SYMPY_GROUND_TYPES", "python")
os.environ["GDTUTOR_PROGRESS"] = "off"  # nor keeps a learner's progress, in the kernels that it starts either

# a busy machine is no failure; the same examples in every CI run, new ones on every desk
settings.register_profile("gdtutor", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("long", deadline=None, max_examples=20_000)  # make fuzz
settings.load_profile(os.environ.get("GDTUTOR_PROFILE", "gdtutor"))

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of the system. Without one the test is skipped, unless GDTUTOR_REQUIRE_BROWSER is set."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium and not os.environ.get("GDTUTOR_REQUIRE_BROWSER"):
        pytest.skip("no Chromium: apt-get install chromium")
    assert chromium, "GDTUTOR_REQUIRE_BROWSER is set, but there is no Chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


def _build(target: str, source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def sdist_file(tmp_path_factory) -> Path:
    """The source distribution, built from the checkout."""
    return _build("sdist", Path(__file__).parents[1], tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel_file(sdist_file, tmp_path_factory) -> Path:
    """The wheel, built from the source distribution alone, as an installer does."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist_file) as opened:
        opened.extractall(unpacked, filter="data")
    (source,) = unpacked.iterdir()
    return _build("wheel", source, tmp_path_factory.mktemp("wheel"))

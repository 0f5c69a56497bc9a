"""Fixtures for several test files."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("MPLBACKEND", "Agg")  # no test opens a window

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

"""axe-core finds nothing serious on any experiment, nor on a card, in either theme."""

import re
import tomllib
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

EXPERIMENTS = tomllib.loads(Path(__file__).with_name("experiments.toml").read_text("utf-8"))
RUN = """
async (selector) => {
    const found = await axe.run({ include: [selector] }, { resultTypes: ['violations'] });
    return found.violations
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
"""


def violations(page, selector):
    """The serious and critical violations below an element."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE_SCRIPT} }} }}")
    return page.evaluate(RUN, selector)


@pytest.fixture(scope="module")
def gallery(desk, lab):
    cells = [call.strip() for call in EXPERIMENTS.values()]
    page = desk.run(lab.notebook("axe.ipynb", "import gdtutor as gd", *cells, "gd.card('product-1')"))
    expect(page.locator(".gd-experiment .gd-caption")).to_have_count(len(EXPERIMENTS), timeout=60_000)
    expect(page.locator(".gd-experiment .gd-dial:not(:has(.noUi-handle))")).to_have_count(0, timeout=30_000)
    page.get_by_role("textbox", name="Your answer:").fill("2θ·3cos(3θ)")
    page.get_by_role("textbox", name="Your answer:").press("Enter")
    expect(page.locator(".gd-card .gd-result strong")).to_have_text("Wrong", timeout=20_000)
    expect(page.locator(".gd-card img.gd-slopes")).to_have_attribute("alt", re.compile("your answer gives"))
    page.wait_for_timeout(500)  # sliders get their names a moment later
    return desk


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_no_serious_violation(gallery, theme):
    gallery.theme(theme)
    assert violations(gallery.page, ".gd-experiment") == []
    assert violations(gallery.page, ".gd-card") == []


def test_axe_finds_a_control_without_a_name(gallery):
    gallery.page.evaluate("() => document.querySelector('.gd-card').append(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in violations(gallery.page, ".gd-card"))

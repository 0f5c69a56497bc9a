"""The lessons in a browser alone, as a learner meets them: the site is built, served on loopback, and used."""

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from gdtutor.tutor import records_text

ROOT = Path(__file__).parents[2]
PYTHON_READY = "window.jupyterapp?.shell.currentWidget?.context?.sessionContext.session?.kernel?.status === 'idle'"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the site of this checkout is served."""
    if not shutil.which("npm") and not os.environ.get("GDTUTOR_REQUIRE_BROWSER"):
        pytest.skip("no npm, from which the site takes Pyodide")
    folder = tmp_path_factory.mktemp("site") / "site"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    built = subprocess.run(
        ["make", "site", f"SITE={folder}"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    command = [sys.executable, "docs/lite/serve.py", str(folder), "--port=0"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().split()[0]
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()


class Visit:
    """A page and everything that went wrong on it: errors, missing files, and requests that left this machine."""

    def __init__(self, page):
        self.page, self.problems, self.hosts = page, [], set()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        page.on("response", lambda answer: self.problems.append(answer.url) if answer.status >= 400 else None)
        page.on("requestfailed", lambda request: self.problems.append(request.url))
        page.context.on("request", self.note)  # those of the page's workers too, where Python runs

    def note(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("blob", "data"):
            self.hosts.add(address.hostname)


@pytest.fixture
def visit(browser):
    page = browser.new_page(viewport={"width": 1200, "height": 1600})
    page.set_default_timeout(240_000)  # a busy machine unpacks SymPy in a minute
    yield Visit(page)
    page.close()


def run_all(page):
    page.wait_for_function(f"() => {PYTHON_READY}")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").all_text_contents() == []


def test_a_lesson_is_opened_run_answered_experimented_with_and_kept(address, visit):
    page = visit.page
    page.goto(address)
    page.get_by_role("link", name="02 · Product and chain rule").click()
    run_all(page)

    card = page.locator(".gd-card").first
    box = card.get_by_role("textbox", name="Your answer:")
    box.fill("2θ*3cos(3θ)")
    box.press("Enter")
    expect(card).to_contain_text("the derivatives of the factors were multiplied", timeout=60_000)
    box.fill("2θ*sin(3θ) + 3θ^2*cos(3θ)")
    card.get_by_role("button", name="Check").press("Enter")
    expect(card.locator(".gd-result strong")).to_have_text("Correct", timeout=60_000)

    experiment = page.locator(".gd-experiment").first
    slider = experiment.get_by_role("slider").first
    expect(slider).to_be_attached(timeout=60_000)
    caption, plot = experiment.locator(".gd-caption"), experiment.locator(".gd-plot").first
    words, drawn = caption.text_content(), plot.inner_html()
    assert "u′v = −5.4" in words
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(caption).to_contain_text("At θ = −4.95:")
    assert plot.inner_html() != drawn
    still = page.locator(".jp-RenderedMarkdown img[src]").first
    assert still.evaluate("image => image.complete && image.naturalWidth > 200")

    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    expect(page.locator(".jp-OutputArea-output").first).to_be_visible(timeout=60_000)
    store = "window.jupyterapp.serviceManager.contents"
    file = page.evaluate(f"() => {store}.get('gdtutor-progress.json', {{content: true, format: 'base64'}})")
    kept = records_text.from_json(base64.b64decode(file["content"]).decode())
    assert kept["product-1"].attempts == 2
    assert visit.hosts == {"127.0.0.1"}
    assert visit.problems == []

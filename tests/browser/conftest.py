"""A real JupyterLab on a free port of this machine, and a real Chromium that opens notebooks in it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

START_SECONDS = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_folders(root):
    """The environment in which Jupyter reads and writes only below ``root``."""
    names = ["IPYTHONDIR", *(f"JUPYTER_{kind}_DIR" for kind in ("CONFIG", "DATA", "RUNTIME"))]
    names += ["JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"]
    folders = {name: str(root / name.lower()) for name in names}
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | folders


def quiet_settings(environment):
    """Nothing that pops up over a picture."""
    labconfig = Path(environment["JUPYTER_CONFIG_DIR"]) / "labconfig"
    labconfig.mkdir(parents=True)
    disabled = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (labconfig / "page_config.json").write_text(json.dumps(disabled))


class Lab:
    """A running JupyterLab: its folder of notebooks and its address."""

    def __init__(self, folder, address):
        self.folder, self.address = folder, address

    def notebook(self, name, *sources):
        """Write a notebook of these code cells, and return its name."""
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), self.folder / name)
        return name


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@contextmanager
def running_lab(root):
    """A JupyterLab that keeps everything below ``root``."""
    folder = root / "notebooks"
    folder.mkdir()
    environment = own_folders(root)
    quiet_settings(environment)
    port, log = free_port(), root / "lab.log"
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += ["--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", "--IdentityProvider.token="]
    command += ["--ServerApp.password=", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
    with log.open("w") as sink:
        server = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT, env=environment)
        try:
            wait_until_up(f"http://127.0.0.1:{port}", server, log)
            yield Lab(folder, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(20)


def wait_until_up(address, server, log):
    for _ in range(START_SECONDS * 4):
        assert server.poll() is None, log.read_text()[-3000:]
        try:
            urllib.request.urlopen(address + "/api/status", timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


class Desk:
    """A page of JupyterLab with everything that went wrong on it: errors, and requests that left this machine."""

    def __init__(self, page, lab):
        self.page, self.lab = page, lab
        self.errors, self.strangers = [], []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("request", self.look)

    def look(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.strangers.append(request.url)

    def run(self, notebook):
        """Open a notebook and run all its cells; an error in a cell fails the test."""
        page = self.page
        page.goto(f"{self.lab.address}/doc/tree/{notebook}?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        idle = "window.jupyterapp?.shell.currentWidget?.context?.sessionContext.session?.kernel?.status === 'idle'"
        page.wait_for_function(f"() => {idle}", timeout=60_000)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        raised = page.locator("[data-mime-type='application/vnd.jupyter.error']").all_text_contents()
        assert not raised, raised
        return page

    def theme(self, name):
        """Change JupyterLab's theme and wait until the page has its colours."""
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        light = str("Light" in name).lower()
        self.page.wait_for_selector(f"body[data-jp-theme-light='{light}']", state="attached")
        self.page.wait_for_timeout(400)

    def close_kernels(self):
        """End the kernels of the notebooks that were opened."""
        self.page.evaluate("() => window.jupyterapp?.serviceManager.sessions.shutdownAll()")

    def clean(self):
        """Fail on anything that went wrong so far."""
        assert not self.errors, self.errors
        assert not self.strangers, self.strangers


@pytest.fixture(scope="module")
def desks(browser, lab):
    """Makes pages with settings of their own; they and their kernels are closed at the end."""
    made = []

    def desk(**settings):
        made.append(Desk(browser.new_context(**settings).new_page(), lab))
        return made[-1]

    yield desk
    for desk in made:
        desk.close_kernels()
        desk.page.context.close()


@pytest.fixture(scope="module")
def desk(desks):
    """One page for all tests of a file: opening it and starting a kernel takes seconds."""
    return desks(viewport={"width": 1200, "height": 1600})

"""Experiments in a real JupyterLab with a slow line to the kernel, beside ``interact`` with ``plt.show()``.

Run: python benchmarks/experiments.py [--delay 120] [--steps 30] [--rounds 5] [--first]
A relay delays everything between browser and server by half of --delay milliseconds each way, as a learner on Binder
has it. Measured in the page: from the key press to the frame that shows new pixels; the frames with new pixels in a
second of dragging; and, without the delay, from the start of a warm cell to the first picture of every kind of
experiment (with --first only that).
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import os
import shutil
import statistics
import tempfile
import threading
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

BROWSER_TESTS = Path(__file__).parents[1] / "tests" / "browser"
CALLS = tomllib.loads((BROWSER_TESTS / "experiments.toml").read_text("utf-8"))
SLOW = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
%matplotlib inline
@interact(step=(0, 40))
def descend(step=20):
    w = -5 * 0.9 ** np.arange(step + 1)
    plt.plot(np.linspace(-6, 6, 200), np.linspace(-6, 6, 200) ** 2)
    plt.plot(w, w ** 2, "o-")
    plt.show()
"""
# the page is painted after the frame's callbacks: the message arrives when that is done
WATCH = """
(selector) => {
    window.changes = 0;
    const pictured = ({ addedNodes, type }) =>
        type === 'attributes' || [...addedNodes].some((node) => node.querySelector?.('img') || node.tagName === 'IMG');
    const painted = () => {
        const channel = new MessageChannel(), pressed = window.pressed;
        channel.port1.onmessage = () => { window.answered ??= performance.now() - pressed; };
        channel.port2.postMessage(0);
    };
    new MutationObserver((records) => {
        if (!records.some(pictured)) return;
        window.changes += 1;
        if (window.pressed) requestAnimationFrame(painted);
    }).observe(document.querySelector(selector), { subtree: true, childList: true, attributeFilter: ['d', 'src'] });
    const press = () => { window.pressed = performance.now(); window.answered = undefined; };
    window.addEventListener('keydown', press, true);
}
"""
# one move of the pointer in each frame, to and fro over the slider; returns the frames a second that showed new pixels
DRAG = """
(handle) => new Promise((done) => {
    const base = handle.closest('.noUi-base').getBoundingClientRect(), y = base.top + base.height / 2;
    const send = (type, share, target = document.documentElement) => {
        const buttons = type === 'mouseup' ? 0 : 1;
        const at = { clientX: base.left + base.width * share, clientY: y, button: 0, buttons };
        target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, view: window, ...at }));
    };
    let last = window.changes, shown = 0, count = 0;
    const start = performance.now();
    send('mousedown', 0.5, handle.querySelector('.noUi-touch-area'));
    const frame = () => {
        if (window.changes !== last) { shown += 1; last = window.changes; }
        const spent = performance.now() - start;
        if (spent > 3000) { send('mouseup', 0.5); return done(1000 * shown / spent); }
        count += 1;
        const phase = (count / 40) % 2;
        send('mousemove', phase < 1 ? phase : 2 - phase);
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
})
"""
FIRST = """
async () => {
    const start = performance.now();
    const captions = () => [...document.querySelectorAll('.gd-caption')];
    const old = new Set(captions());
    const fresh = () => captions().some((caption) => !old.has(caption) && caption.textContent); // written after drawing
    window.jupyterapp.commands.execute('notebook:run-cell');
    while (!fresh()) await new Promise(requestAnimationFrame);
    return performance.now() - start;
}
"""
SELECT = """
(number) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = number;
    return notebook.scrollToItem(number);
}
"""
IDLE = "() => window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.status === 'idle'"


def chromium() -> str | None:
    """Where the browser is."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def browser_tests() -> Any:
    """The module that starts JupyterLab for the tests."""
    spec = importlib.util.spec_from_file_location("browser_tests", BROWSER_TESTS / "conftest.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """One direction of one connection."""
    late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    async def deliver() -> None:
        while True:
            due, part = await late.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not part:
                return writer.close()
            writer.write(part)
            await writer.drain()

    delivering = asyncio.ensure_future(deliver())
    while part := await reader.read(1 << 16):
        late.put_nowait((loop.time() + delay, part))
    late.put_nowait((loop.time() + delay, b""))
    await delivering


@contextmanager
def relay(port: int, target: int, delay: float) -> Iterator[None]:
    """Everything between two ports of this machine, each way ``delay`` seconds late, in order."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection("127.0.0.1", target)
        try:
            await asyncio.gather(carry(reader, there[1], delay), carry(there[0], writer, delay), return_exceptions=True)
        except asyncio.CancelledError:  # the relay ends while connections are open
            return
        finally:
            for side in (writer, there[1]):
                side.close()

    ready, stop = threading.Event(), threading.Event()

    async def stand_between() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", port)
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.1)
        server.close()
        open_ones = asyncio.all_tasks() - {asyncio.current_task()}
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)
        await asyncio.sleep(0.1)  # closed connections are let go in the next round of the loop

    thread = threading.Thread(target=lambda: asyncio.run(stand_between()), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


def answers(page: Page, picture: str, slider: str, steps: int) -> tuple[float, float]:
    """The median of milliseconds from a key press to new pixels, and new pictures a second while dragging."""
    handle = page.locator(slider).last
    page.evaluate(WATCH, picture)
    handle.focus()
    times = []
    for number in range(steps):
        page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")
        times.append(page.wait_for_function("() => window.answered").json_value())
        page.wait_for_timeout(50)
    page.wait_for_timeout(600)  # pictures still under way
    return statistics.median(times), handle.evaluate(DRAG)


@contextmanager
def workplace() -> Iterator[Any]:
    """JupyterLab and a page of a browser in it."""
    tests = browser_tests()
    with (
        tempfile.TemporaryDirectory() as folder,
        tests.running_lab(Path(folder)) as lab,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        desk = tests.Desk(browser.new_page(viewport={"width": 1200, "height": 1400}), lab)
        yield desk
        desk.close_kernels()
        browser.close()


def measure(options: argparse.Namespace) -> list[str]:
    """Start JupyterLab and a browser, and return the lines of the tables."""
    with workplace() as desk:
        lines = [] if options.first else races(desk, options)
        return lines + first_pictures(desk, options.rounds)


def races(desk: Any, options: argparse.Namespace) -> list[str]:
    """How soon a slider is answered through a slow line, beside ``interact``."""
    lab, port = desk.lab, browser_tests().free_port()
    direct, target = lab.address, int(lab.address.rpartition(":")[2])
    with relay(port, target, options.delay / 2000):
        lab.address = f"http://127.0.0.1:{port}"
        page = desk.run(lab.notebook("fast.ipynb", f"import gdtutor as gd\n{CALLS['rates'].strip()}"))
        page.wait_for_selector(".gd-experiment .noUi-handle")
        ours = answers(page, ".gd-panels", ".gd-dial .noUi-handle", options.steps)
        page = desk.run(lab.notebook("slow.ipynb", SLOW.strip()))
        page.wait_for_selector(".jp-OutputArea-output img")
        theirs = answers(page, ".jp-OutputArea", ".noUi-handle", options.steps)
    lab.address = direct
    return [
        f"{'with ' + str(options.delay) + ' ms to the kernel':<34} {'key to pixels ms':>17} {'pictures/s':>11}",
        f"{'gdtutor, looked up in the page':<34} {ours[0]:>17.1f} {ours[1]:>11.1f}",
        f"{'interact + plt.show()':<34} {theirs[0]:>17.1f} {theirs[1]:>11.1f}",
        f"{'ratio':<34} {theirs[0] / ours[0]:>17.1f} {ours[1] / max(theirs[1], 0.1):>11.1f}",
    ]


def first_pictures(desk: Any, rounds: int) -> list[str]:
    """How long the first picture of each experiment takes, warm: its cell ran before in the same kernel."""
    chosen = CALLS if rounds > 1 else {"rates": CALLS["rates"]}
    load = os.getloadavg()[0]
    lines = [f"{'first picture of a warm cell':<34} {'median ms':>17} {'worst ms':>11}   load {load:.1f}"]
    page = desk.run(desk.lab.notebook("first.ipynb", "import gdtutor as gd", *map(str.strip, chosen.values())))
    page.wait_for_function(f"() => document.querySelectorAll('.gd-caption').length === {len(chosen)}", timeout=120_000)
    medians = {}
    for number, name in enumerate(chosen, 1):
        page.evaluate(SELECT, number)
        times = []
        for _ in range(rounds):
            page.wait_for_timeout(300)
            page.wait_for_function(IDLE)  # the still picture is drawn after the live one
            times.append(page.evaluate(FIRST))
        medians[name] = statistics.median(times)
        lines.append(f"  {name:<32} {medians[name]:>17.0f} {max(times):>11.0f}")
    slowest = max(medians, key=lambda name: medians[name])
    middle, load = statistics.median(medians.values()), os.getloadavg()[0]
    said = f"slowest: {slowest} {medians[slowest]:.0f}   load {load:.1f}"
    return [*lines, f"{'median of all':<34} {middle:>17.0f}   {said}"]


def main(arguments: list[str] | None = None) -> None:
    """Print the table; where there is no Chromium, say so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=int, default=120, help="milliseconds to the kernel and back")
    parser.add_argument("--steps", type=int, default=30, help="how many keys are pressed")
    parser.add_argument("--rounds", type=int, default=5, help="how often each first picture is made")
    parser.add_argument("--first", action="store_true", help="the first pictures only")
    options = parser.parse_args(arguments)
    if chromium() is None:
        print("There is no Chromium on this machine.\nNothing was measured.\napt-get install chromium")
        return
    with ThreadPoolExecutor(1) as own_thread:  # Playwright wants a thread without another Playwright in it
        print("\n".join(own_thread.submit(measure, options).result()))


if __name__ == "__main__":
    main()

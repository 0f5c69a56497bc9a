"""Build the site on which the lessons run in a browser alone: ``make site``, or ``make site ONLINE=1``.

Every byte comes from PyPI, from npm, or from this repository, and each download has to match a hash that is committed.
The built site asks no other host for anything. With ``--online`` it does: NumPy and Matplotlib, which PyPI does not
have for the browser, come from Pyodide's own distribution when a learner's kernel starts, and match Pyodide's hashes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from distribution import NEEDED, fetch_pyodide, make_lock, put_slim
from front_page import front_page

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NOTEBOOKS = ROOT / "notebooks"
#: what the online flavour takes from Pyodide's distribution, with all that these need
NUMERIC = ("numpy", "matplotlib")
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
_ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"


def build(output: Path, tools: Path, online: bool = False) -> None:
    """Build the site in the folder ``output``, which is made anew.

    Args:
        output: where the site goes.
        tools: the environment in which the packages of build.lock are installed.
        online: whether NumPy and Matplotlib are loaded from Pyodide's distribution.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        served = work / "static" / "pyodide"
        served.mkdir(parents=True)
        theirs = fetch_pyodide(served, tools)
        wheels = [*download_wheels(work / "wheels"), wheel_of(ROOT, work / "project")]
        if not online:
            wheels.append(recorded_wheel(work / "recorded"))
        slim = [put_slim(wheel, served) for wheel in wheels]
        lock = make_lock(slim, theirs, NUMERIC if online else (), distribution_address(tools) if online else "")
        (served / "pyodide-lock.json").write_text(json.dumps(lock))
        (work / "jupyter-lite.json").write_text(json.dumps(configuration(sorted(lock["packages"]))))
        lessons(work / "lessons")
        run_jupyterlite(work, tools)
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(work / "site", output)
        for app in ("lab", "notebooks"):  # a page asks here for a picture before it knows where the lesson lies
            shutil.copytree(work / "lessons" / "figures", output / app / "figures")
        shutil.copy(output / "icon-120x120.png", output / "favicon.ico")  # every browser asks for it
    (output / "index.html").write_text(front_page(sorted(NOTEBOOKS.glob("*.ipynb")), online), "utf-8")


def configuration(packages: list[str]) -> dict[str, Any]:
    """Return jupyter-lite.json: Pyodide and every package from the site itself, nothing looked up elsewhere."""
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": packages}}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "gdtutor",
            "exposeAppInBrowser": True,
            "disabledExtensions": [_ANNOUNCEMENTS],
            "litePluginSettings": {_KERNEL: kernel},
        },
    }


def download_wheels(target: Path) -> list[Path]:
    """Download the wheels of browser.lock; pip compares their hashes."""
    python = json.loads((HERE / "pyodide.json").read_text())["python"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"]
    command += [f"--python-version={python}", "--dest", str(target), "--requirement", str(HERE / "browser.lock")]
    subprocess.run(command, check=True)
    return sorted(target.glob("*.whl"))


def wheel_of(project: Path, target: Path) -> Path:
    """Build the wheel of a project and return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=project, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (wheel,) = target.glob("*.whl")
    return wheel


def recorded_wheel(target: Path) -> Path:
    """Run the lessons, and build a wheel of what they compute with NumPy."""
    subprocess.run([sys.executable, str(HERE / "record.py"), str(NOTEBOOKS), str(target)], check=True)
    return wheel_of(target, target / "wheel")


def distribution_address(tools: Path) -> str:
    """Return where Pyodide's distribution is, as the kernel's own package states it."""
    code = "from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL; print(PYODIDE_CDN_URL)"
    command = [str(tools / "bin" / "python"), "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def lessons(target: Path) -> None:
    """Copy the lessons and their pictures; JupyterLite 0.8 cannot show an SVG with letters beyond Latin-1."""
    shutil.copytree(NOTEBOOKS, target, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    for picture in target.rglob("*.svg"):
        picture.write_bytes(picture.read_text("utf-8").encode("ascii", "xmlcharrefreplace"))


def run_jupyterlite(work: Path, tools: Path) -> None:
    """Put the pieces together; what it says is shown only when it fails."""
    command = [str(tools / "bin" / "jupyter"), "lite", "build", "--lite-dir=.", "--contents=lessons"]
    command += ["--output-dir=site", "--apps=lab", "--apps=notebooks", "--no-sourcemaps"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"jupyter lite build failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    missing = [name for name in NEEDED if not (work / "site" / "static" / "pyodide" / name).is_file()]
    if missing:
        raise SystemExit(f"the built site lacks {', '.join(missing)}")


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser(description="Build the site that runs in a browser alone.")
    parser.add_argument("output", type=Path)
    parser.add_argument("--tools", type=Path, required=True, help="the environment made from build.lock")
    parser.add_argument("--online", action="store_true", help="NumPy and Matplotlib from Pyodide's distribution")
    options = parser.parse_args()
    build(options.output.resolve(), options.tools.resolve(), options.online)
    size = sum(file.stat().st_size for file in options.output.rglob("*") if file.is_file())
    print(f"{options.output}: {size / 1e6:.0f} MB. 'make serve' shows it; any web server of plain files can.")


if __name__ == "__main__":
    main()

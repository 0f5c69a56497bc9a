"""Pyodide from npm, held to its hash, and the list of packages that it loads."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: the files of the npm package that a browser asks for; its own list of packages is replaced
NEEDED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


def fetch_pyodide(target: Path, tools: Path) -> dict[str, Any]:
    """Put Pyodide's files into ``target`` and return its own list of packages.

    Raises:
        SystemExit: when npm is missing, the version is not the one that the kernel needs, or the hash is another.
    """
    pin = json.loads((HERE / "pyodide.json").read_text())
    code = "from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION; print(PYODIDE_VERSION)"
    asked = subprocess.run([str(tools / "bin" / "python"), "-c", code], check=True, capture_output=True, text=True)
    if pin["package"] != f"pyodide@{asked.stdout.strip()}":
        raise SystemExit(f"docs/lite/pyodide.json pins {pin['package']}, the kernel wants {asked.stdout.strip()}")
    if not shutil.which("npm"):
        raise SystemExit("npm is not installed here: 'make site' takes Pyodide from it (install Node.js, then again)")
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--ignore-scripts", pin["package"]]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        check_hash(archive.read_bytes(), pin["sha512"])
        with tarfile.open(archive) as files:
            for name in NEEDED:
                (target / name).write_bytes(files.extractfile(f"package/{name}").read())
    return json.loads((target / "pyodide-lock.json").read_text())


def check_hash(content: bytes, wanted: str) -> None:
    """Stop when bytes do not have the wanted hash, which is written as npm writes it."""
    found = f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"
    if found != wanted:
        raise SystemExit(f"the download has the hash {found}, wanted is {wanted}: nothing was built")


def make_lock(
    wheels: Iterable[Path], theirs: dict[str, Any], distribution: Sequence[str] = (), address: str = ""
) -> dict[str, Any]:
    """Return Pyodide's list of packages: the given wheels, served beside it.

    Args:
        wheels: files of pure Python.
        theirs: the list that came with Pyodide.
        distribution: packages to take from ``theirs``, with all that they depend on, instead.
        address: where their files are.
    """
    packages = {name: {**theirs["packages"][name]} for name in closure(distribution, theirs["packages"])}
    for entry in packages.values():
        entry["file_name"] = f"{address}/{entry['file_name']}"
    for wheel in wheels:
        entry = wheel_entry(wheel)
        packages[normal(entry["name"])] = entry  # the pinned version goes first
    return {"info": theirs["info"], "packages": dict(sorted(packages.items()))}


def closure(names: Iterable[str], packages: dict[str, Any]) -> set[str]:
    """Return the packages and everything that they depend on.

    >>> sorted(closure(["a"], {"a": {"depends": ["b"]}, "b": {"depends": []}, "c": {"depends": []}}))
    ['a', 'b']
    """
    found: set[str] = set()
    waiting = [*names]
    while waiting:
        name = normal(waiting.pop())
        if name not in found:
            found.add(name)
            waiting += packages[name]["depends"]
    return found


def normal(name: str) -> str:
    """Return a package's name as indexes write it.

    >>> normal("IPython_pygments.Lexers")
    'ipython-pygments-lexers'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def put_slim(wheel: Path, folder: Path) -> Path:
    """Copy a wheel into a folder without the tests in it, a third of SymPy's files: every start unpacks all of them."""
    target = folder / wheel.name
    with zipfile.ZipFile(wheel) as full, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as slim:
        for item in full.infolist():
            if "/tests/" not in item.filename:
                slim.writestr(item, full.read(item), zipfile.ZIP_DEFLATED)
    return target


def wheel_entry(wheel: Path) -> dict[str, Any]:
    """Return what Pyodide wants to know of a wheel."""
    with zipfile.ZipFile(wheel) as files:
        names = files.namelist()
        (metadata,) = [name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
        head = HeaderParser().parsestr(files.read(metadata).decode())
    tops = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    return {
        "name": head["Name"],
        "version": head["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(top for top in tops if top.isidentifier()),
        "depends": [],
        "unvendored_tests": False,
    }

"""Find the lessons and open JupyterLab on them."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from gdtutor.errors import GdtutorError

#: where the lessons are copied to, in the current directory, when there is no checkout
COPY = "gdtutor-lessons"
_CHECKOUT = Path(__file__).parents[2] / "notebooks"
_SHIPPED = "share/gdtutor/notebooks/"


def open_lab(options: Sequence[str] = ()) -> int:
    """Open JupyterLab on the lessons and return its exit code when it ends.

    Args:
        options: handed to JupyterLab as they are, such as ``--no-browser``.

    Raises:
        GdtutorError: when JupyterLab or the lessons are not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise GdtutorError("JupyterLab is not installed here: run 'pip install jupyterlab', then 'gdtutor lab' again")
    process = subprocess.Popen([sys.executable, "-m", "jupyter", "lab", str(lessons_folder()), *options])
    while process.poll() is None:
        with contextlib.suppress(KeyboardInterrupt):  # JupyterLab gets it too, and asks whether to stop
            process.wait()
    return int(process.returncode)


def lessons_folder() -> Path:
    """The folder of the lessons: of the checkout, or a copy of the installed ones in the current directory.

    Lessons that are there already are left alone, so that nobody's work is overwritten.

    Raises:
        GdtutorError: when no lessons were installed with the package.
    """
    if next(_CHECKOUT.glob("*.ipynb"), None):
        return _CHECKOUT
    folder = Path.cwd() / COPY
    for name, source in _installed_lessons().items():
        target = folder / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return folder


def _installed_lessons() -> dict[str, Path]:
    """What the wheel installed beside the package: the name of each file within the folder, and where it lies."""
    try:
        files = importlib.metadata.files("gdtutor") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    found = {file.as_posix().partition(_SHIPPED)[2]: Path(str(file.locate())) for file in files}
    found.pop("", None)
    if not found:
        raise GdtutorError("the lessons are not installed with this copy of gdtutor: install it from its wheel")
    return found

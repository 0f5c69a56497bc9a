"""The page with which the site opens: the lessons, how long a start takes, and where work is kept."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from pathlib import Path
from string import Template
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
_NUMERIC = {
    True: "NumPy and Matplotlib are loaded from Pyodide's own distribution.",
    False: "This copy has no NumPy: what a lesson computes with it was computed when the site was made, and can be "
    "looked at but not changed.",
}


def front_page(notebooks: Iterable[Path], online: bool) -> str:
    """Return the page as HTML."""
    lessons = "\n".join(_item(notebook) for notebook in notebooks)
    page = Template((HERE / "index.html").read_text("utf-8"))
    return page.substitute(lessons=lessons, numeric=html.escape(_NUMERIC[online]))


def _item(notebook: Path) -> str:
    first = json.loads(notebook.read_text("utf-8"))["cells"][0]["source"]
    title = "".join(first).splitlines()[0].removeprefix("# ")
    return f'<li><a href="lab/index.html?path={quote(notebook.name)}">{html.escape(title)}</a></li>'

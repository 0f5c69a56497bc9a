"""How Sphinx builds the documentation: ``make docs``."""

import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.domains.python import PyObject

sys.path.insert(0, str(Path(__file__).parent))

import pages

import gdtutor

project = "gdtutor"
author = copyright = "gdtutor contributors"
version = release = gdtutor.__version__
language = "en"

# drawn_formulas lies beside this file
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "drawn_formulas"]
exclude_patterns = ["teaching/**"]
html_theme = "furo"
html_title = f"gdtutor {release}"
html_show_sphinx = False
html_copy_source = False
html_math_renderer = "drawn"

smartquotes_action = "D"  # dashes only: u' is a derivative
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
napoleon_use_ivar = True
napoleon_custom_sections = [("Source", "notes_style")]

for field in PyObject.doc_field_types:
    if field.name == "variable":
        field.label = "Attributes"

pages.write(Path(__file__).parent / "generated")


def _prepare(app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    """Say to Sphinx what a docstring means: bars are absolute values, a property begins with a sentence."""
    in_example = False
    for place, line in enumerate(lines):
        in_example = bool(line.strip()) and (in_example or line.lstrip().startswith(">>>"))
        if not in_example:
            parts = line.split("``")  # every other one is code
            parts[::2] = [part.replace("|", "\\|") for part in parts[::2]]
            lines[place] = "``".join(parts)
    if what == "property" and lines:  # Napoleon takes what stands before a colon for the type
        lines[0] = lines[0].replace(": ", " – ", 1)


def setup(app: Sphinx) -> None:
    """Connect what this file adds to Sphinx."""
    app.connect("autodoc-process-docstring", _prepare, priority=400)  # Napoleon's is 500

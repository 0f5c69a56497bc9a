"""Formulas as SVG, drawn while the pages are built: no script, no font, no request to anywhere; read aloud as LaTeX."""

from __future__ import annotations

import html
import re
from typing import Any

import ziamath
from docutils.nodes import Element, SkipNode, math, math_block
from sphinx.application import Sphinx

ziamath.config.svg2 = False  # else two formulas on a page have glyphs of the same id
_SPACE_BETWEEN_ROWS = re.compile(r"\\\\\[\d+pt\]")


def _drawn(node: Element, inline: bool) -> str:
    latex = _SPACE_BETWEEN_ROWS.sub(r"\\\\", node.astext())
    # the colour of the text around it, in the dark theme too
    drawn = ziamath.Latex(latex, size=17, inline=inline, color="currentColor")
    style = f"vertical-align: {drawn.getyofst():.2f}px; max-width: 100%"
    return drawn.svg().replace("<svg ", f'<svg role="img" aria-label="{html.escape(latex)}" style="{style}" ', 1)


def _inline(translator: Any, node: math) -> None:
    translator.body.append(_drawn(node, inline=True))
    raise SkipNode


def _block(translator: Any, node: math_block) -> None:
    translator.body.append(f'<div style="margin: 0.8em 0; overflow-x: auto">{_drawn(node, inline=False)}</div>')
    raise SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer under the name ``drawn``."""
    app.add_html_math_renderer("drawn", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}

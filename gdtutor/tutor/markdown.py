"""Text that a notebook shows as Markdown with mathematics, and a terminal as it is."""

from __future__ import annotations

import re


class Markdown(str):
    """A string of Markdown.

    >>> Markdown("The slope is $2x$.")
    The slope is $2x$.
    """

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return str(self)


def literal(sentence: str) -> str:
    r"""A plain sentence as Markdown: the stars of typed products are no emphasis.

    >>> print(literal("u'*v + u*v'"))
    u'\*v + u\*v'
    """
    return re.sub(r"([*_`<\\])", r"\\\1", sentence)

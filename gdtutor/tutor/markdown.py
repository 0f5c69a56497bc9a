"""Text that a notebook shows as Markdown with mathematics, and a terminal as it is."""

from __future__ import annotations


class Markdown(str):
    """A string of Markdown.

    >>> Markdown("The slope is $2x$.")
    The slope is $2x$.
    """

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return str(self)

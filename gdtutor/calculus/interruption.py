"""The one base of what ends a computation from inside: internal control flow, no error of the package."""

from __future__ import annotations


class Interruption(Exception):  # noqa: N818 - control flow, no error
    """A computation cannot go on: a value does not exist or is not known, a case is open, the work allowed is used up.

    Whoever begins such a computation catches it and says what it means there: no value, undecided, no proof found.
    It never leaves the package; what does is a ``GdtutorError``.
    """

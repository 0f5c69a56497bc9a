"""The errors that gdtutor raises. All derive from ``GdtutorError``, so one ``except`` catches them."""

from __future__ import annotations


class GdtutorError(Exception):
    """Base of every error that gdtutor raises on purpose."""


class ArgumentError(GdtutorError, ValueError):
    """An argument is not usable: the message names it, its value and what is wanted."""


class UnreadableError(GdtutorError, ValueError):
    """A text could not be read as mathematics.

    Attributes:
        reason: one sentence: what is wrong and what would be right.
        text: the text as it was given.
        position: where reading stopped, counted from 0 in ``text``.
    """

    def __init__(self, reason: str, text: str = "", position: int = 0) -> None:
        self.reason = reason
        self.text = text
        self.position = position
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.reason} (at position {self.position + 1})"


class TooLargeError(GdtutorError, ValueError):
    """The request is well formed, but carrying it out would take too much time or memory."""


class MissingLibraryError(GdtutorError, ImportError):
    """A library that is needed here is not installed: the message names it, and what works without it."""


class NotAcceptedError(GdtutorError, AssertionError):
    """An answer got a verdict that is not accepted: the text is what the check said of it."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the sentence, without the code of the package, which is no learner's concern."""
        return [str(self)]

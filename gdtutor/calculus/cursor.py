"""Walk along the tokens of one text: look, take, complain with the place, count how deep things are nested."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gdtutor.calculus.characters import EATEN
from gdtutor.calculus.lexer import Token, eaten_command, tokenize
from gdtutor.calculus.limits import MAX_DEPTH
from gdtutor.calculus.splitting import split_words
from gdtutor.calculus.tree import Node
from gdtutor.errors import UnreadableError


class Cursor:
    """A place in a text. ``notes`` collects what was ambiguous and how it was read.

    Attributes:
        declared: names that are variables here, whatever else they could mean.
        quantities: those of them that may be differentiated as a whole (u′, du/dx), each with the variable of u′.
        primed_by: the variable that a prime on a bracket means, (x²)′; empty where it means nothing.
        bars: how many ``|`` are open at this place.
        separates: whether a ',' at this place stands between two parts, so that it is no decimal point.
    """

    def __init__(
        self,
        text: str,
        declared: frozenset[str] = frozenset(),
        quantities: Mapping[str, str] | None = None,
        primed_by: str = "",
    ) -> None:
        self.text, self.primed_by = text, primed_by
        self.quantities = quantities or {}
        self.declared = declared = declared | frozenset(self.quantities)
        self.tokens = split_words(tokenize(text), declared, text)
        self.index = 0
        self.depth = 0
        self.bars = 0
        self.separates = False
        self.notes: list[str] = []
        self.note_eaten()

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def ahead(self, count: int = 1) -> Token:
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        self.index = min(self.index + 1, len(self.tokens) - 1)
        return token

    def expect(self, kind: str, opened: Token) -> Token:
        if self.token.kind != kind:
            raise self.error(f"a closing {kind!r} is missing for the {opened.text!r} opened before", opened.start)
        return self.take()

    def error(self, reason: str, position: int | None = None) -> UnreadableError:
        return UnreadableError(reason, self.text, self.token.start if position is None else position)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def note_eaten(self) -> None:
        r"""Say which backslashes Python has eaten: ``"\theta"`` in a cell is a tab and ``heta``."""
        if EATEN.keys().isdisjoint(self.text):
            return
        words = [eaten_command(self.text, place) for place, sign in enumerate(self.text) if sign in EATEN]
        for word in filter(None, words):
            self.note(f"Python has made one sign of the start of \\{word}; write r\"\\{word}…\" with an r")

    def crosses_a_line(self) -> bool:
        """Whether a new line begins between the token before and this one."""
        before = self.tokens[self.index - 1] if self.index else None
        return before is not None and "\n" in self.text[before.end : self.token.start]

    def nested(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"this is nested more than {MAX_DEPTH} deep")
        node = read()
        self.depth -= 1
        return node

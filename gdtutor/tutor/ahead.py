"""A look at the lines to come: which names they define, and whose derivatives they state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import sympy as sp

from gdtutor.calculus.notation import Reading
from gdtutor.errors import UnreadableError
from gdtutor.tutor.lines import Line
from gdtutor.tutor.names import Names


@dataclass(frozen=True)
class Ahead:
    """What the lines after this one say.

    Attributes:
        meanings: for each name that they say something about, what, as text.
        derived: the names whose derivative they state.
        other_side: the next line, where it is the other side of an equation that this one begins; else empty.

    >>> from gdtutor.tutor.lines import split_lines
    >>> Ahead.of(split_lines("u = x^2\\ny' = 2x")).meanings
    {'u': 'x^2'}
    """

    meanings: dict[str, str] = field(default_factory=dict)
    derived: frozenset[sp.Symbol] = frozenset()
    other_side: str = ""

    @staticmethod
    def of(lines: Sequence[Line]) -> Ahead:
        """Look at some lines."""
        lefts = [(line.text, line.left) for line in lines if line.left]
        meanings = {left.name: text for text, left in reversed(lefts) if not left.order}
        derived = frozenset(sp.Symbol(left.name) for _, left in lefts if left.order)
        goes_on = bool(lines) and lines[0].left is None and not lines[0].opens
        return Ahead(meanings, derived, lines[0].text if goes_on else "")

    def look_up(self, expression: sp.Expr, names: Names, used: frozenset[str], read: Callable[[str], Reading]) -> None:
        """Let new letters stand already for what a later line says: y = uv, where u = x^2 and v = sin x."""
        for name in expression.free_symbols - names.meanings.keys():
            if str(name) not in self.meanings or str(name) in used:
                continue
            try:
                meaning = read(self.meanings[str(name)]).expression
            except UnreadableError:  # it is said where that line comes
                continue
            if name not in names.put_in(meaning).free_symbols:
                names.meanings[name] = meaning

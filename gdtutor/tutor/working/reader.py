"""Reads the sides of a working, with the names and functions that it has had so far."""

from __future__ import annotations

import contextlib

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.language.vocabulary import UNDEFINED_FUNCTIONS
from gdtutor.calculus.notation import Reading, read
from gdtutor.errors import GdtutorError, UnreadableError
from gdtutor.tutor.step_check import marks_of
from gdtutor.tutor.working.context import Context
from gdtutor.tutor.working.scan import Scan

_FACTORS = frozenset("abcdkmn")  # a(x) is rather a product


class Reader:
    """How a side is read depends on what was said before it.

    Attributes:
        known: what was said.
        scan: which letters are differentiated, and by what.
        letters: the letters so far.
        long_names: words that are names, as they stand alone on a left side anywhere.
    """

    def __init__(self, known: Context, variable: str, long_names: set[str]) -> None:
        self.known, self.long_names = known, long_names
        self.scan = Scan(given=variable)
        self.letters: set[str] = set()

    def read(self, text: str) -> Reading:
        """What a side says."""
        quantities = self.scan.quantities()
        names = frozenset(self.letters) | self.scan.limits | self.long_names
        quantities |= {str(name): str(by) for name in self.known.meanings if (by := self.only_letter(name)) is not None}
        applied = {name for name, by in self.scan.applied.items() if self.is_application(name, by)}
        found = read(text, names, quantities, self.scan.variable, frozenset(self.scan.functions) | applied)
        for node in found.tree.walk():
            if (
                node.kind == "power"
                and node.arguments[0].value in self.scan.functions
                and _is_inverse(node.arguments[1])
            ):
                name = node.arguments[0].value
                reason = f"{name}^-1 may be the inverse function or 1/{name}: write 1/{name}(…), or give it a letter"
                raise UnreadableError(reason, text, node.start)
        return found

    def is_application(self, name: str, argument: str) -> bool:
        """Whether y(x) is y at x and no product: of what is differentiated, and of a letter that is no usual factor."""
        return name in self.scan.by or name in self.scan.primed or (name not in _FACTORS and argument in ("x", "t"))

    def only_letter(self, name: sp.Symbol) -> sp.Symbol | None:
        """The letter of which a name is a function, where there is one only."""
        own = self.known.parameters.get(name)
        if name not in self.known.meanings:
            return None
        if own is not None:
            return own[0] if len(own) == 1 and own[0] not in self.known.meanings else None
        with contextlib.suppress(GdtutorError):
            letters = self.known.value(name).free_symbols
            is_own = len(letters) == 1 and not {*map(str, letters)} & {*self.scan.primed, *self.scan.by}
            return next(iter(letters)) if is_own else None
        return None

    def learn_what_varies(self, raw: sp.Expr) -> None:
        """y(x) varies with x; and where an equation without t is differentiated by t, all of its letters do."""
        for call in raw.atoms(AppliedUndef):
            name = sp.Symbol(call.func.__name__)
            is_letter = str(name) not in UNDEFINED_FUNCTIONS and name not in self.known.meanings
            if is_letter and all(part.is_Symbol for part in call.args) and name not in self.known.varies:
                self.known.varies[name] = frozenset(call.args)
        for mark in marks_of(raw):
            by, letters = mark.variables[0], mark.expr.free_symbols
            given = {letter for relation in self.known.equations for letter in relation.free_symbols}
            if by not in letters | given and letters and letters <= given and by not in self.known.meanings:
                for letter in letters:
                    self.known.varies[letter] = self.known.varies.get(letter, frozenset()) | {by}


def _is_inverse(exponent: Node) -> bool:
    return exponent.kind == "negative" and exponent.arguments[0].value == "1"

"""What the rows of a working have shown so far: which letters are differentiated, by what, and which are functions.

It only collects; nothing is judged. What it finds decides how the sides are read: that ``y'`` is a derivative by x, and
that ``V(x + h)`` is V at x + h and no product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gdtutor.calculus.language.lexer import GREEK_NAMES, Token, tokenize
from gdtutor.calculus.language.marks import match_mark, match_ratio
from gdtutor.calculus.language.splitting import is_differential, split_words
from gdtutor.calculus.language.vocabulary import CONSTANTS, FUNCTIONS
from gdtutor.errors import UnreadableError
from gdtutor.tutor.lines import Line

USUAL = ("x", "t", "theta", "w")  # what a prime means where several letters could vary
_NO_QUANTITIES = FUNCTIONS.keys() | CONSTANTS.keys() | {"d", "Piecewise", "Derivative", "True"}


@dataclass
class Scan:
    """What a working has in it.

    Attributes:
        letters: every letter.
        named: names that stand alone on a left side, or with their argument.
        functions: names that are written with an argument on a left side, each with the letters of the argument.
        applied: names that are written with one letter in brackets, as y(x), each with these letters.
        by: names with the variables by which they are differentiated in the form dy/dx.
        primed: names that have a prime.
        marks: variables of d/dx [ ].
        limits: letters that go somewhere under a lim.
        variable: what a prime means.
        given: the variable that the caller has named, if any.
    """

    letters: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    functions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    applied: dict[str, str] = field(default_factory=dict)
    by: dict[str, set[str]] = field(default_factory=dict)
    primed: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    limits: set[str] = field(default_factory=set)
    variable: str = ""
    given: str = ""

    def add(self, line: Line) -> None:
        """Look at a line more. Only what was written so far decides how it is read, so nothing changes later.

        >>> from gdtutor.tutor.lines import split_lines
        >>> seen = Scan()
        >>> for line in split_lines("x^2 + y^2 = 100\\n2x x' + 2y y' = 0"):
        ...     seen.add(line)
        >>> sorted(seen.primed), seen.variable
        (['x', 'y'], 't')
        """
        if line.left is not None:
            self.left_side(line)
        for text in filter(None, (line.text, line.left_text)):
            self.text(text)
        self.variable = self.given or self.independent()

    def left_side(self, line: Line) -> None:
        left = line.left
        assert left is not None
        if not left.name:
            return
        if not left.order:
            self.named.add(left.name)
        elif left.variable and not left.is_function:
            self.by.setdefault(left.name, set()).update({left.variable, *(name for name, _ in left.variables)})
        elif not left.is_function or not left.variable:
            self.primed.add(left.name)
        if left.is_function and not left.order and left.arguments:
            self.functions[left.name] = left.arguments

    def text(self, text: str) -> None:
        try:
            tokens = tokenize(text)
        except UnreadableError:
            return
        place = 0
        while tokens[place].kind != "end":
            place = self.at(tokens, place)
        known = frozenset(self.by) | self.primed | self.named | {n for v in self.by.values() for n in v} | self.limits
        try:
            cut = split_words(tokens, known, text)
        except UnreadableError:
            cut = tokens
        self.letters |= {token.text for token in cut if token.kind == "name" and token.text not in _NO_QUANTITIES}

    def at(self, tokens: Sequence[Token], place: int) -> int:
        """Learn from what stands at a place; where the next thing stands."""
        token = tokens[place]
        if token.kind == "lim":
            self.limits.add(token.text.partition(",")[0])
        elif ratio := match_ratio(list(tokens), place):
            if ratio.name not in _NO_QUANTITIES:
                self.by.setdefault(ratio.name, set()).update(name for name, _ in ratio.variables)
            return ratio.next_index
        elif mark := match_mark(list(tokens), place, frozenset()):
            self.marks |= {name for name, _ in mark.variables}
            return mark.next_index
        elif token.kind == "name" and token.text not in _NO_QUANTITIES:
            after = place + 1
            while tokens[after].kind == "'":
                after += 1
            if after > place + 1:
                name = (
                    token.text
                    if len(token.text) == 1 or token.text in GREEK_NAMES or "_" in token.text
                    else token.text[-1]
                )
                if tokens[after].kind not in ("(", "{"):
                    self.primed.add(name)
                elif tokens[after + 1].kind == "name" and tokens[min(after + 2, len(tokens) - 1)].kind == ")":
                    self.by.setdefault(name, set()).add(tokens[after + 1].text)
            kinds = [tokens[min(after + k, len(tokens) - 1)].kind for k in range(3)]
            inside = tokens[min(after + 1, len(tokens) - 1)].text
            if kinds == ["(", "name", ")"] and inside != token.text and not is_differential(inside):
                self.applied.setdefault(token.text, tokens[after + 1].text)
        return place + 1

    def independent(self) -> str:
        """The letter that a prime means: the one by which the working differentiates, or the only one that is left."""
        own = set(self.by) | self.named | self.primed
        candidates = [sorted({name for names in self.by.values() for name in names} - own), sorted(self.marks - own)]
        for found in candidates:
            if len(found) == 1:
                return found[0]
        arguments = {names[0] for names in self.functions.values() if len(names) == 1}
        if len(arguments) == 1:
            return arguments.pop()
        if len(self.marks) == 1:
            return next(iter(self.marks))
        left = {name for name in self.letters if name not in own | set(self.functions) and name.isidentifier()}
        if len(left) == 1:
            return left.pop()
        return next((name for name in USUAL if name in left), "t" if "x" in self.primed else "x")

    def letters_of_marks(self) -> set[str]:
        """The variables by which something is differentiated."""
        return self.marks | {name for names in self.by.values() for name in names} | {self.variable}

    def quantities(self) -> dict[str, str]:
        """Names that may be differentiated as a whole, each with the variable that a prime means."""
        names = set(self.by) | self.primed | self.named | {name for names in self.by.values() for name in names}
        found = {}
        for name in names - _NO_QUANTITIES:
            arguments = self.functions.get(name, ())
            found[name] = arguments[0] if len(arguments) == 1 else self.variable
        return found

    def varies(self) -> dict[str, set[str]]:
        """Which letters depend on which, as far as derivatives are taken of them."""
        found: dict[str, set[str]] = {name: set(by) for name, by in self.by.items()}
        for name in self.primed:
            found.setdefault(name, set()).add(self.variable)
        for name, argument in self.applied.items():
            if name in found or name in self.functions:
                found.setdefault(name, set()).add(argument)
        return {name: by - {name} for name, by in found.items()}

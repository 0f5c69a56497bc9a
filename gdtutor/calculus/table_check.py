"""Judge a learner's chain table cell by cell, so that only the guilty cells are blamed.

A cell is right if it is right by itself, or if it follows from the learner's own cells before it: an error is carried
forward and blamed once, where it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import sympy as sp

from gdtutor.calculus.equality.decide import Equality, Verdict, Witness, equal
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.learner_rows import LearnerTable
from gdtutor.calculus.notation import read
from gdtutor.calculus.putting_in import put_in
from gdtutor.errors import UnreadableError

if TYPE_CHECKING:
    from gdtutor.calculus.chain_table import ChainTable


@dataclass(frozen=True)
class Cell:
    """What is said of one cell.

    Attributes:
        row: the row, counted from 1; the product has the row after the last.
        column: ``link``, ``partial``, ``value`` or ``product``.
        verdict: ``correct``, ``wrong``, ``undecided``, ``unreadable`` or ``unanswered``.
        message: the same in words.
        witness: for ``wrong``, a point that shows it.
        mistake: ids of mistakes that explain it, where the tutor has looked for them.
    """

    row: int
    column: str
    verdict: str
    message: str = ""
    witness: Witness | None = None
    mistake: str = ""


@dataclass(frozen=True)
class TableCheck:
    """All cells of a learner's table with what is said of them."""

    cells: tuple[Cell, ...]

    @property
    def guilty(self) -> tuple[Cell, ...]:
        """The cells that are to blame."""
        return tuple(cell for cell in self.cells if cell.verdict == "wrong")

    @property
    def verdict(self) -> str:
        """The verdict on the whole table: ``correct`` only if every cell is."""
        order = ("wrong", "unreadable", "undecided", "unanswered")
        found = {cell.verdict for cell in self.cells}
        return next((verdict for verdict in order if verdict in found), "correct")

    def __str__(self) -> str:
        told = [cell for cell in self.cells if cell.verdict != "correct"]
        return "\n".join(f"Row {c.row}, {c.column}: {c.message}" for c in told) or "Every cell is right."


class TableJudge:
    """Judges one learner's table against the reference table of the same expression."""

    def __init__(self, reference: ChainTable, learner: LearnerTable) -> None:
        self.reference = reference
        self.learner = learner
        self.inputs = {reference.variable: reference.variable}
        self.names: list[sp.Symbol] = []
        self.links: list[sp.Expr | None] = []
        self.composites: list[sp.Expr | None] = []
        self.partials: list[dict[sp.Symbol, sp.Expr]] = []
        self.values: list[dict[sp.Symbol, sp.Expr]] = []
        self.cells: list[Cell] = []
        self.wrong_links: set[int] = set()

    @property
    def aligned(self) -> bool:
        """Whether the learner cut the expression into as many links as the reference."""
        return len(self.learner.rows) == len(self.reference.links)

    def judge(self) -> TableCheck:
        self.read_links()
        for place in range(len(self.learner.rows)):
            self.judge_partials(place)
            self.judge_values(place)
        self.judge_product()
        order = {"link": 0, "partial": 1, "value": 2, "product": 3}
        return TableCheck(tuple(sorted(self.cells, key=lambda cell: (cell.row, order[cell.column]))))

    # --- links ---

    def read_links(self) -> None:
        substitution: dict[sp.Symbol, sp.Expr] = {}
        for number, row in enumerate(self.learner.rows, start=1):
            name = self.read_cell(number, "link", row.name)
            link = self.read_cell(number, "link", row.link) if name is not None else None
            symbol = name if isinstance(name, sp.Symbol) else sp.Symbol(f"row_{number}")
            composite = put_in(link, substitution) if link is not None else None
            if composite is not None:
                substitution[symbol] = composite
            self.names.append(symbol)
            self.links.append(link)
            self.composites.append(composite)
        self.judge_links()

    def read_cell(self, row: int, column: str, text: str) -> sp.Expr | None:
        if not text.strip():
            self.cells.append(Cell(row, column, "unanswered", "nothing is written here"))
            return None
        names = {str(s) for s in self.reference.expression.free_symbols} | set(map(str, self.names))
        try:
            return read(text, names).expression
        except UnreadableError as problem:
            self.cells.append(Cell(row, column, "unreadable", f"cannot be read: {problem}"))
            return None

    def judge_links(self) -> None:
        last = self.composites[-1]
        whole = last is not None and equal(self.reference.expression, last).proved
        for place, link in enumerate(self.links):
            if link is None:
                continue
            if not (self.contradicts_its_partial(place) if whole else self.is_wrong_link(place)):
                self.cells.append(Cell(place + 1, "link", "correct"))
            else:
                self.wrong_links.add(place)
                compared = equal(self.expected_composite(place), self.composites[place] or sp.Integer(0))
                self.cells.append(Cell(place + 1, "link", "wrong", "this link is wrong", compared.witness))

    def contradicts_its_partial(self, place: int) -> bool:
        """In a decomposition that is right as a whole: a link that is not the reference's, though its partial is.

        With (1 - 2x)^2 for (2x - 1)^2 the whole stays right; if the row's partial is that of 2x - 1, it is the link
        that was mistyped, and blaming it alone makes the table whole.
        """
        own = self.links[place]
        if not self.aligned or own is None or _same(self.reference.links[place].link, own.xreplace(self.renaming())):
            return False
        parents = self.parents(place)
        row = self.learner.rows[place]
        try:
            given, value = (read(text, map(str, self.names)).expression for text in (row.partial, row.value))
        except UnreadableError:
            return False
        meant = [local.partial for local in self.reference.links[place].locals]
        if len(parents) != 1 or len(meant) != 1:
            return False
        slope = partials(own, (parents[0],))[0]
        if _same(slope, given) or _same(self.composed(slope), self.composed(value)):
            return False
        return _same(meant[0].xreplace({symbol: name for name, symbol in self.renaming().items()}), given)

    def is_wrong_link(self, place: int) -> bool:
        """Where the whole is not the expression: whether this link is one of those to blame."""
        link, composite = self.links[place], self.composites[place]
        if self.aligned:
            wanted = self.reference.links[place]
            own = link.xreplace(self.renaming()) if link is not None else None
            return not (_same(wanted.link, own) or _same(wanted.in_inputs, composite))
        strange = [k for k, found in enumerate(self.composites) if not self.is_part(found)]
        return place == (strange[0] if strange else len(self.links) - 1)

    def is_part(self, composite: sp.Expr | None) -> bool:
        """Whether something is a part of the expression."""
        parts = [row.in_inputs for row in self.reference.links] + list(sp.preorder_traversal(self.reference.expression))
        return any(_same(part, composite) for part in dict.fromkeys(parts) if isinstance(part, sp.Expr))

    def expected_composite(self, place: int) -> sp.Expr:
        return self.reference.links[min(place, len(self.reference.links) - 1)].in_inputs

    def renaming(self) -> dict[sp.Symbol, sp.Expr]:
        return dict(zip(self.names, (row.symbol for row in self.reference.links), strict=False))

    # --- partials, values, product ---

    def parents(self, place: int) -> list[sp.Symbol]:
        """The links, or the variable, on which a link depends: the learner's own, else the reference's."""
        link = self.links[place]
        known = [self.reference.variable, *self.names[:place]]
        own = [symbol for symbol in known if link is not None and symbol in link.free_symbols]
        if own or not self.aligned:
            return own
        back = {symbol: name for name, symbol in self.renaming().items()}
        return [back.get(local.of, local.of) for local in self.reference.links[place].locals]

    def judge_partials(self, place: int) -> None:
        found = self.several(place, "partial", self.learner.rows[place].partial)
        self.partials.append(found)
        for parent, given in found.items():
            wanted = self.right_partials(place, parent)
            self.decide(place, "partial", given, wanted, [lambda e: e, self.composed])

    def judge_values(self, place: int) -> None:
        found = self.several(place, "value", self.learner.rows[place].value)
        self.values.append(found)
        for parent, given in found.items():
            wanted = [self.composed(partial) for partial in self.right_partials(place, parent)]
            own = self.partials[place].get(parent)
            wanted += self.reference_values(place, parent) + ([self.composed(own)] if own is not None else [])
            self.decide(place, "value", given, wanted, [self.composed], self.away_from_ties(place))

    def away_from_ties(self, place: int) -> tuple[sp.Expr, ...]:
        """What is real where the learner's link has a partial: |v| has none where v = max(0, x) stays at 0."""
        link = self.links[place]
        return () if link is None else tuple(self.composed(1 / gap) for gap in _gaps(link))

    def right_partials(self, place: int, parent: sp.Symbol) -> list[sp.Expr]:
        """The partial of the reference's link, and of the learner's own."""
        found = []
        if self.follows_reference(place):
            back = {symbol: name for name, symbol in self.renaming().items()}
            locals_ = {back.get(local.of, local.of): local for local in self.reference.links[place].locals}
            found += [locals_[parent].partial.xreplace(back)] if parent in locals_ else []
        link = self.links[place]
        if link is not None:
            found.append(partials(link, (parent,))[0])
        return list(dict.fromkeys(found))

    def follows_reference(self, place: int) -> bool:
        """Whether the reference's link says what is right here: it is the learner's own, or that one is wrong."""
        link = self.links[place]
        if not self.aligned or link is None or place in self.wrong_links:
            return self.aligned
        return _same(self.reference.links[place].link, link.xreplace(self.renaming()))

    def reference_values(self, place: int, parent: sp.Symbol) -> list[sp.Expr]:
        if not self.follows_reference(place):
            return []
        back = {symbol: name for name, symbol in self.renaming().items()}
        row = self.reference.links[place]
        return [local.value for local in row.locals if back.get(local.of, local.of) == parent]

    def several(self, place: int, column: str, text: str) -> dict[sp.Symbol, sp.Expr]:
        """The entries of a cell: one, or ``dL/dxi_1 = …, dL/dxi_2 = …`` where the link has several parents."""
        parents = self.parents(place)
        pieces = [text] if len(parents) < 2 else text.split(",")
        found = {}
        for parent, piece in zip(parents, [*pieces, *[""] * len(parents)], strict=False):
            expression = self.read_cell(place + 1, column, piece)
            if expression is not None:
                found[parent] = expression
        return found

    def composed(self, expression: sp.Expr) -> sp.Expr:
        """An expression in the learner's links, in terms of the inputs."""
        known = {n: c for n, c in zip(self.names, self.composites, strict=True) if c is not None}
        return put_in(expression, known)

    def judge_product(self) -> None:
        number = len(self.learner.rows) + 1
        given = self.read_cell(number, "product", self.learner.product)
        if given is None:
            return
        wanted = [self.reference.product]
        wanted += [total for cells in (self.values, self.partials) if (total := self.along(cells)) is not None]
        self.decide(number - 1, "product", given, wanted, [self.composed])

    def along(self, cells: Sequence[dict[sp.Symbol, sp.Expr]]) -> sp.Expr | None:
        """The product of the learner's own column, or the sum of the products over all paths."""
        total = {self.reference.variable: sp.Integer(1)}
        for name, entries in zip(self.names, cells, strict=True):
            if not entries or any(parent not in total for parent in entries):
                return None
            total[name] = sp.Add(*(self.composed(value) * total[parent] for parent, value in entries.items()))
        return total[self.names[-1]]

    def decide(
        self,
        place: int,
        column: str,
        given: sp.Expr,
        wanted: Sequence[sp.Expr],
        views: Sequence[Callable[[sp.Expr], sp.Expr]],
        domain: Sequence[sp.Expr] = (),
    ) -> None:
        """Right if one of the wanted expressions is proved; wrong if all are refuted; else undecided."""
        compared: list[Equality] = []
        for view in views:
            for right in wanted:
                compared.append(equal(view(right), view(given), domain))
                if compared[-1].proved:
                    self.cells.append(Cell(place + 1, column, "correct"))
                    return
        refuted = [found for found in compared if found.verdict in (Verdict.REFUTED, Verdict.PARTLY)]
        if refuted and len(refuted) == len(compared):
            self.cells.append(Cell(place + 1, column, "wrong", f"this {column} is wrong", refuted[0].witness))
        else:
            self.cells.append(Cell(place + 1, column, "undecided", "neither a proof nor a witness was found"))


def _gaps(link: sp.Expr) -> Iterator[sp.Expr]:
    """What is zero where a part of a link has a corner."""
    for part in link.atoms(sp.Abs):
        yield part.args[0]
    for part in link.atoms(sp.Max, sp.Min):
        yield from (one - other for one, other in combinations(part.args, 2))


def _same(one: sp.Expr, other: sp.Expr | None) -> bool:
    return other is not None and equal(one, other).proved

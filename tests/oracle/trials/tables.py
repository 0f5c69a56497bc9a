"""`chain_table` and `check_chain_table`: every link, partial, value and product by itself."""

from __future__ import annotations

import random
from typing import Any

from tests.oracle.cases import FINE, SKIPPED, Case, Outcome, ask, failure
from tests.oracle.comparing import Question, places_for, survey
from tests.oracle.formulas import Node, add, call, div, letters, mul, num, power, sub, substitute, text, var
from tests.oracle.from_sympy import NotConvertedError, convert
from tests.oracle.generate import formula, linear
from tests.oracle.judging import sides
from tests.oracle.rules import differentiate
from tests.oracle.trials.check import spoiled
from tests.oracle.trials.derive import first, result_agrees

LINKS = (
    "sin",
    "cos",
    "exp",
    "log",
    "sqrt",
    "tanh",
    "sigmoid",
    "atan",
    "softplus",
    "abs",
    "relu",
    "cosh",
    "square",
    "cube",
    "inverse",
    "double",
    "plus",
)


def link_of(rng: random.Random, u: Node) -> Node:
    name = rng.choice(LINKS)
    others = {
        "square": power(u, num(2)),
        "cube": power(u, num(3)),
        "inverse": div(num(1), u),
        "double": mul(num(3), u),
        "plus": add(num(1), u),
    }
    return others.get(name) or call(name, u)


class ChainTable:
    """The links put together give the formula, and each partial is the slope of its link."""

    name = "chain_table"
    share = 0.5

    def draw(self, rng: random.Random, number: int) -> Case:
        if number % 2:
            found = linear(rng)
            for _ in range(rng.randint(1, 3)):
                found = link_of(rng, found)
            return Case((found,))
        return Case((formula(rng, number),))

    def judge(self, api: Any, case: Case) -> Outcome:
        (function,) = case.formulas
        table = ask(api, lambda: api.chain_table(text(function), "x"))
        outcomes = [result_agrees(case, Question(function), table.product, "the product")]
        whole: dict[str, Node] = {}
        for row in table.links:
            try:
                link = convert(row.link)
                inputs = link
                for name, inner in whole.items():
                    inputs = substitute(inputs, name, inner)
                outcomes.append(
                    result_agrees(case, Question(inputs, "x", 0, (function,)), row.in_inputs, "a link in the inputs", 8)
                )
                for part in row.locals:
                    outcomes.append(self._partial(case, function, whole, link, part))
                whole[str(row.symbol)] = inputs
            except NotConvertedError as error:
                return Outcome("fine", notes=(f"not converted: {error}",))
        outcomes.append(result_agrees(case, Question(function, "x", 0), table.links[-1].in_inputs, "the last link", 8))
        return first(*outcomes)

    def _partial(self, case: Case, function: Node, whole: dict[str, Node], link: Node, part: Any) -> Outcome | None:
        """The partial with the links put in against the value, and as it is against the slope of the link."""
        partial = convert(part.partial)
        inputs = partial
        for name, inner in whole.items():
            inputs = substitute(inputs, name, inner)
        bad = result_agrees(case, Question(inputs, "x", 0, (function,)), part.value, "the value of a partial", 6)
        others = {name: inner for name, inner in whole.items() if name != str(part.of)}
        if any(name in text(link) for name in others):
            return bad
        return bad or result_agrees(case, Question(link, str(part.of)), part.partial, "a partial", 8)

    def line(self, case: Case) -> str:
        return f"gd.chain_table({text(case.formulas[0])!r}, 'x')"


class CheckTable:
    """Tables of two or three links by the oracle's rules; one cell is spoiled, only it may be called wrong."""

    name = "check_chain_table"
    share = 0.5

    def draw(self, rng: random.Random, number: int) -> Case:
        inner = linear(rng) if rng.random() < 0.5 else sub(power(var("x"), num(2)), num(1))
        first_link = inner if inner.op != "var" else link_of(rng, inner)
        links = [first_link, *(link_of(rng, var(name)) for name in ("u", "v")[: rng.choice((1, 1, 2))])]
        spoil = (rng.randrange(len(links)), rng.choice(("partial", "value"))) if rng.random() < 0.7 else (-1, "")
        cell = _cells(links)[spoil] if spoil[0] >= 0 else num(0)
        return Case((*links, spoiled(rng, cell)), spoil)

    def judge(self, api: Any, case: Case) -> Outcome:
        *links, wrong = case.formulas
        if any(letters(link) != [name] for link, name in zip(links, ("x", "u", "v"), strict=False)):
            return SKIPPED
        cells = _cells(links)
        right = dict(cells)
        if case.data[0] >= 0:
            cells[case.data] = wrong
        whole = _whole(links)
        rows = self._rows(links, cells)
        product = differentiate(whole, "x")
        found = ask(api, lambda: api.check_chain_table(text(whole), "x", rows, text(product)))
        for cell in found.cells:
            if cell.row > len(links) or cell.column == "link":
                if str(cell.verdict) == "wrong":
                    return failure("a right cell is called wrong", f"row {cell.row}, {cell.column}: {cell.message}")
                continue
            if (bad := self._cell(cell, case, links, cells, right)) is not None:
                return bad
        undecided = any(str(cell.verdict) == "undecided" for cell in found.cells)
        return Outcome("undecided") if undecided else FINE

    def _cell(
        self,
        cell: Any,
        case: Case,
        links: list[Node],
        cells: dict[tuple[int, str], Node],
        right: dict[tuple[int, str], Node],
    ) -> Outcome | None:
        place = (cell.row - 1, cell.column)
        given = cells[place]
        question = Question(right[place], ("x", "u", "v")[place[0]] if cell.column == "partial" else "x", 0)
        if str(cell.verdict) == "wrong":
            seen = survey(question, given, places_for(case.rng(), question, given, 24))
            # beside a number like e^400 no digits show whether a 1 was added
            if not seen.different and not seen.unknown and len(seen.equal) > 4:
                return failure("a right cell is called wrong", f"row {cell.row}, {cell.column}: {cell.message}")
        if str(cell.verdict) == "correct":
            # a partial is asked for only at values that the link before it takes
            before = _whole(links[: place[0]]) if place[0] else Node("var", (), "x")
            given = substitute(given, question.name, before)
            question = Question(substitute(right[place], question.name, before), "x", 0, (_whole(links),))
            seen = survey(question, given, places_for(case.rng(), question, given, 16))
            if seen.different:
                here = sides(question, given, seen.different[0])
                return failure("a wrong cell passes", f"row {cell.row}, {cell.column}: {here}")
        return None

    def _rows(self, links: list[Node], cells: dict[tuple[int, str], Node]) -> list[tuple[str, str, str]]:
        names = [*("u", "v")[: len(links) - 1], "L"]
        return [
            (f"{name} = {text(link)}", text(cells[row, "partial"]), text(cells[row, "value"]))
            for row, (name, link) in enumerate(zip(names, links, strict=True))
        ]

    def line(self, case: Case) -> str:
        *links, wrong = case.formulas
        cells = _cells(links)
        if case.data[0] >= 0:
            cells[case.data] = wrong
        whole = _whole(links)
        return (
            f"gd.check_chain_table({text(whole)!r}, 'x', {self._rows(links, cells)}, "
            f"{text(differentiate(whole, 'x'))!r})"
        )


def _whole(links: list[Node]) -> Node:
    found = links[0]
    for name, link in zip(("u", "v"), links[1:], strict=False):
        found = substitute(link, name, found)
    return found


def _cells(links: list[Node]) -> dict[tuple[int, str], Node]:
    """The right partials and values; each link depends on the one before it."""
    found: dict[tuple[int, str], Node] = {}
    for row, link in enumerate(links):
        partial = differentiate(link, ("x", "u", "v")[row])
        found[row, "partial"] = partial
        found[row, "value"] = substitute(partial, ("x", "u", "v")[row], _whole(links[:row])) if row else partial
    return found

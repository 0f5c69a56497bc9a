"""Where brackets were forgotten: pairs that, put into an answer, give it the values of the right one.

The search is bounded and numerical; what it finds is still to be proved. A text is laid out as a row of parts and
signs, its own brackets among them, and evaluated with up to four pairs more. A pair counts
that changes the value by itself, or stands around all that is above a line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from gdtutor.calculus.language.doubts import edited
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import Reading

_PAIRS = 4  # that are put in at once
_MOST_PARTS, _MOST_PLACES, _MOST_ROWS = 40, 60, 8000
_CLOSE = 1e-9
_OPENS, _CLOSES = "([{", ")]}"
_TEX_OPENS = ("\\left", "\\bigl", "\\Bigl")

Pair = tuple[int, int]  # places in the row of what stands first and last within the brackets


@dataclass(frozen=True)
class _Token:
    """A part with its values at the points, or a sign of the row.

    ``start`` and ``end`` are the part's place in the text; ``implied`` is a sign of multiplication that was left out
    between two parts that touch; ``kind`` is that of a part: e is no end of a base.
    """

    sign: str
    values: tuple[float, ...] = ()
    start: int = 0
    end: int = 0
    implied: bool = False
    kind: str = ""


_EDGE = _Token(")")


def with_forgotten_brackets(
    reading: Reading,
    values: Callable[[Node], tuple[float, ...]],
    right: Sequence[float],
    parts: Sequence[float] | None = None,
) -> Iterator[str]:
    """The text with brackets put in so that it has the right values at some points, the fewest pairs first.

    Args:
        reading: what was read.
        values: gives a part's values at the points.
        right: the values of the right answer there.
        parts: where a known mistake explains the text as it stands, the values of the question's parts at the first
            point: brackets are then looked for around these only, and around all that stands above a line. So 7x^6 + 1
            is a mistake and not 7(x^6 + 1), for x^6 + 1 is no part of x^7 + 7x.

    Raises:
        ArithmeticError, ValueError, Interruption: where a part has no value at a point.

    >>> from gdtutor.calculus.language.build import build
    >>> from gdtutor.calculus.notation import read
    >>> made = read("x+1*3+x*2")
    >>> def at_two(node):
    ...     return (float(build(node, made.text).subs("x", 2)),)
    >>> list(with_forgotten_brackets(made, at_two, [13.0]))
    ['(x+1)*3+x*2']
    """
    if not right:
        return
    row = tuple(_Layout(reading.text, values).row(reading.tree))
    if sum(not token.sign for token in row) > _MOST_PARTS or not _near(_value(row, (), 0), values(reading.tree)[0]):
        return
    plain = _value(row, (), 0)
    places = [pair for pair in _places(row) if _is_above(row, pair) or not _near(_value(row, (pair,), 0), plain)]
    if parts is not None:
        places = [pair for pair in places if _is_above(row, pair) or _is_one_of(parts, row, pair)]
    places = places[:_MOST_PLACES]
    rows = (some for count in range(1, _PAIRS + 1) for some in combinations(places, count) if not _cross(some))
    for some in islice(rows, _MOST_ROWS):
        if all(_near(_value(row, some, point), value) for point, value in enumerate(right)):
            edits = [edit for first, last in some for edit in ((row[first].start, "("), (row[last].end, ")"))]
            yield edited(reading.text, tuple(edits))


class _Layout:
    """Lays a text out as a row."""

    def __init__(self, text: str, values: Callable[[Node], tuple[float, ...]]) -> None:
        self.text, self.values = text, values

    def row(self, node: Node) -> Iterator[_Token]:
        inner = node.arguments and (node.kind in {"add", "multiply", "negative"} or self._has_its_sign(node))
        if not inner:
            start, end = self._balanced(node)
            start, end = self._around(start, end) if node.bracketed else (start, end)
            yield _Token("", self.values(node), start, end, kind=node.kind)
        elif node.bracketed:
            start, end = self._around(*self._balanced(node))
            yield _Token("(", start=start)
            yield from self._inside(node)
            yield _Token(")", end=end)
        else:
            yield from self._inside(node)

    def _inside(self, node: Node) -> Iterator[_Token]:
        if node.kind == "negative":
            yield _Token("neg")
            yield from self.row(node.arguments[0])
            return
        sign = {"add": "+", "multiply": "*", "divide": "/", "power": "^"}[node.kind]
        for place, part in enumerate(node.arguments):
            is_negative = node.kind == "add" and part.kind == "negative" and not part.bracketed
            if place:
                touching = node.implied and self._end(node.arguments[place - 1]) == self._start(part)
                yield _Token("-" if is_negative else sign, implied=touching)
            yield from self.row(part.arguments[0] if place and is_negative else part)

    def _has_its_sign(self, node: Node) -> bool:
        """Whether a quotient or a power stands as a row: a printed fraction and sin²x do not."""
        if node.kind not in {"divide", "power"} or node.arguments[0].end > node.arguments[1].start:
            return False
        between = self.text[node.arguments[0].end : node.arguments[1].start]
        return node.kind == "power" or any(sign in between for sign in "/÷:")

    # --- places -------------------------------------------------------------------------------------------------------

    def _start(self, node: Node) -> int:
        start, end = self._balanced(node)
        return self._around(start, end)[0] if node.bracketed else start

    def _end(self, node: Node) -> int:
        start, end = self._balanced(node)
        return self._around(start, end)[1] if node.bracketed else end

    def _balanced(self, node: Node) -> Pair:
        """A part's place, with the brackets that end it."""
        start, end, depth, lowest = node.start, node.end, 0, 0
        for sign in self.text[start:end]:
            depth += (sign in _OPENS) - (sign in _CLOSES)
            lowest = min(lowest, depth)
        for _ in range(depth - lowest):
            end = self._after_closing(end)
        for _ in range(-lowest):
            start = self._before_opening(start)
        return start, end

    def _around(self, start: int, end: int) -> Pair:
        return self._before_opening(start), self._after_closing(end)

    def _after_closing(self, end: int) -> int:
        while end < len(self.text) and self.text[end] not in _CLOSES:
            end += 1
        return min(end + 1, len(self.text))

    def _before_opening(self, start: int) -> int:
        while start > 0 and self.text[start - 1] not in _OPENS:
            start -= 1
        start = max(0, start - 1)
        command = next((name for name in _TEX_OPENS if self.text[:start].endswith(name)), "")
        return start - len(command)


def _is_above(row: Sequence[_Token], pair: Pair) -> bool:
    """Whether a pair stands around all that is above a line."""
    first, last = pair
    return (not first or row[first - 1].sign == "(") and row[last + 1 : last + 2] != () and row[last + 1].sign == "/"


def _is_one_of(parts: Sequence[float], row: Sequence[_Token], pair: Pair) -> bool:
    value = _value(row[pair[0] : pair[1] + 1], (), 0)
    return any(_near(value, part) for part in parts)


def _places(row: Sequence[_Token]) -> Iterator[Pair]:
    """Where a pair of brackets could have been forgotten: several parts at one depth."""
    for first, token in enumerate(row):
        before = row[first - 1] if first else _EDGE
        if token.sign not in ("", "(", "neg"):
            continue
        depth, inside = 0, set()
        for last in range(first, len(row)):
            depth += (row[last].sign == "(") - (row[last].sign == ")")
            if depth < 0:
                break
            if depth == 0 and row[last].sign not in ("", ")"):
                inside.add("juxtaposed" if row[last].implied else row[last].sign)
            after = row[last + 1] if last + 1 < len(row) else _EDGE
            is_end = depth == 0 and row[last].sign in ("", ")") and last > first
            follows = "" if row[last].kind == "constant" else after.sign
            behind = row[last + 2] if last + 2 < len(row) else _EDGE
            has_it = any(not part.sign and part.values == behind.values for part in row[first : last + 1])
            is_glued = after.implied and behind.kind in {"name", "number"}
            if before.implied or is_glued or (after.sign == "*" and has_it and behind.kind == "name"):
                inside |= {"glued"}
            if is_end and _is_usual(before.sign, inside - {"neg"}, follows, row[first].kind == "number"):
                yield first, last
            inside -= {"glued"}


def _is_usual(before: str, inside: set[str], after: str, begins_with_number: bool) -> bool:
    """Whether such brackets are usually forgotten: around a sum, a base, an exponent, and what is below a line.

    Nobody forgets those of a sum at which a letter is glued, or one that the sum has too: 20x^2-6*x is not (20x^2-6)*x;
    before e^x they are forgotten. Those of (2x)^2 are forgotten, and those of (xy)^2 are not.
    """
    has_sum = bool(inside & {"+", "-"}) and "glued" not in inside
    inside = inside - {"glued"}
    if after == "^" and before != "^":
        return has_sum or (inside <= {"juxtaposed", "^"} and (begins_with_number or "juxtaposed" not in inside))
    if before == "^":
        return after != "^" and "*" not in inside
    return has_sum or (before == "/" and bool(inside & {"*", "juxtaposed"}))


def _cross(pairs: Sequence[Pair]) -> bool:
    """Whether two pairs of brackets overlap without one being inside the other."""
    return any(
        one[0] < other[0] <= one[1] < other[1] or other[0] < one[0] <= other[1] < one[1]
        for one, other in combinations(pairs, 2)
    )


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other), 1e-12)


def _value(row: Sequence[_Token], pairs: Sequence[Pair], point: int) -> float:
    """The value of a row with pairs of brackets put in; not a number where it has none."""
    opening = [first for first, _ in pairs]
    closing = [last for _, last in pairs]
    signs: list[str | float] = []
    for place, token in enumerate(row):
        signs += ["("] * opening.count(place)
        signs.append(token.sign or token.values[point])
        signs += [")"] * closing.count(place)
    try:
        value = _Sum(signs).sum()
        return value if isinstance(value, float) else math.nan
    except (ArithmeticError, ValueError):
        return math.nan


class _Sum:
    """Evaluates a row: powers before signs, these before products and quotients, from left to right, then sums."""

    def __init__(self, signs: list[str | float]) -> None:
        self.signs, self.place = [*signs, ""], 0

    def next(self) -> str | float:
        self.place += 1
        return self.signs[self.place - 1]

    def sum(self) -> float:
        value = self.product()
        while self.signs[self.place] in ("+", "-"):
            sign = self.next()
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> float:
        value = self.signed()
        while self.signs[self.place] in ("*", "/"):
            sign = self.next()
            other = self.signed()
            value = value * other if sign == "*" else value / other
        return value

    def signed(self) -> float:
        if self.signs[self.place] == "neg":
            self.next()
            return -self.signed()
        return self.power()

    def power(self) -> float:
        first = self.next()
        if first == "(":
            value = self.sum()
            self.next()
        else:
            value = float(first)
        if self.signs[self.place] == "^":
            self.next()
            raised = value ** self.signed()
            return raised if isinstance(raised, float) else math.nan
        return value

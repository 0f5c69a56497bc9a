"""The first line of a working, where d/dx may be meant to reach over the whole line: ``d/dx x^2 + x``."""

from __future__ import annotations

from dataclasses import replace

from gdtutor.calculus.language.build import Builder
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import Reading


def readings_of_question(reading: Reading) -> tuple[Reading, Reading | None]:
    """What a first line asks for, and what it may ask for as well.

    >>> from gdtutor.calculus.notation import read
    >>> [found.expression for found in readings_of_question(read("d/dx x^2 + x"))]
    [Derivative(x**2 + x, x), x + Derivative(x**2, x)]
    """
    whole = over_the_whole_line(reading)
    if whole is None:
        return reading, None
    return (reading, whole) if _is_in_brackets(reading) else (whole, reading)


def over_the_whole_line(reading: Reading) -> Reading | None:
    """The line with its d/dx reaching to the end; ``None`` where it does so anyway, or is not the first thing there.

    >>> from gdtutor.calculus.notation import read
    >>> over_the_whole_line(read("d/dx x^2 + x")).expression
    Derivative(x**2 + x, x)
    >>> over_the_whole_line(read("d/dx x^2 + d/dx x")) is over_the_whole_line(read("d/dx (x^2 + x)")) is None
    True
    """
    tree, marks = reading.tree, [node for node in reading.tree.walk() if node.kind == "derivative"]
    if len(marks) != 1 or tree is marks[0] or tree.start != marks[0].start:
        return None
    (mark,) = marks
    text = reading.text
    if text[: mark.start].strip() or text[mark.end - 1] == "'" or text[mark.start] not in "dD∂\\":
        return None
    whole = replace(mark, arguments=(_replaced(tree, mark, mark.arguments[0]),), start=tree.start, end=tree.end)
    note = (
        f"d/d{mark.value} is read as reaching to the end of the line;"
        f" write (d/d{mark.value} …) + … where it is meant for the first part only"
    )
    expression = Builder(reading.text).build(whole)
    return Reading(reading.text, whole, expression, (*reading.notes, note), reading.domain)


def _is_in_brackets(reading: Reading) -> bool:
    """Whether the first mark of a line has its own brackets, and a sum goes on behind them: ``d/dx (x^2) + x``."""
    mark = next(node for node in reading.tree.walk() if node.kind == "derivative")
    closed = reading.text[mark.arguments[0].end :].lstrip().startswith((")", "}", r"\right)"))
    return reading.tree.kind == "add" and closed


def _replaced(node: Node, old: Node, new: Node) -> Node:
    if node is old:
        return new
    return replace(node, arguments=tuple(_replaced(part, old, new) for part in node.arguments))

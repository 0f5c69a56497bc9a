"""The collection of exercises: data in ``bank/*.toml``, one file a lesson.

Every ``[[exercise]]`` has

- ``id``: its name, and ``kind``: one of those below;
- ``prompt``: the question as Markdown; and ``hints``: at least two, each says more, none says the answer;
- the fields of its kind, which are explained at its class;
- for the tests, ``right`` (other forms that must be correct) and ``wrong`` (pairs: an answer, and the id of the mistake
  that must be named for it among the first three, or its verdict, see ``CheckVerdict``).

===============  ===========================================================  ==========================
kind             asks for                                                     fields (class)
===============  ===========================================================  ==========================
derivative       a derivative                                                 ``DerivativeQuestion``
gradient         all components of a gradient, as formulas or ``at`` a point  ``GradientQuestion``
number           a number, given by a formula                                 ``NumberQuestion``
steps            a number after steps of descent, which are carried out       ``StepsQuestion``
choice           one of several options, with proved claims                   ``ChoiceQuestion``
reasoned choice  an option and a reason, ``0.1 because stable``               ``ReasonedChoiceQuestion``
line             what belongs into the gap ``?`` of a working                 ``LineQuestion``
wrong line       the number of the line that does not follow, or ``none``     ``WrongLineQuestion``
table            cells of a chain table                                       ``TableQuestion``
===============  ===========================================================  ==========================

``where`` says what letters stand for that the prompt of a ``derivative`` or a ``gradient`` defines, such as
``where = { p = "1/(1 + e^(-w*x))" }``: answers in these letters are judged with the definitions put in.

``reference`` is the answer as its author writes it; it is proved, never believed. A ``number``'s is a formula,
``steps`` has ``ask`` in its place, a ``choice`` names the right option, and a ``reasoned choice`` option and reason.
Which line is wrong the checker finds, so a ``wrong line`` has none. Names of options are in small letters; write
mathematics in a literal TOML string ('…' or '''…'''). A file belongs to the notebook of the same name, which shows its
exercises, or some of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any

from gdtutor.tutor.gradients import GradientQuestion
from gdtutor.tutor.line_question import LineQuestion
from gdtutor.tutor.number import NumberQuestion
from gdtutor.tutor.questions import ChoiceQuestion, DerivativeQuestion, Question
from gdtutor.tutor.reasoned_choice import ReasonedChoiceQuestion
from gdtutor.tutor.steps import StepsQuestion
from gdtutor.tutor.table_question import TableQuestion
from gdtutor.tutor.wrong_line import WrongLineQuestion

Record = Mapping[str, Any]
KINDS: dict[str, type] = {
    "derivative": DerivativeQuestion,
    "gradient": GradientQuestion,
    "number": NumberQuestion,
    "steps": StepsQuestion,
    "choice": ChoiceQuestion,
    "reasoned choice": ReasonedChoiceQuestion,
    "line": LineQuestion,
    "wrong line": WrongLineQuestion,
    "table": TableQuestion,
}
COMMON = ("id", "kind", "prompt", "hints", "right", "wrong", "reference", "lesson")


@cache
def records() -> dict[str, Record]:
    """Every exercise's data by its id, in the order of the lessons; ``lesson`` is the name of its file."""
    files = sorted(resources.files("gdtutor.tutor").joinpath("bank").iterdir(), key=lambda file: file.name)
    return {
        record["id"]: {"lesson": file.name.removesuffix(".toml"), **record}
        for file in files
        if file.name.endswith(".toml")
        for record in tomllib.loads(file.read_text("utf-8"))["exercise"]
    }


def question(record: Record) -> Question:
    """What an exercise asks for.

    >>> question({"kind": "derivative", "function": "x^2", "variable": "x"}).check("2x").verdict
    <CheckVerdict.CORRECT: 'correct'>
    """
    kind = KINDS[record["kind"]]
    made: Question = kind(**{field.name: record[field.name] for field in fields(kind) if field.name in record})
    return made


def unknown_fields(record: Record) -> set[str]:
    """The fields that mean nothing for an exercise of its kind: misspelled ones.

    >>> unknown_fields({"id": "slope-9", "kind": "choice", "hint": "Look."})
    {'hint'}
    """
    return set(record) - set(COMMON) - {field.name for field in fields(KINDS[record["kind"]])}

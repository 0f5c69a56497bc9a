"""The catalogue of mistakes: each id with its wrong rule and a sentence for the learner."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Mistake:
    """A wrong rule of differentiation.

    Attributes:
        id: its name.
        wrong_rule: the rule as it was used.
        sentence: what was done, in plain words; ``{term}`` stands for the part where it was done.
        remedy: the right rule or a question to ask oneself; never the answer.
    """

    id: str
    wrong_rule: str
    sentence: str
    remedy: str


def _load() -> dict[str, Mistake]:
    table = tomllib.loads(files("gdtutor.tutor").joinpath("mistakes.toml").read_text(encoding="utf-8"))
    return {name: Mistake(name, **row) for name, row in table.items()}


MISTAKES = _load()

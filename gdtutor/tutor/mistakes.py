"""The catalogues of mistakes: each id with its wrong rule and a sentence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Mistake:
    """A wrong rule, of differentiation or of algebra.

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


def _load(name: str) -> dict[str, Mistake]:
    table = tomllib.loads(files("gdtutor.tutor").joinpath(name).read_text(encoding="utf-8"))
    return {name: Mistake(name, **row) for name, row in table.items()}


#: of differentiation, the likeliest first
MISTAKES = _load("mistakes.toml")
#: of algebra, between two lines of a working
ALGEBRA = _load("algebra.toml")
#: of chain tables
TABLES = _load("tables.toml")
#: of equations: solving, tangent lines
EQUATIONS = _load("equations.toml")
CATALOGUE = MISTAKES | ALGEBRA | EQUATIONS | TABLES

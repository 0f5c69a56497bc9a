"""A number as learners type it: about 3.5, 12.5 %, 3 1/2, x = 3.50."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gdtutor.calculus.language.lexer import GREEK_NAMES
from gdtutor.calculus.language.vocabulary import CONSTANTS, FUNCTIONS

_ABOUT = re.compile(
    r"^\s*(?:it is|i get|the answer is|answer:|about|around|roughly|approximately|approx\.?|circa|ca\.?|c\.|nearly"
    r"|almost|some|~|≈|≅|≃|\\approx|\\sim)+\s*"
    r"|\s*(?:or so|approximately|approx\.?|roughly)\s*\.?\s*$",
    re.I,
)
_MINUS = re.compile(r"^(\s*)minus(?=\s*[\d.])", re.I)
_UNIT = re.compile(r"(?<=[\d.])\s+(?P<unit>[A-Za-zµ°Ωπ][A-Za-zµ°Ω²³0-9/^. -]*)\s*$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PERCENT = re.compile(r"\s*(?:\\?%|per ?cent|pct\.?)\s*$", re.I)
_MIXED = re.compile(r"^\s*(?P<sign>[-−–+]?)\s*(?P<whole>[0-9]{1,9})\s+(?P<part>[0-9]{1,9}\s*/\s*[0-9]{1,9})\s*$")
_POINT = re.compile(r"(?<=[0-9])\.\s*$")


_KNOWN = frozenset({*FUNCTIONS, *CONSTANTS, *GREEK_NAMES, "frac", "dfrac", "cdot", "left", "right", "times"})


@dataclass(frozen=True)
class TypedNumber:
    """What was typed, as mathematics.

    Attributes:
        text: the number without what stands around it.
        is_percent: whether it is so many hundredths.

    A unit behind a number is found by ``without_unit``, where the number cannot be read with it.

    >>> TypedNumber.of("x = about 3.5."), TypedNumber.of("12.5 %").is_percent, TypedNumber.of("-3 1/2").text
    (TypedNumber(text='           3.5', is_percent=False), True, '-(3+1/2)')
    """

    text: str
    is_percent: bool = False

    @classmethod
    def of(cls, answer: str) -> TypedNumber:
        """The last side of what was typed; its places in the text stay where nothing is put in."""
        before, sign, after = answer.replace("≈", "=").replace("\\approx", "=      ").rpartition("=")
        plain = " " * len(before + sign) + _POINT.sub(" ", after)
        plain = _MINUS.sub(lambda found: f"{found[1]}-    ", plain)
        plain = _ABOUT.sub(lambda found: " " * len(found[0]), plain)
        percent = _PERCENT.search(plain)
        plain = (plain[: percent.start()] if percent else plain).rstrip()
        if mixed := _MIXED.match(plain):
            plain = f"{mixed['sign']}({mixed['whole']}+{mixed['part']})"
        return cls(plain, percent is not None)

    def without_unit(self) -> tuple[TypedNumber, str]:
        """The number alone, and the unit behind it; an empty one where there is none.

        >>> TypedNumber.of("-5.62 m/s").without_unit()
        (TypedNumber(text='-5.62    ', is_percent=False), 'm/s')
        """
        unit = _UNIT.search(self.text)
        if unit is None:
            return self, ""
        plain = self.text[: unit.start()]
        return TypedNumber(plain + " " * (len(self.text) - len(plain)), self.is_percent), unit["unit"].strip()

    @property
    def word(self) -> str:
        """The first word in it that is no mathematics; empty where there is none."""
        words = (found[0] for found in _WORD.finditer(self.text))
        return next((word for word in words if word.lower() not in _KNOWN), "")

"""A number as learners type it: about 3.5, 12.5 %, 3 1/2, x = 3.50."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ABOUT = re.compile(
    r"^\s*(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|c\.|nearly|almost|some|~|≈|≅|≃|\\approx|\\sim)+\s*"
    r"|\s*(?:or so|approximately|approx\.?|roughly)\s*\.?\s*$",
    re.I,
)
_PERCENT = re.compile(r"\s*(?:\\?%|per ?cent|pct\.?)\s*$", re.I)
_MIXED = re.compile(r"^\s*(?P<sign>[-−–+]?)\s*(?P<whole>[0-9]{1,9})\s+(?P<part>[0-9]{1,9}\s*/\s*[0-9]{1,9})\s*$")
_POINT = re.compile(r"(?<=[0-9])\.\s*$")


@dataclass(frozen=True)
class TypedNumber:
    """What was typed, as mathematics.

    Attributes:
        text: the number without what stands around it.
        is_percent: whether it is so many hundredths.

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
        plain = _ABOUT.sub(lambda found: " " * len(found[0]), plain)
        percent = _PERCENT.search(plain)
        plain = (plain[: percent.start()] if percent else plain).rstrip()
        if mixed := _MIXED.match(plain):
            plain = f"{mixed['sign']}({mixed['whole']}+{mixed['part']})"
        return cls(plain, percent is not None)

"""What stands around an answer and is none of it: arrows, quotation marks, "Answer:", a semicolon, ", x > 0"."""

from __future__ import annotations

import re

# a colon after a bare letter divides, and a relation without a separator is part of the answer
_BEFORE = re.compile(
    r"^\s*(?:(?:=+>|⇒|→|⟹|∴|\\(?:Rightarrow|implies|therefore)\b|[a-h]\)(?=\s)"
    r"|(?:answer|ans|result|solution)\s*:|[A-Za-z]\s*(?:['′]+\s*(?:\([a-z]\))?|\([a-z]\))\s*:(?!=))\s*)+",
    re.I,
)
_CONDITION = re.compile(
    r"(?:[,;]\s*\(?|\(|\b(?:for|where|if)\b)\s*(?:(?:for|where|if)\s+)?[A-Za-z]\s*(?:>|<|≥|≤|>=|<=|≠|!=)\s*-?\d+\s*\)?\s*$"
)
_AFTER = re.compile(r"(?:\s*(?:;|✓|✔|∎|□|\\(?:checkmark|square|blacksquare)\b))+\s*$")
_QUOTES = ('"', "“", "”", "``", "`", "**", "'")
_LONGEST = 2000  # characters: what is longer is read as it is


def bare(text: str) -> tuple[str, str]:
    """The answer alone, with spaces in place of what stood around it, and a note on a condition that was left out.

    >>> bare('=> "3x^2";'), bare("1/x, x>0")
    (('    3x^2  ', ''), ('1/x     ', 'the condition x>0 is not judged'))
    """
    if len(text) > _LONGEST:
        return text, ""
    note = ""
    for _ in range(3):  # a semicolon behind a quotation mark, and the other way round
        before = text
        text = _AFTER.sub(lambda found: " " * len(found[0]), text)
        text = _BEFORE.sub(lambda found: " " * len(found[0]), text)
        text = _unquoted(text)
        if condition := _CONDITION.search(text):
            said = condition[0].strip(" ,;()").removeprefix("for ").removeprefix("where ").removeprefix("if ")
            note = f"the condition {said} is not judged" if text[: condition.start()].strip() else note
            if text[: condition.start()].strip():
                text = text[: condition.start()] + " " * len(condition[0])
        if text == before:
            break
    return text, note


def _unquoted(text: str) -> str:
    plain = text.strip()
    for quote in _QUOTES:
        closing = "”" if quote == "“" else quote
        if len(plain) > len(quote) + len(closing) and plain.startswith(quote) and plain.endswith(closing):
            start, end = text.index(quote), text.rindex(closing)
            return text[:start] + " " * len(quote) + text[start + len(quote) : end] + " " * (len(text) - end)
    return text

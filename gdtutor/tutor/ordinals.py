"""Small numbers and places in words."""

_WORDS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


def ordinal(place: int) -> str:
    """The word for a place, counted from 0.

    >>> ordinal(1), ordinal(10)
    ('second', '11th')
    """
    return _WORDS[place] if place < len(_WORDS) else f"{place + 1}th"

"""How each part of a picture looks: one table for the browser and for print.

Colours are those of Okabe and Ito (2008), told apart by colour-blind readers; dash, width and marker tell the
parts apart in grey. On a page the colour ``ink`` is the text colour of the reader's theme.
"""

from __future__ import annotations

from dataclasses import dataclass

#: name -> colour on a light page and in print, colour on a dark page
COLOURS = {
    "ink": ("#222222", "#FFFFFF"),
    "orange": ("#E69F00", "#E69F00"),
    "sky": ("#56B4E9", "#56B4E9"),
    "green": ("#009E73", "#009E73"),
    "blue": ("#0072B2", "#56B4E9"),
    "vermilion": ("#D55E00", "#E8731F"),
    "purple": ("#B8578F", "#CC79A7"),
}


@dataclass(frozen=True)
class Style:
    """The look of a mark: a colour's name, line (width 0: none), dash in pixels, marker (size 0: none), opacity.

    ``fill`` is how opaque the inside of an area is, whose outline is drawn in ink.

    >>> Style("blue", width=2.0).marker
    'circle'
    """

    colour: str
    width: float = 0.0
    dash: tuple[float, ...] = ()
    marker: str = "circle"
    size: float = 0.0
    opacity: float = 1.0
    fill: float = 0.0


STYLES = {
    "curve": Style("ink", width=2.0),
    "derivative": Style("blue", width=2.0),
    "guide": Style("ink", width=1.0, dash=(2, 3), opacity=0.7),
    "tangent": Style("blue", width=2.5, dash=(8, 4)),
    "path": Style("vermilion", width=1.5, size=3.0),
    "start": Style("green", marker="square", size=6.0),
    "here": Style("vermilion", marker="circle", size=6.0),
    "first_term": Style("orange"),
    "second_term": Style("sky"),
    "total": Style("ink"),
    "contour": Style("ink", width=1.0, opacity=0.6),
    "first_area": Style("orange", width=1.5, fill=0.55),
    "second_area": Style("sky", width=1.5, dash=(6, 3), fill=0.35),
    "third_area": Style("ink", width=1.0, dash=(2, 2), fill=0.15),
    "band": Style("blue", width=1.0, dash=(2, 4), fill=0.15),
    "label": Style("ink"),
    "minimum": Style("ink", marker="plus", size=6.0),
    "arrow": Style("blue", width=2.5),
    "direction": Style("vermilion", width=2.5, dash=(6, 3)),
    "field": Style("blue", width=1.6, opacity=0.8),
    "rest": Style("vermilion", width=2.0, dash=(3, 2)),
    "second_path": Style("blue", width=1.5, dash=(6, 3), marker="square", size=3.0),
    "corner": Style("vermilion", width=2.0, fill=0.7),
    "third_path": Style("green", width=1.5, dash=(2, 2), size=2.0),
    "second_here": Style("blue", marker="square", size=5.0),
    "many": Style("vermilion", size=4.0),
    "model": Style("blue", width=1.2, dash=(6, 3)),
    "circle": Style("vermilion", width=2.5),
}

_METHODS: tuple[tuple[str, tuple[float, ...], str], ...] = (
    ("vermilion", (), "circle"),
    ("blue", (8, 4), "down"),
    ("green", (2, 3), "triangle"),
    ("purple", (10, 3, 2, 3), "diamond"),
    ("ink", (5, 2), "circle"),
)
#: how many methods can be told apart in one plot: the roles ``way_0``, … of their paths, ``end_0``, … of where they are
METHODS = len(_METHODS)
for _number, (_colour, _dash, _marker) in enumerate(_METHODS):
    STYLES[f"way_{_number}"] = Style(_colour, width=1.8, dash=_dash, marker=_marker, size=2.4)
    STYLES[f"end_{_number}"] = Style(_colour, marker=_marker, size=6.0 + 0.5 * (_number == METHODS - 1))


def print_colour(style: Style) -> str:
    """Return the colour of a style on paper.

    >>> print_colour(STYLES["curve"])
    '#222222'
    """
    return COLOURS[style.colour][0]

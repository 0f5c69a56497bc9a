"""The slope of the graph and the slope that a learner wrote, in one small plot below a verdict."""

from __future__ import annotations

import base64
import html

import numpy as np
import sympy

from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.evaluate import on_grid
from gdtutor.show.figures import to_png
from gdtutor.show.numbers import letter, readable
from gdtutor.show.scene import Mark, Plot, Scene, Words

_POINTS = 401
_REACH = 4.0  # on each side of the point


def slopes_scene(right: sympy.Expr, given: sympy.Expr, variable: sympy.Symbol, at: float) -> Scene:
    """Return the picture of both slopes around a point where they differ; it has no dial.

    Raises:
        ArgumentError: when a function has another symbol, or has no value anywhere near the point.

    >>> x = sympy.Symbol("x")
    >>> slopes_scene(2 * x, x, x, 1.0).alt_text(())
    'The slope of the graph and your answer, for x from −3 to 5. At x = 1 the slope is 2, your answer gives 1.'
    """
    low, high = at - _REACH, at + _REACH
    grid = np.append(np.linspace(low, high, _POINTS), at)
    ours, theirs = (np.broadcast_to(values, grid.shape) for values in on_grid([right, given], variable, grid))
    if not (np.isfinite(ours).any() and np.isfinite(theirs).any()):
        raise ArgumentError(f"{right} or {given} has no value between {low} and {high}: there is nothing to draw")
    curve = [np.stack([grid, values], axis=-1) for values in (ours, theirs)]
    height = axis("slope", *limits(np.concatenate([ours, theirs])))
    marks = (
        Mark("guide", "", np.array([[at, height.low], [at, height.high]])),
        Mark("derivative", "slope of the graph", curve[0][:-1]),
        Mark("direction", "your answer", curve[1][:-1]),
        Mark("start", "", curve[0][-1:]),
        Mark("here", "", curve[1][-1:]),
    )
    x = letter(variable)
    said = f"At {x} = {readable(at)} the slope is {readable(ours[-1])}, your answer gives {readable(theirs[-1])}."
    span = f"for {x} from {readable(low)} to {readable(high)}"
    summary = Words(f"The slope of the graph and your answer, {span}. {said}")
    plot = Plot("Slope of the graph and your answer", axis(x, low, high), height, marks, summary)
    return Scene("both slopes", (plot,), (), (), Words(said))


def slopes_picture(scene: Scene) -> str:
    """Return the picture as HTML with its alternative text.

    >>> x = sympy.Symbol("x")
    >>> slopes_picture(slopes_scene(2 * x, x, x, 1.0))[:30]
    '<img class="gd-slopes" alt="Th'
    """
    data = base64.b64encode(to_png(scene, ())).decode()
    return f'<img class="gd-slopes" alt="{html.escape(scene.alt_text(()))}" src="data:image/png;base64,{data}">'

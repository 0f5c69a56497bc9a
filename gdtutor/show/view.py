"""The widget that draws a scene in the browser, and answers its sliders there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from gdtutor.show.pack import pack
from gdtutor.show.scene import Scene

_HERE = Path(__file__).parent
#: the traits that hold the place of each dial on its grid; with ``_value`` after it, the one that holds its value
PLACES = ("first", "second", "third", "fourth")


class SceneView(anywidget.AnyWidget):
    """Draws a scene: ``first``, ``second``, … are the dials' places on their grids, and the browser keeps
    ``first_value``, ``second_value``, … at the values that stand there.
    """

    _esm = "".join((_HERE / f"{name}.js").read_text("utf-8") for name in ("words", "draw", "grid", "experiment"))
    _css = _HERE / "experiment.css"

    layout_spec = traitlets.Dict().tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)
    first = traitlets.Int().tag(sync=True)
    second = traitlets.Int().tag(sync=True)
    third = traitlets.Int().tag(sync=True)
    fourth = traitlets.Int().tag(sync=True)
    first_value = traitlets.Float().tag(sync=True)
    second_value = traitlets.Float().tag(sync=True)
    third_value = traitlets.Float().tag(sync=True)
    fourth_value = traitlets.Float().tag(sync=True)

    def __init__(self, scene: Scene, **kwargs: Any) -> None:
        """Pack the scene for the browser."""
        spec, data = pack(scene)
        places = dict(zip(PLACES, scene.start, strict=False))
        values = {
            f"{name}_value": dial.values[place] for (name, place), dial in zip(places.items(), scene.dials, strict=True)
        }
        super().__init__(layout_spec=spec, data=data, **places, **values, **kwargs)

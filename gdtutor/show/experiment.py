"""An experiment: sliders and number boxes linked in the browser to the picture of a precomputed sweep."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
from IPython.display import publish_display_data

from gdtutor.errors import ArgumentError
from gdtutor.show.figures import draw, to_png, to_svg
from gdtutor.show.scene import Dial, Position, Scene
from gdtutor.show.view import PLACES, SceneView


class Experiment(ipywidgets.VBox):
    """What an experiment call returns; shown as the last line of a cell, it is live.

    Everything that can be seen is in the browser already: the sliders work without asking Python. A reader without
    a kernel sees a still picture of the same state.

    Attributes:
        settings: the record that made it, a frozen dataclass of plain values.
        scene: the whole sweep as data.
        sliders, boxes: one of each for every dial; the box of a dial that chooses among methods is a list.
        links: what ties them to the picture in the browser.
    """

    def __init__(self, settings: Any, scene: Scene) -> None:
        self.settings = settings
        self.scene = scene
        layout = ipywidgets.Layout()  # shared: each model is a message, and the first picture waits for all of them
        self.view = SceneView(scene, layout=layout)
        self.sliders = _sliders(scene, layout)
        self.boxes = _boxes(scene)
        self.links = [
            link
            for slider, box, place in zip(self.sliders, self.boxes, PLACES, strict=False)
            for link in (ipywidgets.jslink((slider, "value"), (self.view, place)), _tie(box, self.view, place))
        ]
        pairs = zip(self.boxes, self.sliders, strict=True)
        rows = [ipywidgets.HBox(pair, layout=layout, _dom_classes=("gd-dial",)) for pair in pairs]
        own = ("gd-experiment", f"gd-live-{self.view.model_id}")
        super().__init__([*rows, self.view], layout=layout, _dom_classes=own)

    @property
    def slider(self) -> ipywidgets.IntSlider:
        """The first slider."""
        return self.sliders[0]

    @property
    def position(self) -> Position:
        """Where the sliders stand: one index into the grid of each dial."""
        return tuple(slider.value for slider in self.sliders)

    @property
    def state(self) -> dict[str, float]:
        """The value at which each dial stands, by name."""
        return {dial.name: dial.values[i] for dial, i in zip(self.scene.dials, self.position, strict=True)}

    @property
    def caption(self) -> str:
        """The sentence below the picture, where the sliders stand."""
        return self.scene.caption.at(self.position)

    @property
    def alt_text(self) -> str:
        """The picture in words, where the sliders stand."""
        return self.scene.alt_text(self.position)

    def figure(self) -> Any:
        """Return the picture as a Matplotlib figure, where the sliders stand."""
        return draw(self.scene, self.position)

    def move(self, **values: float) -> Experiment:
        """Set dials, by name, to the grid values nearest to the given ones, and return the experiment.

        Raises:
            ArgumentError: when there is no dial of that name.
        """
        names = [dial.name for dial in self.scene.dials]
        for name, value in values.items():
            if name not in names:
                raise ArgumentError(f"{name} is not a dial of this experiment: it has {', '.join(names)}")
            number, dial = names.index(name), self.scene.dials[names.index(name)]
            self.sliders[number].value = place = dial.nearest(value)
            _put(self.boxes[number], dial, place)  # the links are in the browser only, and not yet there
        return self

    def save(self, path: str | Path) -> None:
        """Write the picture, where the sliders stand, to an ``.svg`` or ``.png`` file.

        Raises:
            ArgumentError: when the name ends otherwise.
        """
        target = Path(path)
        if target.suffix == ".svg":
            target.write_text(to_svg(self.scene, self.position), "utf-8")
        elif target.suffix == ".png":
            target.write_bytes(to_png(self.scene, self.position))
        else:
            raise ArgumentError(f"path is {str(path)!r}: its name must end in .svg or .png")

    def still(self) -> str:
        """Return the picture as HTML with its alternative text and its caption, for pages without a kernel."""
        picture = base64.b64encode(to_png(self.scene, self.position)).decode()
        image = f'<img alt="{html.escape(self.alt_text)}" src="data:image/png;base64,{picture}">'
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>"
        name = self.view.model_id
        hidden = f"<style>:root:has(.gd-live-{name}) .gd-still-{name} {{ display: none; }}</style>"
        return f'<figure class="gd-still-{name}">{image}{caption}</figure>{hidden}'

    def outputs(self) -> Iterator[dict[str, Any]]:
        """Yield what a notebook shows, by MIME type: the live picture; the still one, hidden where that lives.

        They are two outputs, for drawing the still one takes longer than all the rest, and no learner waits for it.
        """
        yield self._repr_mimebundle_()
        yield {"text/html": self.still(), "text/plain": self.caption}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.scene.name}: {self.caption})"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": f"Experiment: {self.scene.name}"}

    def _ipython_display_(self) -> None:
        for output in self.outputs():
            publish_display_data(output)


def _sliders(scene: Scene, layout: ipywidgets.Layout) -> list[ipywidgets.IntSlider]:
    style = ipywidgets.SliderStyle()
    look: dict[str, Any] = {"readout": False, "layout": layout, "style": style}
    return [
        ipywidgets.IntSlider(place, 0, len(dial.values) - 1, _dom_classes=(f"gd-dial-{k}",), **look)
        for k, (dial, place) in enumerate(zip(scene.dials, scene.start, strict=True))
    ]


def _boxes(scene: Scene) -> list[ipywidgets.DOMWidget]:
    room = max(3, *(len(dial.label) for dial in scene.dials))
    layout = ipywidgets.Layout(width="auto")
    style = ipywidgets.widgets.widget_description.DescriptionStyle(description_width=f"{room}ch")
    stands = zip(scene.dials, scene.start, strict=True)
    return [_box(dial, place, layout=layout, style=style) for dial, place in stands]


def _box(dial: Dial, place: int, **look: Any) -> ipywidgets.DOMWidget:
    if dial.texts:
        return ipywidgets.Dropdown(options=dial.texts, index=place, description=dial.label, **look)
    kind = ipywidgets.BoundedIntText if dial.whole else ipywidgets.BoundedFloatText
    values = [int(value) for value in dial.values] if dial.whole else list(dial.values)
    return kind(values[place], min=min(values), max=max(values), description=dial.label, **look)


def _tie(box: ipywidgets.DOMWidget, view: SceneView, place: str) -> ipywidgets.DOMWidget:
    """Link a box to the picture in the browser: a list by the place of its choice, a number by its value."""
    if isinstance(box, ipywidgets.Dropdown):
        return ipywidgets.jslink((box, "index"), (view, place))
    return ipywidgets.jslink((box, "value"), (view, f"{place}_value"))


def _put(box: ipywidgets.DOMWidget, dial: Dial, place: int) -> None:
    if dial.texts:
        box.index = place
    else:
        box.value = dial.values[place]

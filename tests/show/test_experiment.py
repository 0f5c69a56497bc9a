"""What holds for every experiment: payload, links, words and picture from one state, a record to make it again."""

import dataclasses
import json
import math
import re
import sys

import nbformat
import numpy as np
import pytest

from gdtutor.errors import ArgumentError, TooLargeError
from gdtutor.show.numbers import readable
from gdtutor.show.pack import LIMIT, pack
from gdtutor.show.scene import Plot
from gdtutor.show.view import PLACES


def scene_again(settings):
    """The scene of a record: TangentSettings -> tangent_scene, beside it in the same module."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(settings).__name__.removesuffix("Settings")).lower()
    return getattr(sys.modules[type(settings).__module__], f"{kind}_scene")(settings)


def positions(experiment):
    """Corners and a middle of the dials."""
    lengths = [len(dial.values) for dial in experiment.scene.dials]
    yield tuple(0 for _ in lengths)
    yield tuple(length - 1 for length in lengths)
    yield tuple(length // 3 for length in lengths)


def stand(experiment, position):
    for slider, place in zip(experiment.sliders, position, strict=True):
        slider.value = place


def column(experiment, place, position):
    """One block of numbers, looked up in the packed bytes as the page does it."""
    numbers = np.frombuffer(experiment.view.data, dtype="<f4")
    *lead, count = place["shape"]
    row = 0
    for at, length in zip(position, lead, strict=True):
        row = row * length + min(at, length - 1)
    return numbers[place["offset"] + row * count :][:count]


def from_bytes(experiment, mark, position):
    """The points of a mark."""
    points = np.stack([column(experiment, mark[axis], position) for axis in "xy"], axis=-1)
    return points if mark["upto"] < 0 else points[: position[mark["upto"]] + 1]


def test_payload_is_one_trait_of_float32_below_the_limit(experiment):
    spec, data = pack(experiment.scene)
    marks = [mark for panel in spec["panels"] for mark in panel.get("marks", [])]
    places = [mark[axis] for mark in marks for axis in "xy"]
    places += [panel[name] for panel in spec["panels"] for name in ("values", "framed") if name in panel]
    blocks = {(place["offset"], math.prod(place["shape"])) for place in places}
    assert len(data) >= 4 * max(offset + size for offset, size in blocks)
    assert len(data) + len(json.dumps(spec, ensure_ascii=False).encode()) <= LIMIT == 1024 * 1024
    assert experiment.view.data == data


def test_the_page_looks_up_the_points_that_matplotlib_draws(experiment):
    panels = zip(experiment.scene.panels, experiment.view.layout_spec["panels"], strict=True)
    for panel, packed in ((p, s) for p, s in panels if isinstance(p, Plot)):
        for mark, sent in zip(panel.marks, packed["marks"], strict=True):
            for position in positions(experiment):
                points = mark.points(position)
                np.testing.assert_allclose(from_bytes(experiment, sent, position), points, rtol=1e-6, atol=1e-37)


def test_the_marked_point_stands_where_the_caption_says(experiment):
    for position in positions(experiment):
        stand(experiment, position)
        here = [
            mark for panel in experiment.scene.panels for mark in getattr(panel, "marks", ()) if mark.role == "here"
        ]
        for mark in here[:1]:
            for number in mark.points(position)[0]:
                assert readable(float(np.float32(number))) in experiment.caption


def test_the_caption_says_where_every_dial_stands(experiment):
    for position in positions(experiment):
        stand(experiment, position)
        for dial, place in zip(experiment.scene.dials, position, strict=True):
            at = dial.texts[place] if dial.texts else readable(float(np.float32(dial.values[place])))
            assert at in experiment.caption, dial.name


def test_moving_a_slider_moves_caption_alternative_text_and_state(experiment):
    seen = set()
    for position in positions(experiment):
        stand(experiment, position)
        assert experiment.position == position
        assert experiment.state == {
            dial.name: dial.values[i] for dial, i in zip(experiment.scene.dials, position, strict=True)
        }
        assert len(experiment.alt_text) > 60
        assert "{" not in experiment.caption + experiment.alt_text
        seen.add((experiment.caption, experiment.alt_text))
    assert len(seen) == 3


def test_every_slider_and_its_named_box_are_linked_in_the_browser(experiment):
    joined = {(id(link.source[0]), link.target) for link in experiment.links}
    for name, slider, box in zip(PLACES, experiment.sliders, experiment.boxes, strict=False):
        assert (id(slider), (experiment.view, name)) in joined
        assert (id(box), (experiment.view, name if hasattr(box, "index") else f"{name}_value")) in joined
        assert box.description
    assert len(joined) == 2 * len(experiment.sliders)


def test_slider_box_and_picture_begin_at_the_same_place(experiment):
    for name, dial, slider, box in zip(
        PLACES, experiment.scene.dials, experiment.sliders, experiment.boxes, strict=False
    ):
        assert getattr(experiment.view, name) == slider.value
        assert getattr(experiment.view, f"{name}_value") == dial.values[slider.value]
        assert getattr(box, "index", slider.value) == slider.value
        assert hasattr(box, "index") or box.value == dial.values[slider.value]
        assert (slider.min, slider.max) == (0, len(dial.values) - 1)


def test_the_settings_are_a_frozen_record_that_makes_the_experiment_again(experiment):
    settings = experiment.settings
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.start = 1.0
    read = json.loads(json.dumps(dataclasses.asdict(settings)))
    again = type(settings)(**{name: _tuples(value) for name, value in read.items()})
    assert again == settings
    assert pack(scene_again(again)) == pack(experiment.scene)


def _tuples(value):
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def test_move_sets_dials_by_name(experiment):
    dial = experiment.scene.dials[0]
    place = (experiment.position[0] + 2) % len(dial.values)
    assert experiment.move(**{dial.name: dial.values[place]}) is experiment
    assert experiment.slider.value == place
    box = experiment.boxes[0]
    assert (box.index if dial.texts else dial.nearest(box.value)) == place  # before a browser has linked them
    with pytest.raises(ArgumentError, match="no_such_dial is not a dial of this experiment"):
        experiment.move(no_such_dial=0.9)


def test_a_page_without_a_kernel_shows_picture_alternative_text_and_caption(experiment):
    from nbconvert import HTMLExporter

    live, still = experiment.outputs()
    assert live["application/vnd.jupyter.widget-view+json"]["model_id"] == experiment.model_id
    outputs = [nbformat.v4.new_output("display_data", bundle) for bundle in (live, still)]
    cell = nbformat.v4.new_code_cell("x", outputs=outputs)
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert "data:image/png;base64,iVBOR" in page
    assert f'alt="{experiment.alt_text}"' in page
    assert f"<figcaption>{experiment.caption}</figcaption>" in page


def test_a_notebook_gets_the_live_picture_before_the_still_one_is_drawn(experiment, monkeypatch):
    drawn, sent = [], []
    monkeypatch.setattr("gdtutor.show.experiment.to_png", lambda scene, at: drawn.append(at) or b"")
    monkeypatch.setattr("gdtutor.show.experiment.publish_display_data", lambda data: sent.append((len(drawn), data)))
    experiment._ipython_display_()
    (before, live), (after, still) = sent
    assert (before, after) == (0, 1)
    assert "application/vnd.jupyter.widget-view+json" in live
    name = re.search(r"has\(\.(gd-live-\w+)\)", still["text/html"])[1]
    assert name in experiment._dom_classes


def test_an_experiment_too_large_to_send_is_refused():
    import gdtutor as gd

    with pytest.raises(TooLargeError, match="take fewer values or steps"):
        gd.descent_experiment(gd.Loss("t^2", "t"), np.geomspace(1e-3, 1, 400).tolist(), start=1, steps=200)

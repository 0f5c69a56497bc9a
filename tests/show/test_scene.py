"""What a scene can hold, in print and in the bytes for the page: areas, labels, grids, four dials, sentences."""

from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from gdtutor.show.axes import axis
from gdtutor.show.experiment import Experiment
from gdtutor.show.figures import draw, to_svg
from gdtutor.show.numbers import readable
from gdtutor.show.pack import pack
from gdtutor.show.scene import Choice, Dial, Grid, Mark, Numbers, Plot, Scene, Words

BOX = np.array([[0.0, 0], [2, 0], [2, 1], [0, 1]])
TWO = np.vstack([BOX, [[np.nan, np.nan]], BOX + [3, 0]])


def scene(*panels, dials=1, caption=None):
    made = tuple(Dial(f"d{k}", f"dial {k}", (0.0, 1.0, 2.0)) for k in range(dials))
    return Scene("made up", panels, made, (0,) * dials, caption or Words("nothing"))


def plot(*marks, equal=False):
    return Plot("a plot", axis("x", -1, 7), axis("y", -1, 3), marks, Words("a plot"), equal=equal)


def parts(svg, name):
    """The texts of the elements with this id."""
    root = ElementTree.fromstring(svg)
    return [element for element in root.iter() if element.get("id") == name]


def test_an_area_is_filled_in_the_style_of_its_role_and_nan_parts_polygons():
    figure = draw(scene(plot(Mark("first_area", "first", TWO[None], "area"))))
    (patch,) = figure.axes[0].patches
    assert patch.get_facecolor() == to_rgba("#E69F00", 0.55)
    polygons = patch.get_path().to_polygons()
    assert [polygon[:-1].tolist() for polygon in polygons] == [BOX.tolist(), (BOX + [3, 0]).tolist()]


def test_labels_stand_centred_at_their_points_and_a_missing_point_has_none():
    points = np.array([[[1.0, 0.5], [np.nan, 0.0]]])
    mark = Mark("label", "", points, "labels", texts=(Words("u·v"), Words("gone")))
    (text,) = draw(scene(plot(mark))).axes[0].texts
    assert (text.get_text(), text.get_position(), text.get_ha()) == ("u·v", (1.0, 0.5), "center")


def test_equal_axes_have_units_of_one_length():
    spot = draw(scene(plot(equal=True))).axes[0]
    assert spot.get_aspect() == 1
    assert pack(scene(plot(equal=True)))[0]["panels"][0]["equal"] is True


def test_a_grid_shows_each_number_its_sign_and_its_frame():
    values = np.array([[[1.0, -2.0], [np.nan, 0.25]], [[5.0, 6.0], [7.0, 8.0]], [[0.0] * 2] * 2])
    framed = np.array([[[0, 1], [0, 0]]])
    grid = Grid("kernel", values, 4.0, Words("a kernel"), framed)
    spot = draw(scene(grid)).axes[0]
    assert [text.get_text() for text in spot.texts] == ["1", "−2", "0.25"]
    cells = [patch for patch in spot.patches if patch.get_fill()]
    assert cells[0].get_facecolor() == to_rgba("#56B4E9", 0.55 / 4)
    assert cells[1].get_facecolor() == to_rgba("#E69F00", 0.55 / 2)
    (frame,) = [patch for patch in spot.patches if not patch.get_fill()]
    assert frame.get_xy() == (1, 0)
    (panel,), data = pack(scene(grid))[0]["panels"], np.frombuffer(pack(scene(grid))[1], "<f4")
    sent = data[panel["values"]["offset"] :][:12].reshape(3, 2, 2)
    np.testing.assert_array_equal(sent, values)
    assert parts(to_svg(scene(grid)), "grid-0-0-1")


def test_equal_numbers_are_sent_once_and_constant_axes_not_at_all():
    rng = np.random.default_rng(1)
    path = rng.normal(size=(3, 1, 5, 2))
    here = np.moveaxis(path, 1, 2)  # the same numbers, one point for each place of the second dial
    slot = Numbers(path[:, 0, :, 0])
    wide = np.broadcast_to(rng.normal(size=(1, 1, 4, 2)), (3, 5, 4, 2))
    marks = Mark("path", "", path, upto=1), Mark("here", "", here), Mark("curve", "", wide)
    layout, data = pack(scene(plot(*marks), dials=2, caption=Words("{0}", (slot,))))
    assert len(data) == 4 * (3 * 5 * 2 + 4 * 2)
    sent = layout["panels"][0]["marks"]
    assert sent[0]["x"]["offset"] == sent[1]["x"]["offset"] == layout["caption"]["slots"][0]["numbers"]["offset"]
    assert sent[2]["x"]["shape"] == (1, 1, 4)


def test_numbers_write_what_float32_holds_of_them():
    values = np.array([0.1, 1e40, np.nan, -2.0])
    assert [Numbers(values, brackets=True).at((k,)) for k in range(4)] == ["0.1", "∞", "undefined", "(−2)"]
    # 0.11150000000000000189 is rounded up, the float32 nearest to it, 0.11149999499…, down
    assert readable(0.1115) == "0.112"
    assert Numbers(np.array([0.1115])).at((0,)) == readable(float(np.float32(0.1115)))


def test_a_choice_says_one_of_its_sentences():
    which = np.array([[0, 1, 1]])
    options = (Words("next {0}", (Numbers(np.array([[4.0, 5.0, 6.0]])),)), Words("the end"))
    words = Words("Step {0}: {1}.", (np.array([["0", "1", "2"]], dtype=object), Choice(which, options)))
    assert [words.at((7, k)) for k in range(3)] == ["Step 0: next 4.", "Step 1: the end.", "Step 2: the end."]


def test_four_dials_and_a_dial_of_methods():
    dials = (
        *(Dial(name, name, (0.0, 0.5, 1.0)) for name in "xy"),
        Dial("method", "method", (0.0, 1.0), texts=("plain", "with noise")),
        Dial("step", "step", (0.0, 1.0, 2.0), whole=True),
    )
    words = Words("{0}", (np.array(["plain", "with noise"], dtype=object).reshape(1, 1, 2, 1),))
    made = Experiment(None, Scene("four", (plot(),), dials, (0, 1, 1, 2), words))
    assert made.caption == "with noise"
    assert (made.view.fourth, made.view.fourth_value, made.boxes[2].index) == (2, 2.0, 1)
    assert made.move(method=0).boxes[2].label == "plain"
    assert made.caption == "plain"
    assert (made.boxes[2], "index") in [link.source for link in made.links]


@pytest.mark.parametrize("value", [0.0, -1e-9, 3.0, float("nan")])
def test_readable_numbers_have_no_hyphen(value):
    assert "-" not in readable(value)

"""The print form of the pictures, and what the page and the print form have in common."""

import re
from pathlib import Path
from xml.etree import ElementTree

import gdtutor.show
from gdtutor.show.figures import to_png, to_svg
from gdtutor.show.palette import COLOURS, STYLES
from gdtutor.show.scene import Plot

SOURCES = Path(gdtutor.show.__file__).parent
SVG = "{http://www.w3.org/2000/svg}"


def test_svg_and_png_carry_the_alternative_text(experiment, tmp_path):
    title = ElementTree.fromstring(to_svg(experiment.scene)).iter("{http://purl.org/dc/elements/1.1/}title")
    assert next(title).text == experiment.alt_text
    experiment.save(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert b"Description" in to_png(experiment.scene)[:400]


def test_the_same_state_gives_the_same_svg_and_another_state_another(experiment):
    first = to_svg(experiment.scene, experiment.position)
    assert first == to_svg(experiment.scene, experiment.position)
    experiment.slider.value = (experiment.slider.value + 1) % (experiment.slider.max + 1)
    assert first != to_svg(experiment.scene, experiment.position)


def test_parts_of_a_plot_differ_by_more_than_their_colour(experiment):
    for panel in experiment.scene.panels:
        if isinstance(panel, Plot):
            lines = [mark for mark in panel.marks if mark.kind == "line"]
            looks = [(s.width, s.dash, s.marker if s.size else "", s.size) for s in (STYLES[m.role] for m in lines)]
            assert len(set(looks)) == len(looks)


def test_page_and_print_have_the_same_colours():
    css = (SOURCES / "experiment.css").read_text()
    light, dark = css.split('[data-jp-theme-light="false"]', 1)
    for name, (on_light, on_dark) in COLOURS.items():
        if name != "ink":
            assert f"--gd-{name}: {on_light};" in light
            if on_dark != on_light:
                assert f"--gd-{name}: {on_dark};" in dark


def test_the_page_computes_no_mathematics():
    for module in SOURCES.glob("*.js"):
        source = module.read_text()
        assert len(source.splitlines()) < 200
        assert set(re.findall(r"Math\.(\w+)", source)) <= {"min", "max", "round", "ceil", "abs"}, module.name

"""The still pictures of the lessons show what the lessons' experiments show."""

import re
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest

from gdtutor.show.figures import to_svg
from gdtutor.show.stills import code_cells, experiments, main, still_names

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))[1:]  # without the map
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg):
    """What an SVG draws: the numbers of each mark by its name, and its alternative text."""
    root = ElementTree.fromstring(svg)
    marks = [node for node in root.iter(f"{SVG}g") if node.get("id", "").startswith("mark-")]
    numbers = {}
    for mark in marks:
        path = " ".join(node.get("d", "") for node in mark.iter(f"{SVG}path"))
        numbers.setdefault(mark.get("id"), []).extend(map(float, re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", path)))
    return numbers, next(root.iter("{http://purl.org/dc/elements/1.1/}title")).text


def same_picture(one, other):
    (marks, title), (other_marks, other_title) = drawn(one), drawn(other)
    if title != other_title or marks.keys() != other_marks.keys():
        return False
    return all(
        len(marks[name]) == len(other_marks[name]) and np.allclose(marks[name], other_marks[name], atol=0.5)
        for name in marks
    )


def markdown(notebook):
    return "\n".join(cell.source for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_shows_its_stills_with_their_alternative_text(lesson):
    shown = list(experiments(code_cells(lesson)))
    assert shown, "a lesson has at least one experiment"
    for experiment, name in zip(shown, still_names(lesson, len(shown)), strict=True):
        assert f"![{experiment.alt_text}]({name})" in markdown(lesson)
        made = to_svg(experiment.scene, experiment.position)
        assert same_picture(made, (lesson.parent / name).read_text("utf-8")), "run python -m gdtutor.show.stills"


def test_two_states_are_not_the_same_picture(experiment):
    here = to_svg(experiment.scene, experiment.position)
    assert same_picture(here, here)
    experiment.slider.value = (experiment.slider.value + experiment.slider.max // 2) % (experiment.slider.max + 1)
    assert not same_picture(here, to_svg(experiment.scene, experiment.position))


def test_the_command_writes_a_picture_for_each_experiment(tmp_path, capsys):
    cells = [
        "import gdtutor as gd\nsquare = 'x^2'",
        "gd.tangent_experiment(square, 'x')",
        "gd.tangent_experiment('x', 'x')",
    ]
    path = tmp_path / "07-two.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), path)
    main([str(path)])
    assert {file.name for file in (tmp_path / "figures").iterdir()} == {"07-two.svg", "07-two-2.svg"}
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("](figures/07-two-2.svg)")

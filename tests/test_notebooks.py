"""The lessons keep their rhythm, read without a kernel, and point at what exists; the map leads to all of them."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest

import gdtutor as gd

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
STEMS = [path.stem for path in PATHS]
MAP = NOTEBOOKS / "00-map.ipynb"  # no lesson: it has no rhythm, no experiment, and exercises of the lessons
LESSONS = [path for path in PATHS if path != MAP]
README = (NOTEBOOKS.parent / "README.md").read_text("utf-8")
RHYTHM = [
    "The question",
    "Notation",
    "The rules? in mathematics",
    "The same, derived and proved",
    "Check yours",
    "Experiment",
    "Summary",
    "What breaks when",
]
LECTURES = ["Hopkins", "CS109B", "Hung-yi Lee", "MyGrad", "adaptive methods"]


class Lesson:
    """A notebook with what the tests ask of it."""

    def __init__(self, path):
        self.stem = path.stem
        self.raw = path.read_text("utf-8")
        self.notebook = nbformat.reads(self.raw, 4)
        self.cells = self.notebook.cells
        self.markdown = "\n\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")
        self.code = [cell.source for cell in self.cells if cell.cell_type == "code"]
        self.headings = re.findall(r"^##? (.+)$", self.markdown, re.M)

    @property
    def cards(self):
        return re.findall(r'gd\.card\("([^"]*)"\)', "\n".join(self.code))

    @property
    def links(self):
        return re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", self.markdown)

    @property
    def pictures(self):
        return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", self.markdown)

    @property
    def title(self):
        return self.cells[0].source.splitlines()[0].removeprefix("# ")


@pytest.fixture(params=LESSONS, ids=[path.stem for path in LESSONS])
def lesson(request):
    return Lesson(request.param)


@pytest.fixture(params=PATHS, ids=STEMS)
def notebook(request):
    return Lesson(request.param)


def test_the_lessons_are_numbered_without_a_gap():
    assert len(LESSONS) >= 16
    assert [path.stem[:2] for path in LESSONS] == [f"{number:02d}" for number in range(1, len(LESSONS) + 1)]


def test_the_format_is_valid_and_stripped(notebook):
    nbformat.validate(notebook.notebook)
    assert notebook.notebook.nbformat_minor >= 5
    assert notebook.notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert cell.metadata == ({"jupyter": {"source_hidden": True}} if cell.id == "install" else {})
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_cell_ids_say_what_the_cell_is(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert [id for id in ids if re.fullmatch(r"[0-9a-f]{8}", id)] == []  # a random one changes with every rewrite


def test_sections_follow_the_rhythm(lesson):
    places = [next((k for k, h in enumerate(lesson.headings) if re.match(part, h)), None) for part in RHYTHM]
    assert None not in places, dict(zip(RHYTHM, places, strict=True))
    assert places == sorted(places)


def test_the_title_names_time_previous_and_next(notebook):
    title = notebook.cells[0].source
    assert title.startswith(f"# {notebook.stem[:2]} · ")
    assert re.search(r"\*\*Time\*\* \d+ minutes", title)
    before, after = neighbours(notebook.stem)
    previous, following = re.split(r" · \*\*Next\*\* ", title.partition("**Previous** ")[2])
    assert (f"({before}.ipynb)" in previous) if before else previous.startswith("none")
    assert (f"({after}.ipynb)" in following) if after else following.startswith("none")


def test_the_title_names_the_lecture(lesson):
    (lecture,) = re.findall(r"\*\*Pairs with\*\* (.+?) · \*\*Time\*\*", lesson.cells[0].source)
    assert any(name in lecture for name in LECTURES)


def neighbours(stem):
    padded = [None, *STEMS, None]
    place = padded.index(stem)
    return padded[place - 1], padded[place + 1]


def test_the_readme_lists_it(notebook):
    assert f"[{notebook.title}](notebooks/{notebook.stem}.ipynb)" in README


def test_the_map_leads_to_the_lesson_and_says_what_it_is_about_as_the_readme_does(lesson):
    (row,) = [line for line in README.splitlines() if f"](notebooks/{lesson.stem}.ipynb)" in line]
    about = row.split(" | ")[1]
    assert f"| [{lesson.title}]({lesson.stem}.ipynb) | {about} |" in Lesson(MAP).markdown


def test_the_map_and_the_readme_list_the_lessons_in_their_order():
    order = [path.stem for path in LESSONS]
    assert re.findall(r"^\| \[\d\d · [^]]*\]\(([^)]*)\.ipynb\)", Lesson(MAP).markdown, re.M) == order
    assert re.findall(r"^\| \[\d\d · [^]]*\]\(notebooks/([^)]*)\.ipynb\)", README, re.M) == [MAP.stem, *order]


def test_the_map_shows_exercises_that_exist():
    assert set(Lesson(MAP).cards) <= set(gd.exercises())
    assert Lesson(MAP).cards


def test_links_lead_somewhere(notebook):
    assert [link for link in notebook.links if not (NOTEBOOKS / link).is_file()] == []


def test_pictures_exist_and_have_alternative_text(lesson):
    assert lesson.pictures
    for text, file in lesson.pictures:
        assert (NOTEBOOKS / file).is_file()
        assert len(text) > 40


def test_every_picture_file_is_used():
    used = {file for path in PATHS for _, file in Lesson(path).pictures}
    assert {f"figures/{path.name}" for path in (NOTEBOOKS / "figures").iterdir()} == used


def test_a_picture_and_a_sentence_stand_before_each_experiment(lesson):
    for before, cell in zip(lesson.cells, lesson.cells[1:], strict=False):
        if cell.cell_type == "code" and "_experiment(" in cell.source:
            assert before.cell_type == "markdown"
            assert "](figures/" in before.source
            assert len(re.sub(r"!\[[^\]]*\]\([^)]*\)", "", before.source).strip()) > 40


def test_something_is_to_be_predicted_before_the_slider_moves(lesson):
    (cell,) = [cell for cell in lesson.cells if re.search(r"^## Experiment", cell.source, re.M)]
    _, _, after = cell.source.partition("Predict before you move the slider:")
    assert len(re.findall(r"^\d\. .+\?", after, re.M)) in (2, 3)


def test_exercises_exist_and_belong_to_the_lesson(lesson):
    assert len(lesson.cards) >= 3
    assert len(set(lesson.cards)) == len(lesson.cards)
    assert set(lesson.cards) <= set(gd.exercises(lesson.stem))  # the bank may hold more than a lesson shows


def test_no_exercise_is_answered(lesson):
    cards = [source for source in lesson.code if "gd.card(" in source]
    assert cards == [f'gd.card("{id}")' for id in lesson.cards]


def test_the_first_code_cells_install_where_that_is_needed_and_import(notebook):
    first, second = [cell for cell in notebook.cells if cell.cell_type == "code"][:2]
    assert (first.id, first.source) == ("install", Lesson(MAP).code[0])  # tests/test_install_cell.py runs it
    assert second.source == "import gdtutor as gd"
    assert not any(re.search(r"^\s*(import|from) ", source, re.M) for source in notebook.code[2:])


def test_code_is_short_and_defines_no_helpers(notebook):
    for source in notebook.code:
        assert len(source.strip().splitlines()) <= 10
        assert max(map(len, source.splitlines())) <= 100
        nodes = list(ast.walk(ast.parse(source)))
        assert not any(isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.While) for n in nodes)
        assert not re.search(r"globals\(|locals\(|exec\(|eval\(|__|^[%!]", source, re.M)


def test_a_derivation_is_proved_and_a_number_is_held(lesson):
    code = "\n".join(lesson.code)
    assert re.search(r"^assert .*(verify\(\)|\.proved)", code, re.M)
    assert len(re.findall(r"^assert ", code, re.M)) >= 3


def test_mathematics_and_markup_are_closed(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"`[^`]*`", "", cell.source)
            assert text.count("$") % 2 == 0, cell.id
            assert text.count("<details>") == text.count("</details>"), cell.id
            assert text.count("**") % 2 == 0, cell.id


def test_a_broken_lesson_is_found(tmp_path):
    broken = json.loads(LESSONS[0].read_text("utf-8"))
    broken["cells"] = [cell for cell in broken["cells"] if cell["id"] != "notation"]
    broken["cells"][2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    path = tmp_path / LESSONS[0].name
    path.write_text(json.dumps(broken))
    with pytest.raises(AssertionError):
        test_sections_follow_the_rhythm(Lesson(path))
    with pytest.raises(AssertionError):
        test_the_format_is_valid_and_stripped(Lesson(path))

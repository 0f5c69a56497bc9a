"""Without NumPy and Matplotlib the lessons run as written on values computed in advance, and nothing is guessed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gdtutor.errors import ArgumentError
from gdtutor.show.recorded import Recorded, Table, key_of
from gdtutor.show.revive import parts_first, revive

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BLOCK = "import sys\nfor name in ('numpy', 'matplotlib'): sys.modules[name] = None\n"


def without_numpy(code: str, table: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run code in a Python in which NumPy and Matplotlib are not installed."""
    before = f"import sys\nsys.path.insert(0, {str(table)!r})\n" if table else ""
    command = [sys.executable, "-c", before + BLOCK + code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded") / "package"
    command = [sys.executable, str(ROOT / "docs" / "lite" / "record.py"), str(ROOT / "notebooks"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def cells(lesson: Path) -> list[str]:
    found = json.loads(lesson.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]


def test_every_lesson_runs_as_written(table):
    script = "\n".join(
        f"names = {{}}\nfor cell in {cells(lesson)!r}:\n"
        f"    try: exec(cell, names)\n"
        f"    except Exception as problem: print({lesson.stem!r}, cell, repr(problem), file=sys.stderr)"
        for lesson in LESSONS
    )
    done = without_numpy(script, table)
    assert (done.returncode, done.stderr) == (0, "")


DESCENT = """
import gdtutor as gd
loss = gd.Loss("sin(2θ)*log(θ^2)", "θ")
run = gd.descend(loss, gd.GradientDescent(rate=0.5), start=-5, steps=1000, tolerance=0.001)
"""


def test_values_are_those_that_the_package_computes(table):
    code = DESCENT + "print(loss.gradient(-5.0), run.points[-1, 0], run.stopped is gd.StopReason.STEPS, run, sep='\\n')"
    there = without_numpy(code, table)
    here = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    slope, last, *rest = there.stdout.splitlines()
    assert float(slope) == pytest.approx(-5.6193, abs=5e-5)  # lesson 03, and Hopkins' formula with radians
    assert [slope, last, *rest] == here.stdout.splitlines()


def test_another_number_is_refused_in_a_sentence(table):
    done = without_numpy("import gdtutor as gd\ngd.GradientDescent(rate=0.4)", table)
    assert done.stderr.splitlines()[-1] == (
        "gdtutor.errors.MissingLibraryError: NumPy is not installed here, so only what the lessons themselves compute "
        "with it is there, worked out in advance. This is not: GradientDescent(rate=0.4)"
    )


@pytest.mark.parametrize(("name", "library"), [("Loss", "NumPy"), ("tangent_experiment", "NumPy")])
def test_without_a_table_the_library_is_named(name, library):
    done = without_numpy(f"import gdtutor as gd\ngd.{name}")
    assert done.stderr.splitlines()[-1] == (
        f"gdtutor.errors.MissingLibraryError: gd.{name} needs {library}, which is not installed here. Derivations, "
        "checks, chain tables and exercise cards work without it."
    )


def test_checks_derivations_tables_and_cards_need_neither():
    code = """
import gdtutor as gd
assert gd.derive("x^2", "x").verify() and gd.chain_table("sin(x^2)", "x").verify()
assert gd.check("sin(2x)", "x", "cos(2x)").mistake
card = gd.card("product-1")
card.answer.value = "2θ*3cos(3θ)"
assert card.check().verdict == "wrong"
"""
    done = without_numpy(code)
    assert done.returncode == 0, done.stderr


def test_another_library_that_is_missing_is_not_hidden():
    done = without_numpy("sys.modules['sympy'] = None\nimport gdtutor as gd\ngd.derive")
    assert "ModuleNotFoundError: import of sympy halted" in done.stderr


SHOWN = {"kind": "node", "shows": {"text/plain": "here"}, "widget": "w"}
WIDGET = {
    "root": "box",
    "models": {
        "box": {"state": {"children": ["IPY_MODEL_slider"]}},
        "slider": {"state": {"value": 3}, "buffers": [{"path": ["data"], "encoding": "base64", "data": "AAE="}]},
    },
}


@pytest.fixture
def opened(monkeypatch):
    """What would go to the page: the comms that were opened, in order."""
    made = []

    class Comm:
        def __init__(self, **options):
            self.options, self.listener = options, None
            made.append(self)

        def on_msg(self, listener):
            self.listener = listener

        def hear(self, **state):
            self.listener({"content": {"data": {"method": "update", "state": state}}})

    monkeypatch.setattr("comm.create_comm", Comm)
    return made


def test_a_widget_is_opened_with_its_parts_first_and_under_new_names(opened):
    shown = revive(WIDGET, lambda: None)
    slider, box = (comm.options for comm in opened)
    assert slider["data"] == {"state": {"value": 3}, "buffer_paths": [["data"]]}
    assert slider["buffers"] == [b"\x00\x01"]
    assert box["data"]["state"] == {"children": [f"IPY_MODEL_{slider['comm_id']}"]}
    assert shown["application/vnd.jupyter.widget-view+json"]["model_id"] == box["comm_id"]
    revive(WIDGET, lambda: None)
    assert len({comm.options["comm_id"] for comm in opened}) == 4


def test_models_that_refer_to_each_other_are_all_opened():
    loop = {"a": {"state": {"other": "IPY_MODEL_b"}}, "b": {"state": {"other": "IPY_MODEL_a"}}}
    assert sorted(parts_first(loop)) == ["a", "b"]


def test_what_an_experiment_says_is_not_told_after_a_slider_was_moved(opened):
    table = Table({"e": SHOWN, "e.caption": {"kind": "plain", "value": "at 3"}}, lambda name: WIDGET)
    experiment = table.node("e")
    table.show("e")
    opened[0].hear(value=3)
    assert experiment.caption == "at 3"
    opened[0].hear(value=4)
    with pytest.raises(ImportError, match="a slider was moved"):
        _ = experiment.caption
    table.show("e")
    assert experiment.caption == "at 3"


@pytest.mark.parametrize(("one", "other"), [(5, 5.0), ([1, 2.0], [1.0, 2]), ({"a": 1}, {"a": 1.0})])
def test_equal_numbers_have_one_key(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), [(5, "5"), (1, True), ((1, 2), [1, 2]), (0.1, 0.1000001), (None, "None")])
def test_different_values_have_different_keys(one, other):
    assert key_of(one) != key_of(other)


def test_what_does_not_say_what_it_is_has_no_key():
    with pytest.raises(ArgumentError, match="cannot be looked up"):
        key_of(object())


def test_every_operation_of_a_key_is_looked_up():
    asked = []

    class Tape:
        def step(self, key, action, node, *args, **options):
            asked.append(key)
            return action(6, *args, **options)

        def show(self, key):
            return {}

        def text(self, key):
            return key

    six = Recorded("six", Tape())
    assert [six + 1, 1 - six, six / 2, -six, abs(six), six < 7, six == 6, round(six)] == [7, -5, 3, -6, 6, 1, 1, 6]
    assert "six.__rsub__(1)" in asked
    assert len(asked) == 8


def test_a_card_says_its_verdict_where_no_picture_can_be_drawn():
    code = "import gdtutor as gd; card = gd.card('product-1'); card.answer.value = '2θ*3cos(3θ)'"
    done = without_numpy(f"{code}; print(card.check().verdict, len(card.result.outputs))")
    assert done.stdout.split() == ["wrong", "1"], done.stderr

"""A learner's progress: what is counted, carried away as a text, kept by a session, and what it suggests."""

import os
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.tutor import progress as module
from gdtutor.tutor.mistakes import MISTAKES
from gdtutor.tutor.practice_topics import TOPICS
from gdtutor.tutor.progress import Progress
from gdtutor.tutor.progress_file import NAME
from gdtutor.tutor.record import INTERVALS, Record
from gdtutor.tutor.records_text import from_json, from_text, joined, to_json, to_text
from gdtutor.tutor.suggestions import suggestions, topic_of

START = date(2030, 1, 1)


class Days:
    """A calendar that a test turns."""

    def __init__(self):
        self.day = START

    def __call__(self):
        return self.day

    def pass_(self, days):
        self.day += timedelta(days)


@pytest.fixture
def days():
    return Days()


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setattr(module, "_SESSION", [])
    return module


# --- records ----------------------------------------------------------------------------------------------------------


def test_an_answer_counts_when_it_was_judged(days):
    own = Progress(today=days)
    for verdict in ("unanswered", "unreadable", "undecided"):
        own.answered("chain-1", verdict)
    assert own.records == {}
    own.answered("chain-1", "wrong", "trig_sign+overall_sign;integrated")
    own.answered("chain-1", "correct")
    own.shown("chain-1", "hint")
    own.shown("chain-1", "solution")
    record = own.records["chain-1"]
    assert (record.attempts, record.solved, record.hints, record.solutions) == (2, True, 1, 1)
    assert record.mistakes == {"trig_sign": 1, "overall_sign": 1}


def test_an_exercise_waits_twice_as_long_each_time_it_is_solved(days):
    own = Progress(today=days)
    for box, wait in enumerate(INTERVALS, start=1):
        own.answered("chain-1", "correct")
        record = own.records["chain-1"]
        assert (record.box, record.due - days.day.toordinal()) == (box, wait)
        own.answered("chain-1", "correct")  # once more on the same day changes nothing
        assert own.records["chain-1"].box == box
        days.pass_(wait)
    own.answered("chain-1", "partial")
    assert own.records["chain-1"].box == 1
    days.pass_(1)
    own.shown("chain-1", "hint")
    own.answered("chain-1", "correct")
    assert own.records["chain-1"].box == 1  # with help it stays where it is


RECORDS = st.builds(
    Record,
    st.integers(0, 50),
    st.booleans(),
    st.integers(0, 9),
    st.integers(0, 9),
    st.dictionaries(st.sampled_from(["trig_sign", "chain_inner_missing", "log_base"]), st.integers(1, 9)),
    st.integers(0, 5),
    st.integers(0, 800_000),
    st.integers(0, 800_000),
)
BOOKS = st.dictionaries(st.sampled_from(["chain-1", "product-1", "practice-chain-2-7"]), RECORDS)


@given(BOOKS, BOOKS, BOOKS)
def test_joining_is_a_union(one, other, third):
    assert joined(one, one) == one
    assert joined(one, other) == joined(other, one)
    assert joined(joined(one, other), third) == joined(one, joined(other, third))


@given(BOOKS)
def test_what_is_written_is_read_back(book):
    assert from_json(to_json(book)) == book
    assert from_text(to_text(book)) == book
    assert from_text("\n".join(to_text(book)[k : k + 20] for k in range(0, len(to_text(book)), 20))) == book


def test_a_term_of_work_is_a_short_text():
    book = {f"exercise-{k}": Record(k % 7 + 1, True, k % 3, 0, {"trig_sign": 1}, 3, 740_000 + k, 0) for k in range(120)}
    assert len(to_text(book)) < 2000


# --- the session ------------------------------------------------------------------------------------------------------


def test_exercises_keep_what_happens_to_them(session):
    asked = gd.exercise("practice-chain-1-1")
    asked.check("")
    assert session.progress().records == {}
    asked.check("1")
    asked.hint()
    asked.solution()
    record = session.progress().records["practice-chain-1-1"]
    assert (record.attempts, record.hints, record.solutions, record.solved) == (1, 1, 1, False)


def test_in_a_test_nothing_is_written(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert os.environ["GDTUTOR_PROGRESS"] == "off"
    gd.exercise("chain-1").check("1")
    assert session.progress().file is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("shell", "written"), [("ZMQInteractiveShell", True), ("TerminalInteractiveShell", False)])
def test_in_a_notebook_it_is_written_beside_it(session, tmp_path, monkeypatch, shell, written):
    monkeypatch.delenv("GDTUTOR_PROGRESS")
    monkeypatch.chdir(tmp_path)
    running = type(shell, (), {})()
    monkeypatch.setitem(sys.modules, "IPython", type("IPython", (), {"get_ipython": staticmethod(lambda: running)}))
    gd.exercise("chain-1").check("1")
    assert (tmp_path / NAME).exists() is written


def test_a_path_may_be_given(session, tmp_path, monkeypatch):
    monkeypatch.setenv("GDTUTOR_PROGRESS", str(tmp_path / "mine.json"))
    gd.exercise("chain-1").check("1")
    assert (tmp_path / "mine.json").exists()
    opened = gd.progress(tmp_path / "other.json")
    assert opened is gd.progress()
    assert Progress(tmp_path / "other.json").records["chain-1"].attempts == 1


def test_a_binder_session_is_carried_over(session, days):
    before = Progress(today=days)
    before.answered("chain-1", "correct")
    gd.exercise("product-1").check("1")
    for _ in range(2):
        assert gd.import_progress(before.export()) is gd.progress()
        assert set(gd.progress().records) == {"chain-1", "product-1"}
        assert gd.progress().records["chain-1"].attempts == 1


# --- what next --------------------------------------------------------------------------------------------------------


def test_what_is_due_comes_first_then_the_mistakes_then_what_is_new(days):
    own = Progress(today=days)
    assert [found.why for found in own.suggest()] == ["new to you"] * 3
    own.answered("product-1", "wrong", "product_of_derivatives")
    first, second, _ = own.suggest()
    assert (first.id, "product_of_derivatives" in first.why) == ("practice-product-1-1", True)
    assert second.why == "new to you"
    days.pass_(1)
    assert [found.id for found in own.suggest()][:2] == ["product-1", "practice-product-1-1"]
    assert own.suggest()[0].why == "tried yesterday, due again"
    own.answered("product-1", "correct")
    assert own.suggest()[0].id == "practice-product-1-1"


def test_generated_exercises_rise_with_what_was_solved(days):
    book = {"chain-1": Record(attempts=1, mistakes={"chain_inner_missing": 2}, box=1, moved=740_000)}
    for seed in (1, 2, 3):
        (found,) = [s for s in suggestions(book, 740_000) if s.id.startswith("practice")]
        assert found.id == f"practice-chain-1-{seed}"
        book[found.id] = Record(attempts=1, solved=True, box=1, moved=740_000)
    (found,) = [s for s in suggestions(book, 740_000) if s.id.startswith("practice")]
    assert found.id == "practice-chain-2-1"
    assert gd.exercise(found.id).prompt


def test_every_mistake_leads_to_a_topic_of_practice():
    assert {topic_of(mistake) for mistake in MISTAKES} <= {*TOPICS, "mixed"}


def test_the_overview_counts_every_lesson(days):
    own = Progress(today=days)
    own.answered("product-1", "correct")
    own.answered("chain-1", "wrong", "chain_inner_missing")
    own.answered("practice-chain-1-1", "wrong", "trig_sign")
    whole = len(gd.exercises("02"))
    assert own.lessons()["02-product-and-chain-rule"] == (1, 1, whole - 2)
    assert own.lessons()["practice"] == (0, 1, 0)
    for shown in (str(own), own._repr_markdown_()):
        assert "1 exercise solved, with 3 answers and 0 hints." in shown
        assert "chain_inner_missing" in shown
        assert "practice-chain-1-2" in shown

"""Progress that comes from elsewhere or cannot be kept: foreign texts, damaged files, several kernels, no space."""

import base64
import contextlib
import json
import os
import subprocess
import sys
import types
import zlib
from datetime import date

import pytest
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.tutor.progress import Progress
from gdtutor.tutor.progress_file import NAME
from gdtutor.tutor.record import Record, record_from
from gdtutor.tutor.records_text import from_json, from_text, to_json, to_text

START = date(2030, 1, 1)


@pytest.fixture
def days():
    return lambda: START


# --- texts from elsewhere ---------------------------------------------------------------------------------------------

GOOD = to_json({"chain-1": Record(attempts=1, box=1, moved=740_000)})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": "other"}',
        "[" * 100_000,
        GOOD.replace('"version": 1', '"version": 2'),
        GOOD.replace("chain-1", "../../x"),
        GOOD.replace("chain-1", "<script>"),
        GOOD.replace("[1,", "[-1,"),
        GOOD.replace("[1,", "[true,"),
        GOOD.replace("[1,", "[1e300,"),
        GOOD.replace("[1,", "[NaN,"),
        GOOD.replace("{}", '{"<b>": 1}'),
        GOOD.replace("{}", '{"trig_sign": -1}'),
        GOOD.replace("[1, 0, 0, 0, 1,", "[1, 0, 0, 0, 9,"),
        GOOD[: len(GOOD) // 2],
    ],
)
def test_a_foreign_text_is_refused(text):
    assert text != GOOD
    with pytest.raises(ValueError, match=r"damaged|no file of progress|another version"):
        from_json(text)


@pytest.mark.parametrize("text", ["", "x", "gdtutor-progress-1:", "gdtutor-progress-1:AAAA", "gdtutor-progress-1:äö"])
def test_a_foreign_word_is_refused_with_a_sentence(text):
    with pytest.raises(gd.ArgumentError, match=r"text cannot be used: .* What gd\.progress\(\)\.export\(\) gave"):
        Progress().add(text)


def test_a_changed_or_shortened_word_is_refused():
    word = to_text({f"exercise-{k}": Record(attempts=k) for k in range(30)})
    for damaged in (word[:-8], word[:60] + ("A" if word[60] != "A" else "B") + word[61:]):
        with pytest.raises(ValueError, match=r"damaged|missing"):
            from_text(damaged)


def test_a_word_that_unpacks_to_very_much_is_refused():
    bomb = "gdtutor-progress-1:" + base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode()
    with pytest.raises(ValueError, match="missing"):
        from_text(bomb)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x), max_leaves=8))
def test_no_record_of_another_shape_is_taken(data):
    with contextlib.suppress(ValueError):
        assert record_from(data).to_json() == data


# --- the file ---------------------------------------------------------------------------------------------------------


def test_it_is_kept_in_a_file_and_found_again(tmp_path, days):
    path = tmp_path / NAME
    Progress(path, days).answered("chain-1", "wrong", "trig_sign")
    assert Progress(path, days).records["chain-1"].mistakes == {"trig_sign": 1}
    assert json.loads(path.read_text("utf-8"))["format"] == "gdtutor progress"
    assert {found.name for found in tmp_path.iterdir()} == {NAME, f".{NAME}.lock"}


def test_two_kernels_do_not_lose_each_others_records(tmp_path, days):
    one, other = (Progress(tmp_path / NAME, days) for _ in range(2))
    for k in range(5):
        one.answered("chain-1", "wrong")
        other.answered("chain-1", "wrong")
        other.answered(f"product-{k}", "correct")
    last = Progress(tmp_path / NAME, days)
    assert last.records["chain-1"].attempts == 10
    assert len(last.records) == 6


def test_many_processes_at_once_lose_nothing(tmp_path):
    code = (
        "import sys; from gdtutor.tutor.progress import Progress\n"
        "own = Progress(sys.argv[1])\n"
        "for k in range(25): own.answered('chain-1', 'wrong')\n"
        "print(own.file.problem)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / NAME)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate(timeout=120)[0].strip() for process in running]
    assert told == [""] * 3
    assert Progress(tmp_path / NAME).records["chain-1"].attempts == 75


@pytest.mark.parametrize("content", [b"", b"not json", b"\xff\xfe\x00", GOOD.replace("1,", "x,").encode(), b"{}"])
def test_a_file_that_cannot_be_used_is_kept(tmp_path, content):
    path = tmp_path / NAME
    for number in (1, 2):
        path.write_bytes(content)
        own = Progress(path)
        kept = tmp_path / f"gdtutor-progress.kept-{number}.json"
        assert kept.read_bytes() == content
        assert f"It was kept as {kept.name}, and a new one begun." in str(own)
        own.answered("chain-1", "correct")
        assert Progress(path).records["chain-1"].solved
    assert (tmp_path / "gdtutor-progress.kept-1.json").read_bytes() == content


def test_where_it_cannot_be_written_it_is_kept_in_memory(tmp_path):
    (tmp_path / "file").write_text("")
    own = Progress(tmp_path / "file" / NAME)  # no folder, whoever runs this
    own.answered("chain-1", "correct")
    own.answered("chain-1", "correct")
    assert own.records["chain-1"].attempts == 2
    assert "cannot be written" in str(own)
    assert "progress is kept in memory until the kernel ends" in own._repr_markdown_()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has locks of its own")
@pytest.mark.parametrize("fcntl", [None, types.ModuleType("fcntl")], ids=["no fcntl", "fcntl without flock"])
def test_without_locks_as_in_a_browser_it_is_kept(tmp_path, monkeypatch, fcntl):
    monkeypatch.setitem(sys.modules, "fcntl", fcntl)
    own = Progress(tmp_path / NAME)
    own.answered("chain-1", "correct")
    assert own.file.problem == ""
    assert Progress(tmp_path / NAME).records["chain-1"].solved


def test_a_file_that_may_not_be_read_is_not_overwritten(tmp_path, monkeypatch):
    path = tmp_path / NAME
    path.write_text(GOOD)

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(type(path), "read_text", refused)
        own = Progress(path)
        own.answered("product-1", "correct")
        assert "Permission denied" in own.file.problem
    assert path.read_text() == GOOD
    own.answered("product-1", "correct")  # once it can be read, both are there
    assert set(Progress(path).records) == {"chain-1", "product-1"}
    assert own.file.problem == ""


def test_a_failed_writing_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / NAME
    Progress(path).answered("chain-1", "correct")
    before = path.read_text()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    own = Progress(path)
    own.answered("chain-1", "correct")
    assert path.read_text() == before
    assert {found.name for found in tmp_path.iterdir()} == {NAME, f".{NAME}.lock"}
    assert "No space left on device" in own.file.problem

"""Grading a class: columns, order, bad rows, processes that die, interruption and resumption, a Dask cluster."""

import csv
import functools
import json
import os
import signal
import subprocess
import sys
import time

import pytest

import gdtutor as gd
from gdtutor.tutor import answers, grade, workers

GDTUTOR = [sys.executable, "-W", "error", "-m", "gdtutor"]  # a warning in the process is an error too

HEADER = ["id", "name", "expression", "variable", "answer"]
ROWS = [
    ["1", "Ada", "x^2", "x", "2x"],
    ["2", "Ben", "x^2", "x", "x"],
    ["3", "Cyd", "x^2", "x", ""],
    ["4", "Dov", "x^2", "x", "2*("],
    ["5", "Eve", "sqrt(x^2)", "x", "1"],
    ["6", "Fay", "log(x, 10)", "x", "1/x"],
]
VERDICTS = ["correct", "wrong", "unanswered", "unreadable", "partial", "wrong"]


def write(path, rows, header=HEADER, delimiter=","):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def read(path, delimiter=","):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_columns_are_kept_and_added_and_rows_keep_their_order(tmp_path):
    summary = gd.grade(write(tmp_path / "a.csv", ROWS), tmp_path / "g.csv")
    graded = read(tmp_path / "g.csv")
    assert list(graded[0]) == [*HEADER, *answers.ADDED]
    assert [row["name"] for row in graded] == [row[1] for row in ROWS]
    assert [row["verdict"] for row in graded] == VERDICTS
    assert summary.verdicts == {"wrong": 2, "correct": 1, "unanswered": 1, "unreadable": 1, "partial": 1}
    assert summary.mistakes == {"power_coefficient_missing": 1, "log_base": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "g.csv"]


def test_semicolons_and_a_byte_order_mark_as_spreadsheets_write_them(tmp_path):
    path = write(tmp_path / "a.csv", ROWS, delimiter=";")
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    gd.grade(path, tmp_path / "g.csv")
    assert [row["verdict"] for row in read(tmp_path / "g.csv", ";")] == VERDICTS


HOSTILE = [
    "__import__('os').system('touch hacked')", "9**9**9**9", "(" * 3000, "x" * 100_000, "\0", "\u202e2x", "=cmd()",
    "factorial(10**9)", "Sum(x,(x,1,10**9))", r"\def\a{\a\a}\a", "-" * 3000 + "x", "1e999999", "lambda: 0",
    "e^" * 39 + "x",
]  # fmt: skip


def test_hostile_rows_cost_only_themselves(tmp_path):
    rows = [[str(place), "", "x^2", "x", text] for place, text in enumerate(HOSTILE)]
    rows += [
        ["q", "", "(" * 999, "x", "1"],
        ["v", "", "x", "__class__", "1"],
        ["n", "", "", "", ""],
        ["ok", "", "x^2", "x", "2x"],
    ]
    gd.grade(write(tmp_path / "a.csv", rows), tmp_path / "g.csv")
    graded = read(tmp_path / "g.csv")
    assert {row["verdict"] for row in graded[:-1]} <= {"unreadable", "undecided", "unanswered"}
    assert graded[-1]["verdict"] == "correct"
    assert not os.path.exists("hacked")
    assert all(float(row["milliseconds"]) < 1_000 for row in graded)


def test_a_comma_outside_quotes_is_not_graded_as_something_else(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,expression,variable,answer\n1,x^2,x,max(2x,2x)\n2,x^2,x,2x\n")
    gd.grade(path, tmp_path / "g.csv")
    first, second = read(tmp_path / "g.csv")
    assert (first["verdict"], second["verdict"]) == ("unreadable", "correct")
    assert "quotes" in first["message"]


def test_an_error_of_ours_is_reported_in_the_row(tmp_path, monkeypatch):
    monkeypatch.setattr(answers, "check", lambda *_, **__: 1 / 0)
    gd.grade(write(tmp_path / "a.csv", ROWS[:1]), tmp_path / "g.csv")
    (row,) = read(tmp_path / "g.csv")
    assert (row["verdict"], row["evidence"]) == ("undecided", "internal error")
    assert "ZeroDivisionError" in row["message"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "are missing; the first line has nothing"),
        ("id,expression,variable\n", "answer is missing"),
        (None, "No such file"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path, content, words):
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(gd.ArgumentError, match=words):
        gd.grade(path, tmp_path / "g.csv")


def test_the_answers_are_never_overwritten(tmp_path):
    path = write(tmp_path / "a.csv", ROWS)
    with pytest.raises(gd.ArgumentError, match="another file"):
        gd.grade(path, path)


def test_no_rows_are_no_error(tmp_path):
    assert gd.grade(write(tmp_path / "a.csv", []), tmp_path / "g.csv").rows == 0


def test_an_interrupted_run_keeps_its_rows_and_goes_on(tmp_path, monkeypatch):
    path, done = write(tmp_path / "a.csv", ROWS), []

    def stop_after_three(rows):
        for place, (number, row) in enumerate(rows):
            if place == 3:
                raise KeyboardInterrupt
            yield number, answers.grade_row(row)

    monkeypatch.setattr(grade, "_grader", lambda *_: stop_after_three)
    with pytest.raises(KeyboardInterrupt):
        gd.grade(path, tmp_path / "g.csv")
    assert not (tmp_path / "g.csv").exists()
    journal = tmp_path / "g.csv.part"
    assert len(journal.read_text().splitlines()) == 3
    journal.write_text(journal.read_text() + '[4, "torn')  # as a power cut would leave it
    monkeypatch.setattr(
        grade, "_grader", lambda *_: lambda rows: (done.append(n) or (n, answers.grade_row(r)) for n, r in rows)
    )
    gd.grade(path, tmp_path / "g.csv")
    assert done == [3, 4, 5]
    assert [row["verdict"] for row in read(tmp_path / "g.csv")] == VERDICTS
    assert not journal.exists()


def test_rows_that_changed_since_are_graded_again(tmp_path, monkeypatch):
    (tmp_path / "g.csv.part").write_text(json.dumps([0, "another digest", {"verdict": "correct"}]) + "\n")
    gd.grade(write(tmp_path / "a.csv", ROWS[1:2]), tmp_path / "g.csv")
    assert read(tmp_path / "g.csv")[0]["verdict"] == "wrong"


def test_processes_give_the_same_as_one(tmp_path):
    rows = [(place, dict(zip(HEADER, row, strict=True))) for place, row in enumerate(ROWS * 4)]
    here = {number: row["verdict"] for number, row in workers.grade_here(rows)}
    there = {number: row["verdict"] for number, row in workers.grade_in_processes(rows, 2)}
    assert there == here


def die_on_bad(connection):
    """A worker as the real one, which one answer ends and another holds up for ever."""
    connection.send((workers.STARTED, {}))
    while (chunk := connection.recv()) is not None:
        for number, row in chunk:
            if row["answer"] == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if row["answer"] == "hang":
                time.sleep(600)
            connection.send((number, {"verdict": "correct"}))


@pytest.mark.parametrize("bad", ["die", "hang"])
def test_a_row_that_ends_or_holds_up_its_process_costs_only_itself(monkeypatch, bad):
    monkeypatch.setattr(workers, "_serve", die_on_bad)
    monkeypatch.setattr(workers, "SECONDS_A_ROW", 1.0)
    monkeypatch.setattr(workers, "_START_SECONDS", 20.0)
    rows = [(place, {"answer": bad if place in (3, 12) else "fine"}) for place in range(20)]
    found = {number: row["verdict"] for number, row in workers.grade_in_processes(rows, 2)}
    assert found == {place: "undecided" if place in (3, 12) else "correct" for place in range(20)}


def test_the_command_prints_a_summary_and_draws_a_chart(tmp_path):
    path = write(tmp_path / "a.csv", ROWS)
    command = [
        *GDTUTOR,
        "grade",
        str(path),
        "-o",
        str(tmp_path / "g.csv"),
        "--chart",
        str(tmp_path / "c.svg"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.startswith("6 answers: 2 wrong")
    assert "power_coefficient_missing: (u^n)' -> u^(n-1)" in done.stdout
    assert done.stderr == ""
    assert "power_coefficient_missing" in (tmp_path / "c.svg").read_text().replace("\n", "")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    path = write(tmp_path / "a.csv", ROWS)
    out_of, into = os.pipe()
    os.close(out_of)  # as head does
    command = [*GDTUTOR, "grade", str(path), "-o", str(tmp_path / "g.csv")]
    done = subprocess.run(command, stdout=into, stderr=subprocess.PIPE, text=True, timeout=120)
    os.close(into)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupted_command_says_so_and_goes_on_when_it_is_given_again(tmp_path):
    path = write(tmp_path / "a.csv", [[str(place), *ROWS[place % 6][1:]] for place in range(3000)])
    command = [*GDTUTOR, "grade", str(path), "-o", str(tmp_path / "g.csv")]
    listen = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # tests in the background are deaf to it
    running = subprocess.Popen(command, stdout=-1, stderr=-1, text=True, start_new_session=True, preexec_fn=listen)
    journal, patience = tmp_path / "g.csv.part", time.monotonic() + 60
    while not (journal.exists() and journal.stat().st_size > 10_000) and time.monotonic() < patience:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)  # as Ctrl-C does: to the command and to its processes
    output, errors = running.communicate(timeout=60)
    assert (running.returncode, output) == (130, "")
    assert errors.strip() == "Interrupted: the finished rows are kept; the same command goes on from there."
    kept = len(journal.read_text().splitlines())
    assert 0 < kept < 3000
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.startswith("3000 answers")
    assert [row["verdict"] for row in read(tmp_path / "g.csv")] == VERDICTS * 500


def test_the_command_says_what_is_missing(tmp_path):
    command = [*GDTUTOR, "grade", str(tmp_path / "none.csv"), "-o", str(tmp_path / "g.csv")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gdtutor: answers is")


def test_a_cluster_of_two_workers_of_which_one_is_killed_loses_nothing(tmp_path):
    distributed = pytest.importorskip("distributed")
    path = write(tmp_path / "a.csv", [[str(place), *ROWS[place % 6][1:]] for place in range(240)])
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        victim = next(iter(cluster.workers.values())).pid
        killed = []

        def kill_one_when_work_is_under_way(done, total):
            if done and not killed:
                os.kill(victim, signal.SIGKILL)
                killed.append(done)

        gd.grade(
            path, tmp_path / "g.csv", scheduler=cluster.scheduler_address, progress=kill_one_when_work_is_under_way
        )
    assert killed
    assert killed[0] < 240
    assert [row["verdict"] for row in read(tmp_path / "g.csv")] == VERDICTS * 40


def test_no_scheduler_at_the_address_is_named(tmp_path):
    pytest.importorskip("distributed")
    with pytest.raises(gd.ArgumentError, match="scheduler is 'nonsense'"):
        gd.grade(write(tmp_path / "a.csv", ROWS), tmp_path / "g.csv", scheduler="nonsense")

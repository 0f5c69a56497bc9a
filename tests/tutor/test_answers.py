"""Answer files as spreadsheets write them: encodings, separators, headers, numbers; nothing of a cell is lost."""

import csv

import pytest

import gdtutor as gd
from gdtutor.__main__ import main
from gdtutor.tutor import answers

HEADER = ["id", "name", "expression", "variable", "answer"]
ACCENTED = [["1", "Jürgen Müller – ‚€‘", "x³", "x", "3x²"], ["2", "Åsa", "x^2", "x", "x"]]
HIGH_BYTES = bytes(range(0x80, 0x100))


def grade(folder, content):
    """Grade a file of these bytes: the summary, the names of the columns, and the rows."""
    (folder / "a.csv").write_bytes(content)
    summary = gd.grade(folder / "a.csv", folder / "g.csv", processes=1)
    text = (folder / "g.csv").read_text(encoding="utf-8")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    header, *rows = csv.reader(text.splitlines(), delimiter=delimiter)
    return summary, header, rows


def table(rows, header=HEADER, delimiter=","):
    return "".join(delimiter.join(row) + "\r\n" for row in [header, *rows])


@pytest.mark.parametrize(
    ("encoding", "delimiter", "guessed"),
    [("utf-8", ",", False), ("utf-8-sig", ";", False), ("utf-16", "\t", False), ("cp1252", ";", True)],
)
def test_every_encoding_that_spreadsheets_write_is_read_and_nothing_is_lost(tmp_path, encoding, delimiter, guessed):
    summary, header, rows = grade(tmp_path, table(ACCENTED, delimiter=delimiter).encode(encoding))
    assert header == [*HEADER, *answers.ADDED]
    assert [row[:6] for row in rows] == [[*ACCENTED[0], "correct"], [*ACCENTED[1], "wrong"]]
    assert ("Windows-1252" in summary.note) == guessed


def test_all_bytes_of_a_file_of_no_known_encoding_are_kept_apart(tmp_path):
    _, _, (row,) = grade(tmp_path, table([["1", "NAME", "x^2", "x", "2x"]]).encode().replace(b"NAME", HIGH_BYTES))
    assert (row[5], len(set(row[1])), "\ufffd" in row[1]) == ("correct", 128, False)


def test_a_torn_utf_16_file_is_refused(tmp_path):
    with pytest.raises(gd.ArgumentError, match="UTF-16"):
        grade(tmp_path, "id,expression".encode("utf-16") + b"x")


def test_only_line_ends_end_a_row(tmp_path):
    (tmp_path / "a.csv").write_bytes(table([["1", "A\u2028B\x0bC", "x^2", "x", "2x"]]).encode())
    found = answers.read_answers(tmp_path / "a.csv")
    assert [row["name"] for row in found.rows] == ["A\u2028B\x0bC"]


def test_columns_are_found_in_any_capitals_and_keep_their_names(tmp_path):
    header = [" ID", "Name", "EXPRESSION ", "Variable", "Answer", "Order"]
    _, names, (row,) = grade(tmp_path, table([["1", "Ada", "x^3", "x", "6x", "2"]], header, "\t").encode())
    assert names == ["ID", "Name", "EXPRESSION", "Variable", "Answer", "Order", *answers.ADDED]
    assert row[6] == "correct"


def test_columns_of_one_name_keep_their_own_cells(tmp_path):
    header, cells = [*HEADER, "ID", "name"], ["1", "Ada", "x^2", "x", "2x", "A7", "Byron"]
    _, names, (row,) = grade(tmp_path, table([cells], header).encode())
    assert names == [*header, *answers.ADDED]
    assert row[:8] == [*cells, "correct"]


def test_what_the_first_line_has_and_lacks_is_said(tmp_path):
    with pytest.raises(gd.ArgumentError, match="id, variable are missing; the first line has Student, Expression, An"):
        grade(tmp_path, b"Student,Expression,Answer\n")


@pytest.mark.parametrize(("order", "answer"), [("1.0", "3x^2"), ("2,00", "6x"), (" 2. ", "6x"), ("", "3x^2")])
def test_an_order_is_read_as_spreadsheets_write_it(order, answer):
    row = {"id": "1", "expression": "x^3", "variable": "x", "answer": answer, "order": order}
    assert answers.grade_row(row)["verdict"] == "correct"


def test_an_empty_variable_is_named():
    graded = answers.grade_row({"id": "1", "expression": "x^2", "variable": " ", "answer": "2x"})
    assert graded["verdict"] == "unreadable"
    assert "its variable is empty" in graded["message"]


@pytest.mark.parametrize("order", ["-1", "two", "1.5", "9" * 30])
def test_a_bad_order_is_said_in_its_row(order):
    row = {"id": "1", "expression": "x^2", "variable": "x", "answer": "2x", "order": order}
    graded = answers.grade_row(row)
    assert graded["verdict"] == "unreadable"
    assert "is no whole number" in graded["message"]


def test_the_command_says_that_it_guessed_the_encoding(tmp_path, capsys):
    (tmp_path / "a.csv").write_bytes(table(ACCENTED, delimiter=";").encode("cp1252"))
    files = [str(tmp_path / name) for name in ("a.csv", "g.csv", "c.pdf")]
    assert main(["grade", files[0], "-o", files[1], "--chart", files[2]]) == 0
    printed = capsys.readouterr()
    assert "read as Windows-1252: save as 'CSV UTF-8'" in printed.err
    assert "Windows" not in printed.out
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("where", "verdict", "says"),
    [
        ("p = 1/(1+e^(-w*x))", "correct", ""),
        ("p = 1/(1+e^(-z)); z = w*x", "correct", ""),
        ("", "unreadable", "the question has no letter x"),
        ("p", "unreadable", "a letter and its formula are wanted"),
        ("p = 2x; p = 3x", "unreadable", "defines p twice"),
        ("p = q; q = p", "unreadable", "defined through each other"),
        ("p = )(", "unreadable", "cannot be read"),
    ],
)
def test_a_column_says_what_letters_stand_for(tmp_path, where, verdict, says):
    rows = [["1", "-log(p)", "w", "-x*(1-p)", where]]
    content = table(rows, ["id", "expression", "variable", "answer", "Where"]).encode()
    _, header, ((*kept, found, _, message, _, _, _, _),) = grade(tmp_path, content)
    assert (header[4], kept[4], found) == ("Where", where, verdict)
    assert says in message


def test_the_command_line_takes_what_letters_stand_for(capsys):
    asked = ["check", "-log(p)", "-x*(1-p)", "--wrt", "w", "--where"]
    assert main([*asked, "p = 1/(1+e^(-z)); z = w*x"]) == 0
    assert main([*asked, "p"]) == 2
    assert "such as p = 2x" in capsys.readouterr().err

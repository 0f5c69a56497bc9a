"""The command line: output, exit codes, bad usage."""

import io
import json
import subprocess
import sys

import pytest

import gdtutor as gd
from gdtutor.__main__ import main

GDTUTOR = [sys.executable, "-W", "error", "-m", "gdtutor"]  # a warning in the process is an error too


def test_the_check_of_the_readme_as_a_process():
    command = [*GDTUTOR, "check", "sin(2*t)*log(t**2)", "2*cos(2*t)*2*t/t**2", "--wrt", "t"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "the derivatives of the factors were multiplied" in done.stdout
    assert done.stderr == ""


def test_check_names_the_mistake_in_json(capsys):
    assert main(["check", "sin(2*t)*log(t**2)", "2*cos(2*t)*2*t/t**2", "--wrt", "t", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["mistake"] == "product_of_derivatives"


@pytest.mark.parametrize(
    ("expression", "answer", "code"),
    [("x^2", "2x", 0), ("x^2", "x", 1), ("sqrt(x^2)", "1", 1), ("x^2", "(", 2), ("x^2", "", 2), ("x^", "2x", 2)],
)
def test_exit_codes(expression, answer, code):
    assert main(["check", expression, answer, "--wrt", "x"]) == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["cos(x)", "-sin(x)", "--wrt", "x"],
        ["--wrt", "x", "cos(x)", "-sin(x)"],
        ["--wrt=x", "-x^2", "-2x"],
        ["--wrt", "x", "--", "cos(x)", "-sin(x)"],
        ["-(x^2)", "--(-2*x)", "--wr", "x"],
        ["-h^2", "-2h", "--wrt", "h"],
        ["-x", "-1", "--order", "1", "--wrt", "x"],
    ],
)
def test_formulas_may_begin_with_a_minus_sign(arguments):
    assert main(["check", *arguments]) == 0
    assert main(["check", *(each.replace("-s", "s").replace("-2", "2").replace("-1", "1") for each in arguments)]) == 1


def test_a_derivation_of_something_negative(capsys):
    assert main(["derive", "-x^2", "--wrt", "x", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"] == "-2*x"


def test_undecided_exits_with_3():
    huge = "e^(e^(e^(e^(x^2 + 20))))"  # no value of it can be computed
    assert main(["check", huge, f"2*{huge}", "--wrt", "x"]) == 3


def test_derive_prints_steps_json_and_latex(capsys):
    assert main(["derive", "x^2*sin(x)", "--wrt", "x"]) == 0
    assert "product rule" in capsys.readouterr().out
    assert main(["derive", "x^2*sin(x)", "--wrt", "x", "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["verified"] is True
    assert table["result"] == "x^2*cos(x) + 2*x*sin(x)"
    assert main(["derive", "x^2", "--wrt", "x", "--latex"]) == 0
    assert r"\frac{d}{dx}" in capsys.readouterr().out


def test_an_error_is_a_sentence_not_a_traceback(capsys):
    assert main(["derive", "2 +", "--wrt", "x"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("gdtutor: something is missing")


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["check", "x", "1"], ["nonsense"], ["derive", "x", "--wrt", "x", "--json", "--latex"]]
)
def test_bad_usage_exits_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: gdtutor" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("d/dx x^2*sin(x)\n= 2x*sin(x) + x^2*cos(x)\n", 0, "Correct"),
        ("d/dx x^2*sin(x)\n= 2x*cos(x)\n", 1, "derivatives of the factors were multiplied"),
        ("", 2, "Nothing is written yet"),
        ("d/dx x^^2 = 2x", 2, "cannot be read"),
        ("f'(x) = 2x", 3, "the function is wanted first"),
    ],
)
def test_a_working_comes_from_a_file_or_the_standard_input(text, code, says, tmp_path, capsys, monkeypatch):
    (tmp_path / "w.txt").write_text(text, encoding="utf-8")
    assert main(["working", str(tmp_path / "w.txt")]) == code
    assert says in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["working", "-", "--json"]) == code
    assert json.loads(capsys.readouterr().out) == gd.check_working(text).to_dict()


def test_a_working_that_is_no_file_is_named(capsys):
    assert main(["working", "/nowhere/at/all"]) == 2
    assert "expected a text file" in capsys.readouterr().err

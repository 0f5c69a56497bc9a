"""A teacher's own notes: right claims, wrong ones, hostile ones, and files that are no notes."""

import json
import re
import time
from dataclasses import fields
from pathlib import Path

import pytest

import gdtutor as gd
from gdtutor.__main__ import main
from gdtutor.tutor.auditing import apart
from gdtutor.tutor.auditing.judge import audited
from gdtutor.tutor.auditing.kinds import KINDS
from gdtutor.tutor.auditing.notes import Entry, notes_of

OWN = """
lecture = "My lecture"

[[claim]]
id = "mine"
where = "page 1"
claim = "(x²)′ = 2x"
kind = "derivative"
function = "x^2"
variable = "x"
answer = "2x"

[[claim]]
kind = "derivative"
function = "x*sin(x)"
variable = "x"
answer = "cos(x)"

[[claim]]
kind = "derivatve"
function = "x^2"

[[table]]
id = "neuron"
where = "page 2"
function = "1/(1 + e^(-w*x))"
variable = "w"
rows = [
  ["a = -w*x", "-x", "-x"],
  ["b = e^a", "e^a", "e^(-w*x)"],
  ["p = 1/(1 + b)", "1/(1 + b)^2", "-1/(1 + e^(-w*x))^2"],
]
product = "x*e^(-w*x)/(1 + e^(-w*x))^2"

[[series]]
where = "page 3"
function = "cos(x)"
variables = "x"
at = ["0"]
terms = ["1", "0", "-x^2/2", "x^3"]

[[left_out]]
where = "page 4"
claim = "it is easy"
why = "a matter of taste"
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "my_notes.toml"
    path.write_text(OWN, "utf-8")
    return path


def test_own_notes_are_audited(own):
    found = gd.audit(own)
    verdicts = [str(claim.verdict) for claim in found]
    assert verdicts == ["correct", "wrong", "unreadable", *["correct"] * 2, "wrong", *["correct"] * 4, "wrong"]
    assert found["claim-2"].found.mistake == "product_of_derivatives"
    assert "kind is 'derivatve'" in found["claim-3"].message
    assert found["neuron-3"].found.mistake.startswith("power_negative_exponent")
    assert "Not judged" in str(found)
    assert found.left_out[0].why == "a matter of taste"


def test_the_example_in_the_documentation_is_notes():
    page = (Path(__file__).parents[3] / "docs" / "notes.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, re.M | re.S)
    found = gd.audit(example)
    (counted,) = re.findall(r"^\d+ claims: .*", page, re.M)
    assert found.summary == counted
    assert found.counts["unreadable"] == found.counts["undecided"] == 0
    (slip,) = found.slips
    assert str(slip) in page
    for kind, made in KINDS.items():
        (row,) = re.findall(rf"^\| `{kind}` \|.*", page, re.M)
        assert all(f"`{field.name}`" in row for field in fields(made))


def test_a_text_of_several_lines_is_notes():
    (claim,) = gd.audit('[[claim]]\nkind = "number"\nvalue = "1/3"\nnumber = "0.34"')
    assert (claim.lecture, claim.verdict) == ("notes", "wrong")


def test_the_command_line_audits_own_notes(own, capsys):
    assert main(["audit", str(own), "--json"]) == 2  # one claim is unreadable
    assert json.loads(capsys.readouterr().out)["counts"] == {
        "correct": 7, "partial": 0, "wrong": 3, "undecided": 0, "unreadable": 1
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "0 claims"),
        ("lecture = ?\n", "not TOML: .*line 1"),
        ("[claim]\nkind='number'", "two brackets"),
        ("claims = 3", "has claims: lecture and lists of claim, table, series, left_out are wanted"),
        ("[[table]]\nrow = []", "table.* has row: only id, where, function, .*rows, .* are known"),
        ("[[series]]\nvariable = 'x'", "series.* has variable: only .*variables, .* are known"),
        ("[[left_out]]\nreason = ''", "left_out.* has reason: only where, claim, why are known"),
        ("lecture = 3\n[[claim]]", "its name as a text"),
        ("[[claim]]\nx = " + "[" * 5_000, "not TOML"),
        ("[[claim]]\n" * 2_001, "2001 claims"),
    ],
)
def test_a_file_that_is_no_notes_is_told_in_a_sentence(tmp_path, text, why):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(gd.ArgumentError, match=why):
        gd.audit(path)


def test_files_that_cannot_be_read(tmp_path):
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(gd.ArgumentError, match="not UTF-8"):
        gd.audit(binary)
    with pytest.raises(gd.ArgumentError, match="a part of the name of a lecture"):
        gd.audit(tmp_path)
    with pytest.raises(gd.ArgumentError, match="no such file"):
        gd.audit(str(tmp_path / "my_notes.toml"))
    with pytest.raises(gd.ArgumentError, match="the path"):
        gd.audit(3)  # type: ignore[arg-type]
    large = tmp_path / "large.toml"
    large.write_text("# " + "x" * 1_000_001)
    with pytest.raises(gd.ArgumentError, match="larger than"):
        gd.audit(large)


BAD = {
    "kind is 3": "kind = 3",
    "value is missing": 'kind = "number"\nnumber = "3"',
    "was value meant": 'kind = "number"\nvaleu = "3"\nnumber = "3"',
    "value is 3: a text": 'kind = "number"\nvalue = 3\nnumber = "3"',
    "a decimal number": 'kind = "number"\nvalue = "3"\nnumber = "os.system()"',
    "at most 60 digits": 'kind = "number"\nvalue = "3"\nnumber = "1e99999999"',
    "divides by zero": 'kind = "number"\nvalue = "1/0"\nnumber = "1"',
    "a number is wanted": 'kind = "number"\nvalue = "x"\nnumber = "1"',
    "a condition such as": 'kind = "equality"\nleft = "x"\nright = "x"\non = ["x is large"]',
    "meets all the conditions": 'kind = "equality"\nleft = "x"\nright = "x"\non = ["x > 0", "x < 0"]',
    "denominator of 0": 'kind = "equality"\nleft = "x"\nright = "x"\non = ["x > 1/0"]',
    "lists of texts": 'kind = "equality"\nleft = "x"\nright = "x"\nlet = [["y"]]',
    "one of <, <=": 'kind = "inequality"\nleft = "1"\nrelation = "=="\nright = "1"',
    "too long": f'kind = "number"\nvalue = "{"1+" * 400}1"\nnumber = "1"',
    "case is no list": 'kind = "number"\nvalue = "1"\nnumber = "2"\ncase = "always"',
    "id is 5": 'kind = "number"\nvalue = "1"\nnumber = "1"\nid = 5',
    "whole numbers are wanted": 'kind = "layer"\nproperty = "is a dense layer"\nrow = "i + q"\ncolumn = "j"',
    "between 1 and 8 steps": 'kind = "recursion"\nstate = "v"\nrule = "v"\nstart = "0"\nafter = "99"\nresult = "0"',
    "a row of a table": 'kind="row"\nfunction="x"\nvariable="x"\nrows=[["a = x", "1", "1"]]\nproduct="1"\nrow=7',
}


@pytest.mark.parametrize("why", BAD)
def test_a_bad_claim_says_what_is_wrong_with_it(why):
    (entry,) = notes_of(f"[[claim]]\n{BAD[why]}").entries
    found = audited(entry)
    assert found.verdict == "unreadable"
    assert why in found.message


def test_two_claims_of_one_name_are_told():
    claim = '[[claim]]\nid = "a"\nkind = "number"\nvalue = "1"\nnumber = "1"\n'
    assert [str(audited(entry).verdict) for entry in notes_of(claim * 2).entries] == ["correct", "unreadable"]


@pytest.mark.parametrize("part", ["table", "series"])
def test_a_table_that_lacks_something_is_one_bad_claim(part):
    (entry,) = notes_of(f'[[{part}]]\nwhere = "p. 1"').entries
    assert "is missing" in audited(entry).message


def test_every_kind_shows_what_it_judges_or_leaves_it_to_the_words():
    for kind, made in KINDS.items():
        assert made.__doc__
        assert ">>>" in made.__doc__, kind


def test_a_claim_that_takes_too_long_costs_only_itself():
    long = {"loss": "exp(sin(x)*cos(y)*exp(z*x))*log(x^2+y^2+z^2)", "variables": "x y z"}
    entries = [
        Entry("first", "L", "p. 1", "", "number", {"value": "1/3", "number": "0.33"}),  # waits for the process to start
        Entry("slow", "L", "p. 1", "", "descent", long),
        Entry("quick", "L", "p. 2", "", "number", {"value": "1/3", "number": "0.33"}),
    ]
    started = time.monotonic()
    first, slow, quick = apart.judged_apart(entries, seconds=0.1)  # it takes a second and more
    assert (first.verdict, slow.verdict, quick.verdict) == ("correct", "undecided", "correct")
    assert "no verdict came in 0.1 s" in slow.message
    assert time.monotonic() - started < 150  # two starts of Python with SymPy, on a busy machine


def test_a_fault_of_ours_is_told_and_spares_the_others(monkeypatch):
    def broken(self, seconds):
        raise TypeError("a fault")

    monkeypatch.setattr(KINDS["number"], "judge", broken)
    found = audited(Entry("a", "L", "p. 1", "", "number", {"value": "1", "number": "1"}))
    assert found.verdict == "undecided"
    assert "TypeError: a fault" in found.message

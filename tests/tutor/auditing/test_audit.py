"""The audit of the lectures: every verdict against an oracle, no verdict stored, none left when a claim is altered."""

import json
import re
import subprocess
import sys
import time
import tomllib
from importlib import resources

import pytest
from audit_oracles import ORACLES, truth

import gdtutor as gd
from gdtutor.__main__ import main
from gdtutor.tutor.auditing.audit import lecture_notes
from gdtutor.tutor.auditing.judge import audited
from gdtutor.tutor.auditing.notes import Entry, notes_of

ENTRIES = {entry.id: entry for notes in lecture_notes() for entry in notes.entries}
FILES = list(resources.files("gdtutor.tutor.auditing").joinpath("claims").iterdir())


@pytest.fixture(scope="module")
def lectures() -> gd.Audit:
    started = time.process_time()
    found = gd.audit()
    assert time.process_time() - started < 20  # 4 s on an idle core
    return found


@pytest.mark.parametrize("id", ENTRIES)
def test_every_verdict_is_the_true_one(lectures, id):
    assert lectures[id].verdict == truth(id)


def test_the_oracles_are_those_of_the_claims():
    assert ORACLES.keys() == ENTRIES.keys()
    assert len(ENTRIES) >= 140


def test_all_five_lectures_are_there(lectures):
    counted = {lecture: sum(claim.lecture == lecture for claim in lectures) for lecture in lectures.lectures}
    assert len(counted) == 5
    assert min(counted.values()) >= 10


def test_the_slips_are_these(lectures):
    assert {claim.id: claim.found.mistake.split(";")[0] for claim in lectures.slips} == {
        "hopkins-slope": "log_base",
        "hopkins-second-formula": "power_coefficient_missing",
        "hopkins-second-update": "log_base+power_coefficient_missing",
        "adaptive-dloss-dweight": "residual_sign",
        "lee-one-over-t": "",
        "cs109b-b-7": "overall_sign",
    }


def test_a_wrong_claim_is_a_slip_or_says_why_it_is_none(lectures):
    others = {claim.id for claim in lectures.having("wrong")} - {claim.id for claim in lectures.slips}
    assert others == {
        "hopkins-step", "hopkins-second-step", "adaptive-dloss-dprediction", "cs109b-b-6", "cs109b-b-column"
    }  # fmt: skip
    for id in others:
        assert lectures[id].doubt or lectures[lectures[id].follows].verdict == "wrong"


def test_nothing_ends_in_an_error_of_ours(lectures):
    assert [claim.id for claim in lectures if claim.found.evidence == "internal error"] == []
    assert all(claim.found.evidence for claim in lectures if claim.verdict == "partial")
    assert all(claim.found.domain for claim in lectures if claim.verdict == "partial")


# --- no verdict is stored ---


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_verdict_is_written_down(file):
    data = tomllib.loads(file.read_text("utf-8"))
    names = {name for part in ("claim", "table", "series") for record in data.get(part, []) for name in record}
    assert not names & {"verdict", "expected", "mistake", "wrong", "right_answer", "correct", "slip", "truth"}


def test_a_verdict_in_the_data_is_refused():
    (entry,) = notes_of('[[claim]]\nkind="number"\nvalue="1"\nnumber="2"\nverdict="correct"').entries
    assert audited(entry).verdict == "unreadable"


ALTERED = {
    "hopkins-quadratic": {"answer": "338θ + 1184"},
    "hopkins-zero": {"let": [["slope", "d/dθ((20 - 5θ)^2 + (41 - 12θ)^2)"], ["θ", "1184/337"]]},
    "hopkins-optimum": {"loss": "θ^4/4 - θ^3/3 - θ^2"},
    "hopkins-rounded": {"number": "3.6"},
    "hopkins-product-rule": {"right": "u'(x)*v'(x)"},
    "hopkins-derivative": {"answer": "2cos(2θ)*2θ/θ^2"},
    "hopkins-great": {"relation": ">"},
    "hopkins-time-based": {"left": "d/dt(α*(1 + β*t))"},
    "adaptive-expansion": {"polynomial": "f(a, b) - d/da(f(a, b))*(x - a) + d/db(f(a, b))*(y - b)"},
    "adaptive-batch": {"right": "f'(θ) + g'(θ) + h'(θ)"},
    "adaptive-v2": {"result": "β*(1 - β)*g_1 + g_2"},
    "adaptive-total-t": {"result": "(1 - β^(t + 1))*g"},
    "adaptive-consistent": {"rule": "β*v + (1 - β)*g"},
    "adaptive-bias-first": {"number": "0.9"},
    "adaptive-translation": {"row": "2i + a"},
    "adaptive-locality": {"row": "i + 2a"},
    "adaptive-dense": {"row": "i + a^2"},
    "lee-cancel": {"right": "η/sqrt(S*(t + 1))*g"},
    "lee-larger-step": {"relation": "<"},
    "lee-surprise-large": {"right": "60"},
    "lee-second": {"answer": "a"},
    "lee-variance": {"right": "2"},
    "lee-sin-8": {"term": "-(x - pi/4)^8/(40320sqrt(2))"},
    "lee-sin-10": {"term": "-(x - pi/4)^10/(362880sqrt(2))"},
    "mygrad-gradient": {"at": ["2", "-4"]},
    "mygrad-partials": {"components": ["2x", "2x"]},
    "cs109b-vector-chain": {"rule": "product along one path"},
    "cs109b-likelihood": {"right": "-(y*log(p) + (1 + y)*log(1 - p))"},
    "cs109b-a-product": {"product": "y*X*e^(-W*X)*1/(1 + e^(-W*X))"},
    "cs109b-b-product": {"product": "(1 - y)*1/(1 + e^(-W*X))"},
    "cs109b-a-4": {"rows": [
        ["ξ_1 = -W*X", "-X", "-X"], ["ξ_2 = e^ξ_1", "e^ξ_1", "e^(-W*X)"], ["ξ_3 = 1 + ξ_2", "1", "1"],
        ["ξ_4 = 1/ξ_3", "1/ξ_3^2", "-1/(1 + e^(-W*X))^2"], ["ξ_5 = log(ξ_4)", "1/ξ_4", "1 + e^(-W*X)"],
        ["L = -y*ξ_5", "-y", "-y"],
    ]},
}  # fmt: skip


@pytest.mark.parametrize("id", ALTERED)
def test_a_right_claim_that_is_altered_becomes_wrong(id):
    assert truth(id) == "correct"
    entry = ENTRIES[id]
    altered = Entry(**{**vars(entry), "fields": {**entry.fields, **ALTERED[id]}})
    assert audited(altered).verdict == "wrong"


@pytest.mark.parametrize(
    ("id", "repaired"),
    [
        ("hopkins-slope", {"number": "-5.62"}),
        ("hopkins-step", {"number": "-2.19"}),
        ("hopkins-second-formula", {"answer": "2cos(2θ)*log(θ^2) + sin(2θ)*2θ/θ^2"}),
        ("hopkins-second-update", {"number": "1.30"}),
        ("hopkins-second-step", {"number": "-5.02"}),
        ("adaptive-dloss-dweight", {"answer": "(w*x - y)*x"}),
        ("adaptive-dloss-dprediction", {"answer": "yhat - y"}),
        ("lee-one-over-t", {"left": "η/(t + 1)^(1/2)"}),
        ("lee-best-step", {"right": "abs(2a*x_0 + b)/abs(2a)"}),
        ("cs109b-b-6", {"forms": ["log(e^(-W*X)/(1 + e^(-W*X)))"]}),
    ],
)
def test_a_slip_that_is_repaired_becomes_right(id, repaired):
    entry = ENTRIES[id]
    assert audited(Entry(**{**vars(entry), "fields": {**entry.fields, **repaired}})).verdict == "correct"


def test_a_condition_is_proved_and_not_believed():
    entry = ENTRIES["cs109b-overshoot"]
    too_wide = {**entry.cases[0], "when": "η ≤ 3/k", "on": ["k > 0", "0 < τ <= 3"]}
    assert audited(entry).verdict == "partial"
    assert audited(Entry(**{**vars(entry), "cases": (too_wide,)})).verdict == "wrong"


# --- what is shown ---


def test_messages_begin_with_words_and_name_no_internals(lectures):
    for claim in lectures:
        assert re.match(r"(Correct|Wrong|Partly right)[.:]", claim.message), claim.id
        assert "lambda" not in claim.message
        assert "your answer" not in claim.message


def test_the_table_the_mathematics_and_the_data_agree(lectures):
    shown, markdown, data = str(lectures), lectures._repr_markdown_(), json.loads(json.dumps(lectures.to_dict()))
    assert sum(data["counts"].values()) == len(data["claims"]) == len(lectures)
    assert shown.count("\n  wrong ") == data["counts"]["wrong"] == markdown.count("| **wrong**<br>")
    assert {"lecture", "where", "claim", "verdict", "message"} <= data["claims"][0].keys()
    for line in markdown.splitlines():
        if line.startswith("| "):
            unescaped = re.sub(r"\\.", "", line)
            assert unescaped.count("|") == 4, line
            assert unescaped.count("$") % 2 == 0, line


def test_progress_is_told():
    told: list[tuple[int, int]] = []
    found = gd.audit("MyGrad", lambda done, total: told.append((done, total)))
    assert told[0] == (1, len(found))
    assert told[-1] == (len(found), len(found))


def test_it_runs_without_numpy_and_matplotlib():
    blocked = "import sys\nfor name in ('numpy', 'matplotlib', 'ipywidgets', 'anywidget'): sys.modules[name] = None\n"
    code = blocked + "import gdtutor as gd\nprint(gd.audit('Hopkins').counts['wrong'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "5", done.stderr


# --- the command line ---


def test_the_command_line_prints_the_claims(capsys):
    assert main(["audit", "MyGrad"]) == 0
    assert "partial    gradient, important point" in capsys.readouterr().out
    assert main(["audit", "hopkins", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["wrong"] == 5


def test_a_file_that_is_not_there_is_a_sentence(capsys):
    assert main(["audit", "nowhere.toml"]) == 2
    assert "notes is 'nowhere.toml': no such file" in capsys.readouterr().err

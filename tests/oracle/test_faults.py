"""The faults fit the package as it is, and the hunt finds some of them at once."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

import gdtutor
from tests.oracle.faults import Fault, faults, hunted

PACKAGE = Path(gdtutor.__file__).parent
FAULTS = {fault.id: fault for fault in faults()}


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len(FAULTS) == len(faults()) >= 44


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_one_change_with_which_its_module_still_loads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = FAULTS[name]
    broken = fault.broken(PACKAGE)
    assert broken != (PACKAGE / fault.file).read_text(encoding="utf-8")
    module = ModuleType("a_broken_module")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(broken, fault.file, "exec"), module.__dict__)


def test_a_text_that_is_not_there_once_is_told() -> None:
    with pytest.raises(ValueError, match="occurs 0 times"):
        Fault("none", "", "calculus/rules.py", "a text that is nowhere", "").broken(PACKAGE)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("quotient-sign", "derive"), ("used-twice-counts-once", "Loss"), ("answer-demands-dropped", "equal")],
)
def test_some_are_found_at_once(name: str, kind: str) -> None:
    found = hunted(FAULTS[name], 20, 1, [kind])
    assert found.kind == kind, str(found)


def test_what_is_no_fault_is_not_found() -> None:
    quotient = FAULTS["quotient-sign"]
    same = Fault("none", "", quotient.file, quotient.find, quotient.find + "  # the same")
    assert hunted(same, 3, 1, ["equal", "derive"]).kind == ""

"""One module for each public function, or family of them, that is held against the oracle."""

from __future__ import annotations

from tests.oracle.cases import Kind
from tests.oracle.trials.check import Check, Diagnosis
from tests.oracle.trials.equal import Equal

KINDS: list[Kind] = [Check(), Equal(), Diagnosis()]

"""One module for each public function, or family of them, that is held against the oracle."""

from __future__ import annotations

from tests.oracle.cases import Kind
from tests.oracle.trials.check import Check, Diagnosis
from tests.oracle.trials.claims import Claim
from tests.oracle.trials.convexity import Convexity
from tests.oracle.trials.derive import Derive, Gradient, Hessian
from tests.oracle.trials.descent import Descent
from tests.oracle.trials.directions import Direction, Steepest
from tests.oracle.trials.equal import Equal
from tests.oracle.trials.loss import Loss
from tests.oracle.trials.matrices import Matrices
from tests.oracle.trials.tables import ChainTable, CheckTable
from tests.oracle.trials.taylor import Taylor
from tests.oracle.trials.working import Working

KINDS: list[Kind] = [
    Check(),
    Equal(),
    Derive(),
    Working(),
    Diagnosis(),
    Gradient(),
    Hessian(),
    Loss(),
    Taylor(),
    Claim(),
    Descent(),
    Convexity(),
    ChainTable(),
    CheckTable(),
    Direction(),
    Steepest(),
    Matrices(),
]

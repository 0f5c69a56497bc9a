"""Proofs go through a second time in a reader that knows nothing of the kernel; what is corrupted does not."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from flint_replay import ReplayError, replay
from hypothesis import assume, given, settings
from rewritings import pairs
from tampering import NAMES, TAMPERED, certificates_by_name, copied

from gdtutor.calculus.equality.decide import equal

BENCHMARK = runpy.run_path(str(Path(__file__).parents[3] / "benchmarks" / "equality.py"))
EQUAL = BENCHMARK["equal_pairs"]()
SAMPLE = EQUAL if os.environ.get("GDTUTOR_PROFILE") == "long" else EQUAL[::5]
# what replay does not look at: what entries say that follows from their meaning, passes before the last one, factors
# that no note speaks of, and where zeros lie, which it finds by itself
NOT_LOOKED_AT = {
    "a_symbol_said_to_be_constant", "a_definition_that_speaks_of_nothing", "the_unit_of_a_sign", "a_pass_left_out",
    "notes_of_two_passes_swapped", "a_factor_replaced", "a_cut_left_out", "other_cuts", "one_cut_for_all_zeros",
}  # fmt: skip


@pytest.fixture(scope="module")
def certificates():
    return certificates_by_name()


@pytest.mark.parametrize(("left", "right"), SAMPLE)
def test_a_proved_pair_is_proved_by_flint(left, right):
    replay(equal(left, right).certificate)


@settings(max_examples=60)
@given(pairs())
def test_what_is_proved_of_random_pairs_is_proved_by_flint(pair):
    found = equal(*pair, seconds=0.5)
    assume(found.proved and found.certificate.cases)
    replay(found.certificate)


@pytest.mark.parametrize("name", NAMES)
def test_certificates_of_all_kinds_replay(certificates, name):
    replay(certificates[name])


@pytest.mark.parametrize(
    ("change", "name"),
    [tampered for tampered in TAMPERED if tampered[0].__name__ not in NOT_LOOKED_AT],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_corrupted_certificate_does_not_replay(certificates, change, name):
    changed = copied(certificates[name])
    changed = change(changed) or changed
    with pytest.raises(ReplayError):
        replay(changed)


@pytest.mark.parametrize("numbers", ["python", "flint"])
def test_proofs_are_the_same_whichever_numbers_sympy_computes_with(numbers):
    """SymPy takes FLINT's integers where it is installed, as some of those who learn have it."""
    program = (
        "from sympy.external.gmpy import GROUND_TYPES; import gdtutor; print(GROUND_TYPES);"
        "pairs = [('acos(x)', '2atan(sqrt((1 - x)/(1 + x)))'), ('max(x - 1, -x - 1, x - 3)', '|x| - 1'),"
        "('sqrt(3 + 2sqrt(2))*x', 'x + sqrt(2)*x'), ('cos(3x)', '4cos(x)^3 - 3cos(x)')];"
        "print([gdtutor.equal(*pair, seconds=5).certificate.check() for pair in pairs])"
    )
    environment = {**os.environ, "SYMPY_GROUND_TYPES": numbers}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == [numbers, "[True, True, True, True]"]

"""The oracle inside a broken copy of the package: it tells what it finds, and hunts on until it is told to stop.

Run by ``faults``, which knows whether the unbroken package fails in the same case. The time is that of the processor,
so that a busy machine finds as much as an idle one.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import gdtutor
from tests.oracle.cases import Tally
from tests.oracle.regressions import dumped
from tests.oracle.runner import Report, outcomes
from tests.oracle.trials import KINDS

SOON = 0.5  # seconds: half of the work that a verdict may take


def main() -> None:
    folder, seconds, seed, names, part, parts = sys.argv[1:]
    if not Path(gdtutor.__file__).is_relative_to(folder):
        raise RuntimeError(f"{gdtutor.__file__} is not the broken copy")
    kinds = [kind for kind in KINDS if kind.name in names.split(",")]
    report = Report(int(seed), {kind.name: Tally() for kind in kinds})
    began = before = time.process_time()
    for kind, case, outcome in outcomes(
        gdtutor, float(seconds), report, kinds, part=int(part), parts=int(parts), clock=time.process_time
    ):
        took, before = time.process_time() - before, time.process_time()
        # what took long may be undecided, or slow, because the machine is
        open_too_soon = outcome.status == "undecided" and took < SOON
        if not open_too_soon and (outcome.status != "failure" or outcome.what == "slow"):
            continue
        told = {
            "status": outcome.status,
            "kind": kind.name,
            "what": outcome.what,
            "line": kind.line(case),
            "seconds": time.process_time() - began,
            "case": dumped(kind.name, case, outcome.what, outcome.truth),
        }
        print(json.dumps(told), flush=True)
        if sys.stdin.readline().strip() != "on":
            return


if __name__ == "__main__":
    main()

"""Faults put in on purpose, one at a time: how many of them does the oracle find?

    python -m tests.oracle.faults --seconds 60 --only quotient-sign,safe-rate-doubled --jobs 2 --seed 1

A fault is an entry of ``faults.toml``: a file of the package, a text that occurs in it once, and what is put in its
place. Each is made in a copy of the package, in a temporary folder, and the oracle looks at the copy until it finds a
failure that the package itself does not have in the same case: as ``python -m tests.oracle`` does, in two processes
for so many seconds each, which are those of the processor, so that a busy machine finds as much as an idle one. Where
the parts of the package check each other, a fault makes no verdict wrong but many undecided: it is found, too, where
several cases are undecided at once that the package itself decides.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread

import gdtutor
from tests.oracle.cases import tried
from tests.oracle.regressions import parsed
from tests.oracle.runner import say
from tests.oracle.trials import KINDS

FILE = Path(__file__).with_name("faults.toml")
ROOT = Path(__file__).parents[2]
Hunt = subprocess.Popen[str]
NAMES = [kind.name for kind in KINDS]
SEED = 20_240_229
ENOUGH = 0.95  # of all faults
MARKEDLY = 5  # cases that are undecided only with the fault


@dataclass(frozen=True)
class Fault:
    """A slip of the pen in one place of the package.

    Attributes:
        id: its name.
        what: what is wrong, and why that matters.
        file: where, below the package's folder.
        find: the text in it, which occurs once.
        replace: what stands there instead.
        net: what else in the package or its tests would catch it, where that is worth knowing.
    """

    id: str
    what: str
    file: str
    find: str
    replace: str
    net: str = ""

    def broken(self, package: Path) -> str:
        """The text of the file with the fault in it."""
        text = (package / self.file).read_text(encoding="utf-8")
        if text.count(self.find) != 1:
            raise ValueError(f"{self.id}: its text occurs {text.count(self.find)} times in {self.file}")
        return text.replace(self.find, self.replace)


@dataclass(frozen=True)
class Found:
    """What came of one fault; ``kind`` is empty where it was not found."""

    fault: Fault
    kind: str = ""
    what: str = ""
    line: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        if not self.kind:
            return f"NOT FOUND {self.fault.id}: {self.what or self.fault.what}"
        return f"found {self.seconds:5.1f} s  {self.fault.id} [{self.kind}: {self.what}]\n    {self.line}"


def faults(path: Path = FILE) -> list[Fault]:
    """All faults, in the order of the file."""
    return [Fault(**entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]]


@contextmanager
def broken_copy(fault: Fault) -> Iterator[Path]:
    """A folder with a copy of the package in which the fault is made."""
    package = Path(gdtutor.__file__).parent
    text = fault.broken(package)
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        copy = Path(folder).resolve() / package.name
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / fault.file).write_text(text, encoding="utf-8")
        yield copy.parent


def environment(folder: Path) -> dict[str, str]:
    """What makes a subprocess import the copy, and this oracle."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), "PYTHONDONTWRITEBYTECODE": "1"}


def hunted(fault: Fault, seconds: float = 60, seed: int = SEED, kinds: Sequence[str] = NAMES, jobs: int = 1) -> Found:
    """Look for one fault, up to the first failure that is the fault's own; each job has its part of the trials."""
    with broken_copy(fault) as folder, ExitStack() as running:
        told: Queue[tuple[Hunt, str]] = Queue()
        given = [str(folder), str(seconds), str(seed), ",".join(kinds)]
        for part in range(jobs):
            hunt = _begun([*given, str(part), str(jobs)], folder)
            listener = Thread(target=_listen, args=(hunt, told), daemon=True)
            running.callback(_ended, hunt, listener)
            listener.start()
        undecided, ended = 0, 0
        while ended < jobs:
            hunt, line = told.get()
            if not line:
                if code := hunt.wait():
                    return Found(fault, what=f"the oracle ended with {code}")
                ended += 1
                continue
            this = json.loads(line)
            kind, case, _ = parsed(this["case"])
            status = tried(kind, gdtutor, case).status
            undecided += this["status"] == "undecided" and status == "fine"
            if undecided == MARKEDLY or (this["status"] == "failure" and status != "failure"):
                what = this["what"] if this["status"] == "failure" else f"{undecided} are undecided now"
                return Found(fault, this["kind"], what, this["line"], this["seconds"])
            assert hunt.stdin is not None
            hunt.stdin.write("on\n")
            hunt.stdin.flush()
    return Found(fault)


def _begun(arguments: Sequence[str], folder: Path) -> Hunt:
    command = [sys.executable, "-m", "tests.oracle.hunt", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=environment(folder), stdin=pipe, stdout=pipe, text=True)


def _listen(hunt: Hunt, told: Queue[tuple[Hunt, str]]) -> None:
    """Every line of a hunt, and an empty one at its end."""
    assert hunt.stdout is not None
    for line in hunt.stdout:
        told.put((hunt, line))
    told.put((hunt, ""))


def _ended(hunt: Hunt, listener: Thread) -> None:
    hunt.kill()
    hunt.wait()
    listener.join()
    for pipe in (hunt.stdin, hunt.stdout):
        with suppress(BrokenPipeError):  # what was still to be written has no reader any more
            if pipe is not None:
                pipe.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.faults", description="How many faults are found?")
    parser.add_argument("--seconds", type=float, default=60, help="of processor time for each")
    parser.add_argument("--only", default="", help="ids, joined by commas")
    parser.add_argument("--kinds", default=",".join(NAMES), help="joined by commas: " + ", ".join(NAMES))
    parser.add_argument("--jobs", type=int, default=2, help="processes that look for each fault, as of the oracle")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    chosen = [fault for fault in faults() if not given.only or fault.id in given.only.split(",")]
    if unknown := sorted({*given.only.split(",")} - {"", *(fault.id for fault in chosen)}):
        parser.error(f"no such fault: {', '.join(unknown)}")
    if unknown := sorted({*given.kinds.split(",")} - {*NAMES}):
        parser.error(f"no such kind: {', '.join(unknown)}")
    found = 0
    for fault in chosen:
        one = hunted(fault, given.seconds, given.seed, given.kinds.split(","), max(1, given.jobs))
        found += bool(one.kind)
        say(str(one))
    share = found / len(chosen)
    say(f"{found} of {len(chosen)} found within {given.seconds:g} s each ({100 * share:.1f} %), seed {given.seed}")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())

"""The command line: thin, every verb one call into the package."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import gdtutor as gd
from gdtutor.tutor.names import definitions

EXIT_CODES = {"correct": 0, "wrong": 1, "partial": 1, "unreadable": 2, "unanswered": 2, "undecided": 3}
_OPTION = re.compile(r"-h|--[a-z]+(=.*)?", re.S)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code.

    >>> main(["check", "x^2", "2x", "--wrt", "x"])
    Correct: proved equal to the derivative.
    0
    """
    options = _parser().parse_args(_guarded(sys.argv[1:] if arguments is None else arguments))
    try:
        return int(options.run(options))
    except gd.GdtutorError as problem:
        print(f"gdtutor: {problem}", file=sys.stderr)
        return 2


def _guarded(arguments: Sequence[str]) -> list[str]:
    """The arguments with a space before every formula that begins with a minus sign, which else were an option."""
    if not arguments or arguments[0] not in ("check", "derive") or "--" in arguments:
        return list(arguments)
    return [f" {each}" if each.startswith("-") and not _OPTION.fullmatch(each) else each for each in arguments]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gdtutor", description=str(gd.__doc__).partition("\n")[0], epilog="Run 'gdtutor VERB --help' for more."
    )
    parser.add_argument("--version", action="version", version=f"gdtutor {gd.__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    derive = verbs.add_parser("derive", help="differentiate step by step")
    derive.add_argument("expression", type=str.strip)
    _with_variable(derive)
    shape = derive.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print JSON")
    shape.add_argument("--latex", action="store_true", help="print LaTeX")
    derive.set_defaults(run=_derive)
    check = verbs.add_parser("check", help="check a hand-derived derivative and name the mistake")
    check.add_argument("expression", type=str.strip)
    check.add_argument("answer", type=str.strip)
    _with_variable(check)
    told = "what letters of the question stand for, such as 'p = 1/(1+e^(-z)); z = w*x'"
    check.add_argument("--where", default="", metavar="DEFINITIONS", help=told)
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=_check)
    working = verbs.add_parser("working", help="check a working line by line")
    working.add_argument("file", help="a text file with the working, or - for the standard input")
    working.add_argument("--wrt", metavar="VARIABLE", help="the variable, where the working does not say it")
    working.add_argument("--json", action="store_true", help="print JSON")
    working.set_defaults(run=_working)
    grade = verbs.add_parser("grade", help="grade a class's answers from a CSV file")
    grade.add_argument(
        "answers", help="CSV with the columns id, expression, variable, answer and optionally order and where"
    )
    grade.add_argument("-o", "--output", required=True, help="the graded CSV")
    grade.add_argument("--processes", type=int, help="how many processes (default: all cores)")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="hand the rows to the Dask cluster of this scheduler")
    grade.add_argument("--chart", metavar="PICTURE", help="draw the most frequent mistakes (.svg, .png or .pdf)")
    grade.add_argument("--json", action="store_true", help="print the summary as JSON")
    grade.set_defaults(run=_grade)
    audit = verbs.add_parser("audit", help="judge every claim of the five lectures, or of your own notes")
    audit.add_argument("notes", nargs="?", help="a TOML file with claims, or a part of a lecture's name (default: all)")
    audit.add_argument("--json", action="store_true", help="print JSON")
    audit.set_defaults(run=_audit)
    # no option is gdtutor's own here: all belong to JupyterLab, --help too
    lab = verbs.add_parser("lab", help="open JupyterLab on the lessons", prefix_chars="\0", add_help=False)
    lab.add_argument("options", nargs="*", help="handed to jupyter lab as they are")
    lab.set_defaults(run=_lab)
    return parser


def _with_variable(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wrt", required=True, metavar="VARIABLE", help="differentiate with respect to this variable")
    parser.add_argument("--order", type=int, default=1, help="order of the derivative (default 1)")


def _show(what: object) -> None:
    """Print. A reader that has seen enough, as head has, is no error."""
    try:
        print(what, flush=True)
    except BrokenPipeError:
        # else the interpreter would complain once more when it flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _derive(options: argparse.Namespace) -> int:
    derivation = gd.derive(options.expression, options.wrt, options.order)
    if options.json:
        _show(json.dumps(derivation.to_dict(), indent=2, ensure_ascii=False))
    else:
        _show(derivation.latex() if options.latex else derivation)
    return 0


def _check(options: argparse.Namespace) -> int:
    where = definitions(options.where)
    found = gd.check(options.expression, options.wrt, options.answer, options.order, where=where)
    _show(json.dumps(found.to_dict(), indent=2, ensure_ascii=False) if options.json else found)
    return EXIT_CODES[found.verdict]


def _working(options: argparse.Namespace) -> int:
    try:
        data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as problem:
        raise gd.ArgumentError(f"file is {options.file!r}: expected a text file ({problem.strerror})") from problem
    found = gd.check_working(data.decode("utf-8-sig", "replace"), options.wrt)
    _show(json.dumps(found.to_dict(), indent=2, ensure_ascii=False) if options.json else found)
    return EXIT_CODES[found.verdict]


def _grade(options: argparse.Namespace) -> int:
    bar = _ProgressBar()
    try:
        summary = gd.grade(options.answers, options.output, options.processes, options.scheduler, bar)
    except KeyboardInterrupt:
        print("\nInterrupted: the finished rows are kept; the same command goes on from there.", file=sys.stderr)
        return 130
    if summary.note:
        print(f"gdtutor: {summary.note}", file=sys.stderr)
    _show(json.dumps(summary.to_dict(), indent=2) if options.json else summary)
    if options.chart:
        gd.mistake_chart(summary, options.chart)
    return 0


def _audit(options: argparse.Namespace) -> int:
    """Exit 0 when everything was judged, whatever the verdicts: slips are what an audit is to find."""
    found = gd.audit(options.notes, _ProgressBar())
    _show(json.dumps(found.to_dict(), indent=2, ensure_ascii=False) if options.json else found)
    return next((EXIT_CODES[verdict] for verdict in ("unreadable", "undecided") if found.counts[verdict]), 0)


class _ProgressBar:
    """A bar on the terminal; nothing where the output goes to a file."""

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty() and total:
            filled = 30 * done // total
            end = "\n" if done == total else ""
            print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", end=end, file=sys.stderr, flush=True)


def _lab(options: argparse.Namespace) -> int:
    from gdtutor.tutor.lessons import open_lab

    return open_lab(options.options)


if __name__ == "__main__":
    sys.exit(main())

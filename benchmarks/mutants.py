"""How many small faults planted in the core rooms the tests notice.

Each fault is one comparison flipped, one number one larger, `and` for `or`, a `not` left out, a
condition taken for granted or a statement dropped, in a copy of the project; then those tests run
that reach the place, of its own room first, and, where they notice nothing, the rest of the files
in which they stand (what is made once for a file is reached by its first test alone).

A test that fails without a fault is not counted: it would seem to notice every one. A fault that
takes PATIENCE times as long as the tests do without it hangs, and that is noticed.

Which tests reach what is found by one run of them all; --map FILE keeps it, and then only tests
that have changed run again. --room takes those of the faults drawn that lie in some rooms, and
asks their tests alone, so that several runs can share one sample. Run:
python benchmarks/mutants.py [--faults 100] [--seed 1] [--room ROOM ...] [--beside ROOM ...]
    [--map FILE]
"""

import argparse
import compileall
import contextlib
import importlib
import os
import resource
import shutil
import signal
import tempfile
import time
from pathlib import Path

from planting import Fault, drawn
from reach import CORE as ROOMS
from reach import Reach, reached

ROOT = Path(__file__).parents[1]
BESIDE = ("feeds", "reports", "journeys", "commands")
PATIENCE = 5  # times as long as without a fault
LEAST = 30  # seconds of the processor
ENOUGH = 120.0  # seconds of tests for one fault; the slowest of those that reach it are left out
BAR = 0.92
QUICKEST = 20  # tests, which must pass before anything is said of a fault
# What tests load and no fault is planted in: loaded once, before the forks.
LOADED = (
    "pytest", "pydantic", "yaml", "openpyxl", "lxml.html", "icalendar", "jinja2",
    "click.testing", "lunar_python", "chinese_calendar", "docx", "xlsxwriter",
)  # fmt: skip


def main() -> None:
    """Plant faults one after the other and say which no test noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", nargs="*", choices=ROOMS, default=ROOMS)
    parser.add_argument("--beside", nargs="*", choices=BESIDE, default=BESIDE)
    parser.add_argument("--map", type=Path)
    given = parser.parse_args()
    chosen = [
        each
        for each in drawn(ROOT, ROOMS, given.faults, given.seed)
        if each.file.parts[1] in given.room
    ]
    with tempfile.TemporaryDirectory() as name:
        copied = Path(name).resolve() / "project"
        away = shutil.ignore_patterns(".git", ".venv", "out", "node_modules", "__pycache__")
        shutil.copytree(ROOT, copied, ignore=away, symlinks=True)
        reach = reached(copied, [*given.room, *given.beside], given.map)
        compileall.compile_dir(copied / "cadence", quiet=1)
        for module in LOADED:
            with contextlib.suppress(ImportError):
                importlib.import_module(module)
        quickest = sorted(reach.took, key=reach.took.__getitem__)[:QUICKEST]
        if seen := failing(copied, quickest, reach):
            raise SystemExit(f"{seen} fails without a fault; nothing can be said of faults")
        noticed = 0
        for number, fault in enumerate(chosen, 1):
            seen = is_noticed(copied, fault, reach)
            noticed += bool(seen)
            said = f"noticed by {seen}" if seen else f"NOT NOTICED: {fault.before}"
            print(f"{number:4} {fault.file}:{fault.line} {fault.kind}: {said}", flush=True)
    share = noticed / len(chosen)
    print(f"noticed {noticed} of {len(chosen)} ({share:.0%}); bar {BAR:.0%}")


def is_noticed(project: Path, fault: Fault, reach: Reach) -> str:
    """Name the test that fails with a fault in place, who reaches it first; "" where none does."""
    target = project / fault.file
    whole, stat = target.read_text(encoding="utf-8"), target.stat()
    target.write_text(fault.text, encoding="utf-8")
    tests = within(reach.tests(fault.place, fault.file.parts[1]), reach)
    files = list(dict.fromkeys(each.split("::")[0] for each in tests))
    beside = [each for each in reach.took if each.split("::")[0] in files and each not in tests]
    try:
        return failing(project, tests, reach) or failing(project, within(beside, reach), reach)
    finally:
        target.write_text(whole, encoding="utf-8")
        os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # what was compiled holds again


def within(tests: list[str], reach: Reach) -> list[str]:
    """Leave out what takes longer than one fault is worth."""
    kept, spent = [], 0.0
    for test in tests:
        if spent + reach.took[test] <= ENOUGH:
            kept.append(test)
            spent += reach.took[test]
    return kept


def failing(project: Path, tests: list[str], reach: Reach) -> str:
    """Run tests in a child until the first that fails, and name it; "" where all pass."""
    if not tests:
        return ""
    most = max(LEAST, int(PATIENCE * sum(reach.took[each] for each in tests)))
    said = project.with_name("failed.txt")
    said.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        _be_pytest(project, tests, said, most)
    ends = time.monotonic() + 10 * most
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > ends:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "its hanging"
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what the tests may have left running
    if not status:
        return ""
    named = said.read_text(encoding="utf-8") if said.exists() else ""
    return named or ("its hanging" if os.WIFSIGNALED(status) else "loading")


def _be_pytest(project: Path, tests: list[str], said: Path, most: int) -> None:
    """Be the tests: nothing of the benchmark's runs in this process any more."""
    code = 1
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        os.chdir(project)
        os.environ["PYTHONPATH"] = str(project)
        import sys

        import pytest

        sys.path[:] = [str(project), *(each for each in sys.path if each != str(ROOT))]
        sys.path_importer_cache.clear()
        code = int(
            pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests], plugins=[Says(said)])
        )
    finally:
        os._exit(code)


class Says:
    """Tells which test failed."""

    def __init__(self, file: Path) -> None:
        """Remember where to say it."""
        self.file = file

    def pytest_runtest_logreport(self, report: object) -> None:
        """Write down the name of the test that failed."""
        if report.failed:  # type: ignore[attr-defined]
            self.file.write_text(report.nodeid, encoding="utf-8")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()

"""How fast a month is issued: 36 units × one month as HTML, XLSX and PDF, and one unit's page.

Both from the shell, so that starting the program and reading rules/ count; beside them the time
that each form takes by itself, per table.

Run: python benchmarks/duty.py [--units N]
"""

import argparse
import datetime as dt
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import feeds

from cadence.core.dates import Span
from cadence.core.history import EMPTY
from cadence.occurrences import Asked, scenes_of
from cadence.print.fonts import find_faces
from cadence.reports.duty.forms import render_form
from cadence.reports.duty.month import month_of_place, tables_of
from cadence.rules.workspace import read_workspace

FORMS = ("html", "xlsx", "pdf", "docx")
BAR_SECONDS, BAR_ONE = 30, 1
MONTH, AS_OF = "2026-12", "2026-12-01"
ROUNDS = 3


def main() -> None:
    """Print seconds and their ratios to the bars."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=36)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="duty-"))
    try:
        feeds.write_workspace(folder, arguments.units)
        policy = folder / "rules" / "bench" / "policy.yaml"
        policy.write_text("tracking_from: 2026-11-20\n", encoding="utf-8")
        whole = [issued(folder) for _ in range(ROUNDS)]
        page = folder / "one.html"
        one = [run(folder, "--unit", "unit-0001", "-o", str(page)) for _ in range(2 * ROUNDS + 1)]
        files = len(list((folder / "out" / "duty").rglob("unit-*")))
        print(f"{arguments.units} units, {files} files and the collected ones")
        report("the whole month", statistics.median(whole), BAR_SECONDS)
        report("one unit's page", statistics.median(one), BAR_ONE)
        by_form(folder)
    finally:
        shutil.rmtree(folder)


def issued(folder: Path) -> float:
    """Issue the month from nothing."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    return run(folder)


def run(folder: Path, *more: str) -> float:
    """Time the command from the shell."""
    command = [sys.executable, "-m", "cadence", "--workspace", str(folder), "duty", MONTH]
    started = time.perf_counter()
    subprocess.run([*command, "--as-of", AS_OF, *more], check=True, capture_output=True)
    return time.perf_counter() - started


def by_form(folder: Path) -> None:
    """Print how long each form takes for one table, once its library is loaded."""
    span = Span(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    moment = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    (scene,) = scenes_of(read_workspace(folder), EMPTY, Asked(span=span, place="bench"), moment)
    table = tables_of(month_of_place(scene), ())[0]
    faces = find_faces(folder / "fonts")
    for form in FORMS:
        render_form(form, [table], faces)
        started = time.perf_counter()
        render_form(form, [table], faces)
        seconds = time.perf_counter() - started
        print(f"  {form:4} {seconds * 1000:6.0f} ms for {len(table.rows)} rows")


def report(name: str, seconds: float, bar: float) -> None:
    """Print one figure beside its bar."""
    print(f"{name:16} {seconds:6.2f} s, {seconds / bar:.2f} of the bar of {bar} s")


if __name__ == "__main__":
    main()

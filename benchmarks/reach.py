"""Which tests reach which places: a map made once, and made anew only for tests that changed."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from planting import probed

# Loaded by pytest as a plugin and by every probed file. A command in a process of its own says
# what it reaches too: a forked one keeps the name of the test, a started one finds it set.
PROBE = """
import os
_file = os.open(os.environ["CADENCE_REACHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
seen = set()
test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]

def hit(place):
    if place not in seen:
        seen.add(place)
        os.write(_file, f"{place}\\t{test}\\n".encode())

def pytest_runtest_logstart(nodeid, location):
    global test
    test = nodeid
    seen.clear()

def pytest_runtest_logreport(report):
    os.write(_file, f"\\t{report.nodeid}\\t{report.outcome}\\t{report.duration}\\n".encode())
"""
BROWSERS = ("chromium", "browser")  # seconds each, and they look at pages


@dataclass(slots=True)
class Reach:
    """What each place is reached by, and how long each test takes; only tests that pass."""

    files: dict[str, str] = field(default_factory=dict)  # a file of tests: what it held
    took: dict[str, float] = field(default_factory=dict)  # a test: seconds
    by: dict[str, list[str]] = field(default_factory=dict)  # a place: tests

    def tests(self, place: str, own: str) -> list[str]:
        """List the tests that reach a place, those of its own room first, the quickest first.

        Where nobody is known to reach it, the code has changed: whoever reaches its function.
        """
        found = self.by.get(place) or self._near(place)
        return sorted(
            found, key=lambda each: (not each.startswith(f"tests/{own}/"), self.took[each])
        )

    def _near(self, place: str) -> list[str]:
        function = place.rpartition(".")[0] + "."
        return list(
            {test for p, tests in self.by.items() if p.startswith(function) for test in tests}
        )


def reached(project: Path, rooms: list[str], kept: Path | None) -> Reach:
    """Read the map, run the tests that it does not know in a copy with probes, and keep it."""
    reach = Reach(**json.loads(kept.read_text())) if kept and kept.exists() else Reach()
    held = {name: digest for name, digest in files_of(project, rooms) if not skipped(name)}
    asked = [name for name, digest in held.items() if reach.files.get(name) != digest]
    gone = {each for each in reach.files if not (project / each).exists()} | set(asked)
    reach.took = {test: s for test, s in reach.took.items() if test.split("::")[0] not in gone}
    reach.by = {
        place: [each for each in tests if each in reach.took] for place, tests in reach.by.items()
    }
    if asked:
        _run(project, asked, reach)
        reach.files |= {name: held[name] for name in asked}
    if kept:
        kept.write_text(json.dumps({name: getattr(reach, name) for name in Reach.__slots__}))
    return reach


def files_of(project: Path, rooms: list[str]) -> list[tuple[str, str]]:
    """List the files of tests of some rooms, each with what tells its content."""
    return [
        (file.relative_to(project).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest())
        for room in rooms
        for file in sorted((project / "tests" / room).rglob("test_*.py"))
    ]


def skipped(name: str) -> bool:
    """Tell whether tests are of pages in a browser."""
    return any(each in name for each in BROWSERS)


def _run(project: Path, asked: list[str], reach: Reach) -> None:
    """Run tests in a copy whose core says what is reached, and take what they said."""
    copied = project.with_name("probed")
    shutil.copytree(project, copied, symlinks=True)
    for file in sorted((copied / "cadence").rglob("*.py")):
        if file.relative_to(copied).parts[1] in CORE:
            file.write_text(probed(copied, file), encoding="utf-8")
    (copied / "cadence_probe.py").write_text(PROBE, encoding="utf-8")
    said = copied / "reached.txt"
    environ = {**os.environ, "PYTHONPATH": str(copied), "CADENCE_REACHED": str(said)}
    plugins = ["-p", "no:cacheprovider", "-p", "cadence_probe"]
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, *asked],
        cwd=copied, env=environ, check=False, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    by: dict[str, set[str]] = defaultdict(set)
    took: dict[str, float] = defaultdict(float)
    failed: set[str] = set()
    for line in said.read_text(encoding="utf-8").splitlines():
        match line.split("\t"):
            case ["", test, outcome, seconds]:
                took[test] += float(seconds)
                if outcome != "passed":
                    failed.add(test)
            case [place, test]:
                by[place].add(test)
    for test in sorted(failed):
        print(f"not counted, for it does not pass without a fault: {test}", flush=True)
    reach.took |= {test: seconds for test, seconds in took.items() if test not in failed}
    for place, tests in by.items():
        known = reach.by.setdefault(place, [])
        known += sorted(each for each in tests if each in reach.took)
    shutil.rmtree(copied)


CORE = ("core", "workdays", "rules", "occurrences", "ledger", "conflicts")

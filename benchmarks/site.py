"""How long the pages take: everything anew, a new day, nothing changed; beside drawing all always.

Run: python benchmarks/site.py [--rounds N] [--units N]

Builds the feeds and pages of the rules as shipped, each time in a process of its own, as the
office's clock would start it. With --units, also a county of so many townships.
"""

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
FULL_BAR, UNCHANGED_BAR = 20.0, 3.0  # seconds on two cores
Cost = tuple[float, float]  # seconds by the clock, and of a processor, which others do not slow
PARTS = ("--only", "feeds", "--only", "pages")
TODAY, TOMORROW = "2026-11-22", "2026-11-23"


def main() -> None:
    """Measure every kind of build in turn, several times, and print medians beside the bars."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--units", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "rules", folder / "rules")
        report("the rules as shipped", folder, asked.rounds)
        if asked.units:
            grow(folder, asked.units)
            report(f"{asked.units} townships more", folder, 1)


def report(title: str, folder: Path, rounds: int) -> None:
    kinds = ("anew", "unchanged", "a new day", "unchanged, all drawn")
    found: dict[str, list[Cost]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        shutil.rmtree(folder / "out", ignore_errors=True)
        found["anew"].append(cost(folder, TODAY))
        found["unchanged"].append(cost(folder, TODAY))
        found["a new day"].append(cost(folder, TOMORROW))
        (folder / "out" / "site" / "pages.json").unlink()
        found["unchanged, all drawn"].append(cost(folder, TOMORROW))
    files = [file for file in (folder / "out").rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{title}: {len(files)} files, {size:.1f} MB")
    medians = {kind: statistics.median(wall for wall, _ in each) for kind, each in found.items()}
    for kind, each in found.items():
        work = statistics.median(work for _, work in each)
        print(f"  {kind:22} {medians[kind]:6.2f} s  (processor {work:.2f} s)")
    anew, unchanged, _day, obvious = medians.values()
    print(f"  anew: {anew / FULL_BAR:.2f} of the bar; unchanged: {unchanged / UNCHANGED_BAR:.2f}")
    print(f"  unchanged: {obvious / unchanged:.1f}× as fast as drawing every page")


def cost(folder: Path, day: str) -> Cost:
    """Time one build as a process of its own."""
    command = [sys.executable, "-m", "cadence", "--workspace", folder, "build", "--as-of", day]
    started, worked = time.perf_counter(), processor()
    subprocess.run([*command, *PARTS, "--force"], check=True, capture_output=True)
    return time.perf_counter() - started, processor() - worked


def processor() -> float:
    """Return the processor seconds of all processes started so far, and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def grow(folder: Path, units: int) -> None:
    """Add townships to one county, which its groups then stand for."""
    roster = folder / "rules" / "enyang" / "units.yaml"
    text = roster.read_text(encoding="utf-8")
    head, key, rest = text.partition("\nunits:\n")
    more = "".join(f"  - {{id: added-{n}, name: 新增{n}镇}}\n" for n in range(units))
    added = ", ".join(f"added-{n}" for n in range(units))
    before, members, after = rest.partition("members: [")
    roster.write_text(f"{head}{key}{more}{before}{members}{added}, {after}", encoding="utf-8")


if __name__ == "__main__":
    main()

"""How long a build takes and what it weighs: everything anew, nothing changed, a new day.

Run: python benchmarks/site.py [--rounds N] [--units N] [--many] [--jobs N]

Builds everything of the rules as shipped, each time in a process of its own, as the office's clock
would start it. With --units, also a county of so many townships. With --many, also 41 places of
some 1,600 units: the shipped counties copied under other names (COPIES says how often each), and
the statutes. What a processor does is printed beside the clock, which others on the machine slow.
"""

import argparse
import gzip
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIES = {"yincheng": 27, "enyang": 5, "yichuan": 5, "xiayi": 3}  # and national: 41 places
# Seconds by the clock on two idle cores, of a processor, and megabytes: of the many places.
MANY_BARS = {"anew": 60.0, "processor": 110.0, "unchanged": 8.0, "MB": 120.0, "index kB": 60.0}
FULL_BAR, UNCHANGED_BAR = 20.0, 3.0  # seconds on two cores
Cost = tuple[float, float]  # seconds by the clock, and of a processor, which others do not slow
TODAY, TOMORROW = "2026-11-22", "2026-11-23"


def main() -> None:
    """Measure every kind of build in turn, several times, and print medians beside the bars."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--units", type=int, default=0)
    parser.add_argument("--many", action="store_true", help="also 41 places")
    parser.add_argument("--jobs", type=int, default=2, help="processes for the many places")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "rules", folder / "rules")
        report("the rules as shipped", folder, asked.rounds)
        if asked.units:
            grow(folder, asked.units)
            report(f"{asked.units} townships more", folder, 1)
    if asked.many:
        with tempfile.TemporaryDirectory() as name:
            weigh_many(Path(name), asked.jobs)


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


def weigh_many(folder: Path, jobs: int) -> None:
    """Build 41 places anew, again and on a new day, and print what it took beside the bars."""
    copy_places(folder / "rules")
    crew = ("--jobs", str(jobs))
    found = {
        "anew": cost(folder, TODAY, *crew),
        "unchanged": cost(folder, TODAY, *crew),
        "a new day": cost(folder, TOMORROW, *crew),
    }
    out = folder / "out"
    files = [file for file in out.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files) / 1e6
    units = len(list(out.glob("feeds/*/*.ics")))
    index = len(gzip.compress((out / "index.html").read_bytes())) / 1e3
    bars = MANY_BARS
    print(f"{len(list((folder / 'rules').iterdir()))} places, {units} units, {len(files)} files")
    print(
        f"  {size:.1f} MB, {size / bars['MB']:.2f} of the bar; {size / units * 1e3:.0f} kB a unit"
    )
    for folder_of in sorted(each for each in out.iterdir() if each.is_dir()):
        part = sum(file.stat().st_size for file in folder_of.rglob("*") if file.is_file())
        print(f"    {folder_of.name:10} {part / 1e6:6.1f} MB")
    for kind, (wall, work) in found.items():
        bar = f", {wall / bars[kind]:.2f} of the bar" if kind in bars else ""
        print(f"  {kind:10} {wall:6.1f} s{bar} (processor {work:.1f} s)")
    print(f"  memory: {most_memory():.0f} MB at most, of one process")
    print(f"  processor anew: {found['anew'][1] / bars['processor']:.2f} of the bar")
    print(f"  index: {index:.1f} kB packed, {index / bars['index kB']:.2f} of the bar")


def copy_places(rules: Path) -> None:
    """Copy the shipped places under other names, as often as COPIES says; their packs with them."""
    shutil.copytree(ROOT / "rules" / "national", rules / "national")
    for place, times in COPIES.items():
        for number in range(times):
            name = f"{place}-{number}" if number else place
            shutil.copytree(ROOT / "rules" / place, rules / name)
            for file in (rules / name).glob("*.yaml"):
                text = file.read_text(encoding="utf-8")
                file.write_text(text.replace(f"{place}/", f"{name}/"), encoding="utf-8")


def cost(folder: Path, day: str, *more: str) -> Cost:
    """Time one build as a process of its own."""
    command = [sys.executable, "-m", "cadence", "--workspace", folder, "build", "--as-of", day]
    started, worked = time.perf_counter(), processor()
    subprocess.run([*command, *more, "--force"], check=True, capture_output=True)
    return time.perf_counter() - started, processor() - worked


def processor() -> float:
    """Return the processor seconds of all processes started so far, and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def most_memory() -> float:
    """Return the megabytes that the largest of the processes started so far has held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


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

"""How fast rules become published feeds: 1,000 units × 40 rules × 36 months in 1,000 files.

Side by side in one run:

    ours   rules/ on disk → read → date → render → publish, as `cadence build` does it
    (a)    the obvious generator: one icalendar Event with .add() per occurrence, the dates from
           dateutil.rrule; timed on a few units and counted per event, its bytes compared with ours
    (b)    writing ours' bytes from memory to the same disk

Run: python benchmarks/feeds.py [--units N] [--folder DIR]
"""

import argparse
import datetime as dt
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

    from cadence.core.occurrence import Unit, Window
    from cadence.core.policy import Policy
    from cadence.core.rule import Rule
    from cadence.occurrences.scene import Scene

RULES, MONTHS, SAMPLE = 40, 36, 3
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 12, 31)
DOCUMENT = """\
document:
  title: 关于进一步加强安全生产工作的通知
  number: 测安委〔2023〕9号
  issuer: 测试县安全生产委员会
  date: 2023-12-20
  effective: 2024-01-01
  basis: 自2024年1月1日起施行
  revised: 2026-11-22
rules:
"""
RULE = """\
  - id: duty-{n:02}
    clause: 二/（{n}）
    quote: 每月{day}日前报送第{n}项工作情况
    act: 向县安委办报送第{n}项工作情况
    category: report
    actors: [各单位]
    evidence: 工作情况报告
    timing: {{kind: periodic_deadline, period: month, day: {day}}}
"""


def main() -> None:
    """Run the three sides in processes of their own and print figures and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3, help="the medians are printed")
    parser.add_argument("--folder", type=Path, help="where to write (default: a new one in TMPDIR)")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        print(json.dumps(SIDES[arguments.side](arguments.folder)))
        return
    folder = Path(tempfile.mkdtemp(prefix="feeds-", dir=arguments.folder))
    try:
        write_workspace(folder, arguments.units)
        rounds = [run_round(folder) for _ in range(arguments.rounds)]
        report({side: middle([each[side] for each in rounds]) for side in SIDES}, arguments.units)
    finally:
        shutil.rmtree(folder)


def write_workspace(folder: Path, units: int) -> None:
    """Write the rules and the roster as YAML files."""
    place = folder / "rules" / "bench"
    place.mkdir(parents=True)
    ids = [f"unit-{n:04}" for n in range(units)]
    roster = ["name: 测试县", "office: 测试县安委办", "units:"]
    roster += [f"  - {{id: {each}, name: 第{n}单位}}" for n, each in enumerate(ids)]
    roster += [f"groups: [{{id: all, name: 各单位, members: [{', '.join(ids)}]}}]"]
    (place / "units.yaml").write_text("\n".join(roster), encoding="utf-8")
    rules = "".join(RULE.format(n=n, day=1 + n % 28) for n in range(1, RULES + 1))
    (place / "pack.yaml").write_text(DOCUMENT + rules, encoding="utf-8")


def run_round(folder: Path) -> dict[str, dict[str, float]]:
    """Run every side once, from an empty out/."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    return {side: run_side(side, folder) for side in SIDES}


def middle(figures: list[dict[str, float]]) -> dict[str, float]:
    """Return each figure's median over the rounds."""
    return {name: statistics.median(each[name] for each in figures) for name in figures[0]}


def run_side(side: str, folder: Path) -> dict[str, float]:
    """Run one side in a fresh process; it reports its own times and peak memory."""
    command = [sys.executable, __file__, "--side", side, "--folder", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measured(started: tuple[float, float], **more: float) -> dict[str, float]:
    """Return wall and CPU seconds since the start, and the process's peak memory in MB."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    figures = {"wall": time.perf_counter() - started[0], "cpu": time.process_time() - started[1]}
    return figures | {"peak_mb": usage.ru_maxrss / 1024} | more


def start() -> tuple[float, float]:
    """Return the clocks' readings."""
    return time.perf_counter(), time.process_time()


def ours(folder: Path) -> dict[str, float]:
    """Build the workspace as the command does; imports count on neither side."""
    from cadence.core.dates import Span
    from cadence.publish.build import build
    from cadence.publish.order import Order
    from cadence.rules.workspace import read_workspace

    started = start()
    before = dt.datetime(2023, 12, 31, tzinfo=dt.UTC)  # nothing is overdue yet
    order = Order(span=Span(FIRST, LAST), now=before, parts=("feeds",))
    built = build(read_workspace(folder), order, lambda _name: None)
    size = sum(file.stat().st_size for file in (folder / "out" / "feeds").rglob("*.ics"))
    return measured(started, events=built.events, feeds=built.feeds, megabytes=size / 1e6)


def rebuild(folder: Path) -> dict[str, float]:
    """Build once more with nothing changed."""
    return ours(folder)


def copy(folder: Path) -> dict[str, float]:
    """Write the same bytes from memory to the same disk."""
    contents = [file.read_bytes() for file in sorted((folder / "out" / "feeds").rglob("*.ics"))]
    target = folder / "copy"
    target.mkdir()
    started = start()
    for n, content in enumerate(contents):
        (target / f"{n}.ics").write_bytes(content)
    figures = measured(started)
    shutil.rmtree(target)
    return figures


def obvious(folder: Path) -> dict[str, float]:
    """Make a few units' feeds event by event, and compare them with ours to the byte."""
    from icalendar import Calendar

    from cadence.core.dates import Span
    from cadence.core.history import EMPTY
    from cadence.feeds.feed import END, head
    from cadence.occurrences import Asked, scenes_of
    from cadence.rules.workspace import read_workspace

    workspace = read_workspace(folder)
    roster, policy = workspace.rosters["bench"], workspace.policies["bench"]
    asked = Asked(span=Span(FIRST, LAST))
    (scene,) = scenes_of(workspace, EMPTY, asked, dt.datetime(2023, 12, 31, tzinfo=dt.UTC))
    stamps = scene.stamps
    started, count = start(), 0
    for unit in roster.units[:SAMPLE]:
        calendar = Calendar()
        for event in obvious_events(workspace.packs[0].rules, unit, policy, scene):
            calendar.add_component(event)
            count += 1
        body = calendar.to_ical(sorted=False).removeprefix(b"BEGIN:VCALENDAR\r\n")
        published = folder / "out" / "feeds" / "bench" / f"{unit.id}.ics"
        content = head(unit, roster.name, stamps[unit.id]) + body.removesuffix(END) + END
        if content != published.read_bytes():
            sys.exit(f"{published.name}: the two sides differ")
    return measured(started, events=count)


def obvious_events(
    rules: "Sequence[Rule]", unit: "Unit", policy: "Policy", scene: "Scene"
) -> "Iterator[Event]":
    """Yield one unit's events, each made with .add() for this unit alone."""
    from cadence.core.occurrence import unit_uid
    from cadence.feeds.rings import digests, ring_of, together
    from cadence.feeds.vevents import UNIT, digest, events

    rings = {
        (rule, window): ring_of(rule, window, policy, scene.advise)
        for rule in rules
        for window in obvious_windows(rule)
    }
    days = together(rings.values())
    made = [
        event
        for (rule, window), ring in rings.items()
        for event in events(
            rule, window, "owner", policy, ring=None if ring.at.date() in days else ring.at
        )
    ]
    made += [digest(each, policy) for each in digests(rings, days, scene.as_of)]
    for event in made:
        for component in event.walk():
            component["UID"] = component["UID"].replace(UNIT, unit_uid(unit))
        yield event


def obvious_windows(rule: "Rule") -> "Iterator[Window]":
    """Date one rule with dateutil."""
    from dateutil.rrule import MONTHLY, rrule

    from cadence.core.occurrence import Window
    from cadence.occurrences.trace import trace
    from cadence.workdays import advise

    for moment in rrule(MONTHLY, dtstart=FIRST, count=MONTHS, bymonthday=rule.timing.day):
        due = moment.date()
        start, advice = due.replace(day=1), advise(due)
        is_off = advice.day is not None and advice.day < start
        window = Window(
            label=f"{due:%Y-%m}",
            start=start,
            due=due,
            nth=1,
            of=1,
            partial=False,
            advised=None if is_off else advice.day,
            is_off=is_off,
            provisional=advice.provisional,
        )
        yield replace(window, trace=trace(rule, window))


SIDES = {"ours": ours, "rebuild": rebuild, "copy": copy, "obvious": obvious}


def report(found: dict[str, dict[str, float]], units: int) -> None:
    """Print events per second, throughput, memory and the ratios."""
    mine, again, plain, slow = (found[side] for side in SIDES)
    events = mine["events"]
    print(
        f"{units} units × {RULES} rules × {MONTHS} months: {events:,.0f} events,"
        f" {mine['feeds']:,.0f} files, {mine['megabytes']:,.0f} MB"
    )
    for side, figures in found.items():
        count = slow["events"] if side == "obvious" else events
        print(
            f"{side:8} wall {figures['wall']:7.2f} s  cpu {figures['cpu']:7.2f} s"
            f"  {count / figures['wall']:11,.0f} events/s  peak {figures['peak_mb']:6.0f} MB"
        )
    print(f"ours: {mine['megabytes'] / mine['wall']:,.0f} MB/s")
    for clock in ("wall", "cpu"):
        faster = slow[clock] / slow["events"] / (mine[clock] / events)
        print(
            f"{clock}: {faster:,.0f}× as fast as (a) the obvious generator,"
            f" {mine[clock] / plain[clock]:.2f}× the time of (b) writing alone,"
            f" unchanged rebuild {again[clock] / mine[clock]:.2f}× of a first build"
        )
    print(f"bytes identical to (a) for {SAMPLE} units, {slow['events']:,.0f} events")


if __name__ == "__main__":
    main()

"""How fast conflicts are found: 1,000 units × 40 rules × 36 months, and whether twice is twice.

Each size runs in a process of its own, several times; the time is from bindings to the table
that people read, and once more to every single finding as JSON would have it. Every
unit owes 40 of 60 rules; as in a county, units of one sort owe the same, and there are 50 sorts.
Units that owe the same share their work, so the worst case (--sorts 1000: every unit draws its own
40 rules, in an order of its own) is measured too.

Seconds differ from machine to machine, so the CPU time is also told as a multiple of the time in
which the same occurrences are merely made one by one and thrown away.

Run: python benchmarks/conflicts.py [--units N] [--sorts N] [--rounds N]
"""

import argparse
import datetime as dt
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections import deque

POOL, RULES = 60, 40
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 12, 31)
DAYS = (5, 10, 12, 15, 18, 20, 22, 25, 28, "last")
CATEGORIES = ("report", "meeting", "meeting")
SECONDS, MEGABYTES, TWICE = 6, 250, 2.1  # the bars


def main() -> None:
    """Measure the size asked for and twice that, and print medians and shares of the bars."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sorts", type=int, default=50)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.sorts)))
        return
    times: dict[int, list[float]] = {given.units: [], 2 * given.units: []}
    for _ in range(given.rounds):
        for units, found in times.items():
            one = in_a_process(units, given.sorts * units // given.units)
            found.append(one["table"])
            said = f"{one['occurrences']:,} occurrences, {one['findings']:,} findings"
            print(f"{units:5} units: {said} in {one['lines']} lines")
            share = one["cpu"] / one["made"]
            times_taken = (
                f"table {one['table']:.1f} s (CPU {one['cpu']:.1f} s, {share:.1f}× making)"
            )
            print(
                f"    {times_taken}, all findings written in {one['written']:.1f} s of CPU time",
                end=", ",
            )
            print(f"peak {one['peak']:.0f} MB")
            if units == given.units:
                print(f"    {one['table'] / SECONDS:.2f} of the bar of {SECONDS} s,", end=" ")
                print(f"{one['peak'] / MEGABYTES:.2f} of {MEGABYTES} MB")
    once, twice = (statistics.median(each) for each in times.values())
    print(f"twice the units: {twice / once:.2f}× the time (bar {TWICE}×)")


def in_a_process(units: int, sorts: int) -> dict[str, float]:
    """Measure one size in a fresh interpreter."""
    command = [sys.executable, __file__, "--one", str(units), "--sorts", str(sorts)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(units: int, sorts: int) -> dict[str, float]:
    """Return seconds, counts and the peak of memory for one size."""
    from cadence.conflicts.find.nouns import Ground
    from cadence.conflicts.tell.messages import findings
    from cadence.conflicts.tell.table import table_of
    from cadence.core.dates import Span
    from cadence.core.policy import Policy
    from cadence.occurrences.asked import Asked
    from cadence.occurrences.expand import occurrences, runs
    from cadence.rules.rosters import Roster
    from cadence.workdays import advise

    bound = bindings(units, sorts)
    span = Span(FIRST, LAST)
    ground = Ground(bindings=bound, policy=Policy(), advise=advise)
    roster = Roster(place="ceshi", name="测试县", office="安委办", units=())
    started, used = time.perf_counter(), time.process_time()
    table, standing = table_of(roster, runs(bound, span, advise), ground, Asked(span=span))
    done = time.perf_counter()
    cpu = time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    used = time.process_time()
    deque(occurrences(bound, span, advise), maxlen=0)
    made = time.process_time() - used
    used = time.process_time()
    written = sum(1 for each in standing for _one in findings(each))
    writing = time.process_time() - used
    return {
        "occurrences": sum(len(windows) for _each, windows in runs(bound, span, advise)),
        "findings": written,
        "lines": len(table.lines),
        "table": done - started,
        "cpu": cpu,
        "made": made,
        "written": writing,
        "peak": peak,
    }


def bindings(units: int, sorts: int) -> tuple[object, ...]:
    """Bind 40 of 60 monthly rules to each unit, and each rule to one of five leading posts."""
    from cadence.core.occurrence import Binding, Unit
    from cadence.core.rule import Document, Rule
    from cadence.core.timing import Cadence, PeriodicDeadline

    document = Document(
        title="通知",
        issuer="测试县",
        effective=FIRST,
        basis="",
        revised=FIRST,
        number="测安委〔2024〕1号",
    )
    posts = [Unit(place="ceshi", id=f"post-{n}", name=f"副县长{n}", kind="post") for n in range(5)]
    rules = []
    for number in range(POOL):
        day = DAYS[number % len(DAYS)]
        monthly = (
            Cadence(period="month") if day == "last" else PeriodicDeadline(period="month", day=day)
        )
        rules.append(
            Rule(
                pack="ceshi/notice", document=document, id=f"duty-{number}", clause=f"二/{number}",
                quote="每月", act=f"办理第{number}项工作", category=CATEGORIES[number % 3],
                timing=monthly, effective=FIRST, actors=("各单位",), topics=(f"事项{number % 53}",),
            )
        )  # fmt: skip
    found = [
        Binding(rule=rule, unit=posts[number % len(posts)], names=("副县长",), role="lead")
        for number, rule in enumerate(rules)
    ]
    for number in range(units):
        unit = Unit(place="ceshi", id=f"unit-{number}", name=f"单位{number}")
        chance = random.Random(number // (units // sorts))  # noqa: S311 - no secret
        own = chance.sample(rules, RULES)
        found += [Binding(rule=rule, unit=unit, names=("各单位",)) for rule in own]
    return tuple(found)


if __name__ == "__main__":
    main()

"""A year's plan of one county: what it costs, how long it takes, how much it holds in memory.

    python benchmarks/plan.py [greedy | highs | replan | cpsat]

36 units, 12 leaders of whom each is absent 45 days, some 3,100 meetings. Without a word every one
is run in a process of its own, and the lines stand under one another. `bound` is what the best
plan can cost at least, proven by HiGHS over the weeks; `gap` how far a plan lies above it at most.
"""

import datetime as dt
import resource
import subprocess
import sys
import time
from dataclasses import replace

from cadence.core import Limits
from cadence.planning.board import broken
from cadence.planning.calendar import statutory
from cadence.planning.choose import plan_of
from cadence.planning.nouns import Costs, Meeting, Plan, Year

UNITS, LEADERS, ABSENT = 36, 12, 45
MONTHS = {1: 5, 3: 4, 6: 2, 12: 6}  # length of the window: how many rules of it bind a unit
COSTS = Costs(
    last_days=20,
    even_weeks=4,
    same_day=12,
    other_weekday=8,
    season=20,
    yearly_apart=16,
    off_middle=2,
    moved=100,
)
FIRST = dt.date(2027, 1, 1)


def worked(first: dt.date, last: dt.date) -> tuple[int, ...]:
    """Return the days of a span that are usually worked."""
    days = map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    off = statutory(first.year)
    return tuple(each.toordinal() for each in days if each.weekday() < 5 and each not in off)


def county(more: dict[str, list[int]] | None = None) -> Year:
    """Make the county; more: further first days of absences of a week, by leader."""
    made = []
    for unit in range(UNITS):
        number = 0
        for months, rules in MONTHS.items():
            for rule in range(rules):
                leader = f"p/leader{(unit // 3 + number) % LEADERS}"
                number += 1
                for begin in range(1, 13, months):
                    first = dt.date(2027, begin, 1)
                    end = begin + months
                    last = dt.date(2027 + (end > 12), (end - 1) % 12 + 1, 1) - dt.timedelta(1)
                    made.append(
                        meeting(f"p/unit{unit}", leader, (months, rule, begin), first, last)
                    )
    away = {}
    for leader in range(LEADERS):
        starts = [FIRST.toordinal() + each + 9 * leader for each in (10, 130, 250)]
        days = [start + each for start in starts for each in range(ABSENT // 3)]
        days += [each + n for each in (more or {}).get(f"p/leader{leader}", ()) for n in range(7)]
        away[f"p/leader{leader}"] = dict.fromkeys(days, 1)
    return Year(
        year=2027,
        place="p",
        meetings=tuple(made),
        limits=Limits(unit_day=2, unit_week=5, post_day=2, post_week=9),
        costs=COSTS,
        away=away,
        posts=frozenset(away),
    )


def meeting(unit: str, leader: str, name: object, first: dt.date, last: dt.date) -> Meeting:
    """Make one meeting of a unit that a leader presides over."""
    return Meeting(
        ids=(f"{name}@{unit}",),
        rule=str(name),
        act="",
        units=(unit,),
        people=(unit, leader),
        chair=leader,
        days=worked(first, last),
        first=first.toordinal(),
        last=last.toordinal(),
        yearly=(last - first).days > 300,
    )


def run(method: str) -> None:
    """Plan by one method and print its line."""
    year = county()
    begun = time.perf_counter()
    plan = plan_of(year, best=method != "greedy")
    if method == "replan":
        out = county({"p/leader3": [FIRST.toordinal() + 130]})
        meetings = zip(out.meetings, plan.slots, strict=True)
        year = replace(out, meetings=tuple(replace(each, was=slot) for each, slot in meetings))
        begun = time.perf_counter()
        plan = plan_of(year)
        moved = sum(each.was != slot for each, slot in zip(year.meetings, plan.slots, strict=True))
        print(f"moved {moved} of {len(plan.slots)}", end="  ")
    tell(method, year, plan, time.perf_counter() - begun)


def tell(method: str, year: Year, plan: Plan, seconds: float) -> None:
    """Print one line."""
    if broken(year, plan.slots):
        sys.exit("the plan breaks a hard rule")
    unheld = sum(each is None for each in plan.slots)
    gap = f"{(plan.cost - plan.bound) / plan.cost:.2%}" if plan.bound else "-"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{method:8} {len(plan.slots)} meetings, {unheld} unheld, cost {plan.cost}, "
        f"bound {plan.bound or 0:.0f}, gap {gap}, {seconds:.1f} s, {memory} MB"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(sys.argv[1])
    else:
        for each in ("greedy", "highs", "replan"):
            subprocess.run([sys.executable, __file__, each], check=True)

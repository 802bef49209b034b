"""A year's plan of one county: what it costs, how long it takes, how much it holds in memory.

    python benchmarks/plan.py [greedy | highs | replan | counties | cpsat]

36 units, 12 leaders of whom each is absent 45 days, some 3,100 meetings. Without a word every one
is run in a process of its own, and the lines stand under one another. `bound` is what the best
plan can cost at least, proven by HiGHS over the weeks; `gap` how far a plan lies above it at most.
`counties`: 1,008 units as 28 such counties, two at a time, since no county's meeting needs
another's people. `cpsat`: the same meetings, hard rules and prices as one model of half-days for
OR-Tools CP-SAT (pip install ortools), from the greedy plan on, two threads, 120 s of CPU time;
never in one process with HiGHS. Seconds are of CPU time: what else the machine does counts less.
"""

import datetime as dt
import math
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from threading import Thread

from cadence.conflicts.year.board import UNHELD, alone, broken, laid, month_of, slots_of
from cadence.conflicts.year.calendar import statutory
from cadence.conflicts.year.choose import plan_of
from cadence.conflicts.year.nouns import HALVES, Costs, Meeting, Plan, Year, week_of
from cadence.core import Limits

UNITS, LEADERS, ABSENT = 36, 12, 45
COUNTIES = 28
SECONDS = 120  # of CPU time that CP-SAT is given
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
    begun = time.process_time()
    plan = plan_of(year, best=method != "greedy")
    if method == "replan":
        out = county({"p/leader3": [FIRST.toordinal() + 130]})
        meetings = zip(out.meetings, plan.slots, strict=True)
        year = replace(out, meetings=tuple(replace(each, was=slot) for each, slot in meetings))
        begun = time.process_time()
        plan = plan_of(year)
        moved = sum(each.was != slot for each, slot in zip(year.meetings, plan.slots, strict=True))
        print(f"moved {moved} of {len(plan.slots)}", end="  ")
    tell(method, year, plan, time.process_time() - begun)


def counties() -> None:
    """Plan 1,008 units county by county, two at a time, and print one line."""
    begun = time.perf_counter()
    with ProcessPoolExecutor(max_workers=2, max_tasks_per_child=1) as pool:
        found = list(pool.map(one_county, range(COUNTIES)))
    seconds = time.perf_counter() - begun
    meetings, unheld, cost, bound = map(sum, zip(*(each[:4] for each in found), strict=True))
    memory, used = max(each[4] for each in found), sum(each[5] for each in found)
    print(
        f"counties {COUNTIES * UNITS} units, {meetings} meetings, {unheld} unheld, cost {cost}, "
        f"gap {(cost - bound) / cost:.2%}, {seconds:.0f} s ({used:.0f} s CPU), {memory} MB each"
    )


def one_county(_number: int) -> tuple[int, int, int, int, int, float]:
    """Plan one county: meetings, how many are unheld, cost, bound, memory, CPU time."""
    year, begun = county(), time.process_time()
    plan = plan_of(year)
    if broken(year, plan.slots):
        sys.exit("the plan breaks a hard rule")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    used = time.process_time() - begun
    return len(plan.slots), plan.slots.count(None), plan.cost, plan.bound or 0, memory, used


def cpsat() -> None:
    """Plan by CP-SAT and print its line: what Board pays and forbids, as one model of half-days."""
    from ortools.sat.python import cp_model

    year, begun = county(), time.process_time()
    model = cp_model.CpModel()
    columns, price, hinted = [], [], {}
    at: dict[tuple[str, int], list] = defaultdict(list)
    on: dict[tuple[str, int], list] = defaultdict(list)
    within: dict[tuple[str, int], list] = defaultdict(list)
    monthly: dict[tuple[str, int, int], list] = defaultdict(list)
    for each, begin in zip(year.meetings, plan_of(year, best=False).slots, strict=True):
        own = {}
        for slot in slots_of(each):
            day = slot // HALVES
            if any(year.seats_of(key, day) <= 0 for key in each.people):
                continue
            own[slot] = pick = model.new_bool_var("")
            model.add_hint(pick, slot == begin)  # it begins with the greedy plan
            price.append(alone(each, slot, year) * pick)
            for key in each.people:
                at[key, slot].append(pick)
                on[key, day].append(pick)
                within[key, week_of(day)].append(pick)
            for unit in each.units if each.yearly else ():
                monthly[unit, *month_of(day)].append(pick)
        left_out = model.new_bool_var("")
        model.add_hint(left_out, begin is None)
        hinted.update((pick.index, slot == begin) for slot, pick in own.items())
        price.append(UNHELD * left_out)
        model.add_exactly_one([*own.values(), left_out])
        columns.append(own)
    for picks in at.values():
        model.add_at_most_one(picks)

    def pay(picks: list, most: int, each_more: int) -> None:
        """Let at most so many be taken; the second costs once, the third twice and so on."""
        taken = [model.new_bool_var("") for _n in range(min(most, len(picks)))]
        for one, other in pairwise(taken):
            model.add_implication(other, one)
        model.add(sum(picks) == sum(taken))
        begins = sum(hinted[pick.index] for pick in picks)
        for n, one in enumerate(taken):  # a hint that says all is a plan to begin with
            model.add_hint(one, n < begins)
        price.extend(each_more * n * one for n, one in enumerate(taken))

    for (key, _day), picks in on.items():
        limit = year.limit(key, week=False)
        if key in year.posts:
            pay(picks, limit, year.costs.same_day)
        elif len(picks) > limit:
            model.add(sum(picks) <= limit)
    for (key, _week), picks in within.items():
        pay(picks, year.limit(key, week=True), year.costs.even_weeks)
    for picks in monthly.values():
        pay(picks, len(picks), year.costs.yearly_apart)
    model.minimize(sum(price))
    solver = solved(model)
    slots = [next((at for at, one in own.items() if solver.value(one)), None) for own in columns]
    cost, bound = laid(year, slots).total(), math.ceil(solver.best_objective_bound)
    plan = Plan(slots=tuple(slots), method="cpsat", cost=cost, bound=bound)
    tell("cpsat", year, plan, time.process_time() - begun)


def solved(model: object) -> object:
    """Return CP-SAT after it has looked for a plan."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    stop_after(SECONDS, solver.stop_search)
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        sys.exit(f"CP-SAT found no plan: {status} {model.validate()[:500]}")
    return solver


def stop_after(seconds: float, stop: Callable[[], None]) -> None:
    """Call once the process has used so many seconds more of CPU time."""
    used = time.process_time() + seconds

    def wait() -> None:
        while time.process_time() < used:
            time.sleep(1)
        stop()

    Thread(target=wait, daemon=True).start()


def tell(method: str, year: Year, plan: Plan, seconds: float) -> None:
    """Print one line."""
    if broken(year, plan.slots):
        sys.exit("the plan breaks a hard rule")
    unheld = sum(each is None for each in plan.slots)
    gap = f"{(plan.cost - plan.bound) / plan.cost:.2%}" if plan.bound else "-"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{method:8} {len(plan.slots)} meetings, {unheld} unheld, cost {plan.cost}, "
        f"bound {plan.bound or 0:.0f}, gap {gap}, {seconds:.1f} s CPU, {memory} MB"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        {"counties": counties, "cpsat": cpsat}.get(sys.argv[1], lambda: run(sys.argv[1]))()
    else:
        known = ["greedy", "highs", "replan", "counties"]
        for each in (*known, *(["cpsat"] if find_spec("ortools") else [])):
            subprocess.run([sys.executable, __file__, each], check=True)

"""Years made by hand: a few meetings of a county, their days numbered from a Monday."""

import datetime as dt

from cadence.conflicts.year.nouns import Costs, Meeting, Year
from cadence.core import Limits

MONDAY = dt.date(2027, 3, 1).toordinal()
COSTS = Costs(
    last_days=20, even_weeks=4, same_day=12, other_weekday=8, season=20, yearly_apart=16,
    off_middle=0, moved=100,
)  # fmt: skip
FREE = Costs(**dict.fromkeys(Costs.__slots__, 0))
WIDE = Limits(unit_day=9, unit_week=9, post_day=9, post_week=9)


def slot(day, half=0):
    """The half-day of a day counted from the Monday."""
    return (MONDAY + day) * 2 + half


def meeting(name, people, days=(0, 1, 2, 3, 4), **given):
    """A meeting of the first of some people, with the others."""
    first = min(days, default=0)
    known = {
        "ids": (f"{name}@{people[0]}",),
        "rule": name,
        "act": name,
        "units": (people[0],),
        "people": tuple(people),
        "days": tuple(MONDAY + each for each in days),
        "first": MONDAY + first,
        "last": MONDAY + max(days, default=0),
    }
    return Meeting(**(known | given))


def year(*meetings, **given):
    """A year of these meetings, without limits or prices unless told otherwise."""
    known = {
        "year": 2027,
        "place": "p",
        "limits": WIDE,
        "costs": FREE,
        "posts": frozenset({"boss"}),
    }
    return Year(meetings=meetings, **(known | given))

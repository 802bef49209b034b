"""What the message of a conflict and the advice about it both say: duties named, days listed."""

import datetime as dt
from functools import lru_cache

from cadence.conflicts.find.nouns import Conflict
from cadence.core import Rule, day_words, short_day

NAMED = 4  # duties named before the rest is counted
SINGLE = str.maketrans("“”", "‘’")


def named(rules: tuple[Rule, ...]) -> str:
    """Name a few duties, and count the rest."""
    shown = "、".join(quoted(each) for each in rules[:NAMED])
    return f"{shown}等{len(rules)}项" if len(rules) > NAMED else shown


def counted(conflict: Conflict) -> str:
    """Count what crowds together, and what is left of it once merged."""
    duties = len({(each.rule.pack, each.rule.id, each.window.tag) for each in conflict.demands})
    merged = f"（合并后{conflict.count}项）" if duties != conflict.count else ""
    return f"{duties}项{merged}"


def day_list(days: tuple[dt.date, ...]) -> str:
    """`11月18日（周三）、11月20日（周五）`."""
    return "、".join(map(_day_in_year, days))


@lru_cache(maxsize=4096)
def _day_in_year(day: dt.date) -> str:
    return day_words(day).split("年", 1)[1]


def quoted(rule: Rule) -> str:
    """Put an act between quotation marks, those inside it turned into single ones."""
    return _in_marks(rule.act)


@lru_cache(maxsize=4096)
def _in_marks(act: str) -> str:
    return f"“{act.translate(SINGLE)}”"


def due_day(conflict: Conflict) -> str:
    """`11月18日`, the day of it; nothing where it has none."""
    return short_day(conflict.day) if conflict.day else ""


def from_until(conflict: Conflict) -> str:
    """`2026-11-18至2026-11-20`; nothing where it has no such span."""
    if conflict.day is None or conflict.until is None:
        return ""
    return f"{conflict.day.isoformat()}至{conflict.until.isoformat()}"

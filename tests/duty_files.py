"""What the tests of duty tables share: tables of an invented county, of any length and content."""

import datetime as dt
from dataclasses import replace

from conftest import make_rule

from cadence.core.dates import Span
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.core.past import NOTHING
from cadence.core.policy import Policy
from cadence.occurrences.judge import Judged, judge
from cadence.reports.duty.nouns import DutyHead
from cadence.reports.duty.table import duty_table

DECEMBER = Span(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
FIRST = dt.datetime(2026, 12, 1, 8, tzinfo=SHANGHAI)
EAST = Unit(place="ceshi", id="east", name="东镇")
HEAD = DutyHead(
    place="测试县",
    office="测试县安委会办公室",
    whose="东镇",
    month=DECEMBER,
    as_of=FIRST.date(),
    stamp="0a1b2c3d",
)


def make_window(start, due, **given):
    """A window from ISO dates; its last day is the advised one unless told otherwise."""
    days = {
        "start": dt.date.fromisoformat(start),
        "due": dt.date.fromisoformat(due) if due else None,
    }
    defaults = {
        "label": (due or start)[:7],
        "nth": 1,
        "of": 1,
        "partial": False,
        "advised": days["due"],
        "provisional": False,
    }
    return Window(**(days | defaults | given))


def make_judged(  # noqa: PLR0913 - whatever a test is about
    start, due, *, past=NOTHING, as_of=FIRST, unit=EAST, window=None, **given
):
    """One occurrence, judged on the first of December."""
    rule = make_rule(**given)
    shown = make_window(start, due, **(window or {}))
    binding = Binding(rule=rule, unit=unit, names=("各乡镇",))
    judgement = judge(rule, shown, past, Policy(), as_of)
    return Judged(Occurrence(binding=binding, window=shown), judgement)


def make_table(count, *, act="召开安全专题会议，研究第{n}项工作", name="东镇", **given):
    """A table of so many rows, as long as those of the real packs."""
    judged = [
        make_judged(
            "2026-12-01",
            f"2026-12-{1 + n % 31:02}",
            id=f"duty-{n}",
            act=act.format(n=n),
            clause=f"二/（{n}）/{n}",
            lead=("常务副县长",),
        )
        for n in range(1, count + 1)
    ]
    unit = replace(EAST, name=name)
    return duty_table(unit, replace(HEAD, whose=name), judged, **given)

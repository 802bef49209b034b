"""A last day off that rolls forward, and one that is worked and does not: what the trace says."""

import datetime as dt

from conftest import make_rule

from cadence.core.dates import Span
from cadence.core.timing import Cadence
from cadence.occurrences.expand import expand
from cadence.workdays import advise

AUTUMN = Span(dt.date(2026, 10, 1), dt.date(2026, 11, 30))


def test_the_trace_says_whether_the_last_day_rolls():
    rule = make_rule(Cadence(period="month"), roll="forward")
    found = {each.label: each for each in expand(rule, AUTUMN, advise)}
    (october,) = [each for each in found["2026-10"].trace if each.startswith("顺延：")]
    (november,) = [each for each in found["2026-11"].trace if each.startswith("顺延：")]
    assert found["2026-10"].advised == dt.date(2026, 11, 2)  # October 31, 2026 is a Saturday
    assert october.startswith("顺延：截止日为休息日")
    assert "最迟2026年11月2日（周一）；若不顺延，应于2026年10月30日（周五）前完成" in october
    assert november == "顺延：截止日为工作日，不需顺延"

"""How a heavy unit's months are parted into pages: as few as are light, and every month in one."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from cadence.core.dates import Span
from cadence.publish.pages.pieces import (
    FULL,
    MONTHS,
    WHOLE,
    TraceWays,
    is_heavy,
    pieces_of,
    quarter_of,
)

SPAN = Span(date(2026, 3, 1), date(2027, 12, 31))


def view(days, undated=0):
    return SimpleNamespace(
        span=SPAN,
        unit=SimpleNamespace(id="east"),
        lines=[SimpleNamespace(day=day, key=f"d{n}") for n, day in enumerate(days)],
        undated=[None] * undated,
    )


def every(days, count):
    return [SPAN.first + timedelta(days * n) for n in range(count)]


def test_a_page_as_full_as_a_page_may_be_is_whole():
    assert not is_heavy(view(every(1, WHOLE)))
    assert is_heavy(view(every(1, WHOLE), undated=1))


def test_many_duties_without_a_date_part_no_months():
    assert pieces_of(view(every(1, MONTHS), undated=WHOLE)) == {}
    assert pieces_of(view(every(1, MONTHS + 1))) != {}


@pytest.mark.parametrize(
    ("count", "firsts"),
    [
        (61, "2026-03 2027-01"),
        (700, "2026-03 2026-07 2027-01 2027-07"),
        (1200, "2026-03 2026-04 2026-07 2026-10 2027-01 2027-04 2027-07 2027-10"),
    ],
)
def test_as_many_months_share_a_page_as_are_light_together_and_whole_quarters(count, firsts):
    days = [SPAN.first + timedelta(660 * n // count) for n in range(count)]
    found = pieces_of(view(days, undated=WHOLE))
    assert len(found) == 22
    assert sorted(set(found.values())) == firsts.split()
    held = {piece: sum(found[f"{day:%Y-%m}"] == piece for day in days) for piece in firsts.split()}
    assert max(held.values()) <= FULL
    assert all(piece <= month for month, piece in found.items())
    assert all(len({found[month] for month in each}) == 1 for each in quarters(found))


def quarters(months):
    found = {}
    for month in months:
        found.setdefault(quarter_of(month), []).append(month)
    return found.values()


def test_a_month_and_a_quarter_are_one_step_away_from_every_page():
    heavy = view(every(7, 90), undated=WHOLE)
    pieces = pieces_of(heavy)
    assert pieces["2026-05"] == "2026-03"
    page, piece = (
        TraceWays(view=heavy, pieces=pieces),
        TraceWays(view=heavy, pieces=pieces, here="2026-03"),
    )
    assert page.month("2026-05") == "east/2026-03.html#m2026-05"
    assert piece.month("2026-05") == "#m2026-05"
    assert piece.month("2027-05") == "2027-01.html#m2027-05"
    assert page.quarter("2026-05") == "east/2026-03.html#q2026-2"
    assert piece.quarter("2026-05") == "#q2026-2"
    assert piece.quarter("2027-05") == "2027-01.html#q2027-2"


def test_a_trace_lies_on_the_page_of_its_rule_and_what_has_no_date_in_the_register():
    heavy = view(every(7, 90), undated=WHOLE)
    page = TraceWays(view=heavy, pieces=pieces_of(heavy), heavy=True)
    line = SimpleNamespace(trace="why/ceshi/notice/report.html#w1", key="d1")
    assert page.trace(line) == "../../why/ceshi/notice/report.html#w1"
    assert replace(page, here="2026-03").trace(line) == "../../../why/ceshi/notice/report.html#w1"
    assert TraceWays(view=heavy, pieces={}).trace(line) == "#d1"

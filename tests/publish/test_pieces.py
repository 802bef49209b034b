"""How a heavy unit's months are parted into pages: as few as are light, and every month in one."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from cadence.core.dates import Span
from cadence.publish.pages.pieces import FULL, WHOLE, Ways, pieces_of

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
    assert pieces_of(view(every(1, WHOLE))) == {}
    assert pieces_of(view(every(1, WHOLE), undated=1)) != {}


@pytest.mark.parametrize(
    ("count", "firsts"),
    [
        (10, "2026-03 2027-01"),
        (400, "2026-03 2026-04 2026-07 2026-10 2027-01 2027-04 2027-07 2027-10"),
        (900, None),
    ],
)
def test_as_many_months_share_a_page_as_are_light_together(count, firsts):
    days = [SPAN.first + timedelta(660 * n // count) for n in range(count)]
    found = pieces_of(view(days, undated=WHOLE))
    assert len(found) == 22
    expected = sorted(found) if firsts is None else firsts.split()
    assert sorted(set(found.values())) == expected
    held = {piece: sum(found.get(f"{day:%Y-%m}") == piece for day in days) for piece in expected}
    assert max(held.values()) <= FULL
    assert all(piece <= month for month, piece in found.items())


def test_a_month_is_one_step_away_from_every_page():
    heavy = view(every(7, 90), undated=WHOLE)
    pieces = pieces_of(heavy)
    assert pieces["2026-05"] == "2026-03"
    page, piece = Ways(view=heavy, pieces=pieces), Ways(view=heavy, pieces=pieces, here="2026-03")
    assert page.month("2026-05") == "east/2026-03.html#m2026-05"
    assert piece.month("2026-05") == "#m2026-05"
    assert piece.month("2027-05") == "2027-01.html#m2027-05"
    line = heavy.lines[-1]
    assert f"{line.day:%Y-%m}" == "2027-11"
    assert (page.trace(line), piece.trace(line)) == (
        f"east/2027-01.html#{line.key}",
        f"2027-01.html#{line.key}",
    )

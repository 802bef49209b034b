"""A page is drawn as of its last change: it says what it would say of today, and only then."""

import datetime as dt
import re
from datetime import date

import pytest
from conftest import PACK

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Choice, Done, Entry, Extension
from cadence.core.history import EMPTY, history
from cadence.occurrences import Asked, scenes_of
from cadence.print import Head
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.publish.pages import render
from cadence.publish.pages.since import day_style
from cadence.publish.pages.view import PageWays, view_place
from cadence.rules.workspace import read_workspace

YEAR = Span(date(2022, 1, 1), date(2022, 12, 31))
FIRST = dt.datetime(2022, 10, 18, 8, tzinfo=SHANGHAI)
DAY = dt.timedelta(days=1)
DAYS = 80  # over two ends of a month, a quarter and a year
STAGE = """\
  - id: stage
    clause: 三/（一）
    quote: 2022年10月25日至11月25日
    act: 开展专项整治
    category: rectification
    timing: {kind: phase, start: 2022-10-25, due: 2022-11-25}
    actors: [东镇]
  - id: weekly
    clause: 三/（二）
    quote: 每周五前报送进展
    act: 报送进展
    category: report
    timing: {kind: periodic_deadline, period: week, day: 5}
    actors: [西乡]
"""
MONTHLY = "ceshi/notice:monthly-meeting:2022-{}@ceshi/{}"
KNOWN = history([
    Entry(number=number, recorded=FIRST - DAY, fact=fact)
    for number, fact in enumerate((
        Choice(occurrence=MONTHLY.format(11, "east"),
               at=dt.datetime(2022, 11, 16, 15, tzinfo=SHANGHAI), where="镇会议室"),
        Done(occurrence=MONTHLY.format(10, "east"), on=date(2022, 10, 12), evidence="纪要"),
        Extension(occurrence=MONTHLY.format(10, "west"), to=date(2022, 11, 9), document="批复",
                  by="主任"),
    ), 1)
])  # fmt: skip
UNTIL = re.compile(r'<span class="asof"><span>[^<]*</span></span>')


@pytest.fixture
def office(workspace_folder):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    pack.write_text(PACK + STAGE, encoding="utf-8")
    return workspace_folder


def place_on(folder, now, known):
    workspace = read_workspace(folder)
    (scene,) = scenes_of(workspace, known, Asked(span=YEAR, place="ceshi"), now)
    return view_place(scene, PageWays(head=Head(brand="测试县")))


def drawn(place):
    return {
        page.name: UNTIL.sub("", page.render().decode())
        for page in render.unit_pages(place)
        if page.name.endswith(".html")
    }


@pytest.mark.parametrize(("known", "records"), [(EMPTY, ""), (KNOWN, "2022-10-01"), (KNOWN, "")])
@pytest.mark.parametrize("heaviest", [60, 0])  # lines that a page may have and be whole
def test_a_page_says_of_its_last_change_what_it_says_of_today(
    office, monkeypatch, known, records, heaviest
):
    if records:
        policy = office / "rules" / "ceshi" / "policy.yaml"
        policy.write_text(f"tracking_from: {records}\n", encoding="utf-8")
    monkeypatch.setattr("cadence.publish.pages.pieces.WHOLE", heaviest)
    earlier = 0
    for number in range(DAYS):
        place = place_on(office, FIRST + number * DAY, known)
        settled = [render.as_of_its_last_change(each).today for each in place.units]
        earlier += sum(day < place.units[0].today for day in settled)
        found = drawn(place)
        with monkeypatch.context() as patched:
            patched.setattr(render, "as_of_its_last_change", lambda view: view)
            assert drawn(place) == found
    assert earlier > DAYS  # most pages stay on most days


def test_a_day_on_which_nothing_happens_draws_no_unit_s_page(office):
    names = []
    for number in range(3):  # the second and the third are two days of one week
        names.clear()
        order = Order(span=YEAR, now=FIRST + number * DAY)
        build(read_workspace(office), order, names.append)
    assert "index.html" in names
    assert [each for each in names if each.startswith(("units/", "poster/", "why/", "site/"))] == [
        "units/ceshi/day.css"
    ]


def test_a_monday_draws_the_pages_of_those_who_owe_something_in_its_week_or_the_next(office):
    names = []
    for number in (19, 20):  # a Sunday and a Monday; the day's next due day is three weeks off
        names.clear()
        order = Order(span=YEAR, now=FIRST + number * DAY)
        build(read_workspace(office), order, names.append)
    assert "units/ceshi/west.html" in names  # a report every Friday
    assert "units/ceshi/east.html" not in names


def test_what_was_built_before_changes_no_byte(office, tmp_path_factory):
    def built(folder, *days):
        for number in days:
            order = Order(span=YEAR, now=FIRST + number * DAY, history=KNOWN)
            build(read_workspace(folder), order, lambda _name: None)
        out = folder / "out"
        files = (each for each in out.rglob("*") if each.is_file() and each.suffix != ".ics")
        return {each.relative_to(out).as_posix(): each.read_bytes() for each in files}

    other = tmp_path_factory.mktemp("other")
    (office / "rules").rename(other / "rules")
    once = built(other, 9)
    (other / "rules").rename(office / "rules")
    assert built(office, 7, 8, 9) == once


def test_the_day_is_framed_where_it_stands_in_its_month():
    style = day_style(date(2022, 11, 22)).decode()  # a Tuesday of the fourth week
    assert "#m2022-11 tbody tr:nth-child(4) td:nth-child(2) {" in style
    assert 'content: "情况截至2022年11月22日' in style
    assert "tr:nth-child(1) td:nth-child(6)" in day_style(date(2022, 10, 1)).decode()
    assert "tr:nth-child(6) td:nth-child(1)" in day_style(date(2022, 10, 31)).decode()

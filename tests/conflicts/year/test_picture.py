"""The year as a picture: what is held, where somebody is absent, what moved; as page and on A3."""

import datetime as dt

import pypdfium2
from lxml import html
from years import COSTS, MONDAY, meeting, slot, year

from cadence.conflicts.year.choose import plan_of
from cadence.conflicts.year.picture import render_picture, render_poster

TODAY = dt.date(2026, 11, 27)
A3 = (1191, 842)  # points, on its side


def made():
    return year(
        meeting("专题会", ["east", "boss"], was=slot(0), was_at=None),
        meeting("常委会", ["east"], days=(7, 8)),
        costs=COSTS,
        away={"boss": {MONDAY: 1}},
        names={"boss": "常务副县长", "east": "东镇"},
        due={"boss": (MONDAY + 4,), "east": (MONDAY + 4, MONDAY + 8)},
    )


def cells(page, name):
    (row,) = page.xpath(f'//table[@class="year"]//tr[th="{name}"]')
    return row.xpath("td")


def test_weeks_are_darker_hatched_and_framed_for_load_absence_and_moves():
    page = html.fromstring(render_picture(made(), plan_of(made()), "测试县", TODAY).decode())
    boss, east = cells(page, "常务副县长"), cells(page, "东镇")
    week = 9  # 1 March 2027 begins the tenth week that has a day in 2027
    assert set(boss[week].get("class").split()) == {"d1", "away", "moved"}
    assert "缺席1天" in boss[week].get("title")
    assert set(east[week + 1].get("class").split()) == {"d1"}
    assert [each.text for each in east if each.text and each.text.strip()] == ["1", "1", "2"]


def test_the_page_tells_every_date_and_the_load_before_and_after():
    said = render_picture(made(), plan_of(made()), "测试县", TODAY).decode()
    assert "测试县2027年会议安排（草案）" in said
    assert "常委会" in said
    page = html.fromstring(said)
    rows = page.xpath("//table[1]//tbody/tr")
    assert [each.text for each in rows[0].xpath("td")] == ["3", "3"]


def test_the_poster_is_one_sheet_of_a3():
    paper = pypdfium2.PdfDocument(render_poster(made(), plan_of(made()), "测试县", TODAY))
    assert len(paper) == 1
    assert tuple(map(round, paper[0].get_size())) == A3
    assert "常务副县长" in paper[0].get_textpage().get_text_range()

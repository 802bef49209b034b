"""The year as a picture: what is held, where somebody is absent, what moved; as page and on A3."""

import datetime as dt

import pypdfium2
from lxml import html
from years import COSTS, MONDAY, meeting, slot, year

from cadence.conflicts.year.choose import plan_of
from cadence.conflicts.year.nouns import Plan
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
    listed = page.xpath('//div[@class="list"]/table/tbody/tr')
    assert len(listed) == 2
    assert "columns: 2" in said  # of paper: the dates of a county took 18 sheets of A3


def drawn(given, *slots):
    """The rows of a picture by name, each as its cells, of a plan made by hand."""
    plan = Plan(slots=slots, method="greedy", cost=0)
    page = html.fromstring(render_picture(given, plan, "测试县", TODAY).decode())
    return page, {row.xpath("string(th)"): row.xpath("td") for row in page.xpath(ROWS)}


ROWS = '//table[@class="year"]//tr[th and td[@class]]'
WEEK = 9  # of March 1, 2027, counted from the week of January 1


def test_each_week_says_its_days_and_for_how_many_somebody_is_away():
    given = year(
        *(meeting(f"m{n}", ["east", "boss"], days=range(14)) for n in range(7)),
        away={"boss": {MONDAY + day: 1 for day in (3, 4, 5, 7, 11)}, "other": {MONDAY: 1}},
        names={"boss": "常务副县长", "east": "东镇"},
    )
    slots = [slot(0), slot(2), slot(4), slot(6), slot(0, 1), slot(7), slot(13, 1)]
    _page, rows = drawn(given, *slots)
    boss, east = rows["常务副县长"], rows["东镇"]
    # Thursday and Friday; a Saturday is nobody's absence.
    own = "03-01周一、03-01周一、03-03周三、03-05周五、03-07周日"
    assert boss[WEEK].get("title") == f"{own}；缺席2天"
    assert boss[WEEK + 1].get("title") == "03-08周一、03-14周日；缺席2天"
    assert east[WEEK].get("title") == own
    assert [boss[at].get("class").split()[0] for at in (WEEK, WEEK + 1)] == ["d4", "d2"]
    assert [boss[at].text.strip() for at in (WEEK, WEEK + 1)] == ["5", "2"]
    assert not east[WEEK + 2].get("title")


def test_who_leads_comes_first_then_whoever_meets_most_and_weeks_stand_under_their_month():
    given = year(
        meeting("a", ["west"]), meeting("b", ["east"]), meeting("c", ["east"]),
        meeting("d", ["north", "boss"]), names={"boss": "县长", "east": "东镇"},
    )  # fmt: skip
    page, rows = drawn(given, slot(0), slot(1), slot(2), slot(3))
    assert [name for name in rows if name] == ["县长", "东镇", "north", "west"]
    heads = page.xpath('//table[@class="year"]//tr[1]/th[@colspan]')
    months = [(each.text.strip(), int(each.get("colspan"))) for each in heads]
    assert [name for name, _weeks in months] == [f"{month}月" for month in range(1, 13)]
    # By their Thursdays: December 31, 2026 and January 7 to 28, 2027, and so on.
    assert [weeks for _name, weeks in months] == [5, 4, 4, 5, 4, 4, 5, 4, 5, 4, 4, 5]


def test_what_lies_where_it_was_is_not_framed_and_what_was_never_out_neither():
    stays, moved, new = (
        meeting(name, [name], was=was)
        for name, was in (("a", slot(0)), ("b", slot(1)), ("c", None))
    )
    _page, rows = drawn(year(stays, moved, new), slot(0), slot(2), slot(3))
    assert ["moved" in rows[each][WEEK].get("class").split() for each in "abc"] == [
        False, True, False,
    ]  # fmt: skip


def test_the_poster_is_one_sheet_of_a3():
    paper = pypdfium2.PdfDocument(render_poster(made(), plan_of(made()), "测试县", TODAY))
    assert len(paper) == 1
    assert tuple(map(round, paper[0].get_size())) == A3
    assert "常务副县长" in paper[0].get_textpage().get_text_range()

"""日程: the month as a grid; an hour chosen from the lawful days, clashes shown before saving."""

import pytest
from desking import form_of, text_of

from cadence.ledger import read_entries

ROOM, SET, CLEAR = (f"/desk/yichuan/schedule{each}" for each in ("", "/set", "/clear"))
WINDOW = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
PENGPO, BAISHA = f"{WINDOW}@yichuan/pengpo", f"{WINDOW}@yichuan/baisha"
CHOSEN = {
    "day": "2026-11-27", "day-time": "09:00", "minutes": "90", "where": "三楼会议室",
    "chair": "yichuan/pengpo",
}  # fmt: skip


def choose(browser, occurrence=PENGPO, **fields):
    page = browser.get(f"{ROOM}/choose?of={occurrence}")
    return browser.send(page, SET, **CHOSEN | fields)


def test_a_chosen_meeting_stands_in_the_grid_and_in_the_unit_s_month(desk, owner):
    said = choose(owner)

    assert "会定好了" in text_of(said)
    assert 'class="meet" data-s="会" href="#d27">09:00 召开安全专题会议' in said.text
    assert "三楼会议室" in text_of(owner.get(f"{ROOM}?who=yichuan/pengpo&month=2026-11"))
    assert "三楼会议室" not in text_of(owner.get(f"{ROOM}?who=yichuan/baisha&month=2026-11"))
    assert [each.fact.kind for each in read_entries(desk.folder)] == ["choice"]


def test_the_same_chair_or_room_at_the_same_hour_is_shown_before_saving(desk, owner):
    choose(owner)

    own = choose(owner, BAISHA, **{"day-time": "10:00"})
    assert "同一人主持" in text_of(own)
    assert "同一会议室" not in text_of(own)  # 白沙镇 has a third floor of its own

    warned = choose(owner, BAISHA, **{"day-time": "10:00", "where": "彭婆镇3楼会议室"})

    assert "撞了" in text_of(warned)
    assert "同一人主持、同一会议室" in text_of(warned)
    assert form_of(warned.text, SET)["where"] == "彭婆镇3楼会议室"
    assert len(list(read_entries(desk.folder))) == 1

    owner.send(warned, SET)
    assert len(list(read_entries(desk.folder))) == 2


def test_what_only_touches_does_not_clash(owner):
    choose(owner)

    said = choose(owner, BAISHA, **{"day-time": "10:30"})

    assert "会定好了" in text_of(said)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2026-12-02"}, "请在期内选"),
        ({"day": "2026-11-31"}, "不是日期"),
        ({"day-time": ""}, "请写几点几分开始"),
        ({"minutes": "0"}, "时长请写分钟数"),
        ({"minutes": "两小时"}, "时长请写分钟数"),
        ({"minutes": "9" * 30}, "时长请写分钟数"),
        ({"chair": "yichuan/nobody"}, "名册里没有这个岗位"),
    ],
)
def test_what_may_not_be_is_said_and_kept_as_typed(desk, owner, fields, words):
    said = choose(owner, **fields)

    assert said.status_code == 422
    assert words in text_of(said)
    assert 'value="三楼会议室"' in said.text
    assert list(read_entries(desk.folder)) == []


def test_a_choice_is_taken_back_and_stays_readable(desk, owner):
    choose(owner)

    said = owner.send(owner.get(f"{ROOM}/choose?of={PENGPO}"), CLEAR)

    assert "已取消这次定会" in text_of(said)
    assert "三楼会议室" not in text_of(owner.get(ROOM))
    assert len(list(read_entries(desk.folder))) == 2


def test_refused_days_stand_with_their_reason(owner):
    page = text_of(owner.get(f"{ROOM}/choose?of={PENGPO}"))

    assert "休息日" in page
    assert "已过" in page


def test_a_month_whose_days_off_nobody_announced_says_so(owner):
    assert "放假安排未公布" in text_of(owner.get(f"{ROOM}?month=2027-03"))
    assert "不是月份" in text_of(owner.get(f"{ROOM}?month=9999-99"))


def test_others_look_and_choose_nothing(desk):
    for role, unit in (("leader", None), ("unit", "yichuan/pengpo")):
        browser = desk.person(role, role, unit)
        assert browser.get(ROOM).status_code == 200
        assert browser.post(SET, occurrence=PENGPO).status_code == 403


def test_a_day_is_picked_from_the_best_and_none_is_swallowed(desk, owner):
    page = owner.get(f"{ROOM}/choose?of={PENGPO}")
    first = page.text.split('name="pick" value="')[1].split('"')[0]
    told = {"pick": first, "day-time": "09:00", "minutes": "60"}
    both = owner.send(page, SET, day="2026-11-30", **told)
    assert both.status_code == 422
    assert "请只留一个" in text_of(both)
    assert list(read_entries(desk.folder)) == []

    owner.send(page, SET, **told)
    (entry,) = read_entries(desk.folder)
    assert f"{entry.fact.at:%Y-%m-%d %H:%M}" == f"{first} 09:00"


def test_what_is_held_on_a_day_already_is_said_beside_it(owner):
    choose(owner)
    page = owner.get(f"{ROOM}/choose?of={BAISHA}")

    beside = text_of(page).partition("2026年11月27日")[2]
    assert "已定的会：09:00 彭婆镇召开安全专题会议" in beside[:120]


def test_room_chair_and_hour_of_last_time_stand_in_the_form(owner):
    choose(owner, **{"day-time": "15:30", "minutes": "45"})
    later = PENGPO.replace("2026-11", "2026-12")

    page = owner.get(f"{ROOM}/choose?of={later}")

    form = form_of(page.text, SET)
    assert (form["day-time"], form["minutes"]) == ("15:30", "45")
    assert (form["where"], form["chair"]) == ("三楼会议室", "yichuan/pengpo")
    assert "照上一次" in text_of(page)
    others = form_of(owner.get(f"{ROOM}/choose?of={BAISHA}").text, SET)
    assert (others["day-time"], others["where"], others["chair"]) == ("09:00", "", "")

    opened = owner.get("/desk/yichuan/ledger?open=1")
    owner.send(opened, "/desk/yichuan/ledger/reverse", reason="记错了")
    assert form_of(owner.get(f"{ROOM}/choose?of={later}").text, SET)["where"] == ""


def test_a_clash_that_nobody_has_seen_is_shown_however_many_were_answered(desk, owner):
    choose(owner)
    hexi = f"{WINDOW}@yichuan/gaoshan"
    choose(owner, hexi, **{"day-time": "14:00", "where": "", "chair": "yichuan/gaoshan"})
    warned = choose(owner, BAISHA)
    moved = owner.send(warned, SET, **{"day-time": "14:30", "chair": "yichuan/gaoshan"})

    assert "高山镇“召开安全专题会议”定在11月27日 14:00：同一人主持" in text_of(moved)
    assert len(list(read_entries(desk.folder))) == 2


def test_what_collides_is_said_once_with_all_whom_it_concerns_and_no_file_is_named(owner):
    page = owner.get(f"{ROOM}?month=2026-12")
    said = text_of(page)

    assert "yaml" not in said
    assert "等15个单位 同期有2项同类任务" in said
    assert said.count("同期有2项同类任务，均由本单位承担：“召开安全专题会议”、“就辖区") == 1


def test_a_unit_s_month_shows_what_collides_for_it_and_comes_back_after_a_choice(desk, owner):
    said = owner.get(f"{ROOM}?month=2026-12&who=yichuan/pengpo")
    assert 'class="clash"' in said.text
    assert "白沙镇" not in text_of(said).split("到期")[-1]
    unit = desk.person("彭婆", "unit", "yichuan/pengpo")
    assert 'class="clash"' in unit.get(f"{ROOM}?month=2026-12").text

    page = owner.get(f"{ROOM}/choose?of={PENGPO}&who=yichuan/pengpo")
    back = owner.send(page, SET, **CHOSEN)
    assert "who=yichuan%2Fpengpo" in str(back.url)

"""今日: what is overdue and due is shown, and one form records it for those who were ticked."""

import datetime as dt
from urllib.parse import quote

import pytest
from desking import NOW, text_of

from cadence.core import SHANGHAI
from cadence.ledger import read_entries

TODAY = "/desk/yichuan/today"
WINDOW = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
PENGPO, BAISHA = f"{WINDOW}@yichuan/pengpo", f"{WINDOW}@yichuan/baisha"


def at(desk, year, month, day):
    """The desk on another day, and somebody at it."""
    desk.clock.now = dt.datetime(year, month, day, 8, tzinfo=SHANGHAI)
    return desk.owner()


def opened(browser, do="done"):
    return browser.get(f"{TODAY}?open={WINDOW}~2026-11-30&do={do}")


def test_units_that_share_an_act_stand_on_one_line(owner):
    said = text_of(owner.get(TODAY))

    assert "34个单位 召开安全专题会议" in said
    assert "11月30日止" in said


def test_one_meeting_of_two_towns_is_two_ticks_and_one_form(desk, owner):
    sent = owner.send(
        opened(owner), "/desk/yichuan/done", occurrence=[PENGPO, BAISHA],
        day="2026-11-25", evidence="片区会议纪要〔2026〕11号",
    )  # fmt: skip

    assert "已记下 第1、2条" in text_of(sent)
    assert "32个单位 召开安全专题会议" in text_of(sent)
    assert "已办 2个单位" in text_of(sent)
    entries = list(read_entries(desk.folder))
    assert [each.fact.occurrence for each in entries] == [PENGPO, BAISHA]
    assert {(each.fact.on, each.fact.evidence, each.fact.by) for each in entries} == {
        (dt.date(2026, 11, 25), "片区会议纪要〔2026〕11号", "安委办")
    }


@pytest.mark.parametrize("said", ["2026-11-25 24:00", "2026年11月25日24时"])
def test_the_end_of_a_day_is_that_day(desk, owner, said):
    owner.send(opened(owner), "/desk/yichuan/done", occurrence=PENGPO, day=said, evidence="纪要1号")
    assert [each.fact.on for each in read_entries(desk.folder)] == [dt.date(2026, 11, 25)]


def test_what_was_recorded_by_mistake_is_taken_back_and_stays_readable(desk, owner):
    sent = owner.send(
        opened(owner), "/desk/yichuan/done", occurrence=PENGPO, day="2026-11-25", evidence="纪要1号"
    )
    back = owner.send(sent, "/desk/yichuan/reverse")

    assert "第1条不再算数" in text_of(back)
    assert "34个单位 召开安全专题会议" in text_of(back)
    assert [each.fact.kind for each in read_entries(desk.folder)] == ["done", "reversal"]


@pytest.mark.parametrize(
    ("day", "evidence", "words"),
    [
        ("", "纪要1号", "请填写“办结日期”"),
        ("2026-11-31", "纪要1号", "“2026-11-31”不是日期"),
        ("11月25日", "纪要1号", "没有写明年份"),
        ("2026年11月25日 周二", "纪要1号", "日期与星期不符"),
        ("2026-11-25", "", "请填写“佐证”"),
        ("2026-11-27", "纪要1号", "彭婆镇：2026-11-27尚未到来"),
        ("2026-10-31", "纪要1号", "彭婆镇：2026-10-31早于本期开始日2026-11-01"),
    ],
)
def test_a_fault_is_named_nothing_is_recorded_and_nothing_typed_is_lost(
    desk, owner, day, evidence, words
):
    sent = owner.send(
        opened(owner), "/desk/yichuan/done", occurrence=PENGPO, day=day, evidence=evidence
    )

    assert sent.status_code == 422
    assert words in text_of(sent)
    assert f'value="{day}"' in sent.text
    assert f'value="{evidence}"' in sent.text
    assert f'value="{PENGPO}" checked' in sent.text
    assert not list(read_entries(desk.folder))


def test_a_form_sent_twice_is_recorded_once_and_says_so(desk, owner):
    page = opened(owner)
    filled = {"occurrence": PENGPO, "day": "2026-11-25", "evidence": "纪要1号"}
    owner.send(page, "/desk/yichuan/done", **filled)
    again = owner.send(page, "/desk/yichuan/done", **filled)

    assert "第1条说的就是这些，没有重复记" in text_of(again)
    assert len(list(read_entries(desk.folder))) == 1


def test_a_fault_is_said_also_when_its_line_is_gone_meanwhile(owner):
    page = opened(owner)
    everybody = [each.split('"')[0] for each in page.text.split('name="occurrence" value="')[1:]]
    owner.send(
        page, "/desk/yichuan/done", occurrence=everybody, day="2026-11-25", evidence="纪要1号"
    )
    sent = owner.send(
        page, "/desk/yichuan/done", occurrence=PENGPO, day="2026-11-31", evidence="纪要2号"
    )

    assert "没有记下 “2026-11-31”不是日期" in text_of(sent)


def test_an_address_cannot_claim_what_the_ledger_does_not_say(desk, owner):
    owner.send(
        opened(owner), "/desk/yichuan/done", occurrence=PENGPO, day="2026-11-25", evidence="纪要1号"
    )

    assert "已记下" not in text_of(owner.get(f"{TODAY}?said=7"))
    assert "已撤销" not in text_of(owner.get(f"{TODAY}?back=1"))
    desk.clock.now += dt.timedelta(minutes=11)
    assert "撤销" not in text_of(owner.get(f"{TODAY}?said=1"))


def test_of_several_entries_all_are_taken_back_or_none(desk, owner):
    sent = owner.send(
        opened(owner), "/desk/yichuan/done", occurrence=[PENGPO, BAISHA],
        day="2026-11-25", evidence="纪要1号",
    )  # fmt: skip
    refused = owner.send(sent, "/desk/yichuan/reverse", number=["1", "9"])

    assert "9" in text_of(refused)
    assert [each.fact.kind for each in read_entries(desk.folder)] == ["done", "done"]


def test_who_ticks_nobody_is_told_to(owner):
    sent = owner.send(opened(owner), "/desk/yichuan/done", day="2026-11-25", evidence="纪要1号")

    assert "请先勾选单位" in text_of(sent)


def test_a_duty_put_off_is_shown_with_its_new_day(owner):
    sent = owner.send(
        opened(owner, "extend"), "/desk/yichuan/extend", occurrence=PENGPO,
        to="2026-12-02", document="伊安委办〔2026〕9号", by="安委办主任",
    )  # fmt: skip

    assert "12月2日止" in text_of(sent)
    assert "33个单位 召开安全专题会议" in text_of(sent)


def test_what_was_missed_is_overdue_the_day_after_and_the_longest_first(desk):
    owner = at(desk, 2026, 12, 1)
    said = text_of(owner.get(TODAY))

    assert "逾期1天" in said
    assert "49 逾期未办 34个单位" in said
    assert "还有 45 项，按单位：" in said
    assert said.count("逾期1天") == 4
    whole = owner.get(f"{TODAY}?over=all")
    assert text_of(whole).count("逾期1天") == 49
    last = whole.text.split("#opened")[-2].rpartition('href="')[2]
    assert 'id="opened"' in owner.get(f"{last}#opened").text  # though it was folded away


def test_a_new_year_forgets_no_miss(desk):
    assert "逾期35天" in text_of(at(desk, 2027, 1, 4).get(TODAY))


def test_the_way_to_a_date_is_one_click_away(owner):
    said = text_of(owner.get(f"/desk/yichuan/why?of={PENGPO}"))

    assert "每月至少要召开一次安全专题会议" in said
    assert "伊安委〔2022〕6号 二/（一）/3" in said
    assert f"{NOW:%Y}-11-30" in said


def test_a_pack_that_cannot_be_read_is_said_with_its_line(desk, owner):
    file = desk.folder / "rules/yichuan/2022-fifteen-measures.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("timing:", "timming:", 1), "utf-8")
    found = owner.get("/desk/")

    assert "2022-fifteen-measures.yaml" in text_of(found)
    assert "timming" in text_of(found)


def test_a_refusal_is_recorded_from_today_and_the_line_stays(desk, owner):
    page = opened(owner, "refuse")
    assert "登记拒绝" in page.text
    filled = {"occurrence": PENGPO, "on": "2026-11-25", "reason": "人手不足", "by": "彭婆镇"}
    sent = owner.send(page, "/desk/yichuan/refuse", refused="duty", **filled)
    assert "已记下 第1条" in text_of(sent)
    assert "34个单位 召开安全专题会议" in text_of(sent)
    assert "拒绝办理：彭婆镇2026-11-25，人手不足" in text_of(sent)
    (entry,) = read_entries(desk.folder)
    assert (entry.fact.kind, entry.fact.refused) == ("refusal", "duty")
    for wrong in ({"reason": ""}, {"on": "2026-11-31"}, {"refused": "everything"}):
        assert owner.send(page, "/desk/yichuan/refuse", **(filled | wrong)).status_code == 422
    assert len(list(read_entries(desk.folder))) == 1


def test_a_unit_refuses_its_own_duty_in_its_own_name_and_nothing_else(desk):
    town = desk.person("彭婆镇", "unit", "yichuan/pengpo")
    page = town.get(f"{TODAY}?open={PENGPO}&do=refuse")
    told = {"on": "2026-11-25", "reason": "人手不足", "by": "县安委办", "refused": "release"}
    town.send(page, "/desk/yichuan/refuse", occurrence=PENGPO, **told)
    (entry,) = read_entries(desk.folder)
    assert (entry.fact.refused, entry.fact.by) == ("duty", "彭婆镇")
    other = town.send(page, "/desk/yichuan/refuse", **(told | {"occurrence": BAISHA}))
    assert other.status_code == 422
    assert len(list(read_entries(desk.folder))) == 1


@pytest.mark.parametrize(
    ("do", "fields"),
    [("waive", {}), ("extend", {"to": "2026-12-20"})],
)
def test_a_decision_after_the_day_never_clears_what_was_missed(desk, do, fields):
    late = at(desk, 2026, 12, 5)
    page = late.get(f"{TODAY}?open={quote(PENGPO)}&do={do}")
    sent = late.send(
        page, f"/desk/yichuan/{do}", occurrence=PENGPO, by="县安委会",
        document="县安委会会议纪要第3号", **fields,
    )  # fmt: skip
    assert "已记下" in text_of(sent)
    rows = late.get("/desk/yichuan/register.json?unit=yichuan/pengpo").json()
    (row,) = [each for each in rows if each["id"] == PENGPO]
    assert row["status"] == "overdue"
    assert "县安委会会议纪要第3号" in str(row["belated"])

"""今日's side and the bar: clocks, sheets, drafts, questions and what is unpublished, for each."""

import datetime as dt
import re

import pytest
from desking import open_desk, text_of
from handing_in import hand_in

from cadence.core import SHANGHAI

HOME = "/desk/yichuan"
TODAY = f"{HOME}/today"
WINDOW = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
SHEET = f"编号,单位,事项,完成日期,佐证\n{WINDOW}@yichuan/baisha,白沙镇,开会,2026-11-31,纪要1号\n"
TOLD = {
    "event": "事故发生", "day": "2026-11-26", "day-time": "09:30", "unit": "yichuan/pengpo",
    "value-level": "一般",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path, places=("yichuan", "national"))


@pytest.fixture
def owner(desk):
    return desk.owner()


def register(owner):
    owner.send(owner.get(f"{HOME}/accidents"), f"{HOME}/accidents/register", **TOLD)


def set_grace(owner, days):
    page = owner.get(f"{HOME}/decisions")
    owner.send(page, f"{HOME}/decisions/policy", grace_days=days)


def publish(desk, owner):
    owner.send(owner.get(f"{HOME}/publish"), f"{HOME}/publish/build")
    desk.desk.press.wait()


def counted(page):
    """What the bar counts, by room."""
    return dict(re.findall(r'href="/desk/yichuan/(\w+)"[^>]*>\w+<b>.*?</span>(\d+)</b>', page.text))


def test_what_waits_beside_the_duties_stands_with_its_next_step(owner):
    register(owner)
    hand_in(owner)
    page = owner.get(TODAY)
    said = text_of(page)

    assert "事故计时中 1件" in said
    assert re.search(r"下一步 \S+ 剩", said)
    assert "关于加强冬季安全生产工作的通知 已核 0/5 接着核" in said
    assert "日历和网页还没有发布过。 去发布" in said
    questions = re.search(r"待答问题 (\d+)个", said)[1]
    shown = text_of(owner.get(f"{HOME}/decisions"))
    assert len(re.findall(r"多久一次？", shown)) == int(questions)
    assert counted(page) == {"accidents": "1", "decisions": questions}


def test_rows_to_be_mended_are_counted_and_lead_to_their_sheet(owner):
    room = f"{HOME}/returned"
    owner.send(owner.get(room), room, files={"file": ("11月.csv", SHEET.encode())})
    page = owner.get(TODAY)

    assert "回表待补" in text_of(page)
    assert "11月.csv 白沙镇" in text_of(page)
    assert counted(page)["tables"] == re.search(r"回表待补 (\d+)行", text_of(page))[1]


def test_what_was_done_since_the_last_build_is_said_until_the_next(desk, owner):
    publish(desk, owner)
    assert "还没有发布" not in text_of(owner.get(TODAY))

    desk.clock.now += dt.timedelta(minutes=5)
    set_grace(owner, "3")
    done = owner.get(f"{TODAY}?open={WINDOW}~2026-11-30")
    ticked = [f"{WINDOW}@yichuan/pengpo", f"{WINDOW}@yichuan/baisha"]
    owner.send(done, f"{HOME}/done", occurrence=ticked, day="2026-11-25", evidence="纪要1号")
    said = text_of(owner.get(TODAY))
    assert "上次发布以后，记下2条，规则改了1处；手机上还是原来的样子。" in said

    desk.clock.now += dt.timedelta(minutes=5)
    publish(desk, owner)
    assert "还没有发布" not in text_of(owner.get(TODAY))


def test_a_question_that_is_answered_is_counted_no_longer(owner):
    before = int(counted(owner.get(TODAY))["decisions"])
    page = owner.get(f"{HOME}/decisions")
    rule = re.search(r"decisions\?open=([^\"#]+)#", page.text)[1].replace("%3A", ":")
    page = owner.get(f"{HOME}/decisions?open={rule}")
    owner.send(page, f"{HOME}/decisions/answer", period="month")

    assert int(counted(owner.get(TODAY))["decisions"]) == before - 1


def test_nobody_is_shown_what_they_may_not_open(desk, owner):
    register(owner)
    hand_in(owner)
    unit = desk.person("白沙镇", "unit", "yichuan/baisha").get(TODAY)
    leader = desk.person("领导", "leader").get(TODAY)

    for page in (unit, leader):
        said = text_of(page)
        assert not any(each in said for each in ("核对中的文件", "待答问题", "去发布", "交文件"))
    assert "事故计时中" not in text_of(unit)
    assert counted(unit) == {}
    assert "事故计时中 1件" in text_of(leader)
    assert counted(leader) == {"accidents": "1"}


def test_several_that_are_overdue_are_ticked_and_done_by_one_form(desk):
    desk.clock.now = dt.datetime(2026, 12, 2, 8, tzinfo=SHANGHAI)
    owner = desk.owner()
    page = owner.get(TODAY)
    first, second = re.findall(r'name="pick" value="([^"]+)"', page.text)[:2]
    opened = owner.get(f"{TODAY}?open=picked&pick={first}&pick={second}")
    assert "选中的任务 2项" in text_of(opened)
    wrong = owner.send(opened, f"{HOME}/done", occurrence=[first, second], evidence="")
    assert wrong.status_code == 422
    assert "选中的任务 2项" in text_of(wrong)
    assert wrong.text.count(" checked>") == 2

    sent = owner.send(
        wrong, f"{HOME}/done", occurrence=[first, second], day="2026-11-30", evidence="纪要1号"
    )
    assert "已记下 第1、2条" in text_of(sent)

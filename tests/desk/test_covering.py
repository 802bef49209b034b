"""全覆盖 at the desk: who was reached is ticked, in 今日 long before the day and in a sheet."""

import pytest
from desking import text_of

from cadence.ledger import read_entries

ROOM = "/desk/yichuan"
RULE = """
  - id: full-inspection
    clause: 一/（一）/1
    quote: 年内全覆盖巡查
    act: 全覆盖巡查公安局、教体局和民政局
    category: inspection
    timing: {kind: deadline, due: 2027-06-30}
    year_from: 文号
    actors: [县安委办]
    over: [县公安局, 县教体局, 县民政局]
"""
ID = "yichuan/2022-fifteen-measures:full-inspection:2027-06-30@yichuan/anweiban"


@pytest.fixture
def browser(desk):
    pack = desk.folder / "rules" / "yichuan" / "2022-fifteen-measures.yaml"
    text = pack.read_text(encoding="utf-8").replace("\nrules:\n", f"\nrules:{RULE}\n", 1)
    pack.write_text(text, encoding="utf-8")
    return desk.owner()


def covers(desk):
    return [each.fact.covers for each in read_entries(desk.folder)]


def test_parts_are_ticked_long_before_the_day_until_nobody_is_left(desk, browser):
    why = browser.get(f"{ROOM}/why?of={ID}")
    assert "已覆盖0/3，未覆盖：县公安局、县教体局、县民政局" in text_of(why)
    assert f"{ROOM}/today?open=" in why.text
    page = browser.get(f"{ROOM}/today?open={ID}")
    assert "选中的任务" in text_of(page)

    nobody = browser.send(page, f"{ROOM}/done", day="2026-11-20", evidence="巡查报告1号")
    assert nobody.status_code == 422
    assert "要逐个覆盖3个对象才算办结" in text_of(nobody)
    assert not covers(desk)

    one = {"day": "2026-11-20", "evidence": "巡查报告1号"}
    done = browser.send(page, f"{ROOM}/done", covers="yichuan/gonganju", **one)
    assert "已记下 第1条" in text_of(done)
    assert covers(desk) == [("yichuan/gonganju",)]
    page = browser.get(f"{ROOM}/today?open={ID}")
    assert 'value="yichuan/gonganju"' not in page.text, "it is reached"
    said = text_of(browser.get(f"{ROOM}/why?of={ID}"))
    assert "已覆盖1/3" in said
    assert "2026-11-20 巡查报告1号" in said.replace("　", " ") or "11月20日" in said

    rest = {"day": "2026-11-25", "evidence": "巡查报告2号"}
    browser.send(page, f"{ROOM}/done", covers="all", **rest)
    said = text_of(browser.get(f"{ROOM}/why?of={ID}"))
    assert "已覆盖3/3" in said
    assert "选中的任务" not in text_of(browser.get(f"{ROOM}/today?open={ID}"))


def test_a_returned_row_waits_until_it_is_said_whom_it_reached(desk, browser):
    row = f"编号,单位,事项,完成日期,佐证\n{ID},县安委办,巡查,2026-11-20,巡查报告1号\n"
    page = browser.get(f"{ROOM}/returned")
    files = {"file": ("11月.csv", row.encode())}
    said = browser.send(page, f"{ROOM}/returned", files=files)
    assert "要改1行" in text_of(said)
    assert "要逐个覆盖3个对象" in text_of(said)
    address = said.text.partition('go" href="')[2].partition("#")[0]
    row = browser.get(address.replace("&amp;", "&"))
    done = browser.send(
        row, f"{ROOM}/returned/mend", day="2026-11-20", covers=["yichuan/gonganju", "all"]
    )
    assert "这一行改好了" in text_of(done)
    assert [len(each) for each in covers(desk)] == [3]

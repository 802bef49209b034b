"""What is refused by command is refused at the desk, too, whichever form brings it."""

import pytest
from desking import text_of
from handing_in import HEAD, hand_in

from cadence.ledger import read_entries

TODAY = "/desk/yichuan/today"
ROSTER = "/desk/yichuan/roster"
WINDOW = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
PENGPO = f"{WINDOW}@yichuan/pengpo"


def opened(browser):
    return browser.get(f"{TODAY}?open={WINDOW}~2026-11-30&do=done")


@pytest.mark.parametrize(
    "evidence", ['=DISPIMG("ID_1",1)', "#VALUE!", "#N/A", "\u200b", "&nbsp;", "无", "—", "/", "0"]
)
def test_what_nobody_could_look_up_is_no_evidence(desk, owner, evidence):
    sent = owner.send(
        opened(owner),
        "/desk/yichuan/done",
        occurrence=PENGPO,
        day="2026-11-25",
        evidence=evidence,
    )
    assert sent.status_code == 422
    assert not list(read_entries(desk.folder))


@pytest.mark.parametrize("sign", ["\x07", "\uffff", "\ufdd0"])
def test_a_name_that_no_file_can_hold_is_refused_in_list_and_line(desk, owner, sign):
    file = desk.folder / "rules/yichuan/units.yaml"
    before = file.read_bytes()
    listed = owner.send(owner.get(ROSTER), f"{ROSTER}/list", list=f"新区{sign}甲、管委会")
    page = owner.get(f"{ROSTER}?edit=linyeju")
    line = owner.send(page, f"{ROSTER}/entry", name=f"县林业{sign}局", also="")
    assert (listed.status_code, line.status_code) == (422, 422)
    assert file.read_bytes() == before


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_letters_that_nobody_sees_change_no_timing(owner, sign):
    text = f"{HEAD}一、各乡镇（街道）每{sign}⽉25{sign}⽇前报送隐患排查情况。\n2026年11月20⽇\n"
    page = text_of(hand_in(owner, text))
    assert "每月25日前" in page
    assert "头几个日期" in page

"""记录: the newest first, found by words; reversed with a reason, never erased."""

import pytest
from desking import open_desk, text_of

from cadence.ledger import read_entries

OCCURRENCE = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11@yichuan/pengpo"
LEDGER, DONE = "/desk/yichuan/ledger", "/desk/yichuan/done"


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


@pytest.fixture
def owner(desk):
    owner = desk.owner()
    page = owner.get(f"/desk/yichuan/today?open={OCCURRENCE}")
    csrf = owner.send  # the form of today carries the token
    assert csrf
    window = OCCURRENCE.partition("@")[0]
    page = owner.get(f"/desk/yichuan/today?open={window}~2026-11-30")
    owner.send(page, DONE, occurrence=OCCURRENCE, day="2026-11-25", evidence="纪要〔2026〕7号")
    return owner


def test_a_line_says_who_recorded_what_with_which_proof(owner):
    page = text_of(owner.get(LEDGER))

    assert "彭婆镇 召开安全专题会议 2026-11-25 纪要〔2026〕7号" in page
    assert "安委办" in page
    assert "还没有记录" not in page


def test_words_and_kinds_sift_lines(owner):
    assert "纪要〔2026〕7号" in text_of(owner.get(f"{LEDGER}?q=彭婆 纪要&kind=完成"))
    assert "纪要〔2026〕7号" in text_of(owner.get(f"{LEDGER}?q=纪要&kind=完成"))
    assert "还没有记录" in text_of(owner.get(f"{LEDGER}?kind=免办"))


def test_a_reversal_needs_its_reason_and_leaves_the_line(desk, owner):
    opened = owner.get(f"{LEDGER}?open=1")
    silent = owner.send(opened, f"{LEDGER}/reverse", reason="")
    assert silent.status_code == 422
    assert "请填写“为什么撤销”" in text_of(silent)

    said = owner.send(opened, f"{LEDGER}/reverse", reason="记到了别的单位")

    assert "第1条不再算数" in text_of(said)
    assert "纪要〔2026〕7号" in text_of(said)
    assert [each.fact.kind for each in read_entries(desk.folder)] == ["done", "reversal"]


def test_a_line_that_is_not_there_is_no_traceback(owner):
    opened = owner.get(f"{LEDGER}?open=1")
    for number in ("99", "x", "9" * 40):
        said = owner.send(opened, f"{LEDGER}/reverse", number=number, reason="错")
        assert said.status_code == 400
        assert "没有完成" in text_of(said)


def test_auditors_read_and_units_do_not(desk):
    assert desk.person("审计", "auditor").get(LEDGER).status_code == 200
    assert desk.person("彭婆镇", "unit", "yichuan/pengpo").get(LEDGER).status_code == 403
